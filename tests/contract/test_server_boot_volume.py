# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers that boot from a volume, and further volumes that are made with a server."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.contract.checks import nova_error
from ansible_collections.nodeworks.openstack.tests.contract.client import NO_ID, Json, unique
from ansible_collections.nodeworks.openstack.tests.contract.servers import VERSION, Servers
from ansible_collections.nodeworks.openstack.tests.contract.volumes import Volumes

Devices = list[Json]


def boot(servers: Servers, devices: Devices, **changes: Any) -> str:
    """Make a server from devices, without an image unless it is asked for."""
    return servers.make(**{"imageRef": None, "block_device_mapping_v2": devices, **changes})


def attached(servers: Servers, server_id: str) -> Devices:
    """Return a server's volumes."""
    path = f"/servers/{server_id}/os-volume_attachments"
    found: Devices = servers.cloud.compute("GET", path, "2.79").json()["volumeAttachments"]
    # Nova keeps no order here.
    return sorted(found, key=lambda row: row["device"])


def from_image(servers: Servers, name: str = "cirros", **fields: Any) -> Json:
    """Return the device of a new volume from an image."""
    device = {"boot_index": 0, "source_type": "image", "destination_type": "volume", "volume_size": 1}
    return {**device, "uuid": servers.cloud.image_id(name), "delete_on_termination": True, **fields}


def blank(**fields: Any) -> Json:
    """Return the device of a new empty volume."""
    return {"boot_index": -1, "source_type": "blank", "destination_type": "volume", "volume_size": 1, **fields}


def test_new_volumes(servers: Servers, volumes: Volumes) -> None:
    """The server has no image; its volumes end with it if that was asked for, and stay if not."""
    server_id = boot(servers, [from_image(servers, tag="root"), blank()])
    server = servers.show(server_id)
    assert server["image"] == ""
    root, data = attached(servers, server_id)
    assert (root["device"], root["tag"], root["delete_on_termination"]) == ("/dev/vda", "root", True)
    assert (data["device"], data["tag"], data["delete_on_termination"]) == ("/dev/vdb", None, False)
    volume = volumes.show(root["volumeId"])
    assert (volume["name"], volume["status"], volume["bootable"]) == ("", "in-use", "true")
    assert volume["volume_image_metadata"]["image_name"] == "cirros"
    assert volume["attachments"][0]["device"] == "/dev/vda"
    empty = volumes.show(data["volumeId"])
    assert (empty["name"], empty["status"], empty["bootable"]) == (f"{server_id}-blank-vol", "in-use", "false")
    path = f"/servers/{server_id}/os-volume_attachments/{root['volumeId']}"
    nova_error(servers.cloud.compute("DELETE", path), 400, "Cannot detach a root device volume")
    assert servers.cloud.compute("DELETE", f"/servers/{server_id}").status_code == 204
    volumes.wait_for(root["volumeId"], None)
    volumes.made.append(data["volumeId"])
    volumes.wait_for(data["volumeId"], "available")


def test_existing_volume(servers: Servers, volumes: Volumes) -> None:
    volume_id = volumes.make(imageRef=servers.cloud.image_id("cirros"))
    device = {"boot_index": 0, "source_type": "volume", "destination_type": "volume", "uuid": volume_id}
    server_id = boot(servers, [device])
    assert [row["volumeId"] for row in attached(servers, server_id)] == [volume_id]
    body = servers.cloud.server_body(unique("second"), imageRef=None, networks="none", block_device_mapping_v2=[device])
    problem = "Volume <id> status must be available or downloading to reserve, but the current status is in-use."
    refusal = f"Invalid input received: Invalid volume: {problem} (HTTP 400) (Request-ID: <request>)"
    response = servers.cloud.compute("POST", "/servers", VERSION, json=body)
    nova_error(response, 400, f"Invalid volume: {refusal}")
    assert servers.cloud.compute("DELETE", f"/servers/{server_id}").status_code == 204
    volumes.wait_for(volume_id, "available")


