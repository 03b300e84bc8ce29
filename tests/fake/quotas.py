# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a service keeps of quotas: the limits that were set for projects, and the default for all others."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .wire import Json

UNLIMITED = -1
# By thing: how many of it a project has.
Usage = Callable[[str], Mapping[str, int]]


class Quotas:
    """The quotas of one service. Tests may change `defaults`."""

    def __init__(self, defaults: Mapping[str, int], usage: Usage, in_use: str = "in_use") -> None:
        self.defaults = dict(defaults)
        self._usage = usage
        self._in_use = in_use
        self._set: dict[str, dict[str, int]] = {}

    def limits(self, project_id: str) -> dict[str, int]:
        """Return the limits of a project."""
        return {**self.defaults, **self._set.get(project_id, {})}

    def detail(self, project_id: str) -> Json:
        """Return them with what is in use."""
        used = self._usage(project_id)
        return {
            name: {"limit": limit, self._in_use: used.get(name, 0), "reserved": 0}
            for name, limit in self.limits(project_id).items()
        }

    def too_low(self, project_id: str, wanted: Mapping[str, int]) -> tuple[str, int, int] | None:
        """Return the first that is wanted to be less than is in use: its name, limit and use."""
        used = self._usage(project_id)
        low = [name for name, limit in wanted.items() if limit != UNLIMITED and limit < used.get(name, 0)]
        return (low[0], wanted[low[0]], used[low[0]]) if low else None

    def set(self, project_id: str, wanted: Mapping[str, int]) -> None:
        """Set limits."""
        self._set.setdefault(project_id, {}).update(wanted)

    def reset(self, project_id: str) -> None:
        """Forget what was set."""
        self._set.pop(project_id, None)
