# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Microversions: reading the header, and the range a service speaks (microversion_parse, nova/api/openstack)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .wire import ApiError, Request

Version = tuple[int, int]


@dataclass(frozen=True)
class Range:
    """What one service speaks; `default` is used when a request names no version."""

    service: str
    minimum: Version
    maximum: Version
    default: Version

    def check(self, version: Version) -> None:
        """Refuse a version outside of the range."""
        if not self.minimum <= version <= self.maximum:
            bounds = f"Minimum is {self.text(self.minimum)} and maximum is {self.text(self.maximum)}."
            raise ApiError(406, f"Version {self.text(version)} is not supported by the API. {bounds}")

    @staticmethod
    def text(version: Version) -> str:
        """Return a version as it is written."""
        return f"{version[0]}.{version[1]}"


def choose(speaks: Range, request: Request, legacy_header: str | None = None) -> Version:
    """Return the version a request asks for, in or out of range; malformed ones are refused.

    `OpenStack-API-Version: compute 2.79, volume 3.60` names services; others than this one are passed over, and
    the header wins over the older one that Nova has.
    """
    text = _asked(speaks.service, request.headers.get("OpenStack-API-Version"))
    if text is None and legacy_header is not None:
        text = request.headers.get(legacy_header)
    if text is None:
        return speaks.default
    if text == "latest":
        return speaks.maximum
    match = re.fullmatch(r"([1-9]\d*)\.([1-9]\d*|0)", text)
    if match is None:
        sentence = f"API Version String {text} is of invalid format. Must be of format MajorNum.MinorNum."
        raise ApiError(400, sentence)
    return int(match[1]), int(match[2])


def _asked(service: str, header: str | None) -> str | None:
    for item in (header or "").split(","):
        words = item.split()
        if words and words[0].lower() == service:
            return words[1].lower() if len(words) > 1 else ""
    return None
