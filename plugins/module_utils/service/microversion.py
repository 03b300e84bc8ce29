# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Microversions: small numbered versions of an API, and which one a request needs or prefers. Pure.

Source: https://docs.openstack.org/api-guide/compute/microversions.html
"""

from __future__ import annotations

import dataclasses
import math
import re
import typing as t

LATEST = "latest"


@dataclasses.dataclass(frozen=True)
class Microversion:
    """A microversion that a request asks for.

    A request that *needs* it fails where the service is older. One that only *prefers* it takes the newest that the
    service has, down to `at_least`, which it needs. `reason` is the option that it is for.
    """

    text: str
    needed: bool = False
    reason: str = dataclasses.field(default="", compare=False)
    at_least: Microversion | None = None

    @property
    def least(self) -> Microversion | None:
        """The oldest that is good enough; None if any is."""
        return self if self.needed else self.at_least

    @property
    def who(self) -> str:
        """The option or request that needs it, for messages."""
        return self.reason or "This"

    def is_older_than(self, other: Microversion) -> bool:
        """Whether the other one is newer; `latest` is never older."""
        return _rank(self.text) < _rank(other.text)

    def is_newer_than(self, other: Microversion) -> bool:
        """Whether it is newer than another one."""
        return _rank(self.text) > _rank(other.text)

    def at_most(self, newest: str | None) -> Microversion:
        """The same, but no newer than the service is known to be. A needed one stays as it is."""
        if newest is None or self.needed or self.text == LATEST or _rank(self.text) <= _rank(newest):
            return self
        if self.at_least is not None and _rank(newest) <= _rank(self.at_least.text):
            return self.at_least
        return Microversion(newest, at_least=self.at_least)

    def header(self, name: str) -> dict[str, str]:
        """The request header, for a service that calls itself `name` in it."""
        return {"OpenStack-API-Version": f"{name} {self.text}"}


def newest_of(wanted: t.Iterable[Microversion | None]) -> Microversion | None:
    """The microversion that satisfies all: the newest one.

    Where the service is older, it is at least the newest one that is needed.
    """
    given = [one for one in wanted if one is not None]
    newest = _newest(given)
    least = _newest([one.least for one in given if one.least is not None])
    if newest is None or least is None or not newest.is_newer_than(least):
        return least or newest
    return dataclasses.replace(newest, at_least=least)


def _newest(given: t.Sequence[Microversion]) -> Microversion | None:
    return max(given, key=lambda one: _rank(one.text), default=None)


def _rank(text: str) -> tuple[float, float]:
    """A microversion in a form that can be compared; `latest` is newer than all others.

    Raises:
        ValueError: the text is none.
    """
    return (math.inf, math.inf) if text == LATEST else parse(text)


def parse(text: str) -> tuple[int, int]:
    """`2.100` as numbers, since it is newer than `2.79`.

    Raises:
        ValueError: the text does not have that form.
    """
    found = re.fullmatch(r"(\d+)\.(\d+)", text.strip())
    if not found:
        raise ValueError(text)
    return int(found.group(1)), int(found.group(2))


def newest_offered(headers: t.Mapping[str, str], message: str) -> str | None:
    """The newest microversion of a service that has just refused one (406), from its message or else its headers."""
    found = re.search(r"maximum is (\d+\.\d+)", message)
    return found.group(1) if found else headers.get("openstack-api-maximum-version")
