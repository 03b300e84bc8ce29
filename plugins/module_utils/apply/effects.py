# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an operation asks for while it goes on: a request to be sent, or something to be waited for.

An operation takes one resource through its plan. It is a generator: it yields one of these and is sent what came of it,
or has the error thrown into it. So one operation or a thousand are conducted by the same code, and an operation touches
neither a socket nor a clock.
"""

from __future__ import annotations

import collections
import dataclasses
import typing as t

from ..resource.declaration import Json, Resource
from ..resource.step import Download, SecretFile
from ..service.microversion import Microversion
from ..service.paging import Query


@dataclasses.dataclass(frozen=True)
class SendRequest:
    """Send this request to a service; what comes back is the JSON object of the answer.

    `secret_file` is the file into which a secret of the answer goes, `upload` one that is sent instead of a body,
    `download` one that gets the content of the answer. `title` says what of, while it is under way. `intent` is what it
    makes, if it would make a second one when it is sent again: that is noted until the answer has come. `repeatable`
    says whether it may be sent again when nobody knows if it was carried out; None leaves that to the method.
    """

    service: str
    method: str
    path: str
    body: t.Any = dataclasses.field(default=None, repr=False)
    params: Query = ()
    microversion: Microversion | None = None
    secret_file: SecretFile | None = None
    media_type: str | None = None
    upload: str | None = None
    download: Download | None = None
    title: str = ""
    intent: str = ""
    repeatable: bool | None = None


class Snapshot:
    """The resources of one kind, as of one look at them."""

    def __init__(self, items: t.Iterable[Json]) -> None:
        self._by_id: dict[str, Json] = {item["id"]: item for item in items}
        self._by_name: dict[str, list[Json]] = collections.defaultdict(list)
        for item in self._by_id.values():
            self._by_name[item["name"]].append(item)

    def by_id(self, resource_id: str) -> Json | None:
        """The one with this id, if it was seen."""
        return self._by_id.get(resource_id)

    def named(self, name: str) -> list[Json]:
        """All with this name."""
        return self._by_name.get(name, [])


# What a look comes to: nothing yet, or the state that was waited for (None: it is gone).
NOT_YET = object()


@dataclasses.dataclass(frozen=True)
class WaitUntil:
    """Wait until a look at the resource satisfies; what comes back is what it was judged to be.

    Args:
        what: What is waited for: completes "waited for ...".
        resource: Which kind of thing is looked at.
        name: Its name, by which it is found in lists; None where it has none.
        id: Its id; None where any of that name is waited for.
        judge: What a look comes to, or NOT_YET. Gets what was seen; raises ResourceFailed if it will never satisfy.
        timeout_seconds: How long at most.
        lenient: Whether to come back with None when the time is over, instead of an error.
        by_name: Whether others of that name count too, so that the list has to be looked at even for one.
        until_gone: Whether it is to be gone: that it is missing is then no bad news.
        is_last: Whether nothing follows, so that it need not be waited for if enough others have arrived.
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
