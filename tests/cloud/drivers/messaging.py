# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="import-not-found,import-untyped,misc"
"""Wakes the listeners of oslo.messaging's in-process transport as soon as a message is there.

Unpatched they look every 50 ms: that is up to 50 ms for every hop of every call, and work while idle.
"""

from __future__ import annotations

import threading
import time
from typing import Any

from oslo_messaging._drivers import base, impl_fake

LONGEST_SLEEP_SECONDS = 1.0  # so that a listener that was stopped notices it

_message_arrived = threading.Condition()


def patch() -> None:
    """Change oslo.messaging for this process and its forks."""
    deliver = impl_fake.FakeExchange.deliver_message

    def deliver_and_wake(exchange: Any, *arguments: Any, **options: Any) -> None:
        deliver(exchange, *arguments, **options)
        with _message_arrived:
            _message_arrived.notify_all()

    impl_fake.FakeExchange.deliver_message = deliver_and_wake
    impl_fake.FakeListener.poll = base.batch_poll_helper(_wait_for_message)


def _wait_for_message(listener: Any, timeout: float | None = None) -> Any:
    """The next message for the listener; None after the timeout (in seconds) or when it was stopped."""
    deadline = None if timeout is None else time.monotonic() + timeout
    while not listener._stopped.is_set():
        with _message_arrived:
            message = _take_message(listener)
            if message is not None:
                return message
            sleep = LONGEST_SLEEP_SECONDS
            if deadline is not None:
                sleep = min(sleep, deadline - time.monotonic())
            if sleep <= 0:
                return None
            _message_arrived.wait(sleep)
    return None


def _take_message(listener: Any) -> Any:
    """A message that waits for one of the listener's targets, or None."""
    for target in listener._targets:
        exchange = listener._exchange_manager.get_exchange(target.exchange)
        context, message, reply_queue, requeue = exchange.poll(target, listener._pool)
        if message is not None:
            return impl_fake.FakeIncomingMessage(context, message, reply_queue, requeue)
    return None
