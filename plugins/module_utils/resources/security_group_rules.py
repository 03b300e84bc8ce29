# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of a security group: brought to one form, compared, added and removed. Pure.

Two rules are the same if they allow the same traffic, however they are written: `tcp` is protocol 6, a range of all
ports is the same as no range, a single address is a network, and a network of all addresses is the same as none.
Source:
https://docs.openstack.org/api-ref/network/v2/#security-group-rules-security-group-rules
"""

from __future__ import annotations

import ipaddress
import typing as t

from ..errors import ConfigError
from ..resource.declaration import Json, Values
from ..resource.emptiness import refuse_empty
from ..resource.reference import id_of
from ..resource.step import ID, Step
from .ip_protocol import ICMP, ICMP_OF_IPV6, OF_IPV6_ALONE, WITH_PORTS, protocol_name, protocol_number

IPV4, IPV6 = "IPv4", "IPv6"
LAST_PORT, MOST_OF_ICMP = 65535, 255
ALL_PORTS = ((1, 65535), (-1, -1), (None, None))
Ports = t.Tuple[t.Optional[int], t.Optional[int]]
Rules = t.Sequence[Json]

# Our key -> Neutron's. Users give a remote group by name or id (remote_group); results show its id (remote_group_id).
WIRE = {
    "remote_group_id": "remote_group_id",
    "remote_address_group_id": "remote_address_group_id",
    "direction": "direction",
    "ether_type": "ethertype",
    "protocol": "protocol",
    "port_range_min": "port_range_min",
    "port_range_max": "port_range_max",
    "remote_ip_prefix": "remote_ip_prefix",
    "remote_group": "remote_group_id",
    "description": "description",
}


def read_rules(raw: t.Iterable[Json]) -> list[Json]:
    """Rules as users see them. They are sorted, since the service has no order."""
    return sorted((read_one(one) for one in raw), key=lambda rule: (displayed_one(rule), str(rule["id"])))


def read_one(raw: Json) -> Json:
    """A rule as users see it."""
    return {
        "id": raw["id"],
        "direction": raw.get("direction"),
        "ether_type": raw.get("ethertype"),
        "protocol": raw.get("protocol"),
        "port_range_min": raw.get("port_range_min"),
        "port_range_max": raw.get("port_range_max"),
        "remote_ip_prefix": raw.get("remote_ip_prefix"),
        "remote_group_id": raw.get("remote_group_id"),
        "remote_address_group_id": raw.get("remote_address_group_id"),
        "description": raw.get("description"),
    }


def normalised(rules: t.Sequence[Values]) -> list[Json]:
    """Rules as they are compared and sent, without duplicates.

    Raises:
        ConfigError: some contradict themselves or have unknown values. The error has all of them.
    """
    found, problems = [], []
    for number, given in enumerate(rules, start=1):
        said = {key: value for key, value in given.items() if value is not None}
        try:
            found.append(_normalised(said))
        except ConfigError as error:
            which = f" (number {number} of {len(rules)}: {_as_said(said)})" if len(rules) > 1 else ""
            problems += [f"{problem}{which}" for problem in error.problems]
    if problems:
        raise ConfigError(problems)
    return list({identity(rule): rule for rule in found}.values())


def _as_said(said: Values) -> str:
    return ", ".join(f"{key}: {value}" for key, value in said.items())


def _normalised(said: Values) -> Json:
    narrowing = {f"rules: {key}": said.get(key) for key in ("protocol", "port", "remote_ip_prefix", "remote_group")}
    refuse_empty(narrowing, "let everything through that the option is to keep out")
    prefix = _prefix(said)
    ether_type = said.get("ether_type") or (f"IPv{prefix.version}" if prefix else _usual_ether_type(said))
    if prefix and ether_type != f"IPv{prefix.version}":
        raise ConfigError([f"rules: {said['remote_ip_prefix']} is not of ether_type {ether_type}."])
    if prefix and said.get("remote_group"):
        raise ConfigError(["rules: give each either remote_ip_prefix or remote_group, not both."])
    number = _number(said, ether_type)
    low, high = _ports(said, number)
    rule: Json = {"direction": said.get("direction") or "ingress", "ether_type": ether_type}
    rule.update({"protocol": protocol_name(number), "port_range_min": low, "port_range_max": high})
    rule["remote_ip_prefix"] = str(prefix) if prefix else None
    rule["remote_group"] = said.get("remote_group") or None
    if "description" in said:
        rule["description"] = said["description"]
    return rule


def _prefix(said: Values) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    text = said.get("remote_ip_prefix")
    if not text:
        return None
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError as error:
        raise ConfigError([f"rules: remote_ip_prefix {text!r} is neither an address nor a network."]) from error


def _usual_ether_type(said: Values) -> str:
    """The ether type of a rule that does not give one: IPv4, unless its protocol exists only for IPv6."""
    try:
        return IPV6 if protocol_number(said.get("protocol")) in OF_IPV6_ALONE else IPV4
    except ValueError:
        return IPV4


def _number(said: Values, ether_type: str) -> int | None:
    try:
        number = protocol_number(said.get("protocol"))
    except ValueError as error:
        raise ConfigError(
            [f"rules: there is no protocol {said['protocol']!r}; give its name or number, or any."]
        ) from (error)
    if number in OF_IPV6_ALONE and ether_type != IPV6:
        raise ConfigError([f"rules: protocol {said['protocol']} is of IPv6, not of {ether_type}."])
    return ICMP_OF_IPV6 if number == ICMP and ether_type == IPV6 else number


def _ports(said: Values, protocol: int | None) -> Ports:
    """The range of ports, or for ICMP the type and code, which the service keeps in the same fields."""
    if "port" in said and ("port_range_min" in said or "port_range_max" in said):
        raise ConfigError(["rules: give each either port, or port_range_min and port_range_max."])
    low, high = said.get("port_range_min"), said.get("port_range_max")
    if "port" in said:
        low, high = _range(str(said["port"]))
    if protocol in (ICMP, ICMP_OF_IPV6):
        low = None if low == -1 else low  # as other tools write that any type is meant
    else:
        low, high = (high if low is None else low), (low if high is None else high)
    if (low, high) in ALL_PORTS:
        return None, None
    if protocol is None:
        raise ConfigError(["rules: a rule with ports needs a protocol that has them, like tcp or udp."])
    if protocol in (ICMP, ICMP_OF_IPV6):
        _check_icmp(low, high)
    else:
        _check_ports(protocol, low, high)
    return low, None if high == -1 else high


def _check_icmp(kind: int | None, code: int | None) -> None:
    for what, value in (("type", kind), ("code", code)):
        if value not in (None, -1) and not 0 <= value <= MOST_OF_ICMP:
            raise ConfigError([f"rules: the {what} of ICMP is 0 to {MOST_OF_ICMP}, not {value}."])
    if kind in (None, -1) and code not in (None, -1):
        raise ConfigError(["rules: a code of ICMP (port_range_max) needs its type (port_range_min)."])


def _check_ports(protocol: int, low: int | None, high: int | None) -> None:
    if protocol not in WITH_PORTS:
        name = protocol_name(protocol) or protocol
        raise ConfigError([f"rules: protocol {name} has no ports; tcp, udp, sctp, dccp and udplite have them."])
    for value in (low, high):
        if value is not None and not 1 <= value <= LAST_PORT:
            raise ConfigError([f"rules: ports are 1 to {LAST_PORT}, not {value}. For all ports leave port out."])
    if low is not None and high is not None and low > high:
        raise ConfigError([f"rules: the ports {low}-{high} end before they begin."])


def _range(text: str) -> Ports:
    first, dash, last = text.partition("-")
    if not first.strip().isdecimal() or (dash and not last.strip().isdecimal()):
        raise ConfigError([f"rules: port has to be a number or a range like 8000-8100, not {text!r}."])
    return int(first), int(last if dash else first)


def identity(rule: Values) -> tuple[t.Any, ...]:
    """The traffic that a rule allows, as a tuple: equal for rules that are the same."""
    group = rule.get("remote_group") or rule.get("remote_group_id")
    prefix = rule.get("remote_ip_prefix")
    network = ipaddress.ip_network(prefix, strict=False) if prefix else None
    number = protocol_number(rule["protocol"])
    ports = (rule["port_range_min"], rule["port_range_max"])
    return (
        rule["direction"],
        rule["ether_type"],
        ICMP_OF_IPV6 if number == ICMP and rule["ether_type"] == IPV6 else number,
        (None, None) if ports in ALL_PORTS else ports,
        None if network is None or network.prefixlen == 0 else network,
        id_of(group) if group else None,
        rule.get("remote_address_group_id"),
    )


def merged(wanted: Rules, there: Rules) -> list[Json]:
    """The rules after a change: the current ones with the wanted descriptions, and the wanted ones that are missing."""
    desired_states = {identity(rule): rule for rule in wanted}
    kept = [{**rule, **_described(desired_states.get(identity(rule), {}))} for rule in there]
    present = {identity(rule) for rule in there}
    return [*kept, *(rule for identity, rule in desired_states.items() if identity not in present)]


def replaced(wanted: Rules, there: Rules) -> list[Json]:
    """The same, without the current ones that are not wanted."""
    desired_states = {identity(rule) for rule in wanted}
    return merged(wanted, [rule for rule in there if identity(rule) in desired_states])


def _described(rule: Values) -> Json:
    return {"description": rule["description"]} if "description" in rule else {}


def has(wanted: Rules, there: Rules) -> bool:
    """Whether all wanted rules are there, with the wanted descriptions."""
    return merged(wanted, there) == list(there)


def is_all(wanted: Rules, there: Rules) -> bool:
    """Whether exactly the wanted rules are there, with the wanted descriptions."""
    return replaced(wanted, there) == list(there)


def displayed(rules: Rules) -> list[str]:
    """Rules as texts, for a diff."""
    return sorted(displayed_one(rule) for rule in rules)


def displayed_one(rule: Values) -> str:
    """A rule as a text: `ingress IPv4 tcp 22 from 10.0.0.0/8`."""
    low, high = rule["port_range_min"], rule["port_range_max"]
    words = [rule["direction"], rule["ether_type"], rule["protocol"] or "any"]
    words += [] if low is None else [str(low) if high in (low, None) else f"{low}-{high}"]
    remote = rule.get("remote_group") or rule.get("remote_group_id") or rule.get("remote_address_group_id")
    remote = remote or rule["remote_ip_prefix"]
    words += ["from" if rule["direction"] == "ingress" else "to", str(remote)] if remote else []
    words += [f"({rule['description']})"] if rule.get("description") else []
    return " ".join(str(word) for word in words)


def predicted(rules: Rules) -> list[Json]:
    """The predicted rules. The ids of new ones are unknown."""
    shown = [_predicted(rule) for rule in rules]
    return sorted(shown, key=displayed_one)


def _predicted(rule: Values) -> Json:
    if "id" in rule:
        return dict(rule)
    group = id_of(rule["remote_group"]) if rule["remote_group"] else None
    known = {key: rule[key] for key in WIRE if key in rule and key != "remote_group"}
    return {**read_one({"id": None}), "description": "", **known, "remote_group_id": None if group == ID else group}


def steps(group: Values, before: Rules, after: Rules) -> list[Step]:
    """The steps that change rules. Additions go first, so that no wanted traffic is blocked in between."""
    there = {rule["id"]: rule for rule in before}
    left = {rule["id"]: rule for rule in after if "id" in rule}
    fresh = [rule for rule in after if "id" not in rule]
    adding = [_add(group, fresh)] if fresh else []
    # The service cannot change a description, and takes no second rule that differs only in its description. So the old
    # rule has to go first.
    described = [rule for rule in left.values() if rule != there[rule["id"]]]
    replacing = [step for rule in described for step in (_remove(there[rule["id"]]), _add(group, [rule]))]
    return [*adding, *replacing, *(_remove(rule) for rule in before if rule["id"] not in left)]


def _add(group: Values, rules: Rules) -> Step:
    title = f"add to security group '{group['name']}' the rules {'; '.join(displayed(rules))}"
    return Step(title, "POST", "/security-group-rules", {"security_group_rules": [_sent(group, one) for one in rules]})


def _sent(group: Values, rule: Values) -> Json:
    sent: Json = {api_name: rule[key] for key, api_name in WIRE.items() if rule.get(key) is not None}
    if rule.get("remote_group"):
        remote = id_of(rule["remote_group"])
        sent["remote_group_id"] = group["id"] if remote == ID else remote
    return {**sent, "security_group_id": group["id"]}


def _remove(rule: Values) -> Step:
    return Step(f"remove the rule {displayed_one(rule)}", "DELETE", f"/security-group-rules/{rule['id']}")
