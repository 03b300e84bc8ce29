# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""In which states the name, the description, metadata, tags and groups of a server may be changed, and its filters."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ansible_collections.nodeworks.openstack.tests.contract.checks import nova_error
from ansible_collections.nodeworks.openstack.tests.contract.client import Json, unique
from ansible_collections.nodeworks.openstack.tests.contract.servers import VERSION, Servers, Sessions

WAYS: dict[str, list[tuple[str | Json, str]]] = {
    "active": [],
    "stopped": [("os-stop", "SHUTOFF")],
    "paused": [("pause", "PAUSED")],
    "suspended": [("suspend", "SUSPENDED")],
    "rescued": [("rescue", "RESCUE")],
    "error": [("FAIL", "ERROR")],
    "shelved": [("shelve", "SHELVED")],
    "shelved_offloaded": [("shelve", "SHELVED"), ("shelveOffload", "SHELVED_OFFLOADED")],
    "soft-delete": [("DELETE", "SOFT_DELETED")],
}
Words = dict[str, str]
CHANGEABLE = ("active", "stopped", "paused", "suspended")


@pytest.mark.parametrize("vm_state", WAYS)
def test_states(patient_servers: Servers, vm_state: str) -> None:
    """Name and description may be changed always, metadata and tags where there is a guest at rest."""
    servers = patient_servers
    server_id = servers.make(metadata={"a": "b"}, tags=["t"])
    servers.follow(server_id, WAYS[vm_state])
    path = f"/servers/{server_id}"
    changes = (
        ("update metadata", "POST", "/metadata", {"metadata": {"c": "d"}}, 200),
        ("update metadata", "PUT", "/metadata", {"metadata": {"a": "b"}}, 200),
        ("update metadata", "PUT", "/metadata/a", {"meta": {"a": "c"}}, 200),
        ("delete metadata", "DELETE", "/metadata/a", None, 204),
        ("update tags", "PUT", "/tags", {"tags": ["t"]}, 200),
        ("update tag", "PUT", "/tags/u", None, 201),
        ("delete tag", "DELETE", "/tags/t", None, 204),
        ("delete tags", "DELETE", "/tags", None, 204),
    )
    for word, method, rest, body, status in changes:
        response = servers.cloud.compute(method, path + rest, VERSION, json=body)
        if vm_state in CHANGEABLE:
            assert response.status_code == status, response.text
        else:
            nova_error(response, 409, f"Cannot '{word}' instance <id> while it is in vm_state {vm_state}")
    name = unique("renamed")
    update = {"server": {"name": name, "description": "new", "hostname": "new", "accessIPv4": "192.0.2.1"}}
    assert servers.cloud.compute("PUT", path, VERSION, json=update).status_code == 200
    server = servers.show(server_id)
    assert (server["name"], server["description"], server["accessIPv4"]) == (name, "new", "192.0.2.1")
    assert server["OS-EXT-SRV-ATTR:hostname"] == "new"


def test_resized_server_takes_neither(servers: Servers) -> None:
    server_id = servers.make()
    servers.act(server_id, {"resize": {"flavorRef": servers.cloud.flavor_id("m1.small")}}, "VERIFY_RESIZE")
    for word, rest, body in (
        ("update metadata", "/metadata", {"metadata": {"a": "b"}}),
        ("update tags", "/tags", {"tags": ["t"]}),
    ):
        response = servers.cloud.compute("PUT", f"/servers/{server_id}{rest}", VERSION, json=body)
        nova_error(response, 409, f"Cannot '{word}' instance <id> while it is in vm_state resized")


@pytest.mark.parametrize("vm_state", ["rescued", "error", "shelved_offloaded", "soft-delete"])
def test_security_groups_are_the_ports_affair(patient_servers: Servers, vm_state: str) -> None:
    """They change in any state, and in spite of a lock; Nova only looks for the ports."""
    servers, name = patient_servers, unique("group")
    cloud = servers.cloud
    made = cloud.network("POST", "/security-groups", json={"security_group": {"name": name}}).json()
    server_id = servers.make(networks=[{"uuid": cloud.network_id("private")}])
    servers.follow(server_id, WAYS[vm_state])
    assert cloud.act(server_id, {"lock": None}).status_code == 202
    assert cloud.act(server_id, {"addSecurityGroup": {"name": name}}).status_code == 202
    groups = cloud.compute("GET", f"/servers/{server_id}/os-security-groups").json()["security_groups"]
    assert {item["name"] for item in groups} == {"default", name}
    assert cloud.act(server_id, {"removeSecurityGroup": {"name": name}}).status_code == 202
    path = f"/security-groups/{made['security_group']['id']}"
    assert cloud.network("DELETE", path).status_code == 204


