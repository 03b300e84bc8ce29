# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""os_image on the fake cloud."""

from __future__ import annotations

import hashlib
import pathlib
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.fake.wire import Json
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, Result, fail, succeed

# Ids of projects.
P1, P2 = "1" * 32, "2" * 32
CONTENT = b"content of a disk" * 50_000


@pytest.fixture
def src(tmp_path: pathlib.Path) -> pathlib.Path:
    path = tmp_path / "disk.raw"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def wanted(src: pathlib.Path) -> Json:
    return {
        "name": "golden",
        "src": str(src),
        "disk_format": "raw",
        "min_disk": 1,
        "min_ram": 64,
        "visibility": "private",
        "tags": ["b", "a"],
        "properties": {"os_distro": "debian", "hw_qemu_guest_agent": True, "a/b~c": "odd"},
    }


@pytest.fixture
def image(ansible: Ansible) -> Any:
    def run(**options: Any) -> Result:
        return ansible.run("os_image", **options)

    return run


def here(cloud: FakeCloud, name: str = "golden") -> Json:
    return cloud.image.named(name)


@pytest.fixture
def golden(cloud: FakeCloud) -> Json:
    """The same, there already."""
    project = cloud.accounts.project("demo", "default")
    assert project is not None
    properties = {"os_distro": "debian", "hw_qemu_guest_agent": "true", "a/b~c": "odd"}
    fields = {"owner": project.id, "visibility": "private", "tags": ["a", "b"], "min_disk": 1, "min_ram": 64}
    made = cloud.image.add_image("golden", **fields, **properties)
    cloud.image.state.fill(made, CONTENT)
    return made


def test_image_of_a_file_is_made_once(ansible: Ansible, image: Any, cloud: FakeCloud, wanted: Json) -> None:
    predicted = succeed(image(**wanted, check=True, diff=True))
    assert ansible.writes() == []
    made = succeed(image(**wanted, diff=True))
    assert predicted["diff"] == made["diff"]
    shown = made["image"]
    assert (shown["status"], shown["size"], shown["tags"]) == ("active", len(CONTENT), ["a", "b"])
    assert shown["properties"] == {"os_distro": "debian", "hw_qemu_guest_agent": "true", "a/b~c": "odd"}
    assert shown["hash_value"] == hashlib.sha512(CONTENT).hexdigest()
    assert cloud.image.state.contents[shown["id"]] == CONTENT
    known = {key: value for key, value in predicted["image"].items() if value is not None}
    assert known == {key: shown[key] for key in known}
    assert set(predicted["image"]) == set(shown)
    cloud.clear_log()
    again = succeed(image(**wanted))
    assert (again.changed, again["image"]) == (False, shown)
    assert len(ansible.lines()) == 1
    assert not succeed(image(name="golden")).changed


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("new_name", "other"),
        ("min_disk", 2),
        ("min_ram", 0),
        ("visibility", "community"),
        ("protected", True),
        ("hidden", True),
        ("tags", ["c"]),
        ("properties", {"os_distro": "ubuntu", "x/y": "new"}),
    ],
)
@pytest.mark.usefixtures("golden")
def test_change(ansible: Ansible, image: Any, option: str, value: Any) -> None:
    change = {"name": "golden", option: value}
    predicted = succeed(image(**change, check=True, diff=True))
    assert ansible.writes() == []
    changed = succeed(image(**change, diff=True))
    assert (changed.changed, changed["diff"]) == (True, predicted["diff"])
    times = {"updated_at": changed["image"]["updated_at"]}
    assert changed["image"] == {**predicted["image"], **times}
    assert len(ansible.writes()) == 1
    assert not succeed(image(**change)).changed


def test_rival_makes_an_image_private_that_nobody_asked_to(image: Any, golden: Json) -> None:
    """Its `is_public` is false if nothing is said, and so a shared image becomes a private one."""
    golden["visibility"] = "shared"
    assert not succeed(image(name="golden", tags=["a"])).changed
    succeed(image(name="golden", tags=["new"]))
    assert golden["visibility"] == "shared"


