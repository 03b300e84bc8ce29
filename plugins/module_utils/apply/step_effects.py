# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Effects of steps: the requests and waits that the steps of a plan ask for.

It takes a step, and the values that earlier answers have given. It gives a `SendRequest` or a `WaitUntil`.
`executor.py` calls it. Pure.
"""

from __future__ import annotations

import dataclasses
import typing as t
import urllib.parse

from ..errors import ResourceError, ResourceFailed
from ..resource.declaration import Resource
from ..resource.step import ID, Captured, Download, OtherResource, Step, Wait
from .effects import NOT_YET, SendRequest, Snapshot, WaitUntil
from .execution import Execution


class StepEffects:
    """The effects of the steps for one kind of resource. `timeout_seconds` is how long each wait may take."""

    def __init__(self, resource: Resource, timeout_seconds: float) -> None:
        """Store the arguments."""
        self._resource = resource
        self._timeout_seconds = timeout_seconds

    def request(self, step: Step, known: t.Mapping[str, t.Any]) -> SendRequest:
        """The request of a step, with the values that earlier answers have given in their places."""
        path = step.path
        for key, value in known.items():
            path = path.replace("{" + key + "}", urllib.parse.quote(str(value), safe=""))
        filled = dataclasses.replace(
            step,
            path=path,
            body=_filled(step.body, known),
            params=tuple((key, str(known["id"]) if value == ID else value) for key, value in step.params),
            download=_known(step.download, known),
        )
        return SendRequest(step.service or self._resource.service, filled)

    def wait(self, wait: Wait, execution: Execution, is_last: bool) -> WaitUntil:
        """The wait of a step, for the plan's resource or for another one."""
        if isinstance(wait.of, OtherResource):
            return self.wait_for(wait, wait.of.resource, str(_filled(wait.of.id, execution.known)), None, is_last)
        return self.wait_for(wait, self._resource, execution.id, execution.name, is_last)

    def wait_for(self, wait: Wait, resource: Resource, awaited_id: str, name: str | None, is_last: bool) -> WaitUntil:
        """The wait for the resource with an id, which has this name if it is known."""

        def judge(snapshot: Snapshot) -> t.Any:
            current = snapshot.by_id(awaited_id)
            if wait.reached(current):
                return current
            reason = wait.failed(current) if wait.failed else None
            if reason and wait.of is not None:
                raise ResourceError(reason)  # another resource has failed; the planned one needs no repair
            if reason:
                raise ResourceFailed(reason, current or {})
            return NOT_YET

        return WaitUntil(
            what=wait.what,
            resource=resource,
            name=name,
            id=awaited_id,
            judge=judge,
            timeout_seconds=self._timeout_seconds,
            lenient=wait.best_effort,
            until_gone=wait.until_gone,
            is_last=is_last,
        )


def _known(fetch: Download | None, known: t.Mapping[str, t.Any]) -> Download | None:
    """A download with the checksum and the size that earlier steps have captured."""
    if fetch is None:
        return None
    return Download(fetch.path, _filled(fetch.checksum, known), _filled(fetch.size, known))


def _filled(body: t.Any, known: t.Mapping[str, t.Any]) -> t.Any:
    """A body in which captured values replace each `Captured`."""
    if isinstance(body, Captured):
        return known[body.name]
    if isinstance(body, dict):
        return {key: _filled(value, known) for key, value in body.items()}
    if isinstance(body, list):
        return [_filled(value, known) for value in body]
    return body
