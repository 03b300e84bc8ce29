# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cinder: backups, and volumes that are made from them."""

from __future__ import annotations

import pytest

from ansible_collections.nodeworks.openstack.tests.contract.checks import nova_error
from ansible_collections.nodeworks.openstack.tests.contract.client import NO_ID, Cloud, Json, normalised, unique
from ansible_collections.nodeworks.openstack.tests.contract.servers import Servers
from ansible_collections.nodeworks.openstack.tests.contract.test_server_volumes import attach
from ansible_collections.nodeworks.openstack.tests.contract.volumes import Volumes

KEYS = {
    *("id", "status", "size", "object_count", "availability_zone", "container", "created_at", "updated_at", "name"),
    *("description", "fail_reason", "volume_id", "links", "is_incremental", "has_dependent_backups", "snapshot_id"),
    "data_timestamp",
}
OWNER = "os-backup-project-attr:project_id"
RENAMING, OWNED, WITH_METADATA, FROM_BACKUP, WITH_USER = (f"volume 3.{minor}" for minor in (9, 18, 43, 47, 56))
NOT_FOUND = "The resource could not be found."


def shown(volumes: Volumes, backup_id: str) -> Json:
    """Return a backup."""
    backup: Json = volumes.cloud.volume("GET", f"/backups/{backup_id}").json()["backup"]
    return backup


def test_life(volumes: Volumes) -> None:
    cloud, name, volume_id = volumes.cloud, unique("backup"), volumes.make()
    body = {"backup": {"name": name, "volume_id": volume_id, "description": "d"}}
    response = cloud.volume("POST", "/backups", json=body)
    made = response.json()["backup"]
    volumes.backups.append(made["id"])
    assert (response.status_code, set(made), made["name"]) == (202, {"id", "name", "links"}, name)
    assert set(volumes.wait_for_backup(made["id"], "available")) <= {"creating", "available"}
    backup = shown(volumes, made["id"])
    assert set(backup) == KEYS
    assert (backup["name"], backup["description"], backup["size"], backup["volume_id"]) == (name, "d", 1, volume_id)
    assert (backup["availability_zone"], backup["fail_reason"], backup["snapshot_id"]) == ("nova", None, None)
    assert (backup["is_incremental"], backup["has_dependent_backups"], backup["object_count"]) == (False, False, 1)
    assert backup["container"] == f"{made['id'][:2]}/{made['id'][2:4]}/{made['id']}"
    assert backup["data_timestamp"] == backup["created_at"]
    assert [link["rel"] for link in backup["links"]] == ["self", "bookmark"]
    assert backup["links"] == made["links"]
    assert volumes.show(volume_id)["status"] == "available"
    assert cloud.volume("DELETE", f"/backups/{made['id']}").status_code == 202
    assert set(volumes.wait_for_backup(made["id"], None)) <= {"deleting"}
    nova_error(cloud.volume("DELETE", f"/backups/{made['id']}"), 404, "Backup <id> could not be found.")


def test_lists(volumes: Volumes) -> None:
    cloud, volume_id = volumes.cloud, volumes.make()
    ids = [volumes.backup(volume_id), volumes.backup(volume_id)]
    both = [shown(volumes, backup_id) for backup_id in reversed(ids)]
    assert cloud.volume("GET", f"/backups/detail?volume_id={volume_id}").json() == {"backups": both}
    name = both[0]["name"]
    assert cloud.volume("GET", f"/backups/detail?name={name}").json() == {"backups": both[:1]}
    assert cloud.volume("GET", f"/backups/detail?volume_id={volume_id}&status=error").json() == {"backups": []}
    (brief,) = cloud.volume("GET", f"/backups?name={name}").json()["backups"]
    assert set(brief) == {"id", "name", "links"}
    page = cloud.volume("GET", f"/backups/detail?volume_id={volume_id}&limit=1").json()
    assert (page["backups"], [link["rel"] for link in page["backups_links"]]) == (both[:1], ["next"])
    assert f"marker={ids[1]}" in page["backups_links"][0]["href"]
    rest = cloud.volume("GET", f"/backups/detail?volume_id={volume_id}&marker={ids[1]}").json()
    assert rest == {"backups": both[1:]}
    refused = cloud.volume("GET", f"/backups/detail?marker={NO_ID}")
    nova_error(refused, 404, f"Backup {NO_ID} could not be found.")


