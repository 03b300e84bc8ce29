# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A filter for Swift's pipeline that keeps what Swift would keep in memcached: TempAuth has its tokens there.

One process serves, so a dictionary in it is enough.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

WsgiApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass
class DictionaryCache:
    """Has the methods of Swift's own client of memcached.

    Values are kept as JSON, as memcached would have them: readers get copies, and lists in place of tuples.
    """

    clock: Callable[[], float] = monotonic
    _values: dict[str, tuple[str, float]] = field(default_factory=dict)  # by key: JSON, and when it expires
    # Greenlets share a thread and do not switch in here, but nothing says that nobody uses threads.
    _lock: Any = field(default_factory=threading.RLock)

    def set(self, key: str, value: Any, serialize: bool = True, time: float = 0, **options: Any) -> None:
        """Keep a value for some seconds; for ever if they are 0."""
        with self._lock:
            now = self.clock()
            self._values = {name: kept for name, kept in self._values.items() if kept[1] > now}
            self._values[key] = (json.dumps(value), now + time if time else float("inf"))

    def get(self, key: str, raise_on_error: bool = False) -> Any:
        """The value; None if there is none or it has expired."""
        with self._lock:
            value, expiry = self._values.get(key, ("null", float("inf")))
            return json.loads(value) if expiry > self.clock() else None

    def delete(self, key: str, server_key: str | None = None) -> None:
        """Forget a value."""
        with self._lock:
            self._values.pop(key, None)

    def incr(self, key: str, delta: int = 1, time: float = 0) -> int:
        """Add to a number, which is 0 if there is none; it does not fall below 0."""
        with self._lock:
            number = max(int(self.get(key) or 0) + int(delta), 0)
            self.set(key, number, time=time)
            return number

    def decr(self, key: str, delta: int = 1, time: float = 0) -> int:
        """Subtract from a number."""
        return self.incr(key, -int(delta), time)

    def set_multi(
        self, mapping: Mapping[str, Any], server_key: str, serialize: bool = True, time: float = 0, **options: Any
    ) -> None:
        """Keep several values."""
        for key, value in mapping.items():
            self.set(key, value, time=time)

    def get_multi(self, keys: Iterable[str], server_key: str) -> list[Any]:
        """Several values, in the order of their keys."""
        return [self.get(key) for key in keys]


def filter_factory(global_conf: Mapping[str, str], **local_conf: str) -> Callable[[WsgiApplication], WsgiApplication]:
    """What paste.deploy calls."""
    cache = DictionaryCache()

    def with_cache(application: WsgiApplication) -> WsgiApplication:
        def answer(environment: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            environment["swift.cache"] = cache  # where Swift looks for it
            return application(environment, start_response)

        return answer

    return with_cache
