# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""os_volume and os_volume_info on the fake cloud."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, Result, fail, succeed

# What only the service can say.
UNKNOWN = {"id", "created_at", "updated_at", "project_id", "user_id", "attachments"}
MISSING = "5bbcc3c4-1da2-4437-a48a-66f15b1b13f9"


@pytest.fixture
def volume(ansible: Ansible) -> Any:
    def run(**options: Any) -> Result:
        return ansible.run("os_volume", **options)

    return run


@pytest.fixture
def there(cloud: FakeCloud) -> dict[str, Any]:
    return cloud.volume.add_volume("data", 2, metadata={"a": "b"}, description="words")


def origin(result: Result) -> list[Any]:
    """What the volume of a result was made from, by ids."""
    shown = result["volume"]
    return [shown["snapshot_id"], shown["source_volume_id"], (shown["image"] or {}).get("id")]


def known(shown: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in shown.items() if key not in UNKNOWN}


def test_all_that_can_be_asked_for_arrives_once(ansible: Ansible, volume: Any, cloud: FakeCloud) -> None:
    wanted: dict[str, Any] = {
        "name": "data",
        "size": 3,
        "description": "words",
        "volume_type": "ssd",
        "availability_zone": "nova",
        "metadata": {"role": "db", "spare": False},
        "bootable": True,
        "read_only": True,
        "scheduler_hints": {"same_host": MISSING},
    }
    predicted = succeed(volume(**wanted, check=True, diff=True))
    assert ansible.writes() == []
    made = succeed(volume(**wanted, diff=True))
    assert predicted["diff"] == made["diff"]
    wrong = {"availability_zone", "volume_type"} - set(predicted["volume"])
    assert wrong == set()
    assert known(predicted["volume"]) == known(made["volume"])
    assert made["volume"]["metadata"] == {"role": "db", "spare": "false"}
    (request,) = [one for one in cloud.calls("volume", "POST") if one.rest.endswith("/volumes")]
    assert request.body["OS-SCH-HNT:scheduler_hints"] == {"same_host": MISSING}
    cloud.clear_log()
    again = succeed(volume(**wanted))
    assert (again.changed, again["volume"]) == (False, made["volume"])
    assert len(ansible.lines()) == 1


def test_nothing_is_sent_that_nobody_asked_for(volume: Any, cloud: FakeCloud) -> None:
    succeed(volume(name="data", size=1))
    (request,) = cloud.calls("volume", "POST")
    assert request.body == {"volume": {"name": "data", "size": 1}}


@pytest.mark.parametrize("source", ["image", "snapshot", "volume", "backup"])
def test_volume_from_something(ansible: Ansible, volume: Any, cloud: FakeCloud, there: Any, source: str) -> None:
    cloud.volume.add_snapshot("snap", there)
    succeed(ansible.run("os_volume_backup", name="safe", volume="data"))
    names = {"image": "cirros", "snapshot": "snap", "volume": "data", "backup": "safe"}
    options: dict[str, Any] = {"name": "copy", source: names[source]}
    if source == "image":
        options["size"] = 1
    predicted = succeed(volume(**options, check=True))
    made = succeed(volume(**options))
    assert made.changed
    assert origin(predicted) == origin(made)
    again = succeed(volume(**options))
    assert (again.changed, again["volume"]) == (False, made["volume"])


@pytest.mark.parametrize("purge", [False, True])
def test_metadata_that_a_backup_brings_do_not_take_the_place_of_what_was_asked_for(
    ansible: Ansible, volume: Any, cloud: FakeCloud, there: Any, purge: bool
) -> None:
    succeed(ansible.run("os_volume_backup", name="safe", volume="data"))
    options = {"name": "copy", "backup": "safe", "metadata": {"role": "db"}, "purge_metadata": purge}
    made = succeed(volume(**options))
    (backup_id,) = cloud.volume.state.backups
    brought = {} if purge else {"a": "b", "src_backup_id": backup_id}
    assert made["volume"]["metadata"] == {"role": "db", **brought}
    again = succeed(volume(**options))
    assert (again.changed, again["volume"]) == (False, made["volume"])


