# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Effects: what an operation may ask for, which is to send a request or to wait for a resource.

An operation takes one resource through its plan. It is a generator: it yields an effect, and the scheduler sends it the
result or throws the error into it. So the same code runs one operation or a thousand, and an operation touches neither
a socket nor a clock. The executor's operations yield effects, and `scheduler.py` carries them out.
"""

from __future__ import annotations

import collections
import dataclasses
import typing as t

from ..resource.declaration import Json, Resource
from ..resource.step import Step
from ..service.microversion import Microversion


@dataclasses.dataclass(frozen=True)
class SendRequest:
    """Send the request of a step to a service. Its result is the JSON object of the answer.

    Args:
        service: Our word for the service.
        step: The step, with values in place of all that earlier answers have given.
        intent: What the request creates, if sending it again would create a second one. It is noted on disk until the
            answer has come.
        repeatable: Whether the request may be sent again when its outcome is not known. None: the method decides.
    """

    service: str
    step: Step
    intent: str = ""
    repeatable: bool | None = None


def send(service: str, method: str, path: str, microversion: Microversion | None = None) -> SendRequest:
    """A request that belongs to no step of a plan."""
    return SendRequest(service, Step("", method, path, microversion=microversion))


class Snapshot:
    """The resources of one kind, as the poller saw them at one moment."""

    def __init__(self, items: t.Iterable[Json]) -> None:
        self._by_id: dict[str, Json] = {item["id"]: item for item in items}
        self._by_name: dict[str, list[Json]] = collections.defaultdict(list)
        for item in self._by_id.values():
            self._by_name[item["name"]].append(item)

    def by_id(self, resource_id: str) -> Json | None:
        """The resource with this id; None if there was none."""
        return self._by_id.get(resource_id)

    def named(self, name: str) -> list[Json]:
        """All resources with this name."""
        return self._by_name.get(name, [])


# The verdict on a snapshot that does not have the awaited state yet. Any other verdict ends the wait. Usually it is the
# resource in that state, or None if it is gone.
NOT_YET = object()


@dataclasses.dataclass(frozen=True)
class WaitUntil:
    """Wait until a resource reaches a state. Its result is the verdict of `judge`.

    Args:
        what: The awaited state, in words that complete "waited for ...".
        resource: The declaration of the awaited resource.
        name: The name by which it is found in lists; None if it has none.
        id: Its id; None if any resource of that name will do.
        judge: Gives the verdict on a snapshot, or NOT_YET. Raises ResourceFailed if the state will never be reached.
        timeout_seconds: How long to wait at most.
        lenient: Whether a timeout gives None instead of an error.
        by_name: Whether other resources of that name count too. The list is then read even for a single resource.
        until_gone: Whether the resource is to be gone. If it is missing, it is then not looked for by its id.
        is_last: Whether no step follows. The wait may then end early if enough other resources have arrived.
    """

    what: str
    resource: Resource
    name: str | None
    id: str | None
    judge: t.Callable[[Snapshot], t.Any]
    timeout_seconds: float
    lenient: bool = False
    by_name: bool = False
    until_gone: bool = False
    is_last: bool = False


Operation = t.Generator[t.Union[SendRequest, WaitUntil], t.Any, t.Any]