def test_rival_does_not_compare_the_file(
    ansible: Ansible, image: Any, cloud: FakeCloud, golden: Json, wanted: Json, src: pathlib.Path
) -> None:
    first = succeed(image(**wanted))["image"]
    assert first["id"] == golden["id"]
    src.write_bytes(CONTENT[::-1])
    cloud.clear_log()
    message = fail(image(**wanted))
    assert "src is 'another content'" in message
    assert "Set replace to true" in message
    assert ansible.writes() == []
    assert succeed(image(**wanted, on_drift="warn")).warnings
    less = {"name": "golden", "src": str(src), "tags": ["a"], "replace": True}
    predicted = succeed(image(**less, check=True, diff=True))
    assert ansible.writes() == []
    replaced = succeed(image(**less, diff=True))
    assert replaced["diff"] == predicted["diff"]
    shown = replaced["image"]
    assert shown["id"] != first["id"]
    known = {key: value for key, value in predicted["image"].items() if value is not None}
    assert known == {key: shown[key] for key in known}
    assert (shown["tags"], shown["properties"]) == (first["tags"], first["properties"])
    assert cloud.image.state.contents[shown["id"]] == CONTENT[::-1]
    assert [one["name"] for one in cloud.image.images.values()].count("golden") == 1
    assert not succeed(image(**wanted)).changed


@pytest.mark.usefixtures("golden")
def test_rival_removes_no_properties_and_no_tags(image: Any) -> None:
    changed = succeed(image(name="golden", tags=[], purge_tags=True, properties={"a": "1"}, purge_properties=True))
    assert (changed["image"]["tags"], changed["image"]["properties"]) == ([], {"a": "1"})
    assert not succeed(image(name="golden", tags=[], purge_tags=True)).changed


def test_rival_has_no_check_mode(ansible: Ansible, image: Any, wanted: Json) -> None:
    assert "There is no folder" in fail(image(**wanted, dest="/nowhere/at/all", check=True))
    assert "cannot be used: No such file" in fail(image(**{**wanted, "src": "/nowhere.raw"}, check=True))
    assert ansible.writes() == []


def test_upload_that_was_cut_is_resumed(ansible: Ansible, image: Any, cloud: FakeCloud, wanted: Json) -> None:
    cloud.faults.add(kind="drop", method="PUT", path="/file")
    message = fail(image(**wanted))
    assert "Could not upload" in message
    assert "its id is" in message
    assert f"{len(CONTENT)} of {len(CONTENT)} bytes" in message
    cut = here(cloud)
    assert cut["status"] == "queued"
    cut["disk_format"] = "qcow2"
    cloud.clear_log()
    predicted = succeed(image(**wanted, check=True, diff=True))
    resumed = succeed(image(**wanted, diff=True))
    assert resumed["diff"] == predicted["diff"]
    assert (resumed["image"]["id"], resumed["image"]["status"]) == (cut["id"], "active")
    assert resumed["image"]["disk_format"] == "raw"
    assert [line.split()[0] for line in ansible.writes()] == ["PATCH", "PUT"]
    assert not succeed(image(**wanted)).changed


def test_upload_that_is_stuck_is_replaced_if_asked_for(image: Any, cloud: FakeCloud, wanted: Json) -> None:
    project = cloud.accounts.project("demo", "default")
    assert project is not None
    stuck = cloud.image.queue("golden", project.id, status="saving")
    message = fail(image(**wanted, wait_timeout=1))
    assert "in status saving" in message
    assert "Set on_error to recreate" in message
    replaced = succeed(image(**wanted, wait_timeout=1, on_error="recreate"))
    assert replaced["image"]["id"] != stuck["id"]
    assert replaced["image"]["status"] == "active"
    assert stuck["id"] not in cloud.image.images


def test_upload_of_somebody_else_is_left_to_arrive(image: Any, cloud: FakeCloud, wanted: Json) -> None:
    project = cloud.accounts.project("demo", "default")
    assert project is not None
    other = cloud.image.queue("golden", project.id, status="saving")
    cloud.faults.add(
        kind="watch", method="GET", path=other["id"], before=lambda _request: cloud.image.state.fill(other, CONTENT)
    )
    found = succeed(image(name="golden", src=wanted["src"], wait_timeout=20))
    assert (found.changed, found["image"]["id"], found["image"]["status"]) == (False, other["id"], "active")