def test_name_that_a_volume_from_a_backup_would_not_keep_is_an_error(
    ansible: Ansible, volume: Any, cloud: FakeCloud, there: Any
) -> None:
    succeed(ansible.run("os_volume_backup", name="safe", volume="data"))
    cloud.clear_log()
    message = "A volume from a backup cannot be called 'restore_backup_1'"
    assert message in fail(volume(name="restore_backup_1", backup="safe"))
    assert message in fail(volume(name="restore_backup_1", backup="safe", check=True))
    assert ansible.writes() == []
    assert succeed(volume(name="restore_backup_1", size=1)).changed


def test_rival_takes_bootable_from_a_volume_that_was_made_from_an_image(
    ansible: Ansible, volume: Any, cloud: FakeCloud
) -> None:
    options: dict[str, Any] = {"name": "root", "size": 1, "image": "cirros"}
    assert succeed(volume(**options))["volume"]["bootable"]
    cloud.clear_log()
    again = succeed(volume(**options))
    assert (again.changed, again["volume"]["bootable"]) == (False, True)
    assert ansible.writes() == []
    assert not succeed(volume(**options, bootable=True)).changed
    assert not succeed(volume(**options, bootable=False))["volume"]["bootable"]


def test_rival_crashes_in_check_mode_where_the_size_changes(ansible: Ansible, volume: Any, there: Any) -> None:
    predicted = succeed(volume(name="data", size=5, check=True, diff=True))
    assert (predicted.changed, predicted["volume"]["size"]) == (True, 5)
    assert ansible.writes() == []
    changed = succeed(volume(name="data", size=5, diff=True))
    assert (changed["volume"]["size"], changed["diff"]) == (5, predicted["diff"])


def test_rival_does_not_wait_for_an_extension(volume: Any, there: Any, cloud: FakeCloud) -> None:
    cloud.timings.action_seconds = 0.5
    extended = succeed(volume(name="data", size=5))["volume"]
    assert (extended["size"], extended["status"]) == (5, "available")


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("description", "other words"),
        ("description", ""),
        ("metadata", {"a": "c"}),
        ("volume_type", "ssd"),
        ("bootable", True),
        ("read_only", True),
        ("new_name", "renamed"),
        ("size", 9),
    ],
)
def test_rival_passes_changes_over(ansible: Ansible, volume: Any, there: Any, option: str, value: Any) -> None:
    predicted = succeed(volume(name="data", **{option: value}, check=True, diff=True))
    assert ansible.writes() == []
    changed = succeed(volume(name="data", **{option: value}, diff=True))
    assert changed.changed
    assert predicted["diff"] == changed["diff"]
    assert known(predicted["volume"]) == known(changed["volume"])
    assert not succeed(volume(name="data", **{option: value})).changed


