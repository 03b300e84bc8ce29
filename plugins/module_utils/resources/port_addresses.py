# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fixed addresses of a port and its allowed address pairs: brought to one form and compared. Pure.

Source: https://docs.openstack.org/api-ref/network/v2/#create-port, the parameters `fixed_ips` and
`allowed_address_pairs`.
"""

from __future__ import annotations

import ipaddress
import re
import typing as t

from ..errors import ConfigError
from ..options.dicts import said_in
from ..resource.declaration import Json, Values
from ..resource.match import missing, served
from ..resource.reference import id_of
from .ip_address import address, cidr

Items = t.Sequence[Json]

# Other tools' names for the keys -> ours.
SPELLINGS = {"ip_address": "ip", "subnet_id": "subnet", "mac_address": "mac"}
MAC_DIGITS = re.compile(r"[0-9a-f]{12}")
INTERFACE_ID_BITS = 64


def mac(text: str) -> str:
    """A MAC address as the service shows it: lower case, with colons.

    Raises:
        ConfigError: the text is not a MAC address.
    """
    digits = re.sub(r"[-:.]", "", text).lower()
    if not MAC_DIGITS.fullmatch(digits):
        raise ConfigError([f"{text!r} is not a MAC address."])
    return ":".join(digits[place : place + 2] for place in range(0, len(digits), 2))


def _usual(option: str, one: t.Any, keys: t.Sequence[str]) -> Json:
    if not isinstance(one, (str, dict)):
        raise ConfigError([f"{option} has {one!r}, which is neither an address nor a dict."])
    said = {"ip": one} if isinstance(one, str) else one
    empty = [str(key) for key, value in said.items() if isinstance(value, str) and not value.strip()]
    if empty:  # probably a template that came out empty, so that its value would be missing
        raise ConfigError([f"{option}: {' and '.join(empty)} must not be empty."])
    return said_in(option, {SPELLINGS.get(str(key), key): value for key, value in said.items()}, keys)


# Fixed addresses


def normalised(wanted: t.Sequence[t.Any]) -> list[Json]:
    """Addresses as they are compared: dicts with ip, subnet or both.

    Raises:
        ConfigError: one is neither an address nor a dict of the known keys.
    """
    found = []
    for one in wanted:
        said = _usual("fixed_ips", one, ("ip", "subnet"))
        if not said:
            raise ConfigError(["fixed_ips: give each ip or subnet."])
        found.append({**said, **({"ip": address(said["ip"])} if "ip" in said else {})})
    return found


def shown(port: Values) -> list[Json]:
    """The current addresses. `automatic` marks those that the service derives from the MAC address and always keeps."""
    return [{**one, "automatic": _is_of_mac(one["ip"], port["mac"] or "")} for one in port["fixed_ips"]]


def _is_of_mac(ip: str, port_mac: str) -> bool:
    """Whether an address is the one that SLAAC derives from a MAC address (RFC 4291, appendix A)."""
    octets = bytes.fromhex(port_mac.replace(":", ""))
    found = ipaddress.ip_address(ip)
    if not octets or found.version != 6:
        return False
    interface_id = bytes([octets[0] ^ 2]) + octets[1:3] + b"\xff\xfe" + octets[3:]
    return int(found) % (1 << INTERFACE_ID_BITS) == int.from_bytes(interface_id, "big")


def _satisfies(one: Json, desired: Json) -> bool:
    if "subnet" in desired and id_of(desired["subnet"]) != one["subnet_id"]:
        return False
    return desired.get("ip") in (None, one["ip"])


def _is_unspecific(desired: Json) -> bool:
    return "ip" not in desired


def same(wanted: Items, there: Items) -> bool:
    """Whether the current addresses are the wanted ones. Automatic ones may be there as well."""
    lacking, surplus = missing(wanted, there, _satisfies, _is_unspecific)
    return not lacking and all(one["automatic"] for one in surplus)


def merged(wanted: Items, there: Items) -> list[Json]:
    """The addresses after a change: for each wanted one the current address that fits it, or else the wanted one.
    Automatic ones stay."""
    found, left = served(wanted, there, _satisfies, _is_unspecific)
    return [*(match or desired for match, desired in zip(found, wanted)), *(one for one in left if one["automatic"])]


def sent(after: Items) -> list[Json]:
    """Addresses as the service takes them."""
    api_name = {"ip": "ip_address", "subnet_id": "subnet_id", "subnet": "subnet_id"}
    return [{api_name[key]: value for key, value in one.items() if key in api_name} for one in after]


def predicted(after: Items) -> list[Json]:
    """The predicted addresses, as far as they are known."""
    return [{"ip": one.get("ip"), "subnet_id": one.get("subnet_id") or _id(one.get("subnet"))} for one in after]


def _id(text: str | None) -> str | None:
    return id_of(text) if text else None


def displayed(addresses: Items) -> list[str]:
    """Addresses as texts, for a diff."""
    return [str(one.get("ip") or f"one of subnet {one['subnet']}") for one in addresses]


# Allowed address pairs


def normalised_pairs(wanted: t.Sequence[t.Any]) -> list[Json]:
    """Pairs as they are compared: dicts with ip, and with mac if the user named one.

    Raises:
        ConfigError: one is neither an address or network nor a dict of the known keys.
    """
    found = []
    for one in wanted:
        said = _usual("allowed_address_pairs", one, ("ip", "mac"))
        if "ip" not in said:
            raise ConfigError(["allowed_address_pairs: give each an ip."])
        found.append({"ip": _address_or_network(said["ip"]), **({"mac": mac(said["mac"])} if "mac" in said else {})})
    return found


def _address_or_network(text: str) -> str:
    return cidr(text) if "/" in text else address(text)


def shown_pairs(port: Values) -> list[Json]:
    """The current pairs. `own` marks those with the port's own MAC address."""
    return [{**one, "own": mac(one["mac"]) == mac(port["mac"])} for one in port["allowed_address_pairs"]]


def _satisfies_pair(one: Json, desired: Json) -> bool:
    if cidr(one["ip"]) != cidr(desired["ip"]):
        return False
    return mac(one["mac"]) == desired["mac"] if "mac" in desired else bool(one["own"])


def _unspecific_pair(desired: Json) -> bool:
    return "mac" not in desired


def same_pairs(wanted: Items, there: Items) -> bool:
    """Whether the current pairs are exactly the wanted ones."""
    return missing(wanted, there, _satisfies_pair, unspecific=_unspecific_pair) == ([], [])


def merged_pairs(wanted: Items, there: Items) -> list[Json]:
    """The pairs after a change: for each wanted one the current pair that fits it, or else the wanted one."""
    found, _left = served(wanted, there, _satisfies_pair, unspecific=_unspecific_pair)
    return [match or desired for match, desired in zip(found, wanted)]


def sent_pairs(after: Items) -> list[Json]:
    """Pairs as the service takes them."""
    api_name = {"ip": "ip_address", "mac": "mac_address"}
    return [{api_name[key]: value for key, value in one.items() if key in api_name} for one in after]


def predicted_pairs(after: Items) -> list[Json]:
    """The predicted pairs. A MAC address of None stands for the port's own."""
    return [{"ip": one["ip"], "mac": one.get("mac")} for one in after]


def displayed_pairs(pairs: Items) -> list[str]:
    """Pairs as texts, for a diff."""
    return [one["ip"] if one.get("own", "mac" not in one) else f"{one['ip']} ({one['mac']})" for one in pairs]