def test_content_that_arrives_damaged_is_an_error(image: Any, cloud: FakeCloud, wanted: Json) -> None:
    def damage(_request: Any) -> None:
        cloud.image.state.fill(here(cloud), CONTENT[::-1])

    cloud.faults.add(kind="watch", method="PUT", path="/file", after=damage)
    message = fail(image(**wanted))
    assert "What the service has of it is not what is in" in message
    assert "Set replace to true to have it made anew." in message


def test_damaged_content_is_sent_anew_if_asked_for(image: Any, cloud: FakeCloud, wanted: Json) -> None:
    def damage(_request: Any) -> None:
        cloud.image.state.fill(here(cloud), CONTENT[::-1])

    cloud.faults.add(kind="watch", method="PUT", path="/file", after=damage)
    made = succeed(image(**wanted, on_error="recreate"))
    assert cloud.image.state.contents[made["image"]["id"]] == CONTENT


def test_image_of_a_url(ansible: Ansible, image: Any, cloud: FakeCloud) -> None:
    url = f"{cloud.auth_url}"
    options = {"name": "web", "url": url, "disk_format": "raw"}
    predicted = succeed(image(**options, check=True, diff=True))
    assert ansible.writes() == []
    made = succeed(image(**options, diff=True))
    assert (made["diff"], made["image"]["status"]) == (predicted["diff"], "active")
    assert made["image"]["importing"] is False
    assert b'"version"' in cloud.image.state.contents[made["image"]["id"]]
    ansible.cloud.clear_log()
    assert not succeed(image(**options)).changed
    assert len(ansible.lines()) == 1
    good = f"sha512:{made['image']['hash_value']}"
    assert not succeed(image(**options, checksum=good)).changed
    assert not succeed(image(**options, checksum=f"md5:{made['image']['checksum']}")).changed
    assert "Set replace to true" in fail(image(**options, checksum="md5:0123"))
    assert "has to be like sha512:" in fail(image(**options, checksum="0123"))


def test_image_of_a_url_that_leads_nowhere(image: Any, cloud: FakeCloud) -> None:
    options = {"name": "web", "url": f"{cloud.origin}/nowhere", "disk_format": "raw"}
    message = fail(image(**options))
    assert "The service gave it up" in message
    assert "does not pass filtering" in fail(image(**{**options, "url": "ftp://x/y"}))
    good = succeed(image(**{**options, "url": cloud.auth_url}))
    assert good["image"]["status"] == "active"


def test_image_of_a_node(ansible: Ansible, image: Any, cloud: FakeCloud) -> None:
    server = cloud.compute.add_server("web1")
    cloud.timings.action_seconds = 0.5
    options = {"name": "snap", "node": "web1", "properties": {"role": "web"}, "tags": ["t"], "min_disk": 3}
    predicted = succeed(image(**options, check=True, diff=True))
    assert ansible.writes() == []
    made = succeed(image(**options, diff=True))
    assert made["diff"] == predicted["diff"]
    shown = made["image"]
    assert (shown["status"], shown["tags"], shown["min_disk"]) == ("active", ["t"], 3)
    assert shown["properties"]["instance_uuid"] == server.id
    assert shown["properties"]["role"] == "web"
    again = succeed(image(**options))
    assert (again.changed, again["image"]) == (False, shown)
    cloud.compute.add_server("web2")
    assert "node is" in fail(image(name="snap", node="web2"))


