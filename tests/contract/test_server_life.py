# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server from its creation to its end: what is shown, listed, changed, and refused in the wrong state."""

from __future__ import annotations

import pytest

from ansible_collections.nodeworks.openstack.tests.contract.checks import nova_error, page_error
from ansible_collections.nodeworks.openstack.tests.contract.client import NO_ID, Cloud, Json, unique

# Which keys GET /servers/{id} shows, for people who are no administrators.
AT_FIRST = {
    "accessIPv4",
    "accessIPv6",
    "addresses",
    "created",
    "flavor",
    "hostId",
    "id",
    "image",
    "links",
    "metadata",
    "name",
    "status",
    "tenant_id",
    "user_id",
    "updated",
    "OS-DCF:diskConfig",
    "progress",
    "OS-EXT-AZ:availability_zone",
    "config_drive",
    "key_name",
    "OS-SRV-USG:launched_at",
    "OS-SRV-USG:terminated_at",
    "security_groups",
    "OS-EXT-STS:task_state",
    "OS-EXT-STS:vm_state",
    "OS-EXT-STS:power_state",
    "os-extended-volumes:volumes_attached",
}
ADDED = {
    "2.9": {"locked"},
    "2.19": {"description"},
    "2.26": {"tags"},
    "2.63": {"trusted_image_certificates"},
    "2.71": {"server_groups"},
    "2.73": {"locked_reason"},
    "2.90": {"OS-EXT-SRV-ATTR:hostname"},
    "2.96": {"pinned_availability_zone"},
    "2.100": {"scheduler_hints"},
}


def show(cloud: Cloud, server_id: str, microversion: str | None = "2.79") -> Json:
    """Return what GET shows of a server."""
    response = cloud.compute("GET", f"/servers/{server_id}", microversion)
    assert response.status_code == 200, response.text
    server: Json = response.json()["server"]
    return server


def test_life(cloud: Cloud) -> None:
    name = unique("life")
    body = cloud.server_body(name, metadata={"a": "b"}, tags=["t2", "t1", "t1"], description="d", key_name="demo")
    response = cloud.compute("POST", "/servers", "2.79", json=body)
    assert response.status_code == 202
    made = response.json()["server"]
    assert set(made) == {"id", "links", "OS-DCF:diskConfig", "security_groups", "adminPass"}
    assert made["security_groups"] == [{"name": "default"}]
    assert response.headers["location"] == made["links"][0]["href"]
    building = show(cloud, made["id"])
    assert (building["status"], building["addresses"], building["hostId"]) == ("BUILD", {}, "")
    assert "security_groups" not in building
    active = cloud.wait_for(made["id"], "ACTIVE")
    assert active is not None
    assert active["OS-EXT-STS:vm_state"] == "active"
    assert active["OS-EXT-STS:power_state"] == 1
    assert (active["tags"], active["description"], active["key_name"]) == (["t1", "t2"], "d", "demo")
    rows = sorted(active["addresses"]["private"], key=lambda row: int(row["version"]))  # their order is any
    assert [row["version"] for row in rows] == [4, 6]
    assert rows[0]["addr"].startswith("10.0.")
    assert {row["OS-EXT-IPS:type"] for row in rows} == {"fixed"}
    # A second one of the same name is another server.
    twin = cloud.compute("POST", "/servers", "2.79", json=cloud.server_body(name, networks="none")).json()["server"]
    assert twin["id"] != made["id"]
    cloud.wait_for(twin["id"], "ACTIVE")
    listed = cloud.compute("GET", f"/servers?name=^{name}$").json()["servers"]
    assert {server["id"] for server in listed} == {made["id"], twin["id"]}
    for server_id in (made["id"], twin["id"]):
        assert cloud.compute("DELETE", f"/servers/{server_id}").status_code == 204
    for server_id in (made["id"], twin["id"]):
        cloud.wait_for(server_id, None)
    missing = "Instance <id> could not be found."
    nova_error(cloud.compute("GET", f"/servers/{made['id']}"), 404, missing)
    nova_error(cloud.compute("DELETE", f"/servers/{made['id']}"), 404, missing)
    nova_error(cloud.act(made["id"], {"os-stop": None}), 404, missing)


