# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of a router. os_router documents them."""

from __future__ import annotations

from ..connection import Spec
from ..named import NAMED
from ..routes import ROUTE_OPTIONS

ARGUMENT_SPEC: Spec = {
    **NAMED,
    "new_name": {"type": "str"},
    "description": {"type": "str"},
    "admin_state_up": {"type": "bool", "aliases": ["is_admin_state_up"]},
    "external_gateway": {"type": "raw"},
    "interfaces": {"type": "list", "elements": "raw"},
    "purge_interfaces": {"type": "bool", "default": False},
    "routes": {"type": "list", "elements": "dict", "options": ROUTE_OPTIONS},
    "distributed": {"type": "bool"},
    "ha": {"type": "bool"},
    "availability_zone_hints": {"type": "list", "elements": "str"},
    "tags": {"type": "list", "elements": "str"},
    "purge_tags": {"type": "bool", "default": False},
}
