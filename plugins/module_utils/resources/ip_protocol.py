# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names and numbers of IP protocols, as the network service knows them. Pure.

Source: https://docs.openstack.org/api-ref/network/v2/#create-security-group-rule, the parameter `protocol`.
"""

from __future__ import annotations

import typing as t

NUMBERS = {
    "ah": 51, "dccp": 33, "egp": 8, "esp": 50, "gre": 47, "hopopt": 0, "icmp": 1, "icmpv6": 58, "igmp": 2, "ip": 0,
    "ipip": 4, "ipv6-encap": 41, "ipv6-frag": 44, "ipv6-icmp": 58, "ipv6-nonxt": 59, "ipv6-opts": 60,
    "ipv6-route": 43, "ospf": 89, "pgm": 113, "rsvp": 46, "sctp": 132, "tcp": 6, "udp": 17, "udplite": 136,
    "vrrp": 112,
}  # fmt: skip
ANY = ("any", "-1", "")  # the first is Neutron's word, the second that of the old network service
MOST = 255
ICMP, ICMP_OF_IPV6 = 1, 58
# The protocols with ports, according to the network service (neutron_lib/constants.py, SG_PORT_PROTO_NUMS).
WITH_PORTS = frozenset(NUMBERS[name] for name in ("dccp", "sctp", "tcp", "udp", "udplite"))
OF_IPV6_ALONE = frozenset(
    NUMBERS[name] for name in ("ipv6-encap", "ipv6-frag", "ipv6-icmp", "ipv6-nonxt", "ipv6-opts", "ipv6-route")
)


def protocol_number(text: t.Any) -> int | None:
    """The number of a protocol; None for any protocol.

    Raises:
        ValueError: the text is neither a known name nor a number from 0 to 255.
    """
    word = str("" if text is None else text).strip().lower()
    if word in ANY:
        return None
    if word in NUMBERS:
        return NUMBERS[word]
    number = int(word)
    if not 0 <= number <= MOST:
        raise ValueError(text)
    return number


def protocol_name(number: int | None) -> str | None:
    """The usual name of a protocol. If it has no name, its number as text. None for any protocol."""
    if number is None:
        return None
    if number == ICMP_OF_IPV6:
        return "ipv6-icmp"
    return next((name for name, one in NUMBERS.items() if one == number), str(number))
