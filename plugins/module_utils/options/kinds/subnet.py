# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of a subnet. os_subnet documents them."""

from __future__ import annotations

from ..connection import Spec
from ..named import NAMED
from ..routes import ROUTE_OPTIONS

IPV6_MODES = ["dhcpv6-stateful", "dhcpv6-stateless", "slaac"]
POOL: Spec = {
    "start": {"type": "str", "required": True},
    "end": {"type": "str", "required": True},
}
ARGUMENT_SPEC: Spec = {
    **NAMED,
    "new_name": {"type": "str"},
    "description": {"type": "str"},
    "network": {"type": "str", "aliases": ["network_id", "network_name"]},
    "cidr": {"type": "str"},
    "subnet_pool": {"type": "str"},
    "prefix_length": {"type": "int"},
    "ip_version": {"type": "int", "choices": [4, 6]},
    "gateway_ip": {"type": "str"},
    "enable_dhcp": {"type": "bool", "aliases": ["is_dhcp_enabled"]},
    "allocation_pools": {"type": "list", "elements": "dict", "options": POOL},
    "dns_nameservers": {"type": "list", "elements": "str"},
    "host_routes": {"type": "list", "elements": "dict", "options": ROUTE_OPTIONS},
    "ipv6_ra_mode": {"type": "str", "choices": IPV6_MODES},
    "ipv6_address_mode": {"type": "str", "choices": IPV6_MODES},
    "tags": {"type": "list", "elements": "str"},
    "purge_tags": {"type": "bool", "default": False},
}
