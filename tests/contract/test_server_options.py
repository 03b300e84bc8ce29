# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What else may be asked for when a server is made, changed or rebuilt."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.contract.checks import nova_error
from ansible_collections.nodeworks.openstack.tests.contract.client import NO_ID, Cloud, Json, unique
from ansible_collections.nodeworks.openstack.tests.contract.servers import VERSION, Servers

HOST = "OS-EXT-SRV-ATTR:host"


def file(path: str, content: str = "x") -> Json:
    """Return a file for a server."""
    return {"path": path, "contents": base64.b64encode(content.encode()).decode()}


def refused(cloud: Cloud, status: int, message: str, microversion: str = VERSION, **changes: Any) -> None:
    """Check that a server with these changes is refused."""
    body = cloud.server_body(unique("refused"), **{"networks": "none", **changes})
    nova_error(cloud.compute("POST", "/servers", microversion, json=body), status, message)


def test_files_go_with_2_56(servers: Servers) -> None:
    cloud = servers.cloud
    body = cloud.server_body(unique("files"), networks="none", personality=[file("/etc/motd")])
    made = cloud.compute("POST", "/servers", "2.56", json=body)
    assert made.status_code == 202, made.text
    servers.made.append(made.json()["server"]["id"])
    cloud.wait_for(servers.made[-1], "ACTIVE")
    for files, message in (
        ([file(f"/{number}") for number in range(6)], "Personality file limit exceeded"),
        ([file("/large", "x" * 10241)], "Personality file content exceeds maximum 10240"),
        ([file("/" + "x" * 255)], "Personality file path exceeds maximum 255"),
    ):
        refused(cloud, 403, message, "2.56", personality=files)


def test_description_is_the_name_before_2_19(servers: Servers) -> None:
    for microversion, described in (("2.18", True), ("2.19", False)):
        name = unique("described")
        body = servers.cloud.server_body(name)
        response = servers.cloud.compute("POST", "/servers", microversion, json=body)
        assert response.status_code == 202, response.text
        made = response.json()["server"]["id"]
        servers.made.append(made)
        assert servers.show(made)["description"] == (name if described else None)


def test_addresses_drive_and_hostname(servers: Servers) -> None:
    options = {"accessIPv4": "192.0.2.1", "accessIPv6": "2001:db8::1", "config_drive": True, "hostname": "web"}
    server_id = servers.make(**options, **{"OS-DCF:diskConfig": "AUTO"})
    server = servers.show(server_id)
    assert (server["accessIPv4"], server["accessIPv6"]) == ("192.0.2.1", "2001:db8::1")
    assert (server["config_drive"], server["OS-EXT-SRV-ATTR:hostname"]) == ("True", "web")
    assert server["OS-DCF:diskConfig"] == "AUTO"
    path = f"/servers/{server_id}"
    changes = {"accessIPv4": "192.0.2.2", "accessIPv6": "2001:db8::2", "hostname": "db", "OS-DCF:diskConfig": "MANUAL"}
    assert servers.cloud.compute("PUT", path, VERSION, json={"server": changes}).status_code == 200
    server = servers.show(server_id)
    assert {name: server.get(name, server.get("OS-EXT-SRV-ATTR:hostname")) for name in changes} == changes
    for name, value, problem in (
        ("accessIPv4", None, "None is not of type 'string'"),
        ("accessIPv4", "", "'' is not a 'ipv4'"),
        ("hostname", "a.b", "'a.b' does not match '^[a-zA-Z0-9]+[a-zA-Z0-9-]*[a-zA-Z0-9]+$'"),
    ):
        response = servers.cloud.compute("PUT", path, VERSION, json={"server": {name: value}})
        nova_error(response, 400, f"Invalid input for field/attribute {name}. Value: {value}. {problem}")
    # Since 2.94 it may be a domain's.
    assert servers.cloud.compute("PUT", path, "2.94", json={"server": {"hostname": "a.b"}}).status_code == 200
    assert servers.cloud.compute("PUT", path, VERSION, json={"server": {}}).status_code == 200


def test_several_servers_have_nothing_of_their_own(servers: Servers) -> None:
    private = servers.cloud.network_id("private")
    port = servers.cloud.network("POST", "/ports", json={"port": {"network_id": private}}).json()["port"]["id"]
    launch = "Failed to launch instances:"
    one = "Unable to launch multiple instances with a single configured port ID. Please launch your instance one by one"
    for message, changes in (
        ("Unable to allocate a single hostname to multiple instances", {"hostname": "web"}),
        (f"{launch} {one} with different ports.", {"networks": [{"port": port}]}),
        (
            f"{launch} max_count cannot be greater than 1 if an fixed_ip is specified.",
            {"networks": [{"uuid": private, "fixed_ip": "10.0.99.9"}]},
        ),
    ):
        refused(servers.cloud, 400, message, min_count=2, **changes)
    assert servers.cloud.network("DELETE", f"/ports/{port}").status_code == 204


def test_address_that_does_not_fit(servers: Servers) -> None:
    private = servers.cloud.network_id("private")
    server_id = servers.start({"networks": [{"uuid": private, "fixed_ip": "10.99.9.9"}]})
    failed = servers.cloud.wait_for(server_id, "ERROR")
    assert failed is not None
    problem = f"Fixed IP 10.99.9.9 is not a valid ip address for network {private}."
    sentence = f"Build of instance {server_id} aborted: Invalid input received: {problem}"
    assert failed["fault"]["message"] == sentence


# Zones and hosts


