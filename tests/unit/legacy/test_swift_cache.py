# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The dictionary in place of memcached."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.legacy.swift_cache import DictionaryCache, filter_factory


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cache(clock: Clock) -> DictionaryCache:
    return DictionaryCache(clock)


def test_a_value_is_a_copy_as_memcached_would_return_it(cache: DictionaryCache) -> None:
    value = (12.5, "groups")
    cache.set("key", value, time=10, raise_on_error=True)
    assert cache.get("key") == [12.5, "groups"]
    cache.get("key").append("not kept")
    assert cache.get("key", raise_on_error=True) == [12.5, "groups"]


def test_a_value_expires(cache: DictionaryCache, clock: Clock) -> None:
    cache.set("key", "value", time=10)
    clock.now += 9.9
    assert cache.get("key") == "value"
    clock.now += 0.2
    assert cache.get("key") is None


def test_a_value_without_a_time_stays(cache: DictionaryCache, clock: Clock) -> None:
    cache.set("key", "value")
    clock.now += 1e9
    assert cache.get("key") == "value"


def test_expired_values_take_no_memory(cache: DictionaryCache, clock: Clock) -> None:
    for number in range(100):
        cache.set(f"key {number}", number, time=1)
        clock.now += 2
    assert len(cache._values) == 1


def test_a_cache_is_true_when_it_is_empty(cache: DictionaryCache) -> None:
    assert cache, "Swift asks `if not cache`"


def test_delete(cache: DictionaryCache) -> None:
    cache.set("key", "value")
    cache.delete("key")
    cache.delete("key")
    assert cache.get("key") is None


def test_numbers_do_not_fall_below_zero(cache: DictionaryCache) -> None:
    assert cache.incr("key", 3) == 3
    assert cache.decr("key", 2) == 1
    assert cache.decr("key", 2) == 0


def test_several_at_once(cache: DictionaryCache) -> None:
    cache.set_multi({"a": 1, "b": 2}, "server", time=10)
    assert cache.get_multi(["b", "missing", "a"], "server") == [2, None, 1]


def test_threads_do_not_lose_each_others_numbers() -> None:
    cache = DictionaryCache()
    threads = [threading.Thread(target=lambda: [cache.incr("key") for _attempt in range(200)]) for _thread in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert cache.get("key") == 1600


def test_the_filter_gives_every_request_the_same_cache() -> None:
    seen: list[Any] = []

    def application(environment: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        seen.append(environment["swift.cache"])
        return [b"answer"]

    filtered = filter_factory({}, unused="setting")(application)
    assert list(filtered({}, print)) == list(filtered({}, print)) == [b"answer"]
    assert isinstance(seen[0], DictionaryCache)
    assert seen[0] is seen[1]
