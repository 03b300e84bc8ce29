# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of a rule of a security group; documented by the modules that have them."""

from __future__ import annotations

from .connection import Spec

RULE_OPTIONS: Spec = {
    "direction": {"type": "str", "choices": ["ingress", "egress"], "default": "ingress"},
    "ether_type": {"type": "str", "choices": ["IPv4", "IPv6"], "aliases": ["ethertype"]},
    "protocol": {"type": "str", "aliases": ["ip_protocol"]},
    "port": {"type": "str"},
    "port_range_min": {"type": "int", "aliases": ["from_port"]},
    "port_range_max": {"type": "int", "aliases": ["to_port"]},
    "remote_ip_prefix": {"type": "str", "aliases": ["cidr"]},
    "remote_group": {"type": "str", "aliases": ["remote_group_id", "source_security_group"]},
    "description": {"type": "str"},
}