def test_snapshot_under_way_is_waited_for(image: Any, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    cloud.timings.action_seconds = 0.6
    begun = succeed(image(name="snap", node="web1", wait=False))
    assert begun["image"]["status"] == "queued"
    ended = succeed(image(name="snap", node="web1"))
    assert (ended.changed, ended["image"]["status"]) == (False, "active")


def test_download(ansible: Ansible, image: Any, cloud: FakeCloud, tmp_path: pathlib.Path) -> None:
    dest = tmp_path / "here.raw"
    content = cloud.image.state.contents[here(cloud, "cirros")["id"]]
    predicted = succeed(image(name="cirros", dest=str(dest), check=True, diff=True))
    assert not dest.exists()
    fetched = succeed(image(name="cirros", dest=str(dest), diff=True))
    assert (fetched.changed, fetched["diff"]) == (True, predicted["diff"])
    assert dest.read_bytes() == content
    assert list(tmp_path.glob(".*")) == []
    ansible.cloud.clear_log()
    assert not succeed(image(name="cirros", dest=str(dest))).changed
    assert [line for line in ansible.lines() if "/file" in line] == []
    dest.write_bytes(b"another")
    dest.chmod(0o640)
    assert succeed(image(name="cirros", dest=str(dest))).changed
    assert (dest.read_bytes(), dest.stat().st_mode & 0o777) == (content, 0o640)


def test_download_that_is_cut_leaves_the_file_as_it_was(image: Any, cloud: FakeCloud, tmp_path: pathlib.Path) -> None:
    dest = tmp_path / "here.raw"
    dest.write_bytes(b"before")
    cloud.faults.add(kind="cut", method="GET", path="/file")
    assert "Could not download image 'cirros'" in fail(image(name="cirros", dest=str(dest)))
    assert dest.read_bytes() == b"before"
    cloud.image.state.contents[here(cloud, "cirros")["id"]] = b"x" * 1024
    assert "another sha512" in fail(image(name="cirros", dest=str(dest)))
    assert (dest.read_bytes(), list(tmp_path.glob(".*"))) == (b"before", [])


def test_upload_and_download_in_one(image: Any, wanted: Json, tmp_path: pathlib.Path) -> None:
    dest = tmp_path / "copy.raw"
    succeed(image(**wanted, dest=str(dest)))
    assert dest.read_bytes() == CONTENT
    assert not succeed(image(**wanted, dest=str(dest))).changed


@pytest.mark.usefixtures("golden")
def test_members(ansible: Ansible, image: Any, cloud: FakeCloud) -> None:
    succeed(image(name="golden", visibility="shared", members=[P1]))
    assert not succeed(image(name="golden", members=[P1])).changed
    assert not succeed(image(name="golden", members=[])).changed
    cloud.clear_log()
    change = {"name": "golden", "members": [P2], "purge_members": True}
    predicted = succeed(image(**change, check=True, diff=True))
    assert ansible.writes() == []
    changed = succeed(image(**change, diff=True))
    assert changed["diff"] == predicted["diff"]
    assert changed["diff"]["before"]["members"] == [P1]
    assert list(cloud.image.state.members[here(cloud)["id"]]) == [P2]
    assert not succeed(image(**change)).changed
    assert succeed(image(name="golden", members=[], purge_members=True)).changed
    assert not cloud.image.state.members[here(cloud)["id"]]
    (found,) = succeed(ansible.run("os_image_info", name="golden", members=True))["images"]
    assert (found["members"], found["unavailable"]) == ([], {})


@pytest.mark.usefixtures("golden")
def test_membership_is_accepted_and_rejected(ansible: Ansible, image: Any, cloud: FakeCloud) -> None:
    alt = cloud.accounts.project("alt", "default")
    assert alt is not None
    succeed(image(name="golden", visibility="shared", members=[alt.id]))
    there = Ansible(cloud, {**ansible.options, "project_name": "alt"})
    pending = succeed(there.run("os_image_info", visibility="shared", membership="pending"))["images"]
    assert [one["name"] for one in pending] == ["golden"]
    assert succeed(there.run("os_image_info", name="golden"))["images"] == []
    accepted = succeed(there.run("os_image", name="golden", membership="accepted", diff=True))
    assert accepted["diff"]["before"]["membership"] == "pending"
    assert not succeed(there.run("os_image", name="golden", membership="accepted")).changed
    assert len(succeed(there.run("os_image_info", name="golden"))["images"]) == 1
    assert succeed(there.run("os_image", name="golden", membership="rejected")).changed
    assert not succeed(there.run("os_image", name="golden", membership="rejected")).changed
    assert "is not shared with this project" in fail(there.run("os_image", name="cirros", membership="accepted"))
    assert "that is shared with this project" in fail(there.run("os_image", name="nope", membership="accepted"))


def test_deactivated_by_an_administrator(image: Any, administrator: Ansible, golden: Json) -> None:
    assert "HTTP 403" in fail(image(name="cirros", deactivated=True))
    options = {"id": golden["id"], "deactivated": True}
    predicted = succeed(administrator.run("os_image", **options, check=True))
    off = succeed(administrator.run("os_image", **options))
    assert (off.changed, off["image"]["status"]) == (True, predicted["image"]["status"])
    assert not succeed(administrator.run("os_image", **options)).changed
    on = succeed(administrator.run("os_image", **{**options, "deactivated": False}))
    assert (on.changed, on["image"]["status"]) == (True, "active")


def test_hidden_image_is_found_by_its_name(image: Any, cloud: FakeCloud, wanted: Json) -> None:
    made = succeed(image(**wanted, hidden=True))
    assert made["image"]["hidden"] is True
    again = succeed(image(**wanted, hidden=True))
    assert (again.changed, again["image"]["id"]) == (False, made["image"]["id"])
    assert succeed(image(name="golden", state="absent")).changed
    assert "golden" not in [one["name"] for one in cloud.image.images.values()]


def test_image_is_removed_once(ansible: Ansible, image: Any, golden: Json) -> None:
    golden["protected"] = True
    assert "is protected" in fail(image(name="golden", state="absent"))
    ansible.cloud.clear_log()
    assert succeed(image(name="golden", state="absent", protected=False, check=True)).changed
    assert ansible.writes() == []
    removed = succeed(image(name="golden", state="absent", protected=False))
    assert (removed.changed, removed["image"]) == (True, None)
    assert not succeed(image(name="golden", state="absent")).changed


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "one of the following is required: name, id"),
        ({"name": "new"}, "There is no image 'new' yet; to make it, give src, url or node."),
        ({"name": "new", "url": "http://x/y"}, "To make image 'new', give disk_format"),
        ({"name": "new", "url": "http://x/y", "node": "n"}, "There is no node named 'n'"),
        ({"name": "new", "url": "http://x/y", "src": "/x"}, "not from src and url"),
        ({"name": "new", "src": "/", "disk_format": "raw"}, "is not a regular file"),
        ({"name": "new", "src": "/dev/null", "disk_format": "raw"}, "is not a regular file"),
        ({"name": "twin"}, "2 images are named 'twin'"),
    ],
)
def test_refused(ansible: Ansible, image: Any, cloud: FakeCloud, options: Json, message: str) -> None:
    for _number in range(2):
        cloud.image.add_image("twin", created_at="2020-01-01T00:00:00Z")
    assert message in fail(image(**options))
    assert ansible.writes() == []


