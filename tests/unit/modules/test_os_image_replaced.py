# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An image that is replaced: the new one is made and filled first, and whatever fails leaves the old one as it was."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, Result, fail, succeed

Json = dict[str, Any]
NEW = b"another content" * 1000
FILE: Json = {"method": "PUT", "path": "/file$"}


@pytest.fixture
def old(ansible: Ansible, cloud: FakeCloud, tmp_path: pathlib.Path) -> Json:
    """A private image of this project."""
    path = tmp_path / "old.raw"
    path.write_bytes(b"content" * 1000)
    made = succeed(ansible.run("os_image", name="golden", src=str(path), disk_format="raw"))["image"]
    cloud.clear_log()
    return dict(cloud.image.images[made["id"]])


@pytest.fixture
def replaced(ansible: Ansible, old: Json, tmp_path: pathlib.Path) -> Any:
    """A task that replaces it."""
    assert old["name"] == "golden"
    path = tmp_path / "new.raw"
    path.write_bytes(NEW)

    def run(**options: Any) -> Result:
        wanted: Json = {"name": "golden", "src": str(path), "disk_format": "raw", "replace": True, **options}
        return ansible.run("os_image", **wanted)

    return run


def writes(cloud: FakeCloud) -> list[str]:
    return [call.method for call in cloud.calls("image") if call.method != "GET"]


def test_new_one_is_there_before_the_old_one_goes(cloud: FakeCloud, old: Json, replaced: Any) -> None:
    named: list[int] = []

    def count(_request: Any) -> None:
        named.append(sum(one["name"] == "golden" for one in cloud.image.images.values()))

    cloud.faults.add(**FILE, kind="watch", before=count, after=count)
    shown = succeed(replaced())["image"]
    # While it is filled, the name means one image, for others too.
    assert (named, writes(cloud)) == ([1, 1], ["POST", "PUT", "DELETE", "PATCH"])
    assert (shown["name"], shown["status"], shown["id"] != old["id"]) == ("golden", "active", True)
    assert [one["id"] for one in cloud.image.images.values() if "golden" in one["name"]] == [shown["id"]]
    assert cloud.image.state.contents[shown["id"]] == NEW
    assert not succeed(replaced()).changed


@pytest.mark.parametrize(
    "fault",
    [
        {"method": "POST", "path": "/images$", "status": 413, "body": {"message": "over quota"}},
        {**FILE, "status": 413, "body": {"message": "over quota"}},
        {**FILE, "status": 403, "times": 2},  # the first one may be the fault of a token that was kept
        {**FILE, "kind": "drop"},
        {**FILE, "kind": "lost"},
        {"method": "DELETE", "path": "OLD", "status": 409, "body": {"message": "in use"}, "times": None},
        {"method": "DELETE", "path": "/images/", "status": 403, "times": 2},
    ],
    ids=lambda fault: f"{fault['method']}-{fault.get('status', fault.get('kind'))}",
)
def test_old_one_is_left_as_it_was(cloud: FakeCloud, old: Json, replaced: Any, fault: Json) -> None:
    cloud.faults.add(**{**fault, "path": fault["path"].replace("OLD", old["id"])})
    cloud.clear_log()
    message = fail(replaced())
    cloud.faults.clear()
    # An upload that is refused is tried anew with another token; what is made beside the old one is made once.
    assert len(cloud.calls("image", "POST")) <= 1
    assert {key: one for key, one in cloud.image.images.items() if "golden" in one["name"]} == {old["id"]: old}
    if fault["method"] != "POST":
        assert f"'golden' ({old['id']}) was left as it is, and what was made to take its place removed." in message
    shown = succeed(replaced())["image"]
    assert cloud.image.state.contents[shown["id"]] == NEW


def test_damaged_content_does_not_take_its_place(cloud: FakeCloud, old: Json, replaced: Any) -> None:
    def damage(_request: Any) -> None:
        (new,) = (one for one in cloud.image.images.values() if "in place of" in one["name"])
        cloud.image.state.fill(new, NEW[::-1])

    cloud.faults.add(**FILE, kind="watch", after=damage)
    for on_error in ("recreate", "keep"):
        assert "What the service has of it is not what is in" in fail(replaced(on_error=on_error))
        assert [one["id"] for one in cloud.image.images.values() if "golden" in one["name"]] == [old["id"]]
        cloud.faults.add(**FILE, kind="watch", after=damage)


def test_nothing_more_is_removed_if_the_old_one_may_be_gone(cloud: FakeCloud, old: Json, replaced: Any) -> None:
    cloud.faults.add(method="DELETE", path=old["id"], kind="lost")
    message = fail(replaced())
    (left,) = (one for one in cloud.image.images.values() if "golden" in one["name"])
    assert cloud.image.state.contents[left["id"]] == NEW
    assert f"is there as '{left['name']}' ({left['id']}): give it its name, or remove it and run again." in message


def test_nothing_more_is_removed_if_it_does_not_get_its_name(cloud: FakeCloud, replaced: Any) -> None:
    cloud.faults.add(method="PATCH", status=403, times=2)
    message = fail(replaced())
    (left,) = (one for one in cloud.image.images.values() if "golden" in one["name"])
    assert cloud.image.state.contents[left["id"]] == NEW
    assert left["id"] in message


def test_older_one_of_another_project_is_left_alone(
    ansible: Ansible, cloud: FakeCloud, old: Json, replaced: Any
) -> None:
    stranger = cloud.image.add_image("golden", owner="9" * 32, created_at="2020-01-01T00:00:00Z")
    content = cloud.image.state.contents[stranger["id"]]
    shown = succeed(replaced())["image"]
    assert {one["id"] for one in cloud.image.images.values() if one["name"] == "golden"} == {
        stranger["id"],
        shown["id"],
    }
    assert (cloud.image.state.contents[stranger["id"]], shown["id"] != old["id"]) == (content, True)
    assert cloud.image.state.contents[shown["id"]] == NEW
    assert not [call for call in cloud.calls("image") if stranger["id"] in call.path and call.method != "GET"]
    assert ansible.run("os_image", name="golden", state="absent").changed


def test_protected_one_is_replaced_only_if_it_may_be(cloud: FakeCloud, old: Json, replaced: Any) -> None:
    cloud.image.images[old["id"]]["protected"] = True
    assert "is protected" in fail(replaced())
    assert writes(cloud) == []
    assert succeed(replaced(protected=False))["image"]["protected"] is False


def test_what_an_interrupted_run_left_is_told_and_left(cloud: FakeCloud, old: Json, replaced: Any) -> None:
    left = cloud.image.queue(f"golden (in place of {old['id']})", old["owner"])
    result = succeed(replaced())
    assert left["id"] in cloud.image.images
    assert [text for text in result.warnings if left["id"] in text and "was cut off" in text]
    assert result["image"]["id"] not in (left["id"], old["id"])
