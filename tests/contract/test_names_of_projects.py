# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of projects in options: they are looked up by those who may. Nothing belongs to a project that there is not."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.contract.client import Cloud, unique
from ansible_collections.nodeworks.openstack.tests.contract.servers import Sessions
from ansible_collections.nodeworks.openstack.tests.contract.tasks import Tasks
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import fail, succeed

pytestmark = pytest.mark.usefixtures("module_home")


@pytest.fixture
def image(tmp_path: pathlib.Path) -> dict[str, Any]:
    """Options for a new image."""
    src = tmp_path / "disk.raw"
    src.write_bytes(b"x" * 1024)
    return {"name": unique("admin-image"), "src": str(src), "disk_format": "raw"}


def test_image_belongs_to_the_project_of_that_name(
    sessions: Sessions, admin_tasks: Tasks, image: dict[str, Any]
) -> None:
    made = succeed(admin_tasks.run("image", **image, owner="demo"))
    try:
        assert made["image"]["project_id"] == sessions.user.project_id
        for owner in ("demo", sessions.user.project_id):
            again = succeed(admin_tasks.run("image", **image, owner=owner))
            assert (again.changed, again["image"]["id"]) == (False, made["image"]["id"])
        found = succeed(admin_tasks.run("image_info", owner="demo", name=image["name"]))["images"]
        assert [one["id"] for one in found] == [made["image"]["id"]]
        changed = succeed(admin_tasks.run("image", id=made["image"]["id"], owner="admin"))
        assert (changed.changed, changed["image"]["project_id"]) == (True, sessions.admin.project_id)
    finally:
        succeed(admin_tasks.run("image", id=made["image"]["id"], state="absent"))


def test_image_is_shared_with_the_project_of_that_name(demo_tasks: Tasks, image: dict[str, Any]) -> None:
    shared: dict[str, Any] = {**image, "visibility": "shared", "members": ["alt"]}
    made = succeed(demo_tasks.run("image", **shared))
    try:
        (found,) = succeed(demo_tasks.run("image_info", id=made["image"]["id"], members=True))["images"]
        alt = next(one for one in succeed(demo_tasks.run("project_info"))["projects"] if one["name"] == "alt")
        assert [member["project_id"] for member in found["members"]] == [alt["id"]]
        assert not succeed(demo_tasks.run("image", **shared)).changed
        assert not succeed(demo_tasks.run("image", name=image["name"], members=[alt["id"]])).changed
    finally:
        succeed(demo_tasks.run("image", id=made["image"]["id"], state="absent"))


@pytest.mark.parametrize(
    ("options", "advice"),
    [
        ({"members": ["admin"], "visibility": "shared"}, "may not ask for the projects of others: give the id"),
        ({"owner": "admin"}, "may not ask for the projects of others: give the id"),
    ],
    ids=["members", "owner"],
)
def test_user_gives_the_id_of_a_project_of_others(
    demo_tasks: Tasks, image: dict[str, Any], options: dict[str, Any], advice: str
) -> None:
    for check in (True, False):
        message = fail(demo_tasks.run("image", **image, **options, check=check))
        assert "There is no project named 'admin'" in message
        assert advice in message
    assert succeed(demo_tasks.run("image_info", name=image["name"]))["images"] == []


def test_flavor_is_for_the_project_of_that_name(sessions: Sessions, admin_tasks: Tasks) -> None:
    flavor: dict[str, Any] = {"name": unique("admin-flavor"), "vcpus": 1, "ram": 64, "disk": 1, "is_public": False}
    succeed(admin_tasks.run("flavor", **flavor, access=["demo"]))
    try:
        (found,) = succeed(admin_tasks.run("flavor_info", name=flavor["name"], visibility="all", access=True))[
            "flavors"
        ]
        assert found["access"] == [sessions.user.project_id]
        assert not succeed(admin_tasks.run("flavor", **flavor, access=["demo"])).changed
        assert "There is no project named 'nobody'" in fail(admin_tasks.run("flavor", **flavor, access=["nobody"]))
    finally:
        succeed(admin_tasks.run("flavor", name=flavor["name"], state="absent"))


def test_quota_of_images_where_the_identity_service_has_no_limits(cloud: Cloud) -> None:
    assert cloud.image("GET", "/info/usage").json() == {"usage": {}}