def test_snapshot(servers: Servers, volumes: Volumes) -> None:
    snapshot_id = volumes.snapshot(volumes.make(imageRef=servers.cloud.image_id("cirros")))
    device = {"boot_index": 0, "source_type": "snapshot", "destination_type": "volume", "uuid": snapshot_id}
    server_id = boot(servers, [{**device, "delete_on_termination": True}])
    (row,) = attached(servers, server_id)
    assert volumes.show(row["volumeId"])["snapshot_id"] == snapshot_id
    servers.close()
    volumes.wait_for(row["volumeId"], None)


def test_further_volume_beside_an_image(servers: Servers) -> None:
    image_id = servers.cloud.image_id("cirros")
    local = {"boot_index": 0, "source_type": "image", "destination_type": "local", "uuid": image_id}
    data = blank(device_name="/dev/vdx", delete_on_termination=True)
    server_id = boot(servers, [local, data], imageRef=image_id)
    assert servers.show(server_id)["image"]["id"] == image_id
    assert [row["device"] for row in attached(servers, server_id)] == ["/dev/vdx"]


def test_older_spelling(servers: Servers, volumes: Volumes) -> None:
    volume_id = volumes.make(imageRef=servers.cloud.image_id("cirros"))
    older = [{"device_name": "/dev/vda", "volume_id": volume_id}]
    server_id = servers.make(imageRef=None, block_device_mapping=older)
    assert [row["volumeId"] for row in attached(servers, server_id)] == [volume_id]


SEQUENCE = "Boot sequence for the instance and image/block device mapping combination is not valid."


@pytest.mark.parametrize(
    ("device", "message"),
    [
        ({"volume_size": None}, "Images with destination_type 'volume' need to have a non-zero size specified"),
        ({"uuid": NO_ID}, f"Block Device Mapping is Invalid: failed to get image {NO_ID}."),
        (
            {"source_type": "volume", "uuid": NO_ID},
            f"Block Device Mapping is Invalid: failed to get volume {NO_ID}.",
        ),
        ({"source_type": "snapshot", "uuid": NO_ID}, f"Snapshot {NO_ID} could not be found."),
        ({"source_type": "blank"}, "Block Device Mapping is Invalid: Invalid device UUID."),
        ({"uuid": None}, "Block Device Mapping is Invalid: Missing device UUID."),
        (
            {"destination_type": "local"},
            "Block Device Mapping is Invalid: Mapping image to local is not supported.",
        ),
        ({"boot_index": None}, f"Block Device Mapping is Invalid: {SEQUENCE}"),
        ({"boot_index": 1}, f"Block Device Mapping is Invalid: {SEQUENCE}"),
        ({"volume_type": "none"}, "Volume type none could not be found."),
        (
            {"source_type": "tape"},
            "Invalid input for field/attribute source_type. Value: tape. 'tape' is not one of "
            "['volume', 'image', 'snapshot', 'blank']",
        ),
        (
            {"volume_size": 0},
            "Invalid input for field/attribute volume_size. Value: 0. 0 is less than the minimum of 1",
        ),
    ],
)
def test_refused(servers: Servers, device: Json, message: str) -> None:
    merged = {name: value for name, value in from_image(servers, **device).items() if value is not None}
    refuse(servers, [merged], message)


def refuse(servers: Servers, devices: Devices, message: str, **changes: Any) -> None:
    """Check that a server of these devices is refused."""
    wanted = {"imageRef": None, "networks": "none", "block_device_mapping_v2": devices, **changes}
    body = servers.cloud.server_body(unique("refused"), **wanted)
    nova_error(servers.cloud.compute("POST", "/servers", VERSION, json=body), 400, message)


