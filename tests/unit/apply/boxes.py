# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A service of boxes, over real HTTP: what the tests of runs bring to a state.

Each look at a box (alone or in a list) shows the next of its statuses, so that a test says how long things take without
any time passing.
"""

from __future__ import annotations

import contextlib
import itertools
import threading
import urllib.parse
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.declaration import (
    Consent,
    Field,
    Resource,
    Values,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.desired import ABSENT, Desired
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.step import ID, Change, Step, Wait
from ansible_collections.nodeworks.openstack.plugins.module_utils.service.cloud import Cloud
from ansible_collections.nodeworks.openstack.plugins.module_utils.session.intents import Intents
from ansible_collections.nodeworks.openstack.plugins.module_utils.session.token_store import TokenStore
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.transport import Transport
from ansible_collections.nodeworks.openstack.tests.unit.support import (
    Reply,
    Seen,
    Serve,
    cloud_config,
    entry,
    in_turn,
    token_reply,
)

Current = Mapping[str, Any] | None
OLD = "2026-01-01T00:00:00Z"


def read_box(raw: Mapping[str, Any]) -> dict[str, Any]:
    always = {"id": raw["id"], "name": raw.get("name"), "size": None}
    return {**always, "status": raw.get("status"), "task": raw.get("task"), **raw}


def names(wanted: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple(("name", name) for name in wanted)


def is_ready(current: Current) -> bool:
    return current is not None and current["status"] == "ACTIVE"


def broken(current: Current) -> str | None:
    if current is None:
        return "Somebody took the box away."
    return f"Box '{current['name']}' broke." if current["status"] == "ERROR" else None


def never_usable(current: Values) -> bool:
    return current["status"] == "ERROR" and not current.get("full")


def ready(name: str = "a") -> Wait:
    return Wait(f"box '{name}' to be ready", is_ready, broken)


def gone(name: str = "a") -> Wait:
    return Wait(f"box '{name}' to be gone", lambda current: current is None, until_gone=True)


def wait_until_stable(current: Values, state: str) -> Wait | None:
    if current["status"] == "LEAVING":
        return gone(str(current["name"]))
    if current["status"] == "BUSY" and state != ABSENT:
        return Wait(f"box '{current['name']}' to rest", lambda now: now is None or now["status"] != "BUSY")
    return None


def _create(wanted: Values, _desired: Desired) -> Change:
    name = wanted["name"]
    making = Step(f"create box '{name}'", "POST", "/boxes", {"box": dict(wanted)}, wait=ready(name), makes=True)
    return Change((making,), "present")


def _update(current: Values, changes: Mapping[str, tuple[Any, Any]], desired: Desired) -> Change:
    after = {name: change[1] for name, change in changes.items()}
    if not after:
        return Change()
    title = f"change box '{current['name']}'"
    return Change((Step(title, "PUT", f"/boxes/{ID}", {"box": after}, wait=ready(str(current["name"]))),))


def _delete(current: Values, _desired: Desired) -> list[Step]:
    name = str(current["name"])
    return [Step(f"delete box '{name}'", "DELETE", f"/boxes/{ID}", wait=gone(name))]


BOX = Resource(
    name="box",
    plural="boxes",
    service="compute",
    path="/boxes",
    one="box",
    many="boxes",
    read=read_box,
    named=names,
    fields=(
        Field("new_name", show=lambda box: box["name"]),
        Field("size", required=True, consent=Consent(lambda desired: True, "")),
        Field("metadata", same=lambda wanted, current: wanted.items() <= (current or {}).items()),
    ),
    members_by="metadata",
    exclusive=True,
    create=_create,
    update=_update,
    delete=_delete,
    wait_until_stable=wait_until_stable,
    born_with=("size",),
    fault=broken,
    never_usable=never_usable,
    busy_key="task",
    passing_statuses=frozenset(("LENT",)),
)
LID = Resource(name="lid", plural="lids", service="compute", path="/lids", one="lid", many="lids", read=read_box)


class BoxService:
    """Boxes and lids behind HTTP, with the cloud that has them."""

    def __init__(self, serve: Serve, token_cache: str | None = None) -> None:
        self.items: dict[str, dict[str, Any]] = {}
        # What the statuses of a box that is made will be.
        self.made: list[str | None] = ["ACTIVE"]
        # UserRequest before all else, in turn, until one has an answer.
        self.hooks: list[Callable[[Seen], Reply | None]] = []
        self.lists = {"boxes": "box", "lids": "lid"}
        self._ids = itertools.count(1)
        self._lock = threading.RLock()
        self.server = serve(self._answer)
        identity = serve(in_turn(token_reply([entry(f"{self.server.url}/v2.1")])))
        self.config = cloud_config(identity.url, retries=0)
        self.cloud = Cloud(self.config, Transport(self.config), TokenStore(token_cache))

    @property
    def intents(self) -> Intents:
        """What runs of this user have begun to make here; nothing without a token cache."""
        return self.cloud.service("compute").intents

    def begun(self, what: str) -> None:
        """A run that is killed has just begun to make this."""
        with contextlib.suppress(KeyboardInterrupt), self.intents.noted(what, lambda _error: True):
            raise KeyboardInterrupt

    def add(self, name: str, *statuses: str | None, kind: str = "boxes", **more: Any) -> str:
        """Add a box that is shown in these statuses one after the other, the last for ever; None: it is gone."""
        key = more.pop("id", None) or f"{kind[0]}{next(self._ids)}"
        fields = {"created_at": OLD, "user_id": "u1", "project_id": "p1", "size": 1, **more}
        self.items[key] = {"kind": kind, "left": list(statuses or ("ACTIVE",)), "id": key, "name": name, **fields}
        return str(key)

    def names(self) -> list[str]:
        return sorted(str(item["name"]) for item in self.items.values() if item["left"][0] is not None)

    def lines(self) -> list[str]:
        """The requests so far: `GET /boxes/b1`."""
        return [line.replace("/v2.1", "") for line in self.server.lines()]

    def writes(self) -> list[str]:
        return [line for line in self.lines() if not line.startswith("GET")]

    def looks(self) -> list[str]:
        return [line for line in self.lines() if line.startswith("GET")]

    def _answer(self, seen: Seen) -> Reply:
        for hook in list(self.hooks):
            reply = hook(seen)
            if reply is not None:
                return reply
        with self._lock:
            _version, kind, *rest = seen.path.strip("/").split("/")
            if seen.method == "POST":
                return self._make(kind, seen.json()[self.lists[kind]])
            return self._one(seen, kind, rest[0]) if rest else self._all(seen, kind)

    def _make(self, kind: str, wanted: Mapping[str, Any]) -> Reply:
        key = self.add(wanted["name"], *self.made, kind=kind, **{k: v for k, v in wanted.items() if k != "name"})
        return Reply(202, {self.lists[kind]: {"id": key}})

    def _all(self, seen: Seen, kind: str) -> Reply:
        wanted = [value for key, value in seen.query if key == "name"]
        mine = [item for item in self.items.values() if item["kind"] == kind]
        shown = [self._poll(item) for item in mine if not wanted or item["name"] in wanted]
        return Reply(200, {kind: [item for item in shown if item is not None]})

    def _one(self, seen: Seen, kind: str, key: str) -> Reply:
        item = self.items.get(urllib.parse.unquote(key))
        if item is None:
            return _missing(key)
        if seen.method == "DELETE":
            item["left"] = [None]
            return Reply(204, "")
        if seen.method == "PUT":
            change = dict(seen.json()[self.lists[kind]])
            item.update({"name" if key == "new_name" else key: value for key, value in change.items()})
            return Reply(200, {})
        shown = self._poll(item)
        return _missing(key) if shown is None else Reply(200, {self.lists[kind]: shown})

    def _poll(self, item: dict[str, Any]) -> dict[str, Any] | None:
        left = item["left"]
        status = left.pop(0) if len(left) > 1 else left[0]
        if status is None:
            return None
        return {"status": status, **{key: value for key, value in item.items() if key not in ("left", "kind")}}


def _missing(key: str) -> Reply:
    return Reply(404, {"itemNotFound": {"message": f"There is no {key}.", "code": 404}})


def fails(method: str, path: str, status: int = 500, times: int = 1) -> Callable[[Seen], Reply | None]:
    """A hook: so many requests are refused."""
    left = [status] * times

    def hook(seen: Seen) -> Reply | None:
        if left and seen.method == method and seen.path == f"/v2.1{path}":
            return Reply(left.pop(), {"fault": {"message": "The service is sick.", "code": status}})
        return None

    return hook
