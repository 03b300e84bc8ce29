# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Volumes come to a server and go again, in Nova's records and in Cinder's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from ansible_collections.nodeworks.openstack.tests.contract.checks import nova_error
from ansible_collections.nodeworks.openstack.tests.contract.client import NO_ID, Json
from ansible_collections.nodeworks.openstack.tests.contract.servers import Servers, Sessions
from ansible_collections.nodeworks.openstack.tests.contract.test_volume import NOT_DELETABLE
from ansible_collections.nodeworks.openstack.tests.contract.volumes import Volumes

VERSION = "2.79"


def path_of(server_id: str, volume_id: str | None = None) -> str:
    """Return the path of a server's volumes, or of one of them."""
    return f"/servers/{server_id}/os-volume_attachments" + (f"/{volume_id}" if volume_id else "")


def attach(servers: Servers, volumes: Volumes, server_id: str, volume_id: str, **fields: Any) -> Json:
    """Attach a volume and wait until it is in use; what Nova answered."""
    body = {"volumeAttachment": {"volumeId": volume_id, **fields}}
    response = servers.cloud.compute("POST", path_of(server_id), VERSION, json=body)
    assert response.status_code == 200, response.text
    volumes.wait_for(volume_id, "in-use")
    attachment: Json = response.json()["volumeAttachment"]
    return attachment


def listed(servers: Servers, server_id: str, microversion: str = VERSION) -> list[Json]:
    """Return a server's volumes."""
    found: list[Json] = servers.cloud.compute("GET", path_of(server_id), microversion).json()["volumeAttachments"]
    return found


def devices(servers: Servers, server_id: str) -> Json:
    """Return the device of each volume; Nova lists them in no order."""
    return {row["volumeId"]: row.get("device") for row in listed(servers, server_id)}


def test_attach_and_detach(servers: Servers, volumes: Volumes) -> None:
    cloud, server_id, volume_id = servers.cloud, servers.make(), volumes.make()
    body = {"volumeAttachment": {"volumeId": volume_id}}
    response = cloud.compute("POST", path_of(server_id), VERSION, json=body)
    row: Json = {"id": volume_id, "serverId": server_id, "volumeId": volume_id, "device": "/dev/vdb"}
    row |= {"tag": None, "delete_on_termination": False}
    assert (response.status_code, response.json()) == (200, {"volumeAttachment": row})
    # It is listed at once, and in use a little later.
    assert listed(servers, server_id) == [row]
    assert set(volumes.wait_for(volume_id, "in-use")) <= {"available", "reserved", "attaching", "in-use"}
    (attachment,) = volumes.show(volume_id)["attachments"]
    assert attachment.pop("attached_at")
    assert attachment == {
        "id": volume_id,
        "attachment_id": attachment["attachment_id"],
        "volume_id": volume_id,
        "server_id": server_id,
        "host_name": None,
        "device": "/dev/vdb",
    }
    ends = {"delete_on_termination": False}
    assert servers.show(server_id, "2.3")["os-extended-volumes:volumes_attached"] == [{"id": volume_id, **ends}]
    assert servers.show(server_id, "2.1")["os-extended-volumes:volumes_attached"] == [{"id": volume_id}]
    nova_error(cloud.volume("DELETE", f"/volumes/{volume_id}"), 400, NOT_DELETABLE)
    assert cloud.compute("DELETE", path_of(server_id, volume_id)).status_code == 202
    assert set(volumes.wait_for(volume_id, "available")) <= {"in-use", "detaching", "available"}
    assert listed(servers, server_id) == []
    assert volumes.show(volume_id)["attachments"] == []


@pytest.fixture(name="attached", scope="module")
def server_with_a_volume(sessions: Sessions) -> Iterator[tuple[Servers, str, str]]:
    """Return a server that has a volume."""
    servers, volumes = Servers(sessions.user, sessions.admin), Volumes(sessions.user)
    server_id, volume_id = servers.make(), volumes.make()
    attach(servers, volumes, server_id, volume_id)
    yield servers, server_id, volume_id
    servers.close()
    volumes.close()


@pytest.mark.parametrize(
    ("microversion", "keys"),
    [
        ("2.1", {"id", "volumeId", "serverId", "device"}),
        ("2.70", {"id", "volumeId", "serverId", "device", "tag"}),
        ("2.79", {"id", "volumeId", "serverId", "device", "tag", "delete_on_termination"}),
        (
            "2.89",
            {"volumeId", "serverId", "device", "tag", "delete_on_termination", "attachment_id", "bdm_uuid"},
        ),
    ],
)
def test_keys(attached: tuple[Servers, str, str], microversion: str, keys: set[str]) -> None:
    servers, server_id, volume_id = attached
    (row,) = listed(servers, server_id, microversion)
    assert set(row) == keys
    response = servers.cloud.compute("GET", path_of(server_id, volume_id), microversion)
    assert response.json() == {"volumeAttachment": row}