def test_metadata_that_is_not_named_stays_unless_purged(volume: Any, there: dict[str, Any]) -> None:
    assert succeed(volume(name="data", metadata={"c": "d"}))["volume"]["metadata"] == {"a": "b", "c": "d"}
    purged = succeed(volume(name="data", metadata={"c": "d"}, purge_metadata=True, read_only=True))
    assert purged["volume"]["metadata"] == {"c": "d"}
    # Cinder keeps marks of its own among the metadata.
    assert "readonly" in there["metadata"]
    assert not succeed(volume(name="data", metadata={"c": "d"}, purge_metadata=True)).changed


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"size": 1}, "size is 2, wanted 1"),
        ({"image": "cirros"}, "image is None, wanted"),
        ({"availability_zone": "far"}, "availability_zone is 'nova', wanted 'far'"),
        ({"multiattach": True}, "multiattach is False, wanted True"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_cannot_be_changed_is_never_passed_over(
    ansible: Ansible, volume: Any, cloud: FakeCloud, there: Any, options: dict[str, Any], message: str
) -> None:
    cloud.volume.state.zones.append("far")
    assert message in fail(volume(name="data", **options))
    warned = succeed(volume(name="data", **options, on_drift="warn"))
    assert (warned.changed, message in warned.warnings[0]) == (False, True)
    assert not succeed(volume(name="data", **options, on_drift="ignore")).changed
    assert ansible.writes() == []


def test_type_that_the_service_does_not_change_is_an_error(volume: Any, cloud: FakeCloud, there: Any) -> None:
    cloud.volume.state.refuses_types = True
    assert "Cinder gave it up, and does not say why" in fail(volume(name="data", volume_type="ssd"))


def test_type_by_its_id(volume: Any, cloud: FakeCloud, there: Any) -> None:
    type_id = cloud.volume.state.type_id("ssd")
    assert succeed(volume(name="data", volume_type=type_id))["volume"]["volume_type"] == "ssd"
    assert not succeed(volume(name="data", volume_type=type_id)).changed


# Attachments.


def test_attached_where_it_is_made_and_detached(ansible: Ansible, volume: Any, cloud: FakeCloud) -> None:
    server = cloud.compute.add_server("web1")
    wanted: dict[str, Any] = {"name": "data", "size": 1, "attached_to": ["web1"]}
    predicted = succeed(volume(**wanted, check=True, diff=True))
    made = succeed(volume(**wanted, diff=True))
    assert predicted["diff"] == made["diff"]
    assert predicted["volume"]["status"] == "in-use"
    assert (made["volume"]["attached_to"], made["volume"]["status"]) == ([server.id], "in-use")
    assert made["volume"]["attachments"][0]["node_id"] == server.id
    cloud.clear_log()
    assert not succeed(volume(**wanted)).changed
    assert not succeed(volume(name="data", attached_to=[])).changed
    assert ansible.writes() == []
    predicted = succeed(volume(name="data", attached_to=[], purge_attached_to=True, check=True, diff=True))
    detached = succeed(volume(name="data", attached_to=[], purge_attached_to=True, diff=True))
    assert predicted["diff"] == detached["diff"]
    assert (detached["volume"]["attached_to"], detached["volume"]["status"]) == ([], "available")
    assert not succeed(volume(name="data", attached_to=[], purge_attached_to=True)).changed


def test_rival_attaches_without_a_tag(volume: Any, cloud: FakeCloud, there: Any) -> None:
    server = cloud.compute.add_server("web1")
    desired = {"node": server.id, "device": "/dev/vdc", "tag": "db", "delete_on_termination": True}
    attached = succeed(volume(name="data", attached_to=[desired]))["volume"]
    assert attached["attached_to"] == [server.id]
    (request,) = [one for one in cloud.calls("compute", "POST") if one.rest.endswith("/os-volume_attachments")]
    assert request.body["volumeAttachment"] == {
        "volumeId": there["id"],
        "device": "/dev/vdc",
        "tag": "db",
        "delete_on_termination": True,
    }


def test_moved_from_one_node_to_another(volume: Any, cloud: FakeCloud, there: Any) -> None:
    cloud.compute.add_server("web1")
    other = cloud.compute.add_server("web2")
    succeed(volume(name="data", attached_to=["web1"]))
    moved = succeed(volume(name="data", attached_to=["web2"], purge_attached_to=True))["volume"]
    assert moved["attached_to"] == [other.id]


def test_attached_volume_is_extended(volume: Any, cloud: FakeCloud, there: Any) -> None:
    cloud.compute.add_server("web1")
    succeed(volume(name="data", attached_to=["web1"]))
    extended = succeed(volume(name="data", size=4))["volume"]
    assert (extended["size"], extended["status"]) == (4, "in-use")


def test_attached_volume_is_removed_only_if_it_may_be_detached(
    ansible: Ansible, volume: Any, cloud: FakeCloud, there: Any
) -> None:
    server = cloud.compute.add_server("web1")
    succeed(volume(name="data", attached_to=["web1"]))
    cloud.clear_log()
    for check in (True, False):
        message = fail(volume(name="data", state="absent", check=check))
        assert f"In use by node 'web1' ({server.id}). Set detach to true" in message
    assert ansible.writes() == []
    assert succeed(volume(name="data", state="absent", detach=True)).changed
    assert cloud.volume.volumes == {}
    assert not succeed(volume(name="data", state="absent", detach=True)).changed


# Removing, statuses, refusals.


def test_volume_goes_with_its_snapshots_if_asked_for(volume: Any, cloud: FakeCloud, there: Any) -> None:
    cloud.volume.add_snapshot("snap", there)
    assert "have snapshots" in fail(volume(name="data", state="absent"))
    assert succeed(volume(name="data", state="absent", delete_snapshots=True)).changed
    assert cloud.volume.snapshots == {}


@pytest.mark.parametrize("status", ["creating", "deleting"])
def test_volume_in_passing_is_left_to_arrive(volume: Any, cloud: FakeCloud, status: str) -> None:
    cloud.timings.action_seconds = cloud.timings.delete_seconds = 2.0
    if status == "creating":
        first = succeed(volume(name="data", size=1, wait=False))["volume"]
        assert first["status"] == "creating"
        second = succeed(volume(name="data", size=1))
        assert (second.changed, second["volume"]["status"]) == (False, "available")
        assert second["volume"]["id"] == first["id"]
    else:
        old = cloud.volume.add_volume("data")
        succeed(volume(name="data", state="absent", wait=False))
        made = succeed(volume(name="data", size=1))
        assert made.changed
        assert made["volume"]["id"] != old["id"]


def test_volume_in_error_says_so(volume: Any, cloud: FakeCloud) -> None:
    broken = cloud.volume.add_volume("data", status="error")
    assert f"'data' ({broken['id']}) is in status error" in fail(volume(name="data", size=1))
    assert succeed(volume(name="data", size=1, on_error="keep")).warnings
    made = succeed(volume(name="data", size=1, on_error="recreate"))["volume"]
    assert (made["status"], made["id"] != broken["id"]) == ("available", True)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"size": 1}, "one of the following is required: name, id"),
        ({"name": "new"}, "There is no volume 'new' yet; to make it, give size."),
        ({"name": ""}, "name must not be empty."),
        ({"name": "new", "size": 1, "image": "cirrus"}, "Did you mean 'cirros'?"),
        ({"name": "new", "size": 1, "volume_type": "sdd"}, "Did you mean 'ssd'?"),
        ({"name": "new", "size": 1, "attached_to": ["web9"]}, "There is no node named 'web9'"),
        (
            {"name": "new", "size": 1, "attached_to": [{"server": "web1"}]},
            "attached_to has no key server; there are node, ",
        ),
        ({"name": "new", "image": "cirros", "volume": "data"}, "made from one thing, not from image and volume."),
        ({"id": MISSING, "size": 1}, f"There is no volume with the id '{MISSING}'"),
    ],
    ids=lambda value: "",
)
@pytest.mark.parametrize("check", [False, True], ids=["deed", "check"])
def test_refused(ansible: Ansible, volume: Any, there: Any, options: Any, message: str, check: bool) -> None:
    assert message in fail(volume(**options, check=check))
    assert ansible.writes() == []


