# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cinder: volumes and snapshots, as far as servers need them."""

from __future__ import annotations

import pytest

from ansible_collections.nodeworks.openstack.tests.contract.checks import nova_error
from ansible_collections.nodeworks.openstack.tests.contract.client import NO_ID, Json, unique
from ansible_collections.nodeworks.openstack.tests.contract.volumes import Volumes

KEYS = {
    *("id", "status", "size", "availability_zone", "created_at", "updated_at", "name", "description", "volume_type"),
    *("snapshot_id", "source_volid", "metadata", "links", "user_id", "bootable", "encrypted", "replication_status"),
    *("consistencygroup_id", "multiattach", "attachments"),
}
NOT_DELETABLE = (
    "Invalid volume: Volume status must be available or error or error_restoring or error_extending or error_managing "
    "and must not be migrating, attached, belong to a group, have snapshots, awaiting a transfer, or be disassociated "
    "from snapshots after volume transfer."
)


def test_life(volumes: Volumes) -> None:
    cloud, name = volumes.cloud, unique("volume")
    body = {"volume": {"name": name, "size": 1, "description": "d", "metadata": {"a": "b"}}}
    response = cloud.volume("POST", "/volumes", json=body)
    made = response.json()["volume"]
    volumes.made.append(made["id"])
    assert (response.status_code, set(made), made["status"]) == (202, KEYS, "creating")
    assert volumes.wait_for(made["id"], "available")[-1] == "available"
    shown = volumes.show(made["id"])
    assert set(shown) == KEYS | {"os-vol-tenant-attr:tenant_id"}
    assert (shown["size"], shown["description"], shown["metadata"]) == (1, "d", {"a": "b"})
    assert (shown["bootable"], shown["attachments"]) == ("false", [])
    assert cloud.volume("GET", f"/volumes/detail?name={name}").json() == {"volumes": [shown]}
    (brief,) = cloud.volume("GET", f"/volumes?name={name}").json()["volumes"]
    assert set(brief) == {"id", "name", "links"}
    changed = cloud.volume("PUT", f"/volumes/{made['id']}", json={"volume": {"name": f"{name}-x"}})
    assert (changed.status_code, changed.json()["volume"]["name"]) == (200, f"{name}-x")
    assert cloud.volume("DELETE", f"/volumes/{made['id']}").status_code == 202
    volumes.wait_for(made["id"], None)
    missing = "Volume <id> could not be found."
    nova_error(cloud.volume("DELETE", f"/volumes/{made['id']}"), 404, missing)


@pytest.mark.parametrize(
    ("volume", "status", "message"),
    [
        ({}, 400, "The server could not comply with the request since it is either malformed or otherwise incorrect."),
        ({"size": "x"}, 400, "Invalid input for field/attribute size. Value: x. 'x' does not match '^[0-9]+$'"),
        ({"size": 0}, 400, "Invalid input for field/attribute size. Value: 0. 0 is less than the minimum of 1"),
        (
            {"size": 1, "metadata": {"a": 1}},
            400,
            "Invalid input for field/attribute a. Value: 1. 1 is not of type 'string'",
        ),
        ({"size": 1, "imageRef": NO_ID}, 400, "Invalid image identifier or unable to access requested image."),
        ({"size": 1, "snapshot_id": NO_ID}, 404, f"Snapshot {NO_ID} could not be found."),
        ({"size": 1, "volume_type": "none"}, 404, "Volume type with name none could not be found."),
        ({"size": 1, "availability_zone": "none"}, 400, "Availability zone 'none' is invalid."),
    ],
)
def test_refused(volumes: Volumes, volume: Json, status: int, message: str) -> None:
    nova_error(volumes.cloud.volume("POST", "/volumes", json={"volume": volume}), status, message)


def test_extending(volumes: Volumes) -> None:
    volume_id = volumes.make()
    path = f"/volumes/{volume_id}/action"
    assert volumes.cloud.volume("POST", path, json={"os-extend": {"new_size": 2}}).status_code == 202
    volumes.wait_for(volume_id, "available")
    assert volumes.show(volume_id)["size"] == 2
    message = "New size for extend must be greater than current size. (current: 2, extended: 1)."
    response = volumes.cloud.volume("POST", path, json={"os-extend": {"new_size": 1}})
    nova_error(response, 400, f"Invalid input received: {message}")


def test_what_a_volume_is_made_of(volumes: Volumes) -> None:
    """From an image it is bootable, remembers the image, and hands both on."""
    image_id = volumes.cloud.image_id("cirros")
    volume_id = volumes.make(imageRef=image_id)
    shown = volumes.show(volume_id)
    assert (shown["bootable"], shown["volume_image_metadata"]["image_id"]) == ("true", image_id)
    assert shown["volume_image_metadata"]["image_name"] == "cirros"
    snapshot_id = volumes.snapshot(volume_id)
    snapshot = volumes.cloud.volume("GET", f"/snapshots/{snapshot_id}").json()["snapshot"]
    assert (snapshot["volume_id"], snapshot["size"], snapshot["status"]) == (volume_id, 1, "available")
    copy = volumes.show(volumes.make(snapshot_id=snapshot_id, size=None))
    assert (copy["size"], copy["bootable"], copy["snapshot_id"]) == (1, "true", snapshot_id)
    nova_error(volumes.cloud.volume("DELETE", f"/volumes/{volume_id}"), 400, NOT_DELETABLE)
