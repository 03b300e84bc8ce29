# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Who hears how far a long run is. The run tells as often as it likes; the listener bounds what people see."""

from __future__ import annotations

import typing as t


class Progress(t.Protocol):
    """Somebody who is told how far it is."""

    def report(self, text: str) -> None:
        """Hear one line, like `nodes: 213 of 1000 active, 3 failed, 41 s`."""


class _Silent:
    def report(self, text: str) -> None:
        """Nobody listens."""


SILENT: Progress = _Silent()
