# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The projects that share an image. From glance/api/v2/image_members.py."""

from __future__ import annotations

from collections.abc import Callable

from ..clock import utcnow
from ..routes import Route
from ..tokens import Token
from ..wire import Answer, ApiError, Json, Request, empty_answer, json_answer
from .state import ImageState

_STATUSES = ("pending", "accepted", "rejected")


class Members:
    """Members, over HTTP."""

    def __init__(self, state: ImageState) -> None:
        self._state = state

    def routes(self) -> list[Route[Callable[..., Answer]]]:
        """Return what can be asked."""
        return [
            Route("GET", "/v2/images/{image_id}/members", self._list),
            Route("POST", "/v2/images/{image_id}/members", self._create),
            Route("GET", "/v2/images/{image_id}/members/{member_id}", self._show),
            Route("PUT", "/v2/images/{image_id}/members/{member_id}", self._update),
            Route("DELETE", "/v2/images/{image_id}/members/{member_id}", self._delete),
        ]

    def _image(self, token: Token, image_id: str) -> Json:
        return self._state.find(image_id, token, message="Image {} not found.")

    def _of(self, token: Token, image: Json) -> list[Json]:
        """Return the members that a caller is told of: the owner all, a member itself."""
        members = list(self._state.members.get(image["id"], {}).values())
        if token.is_admin or image["owner"] == token.project_id:
            return members
        return [member for member in members if member["member_id"] == token.project_id]

    def _member(self, token: Token, image: Json, member_id: str) -> Json:
        for member in self._of(token, image):
            if member["member_id"] == member_id:
                return member
        raise ApiError(404, f"{member_id} not found in the member list of the image {image['id']}.")

    def _list(self, request: Request, token: Token, image_id: str) -> Answer:
        image = self._image(token, image_id)
        if image["visibility"] != "shared":
            problem = "Only shared images have members."
            raise ApiError(403, f"Not allowed to list members for image {image_id}: {problem}")
        return json_answer(200, {"members": self._of(token, image), "schema": "/v2/schemas/members"})

    def _create(self, request: Request, token: Token, image_id: str) -> Answer:
        image = self._image(token, image_id)
        is_owner = token.is_admin or image["owner"] == token.project_id
        if image["visibility"] != "shared" or not is_owner:
            raise ApiError(403, f"Not allowed to create members for image {image_id}.")
        member_id = request.body["member"]
        members = self._state.members.setdefault(image_id, {})
        if member_id in members:
            raise ApiError(409, f"Member {member_id} is duplicated for image {image_id}")
        now = utcnow().strftime("%Y-%m-%dT%H:%M:%SZ")
        members[member_id] = {
            "member_id": member_id,
            "image_id": image_id,
            "status": "pending",
            "created_at": now,
            "updated_at": now,
            "schema": "/v2/schemas/member",
        }
        return json_answer(200, members[member_id])

    def _show(self, request: Request, token: Token, image_id: str, member_id: str) -> Answer:
        image = self._image(token, image_id)
        if image["visibility"] != "shared":
            raise ApiError(404, "Only shared images have members.")
        return json_answer(200, self._member(token, image, member_id))

    def _update(self, request: Request, token: Token, image_id: str, member_id: str) -> Answer:
        image = self._image(token, image_id)
        if image["visibility"] != "shared":
            raise ApiError(403, f"Not allowed to update members for image {image_id}.")
        if image["owner"] == token.project_id and not token.is_admin:
            raise ApiError(403, "You are not authorized to complete modify_member action.")
        member, status = self._member(token, image, member_id), request.body["status"]
        if status not in _STATUSES:
            raise ApiError(400, 'Incorrect request: Status must be "pending", "accepted" or "rejected".')
        member["status"] = status
        return json_answer(200, member)

    def _delete(self, request: Request, token: Token, image_id: str, member_id: str) -> Answer:
        image = self._image(token, image_id)
        if image["visibility"] != "shared" or (image["owner"] != token.project_id and not token.is_admin):
            raise ApiError(403, f"Not allowed to delete members for image {image_id}.")
        self._member(token, image, member_id)
        del self._state.members[image_id][member_id]
        return empty_answer(204)