def test_what_newer_versions_show(volumes: Volumes, admin: Cloud) -> None:
    """Whose it is, only administrators see."""
    backup_id = volumes.backup(volumes.make())
    path = f"/backups/{backup_id}"
    for cloud, version, more in (
        (volumes.cloud, OWNED, set()),
        (volumes.cloud, WITH_METADATA, {"metadata"}),
        (volumes.cloud, WITH_USER, {"metadata"}),
        (admin, None, set()),
        (admin, OWNED, {OWNER}),
        (admin, WITH_USER, {OWNER, "metadata", "user_id"}),
    ):
        backup = cloud.volume("GET", path, microversion=version).json()["backup"]
        assert (set(backup), backup["id"]) == (KEYS | more, backup_id)
        assert backup.get(OWNER) in (None, volumes.cloud.project_id)
    everything = admin.volume("GET", "/backups/detail?all_tenants=1", microversion=OWNED).json()["backups"]
    assert [item[OWNER] for item in everything if item["id"] == backup_id] == [volumes.cloud.project_id]
    own = admin.volume("GET", "/backups/detail").json()["backups"]
    assert backup_id not in [item["id"] for item in own]


def test_it_is_renamed(volumes: Volumes) -> None:
    cloud, name = volumes.cloud, unique("backup")
    backup_id = volumes.backup(volumes.make())
    path, body = f"/backups/{backup_id}", {"backup": {"name": name, "description": "d"}}
    nova_error(cloud.volume("PUT", path, json=body), 404, NOT_FOUND)
    changed = cloud.volume("PUT", path, json=body, microversion=RENAMING)
    assert (changed.status_code, set(changed.json()["backup"])) == (200, {"id", "name", "links"})
    backup = shown(volumes, backup_id)
    assert (backup["name"], backup["description"]) == (name, "d")
    refused = cloud.volume("PUT", f"/backups/{NO_ID}", json=body, microversion=RENAMING)
    nova_error(refused, 404, f"Backup {NO_ID} could not be found.")


def test_incremental(volumes: Volumes) -> None:
    """It is based on the one before, which then has to stay."""
    cloud, volume_id = volumes.cloud, volumes.make()
    wanted = {"backup": {"volume_id": volume_id, "incremental": True}}
    refused = cloud.volume("POST", "/backups", json=wanted)
    nova_error(refused, 400, "Invalid backup: No backups available to do an incremental backup.")
    first = volumes.backup(volume_id)
    second = volumes.backup(volume_id, incremental=True)
    assert (shown(volumes, first)["has_dependent_backups"], shown(volumes, first)["is_incremental"]) == (True, False)
    assert (shown(volumes, second)["is_incremental"], shown(volumes, second)["object_count"]) == (True, 0)
    refused = cloud.volume("DELETE", f"/backups/{first}")
    nova_error(refused, 400, "Invalid backup: Incremental backups exist for this backup.")
    assert cloud.volume("DELETE", f"/backups/{second}").status_code == 202
    volumes.wait_for_backup(second, None)
    assert shown(volumes, first)["has_dependent_backups"] is False
    assert cloud.volume("DELETE", f"/backups/{first}").status_code == 202
    volumes.wait_for_backup(first, None)


def test_of_a_snapshot(volumes: Volumes) -> None:
    cloud, volume_id = volumes.cloud, volumes.make()
    snapshot_id = volumes.snapshot(volume_id)
    backup = shown(volumes, volumes.backup(volume_id, snapshot_id=snapshot_id))
    assert (backup["volume_id"], backup["snapshot_id"]) == (volume_id, snapshot_id)
    snapshot = cloud.volume("GET", f"/snapshots/{snapshot_id}").json()["snapshot"]
    assert (snapshot["status"], backup["data_timestamp"]) == ("available", snapshot["created_at"])
    body = {"backup": {"volume_id": volumes.make(), "snapshot_id": snapshot_id}}
    message = "Invalid volume: Volume <id> does not match with snapshot.volume_id <id>."
    nova_error(cloud.volume("POST", "/backups", json=body), 400, message)


def test_of_a_volume_that_a_server_has(volumes: Volumes, servers: Servers) -> None:
    cloud, server_id, volume_id = volumes.cloud, servers.make(), volumes.make()
    attach(servers, volumes, server_id, volume_id)
    refused = cloud.volume("POST", "/backups", json={"backup": {"volume_id": volume_id}})
    nova_error(refused, 400, "Invalid volume: Backing up an in-use volume must use the force flag.")
    backup_id = volumes.backup(volume_id, force=True)
    assert (shown(volumes, backup_id)["status"], volumes.show(volume_id)["status"]) == ("available", "in-use")


@pytest.mark.parametrize(
    ("backup", "status", "message"),
    [
        (
            {"volume_id": "x"},
            400,
            "Invalid input for field/attribute volume_id. Value: x. 'x' is not a 'uuid'",
        ),
        (
            {"volume_id": NO_ID, "force": "x"},
            400,
            "Invalid input for field/attribute force. Value: x. 'x' is not one of [True, 'True', 'TRUE', 'true', '1', "
            "'ON', 'On', 'on', 'YES', 'Yes', 'yes', 'y', 't', False, 'False', 'FALSE', 'false', '0', 'OFF', 'Off', "
            "'off', 'NO', 'No', 'no', 'n', 'f']",
        ),
        (
            {"volume_id": NO_ID, "container": 1},
            400,
            "Invalid input for field/attribute container. Value: 1. 1 is not of type 'string', 'null'",
        ),
        ({"volume_id": NO_ID}, 404, f"Volume {NO_ID} could not be found."),
    ],
)
def test_refused(volumes: Volumes, backup: Json, status: int, message: str) -> None:
    nova_error(volumes.cloud.volume("POST", "/backups", json={"backup": backup}), status, message)