def test_server_without_ports_takes_no_groups(servers: Servers) -> None:
    server_id = servers.make()
    response = servers.cloud.act(server_id, {"addSecurityGroup": {"name": "default"}})
    nova_error(response, 404, "instance_id <id> could not be found as device id on any ports")


def test_limits_of_tags(servers: Servers) -> None:
    server_id = servers.make()
    path, tags = f"/servers/{server_id}/tags", [f"t{number:02}" for number in range(50)]
    assert servers.cloud.compute("PUT", path, VERSION, json={"tags": tags}).json() == {"tags": tags}
    message = "The number of tags exceeded the per-server limit 50"
    nova_error(servers.cloud.compute("PUT", f"{path}/more", VERSION), 400, message)
    # Even if it has it.
    nova_error(servers.cloud.compute("PUT", f"{path}/t01", VERSION), 400, message)
    assert servers.cloud.compute("DELETE", path, VERSION).status_code == 204
    words = "It must be a non empty string without characters '/' and ','."
    problem = "Validation error message: 'a,b' does not match '^[^,/]*$'"
    nova_error(servers.cloud.compute("PUT", f"{path}/a,b", VERSION), 400, f"Tag 'a,b' is invalid. {words} {problem}")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("tags={0},b", True),
        ("tags={0},c", False),
        ("tags-any={0},c", True),
        ("not-tags={0},c", True),
        ("not-tags={0},b", False),
        ("not-tags-any=c,d", True),
        ("not-tags-any=b,c", False),
    ],
)
def test_lists_by_tag(tagged: tuple[Servers, str, str], query: str, found: bool) -> None:
    servers, name, tag = tagged
    path = f"/servers?name=^{name}$&{query.format(tag)}"
    assert bool(servers.cloud.compute("GET", path, "2.26").json()["servers"]) == found


@pytest.fixture(name="tagged")
def server_with_tags(servers: Servers) -> tuple[Servers, str, str]:
    """Return a server with its name and a tag that no other has."""
    name, tag = unique("tagged"), unique("tag")
    servers.make(name=name, tags=[tag, "b"])
    return servers, name, tag


@pytest.mark.parametrize(
    ("microversion", "query", "found"),
    [
        ("2.79", "flavor={flavor}", True),
        ("2.79", "image={image}", True),
        ("2.79", "reservation_id={reservation}", True),
        ("2.79", "key_name=nothing", True),  # dropped without a word, up to 2.82
        ("2.83", "key_name=demo", True),
        ("2.83", "key_name=^dem", True),
        ("2.83", "key_name=nothing", False),
        ("2.83", "vm_state=active", True),
        ("2.83", "vm_state=stopped", False),
        ("2.83", "power_state=1", True),
        ("2.83", "power_state=4", False),
        ("2.83", "availability_zone=nova", True),
        ("2.73", "locked=false", True),
        ("2.73", "locked=true", False),
        ("2.89", "hostname=nothing", True),
        ("2.90", "hostname=^{hostname}", True),
        ("2.90", "hostname=nothing", False),
        ("2.79", "host=nothing", True),  # for administrators only
    ],
)
def test_other_filters(filtered: tuple[Servers, Words], microversion: str, query: str, found: bool) -> None:
    servers, words = filtered
    path = f"/servers?name=^{words['name']}$&{query.format(**words)}"
    assert bool(servers.cloud.compute("GET", path, microversion).json()["servers"]) == found


def test_filters_of_administrators(filtered: tuple[Servers, Words]) -> None:
    servers, words = filtered
    path = f"/servers?all_tenants=1&name=^{words['name']}$"
    for query, found in (
        (f"host={words['host']}", True),
        ("host=nothing", False),
        ("project_id=nothing", False),
        ("user_id=nothing", False),
        (f"uuid={words['id']}", True),
    ):
        assert bool(servers.admin.compute("GET", f"{path}&{query}").json()["servers"]) == found, query


@pytest.fixture(name="filtered", scope="module")
def server_to_be_found(sessions: Sessions) -> Iterator[tuple[Servers, Words]]:
    """Return a server, and what it may be found by."""
    servers = Servers(sessions.user, sessions.admin)
    name = unique("found")
    server_id = servers.make(name=name, key_name="demo")
    everything = servers.admin.compute("GET", f"/servers/{server_id}", VERSION).json()["server"]
    attributes = "OS-EXT-SRV-ATTR"
    yield (
        servers,
        {
            "id": server_id,
            "name": name,
            "flavor": servers.cloud.flavor_id("m1.tiny"),
            "image": servers.cloud.image_id("cirros"),
            "reservation": everything[f"{attributes}:reservation_id"],
            "hostname": everything[f"{attributes}:hostname"],
            "host": everything[f"{attributes}:host"],
        },
    )
    servers.close()
