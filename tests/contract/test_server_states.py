# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From which status which action is possible, and where it leads: the ground on which a way between states is found."""

from __future__ import annotations

import pytest

from ansible_collections.nodeworks.openstack.tests.contract.checks import nova_error
from ansible_collections.nodeworks.openstack.tests.contract.client import NO_ID, Cloud, Json, unique
from ansible_collections.nodeworks.openstack.tests.contract.servers import VERSION, Servers
from ansible_collections.nodeworks.openstack.tests.fake.wire import words

SOFT: Json = {"reboot": {"type": "SOFT"}}
HARD: Json = {"reboot": {"type": "HARD"}}
Change = list[tuple[str | Json, str]]


@pytest.fixture(name="rebuild", scope="session")
def rebuild_action(cloud: Cloud) -> Json:
    """Return the action that makes a server anew from its image."""
    return {"rebuild": {"imageRef": cloud.image_id("cirros")}}


# What is refused


ALL = words(
    """
    os-start os-stop pause unpause suspend resume reboot shelve unshelve rescue unrescue resize confirmResize
    revertResize rebuild createImage changePassword restore
    """
)
# The actions that are possible, by vm_state, and the way to it. What else there is, is refused.
POSSIBLE: dict[str, tuple[Change, str]] = {
    "active": (
        [],
        "os-stop pause suspend reboot shelve rescue resize rebuild createImage changePassword",
    ),
    "stopped": ([("os-stop", "SHUTOFF")], "os-start shelve rescue resize rebuild createImage"),
    "paused": ([("pause", "PAUSED")], "unpause shelve createImage"),
    "suspended": ([("suspend", "SUSPENDED")], "resume shelve createImage"),
    "rescued": ([("rescue", "RESCUE")], "unrescue"),
    "error": ([("FAIL", "ERROR")], "os-stop rescue rebuild"),
    "shelved": ([("shelve", "SHELVED")], "unshelve"),
    "shelved_offloaded": ([("shelve", "SHELVED"), ("shelveOffload", "SHELVED_OFFLOADED")], "unshelve"),
    "soft-delete": ([("DELETE", "SOFT_DELETED")], "restore"),
}


@pytest.mark.parametrize("vm_state", POSSIBLE)
def test_all_other_actions_are_refused(patient_servers: Servers, vm_state: str) -> None:
    way, possible = POSSIBLE[vm_state]
    server_id = patient_servers.make()
    patient_servers.follow(server_id, way)
    _refuse_all_but(patient_servers, server_id, possible.split(), vm_state)


def test_resize_must_be_answered_first(patient_servers: Servers) -> None:
    server_id = patient_servers.make()
    resize = {"resize": {"flavorRef": patient_servers.cloud.flavor_id("m1.small")}}
    patient_servers.act(server_id, resize, "VERIFY_RESIZE")
    _refuse_all_but(patient_servers, server_id, ["confirmResize", "revertResize"], "resized")


def _refuse_all_but(servers: Servers, server_id: str, possible: list[str], vm_state: str) -> None:
    bodies: dict[str, Json] = {
        "reboot": SOFT,
        "resize": {"resize": {"flavorRef": servers.cloud.flavor_id("m1.small")}},
        "rebuild": {"rebuild": {"imageRef": servers.cloud.image_id("cirros")}},
        "createImage": {"createImage": {"name": unique("snapshot")}},
        "changePassword": {"changePassword": {"adminPass": "secret"}},
    }
    for name in (name for name in ALL if name not in possible):
        word = name.removeprefix("os-")
        message = f"Cannot '{word}' instance <id> while it is in vm_state {vm_state}"
        if vm_state == "shelved_offloaded" and name in ("os-start", "os-stop"):
            # It has no host, and that is looked at first.
            message = "Instance <id> is not ready"
        nova_error(servers.cloud.act(server_id, bodies.get(name, {name: None}), VERSION), 409, message)


def test_hard_reboot_is_refused_where_there_is_no_guest(patient_servers: Servers) -> None:
    servers = patient_servers
    for action, status, vm_state in (("rescue", "RESCUE", "rescued"), ("shelve", "SHELVED", "shelved")):
        server_id = servers.make()
        servers.act(server_id, action, status)
        message = f"Cannot 'reboot' instance <id> while it is in vm_state {vm_state}"
        nova_error(servers.cloud.act(server_id, HARD), 409, message)


# Where it leads


