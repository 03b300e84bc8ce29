# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was counted, and what was found."""

from __future__ import annotations

import collections
from collections.abc import Iterable
from dataclasses import dataclass, field

# What must not be found, each in the words of the table.
DOUBLED = "resources doubled"
LOST = "resources lost, or left behind"
WRONG = 'wrong "unchanged" or "done"'
TRACEBACK = "tracebacks"
SECRET = "secrets seen"
HANG = "hangs"
UNFINISHED = "tasks that never came through"
STRANGER = "strangers' resources removed"
HALF_DONE = "half-done refusals"
SINS = (DOUBLED, LOST, WRONG, STRANGER, HALF_DONE, TRACEBACK, SECRET, HANG, UNFINISHED)


@dataclass
class Tally:
    """Counts and findings of some runs. A finding is a sin and a sentence that lets it be had again."""

    counts: collections.Counter[str] = field(default_factory=collections.Counter)
    faults: collections.Counter[str] = field(default_factory=collections.Counter)
    findings: list[tuple[str, str]] = field(default_factory=list)

    def found(self, sin: str, sentence: str) -> None:
        """Note a finding."""
        self.findings.append((sin, sentence))

    def inspect(self, output: str, secrets: Iterable[str], where: str) -> None:
        """Look for what must not be in any output."""
        if "Traceback (most recent call last)" in output:
            self.found(TRACEBACK, f"{where}: {output[-2000:]}")
        for secret in secrets:
            if secret in output:
                beside = output[max(0, output.index(secret) - 120) :][:100]
                self.found(SECRET, f"{where}: after {beside!r}")

    def add(self, others: Iterable[Tally]) -> Tally:
        """Add what others counted, and return the sum."""
        for other in others:
            self.counts.update(other.counts)
            self.faults.update(other.faults)
            self.findings.extend(other.findings)
        return self

    def number(self, sin: str) -> int:
        """How often something was found that must not be."""
        return sum(kind == sin for kind, _sentence in self.findings)

    def rows(self) -> dict[str, int]:
        """What was counted, and how often each was found that must not be."""
        return {**self.counts, **{sin: self.number(sin) for sin in SINS}}

    def sentences(self) -> list[str]:
        """All findings."""
        return [f"{sin}: {sentence}" for sin, sentence in self.findings]