def test_device_tag_and_end(servers: Servers, volumes: Volumes) -> None:
    """The prefix of a device is the root disk's, whatever is asked for; the next free letter is taken otherwise."""
    server_id = servers.make()
    first, second, third = volumes.make(), volumes.make(), volumes.make()
    made = attach(servers, volumes, server_id, first, device="/dev/sdf", tag="data", delete_on_termination=True)
    assert (made["device"], made["tag"], made["delete_on_termination"]) == ("/dev/vdf", "data", True)
    assert attach(servers, volumes, server_id, second)["device"] == "/dev/vdb"
    for device in ("/dev/vdf", "/dev/vdb", "/dev/vda"):
        body = {"volumeAttachment": {"volumeId": third, "device": device}}
        response = servers.cloud.compute("POST", path_of(server_id), VERSION, json=body)
        nova_error(response, 409, f"The supplied device path ({device}) is in use.")
    assert servers.cloud.compute("DELETE", f"/servers/{server_id}").status_code == 204
    servers.wait_until_gone(server_id)
    volumes.wait_for(first, None)
    volumes.wait_for(second, "available")


def test_change_of_an_attachment(servers: Servers, volumes: Volumes) -> None:
    server_id, volume_id, other = servers.make(), volumes.make(), volumes.make()
    attach(servers, volumes, server_id, volume_id)
    path = path_of(server_id, volume_id)

    def put(microversion: str, **fields: Any) -> requests.Response:
        body = {"volumeAttachment": {"volumeId": volume_id, **fields}}
        return servers.cloud.compute("PUT", path, microversion, json=body)

    swap = "Policy doesn't allow os_compute_api:os-volumes-attachments:swap to be performed."
    nova_error(put("2.84"), 403, swap)
    nova_error(put("2.85", volumeId=other), 403, swap)
    nova_error(put("2.85", device="/dev/vdx"), 400, "The device property is not mutable")
    nova_error(put("2.85", tag="x"), 400, "The tag property is not mutable")
    response = put("2.85", delete_on_termination=True)
    assert (response.status_code, response.text) == (202, "")
    assert listed(servers, server_id)[0]["delete_on_termination"] is True
    shown = servers.show(server_id)["os-extended-volumes:volumes_attached"]
    assert shown == [{"id": volume_id, "delete_on_termination": True}]
    body = {"volumeAttachment": {"volumeId": NO_ID}}
    response = servers.cloud.compute("PUT", path_of(server_id, NO_ID), "2.85", json=body)
    nova_error(response, 404, f"No volume Block Device Mapping with id {NO_ID}.")
    assert put("2.85", delete_on_termination=False).status_code == 202


def test_refused(servers: Servers, volumes: Volumes) -> None:
    cloud, server_id, volume_id = servers.cloud, servers.make(), volumes.make()
    attach(servers, volumes, server_id, volume_id)

    def post(volume: str, to: str = server_id, microversion: str = VERSION, **fields: Any) -> requests.Response:
        body = {"volumeAttachment": {"volumeId": volume, **fields}}
        return cloud.compute("POST", path_of(to), microversion, json=body)

    twice = "Invalid volume: volume <id> is already attached to instances: <id>"
    nova_error(post(volume_id), 400, twice)
    nova_error(post(volume_id, to=servers.make()), 400, twice)
    nova_error(post(NO_ID), 404, f"Volume {NO_ID} could not be found.")
    pattern = "'(^/dev/x{0,1}[a-z]{0,1}d{0,1})([a-z]+)[0-9]*$'"
    message = f"Invalid input for field/attribute device. Value: disk. 'disk' does not match {pattern}"
    nova_error(post(volume_id, device="disk"), 400, message)
    later: tuple[tuple[str, str, Any], ...] = (("2.48", "tag", "x"), ("2.78", "delete_on_termination", True))
    for microversion, name, value in later:
        shown = f"{{'volumeId': '<id>', '{name}': {value!r}}}"
        problem = f"Additional properties are not allowed ('{name}' was unexpected)"
        message = f"Invalid input for field/attribute volumeAttachment. Value: {shown}. {problem}"
        nova_error(post(volume_id, server_id, microversion, **{name: value}), 400, message)
    missing = "Instance <id> is not attached to volume <id>"
    other = volumes.make()
    nova_error(cloud.compute("GET", path_of(server_id, other)), 404, missing)
    nova_error(cloud.compute("DELETE", path_of(server_id, other)), 404, missing)
    nova_error(cloud.compute("DELETE", path_of(server_id, NO_ID)), 404, f"Volume {NO_ID} could not be found.")
    assert cloud.act(server_id, {"lock": None}).status_code == 202
    nova_error(post(other), 409, "Instance <id> is locked")
    nova_error(cloud.compute("DELETE", path_of(server_id, volume_id)), 409, "Instance <id> is locked")


