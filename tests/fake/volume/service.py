# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cinder v3 over HTTP: version documents, microversion headers, volumes and snapshots.

Shapes: https://docs.openstack.org/api-ref/block-storage/v3/.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from ..clock import THERE_SINCE, utcnow
from ..declared.kinds import IS_PUBLIC, volume_kinds
from ..declared.service import Declared, Style
from ..image.service import Image
from ..keystonemiddleware import AuthToken
from ..microversions import Range, Version, choose
from ..routes import Route, Router
from ..schema import Schema
from ..timing import Schedule, Timings
from ..tokens import Token
from ..wire import (
    NOT_FOUND_SENTENCE,
    Answer,
    ApiError,
    Json,
    Request,
    empty_answer,
    html_answer,
    json_answer,
)
from .backups import Backups
from .bodies import RENAMED, SNAPSHOT, TEXT, part_of
from .lists import links_to, listed
from .quotas import VolumeQuotas
from .state import VolumeState
from .transfers import Transfers

VERSIONS = Range("volume", (3, 0), (3, 71), (3, 0))
_NAMES = {400: "badRequest", 403: "forbidden", 404: "itemNotFound", 406: "computeFault", 409: "conflictingRequest"}
_MALFORMED = "The server could not comply with the request since it is either malformed or otherwise incorrect."
_METADATA: Schema = {"type": ["object", "null"], "patternProperties": {"^.*$": {"type": "string", "maxLength": 255}}}
_SIZE: Schema = {"type": ["integer", "string", "null"], "pattern": "^[0-9]+$", "minimum": 1}
_VOLUME: Schema = {
    "type": "object",
    "properties": {"name": TEXT, "description": TEXT, "size": _SIZE, "metadata": _METADATA},
}
_FROM_BACKUP: Schema = {"oneOf": [{"type": "string", "format": "uuid"}, {"type": "null"}]}
_EXTEND: Schema = {"type": "object", "properties": {"new_size": _SIZE}, "required": ["new_size"]}

_NAME: Schema = {"type": "string", "minLength": 1, "maxLength": 255}
_FLAG: Schema = {"enum": [True, False, "True", "False", "true", "false"]}
_RETYPE: Schema = {
    "type": "object",
    "properties": {"new_type": _NAME, "migration_policy": {"type": ["string", "null"], "enum": ["on-demand", "never"]}},
    "required": ["new_type"],
}
_ACTIONS: dict[str, Schema] = {
    "os-extend": _EXTEND,
    "os-retype": _RETYPE,
    "os-set_bootable": {"type": "object", "properties": {"bootable": _FLAG}, "required": ["bootable"]},
    "os-update_readonly_flag": {"type": "object", "properties": {"readonly": _FLAG}, "required": ["readonly"]},
    "os-force_delete": {"type": "object"},
}

Handler = Callable[..., Answer]