def test_several_at_once_and_an_error(cloud: Cloud) -> None:
    name = unique("several")
    body = cloud.server_body(name, networks="none", min_count=2, return_reservation_id=True)
    response = cloud.compute("POST", "/servers", "2.79", json=body)
    assert list(response.json()) == ["reservation_id"]
    # Users may not connect servers to an external network: the request is taken and the build fails.
    public = [{"uuid": cloud.network_id("public")}]
    failing = cloud.compute("POST", "/servers", "2.79", json=cloud.server_body(f"{name}-x", networks=public))
    failed = cloud.wait_for(failing.json()["server"]["id"], "ERROR")
    assert failed is not None
    fault = "aborted: Failed to allocate the network(s), not rescheduling."
    assert failed["fault"]["message"] == f"Build of instance {failed['id']} {fault}"
    assert (failed["fault"]["code"], failed["addresses"]) == (500, {})
    assert "progress" not in failed
    conflict = f"Instance {'<id>'} is not ready"
    nova_error(cloud.act(failed["id"], {"os-start": None}), 409, conflict)
    nova_error(cloud.act(failed["id"], {"os-stop": None}), 409, conflict)
    refusal = "Cannot 'pause' instance <id> while it is in vm_state error"
    nova_error(cloud.act(failed["id"], {"pause": None}), 409, refusal)
    refusal = "Instance <id> is in an invalid state for 'reboot'"
    nova_error(cloud.act(failed["id"], {"reboot": {"type": "HARD"}}), 409, refusal)
    listed = cloud.compute("GET", f"/servers?name=^{name}").json()["servers"]
    assert sorted(server["name"] for server in listed) == [f"{name}-1", f"{name}-2", f"{name}-x"]
    _pages(cloud, name)
    for server in listed:
        assert cloud.compute("DELETE", f"/servers/{server['id']}").status_code == 204


def _pages(cloud: Cloud, name: str) -> None:
    """Check paging on the three servers that are there."""
    whole = [item["id"] for item in cloud.compute("GET", f"/servers?name=^{name}").json()["servers"]]
    first = cloud.compute("GET", f"/servers?name=^{name}&limit=2").json()
    assert [item["id"] for item in first["servers"]] == whole[:2]
    (link,) = first["servers_links"]
    assert link["rel"] == "next"
    assert link["href"].endswith(f"/servers?limit=2&name=%5E{name}&marker={whole[1]}")
    second = cloud.send("GET", link["href"]).json()
    assert [item["id"] for item in second["servers"]] == whole[2:]
    assert "servers_links" not in second
    full = cloud.compute("GET", f"/servers?name=^{name}&limit=3").json()
    assert "servers_links" in full, "a full page has a next one"
    assert cloud.send("GET", full["servers_links"][0]["href"]).json() == {"servers": []}
    query = f"/servers?name=^{name}&sort_key=display_name&sort_dir=asc"
    names = [item["name"] for item in cloud.compute("GET", query).json()["servers"]]
    assert names == sorted(names)


def test_keys_by_microversion(cloud: Cloud, server_id: str) -> None:
    expected = set(AT_FIRST)
    assert set(show(cloud, server_id, None)) == expected
    for microversion, keys in ADDED.items():
        expected |= keys
        assert set(show(cloud, server_id, microversion)) == expected, microversion
    assert set(show(cloud, server_id, "2.46")["flavor"]) == {"id", "links"}
    embedded = {"vcpus", "ram", "disk", "ephemeral", "swap", "original_name", "extra_specs"}
    assert set(show(cloud, server_id, "2.47")["flavor"]) == embedded