def test_since_2_101_nothing_is_answered(servers: Servers, volumes: Volumes) -> None:
    server_id, volume_id = servers.make(), volumes.make()
    body = {"volumeAttachment": {"volumeId": volume_id}}
    response = servers.cloud.compute("POST", path_of(server_id), "2.101", json=body)
    assert (response.status_code, response.text) == (202, "")
    volumes.wait_for(volume_id, "in-use")
    assert listed(servers, server_id)[0]["device"] == "/dev/vdb"


@pytest.mark.parametrize("on_the_way", ["attaching", "detaching"])
def test_volume_that_is_not_free(servers: Servers, volumes: Volumes, on_the_way: str) -> None:
    detaching = "Volume status must be 'in-use' and attach_status must be 'attached' to detach."
    refusal = f"Invalid input received: Invalid volume: Unable to detach volume. {detaching}"
    message = f"Invalid volume: {refusal} (HTTP 400) (Request-ID: <request>)"
    server_id = servers.make()
    # The real cloud may be through with it before it is asked again.
    for _attempt in range(5):
        response = detach_in_between(servers, volumes, server_id, on_the_way)
        if response.status_code == 400:
            break
    nova_error(response, 400, message)


def detach_in_between(servers: Servers, volumes: Volumes, server_id: str, on_the_way: str) -> requests.Response:
    """What is answered to a detach while the volume is on its way to the server, or away from it."""
    volume_id = volumes.make()
    body = {"volumeAttachment": {"volumeId": volume_id}}
    assert servers.cloud.compute("POST", path_of(server_id), VERSION, json=body).status_code == 200
    path = path_of(server_id, volume_id)
    if on_the_way == "detaching":
        volumes.wait_for(volume_id, "in-use")
        assert servers.cloud.compute("DELETE", path).status_code == 202
    response = servers.cloud.compute("DELETE", path)
    if on_the_way == "attaching" and response.status_code == 400:
        volumes.wait_for(volume_id, "in-use")
        assert servers.cloud.compute("DELETE", path).status_code == 202
    volumes.wait_for(volume_id, "available")
    return response


@pytest.mark.parametrize(("action", "status"), [("os-stop", "SHUTOFF"), ("pause", "PAUSED")])
def test_states_in_which_volumes_may_change(servers: Servers, volumes: Volumes, action: str, status: str) -> None:
    server_id, volume_id = servers.make(), volumes.make()
    servers.act(server_id, action, status)
    attach(servers, volumes, server_id, volume_id)
    assert servers.cloud.compute("DELETE", path_of(server_id, volume_id)).status_code == 202
    volumes.wait_for(volume_id, "available")


@pytest.mark.parametrize(
    ("action", "status", "vm_state"),
    [("suspend", "SUSPENDED", "suspended"), ("rescue", "RESCUE", "rescued"), ("FAIL", "ERROR", "error")],
)
def test_states_in_which_volumes_may_not_change(
    servers: Servers, volumes: Volumes, action: str, status: str, vm_state: str
) -> None:
    server_id, volume_id, other = servers.make(), volumes.make(), volumes.make()
    attach(servers, volumes, server_id, volume_id)
    servers.act(server_id, action, status)
    body = {"volumeAttachment": {"volumeId": other}}
    for word, response in (
        ("attach_volume", servers.cloud.compute("POST", path_of(server_id), VERSION, json=body)),
        ("detach_volume", servers.cloud.compute("DELETE", path_of(server_id, volume_id))),
    ):
        nova_error(response, 409, f"Cannot '{word}' instance <id> while it is in vm_state {vm_state}")


