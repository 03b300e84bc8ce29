# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A moment at which somebody else does something: just before a request is carried out, or just after, when its answer
is lost too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from .proxy import Answer, CutBody, Proxy
from .schedule import Fate, Schedule

READING = ("GET", "HEAD")
TOKENS = re.compile(r"/auth/tokens$")


def is_change(method: str, path: str) -> bool:
    """Whether a request could change something."""
    return method not in READING and not TOKENS.search(path)


class WatchedProxy(Proxy):
    """A proxy that notes which requests have changed something."""

    changes: list[str]

    def carry_out(
        self, method: str, path: str, headers: Iterable[tuple[str, str]], body: bytes | CutBody
    ) -> Answer | None:
        """Hand a request on, and note it if it was accepted."""
        answer = super().carry_out(method, path, headers, body)
        if is_change(method, path) and answer is not None and answer.status < 400:
            self.changes.append(f"{method} {path}")
        return answer


class Ambush(Schedule):
    """Lets all requests through; at the first that fits somebody does something, once.

    `loses`: he does it afterwards, and the answer is lost.
    """

    def __init__(self, method: str | None, path: str, deed: Callable[[], None] | None, *, loses: bool = False) -> None:
        """`method`: None is any that changes something. `deed`: None does nothing."""
        super().__init__(0, 0.0)
        self._method = method
        self._path = re.compile(path)
        self._deed = deed
        self._loses = loses
        self._is_due = False
        self.has_happened = False

    def set_at(self, proxy: WatchedProxy) -> None:
        """Lie in wait at a proxy."""
        proxy.schedule = self
        proxy.changes = []
        proxy.before = self._before
        proxy.after = self._after

    def fate(self, method: str, path: str) -> Fate | None:
        """Only the answer to what fits is lost, if any is."""
        super().fate(method, path)
        fits = is_change(method, path) if self._method is None else method == self._method
        if self._deed is None or self.has_happened or not fits or not self._path.search(path.partition("?")[0]):
            return None
        self._is_due = self.has_happened = True
        return Fate("dropped before the answer") if self._loses else None

    def _before(self, _method: str) -> None:
        if not self._loses:
            self._act()

    def _after(self, _method: str) -> None:
        if self._loses:
            self._act()

    def _act(self) -> None:
        if self._is_due and self._deed:
            self._is_due = False
            self._deed()
