# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The projects that an image is shared with. Its owner chooses them; each of them says whether it accepts.
https://docs.openstack.org/api-ref/image/v2/#sharing"""

from __future__ import annotations

import typing as t
import urllib.parse

from ..errors import NoSuchResource
from ..resource.declaration import Json, Values
from ..resource.step import ID, Step
from ..service.cloud import Cloud
from .image_content import PATH

MEMBERS = f"{PATH}/{ID}/members"


def read(cloud: Cloud, image: Values) -> list[Json]:
    """All members of an image. Only shared images have members; for others the service refuses the request."""
    if image["visibility"] != "shared":
        return []
    answer = cloud.service("image").get(f"{PATH}/{image['id']}/members")
    return [_member(raw) for raw in answer.get("members") or ()]


def _member(raw: Json) -> Json:
    return {
        "project_id": raw.get("member_id"),
        "status": raw.get("status"),
        "created_at": raw.get("created_at"),
        "updated_at": raw.get("updated_at"),
    }


def own(cloud: Cloud, image: Values) -> Json:
    """The answer of the token's project to an image: `membership` is its status, `member_id` the project's id.

    Raises:
        NoSuchResource: the image is not shared with this project.
    """
    project_id = cloud.project_id or ""
    found = cloud.service("image").find(f"{PATH}/{image['id']}/members/{project_id}")
    if found is None:
        raise NoSuchResource(f"Image '{image['name']}' ({image['id']}) is not shared with this project ({project_id}).")
    return {"membership": found.get("status"), "member_id": project_id}


def to_members(name: str, before: t.Sequence[str] | None, after: t.Sequence[str]) -> list[Step]:
    """The steps that add and remove members."""
    adding = [
        Step(f"share image '{name}' with project {one}", "POST", MEMBERS, {"member": one})
        for one in sorted(set(after) - set(before or ()))
    ]
    removing = [
        Step(f"share image '{name}' with project {one} no more", "DELETE", f"{MEMBERS}/{urllib.parse.quote(one)}")
        for one in sorted(set(before or ()) - set(after))
    ]
    return [*adding, *removing]


def to_membership(name: str, project_id: str | None, status: str) -> Step:
    """The step that says whether the token's project accepts an image."""
    title = f"set membership of image '{name}' to {status}"
    return Step(title, "PUT", f"{MEMBERS}/{project_id}", {"status": status})
