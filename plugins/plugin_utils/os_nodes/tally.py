# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the failures of each expression. One that fails for every host is a mistake, and gets a warning. Pure."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass
class _Failures:
    count: int
    first: str


class Tally:
    """Counts failures by the place in the file where the expression stands."""

    def __init__(self) -> None:
        self._failures: dict[str, _Failures] = {}

    def failed(self, place: str, error: Exception) -> None:
        """Count one failure; the first error of a place is kept, to be told."""
        known = self._failures.get(place)
        if known is None:
            self._failures[place] = _Failures(1, str(error))
        else:
            known.count += 1

    def told(self, hosts: int) -> list[str]:
        """A sentence for each place that failed for all of so many hosts; the count begins anew."""
        counted, self._failures = self._failures, {}
        return [
            f"{place} gave nothing for any of the {hosts} hosts. For the first of them: {failures.first}"
            for place, failures in counted.items()
            if hosts and failures.count == hosts
        ]
