# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The requests that an application credential is for, and why another one is refused. Pure.

The services themselves decide, by keystonemiddleware, and say no more than 401.
Source: https://docs.openstack.org/api-ref/identity/v3/#application-credentials (access rules)
"""

from __future__ import annotations

import dataclasses
import re
import typing as t
import urllib.parse

# In the path of a rule: `**` is any number of its parts, `*` and `{name}` are one.
WILDCARD = re.compile(r"(\*\*|\*|{[^}]*})")
MOST_SHOWN = 5


@dataclasses.dataclass(frozen=True)
class AccessRule:
    """One kind of request: to the service of a type, with a method, at a path."""

    service: str
    method: str
    path: str

    def allows(self, method: str, path: str) -> bool:
        """Whether a request is of this kind, if the service is."""
        pieces = WILDCARD.split(self.path)
        pattern = "".join(
            (".*" if piece == "**" else "[^/]+") if number % 2 else re.escape(piece)
            for number, piece in enumerate(pieces)
        )
        return method == self.method and re.fullmatch(pattern, path) is not None

    def __str__(self) -> str:
        return f"{self.method} {self.path} ({self.service})"


def are_against(rules: t.Sequence[AccessRule], method: str, url: str) -> bool:
    """Whether a request is refused for certain: there are rules, and none is for it."""
    path = urllib.parse.urlsplit(url).path
    return bool(rules) and not any(rule.allows(method, path) for rule in rules)


def in_words(rules: t.Sequence[AccessRule]) -> str:
    """Rules in a row, the first few of many."""
    more = f" and {len(rules) - MOST_SHOWN} more" if len(rules) > MOST_SHOWN else ""
    return ", ".join(str(rule) for rule in rules[:MOST_SHOWN]) + more


def why_refused(rules: t.Sequence[AccessRule], method: str, url: str) -> str:
    """The reason why a token with such rules was refused, with advice; empty if there are no rules."""
    if not rules:
        return ""
    path = urllib.parse.urlsplit(url).path
    if are_against(rules, method, url):
        return (
            f"The application credential has access rules, and {method} {path} is in none of them. They allow"
            f" {in_words(rules)}. Use one that has a rule for this request too."
        )
    allowing = next(rule for rule in rules if rule.allows(method, path))
    return (
        f"The application credential has access rules, and one of them allows {allowing}. If this is another service, a"
        " rule for it is missing; if it is this one, its operators have to set service_type in [keystone_authtoken] for"
        " it to heed rules."
    )