def test_hard_reboot_ends_in_active_from_anywhere(servers: Servers) -> None:
    way: Change = [("os-stop", "SHUTOFF"), (HARD, "ACTIVE"), ("pause", "PAUSED"), (HARD, "ACTIVE")]
    way += [("suspend", "SUSPENDED"), (HARD, "ACTIVE"), ("FAIL", "ERROR"), (HARD, "ACTIVE"), (SOFT, "ACTIVE")]
    servers.follow(servers.make(), way)


def test_ways_out_of_error(servers: Servers, rebuild: Json) -> None:
    way: Change = [("FAIL", "ERROR"), ("os-stop", "SHUTOFF"), ("FAIL", "ERROR"), (rebuild, "ACTIVE")]
    way += [("FAIL", "ERROR"), ("rescue", "RESCUE"), ("unrescue", "ACTIVE")]
    servers.follow(servers.make(), way)


def test_reset_state_only_changes_what_is_written(servers: Servers) -> None:
    server_id = servers.make()
    servers.act(server_id, "os-stop", "SHUTOFF")
    assert servers.admin.act(server_id, {"os-resetState": {"state": "active"}}).status_code == 202
    server = servers.show(server_id)
    assert (server["status"], server["OS-EXT-STS:power_state"]) == ("ACTIVE", 4)
    assert servers.admin.act(server_id, {"os-resetState": {"state": "error"}}).status_code == 202
    server = servers.show(server_id)
    assert (server["status"], server["OS-EXT-STS:power_state"]) == ("ERROR", 4)
    assert "fault" not in server


def test_rescued_server_is_active_afterwards_even_if_it_was_off(servers: Servers) -> None:
    server_id = servers.make()
    way: Change = [("os-stop", "SHUTOFF"), ("rescue", "RESCUE")]
    servers.follow(server_id, way)
    assert servers.show(server_id)["OS-EXT-STS:power_state"] == 1
    servers.act(server_id, "unrescue", "ACTIVE")


def test_rescue_answers_with_the_password(servers: Servers) -> None:
    server_id = servers.make()
    response = servers.cloud.act(server_id, {"rescue": {"rescue_image_ref": NO_ID}})
    nova_error(response, 400, f"Requested rescue image '{NO_ID}' is not supported")
    image_id = servers.cloud.image_id("debian-12")
    response = servers.cloud.act(server_id, {"rescue": {"adminPass": "secret", "rescue_image_ref": image_id}})
    assert (response.status_code, response.json()) == (200, {"adminPass": "secret"})
    servers.cloud.wait_for(server_id, "RESCUE")


@pytest.mark.parametrize("before", ["os-stop", "pause", "suspend", None])
def test_shelved_server_is_active_afterwards_whatever_it_was(servers: Servers, before: str | None) -> None:
    server_id = servers.make()
    if before is not None:
        servers.act(server_id, before, {"os-stop": "SHUTOFF", "pause": "PAUSED", "suspend": "SUSPENDED"}[before])
    shelved = servers.act(server_id, "shelve", "SHELVED_OFFLOADED")
    assert shelved is not None
    # It loses its host a moment after its status tells so.
    assert shelved["OS-EXT-STS:power_state"] == 4
    servers.act(server_id, "unshelve", "ACTIVE")


def test_shelving_keeps_a_snapshot_among_the_images(servers: Servers) -> None:
    name = unique("shelved")
    server_id = servers.make(name=name)
    servers.act(server_id, "shelve", "SHELVED_OFFLOADED")
    path = f"/images?name={name}-shelved"
    (image,) = servers.cloud.image("GET", path).json()["images"]
    assert (image["status"], image["visibility"], image["image_type"]) == ("active", "private", "snapshot")
    assert image["instance_uuid"] == server_id
    servers.act(server_id, "unshelve", "ACTIVE")
    assert servers.cloud.image("GET", path).json()["images"] == []
    servers.act(server_id, "shelve", "SHELVED_OFFLOADED")
    servers.cloud.compute("DELETE", f"/servers/{server_id}")
    # No host has to be asked: it is gone at once.
    servers.wait_until_gone(server_id, 2)
    assert servers.cloud.image("GET", path).json()["images"] == []