def test_further_refusals(servers: Servers, volumes: Volumes) -> None:
    image_id = servers.cloud.image_id("cirros")
    refuse(servers, [from_image(servers), blank(boot_index=0)], f"Block Device Mapping is Invalid: {SEQUENCE}")
    # The image of a server is no device of its own accord: it must be named among them.
    refuse(servers, [blank()], f"Block Device Mapping is Invalid: {SEQUENCE}", imageRef=image_id)
    empty = {"boot_index": 0, "source_type": "volume", "destination_type": "volume", "uuid": volumes.make()}
    refuse(servers, [empty], "Block Device <id> is not bootable.")
    full = {**empty, "uuid": volumes.make(imageRef=image_id)}
    message = "Cannot attach one or more volumes to multiple instances"
    refuse(servers, [full], message, min_count=2)


# What is different with such servers


def test_rescue_is_refused(servers: Servers) -> None:
    server_id = boot(servers, [from_image(servers)])
    reason = "Cannot rescue a volume-backed instance"
    response = servers.cloud.act(server_id, {"rescue": None}, VERSION)
    nova_error(response, 400, f"Instance <id> cannot be rescued: {reason}")


def test_rebuild_with_another_image_takes_2_93(servers: Servers, volumes: Volumes) -> None:
    """The server still has no image afterwards; its volume tells which one it is."""
    cloud, server_id = servers.cloud, boot(servers, [from_image(servers)])
    same, other = ({"rebuild": {"imageRef": cloud.image_id(name)}} for name in ("cirros", "debian-12"))
    message = "Unable to rebuild with a different image for a volume-backed server."
    nova_error(cloud.act(server_id, other, "2.92"), 400, f"Image <id> is unacceptable: {message}")
    assert cloud.act(server_id, same, "2.92").status_code == 202
    cloud.wait_for(server_id, "ACTIVE")
    assert cloud.act(server_id, other, "2.93").status_code == 202
    cloud.wait_for(server_id, "ACTIVE")
    assert servers.show(server_id)["image"] == ""
    (row,) = attached(servers, server_id)
    assert volumes.show(row["volumeId"])["volume_image_metadata"]["image_name"] == "debian-12"


def test_shelving_needs_no_snapshot_and_always_offloads(patient_servers: Servers, volumes: Volumes) -> None:
    """Even where a shelved server keeps its host otherwise."""
    servers, name = patient_servers, unique("shelved")
    server_id = boot(servers, [from_image(servers)], name=name)
    servers.act(server_id, "shelve", "SHELVED_OFFLOADED")
    assert servers.cloud.image("GET", f"/images?name={name}-shelved").json()["images"] == []
    (row,) = attached(servers, server_id)
    volumes.wait_for(row["volumeId"], "reserved")
    servers.act(server_id, "unshelve", "ACTIVE")
    volumes.wait_for(row["volumeId"], "in-use")


def test_image_of_such_a_server_brings_its_volumes_along(servers: Servers, volumes: Volumes) -> None:
    """The image itself is empty: Cinder has the snapshots. A volume that has some outlives its server in any case."""
    cloud, name = servers.cloud, unique("image")
    server_id = boot(servers, [from_image(servers), blank(delete_on_termination=True)])
    originals = [row["volumeId"] for row in attached(servers, server_id)]
    response = cloud.act(server_id, {"createImage": {"name": name}}, "2.45")
    image_id = response.json()["image_id"]
    cloud.wait_for(server_id, "ACTIVE")
    image = cloud.image("GET", f"/images/{image_id}").json()
    assert (image["status"], image["size"]) == ("active", 0)
    assert image["bdm_v2"] == "True"
    snapshots = cloud.volume("GET", f"/snapshots?name=snapshot for {name}").json()["snapshots"]
    assert len(snapshots) == 2
    copy = servers.make(imageRef=image_id)
    assert servers.show(copy)["image"]["id"] == image_id
    assert [row["device"] for row in attached(servers, copy)] == ["/dev/vda", "/dev/vdb"]
    servers.close()
    assert cloud.image("DELETE", f"/images/{image_id}").status_code == 204
    for volume_id in originals:
        volumes.wait_for(volume_id, "available")
    volumes.snapshots += [item["id"] for item in snapshots]
    volumes.made += originals
