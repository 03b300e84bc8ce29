# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of a network. os_network documents them."""

from __future__ import annotations

from ..connection import Spec
from ..named import NAMED

ARGUMENT_SPEC: Spec = {
    **NAMED,
    "new_name": {"type": "str"},
    "description": {"type": "str"},
    "admin_state_up": {"type": "bool", "aliases": ["is_admin_state_up"]},
    "external": {"type": "bool", "aliases": ["is_router_external"]},
    "shared": {"type": "bool", "aliases": ["is_shared"]},
    "is_default": {"type": "bool"},
    "mtu": {"type": "int", "aliases": ["mtu_size"]},
    "port_security_enabled": {"type": "bool", "aliases": ["is_port_security_enabled"]},
    "dns_domain": {"type": "str"},
    "availability_zone_hints": {"type": "list", "elements": "str"},
    "provider_network_type": {"type": "str"},
    "provider_physical_network": {"type": "str"},
    "provider_segmentation_id": {"type": "int"},
    "tags": {"type": "list", "elements": "str"},
    "purge_tags": {"type": "bool", "default": False},
}
