# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Cinder v3: version documents, microversion headers, and volumes as far as they are listed, made and deleted.

Shapes: https://docs.openstack.org/api-ref/block-storage/v3/.
"""

from __future__ import annotations

import re
from typing import Any

from .clock import utcnow
from .keystonemiddleware import AuthToken
from .microversions import Range, choose
from .network_state import new_id
from .tokens import Token
from .wire import (
    NOT_FOUND_SENTENCE,
    Answer,
    ApiError,
    Json,
    Request,
    empty_answer,
    format_query,
    html_answer,
    json_answer,
)

VERSIONS = Range("volume", (3, 0), (3, 71), (3, 0))
_NAMES = {400: "badRequest", 403: "forbidden", 404: "itemNotFound", 406: "computeFault", 409: "conflictingRequest"}


class Volume:
    """The block storage service; one for all regions."""

    def __init__(self, auth: AuthToken) -> None:
        self._auth = auth
        self.volumes: dict[str, Json] = {}
        self.page_limit = 1000
        self.default_project_id = ""

    def add_volume(self, name: str, size: int = 1, status: str = "available", **fields: Any) -> Json:
        """Add a volume."""
        now = utcnow().strftime("%Y-%m-%dT%H:%M:%S.000000")
        volume = {
            "id": new_id(),
            "status": status,
            "size": size,
            "availability_zone": "nova",
            "created_at": now,
            "updated_at": now,
            "name": name,
            "description": None,
            "volume_type": "__DEFAULT__",
            "snapshot_id": None,
            "source_volid": None,
            "metadata": {},
            "user_id": "",
            "bootable": "false",
            "encrypted": False,
            "replication_status": None,
            "consistencygroup_id": None,
            "multiattach": False,
            "attachments": [],
            "os-vol-tenant-attr:tenant_id": self.default_project_id,
            **fields,
        }
        self.volumes[volume["id"]] = volume
        return volume

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
        asked: tuple[int, int] | None = None
        try:
            asked = choose(VERSIONS, request)
            VERSIONS.check(asked)
            answer = self._route(request, token, parts)
        except ApiError as error:
            content = {"code": error.status, "message": error.message}
            answer = json_answer(error.status, {_NAMES[error.status]: content})
        return self._decorate(request, answer, asked)

    def _decorate(self, request: Request, answer: Answer, asked: tuple[int, int] | None) -> Answer:
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

    def _route(self, request: Request, token: Token, parts: list[str]) -> Answer:
        if not parts:
            return self._versions(request, 200)
        # The project id may be left out of the URL since 3.67.
        if re.fullmatch(r"[0-9a-f]{32}|[0-9a-f-]{36}", parts[0]):
            if parts[0] != token.project_id:
                raise ApiError(400, "Malformed request url")
            parts = parts[1:]
        if parts[:1] != ["volumes"] or len(parts) > 2:
            return html_answer(404, NOT_FOUND_SENTENCE)
        if len(parts) == 1 and request.method == "POST":
            return self._create(request, token)
        if len(parts) == 1 or parts[1] == "detail":
            return self._list(request, token, detail=len(parts) == 2)
        return self._member(request, token, parts[1])

    def _list(self, request: Request, token: Token, detail: bool) -> Answer:
        limit = self._limit(request)
        mine = [volume for volume in reversed(list(self.volumes.values())) if _owns(token, volume)]
        for name in ("name", "status"):
            wanted = request.one(name)
            if wanted is not None:
                mine = [volume for volume in mine if volume[name] == wanted]
        marker = request.one("marker")
        if marker is not None:
            ids = [volume["id"] for volume in mine]
            if marker not in ids:
                raise ApiError(404, f"Volume {marker} could not be found.")
            mine = mine[ids.index(marker) + 1 :]
        page = mine[:limit]
        body: Json = {"volumes": [self._view(request, volume, detail) for volume in page]}
        if page and len(page) == limit:
            query = [(name, values[-1]) for name, values in request.query.items() if name != "marker"]
            href = f"{request.base}{request.rest}?{format_query([*query, ('marker', page[-1]['id'])])}"
            body["volumes_links"] = [{"rel": "next", "href": href}]
        return json_answer(200, body)

    def _limit(self, request: Request) -> int:
        text = request.one("limit")
        if text is None:
            return self.page_limit
        if not text.lstrip("-").isdigit():
            raise ApiError(400, "limit param must be an integer")
        if int(text) < 0:
            raise ApiError(400, "limit param must be positive")
        return min(int(text), self.page_limit)

    def _view(self, request: Request, volume: Json, detail: bool) -> Json:
        path = f"{volume['os-vol-tenant-attr:tenant_id']}/volumes/{volume['id']}"
        links = [
            {"rel": "self", "href": f"{request.base}/v3/{path}"},
            {"rel": "bookmark", "href": f"{request.base}/{path}"},
        ]
        return {**volume, "links": links} if detail else {"id": volume["id"], "name": volume["name"], "links": links}

    def _create(self, request: Request, token: Token) -> Answer:
        wanted = (request.body or {}).get("volume") if isinstance(request.body, dict) else None
        if not isinstance(wanted, dict) or not isinstance(wanted.get("size"), int):
            raise ApiError(400, "'size' is a required property" if wanted is not None else "Malformed request body")
        volume = self.add_volume(wanted.get("name") or "", wanted["size"])
        volume |= {"os-vol-tenant-attr:tenant_id": token.project_id, "user_id": token.user.id}
        volume |= {"description": wanted.get("description"), "metadata": wanted.get("metadata") or {}}
        return json_answer(202, {"volume": self._view(request, volume | {"status": "creating"}, True)})

    def _member(self, request: Request, token: Token, volume_id: str) -> Answer:
        volume = self.volumes.get(volume_id)
        if volume is None or not _owns(token, volume):
            raise ApiError(404, f"Volume {volume_id} could not be found.")
        if request.method == "DELETE":
            del self.volumes[volume_id]
            return empty_answer(202)
        return json_answer(200, {"volume": self._view(request, volume, True)})


def _owns(token: Token, volume: Json) -> bool:
    return bool(volume["os-vol-tenant-attr:tenant_id"] == token.project_id)
