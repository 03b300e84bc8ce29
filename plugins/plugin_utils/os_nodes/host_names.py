# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which texts from a cloud may be names of hosts and groups, and which may be addresses to connect to. Pure.

Whoever makes a node chooses its name and metadata. In an inventory a name does more than to name: ssh takes one that
begins with a dash for an option, Ansible looks for files of variables by it, and a host pattern may read it otherwise.
So a name is taken only if it is made of letters, digits, `_`, `-` and `.`, and begins with a letter, a digit or `_`;
and neither a name nor an address may lead to the controller.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import unicodedata

NAME = re.compile(r"\w[\w.-]*")
# Most names: they cannot be an address, nor stand below `localhost`.
USUAL_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,252}")
# The longest name that a host can have, by RFC 1035; and file systems take none of more than 255.
LONGEST = 253
# Ansible's own groups.
OF_ANSIBLE = frozenset(("all", "ungrouped"))
# By the usual /etc/hosts. Names below `localhost` are this machine, too (RFC 6761).
LOCAL_NAMES = frozenset((
    "localhost", "localhost.localdomain", "localhost4", "localhost4.localdomain4", "localhost6",
    "localhost6.localdomain6", "ip6-localhost", "ip6-loopback", "ipv6-localhost", "ipv6-loopback",
))  # fmt: skip
# Texts that `inet_aton` might take for an IPv4 address: 127.1 and 0x7f000001 are 127.0.0.1.
LIKE_IPV4 = re.compile(r"[0-9][0-9a-fA-FxX.]*")
LIKE_IPV6 = re.compile(r"[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")
# Most addresses, without asking a library.
USUAL_IPV4 = re.compile(r"(?!127\.)[1-9][0-9]?[0-9]?(\.[1-9]?[0-9]|\.1[0-9][0-9]|\.2[0-4][0-9]|\.25[0-5]){3}")

# Characters with a meaning in host patterns or paths, and those that a group's name may not begin with.
NOT_IN_GROUPS = re.compile(r"[/\\*?\[\]!&~]")
AT_THE_BEGINNING = re.compile(r"[^\w]")


def is_host_name(text: str) -> bool:
    """Whether a text may be the name of a host, as far as that can be told from the text alone."""
    if USUAL_NAME.fullmatch(text):
        return text not in OF_ANSIBLE and text.lower() not in LOCAL_NAMES
    if not NAME.fullmatch(text):
        return bool(LIKE_IPV6.fullmatch(text)) and _is_elsewhere(text)
    if len(text) > LONGEST or text in OF_ANSIBLE:
        return False
    if LIKE_IPV4.fullmatch(text):
        return not _is_local_ipv4(text)
    return not _is_local_name(text)


def leads_elsewhere(address: str) -> bool:
    """Whether a text may be `ansible_host`: an address or a host's name, and not one of this machine."""
    return bool(USUAL_IPV4.fullmatch(address)) or is_host_name(address)


def safe_group_name(text: str) -> str:
    """A group's name as openstack.cloud writes it, with `_` for the characters that would do more than to name."""
    name = NOT_IN_GROUPS.sub("_", text)
    if not name.isprintable():
        name = "".join(one if one.isprintable() else "_" for one in name)
    return f"_{name[1:]}" if AT_THE_BEGINNING.match(name) else name


def _is_local_name(text: str) -> bool:
    folded = unicodedata.normalize("NFKC", text).casefold().rstrip(".")
    return folded in LOCAL_NAMES or folded.endswith(".localhost")


def _is_local_ipv4(text: str) -> bool:
    """Whether the system reads a text as an IPv4 address of this machine."""
    try:
        packed = socket.inet_aton(text.rstrip("."))
    except OSError:
        return False
    return _is_local(ipaddress.IPv4Address(packed))


def _is_elsewhere(text: str) -> bool:
    """Whether a text is an address as it is usually written, and none of this machine."""
    try:
        return not _is_local(ipaddress.ip_address(text))
    except ValueError:
        return False


def _is_local(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    mapped = getattr(address, "ipv4_mapped", None)
    return _is_local(mapped) if mapped else address.is_loopback or address.is_unspecified