def test_resized_server_takes_volumes(servers: Servers, volumes: Volumes) -> None:
    server_id, volume_id = servers.make(), volumes.make()
    servers.act(server_id, {"resize": {"flavorRef": servers.cloud.flavor_id("m1.small")}}, "VERIFY_RESIZE")
    attach(servers, volumes, server_id, volume_id)
    servers.act(server_id, "revertResize", "ACTIVE")
    volumes.wait_for(volume_id, "in-use")
    assert servers.cloud.compute("DELETE", path_of(server_id, volume_id)).status_code == 202
    volumes.wait_for(volume_id, "available")


def test_server_without_a_host_takes_volumes_but_names_no_device(servers: Servers, volumes: Volumes) -> None:
    """Since 2.20. What it has stays reserved for it; what it gets is in use at once, and has a device afterwards."""
    cloud, server_id, before, during = servers.cloud, servers.make(), volumes.make(), volumes.make()
    attach(servers, volumes, server_id, before)
    servers.act(server_id, "shelve", "SHELVED_OFFLOADED")
    volumes.wait_for(before, "reserved")
    assert volumes.show(before)["attachments"] == []
    body = {"volumeAttachment": {"volumeId": during}}
    refused = "Cannot 'attach_volume' instance <id> while it is in vm_state shelved_offloaded"
    nova_error(cloud.compute("POST", path_of(server_id), "2.19", json=body), 409, refused)
    tagged = {"volumeAttachment": {"volumeId": during, "tag": "x"}}
    message = "Tagged volume attachment is not supported for shelved-offloaded instances."
    nova_error(cloud.compute("POST", path_of(server_id), VERSION, json=tagged), 400, message)
    assert attach(servers, volumes, server_id, during)["device"] is None
    assert devices(servers, server_id) == {before: "/dev/vdb", during: None}
    (row,) = volumes.show(during)["attachments"]
    assert (row["device"], row["attached_at"]) == (None, None)
    servers.act(server_id, "unshelve", "ACTIVE")
    volumes.wait_for(before, "in-use")
    assert devices(servers, server_id) == {before: "/dev/vdb", during: "/dev/vdc"}


def test_detaching_from_a_server_without_a_host_may_delete_the_volume(servers: Servers, volumes: Volumes) -> None:
    """What was to end with the server ends when it is detached, but only from a server that is SHELVED_OFFLOADED."""
    server_id, temporary, lasting, other = servers.make(), volumes.make(), volumes.make(), volumes.make()
    for volume_id, ends in ((temporary, True), (lasting, False), (other, True)):
        attach(servers, volumes, server_id, volume_id, delete_on_termination=ends)
    assert servers.cloud.compute("DELETE", path_of(server_id, other)).status_code == 202
    volumes.wait_for(other, "available")
    servers.act(server_id, "shelve", "SHELVED_OFFLOADED")
    volumes.wait_for(lasting, "reserved")
    refused = "Cannot 'detach_volume' instance <id> while it is in vm_state shelved_offloaded"
    nova_error(servers.cloud.compute("DELETE", path_of(server_id, lasting), "2.19"), 409, refused)
    for volume_id in (temporary, lasting):
        assert servers.cloud.compute("DELETE", path_of(server_id, volume_id), "2.20").status_code == 202
    volumes.wait_for(temporary, None)
    volumes.wait_for(lasting, "available")
    assert listed(servers, server_id) == []


def test_shelved_server_on_its_host_keeps_its_volumes(patient_servers: Servers, volumes: Volumes) -> None:
    servers = patient_servers
    server_id, volume_id = servers.make(), volumes.make()
    attach(servers, volumes, server_id, volume_id)
    servers.act(server_id, "shelve", "SHELVED")
    assert volumes.show(volume_id)["status"] == "in-use"
    assert servers.cloud.compute("DELETE", path_of(server_id, volume_id), "2.20").status_code == 202
    volumes.wait_for(volume_id, "available")
    servers.act(server_id, "DELETE", "SOFT_DELETED")
    attach(servers, volumes, server_id, volume_id)
    servers.act(server_id, "restore", "ACTIVE")


def test_volume_in_use_is_extended_since_3_42(servers: Servers, volumes: Volumes) -> None:
    server_id, volume_id = servers.make(), volumes.make()
    attach(servers, volumes, server_id, volume_id)
    path, body = f"/volumes/{volume_id}/action", {"os-extend": {"new_size": 2}}
    status = "Volume <id> status must be '{'status': 'available'}' to extend, currently in-use."
    nova_error(servers.cloud.volume("POST", path, json=body), 400, f"Invalid volume: {status}")
    assert servers.cloud.volume("POST", path, json=body, microversion="volume 3.42").status_code == 202
    volumes.wait_for(volume_id, "in-use")
    assert volumes.show(volume_id)["size"] == 2