def test_two_of_one_name_are_told_by_their_ids(volume: Any, cloud: FakeCloud) -> None:
    old: dict[str, Any] = {"created_at": "2020-01-01T00:00:00.000000"}
    twins = [cloud.volume.add_volume("data", **old)["id"] for _number in range(2)]
    message = fail(volume(name="data", size=1))
    assert "2 volumes are named 'data'" in message
    assert all(twin in message for twin in twins)
    assert not succeed(volume(id=twins[0])).changed


@pytest.mark.parametrize("alias", ["ex_volume_type", "location", "is_bootable", "source_volume", "ex_image_ref"])
def test_names_of_libcloud_and_of_the_rival(volume: Any, there: Any, alias: str) -> None:
    values = {"ex_volume_type": "ssd", "location": "nova", "is_bootable": True, "ex_image_ref": "cirros"}
    options = {"name": "new", "size": 2, alias: values.get(alias, "data")}
    assert succeed(volume(**options)).changed
    assert not succeed(volume(**options)).changed


# Looking for them.


def test_volumes_are_looked_for(ansible: Ansible, volume: Any, cloud: FakeCloud, there: Any) -> None:
    shown = succeed(volume(name="data"))["volume"]
    cloud.volume.add_volume("other", metadata={"role": "db"})

    def names(**options: Any) -> list[str]:
        return [one["name"] for one in succeed(ansible.run("os_volume_info", **options))["volumes"]]

    assert sorted(names()) == ["data", "other"]
    assert succeed(ansible.run("os_volume_info", name="data"))["volumes"] == [shown]
    assert succeed(ansible.run("os_volume_info", id=shown["id"]))["volumes"] == [shown]
    assert names(metadata={"role": "db"}) == ["other"]
    assert names(filters={"status": "error"}) == []
    assert names(name="nope") == []
    server = cloud.compute.add_server("web1")
    succeed(volume(name="data", attached_to=["web1"]))
    assert names(attached_to=server.id) == ["data"]


def test_snapshots_of_volumes_are_told_on_request(ansible: Ansible, cloud: FakeCloud, there: Any) -> None:
    cloud.volume.add_snapshot("snap", there)
    other = cloud.volume.add_volume("other")
    found = succeed(ansible.run("os_volume_info", snapshots=True))["volumes"]
    told = {one["name"]: [snapshot["name"] for snapshot in one["snapshots"]] for one in found}
    assert told == {"data": ["snap"], other["name"]: []}
