# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The scheduler: runs operations side by side.

It takes operations, sends their requests and waits for their resources. It gives the ending of each: its return value
or its error. `reconcile.py` calls it.

Requests are sent on threads, a limited number at a time. The operations themselves all run in the caller's thread. The
poller looks at all that wait with one list. It does so when no request is under way any more, or every few seconds if
that takes long. The intervals are short at first, and grow.
"""

from __future__ import annotations

import collections
import concurrent.futures
import dataclasses
import typing as t

from ..errors import CloudError, NotFound, understanding
from ..resource.declaration import Json
from ..service.cloud import Cloud
from .create_once import may_come_late
from .effects import NOT_YET, Operation, SendRequest, WaitUntil
from .file_transfer import fetching, source_of
from .options import ApplyOptions, Clock
from .poller import Missing, Poller, how_it_is, too_late
from .secret_file import kept

# What takes a moment is seen soon; what takes minutes is not polled twice a second.
FIRST_INTERVAL_SECONDS = 0.25
LONGEST_INTERVAL_SECONDS = 5.0
GROWTH = 1.4

# How an operation ended: its return value, or its error.
Ending = t.Union[t.Any, CloudError]


@dataclasses.dataclass
class Waiting:
    """An operation that waits for a resource. `deadline` is on the scheduler's clock."""

    number: int
    awaited: WaitUntil
    deadline: float
    missing: Missing = dataclasses.field(default_factory=Missing)