def test_list_keys(cloud: Cloud, server_id: str) -> None:
    brief = cloud.compute("GET", "/servers").json()["servers"]
    assert {frozenset(item) for item in brief} == {frozenset({"id", "name", "links"})}
    detail = cloud.compute("GET", "/servers/detail", "2.79").json()["servers"]
    shown = show(cloud, server_id)
    # Only the list leaves the groups out.
    del shown["server_groups"]
    assert next(item for item in detail if item["id"] == server_id) == shown


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("name=^{name}$", True),
        ("name={part}", True),
        ("name=^{part}$", False),
        ("name=^{part}[{last}x]$", True),
        ("name=^{part}[xy]$", False),
        ("name={name}&name=other", False),
        ("status=active", True),
        ("status=SHUTOFF&status=ACTIVE", True),
        ("status=SHUTOFF", False),
        ("status=nonsense", False),
        ("status=", False),
        ("ip=10.0.", True),
        ("ip=^10.0.", False),
        ("ip=^192.168.", False),
        ("flavor=nonsense", False),
        ("image=" + NO_ID, False),
        ("colour=red", True),
        ("uuid=" + NO_ID, True),
        ("metadata=%7B%22a%22%3A%22b%22%7D", True),
        ("limit=0", False),
        ("changes-since=2020-01-01T00:00:00Z", True),
        ("changes-since=2100-01-01T00:00:00Z", False),
    ],
)
def test_filters(cloud: Cloud, server_id: str, query: str, found: bool) -> None:
    name = show(cloud, server_id)["name"]
    path = "/servers?" + query.format(name=name, part=name[:-1], last=name[-1])
    response = cloud.compute("GET", path)
    assert response.status_code == 200, response.text
    assert (server_id in [item["id"] for item in response.json()["servers"]]) == found


@pytest.mark.parametrize(
    ("microversion", "query", "status", "message"),
    [
        ("2.75", "colour=red", 400, "'colour' does not match any of the regexes: '^_'"),
        (None, "marker=" + NO_ID, 400, f"marker [{NO_ID}] not found"),
        (
            None,
            "limit=-1",
            400,
            "Invalid input for query parameters limit. Value: -1. '-1' does not match '^[0-9]*$'",
        ),
        (None, "name=[", 400, "Invalid input for query parameters name. Value: [. '[' is not a 'regex'"),
        (
            None,
            "changes-since=x",
            400,
            "Invalid input for query parameters changes-since. Value: x. 'x' is not a 'date-time'",
        ),
        (None, "sort_dir=up", 400, "Invalid input received: Unknown sort direction, must be 'desc' or 'asc'"),
        (None, "sort_key=host", 403, "Only administrators can sort servers by host"),
        (
            None,
            "all_tenants=1",
            403,
            "Policy doesn't allow os_compute_api:servers:index:get_all_tenants to be performed.",
        ),
        (
            None,
            "all_tenants=x",
            400,
            "Unrecognized value 'x', acceptable values are: '0', '1', 'f', 'false', 'n', 'no', 'off', 'on', 't', "
            "'true', 'y', 'yes'",
        ),
    ],
)
def test_refused_queries(cloud: Cloud, microversion: str | None, query: str, status: int, message: str) -> None:
    nova_error(cloud.compute("GET", f"/servers?{query}", microversion), status, message)


@pytest.mark.parametrize("server", ["nonsense", NO_ID])
def test_unknown_server(cloud: Cloud, server: str) -> None:
    missing = f"Instance {server} could not be found."
    nova_error(cloud.compute("GET", f"/servers/{server}"), 404, missing)
    nova_error(cloud.compute("DELETE", f"/servers/{server}"), 404, missing)
    nova_error(cloud.compute("PUT", f"/servers/{server}", json={"server": {"name": "x"}}), 404, missing)
    nova_error(cloud.compute("GET", f"/servers/{server}/metadata"), 404, missing)