def test_what_is_shared_stays_shared_when_it_is_replaced(
    image: Any, cloud: FakeCloud, golden: Json, wanted: Json, src: pathlib.Path
) -> None:
    shared = {**wanted, "visibility": "shared"}
    succeed(image(**shared, members=[P1]))
    assert here(cloud) is golden
    src.write_bytes(CONTENT[::-1])
    succeed(image(**shared, replace=True))
    assert list(cloud.image.state.members[here(cloud)["id"]]) == [P1]
    assert not succeed(image(**shared, replace=True)).changed


@pytest.mark.usefixtures("golden")
def test_another_format_needs_a_content(image: Any, wanted: Json) -> None:
    assert "disk_format is 'raw', wanted 'iso'" in fail(image(name="golden", disk_format="iso"))
    assert "give src or url too" in fail(image(name="golden", disk_format="iso", replace=True))
    assert succeed(image(**{**wanted, "disk_format": "iso"}, replace=True))["image"]["disk_format"] == "iso"


@pytest.mark.parametrize(("status", "headers"), [(401, {}), (429, {"Retry-After": "0"})])
def test_upload_that_is_refused_at_first_begins_anew(
    ansible: Ansible, cloud: FakeCloud, wanted: Json, status: int, headers: Json
) -> None:
    cloud.faults.add(method="PUT", path="/file", status=status, headers=headers)
    made = succeed(ansible.run("os_image", **wanted, retries=1))
    assert cloud.image.state.contents[made["image"]["id"]] == CONTENT


def test_empty_file_is_refused(ansible: Ansible, image: Any, wanted: Json, src: pathlib.Path) -> None:
    src.write_bytes(b"")
    assert "is empty" in fail(image(**wanted))
    assert ansible.writes() == []