@pytest.mark.parametrize("backup", [{}, {"volume_id": NO_ID, "colour": "red"}, {"volume_id": NO_ID, "metadata": {}}])
def test_refused_for_its_keys(volumes: Volumes, backup: Json) -> None:
    response = volumes.cloud.volume("POST", "/backups", json={"backup": backup})
    words = "'volume_id' is a required property"
    if backup:
        words = f"Additional properties are not allowed ({list(backup)[1]!r} was unexpected)"
    assert response.status_code == 400, response.text
    assert words in normalised(response.json()["badRequest"]["message"])


def test_volume_from_a_backup(volumes: Volumes) -> None:
    """It takes over the metadata of the volume that was backed up, whatever was asked for, and whether it can boot."""
    cloud, old_id = volumes.cloud, volumes.make(imageRef=volumes.cloud.image_id("cirros"), metadata={"a": "b"})
    backup_id = volumes.backup(old_id)
    body = {"volume": {"name": unique("volume"), "backup_id": backup_id, "metadata": {"c": "d"}}}
    response = cloud.volume("POST", "/volumes", json=body, microversion=FROM_BACKUP)
    assert response.status_code == 202, response.text
    new_id = response.json()["volume"]["id"]
    volumes.made.append(new_id)
    assert set(volumes.wait_for(new_id, "available")) <= {"creating", "restoring-backup", "available"}
    volume = volumes.show(new_id)
    assert (volume["name"], volume["size"], volume["bootable"]) == (body["volume"]["name"], 1, "true")
    assert volume["metadata"] == {"a": "b", "src_backup_id": backup_id}
    assert volume["volume_image_metadata"]["image_name"] == "cirros"
    assert shown(volumes, backup_id)["status"] == "available"


def test_volume_of_its_own_metadata_from_a_backup(volumes: Volumes) -> None:
    """Where there is none to take over, what was asked for stays."""
    backup_id = volumes.backup(volumes.make())
    body = {"volume": {"name": f"restore_backup_{unique('volume')}", "backup_id": backup_id, "metadata": {"c": "d"}}}
    made = volumes.cloud.volume("POST", "/volumes", json=body, microversion=FROM_BACKUP).json()["volume"]
    volumes.made.append(made["id"])
    volumes.wait_for(made["id"], "available")
    volume = volumes.show(made["id"])
    assert volume["metadata"] == {"c": "d", "src_backup_id": backup_id}
    # Such a name Cinder takes for one that it has given itself, until it knows the name of what was backed up.
    assert volume["name"] == volumes.show(shown(volumes, backup_id)["volume_id"])["name"]


@pytest.mark.parametrize(
    ("version", "backup", "status", "message"),
    [
        ("volume 3.46", NO_ID, 404, f"Backup {NO_ID} could not be found."),
        ("volume 3.46", "x", 404, "Backup x could not be found."),
        (FROM_BACKUP, NO_ID, 404, f"Backup {NO_ID} could not be found."),
        (
            FROM_BACKUP,
            "x",
            400,
            "Invalid input for field/attribute backup_id. Value: x. 'x' is not valid under any of the given schemas",
        ),
    ],
)
def test_volume_from_no_backup(volumes: Volumes, version: str, backup: str, status: int, message: str) -> None:
    """Versions that do not know of backups take them nevertheless."""
    body = {"volume": {"backup_id": backup, "size": 1}}
    nova_error(volumes.cloud.volume("POST", "/volumes", json=body, microversion=version), status, message)


def test_volume_that_is_too_small_for_a_backup(volumes: Volumes) -> None:
    backup_id = volumes.backup(volumes.make(size=2))
    body = {"volume": {"size": 1, "backup_id": backup_id}}
    response = volumes.cloud.volume("POST", "/volumes", json=body, microversion=FROM_BACKUP)
    message = (
        "Invalid input received: Volume size 1GB cannot be smaller than the backup size 2GB. It must be >= backup size."
    )
    nova_error(response, 400, message)


def test_limits_count_them(volumes: Volumes) -> None:
    def used() -> tuple[int, int]:
        absolute = volumes.cloud.volume("GET", "/limits").json()["limits"]["absolute"]
        return absolute["totalBackupsUsed"], absolute["totalBackupGigabytesUsed"]

    volumes.backup(volumes.make())
    count, size = used()
    assert count >= 1
    assert size >= count