def test_unknown_server_has_no_cell(cloud: Cloud) -> None:
    missing = f"Instance {NO_ID} has no mapping to a cell."
    nova_error(cloud.act(NO_ID, {"os-start": None}), 404, missing)
    nova_error(cloud.compute("GET", f"/servers/{NO_ID}/tags", "2.26"), 404, missing)


def test_update(cloud: Cloud, server_id: str) -> None:
    name = unique("renamed")
    response = cloud.compute("PUT", f"/servers/{server_id}", json={"server": {"name": name}})
    assert response.status_code == 200
    assert response.json()["server"]["name"] == name
    assert set(response.json()["server"]) == AT_FIRST - {
        "OS-EXT-AZ:availability_zone",
        "config_drive",
        "key_name",
        "OS-SRV-USG:launched_at",
        "OS-SRV-USG:terminated_at",
        "security_groups",
        "OS-EXT-STS:task_state",
        "OS-EXT-STS:vm_state",
        "OS-EXT-STS:power_state",
        "os-extended-volumes:volumes_attached",
    }
    response = cloud.compute("PUT", f"/servers/{server_id}", json={"server": {"colour": "red"}})
    problem = "Additional properties are not allowed ('colour' was unexpected)"
    nova_error(response, 400, f"Invalid input for field/attribute server. Value: {{'colour': 'red'}}. {problem}")


# Metadata and tags


def test_metadata(cloud: Cloud, server_id: str) -> None:
    path = f"/servers/{server_id}/metadata"
    assert cloud.compute("PUT", path, json={"metadata": {"a": "1"}}).json() == {"metadata": {"a": "1"}}
    both = {"a": "1", "b": "2"}
    assert cloud.compute("POST", path, json={"metadata": {"b": "2"}}).json() == {"metadata": both}
    assert cloud.compute("POST", path, json={"metadata": {}}).json() == {"metadata": both}
    assert cloud.compute("GET", path).json() == {"metadata": both}
    assert cloud.compute("GET", f"{path}/b").json() == {"meta": {"b": "2"}}
    assert cloud.compute("PUT", f"{path}/c", json={"meta": {"c": "3"}}).json() == {"meta": {"c": "3"}}
    gone = cloud.compute("DELETE", f"{path}/c")
    assert (gone.status_code, gone.text) == (204, "")
    nova_error(cloud.compute("DELETE", f"{path}/c"), 404, "Metadata item was not found")
    nova_error(cloud.compute("GET", f"{path}/c"), 404, "Metadata item was not found")
    mismatch = cloud.compute("PUT", f"{path}/c", json={"meta": {"d": "3"}})
    nova_error(mismatch, 400, "Request body and URI mismatch")
    wrong = cloud.compute("POST", path, json={"metadata": {"c": 5}})
    nova_error(wrong, 400, "Invalid input for field/attribute c. Value: 5. 5 is not of type 'string'")
    nova_error(cloud.compute("POST", path, json={"foo": {}}), 400, "'metadata' is a required property")
    many = {str(number): "x" for number in range(200)}
    message = "Maximum number of metadata items exceeds 128"
    nova_error(cloud.compute("POST", path, json={"metadata": many}), 403, message)
    assert show(cloud, server_id)["metadata"] == both


def test_tags(cloud: Cloud, server_id: str) -> None:
    path = f"/servers/{server_id}/tags"
    nova_error(cloud.compute("GET", path), 404, "The resource could not be found.")
    assert cloud.compute("PUT", path, "2.26", json={"tags": ["b", "a", "a"]}).json() == {"tags": ["a", "b"]}
    assert cloud.compute("PUT", f"{path}/c", "2.26").status_code == 201
    assert cloud.compute("PUT", f"{path}/c", "2.26").status_code == 204
    assert cloud.compute("GET", f"{path}/c", "2.26").status_code == 204
    assert cloud.compute("DELETE", f"{path}/c", "2.26").status_code == 204
    nova_error(cloud.compute("DELETE", f"{path}/c", "2.26"), 404, "Instance <id> has no tag 'c'")
    nova_error(cloud.compute("GET", f"{path}/c", "2.26"), 404, "Server <id> has no tag 'c'")
    message = "Invalid input for field/attribute 0. Value: a/. 'a/' does not match '^[^,/]*$'"
    nova_error(cloud.compute("PUT", path, "2.26", json={"tags": ["a/"]}), 400, message)
    for query, found in (("tags=a,b", True), ("tags=a,x", False), ("tags-any=a,x", True), ("not-tags=a", False)):
        listed = cloud.compute("GET", f"/servers?{query}", "2.26").json()["servers"]
        assert (server_id in [item["id"] for item in listed]) == found, query
    assert cloud.compute("DELETE", path, "2.26").status_code == 204


