# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Neutron checks of a security group rule (neutron/db/securitygroups_db.py)."""

from __future__ import annotations

import ipaddress
from typing import Any

from ..wire import ApiError, Json, words
from .attributes import SECURITY_GROUP, SECURITY_GROUP_RULE, bad_request, read_new
from .state import NetworkState

# neutron_lib/constants.py, IP_PROTOCOL_MAP and its legacy names
_PROTOCOLS = words(
    """
    ah dccp egp esp gre hopopt icmp igmp ip ipip ipv6-encap ipv6-frag ipv6-icmp icmpv6 ipv6-nonxt ipv6-opts
    ipv6-route ospf pgm rsvp sctp tcp udp udplite vrrp
    """
)
_WITH_PORTS = ("tcp", "udp", "sctp", "dccp", "udplite", "6", "17", "132", "33", "136")
_SAME_RULE = (
    "direction",
    "ethertype",
    "protocol",
    "port_range_min",
    "port_range_max",
    "remote_group_id",
    "remote_ip_prefix",
)


def create_rule(state: NetworkState, wanted: Json) -> Json:
    """Add a rule to its group, or refuse it."""
    rule = read_new(SECURITY_GROUP_RULE, wanted)
    _check_protocol(rule)
    _check_ports(rule)
    _check_remote(state, rule)
    group = state.find(SECURITY_GROUP, rule["security_group_id"])
    for present in state.rules_of(group["id"]):
        if all(_normal(name, present[name]) == _normal(name, rule[name]) for name in _SAME_RULE):
            sentence = f"Security group rule already exists. Rule id is {present['id']}."
            raise ApiError(409, sentence, "SecurityGroupRuleExists")
    given = {name: value for name, value in rule.items() if name not in ("project_id", "tenant_id")}
    return state.insert_rule(group, given)


def _normal(name: str, value: Any) -> Any:
    """An absent prefix and the one that stands for every address are the same rule."""
    return None if name == "remote_ip_prefix" and value in ("0.0.0.0/0", "::/0") else value


def _check_protocol(rule: Json) -> None:
    ethertype = rule["ethertype"]
    if ethertype not in ("IPv4", "IPv6"):
        sentence = f"Security group rule for ethertype '{ethertype}' not supported. Allowed values are"
        raise bad_request(f"{sentence} ['IPv4', 'IPv6'].", "SecurityGroupRuleInvalidEtherType")
    protocol = rule["protocol"]
    if protocol is None:
        return
    text = str(protocol).lower()
    if ethertype == "IPv6" and text in ("icmp", "icmpv6", "1"):
        text = "58" if text == "1" else "ipv6-icmp"
    if text in _PROTOCOLS or (text.isdigit() and int(text) <= 255):
        rule["protocol"] = text
        return
    if text == "any":
        rule["protocol"] = None
        return
    known = ", ".join(["None", "'any'", *(repr(name) for name in _PROTOCOLS)])
    raise bad_request(
        f"Security group rule protocol {protocol} not supported. Only protocol values ({known}) and integer "
        "representations [0 to 255] are supported.",
        "SecurityGroupRuleInvalidProtocol",
    )


def _check_ports(rule: Json) -> None:
    low, high = _port(rule, "port_range_min"), _port(rule, "port_range_max")
    if (low, high) == (1, 65535):
        rule["port_range_min"] = rule["port_range_max"] = low = high = None
    if low is None and high is None:
        return
    protocol = rule["protocol"]
    if protocol is None:
        sentence = "Must also specify protocol if port range is given."
        raise bad_request(sentence, "SecurityGroupProtocolRequiredWithPorts")
    if protocol in _WITH_PORTS and (low is None or high is None or low > high):
        sentence = "For TCP/UDP protocols, port_range_min must be <= port_range_max"
        raise bad_request(sentence, "SecurityGroupInvalidPortRange")


def _port(rule: Json, name: str) -> int | None:
    value = rule[name]
    if value is None:
        return None
    try:
        number = int(value)
    except (TypeError, ValueError):
        number = -1
    if not 0 <= number <= 65535:
        raise bad_request(f"Invalid value for port {value}", "SecurityGroupInvalidPortValue")
    rule[name] = number
    return number


def _check_remote(state: NetworkState, rule: Json) -> None:
    prefix, group = rule["remote_ip_prefix"], rule["remote_group_id"]
    if prefix is not None and group is not None:
        raise bad_request(
            "Only one of remote_ip_prefix or remote_group_id or remote_address_group_id may be provided.",
            "SecurityGroupMultipleRemoteEntites",
        )
    if group is not None:
        state.find(SECURITY_GROUP, group)
    if prefix is None:
        return
    try:
        cidr = ipaddress.ip_network(prefix, strict=False)
    except ValueError:
        raise bad_request(f"Invalid CIDR {prefix} given as IP prefix.", "InvalidCIDR") from None
    if rule["ethertype"] != f"IPv{cidr.version}":
        sentence = f"Conflicting value ethertype {rule['ethertype']} for CIDR {prefix}"
        raise bad_request(sentence, "SecurityGroupRuleParameterConflict")
    if "/" not in prefix:
        rule["remote_ip_prefix"] = str(cidr)
