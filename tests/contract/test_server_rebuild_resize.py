# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server gets another flavor, or is made anew."""

from __future__ import annotations

import pytest

from ansible_collections.nodeworks.openstack.tests.contract.checks import nova_error
from ansible_collections.nodeworks.openstack.tests.contract.client import Cloud, Json, unique
from ansible_collections.nodeworks.openstack.tests.contract.servers import VERSION, Servers


@pytest.fixture(name="resize", scope="session")
def resize_action(cloud: Cloud) -> Json:
    """Return the action that gives a tiny server the next flavor."""
    return {"resize": {"flavorRef": cloud.flavor_id("m1.small")}}


def test_resized_server_that_was_off_stays_off(servers: Servers, resize: Json) -> None:
    server_id = servers.make()
    servers.act(server_id, "os-stop", "SHUTOFF")
    for answer in ("revertResize", "confirmResize"):
        resized = servers.act(server_id, resize, "VERIFY_RESIZE")
        assert resized is not None
        assert resized["OS-EXT-STS:power_state"] == 4
        servers.act(server_id, answer, "SHUTOFF")
    assert servers.show(server_id)["flavor"]["original_name"] == "m1.small"


def test_confirmation_takes_its_time_and_nothing_shows_it(servers: Servers, resize: Json) -> None:
    """Who confirms must wait for another status than VERIFY_RESIZE: no task_state says that something goes on."""
    server_id = servers.make()
    servers.act(server_id, resize, "VERIFY_RESIZE")
    response = servers.cloud.act(server_id, {"confirmResize": None})
    assert (response.status_code, response.text) == (204, "")
    server = servers.show(server_id)
    assert server["OS-EXT-STS:task_state"] is None
    servers.cloud.wait_for(server_id, "ACTIVE")


def test_resize_that_was_confirmed_is_no_resize(servers: Servers, resize: Json) -> None:
    server_id = servers.make()
    servers.act(server_id, resize, "VERIFY_RESIZE")
    servers.act(server_id, "confirmResize", "ACTIVE")
    message = "Cannot 'confirmResize' instance <id> while it is in vm_state active"
    nova_error(servers.cloud.act(server_id, {"confirmResize": None}), 409, message)


def test_deleting_a_resized_server(servers: Servers, resize: Json) -> None:
    """It is confirmed first, and shows ACTIVE for a moment, as if nothing went on."""
    server_id = servers.make()
    servers.act(server_id, resize, "VERIFY_RESIZE")
    assert servers.cloud.compute("DELETE", f"/servers/{server_id}").status_code == 204
    servers.wait_until_gone(server_id)


def test_rebuilt_server_that_was_off_is_off_again(servers: Servers) -> None:
    server_id = servers.make(metadata={"a": "b"}, description="old")
    servers.act(server_id, "os-stop", "SHUTOFF")
    name, image_id = unique("rebuilt"), servers.cloud.image_id("debian-12")
    body = {"rebuild": {"imageRef": image_id, "name": name, "metadata": {"c": "d"}, "description": None}}
    response = servers.cloud.act(server_id, body, VERSION)
    assert response.status_code == 202
    server = response.json()["server"]
    assert (server["status"], server["name"], server["metadata"]) == ("REBUILD", name, {"c": "d"})
    assert (server["description"], server["image"]["id"]) == (None, image_id)
    assert server["adminPass"]
    assert response.headers["location"].endswith(f"/servers/{server_id}")
    servers.cloud.wait_for(server_id, "SHUTOFF")