# Actions


def test_malformed_actions(cloud: Cloud, server_id: str) -> None:
    nova_error(cloud.act(server_id, {"dance": None}), 400, "There is no such action: dance")
    nova_error(cloud.act(server_id, {}), 400, "Malformed request body")
    nova_error(cloud.act(server_id, {"os-start": None, "os-stop": None}), 400, "Malformed request body")
    where = "Invalid input for field/attribute"
    message = f"{where} reboot. Value: {{}}. 'type' is a required property"
    nova_error(cloud.act(server_id, {"reboot": {}}), 400, message)
    words = "['HARD', 'Hard', 'hard', 'SOFT', 'Soft', 'soft']"
    message = f"{where} type. Value: x. 'x' is not one of {words}"
    nova_error(cloud.act(server_id, {"reboot": {"type": "x"}}), 400, message)
    nova_error(cloud.act(server_id, {"resize": {"flavorRef": "none"}}), 400, "Flavor none could not be found.")
    message = "When resizing, instances must change flavor!"
    same = {"resize": {"flavorRef": cloud.flavor_id("m1.tiny")}}
    nova_error(cloud.act(server_id, same), 400, message)
    message = "Policy doesn't allow os_compute_api:os-admin-actions:reset_state to be performed."
    nova_error(cloud.act(server_id, {"os-resetState": {"state": "active"}}), 403, message)


def refuse_all(cloud: Cloud, server_id: str, vm_state: str, actions: str) -> None:
    """Check that actions are refused in a state, in Nova's words."""
    soft = {"type": "SOFT"}
    for name in actions.split():
        word = name.removeprefix("os-")
        message = f"Cannot '{word}' instance <id> while it is in vm_state {vm_state}"
        nova_error(cloud.act(server_id, {name: soft if name == "reboot" else None}), 409, message)


def test_states(cloud: Cloud, server_id: str) -> None:
    refuse_all(
        cloud, server_id, "active", "os-start unpause resume unrescue unshelve confirmResize revertResize restore"
    )
    for action, status, vm_state, refused, back in (
        ("pause", "PAUSED", "paused", "pause os-stop os-start suspend resume reboot", "unpause"),
        ("suspend", "SUSPENDED", "suspended", "suspend os-stop os-start pause unpause reboot", "resume"),
        ("os-stop", "SHUTOFF", "stopped", "os-stop suspend pause unpause resume reboot", "os-start"),
    ):
        response = cloud.act(server_id, {action: None})
        assert (response.status_code, response.text) == (202, "")
        cloud.wait_for(server_id, status)
        refuse_all(cloud, server_id, vm_state, refused)
        assert cloud.act(server_id, {back: None}).status_code == 202
        cloud.wait_for(server_id, "ACTIVE")


def test_hard_reboot_of_a_stopped_server_starts_it(cloud: Cloud, server_id: str) -> None:
    assert cloud.act(server_id, {"os-stop": {}}).status_code == 202
    cloud.wait_for(server_id, "SHUTOFF")
    assert cloud.act(server_id, {"reboot": {"type": "HARD"}}).status_code == 202
    cloud.wait_for(server_id, "ACTIVE")


