# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of a floating IP. os_floating_ip documents them."""

from __future__ import annotations

from ..connection import Spec

ARGUMENT_SPEC: Spec = {
    "name": {"type": "str", "aliases": ["address", "floating_ip_address", "ip"]},
    "id": {"type": "str"},
    "state": {"type": "str", "choices": ["present", "detached", "absent"], "default": "present"},
    "network": {"type": "str", "aliases": ["pool", "ip_pool", "floating_network"]},
    "node": {"type": "str", "aliases": ["server"]},
    "port": {"type": "str", "aliases": ["port_id"]},
    "fixed_network": {"type": "str", "aliases": ["nat_destination", "internal_network"]},
    "fixed_ip": {"type": "str", "aliases": ["fixed_address"]},
    "reuse": {"type": "bool", "default": False},
    "description": {"type": "str"},
    "tags": {"type": "list", "elements": "str"},
    "purge_tags": {"type": "bool", "default": False},
}