def test_zone_that_is_asked_for_is_kept(servers: Servers) -> None:
    asked, free = servers.make(availability_zone="nova"), servers.make()
    assert [servers.show(item, "2.96")["pinned_availability_zone"] for item in (asked, free)] == ["nova", None]
    assert [servers.show(item)["OS-EXT-AZ:availability_zone"] for item in (asked, free)] == ["nova", "nova"]
    body: Json = {"server": {"pinned_availability_zone": "other"}}
    sentence = (
        "Cannot change pinned availability zone directly. Unpin first by setting pinned_availability_zone to null."
    )
    nova_error(servers.cloud.compute("PUT", f"/servers/{asked}", "2.104", json=body), 409, sentence)
    sentence = "Server can only be pinned to its current availability zone 'nova', but 'other' was requested."
    nova_error(servers.cloud.compute("PUT", f"/servers/{free}", "2.104", json=body), 409, sentence)
    body = {"server": {"pinned_availability_zone": None}}
    assert servers.cloud.compute("PUT", f"/servers/{asked}", "2.104", json=body).status_code == 200
    assert servers.show(asked, "2.96")["pinned_availability_zone"] is None


def test_hosts_are_for_administrators(servers: Servers) -> None:
    forced = "Policy doesn't allow os_compute_api:servers:create:forced_host to be performed."
    refused(servers.cloud, 403, forced, availability_zone="nova:compute-1")
    chosen = Servers(servers.admin, servers.admin)
    for changes in ({"host": "compute-2"}, {"availability_zone": "nova:compute-2"}):
        server_id = chosen.make(**changes)
        assert chosen.show(server_id)[HOST] == "compute-2"
    lost = chosen.start({"networks": "none", "availability_zone": "nova:nowhere"})
    failed = chosen.cloud.wait_for(lost, "ERROR")
    assert failed is not None
    fault = "No valid host was found. No such host - host: nowhere node: None "
    assert failed["fault"]["message"] == fault
    refused(servers.admin, 400, "Compute host nowhere could not be found.", host="nowhere")
    exclusive = (
        "One mechanism with host and/or hypervisor_hostname and another mechanism with zone:host:node are mutually "
        "exclusive."
    )
    refused(servers.admin, 400, exclusive, host="compute-1", availability_zone="nova:compute-2")
    chosen.close()


def test_hints_are_shown_since_2_100(servers: Servers) -> None:
    hints = {"os:scheduler_hints": {"different_host": NO_ID, "colour": "red"}}
    server_id = servers.start({"networks": "none"}, **hints)
    assert servers.show(server_id, "2.100")["scheduler_hints"] == {"different_host": [NO_ID], "colour": ["red"]}


# Certificates


def test_certificates(servers: Servers) -> None:
    """Nova only remembers them, where image signatures are not verified."""
    server_id = servers.make(trusted_image_certificates=["a", "b"])
    assert servers.show(server_id)["trusted_image_certificates"] == ["a", "b"]
    body: Json = {"rebuild": {"imageRef": servers.cloud.image_id("cirros"), "trusted_image_certificates": None}}
    assert servers.cloud.act(server_id, body, "2.63").status_code == 202
    servers.cloud.wait_for(server_id, "ACTIVE")
    assert servers.show(server_id)["trusted_image_certificates"] is None
    where = "Invalid input for field/attribute trusted_image_certificates."
    refused(servers.cloud, 400, f"{where} Value: []. [] should be non-empty", trusted_image_certificates=[])
    message = f"{where} Value: ['a', 'a']. ['a', 'a'] has non-unique elements"
    refused(servers.cloud, 400, message, trusted_image_certificates=["a", "a"])


# Rebuilding


@pytest.mark.parametrize(
    ("microversion", "changes", "name"),
    [
        ("2.18", {"description": "x"}, "description"),
        ("2.53", {"key_name": "demo"}, "key_name"),
        ("2.56", {"user_data": "eA=="}, "user_data"),
        ("2.57", {"personality": []}, "personality"),
        ("2.62", {"trusted_image_certificates": ["a"]}, "trusted_image_certificates"),
        ("2.89", {"hostname": "web"}, "hostname"),
    ],
)
def test_rebuild_by_microversion(cloud: Cloud, microversion: str, changes: Json, name: str) -> None:
    wanted = {"imageRef": NO_ID, **changes}
    problem = f"Additional properties are not allowed ('{name}' was unexpected)"
    message = f"Invalid input for field/attribute rebuild. Value: {wanted}. {problem}"
    nova_error(cloud.act(NO_ID, {"rebuild": wanted}, microversion), 400, message)


def test_rebuild_with_key_and_data(servers: Servers) -> None:
    """A null takes away what an absent field leaves."""
    cloud, server_id, image_id = servers.cloud, servers.make(), servers.cloud.image_id("debian-12")
    data = base64.b64encode(b"data").decode()

    def rebuild(**changes: Any) -> Json:
        response = cloud.act(server_id, {"rebuild": {"imageRef": image_id, **changes}}, VERSION)
        assert response.status_code == 202, response.text
        cloud.wait_for(server_id, "ACTIVE")
        server: Json = response.json()["server"]
        return server

    server = rebuild(key_name="demo", user_data=data, hostname="new", adminPass="secret")
    assert (server["key_name"], server["user_data"], server["adminPass"]) == ("demo", data, "secret")
    assert server["OS-EXT-SRV-ATTR:hostname"] == "new"
    server = rebuild()
    assert (server["key_name"], server["user_data"], server["image"]["id"]) == ("demo", data, image_id)
    server = rebuild(key_name=None, user_data=None)
    assert (server["key_name"], server["user_data"]) == (None, None)
    for changes, message in (
        ({"key_name": "no-such-key"}, "Invalid key_name provided."),
        ({"imageRef": NO_ID}, "Cannot find image for rebuild"),
    ):
        response = cloud.act(server_id, {"rebuild": {"imageRef": image_id, **changes}}, VERSION)
        nova_error(response, 400, message)