def test_lock(cloud: Cloud, server_id: str) -> None:
    assert cloud.act(server_id, {"lock": {"locked_reason": "mine"}}, "2.73").status_code == 202
    server = show(cloud, server_id)
    assert (server["locked"], server["locked_reason"]) == (True, "mine")
    nova_error(cloud.act(server_id, {"os-stop": None}), 409, "Instance <id> is locked")
    nova_error(cloud.compute("DELETE", f"/servers/{server_id}"), 409, "Instance <id> is locked")
    assert cloud.act(server_id, {"lock": None}).status_code == 202
    assert cloud.act(server_id, {"unlock": None}).status_code == 202
    assert show(cloud, server_id)["locked"] is False


def test_resize(cloud: Cloud, server_id: str) -> None:
    small, tiny = cloud.flavor_id("m1.small"), cloud.flavor_id("m1.tiny")
    for answer, left in (("revertResize", tiny), ("confirmResize", small)):
        assert cloud.act(server_id, {"resize": {"flavorRef": small}}).status_code == 202
        cloud.wait_for(server_id, "VERIFY_RESIZE")
        assert cloud.act(server_id, {answer: None}).status_code == (202 if answer == "revertResize" else 204)
        cloud.wait_for(server_id, "ACTIVE")
        assert show(cloud, server_id, "2.1")["flavor"]["id"] == left
    assert cloud.act(server_id, {"resize": {"flavorRef": tiny}}).status_code == 202
    cloud.wait_for(server_id, "VERIFY_RESIZE")
    assert cloud.act(server_id, {"confirmResize": None}).status_code == 204
    cloud.wait_for(server_id, "ACTIVE")


def test_security_groups(cloud: Cloud, server_id: str) -> None:
    name = unique("group")
    made = cloud.network("POST", "/security-groups", json={"security_group": {"name": name}})
    group = made.json()["security_group"]["id"]
    missing = "Security group no-such-group is not found for project <id>"
    nova_error(cloud.act(server_id, {"addSecurityGroup": {"name": "no-such-group"}}), 404, missing)
    nova_error(cloud.act(server_id, {"removeSecurityGroup": {"name": "no-such-group"}}), 404, missing)
    message = f"Security group {name} not associated with the instance <id>"
    nova_error(cloud.act(server_id, {"removeSecurityGroup": {"name": name}}), 404, message)
    assert cloud.act(server_id, {"addSecurityGroup": {"name": name}}).status_code == 202
    names = {item["name"] for item in show(cloud, server_id)["security_groups"]}
    assert names == {"default", name}
    twice = cloud.act(server_id, {"addSecurityGroup": {"name": name}})
    message = "Invalid input for security_groups. Reason: Duplicate items in the list: '<id>'."
    nova_error(twice, 400, f"{message}\nNeutron server returns request_ids: ['<request>']")
    in_use = cloud.network("DELETE", f"/security-groups/{group}")
    assert (in_use.status_code, in_use.json()["NeutronError"]["type"]) == (409, "SecurityGroupInUse")
    assert cloud.act(server_id, {"removeSecurityGroup": {"name": group}}).status_code == 202
    assert cloud.network("DELETE", f"/security-groups/{group}").status_code == 204


def test_interfaces(cloud: Cloud, server_id: str) -> None:
    (row,) = cloud.compute("GET", f"/servers/{server_id}/os-interface").json()["interfaceAttachments"]
    assert set(row) == {"net_id", "port_id", "mac_addr", "port_state", "fixed_ips"}
    port = cloud.network("GET", f"/ports/{row['port_id']}").json()["port"]
    assert (port["device_id"], port["status"]) == (server_id, "ACTIVE")
    assert port["device_owner"].startswith("compute:")
    addresses = cloud.compute("GET", f"/servers/{server_id}/ips").json()["addresses"]["private"]
    assert {item["addr"] for item in addresses} == {item["ip_address"] for item in row["fixed_ips"]}
    page_error(cloud.compute("GET", f"/servers/{server_id}/nonsense"), 404, "The resource could not be found.")