def test_region_that_does_not_offload(patient_servers: Servers) -> None:
    servers = patient_servers
    server_id = servers.make()
    shelved = servers.act(server_id, "shelve", "SHELVED")
    assert shelved is not None
    assert shelved["hostId"] != ""
    servers.act(server_id, "unshelve", "ACTIVE")
    servers.act(server_id, "shelve", "SHELVED")
    nova_error(
        servers.cloud.act(server_id, {"shelveOffload": None}),
        403,
        "Policy doesn't allow os_compute_api:os-shelve:shelve_offload to be performed.",
    )
    zone = {"unshelve": {"availability_zone": "nova"}}
    message = (
        'Specifying an availability zone or a host when unshelving server "<id>" with status "shelved" is not '
        "supported. The server status must be SHELVED_OFFLOADED."
    )
    nova_error(servers.cloud.act(server_id, zone, "2.77"), 409, message)
    servers.act(server_id, "shelveOffload", "SHELVED_OFFLOADED")
    nothing = {"unshelve": {"availability_zone": "no-such-zone"}}
    nova_error(servers.cloud.act(server_id, nothing, "2.77"), 400, "The requested availability zone is not available")
    servers.act(server_id, zone, "ACTIVE")


def test_snapshot_comes_back_to_the_state_it_was_made_in(servers: Servers) -> None:
    name = unique("snapshot")
    server_id = servers.make()
    servers.act(server_id, "pause", "PAUSED")
    body = {"createImage": {"name": name, "metadata": {"colour": "red"}}}
    image_id = servers.cloud.act(server_id, body, "2.45").json()["image_id"]
    servers.cloud.wait_for(server_id, "PAUSED")
    image = servers.cloud.image("GET", f"/images/{image_id}").json()
    assert (image["name"], image["status"], image["colour"]) == (name, "active", "red")
    assert (image["image_type"], image["instance_uuid"]) == ("snapshot", server_id)
    assert servers.cloud.image("DELETE", f"/images/{image_id}").status_code == 204


# Tasks


def test_another_task_is_in_the_way(servers: Servers) -> None:
    server_id = servers.make()
    assert servers.cloud.act(server_id, {"os-stop": None}).status_code == 202
    response = servers.cloud.act(server_id, {"os-stop": None})
    assert response.status_code == 409
    text = response.json()["conflictingRequest"]["message"]
    # Which of the two depends on how fast it is.
    assert text.endswith(("while it is in task_state powering-off", "while it is in vm_state stopped"))
    servers.cloud.wait_for(server_id, "SHUTOFF")


def test_password(servers: Servers) -> None:
    server_id = servers.make()
    response = servers.cloud.act(server_id, {"changePassword": {"adminPass": "secret"}})
    assert (response.status_code, response.text) == (202, "")
    # It answers when it is done.
    assert servers.show(server_id)["status"] == "ACTIVE"
    where = "Invalid input for field/attribute changePassword. Value: {}."
    response = servers.cloud.act(server_id, {"changePassword": {}})
    nova_error(response, 400, f"{where} 'adminPass' is a required property")


@pytest.mark.parametrize(
    ("microversion", "body", "message"),
    [
        ("2.72", {"lock": {"locked_reason": 5}}, None),
        (
            "2.73",
            {"lock": {"locked_reason": 5}},
            "Invalid input for field/attribute locked_reason. Value: 5. 5 is not of type 'string'",
        ),
        ("2.76", {"unshelve": {"colour": "red"}}, None),
        (
            "2.77",
            {"unshelve": {}},
            "Invalid input for field/attribute unshelve. Value: {}. 'availability_zone' is a required property",
        ),
        (
            "2.90",
            {"unshelve": {"host": "x"}},
            "Invalid input for field/attribute unshelve. Value: {'host': 'x'}. "
            "'availability_zone' is a required property",
        ),
        ("2.91", {"unshelve": {}}, None),
        (
            "2.1",
            {"rescue": {"colour": "red"}},
            "Invalid input for field/attribute rescue. Value: {'colour': 'red'}. "
            "Additional properties are not allowed ('colour' was unexpected)",
        ),
        ("2.1", {"os-start": {"colour": "red"}}, None),
    ],
)
def test_bodies_by_microversion(cloud: Cloud, microversion: str, body: Json, message: str | None) -> None:
    """Bodies are looked at before servers are looked for."""
    response = cloud.act(NO_ID, body, microversion)
    if message is None:
        # Two actions look for the server's cell first, and say so.
        missing = "has no mapping to a cell." if "os-start" in body else "could not be found."
        nova_error(response, 404, f"Instance {NO_ID} {missing}")
    else:
        nova_error(response, 400, message)