class Volume:
    """The block storage service; one for all regions."""

    def __init__(self, auth: AuthToken, image: Image, timings: Timings, schedule: Schedule) -> None:
        self._auth = auth
        self._schedule = schedule
        self.state = VolumeState(image, timings, schedule)
        self.backups = Backups(self.state, timings, schedule)
        self._quotas = VolumeQuotas(self.state)
        self._declared = Declared(volume_kinds(self._types), Style(made=200))
        self.quotas = self._quotas.quotas
        self._router: Router[Handler] = Router(
            [
                Route("GET", "/volumes", partial(self._list, "volumes", False)),
                Route("GET", "/volumes/detail", partial(self._list, "volumes", True)),
                Route("POST", "/volumes", self._create),
                Route("GET", "/volumes/{volume_id}", self._show),
                Route("PUT", "/volumes/{volume_id}", self._update),
                Route("DELETE", "/volumes/{volume_id}", self._delete),
                Route("POST", "/volumes/{volume_id}/action", self._act),
                Route("GET", "/snapshots", partial(self._list, "snapshots", False)),
                Route("GET", "/snapshots/detail", partial(self._list, "snapshots", True)),
                Route("POST", "/snapshots", self._create_snapshot),
                Route("GET", "/snapshots/{snapshot_id}", self._show_snapshot),
                Route("PUT", "/snapshots/{snapshot_id}", self._update_snapshot),
                Route("DELETE", "/snapshots/{snapshot_id}", self._delete_snapshot),
                Route("POST", "/volumes/{volume_id}/metadata", partial(self._metadata, False)),
                Route("PUT", "/volumes/{volume_id}/metadata", partial(self._metadata, True)),
                Route("POST", "/snapshots/{snapshot_id}/metadata", partial(self._metadata, False)),
                Route("PUT", "/snapshots/{snapshot_id}/metadata", partial(self._metadata, True)),
                Route("GET", "/os-availability-zone", self._zones),
                *self.backups.routes(),
                *self._quotas.routes(),
                *Transfers(self.state).routes(),
            ]
        )

    def _types(self) -> Iterator[Json]:
        for name in self.state.types:
            is_public = name not in self.state.private_types
            more: Json = {"description": None, "extra_specs": {}, "access": []}
            yield {"id": self.state.type_id(name), "name": name, "is_public": is_public, IS_PUBLIC: is_public, **more}

    # What tests add and look at

    @property
    def volumes(self) -> dict[str, Json]:
        """Return the volumes by id."""
        return self.state.volumes

    @property
    def snapshots(self) -> dict[str, Json]:
        """Return the snapshots by id."""
        return self.state.snapshots

    @property
    def page_limit(self) -> int:
        """Return how long a page may be."""
        return self.state.page_limit

    @page_limit.setter
    def page_limit(self, value: int) -> None:
        self.state.page_limit = value

    def add_volume(self, name: str, size: int = 1, status: str = "available", **fields: Any) -> Json:
        """Add a volume; further fields as they are shown, such as `bootable`."""
        return self.state.add_volume(name, size, status, **{"created_at": _an_hour_ago(), **fields})

    def add_snapshot(self, name: str, volume: Json) -> Json:
        """Add a snapshot of a volume."""
        snapshot = self.state.snapshot(volume, name, force=True)
        snapshot["created_at"] = _an_hour_ago()
        return snapshot | {"status": "available"}

    def add_backup(self, name: str, volume: Json) -> Json:
        """Add a backup of a volume."""
        backup = self.backups.add(name, volume)
        backup["created_at"] = _an_hour_ago()
        return backup

    def finish(self, item: Json) -> None:
        """Bring to its end what goes on with a volume or a snapshot, however long it was to take."""
        self._schedule.hurry(item)

    # HTTP

    def handle(self, request: Request) -> Answer:
        """Answer a request."""
        parts = request.rest.strip("/").split("/")
        if parts == [""]:
            return self._decorate(request, self._versions(request, 300), (3, 0))
        if parts[0] != "v3":
            answer = html_answer(404, NOT_FOUND_SENTENCE)
            answer.headers["x-openstack-request-id"] = request.request_id
            return answer
        token = self._auth.caller(request)
        if token is None:
            answer = self._auth.refuse()
            answer.headers["x-openstack-request-id"] = request.request_id
            return answer
        return self._versioned(request, token, parts[1:])

    def _versioned(self, request: Request, token: Token, parts: list[str]) -> Answer:
        asked: Version | None = None
        try:
            asked = choose(VERSIONS, request)
            VERSIONS.check(asked)
            answer = self._route(request, token, asked, parts)
        except ApiError as error:
            content = {"code": error.status, "message": error.message}
            answer = json_answer(error.status, {_NAMES[error.status]: content})
        return self._decorate(request, answer, asked)

    def _decorate(self, request: Request, answer: Answer, asked: Version | None) -> Answer:
        answer.headers["x-compute-request-id"] = request.request_id
        answer.headers["x-openstack-request-id"] = request.request_id
        if asked is not None:
            answer.headers["OpenStack-API-Version"] = f"volume {asked[0]}.{asked[1]}"
            answer.headers["Vary"] = "OpenStack-API-Version"
        return answer

    def _versions(self, request: Request, status: int) -> Answer:
        entry = {
            "id": "v3.0",
            "status": "CURRENT",
            "version": VERSIONS.text(VERSIONS.maximum),
            "min_version": VERSIONS.text(VERSIONS.minimum),
            "updated": "2023-08-31T00:00:00Z",
            "links": [
                {"rel": "describedby", "type": "text/html", "href": "https://docs.openstack.org/"},
                {"rel": "self", "href": f"{request.base}/v3/"},
            ],
            "media-types": [{"base": "application/json", "type": "application/vnd.openstack.volume+json;version=3"}],
        }
        return json_answer(status, {"versions": [entry]})

    def _route(self, request: Request, token: Token, version: Version, parts: list[str]) -> Answer:
        if not parts:
            return self._versions(request, 200)
        # The project id may be left out of the URL since 3.67.
        if re.fullmatch(r"[0-9a-f]{32}|[0-9a-f-]{36}", parts[0]):
            if parts[0] != token.project_id:
                raise ApiError(400, "Malformed request url")
            parts = parts[1:]
        path = "/" + "/".join(parts)
        found = self._router.find(request.method, path)
        if found.handler is None:
            return self._declared.answer(request, token, path) or html_answer(404, NOT_FOUND_SENTENCE)
        return found.handler(request, token, version, **found.parameters)

    # Lists

    def _list(self, kind: str, detail: bool, request: Request, token: Token, version: Version) -> Answer:
        items = self.volumes if kind == "volumes" else self.snapshots
        page, further = listed(request, token, items.values(), _owns, self.state.page_limit, kind)
        view = _view if kind == "volumes" else _snapshot_view
        return json_answer(200, {kind: [view(request, item, detail) for item in page], **further})

    # Volumes

    def _find(self, token: Token, volume_id: str) -> Json:
        volume = self.volumes.get(volume_id)
        if volume is None or not (_owns(token, volume) or token.is_admin):
            raise ApiError(404, f"Volume {volume_id} could not be found.")
        return volume

    def _create(self, request: Request, token: Token, version: Version) -> Answer:
        # Which versions know it is said of them, but all of them take it.
        more = {"backup_id": _FROM_BACKUP} if version >= (3, 47) else {}
        wanted = part_of(request, "volume", {**_VOLUME, "properties": {**_VOLUME["properties"], **more}})
        if not any(wanted.get(name) for name in ("size", "snapshot_id", "source_volid", "backup_id")):
            raise ApiError(400, _MALFORMED)
        kind, zone = wanted.get("volume_type"), wanted.get("availability_zone")
        if kind is not None:
            wanted["volume_type"] = self.state.type_named(kind)
        if zone is not None and zone not in self.state.zones:
            raise ApiError(400, f"Availability zone '{zone}' is invalid.")
        volume = self.state.create(token.project_id, token.user.id, wanted)
        return json_answer(202, {"volume": _made(_view(request, volume | {"status": "creating"}, True))})

    def _show(self, request: Request, token: Token, version: Version, volume_id: str) -> Answer:
        return json_answer(200, {"volume": _view(request, self._find(token, volume_id), True)})

    def _update(self, request: Request, token: Token, version: Version, volume_id: str) -> Answer:
        volume = self._find(token, volume_id)
        wanted = part_of(request, "volume", _VOLUME)
        volume |= {name: wanted[name] for name in ("name", "description", "metadata") if name in wanted}
        return json_answer(200, {"volume": _made(_view(request, volume, True))})

    def _delete(self, request: Request, token: Token, version: Version, volume_id: str) -> Answer:
        volume = self._find(token, volume_id)
        if request.one("cascade") == "true":
            for snapshot in [item for item in self.snapshots.values() if item["volume_id"] == volume_id]:
                del self.snapshots[snapshot["id"]]
        self.state.delete(volume)
        return empty_answer(202)

    def _act(self, request: Request, token: Token, version: Version, volume_id: str) -> Answer:
        volume = self._find(token, volume_id)
        body = request.body if isinstance(request.body, dict) else {}
        action = next((name for name in _ACTIONS if name in body), "os-extend")
        wanted = part_of(request, action, _ACTIONS[action])
        if action == "os-extend":
            self.state.extend(volume, int(wanted["new_size"]), may_be_in_use=version >= (3, 42))
        elif action == "os-retype":
            self.state.retype(volume, wanted["new_type"])
        elif action == "os-set_bootable":
            volume["bootable"] = str(wanted["bootable"]).lower()
            return empty_answer(200)
        elif action == "os-update_readonly_flag":
            self.state.set_read_only(volume, str(wanted["readonly"]).lower() == "true")
        else:
            self._force_delete(token, volume)
        return empty_answer(202)

    def _force_delete(self, token: Token, volume: Json) -> None:
        if not token.is_admin:
            rule = "volume_extension:volume_admin_actions:force_delete"
            raise ApiError(403, f"Policy doesn't allow {rule} to be performed.")
        self.state.forget(volume)

    def _metadata(self, whole: bool, request: Request, token: Token, version: Version, **ids: str) -> Answer:
        """Answer POST, which adds to the metadata, and PUT, which replaces it."""
        finds = {"volume_id": self._find, "snapshot_id": self._find_snapshot}
        item = next(finds[kind](token, item_id) for kind, item_id in ids.items())
        wanted = part_of(request, "metadata", _METADATA)
        item["metadata"] = wanted if whole else {**item["metadata"], **wanted}
        return json_answer(200, {"metadata": item["metadata"]})

    def _zones(self, request: Request, token: Token, version: Version) -> Answer:
        zones = [{"zoneName": name, "zoneState": {"available": True}} for name in self.state.zones]
        return json_answer(200, {"availabilityZoneInfo": zones})

    # Snapshots

    def _find_snapshot(self, token: Token, snapshot_id: str) -> Json:
        snapshot = self.snapshots.get(snapshot_id)
        if snapshot is None or not (_owns(token, snapshot) or token.is_admin):
            raise ApiError(404, f"Snapshot {snapshot_id} could not be found.")
        return snapshot

    def _create_snapshot(self, request: Request, token: Token, version: Version) -> Answer:
        wanted = part_of(request, "snapshot", SNAPSHOT)
        volume = self._find(token, wanted["volume_id"])
        # Since 3.66 it makes no difference whether somebody has the volume.
        force = version >= (3, 66) or str(wanted.get("force", "")).lower() == "true"
        words = (wanted.get("name"), wanted.get("description"), wanted.get("metadata"))
        snapshot = self.state.snapshot(volume, *words, force=force)
        return json_answer(202, {"snapshot": _snapshot_view(request, snapshot | {"status": "creating"}, False)})

    def _show_snapshot(self, request: Request, token: Token, version: Version, snapshot_id: str) -> Answer:
        return json_answer(200, {"snapshot": _snapshot_view(request, self._find_snapshot(token, snapshot_id), True)})

    def _update_snapshot(self, request: Request, token: Token, version: Version, snapshot_id: str) -> Answer:
        snapshot = self._find_snapshot(token, snapshot_id)
        wanted = part_of(request, "snapshot", RENAMED)
        snapshot |= {name: wanted[name] for name in ("name", "description") if name in wanted}
        return json_answer(200, {"snapshot": _snapshot_view(request, snapshot, False)})

    def _delete_snapshot(self, request: Request, token: Token, version: Version, snapshot_id: str) -> Answer:
        self.state.delete_snapshot(self._find_snapshot(token, snapshot_id))
        return empty_answer(202)


def _owns(token: Token, item: Json) -> bool:
    owner = item.get("os-vol-tenant-attr:tenant_id") or item.get("os-extended-snapshot-attributes:project_id")
    return bool(owner == token.project_id)


def _view(request: Request, volume: Json, detail: bool) -> Json:
    links = links_to(request, volume["os-vol-tenant-attr:tenant_id"], "volumes", volume["id"])
    return {**volume, "links": links} if detail else {"id": volume["id"], "name": volume["name"], "links": links}


def _made(view: Json) -> Json:
    """Return what POST and PUT show, which is less than GET shows."""
    hidden = ("os-vol-tenant-attr:tenant_id", "volume_image_metadata")
    return {name: value for name, value in view.items() if name not in hidden}


def _snapshot_view(request: Request, snapshot: Json, detail: bool) -> Json:
    extended = "os-extended-snapshot-attributes:"
    return {name: value for name, value in snapshot.items() if detail or not name.startswith(extended)}


def _an_hour_ago() -> str:
    return (utcnow() - THERE_SINCE).strftime("%Y-%m-%dT%H:%M:%S.%f")
