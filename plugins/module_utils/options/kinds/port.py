# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of a port. os_port documents them."""

from __future__ import annotations

from ..connection import Spec
from ..named import NAMED

DHCP_OPTION: Spec = {
    "name": {"type": "str", "required": True, "aliases": ["opt_name"]},
    "value": {"type": "str", "required": True, "aliases": ["opt_value"]},
    "ip_version": {"type": "int", "choices": [4, 6], "default": 4},
}
ARGUMENT_SPEC: Spec = {
    **NAMED,
    "new_name": {"type": "str"},
    "network": {"type": "str", "aliases": ["network_id"]},
    "description": {"type": "str"},
    "admin_state_up": {"type": "bool", "aliases": ["is_admin_state_up"]},
    "fixed_ips": {"type": "list", "elements": "raw"},
    "mac": {"type": "str", "aliases": ["mac_address"]},
    "security_groups": {"type": "list", "elements": "str"},
    "port_security_enabled": {"type": "bool", "aliases": ["is_port_security_enabled"]},
    "allowed_address_pairs": {"type": "list", "elements": "raw"},
    "extra_dhcp_opts": {
        "type": "list",
        "elements": "dict",
        "options": DHCP_OPTION,
        "aliases": ["extra_dhcp_options"],
    },
    "vnic_type": {"type": "str", "aliases": ["binding_vnic_type"]},
    "host": {"type": "str", "aliases": ["binding_host", "binding_host_id"]},
    "profile": {"type": "dict", "aliases": ["binding_profile"]},
    "dns_name": {"type": "str"},
    "dns_domain": {"type": "str"},
    "qos_policy": {"type": "str", "aliases": ["qos_policy_id"]},
    "node": {"type": "str", "aliases": ["server"]},
    "device_id": {"type": "str"},
    "device_owner": {"type": "str"},
    "tags": {"type": "list", "elements": "str"},
    "purge_tags": {"type": "bool", "default": False},
}