class Scheduler:
    """One run of some operations. `arrived` is the number of resources that are ready already, and count towards
    `enough`."""

    def __init__(self, cloud: Cloud, options: ApplyOptions, clock: Clock, poller: Poller, arrived: int = 0) -> None:
        self._cloud = cloud
        self._options = options
        self._clock = clock
        self._poller = poller
        self._arrived = arrived
        self._operations: t.Sequence[Operation] = ()
        self._endings: dict[int, Ending] = {}
        self._ready: collections.deque[tuple[int, t.Any]] = collections.deque()
        self._asking: dict[concurrent.futures.Future[Json | CloudError], int] = {}
        self._waiting: dict[int, Waiting] = {}
        self._pool: concurrent.futures.Executor | None = None
        self._started = clock.now()
        self._interval = FIRST_INTERVAL_SECONDS
        self._polled = self._started

    def run(self, operations: t.Sequence[Operation]) -> list[Ending]:
        """Run operations to their ends; return for each its return value, or the error that it ended with."""
        self._operations = operations
        self._ready.extend((number, None) for number in range(len(operations)))
        if len(operations) == 1:
            self._conduct()
        else:
            workers = max(1, min(self._options.parallel, len(operations)))
            with concurrent.futures.ThreadPoolExecutor(workers) as pool:
                self._pool = pool
                try:
                    self._conduct()
                except BaseException:
                    # The run was interrupted: requests that are still in the queue must not be sent.
                    pool.shutdown(wait=False, cancel_futures=True)
                    raise
        return [self._endings[number] for number in range(len(operations))]

    def _conduct(self) -> None:
        while self._ready or self._asking or self._waiting:
            while self._ready:
                self._go_on(*self._ready.popleft())
            self._release()
            if self._asking:
                self._hear()
            elif self._waiting:
                self._pause()
            if self._waiting and self._is_time_to_look():
                self._poll()

    def _go_on(self, number: int, sent: t.Any) -> None:
        """Resume an operation with the result of its last effect, or with its error."""
        operation = self._operations[number]
        try:
            effect = operation.throw(sent) if isinstance(sent, CloudError) else operation.send(sent)
        except StopIteration as end:
            self._endings[number] = end.value
        except CloudError as error:
            self._endings[number] = error
        else:
            self._take(number, effect)

    def _take(self, number: int, effect: SendRequest | WaitUntil) -> None:
        if isinstance(effect, WaitUntil):
            if not self._waiting:
                self._interval, self._polled = FIRST_INTERVAL_SECONDS, self._clock.now()
            self._waiting[number] = Waiting(number, effect, self._clock.now() + effect.timeout_seconds)
        elif self._pool is None:
            self._ready.append((number, self._answer(effect)))
        else:
            self._asking[self._pool.submit(self._answer, effect)] = number

    def _answer(self, request: SendRequest) -> Json | CloudError:
        try:
            file = request.step.secret_file
            return kept(file, lambda: self._noted(request)) if file else self._noted(request)
        except NotFound as error:
            # Somebody else has removed it first, so it is gone as desired.
            return {} if request.step.method == "DELETE" else error
        except CloudError as error:
            return error

    def _noted(self, request: SendRequest) -> Json:
        if not request.intent:
            return self._sent(request)
        with self._cloud.service(request.service).intents.noted(request.intent, may_come_late):
            return self._sent(request)

    def _sent(self, request: SendRequest) -> Json:
        service, step = self._cloud.service(request.service), request.step
        telling = (step.title, self._options.progress, self._clock)
        if step.upload:
            return service.call(step.method, step.path, params=step.params, source=source_of(step.upload, *telling))
        if step.download:
            with fetching(step.download, *telling) as sink:
                return service.call(step.method, step.path, params=step.params, sink=sink)
        return service.call(
            step.method,
            step.path,
            params=step.params,
            body=step.body,
            microversion=step.microversion,
            media_type=step.media_type,
            repeatable=request.repeatable,
        )

    def _hear(self) -> None:
        timeout = max(0.0, self._polled + LONGEST_INTERVAL_SECONDS - self._clock.now()) if self._waiting else None
        done, _others = concurrent.futures.wait(self._asking, timeout, concurrent.futures.FIRST_COMPLETED)
        for future in done:
            self._ready.append((self._asking.pop(future), future.result()))

    def _pause(self) -> None:
        soonest = min(waiting.deadline for waiting in self._waiting.values())
        left = min(self._polled + self._interval, soonest) - self._clock.now()
        if left > 0:
            self._clock.sleep(left)
        self._interval = min(self._interval * GROWTH, LONGEST_INTERVAL_SECONDS)

    def _is_time_to_look(self) -> bool:
        return not self._ready and (not self._asking or self._clock.now() - self._polled >= LONGEST_INTERVAL_SECONDS)

    def _poll(self) -> None:
        try:
            self._poller.poll([waiting.awaited for waiting in self._waiting.values()])
        except CloudError as error:
            for number in list(self._waiting):
                self._arrive(number, error)
            return
        finally:
            self._polled = self._clock.now()
        for waiting in list(self._waiting.values()):
            self._judge(waiting)
        self._tell()

    def _judge(self, waiting: Waiting) -> None:
        awaited = waiting.awaited
        try:
            with understanding(f"What the {awaited.resource.service} service says of {awaited.what}"):
                verdict = self._poller.verdict(awaited, waiting.missing)
        except CloudError as error:
            self._arrive(waiting.number, error)
            return
        if verdict is not NOT_YET:
            self._arrive(waiting.number, verdict)
        elif self._clock.now() >= waiting.deadline:
            late = None if awaited.lenient else too_late(awaited, self._poller.current(awaited))
            self._arrive(waiting.number, late)

    def _arrive(self, number: int, what: t.Any) -> None:
        del self._waiting[number]
        self._ready.append((number, what))

    def _release(self) -> None:
        """End the last waits if enough resources are ready. Steps that are left are still carried out."""
        enough = self._options.enough
        if enough is None or self._ready or self._asking:
            return
        if self._arrived + sum(not isinstance(ending, CloudError) for ending in self._endings.values()) >= enough:
            for number, waiting in list(self._waiting.items()):
                if waiting.awaited.is_last:
                    self._arrive(number, None)
            while self._ready:
                self._go_on(*self._ready.popleft())

    def _tell(self) -> None:
        seconds = self._clock.now() - self._started
        if len(self._operations) == 1:
            for waiting in self._waiting.values():
                state = how_it_is(waiting.awaited, self._poller.current(waiting.awaited))
                self._options.progress.report(f"waiting for {waiting.awaited.what}: {state}, {seconds:.0f} s")
            return
        failed = sum(isinstance(ending, CloudError) for ending in self._endings.values())
        words = f"{len(self._endings) - failed} of {len(self._operations)} done"
        failures = f", {failed} failed" if failed else ""
        self._options.progress.report(f"{self._poller.title}: {words}{failures}, {seconds:.0f} s")
