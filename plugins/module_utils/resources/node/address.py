# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The address at which a node is reached: that of the first preference in a list for which it has one. Pure.

    preference = kind | "network:" name | "network:" name ":" kind | name | name ":" kind | key
    kind       = ["floating_" | "fixed_" | "public_" | "private_"] ("ipv4" | "ipv6" | "ip")
    key        = "access_ipv4" | "access_ipv6" | "access_ip" | "name" | "hostname"

Examples: `floating_ipv4`, `private_ip` (either version), `network:storage`, `storage`, `storage:ipv6`, `access_ipv4`,
`name`. A bare name means a network if it is none of the words above and has no colon. After `network:` any name is
allowed, even one of those words; if it ends in a colon and a kind itself, write `:ip` after it. A bare word that looks
like a kind but is none (`floating_ip4`) is refused: it is more likely a misspelling than a network.

If several addresses fit one preference, floating goes before fixed, then IPv4 before IPv6, then public before private,
then the order in which the compute service lists them.
"""

from __future__ import annotations

import dataclasses
import re
import typing as t

from ...errors import ConfigError

Address = t.Mapping[str, t.Any]
Node = t.Mapping[str, t.Any]

# The type of a floating address. All others are fixed.
FLOATING = "floating"

# The two parts of a kind's name -> whether an address fits.
PURPOSES: dict[str, t.Callable[[Address], bool]] = {
    "floating_": lambda address: address["type"] == "floating",
    "fixed_": lambda address: address["type"] != "floating",
    "public_": lambda address: bool(address["public"]),
    "private_": lambda address: not address["public"],
    "": lambda _address: True,
}
VERSIONS: dict[str, t.Callable[[Address], bool]] = {
    "ipv4": lambda address: address["version"] == 4,
    "ipv6": lambda address: address["version"] != 4,
    "ip": lambda _address: True,
}
KINDS = {f"{purpose}{version}": (purpose, version) for purpose in PURPOSES for version in VERSIONS}

# Words for other keys of a node -> the keys to look at, in this order.
KEYS: dict[str, tuple[str, ...]] = {
    "access_ipv4": ("access_ipv4",),
    "access_ipv6": ("access_ipv6",),
    "access_ip": ("access_ipv4", "access_ipv6"),
    "name": ("name",),
    "hostname": ("hostname",),
}

# A floating address, else a fixed one; IPv4 before IPv6.
DEFAULT_PREFERENCES = ("floating_ipv4", "floating_ipv6", "fixed_ipv4", "fixed_ipv6")


def preferences_of_cloud(force_ipv4: bool, network: str | None) -> tuple[str, ...]:
    """The preferences if the user gives none: the default, adjusted by a cloud's entry in clouds.yaml.

    `network` is the network in which the cloud's nodes are reached. Its fixed addresses go before others, but after
    floating ones.
    """
    fixed = [f"network:{network}:fixed_ipv4", f"network:{network}:fixed_ipv6"] if network else []
    wanted = [*DEFAULT_PREFERENCES[:2], *fixed, *DEFAULT_PREFERENCES[2:]]
    return tuple(one for one in wanted if not (force_ipv4 and one.endswith("ipv6")))


LOOKS_LIKE_A_KIND = re.compile(r"(.*[_-])?ip(v?\d+)?", re.IGNORECASE)


@dataclasses.dataclass(frozen=True)
class Preference:
    """One way to reach a node: a kind of address, in any network or a named one, or some keys of the node."""

    kind: str = "ip"
    network: str | None = None
    keys: tuple[str, ...] = ()

    def of(self, node: Node) -> str | None:
        """The node's address for this preference. None if it has none."""
        for key in self.keys:
            if node.get(key):
                return str(node[key])
        if self.keys:
            return None
        return best_address([address for address in node["addresses"] if self._fits(address)])

    def _fits(self, address: Address) -> bool:
        purpose, version = KINDS[self.kind]
        return (
            (self.network is None or address["network"] == self.network)
            and VERSIONS[version](address)
            and PURPOSES[purpose](address)
        )


def preferences(texts: t.Sequence[str], option: str = "connect_with") -> tuple[Preference, ...]:
    """The preferences that a user wrote into an option.

    Raises:
        ConfigError: some texts are not preferences. The error has all of them.
    """
    found = [_preference(str(text)) for text in texts]
    problems = [_unknown(option, str(text)) for text, preference in zip(texts, found) if preference is None]
    if problems:
        raise ConfigError(problems)
    return tuple(preference for preference in found if preference is not None)


def address_of(node: Node, wanted: t.Sequence[Preference]) -> str | None:
    """The node's address for the first preference that fits. None if none fits.

    `node` is as `read_node` returns it.
    """
    for preference in wanted:
        address = preference.of(node)
        if address is not None:
            return address
    return None


def best_address(addresses: t.Sequence[Address]) -> str | None:
    """The best of some addresses: floating before fixed, then IPv4 before IPv6, then public before private."""

    def rank(address: Address) -> tuple[bool, bool, bool]:
        return (address["type"] != "floating", address["version"] != 4, not address["public"])

    return str(min(addresses, key=rank)["ip"]) if addresses else None


def _preference(text: str) -> Preference | None:
    if text in KINDS:
        return Preference(kind=text)
    if text in KEYS:
        return Preference(keys=KEYS[text])
    if text.startswith("network:"):
        return _in_network(text[len("network:") :])
    if ":" not in text:
        return Preference(network=text) if text and not LOOKS_LIKE_A_KIND.fullmatch(text) else None
    network, _colon, kind = text.partition(":")
    return Preference(kind, network) if network and kind in KINDS else None


def _in_network(text: str) -> Preference | None:
    network, _colon, kind = text.rpartition(":")
    if network and kind in KINDS:
        return Preference(kind, network)
    return Preference(network=text) if text else None


def _unknown(option: str, text: str) -> str:
    return (
        f"{option} has '{text}', which is no kind of address ({', '.join(KINDS)}), none of {', '.join(KEYS)}, and not"
        f" like a network's name. If a network is meant, write 'network:{text}'."
    )
