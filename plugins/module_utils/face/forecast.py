# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a module in check mode gets the predictions of earlier tasks from, and where it puts its own.

It takes the arguments of a module, or what its caller keeps. It gives the cloud its forecast. `module.py` calls it.

A module that runs in the worker shares memory with the action plugin, which says `kept_by`. One that runs as a process
gets the predictions as a hidden argument, and returns its own in the result, from which the action plugin takes them.
"""

from __future__ import annotations

import contextlib
import contextvars
import typing as t

from ..service.cloud import Cloud
from ..service.forecast import Forecast

# The hidden argument of a module, and the hidden key of its result.
HIDDEN = "_nodeworks_forecast"

Events = t.List[t.Dict[str, t.Any]]


class ForecastStore(t.Protocol):
    """Keeps the predictions of one check run, in whatever way."""

    def events(self) -> Events:
        """The predictions so far."""

    def add(self, events: Events) -> None:
        """Keep these predictions, too."""


_kept: contextvars.ContextVar[ForecastStore | None] = contextvars.ContextVar("forecast", default=None)


@contextlib.contextmanager
def kept_by(store: ForecastStore | None) -> t.Iterator[None]:
    """A block in which modules in check mode keep their predictions in `store`; None: nowhere."""
    token = _kept.set(store)
    try:
        yield
    finally:
        _kept.reset(token)


class Predictions:
    """The predictions of one module: those that it was given, and its own."""

    def __init__(self, given: Events | None, check: bool) -> None:
        """`given` are those of the hidden argument; None if there was none. Only check mode predicts."""
        self._store = _kept.get() if check else None
        self._given = given if check else None
        self._forecast: Forecast | None = None

    def tell(self, cloud: Cloud) -> None:
        """Give the cloud the predictions of earlier tasks."""
        events = self._store.events() if self._store else self._given
        if events is not None:
            self._forecast = cloud.forecast = Forecast(events)

    def hand_over(self, masked: t.Callable[[t.Any], t.Any]) -> dict[str, t.Any]:
        """Keep the module's own predictions, without secrets. What is returned has to be added to the result.

        `masked` gives a value without secrets.
        """
        events = masked(self._forecast.events) if self._forecast and self._forecast.events else []
        if self._store:
            if events:
                self._store.add(events)
            return {}
        return {HIDDEN: events} if events else {}
