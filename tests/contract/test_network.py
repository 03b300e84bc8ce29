# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Neutron: shapes, lists, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.contract.checks import neutron_error, nova_error
from ansible_collections.nodeworks.openstack.tests.contract.client import NO_ID, Cloud, Json, normalised, unique

COMMON = {"id", "project_id", "tenant_id", "created_at", "updated_at", "revision_number", "tags", "description"}
KEYS = {
    "network": COMMON
    | {"name", "admin_state_up", "mtu", "status", "subnets", "shared", "availability_zone_hints", "is_default"}
    | {"availability_zones", "ipv4_address_scope", "ipv6_address_scope", "router:external", "qinq"}
    | {"vlan_transparent", "port_security_enabled", "qos_policy_id"},
    "subnet": COMMON
    | {"name", "network_id", "ip_version", "subnetpool_id", "enable_dhcp", "ipv6_ra_mode", "ipv6_address_mode"}
    | {"gateway_ip", "cidr", "allocation_pools", "host_routes", "dns_nameservers", "router:external", "service_types"},
    "port": COMMON
    | {"name", "network_id", "mac_address", "admin_state_up", "status", "device_id", "device_owner", "fixed_ips"}
    | {"port_security_enabled", "qos_policy_id", "security_groups", "binding:vnic_type", "allowed_address_pairs"}
    | {"extra_dhcp_opts", "qos_network_policy_id"},
    "security_group": COMMON | {"name", "stateful", "shared", "security_group_rules"},
    "floatingip": COMMON
    | {"floating_ip_address", "floating_network_id", "router_id", "port_id", "fixed_ip_address", "status"}
    | {"qos_policy_id", "port_details", "port_forwardings"},
}


def post(cloud: Cloud, kind: str, **fields: Any) -> Any:
    """Send a create request."""
    return cloud.network("POST", f"/{kind.replace('_', '-')}s", json={kind: fields})


@pytest.fixture(name="network", scope="module")
def own_network(cloud: Cloud) -> Iterator[Json]:
    """Return a network with one subnet."""
    made: Json = post(cloud, "network", name=unique("network")).json()["network"]
    subnet = post(cloud, "subnet", network_id=made["id"], ip_version=4, cidr="10.9.0.0/24")
    assert subnet.status_code == 201, subnet.text
    yield made
    assert cloud.network("DELETE", f"/networks/{made['id']}").status_code == 204


@pytest.fixture(name="group", scope="module")
def own_group(cloud: Cloud) -> Iterator[str]:
    """Return the id of a security group."""
    made = str(post(cloud, "security_group", name=unique("group")).json()["security_group"]["id"])
    yield made
    assert cloud.network("DELETE", f"/security-groups/{made}").status_code == 204


def test_shapes(cloud: Cloud, network: Json) -> None:
    assert set(network) == KEYS["network"]
    assert (network["status"], network["shared"], network["subnets"]) == ("ACTIVE", False, [])
    subnet_id = cloud.network("GET", f"/networks/{network['id']}").json()["network"]["subnets"][0]
    subnet = cloud.network("GET", f"/subnets/{subnet_id}").json()["subnet"]
    assert set(subnet) == KEYS["subnet"]
    assert subnet["gateway_ip"] == "10.9.0.1"
    assert subnet["allocation_pools"] == [{"start": "10.9.0.2", "end": "10.9.0.254"}]
    group = post(cloud, "security_group", name=unique("group")).json()["security_group"]
    assert set(group) == KEYS["security_group"]
    assert cloud.network("DELETE", f"/security-groups/{group['id']}").status_code == 204


def test_duplicate_names(cloud: Cloud, network: Json) -> None:
    twin = post(cloud, "network", name=network["name"])
    assert twin.status_code == 201
    found = cloud.network("GET", f"/networks?name={network['name']}").json()["networks"]
    assert {item["id"] for item in found} == {network["id"], twin.json()["network"]["id"]}
    answer = cloud.network("DELETE", f"/networks/{twin.json()['network']['id']}")
    assert (answer.status_code, answer.text) == (204, "")


def test_update(cloud: Cloud, network: Json) -> None:
    path = f"/networks/{network['id']}"
    before = cloud.network("GET", path).json()["network"]
    after = cloud.network("PUT", path, json={"network": {"description": "new"}}).json()["network"]
    assert after["description"] == "new"
    assert after["revision_number"] > before["revision_number"]
    message = "Unrecognized attribute(s) 'colour'"
    neutron_error(cloud.network("PUT", path, json={"network": {"colour": 1}}), 400, "HTTPBadRequest", message)


@pytest.mark.parametrize(
    ("fields", "status", "kind", "message"),
    [
        ({"colour": 1}, 400, "HTTPBadRequest", "Unrecognized attribute(s) 'colour'"),
        ({"name": 5}, 400, "HTTPBadRequest", "Invalid input for name. Reason: '5' is not a valid string."),
        (
            {"name": "x" * 256},
            400,
            "HTTPBadRequest",
            f"Invalid input for name. Reason: '{'x' * 256}' exceeds maximum length of 255.",
        ),
        (
            {"admin_state_up": "maybe"},
            400,
            "InvalidInput",
            "Invalid input for operation: 'maybe' cannot be converted to boolean.",
        ),
        ({"status": "x"}, 400, "HTTPBadRequest", "Attribute 'status' not allowed in POST"),
        ({"id": NO_ID}, 400, "HTTPBadRequest", "Attribute 'id' not allowed in POST"),
        (
            {"shared": True},
            403,
            "PolicyNotAuthorized",
            "(rule:create_network and rule:create_network:shared) is disallowed by policy",
        ),
        (
            {"router:external": True},
            403,
            "PolicyNotAuthorized",
            "(rule:create_network and rule:create_network:router:external) is disallowed by policy",
        ),
        (
            {"tenant_id": "0" * 32},
            400,
            "HTTPBadRequest",
            "Specifying 'project_id' other than the authenticated project in request is not allowed for the current "
            "user.",
        ),
    ],
)
def test_refused_networks(cloud: Cloud, fields: Json, status: int, kind: str, message: str) -> None:
    neutron_error(post(cloud, "network", **fields), status, kind, message)


def test_several_unknown_attributes(cloud: Cloud) -> None:
    # In no particular order: Neutron keeps them in a set.
    message = post(cloud, "network", size=1, colour=1).json()["NeutronError"]["message"]
    assert message in ("Unrecognized attribute(s) 'colour, size'", "Unrecognized attribute(s) 'size, colour'")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "Unable to find 'network' in request body"),
        ({"foo": {}}, "Unable to find 'network' in request body"),
        ({"network": []}, "Object 'network' contains invalid data"),
    ],
)
def test_malformed_bodies(cloud: Cloud, body: Json, message: str) -> None:
    neutron_error(cloud.network("POST", "/networks", json=body), 400, "HTTPBadRequest", message)


def test_broken_json(cloud: Cloud) -> None:
    neutron_error(cloud.network("POST", "/networks", data="{"), 400, "HTTPBadRequest", "Body contains invalid data")


@pytest.mark.parametrize(
    ("path", "kind", "message"),
    [
        (f"/networks/{NO_ID}", "NetworkNotFound", f"Network {NO_ID} could not be found."),
        ("/networks/nonsense", "NetworkNotFound", "Network nonsense could not be found."),
        (f"/subnets/{NO_ID}", "SubnetNotFound", f"Subnet {NO_ID} could not be found."),
        (f"/ports/{NO_ID}", "PortNotFound", f"Port {NO_ID} could not be found."),
        (f"/security-groups/{NO_ID}", "SecurityGroupNotFound", f"Security group {NO_ID} does not exist"),
        (f"/floatingips/{NO_ID}", "FloatingIPNotFound", f"Floating IP {NO_ID} could not be found"),
        (f"/routers/{NO_ID}", "RouterNotFound", f"Router {NO_ID} could not be found"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_unknown_ids(cloud: Cloud, method: str, path: str, kind: str, message: str) -> None:
    neutron_error(cloud.network(method, path), 404, kind, message)


def test_other_peoples_networks_are_read_only(cloud: Cloud) -> None:
    path = f"/networks/{cloud.network_id('public')}"
    refusal = "rule:update_network is disallowed by policy"
    response = cloud.network("PUT", path, json={"network": {"name": "x"}})
    neutron_error(response, 403, "PolicyNotAuthorized", refusal)
    response = cloud.network("DELETE", path)
    neutron_error(response, 403, "PolicyNotAuthorized", refusal.replace("update", "delete"))


# Lists


def names(cloud: Cloud, query: str) -> set[str]:
    """Return the names of the networks a query finds."""
    response = cloud.network("GET", f"/networks?{query}")
    assert response.status_code == 200, response.text
    return {item["name"] for item in response.json()["networks"]}


@pytest.mark.parametrize(
    ("query", "found", "not_found"),
    [
        ("name=private", {"private"}, {"public"}),
        ("name=private&name=public", {"private", "public"}, set()),
        ("name=nonsense", set(), {"private"}),
        ("router:external=True", {"public"}, {"private"}),
        ("router:external=false", {"private"}, {"public"}),
        ("status=ACTIVE", {"public", "private"}, set()),
        ("id=" + NO_ID, set(), {"private"}),
        ("tags=nonsense", set(), {"private"}),
        ("limit=0", {"private", "public"}, set()),
    ],
)
def test_filters(cloud: Cloud, query: str, found: set[str], not_found: set[str]) -> None:
    present = names(cloud, query)
    assert found <= present
    assert not not_found & present


def test_fields(cloud: Cloud) -> None:
    body = cloud.network("GET", "/networks?name=private&fields=id&fields=name").json()
    assert [set(item) for item in body["networks"]] == [{"id", "name"}]


@pytest.mark.parametrize(
    ("query", "status", "kind", "message"),
    [
        ("colour=red", 400, "HTTPBadRequest", "['colour'] is invalid attribute for filtering"),
        (
            "limit=-1",
            400,
            "BadRequest",
            "Bad limit request: Limit must be an integer 0 or greater and not '-1'.",
        ),
        ("sort_key=name", 400, "HTTPBadRequest", "The number of sort_keys and sort_dirs must be same"),
        ("sort_key=x&sort_dir=asc", 400, "HTTPBadRequest", "['x'] is invalid attribute for sort_keys"),
        (
            "router:external=maybe",
            400,
            "InvalidInput",
            "Invalid input for operation: 'maybe' cannot be converted to boolean.",
        ),
        (f"limit=1&marker={NO_ID}", 404, "NetworkNotFound", f"Network {NO_ID} could not be found."),
    ],
)
def test_refused_queries(cloud: Cloud, query: str, status: int, kind: str, message: str) -> None:
    neutron_error(cloud.network("GET", f"/networks?{query}"), status, kind, message)


def test_pages(cloud: Cloud, network: Json) -> None:
    whole = [item["id"] for item in cloud.network("GET", "/networks?sort_key=id&sort_dir=asc").json()["networks"]]
    assert len(whole) >= 3
    seen: list[str] = []
    url = cloud.root("network") + "/v2.0/networks?limit=1"
    while url:
        body = cloud.send("GET", url).json()
        seen += [item["id"] for item in body["networks"]]
        links = {link["rel"]: link["href"] for link in body["networks_links"]}
        assert "previous" in links
        url = links.get("next", "")
    assert seen == whole


# Subnets, ports, floating IPs


@pytest.mark.parametrize(
    ("fields", "status", "kind", "message"),
    [
        (
            {"cidr": "10.9.0.0/25"},
            400,
            "InvalidInput",
            "Invalid input for operation: Requested subnet with cidr: 10.9.0.0/25 for network: <id> overlaps with "
            "another subnet.",
        ),
        (
            {"cidr": None},
            400,
            "BadRequest",
            "Bad subnets request: a subnetpool must be specified in the absence of a cidr.",
        ),
        ({"cidr": "x"}, 400, "InvalidInput", "Invalid input for operation: x is not in a CIDR format."),
        ({"ip_version": 5}, 400, "HTTPBadRequest", "Invalid input for ip_version. Reason: 5 is not in valid_values."),
        (
            {"ip_version": 6},
            400,
            "InvalidInput",
            "Invalid input for operation: cidr '10.8.0.0/24' does not match the ip_version '6'.",
        ),
        ({"network_id": NO_ID}, 404, "NetworkNotFound", f"Network {NO_ID} could not be found."),
        ({"colour": 1}, 400, "HTTPBadRequest", "Unrecognized attribute(s) 'colour'"),
    ],
)
def test_refused_subnets(cloud: Cloud, network: Json, fields: Json, status: int, kind: str, message: str) -> None:
    body = {"network_id": network["id"], "ip_version": 4, "cidr": "10.8.0.0/24", **fields}
    sent = {key: value for key, value in body.items() if value is not None}
    neutron_error(post(cloud, "subnet", **sent), status, kind, message)


@pytest.mark.parametrize("missing", ["ip_version", "network_id"])
def test_required_attributes(cloud: Cloud, network: Json, missing: str) -> None:
    body = {"network_id": network["id"], "ip_version": 4, "cidr": "10.8.0.0/24"}
    del body[missing]
    message = f"Failed to parse request. Required attribute '{missing}' not specified"
    neutron_error(post(cloud, "subnet", **body), 400, "HTTPBadRequest", message)


def test_port(cloud: Cloud, network: Json) -> None:
    response = post(cloud, "port", network_id=network["id"], name="x")
    assert response.status_code == 201
    port = response.json()["port"]
    assert set(port) == KEYS["port"]
    assert (port["status"], port["device_id"], len(port["security_groups"])) == ("DOWN", "", 1)
    assert port["fixed_ips"][0]["ip_address"].startswith("10.9.0.")
    message = (
        "Unable to complete operation on network <id>. There are one or more ports still in use on the network, "
        "id for these ports is: <id>."
    )
    neutron_error(cloud.network("DELETE", f"/networks/{network['id']}"), 409, "NetworkInUse", message)
    assert cloud.network("DELETE", f"/ports/{port['id']}").status_code == 204
    outside = post(cloud, "port", network_id=network["id"], fixed_ips=[{"ip_address": "192.0.2.1"}])
    message = "IP address 192.0.2.1 is not a valid IP for any of the subnets on the specified network."
    neutron_error(outside, 400, "InvalidIpForNetwork", message)
    groups = post(cloud, "port", network_id=network["id"], security_groups=[NO_ID])
    neutron_error(groups, 404, "SecurityGroupNotFound", f"Security group {NO_ID} does not exist")


def test_server_on_a_port(cloud: Cloud, network: Json) -> None:
    port = post(cloud, "port", network_id=network["id"], fixed_ips=[{"ip_address": "10.9.0.77"}]).json()["port"]
    body = cloud.server_body(unique("on-port"), networks=[{"port": port["id"]}])
    made = cloud.compute("POST", "/servers", "2.79", json=body).json()["server"]["id"]
    server = cloud.wait_for(made, "ACTIVE")
    assert server is not None
    assert [row["addr"] for row in server["addresses"][network["name"]]] == ["10.9.0.77"]
    taken = cloud.compute("POST", "/servers", "2.79", json=body)
    nova_error(taken, 409, f"Port {'<id>'} is still in use.")
    bound = cloud.network("GET", f"/ports/{port['id']}").json()["port"]
    assert set(bound) == KEYS["port"]
    assert bound["device_id"] == made
    assert cloud.compute("DELETE", f"/servers/{made}").status_code == 204
    cloud.wait_for(made, None)
    # Nova gives back what it did not make.
    free = cloud.network("GET", f"/ports/{port['id']}").json()["port"]
    assert (free["device_id"], free["device_owner"]) == ("", "")
    assert cloud.network("DELETE", f"/ports/{port['id']}").status_code == 204


def test_floating_ip(cloud: Cloud) -> None:
    response = post(cloud, "floatingip", floating_network_id=cloud.network_id("public"))
    assert response.status_code == 201
    floating = response.json()["floatingip"]
    assert set(floating) == KEYS["floatingip"]
    assert (floating["status"], floating["port_id"]) == ("DOWN", None)
    path = f"/floatingips/{floating['id']}"
    unknown = cloud.network("PUT", path, json={"floatingip": {"port_id": NO_ID}})
    neutron_error(unknown, 404, "PortNotFound", f"Port {NO_ID} could not be found.")
    assert cloud.network("DELETE", path).status_code == 204
    inside = post(cloud, "floatingip", floating_network_id=cloud.network_id("private"))
    message = "Bad floatingip request: Network <id> is not a valid external network."
    neutron_error(inside, 400, "BadRequest", message)


# Security groups


def test_default_group(cloud: Cloud) -> None:
    (group,) = cloud.network("GET", "/security-groups?name=default").json()["security_groups"]
    assert group["description"] == "Default security group"
    response = cloud.network("DELETE", f"/security-groups/{group['id']}")
    assert response.status_code == 409
    refusals = {
        "SecurityGroupCannotRemoveDefault": "Insufficient rights for removing default security group.",
        "SecurityGroupInUse": "Security Group <id> in use.",
    }
    error = response.json()["NeutronError"]
    assert normalised(error["message"]) == refusals[error["type"]]
    message = "Default security group already exists."
    neutron_error(post(cloud, "security_group", name="default"), 409, "SecurityGroupDefaultAlreadyExists", message)


def test_rules_that_a_new_group_has(cloud: Cloud, group: str) -> None:
    def rules_of(shown: Json) -> list[tuple[str, str, bool]]:
        """Return direction, version of IP, and whether the rule is about the group's own members."""
        rules = shown["security_group_rules"]
        assert all(rule[key] is None for rule in rules for key in ("protocol", "port_range_min", "remote_ip_prefix"))
        return sorted((rule["direction"], rule["ethertype"], rule["remote_group_id"] == shown["id"]) for rule in rules)

    outwards = [("egress", "IPv4", False), ("egress", "IPv6", False)]
    assert rules_of(cloud.network("GET", f"/security-groups/{group}").json()["security_group"]) == outwards
    (default,) = cloud.network("GET", "/security-groups?name=default").json()["security_groups"]
    assert rules_of(default) == [*outwards, ("ingress", "IPv4", True), ("ingress", "IPv6", True)]


def test_rule(cloud: Cloud, group: str) -> None:
    fields = {
        "security_group_id": group,
        "direction": "ingress",
        "protocol": "tcp",
        "port_range_min": 22,
        "port_range_max": 22,
    }
    response = post(cloud, "security_group_rule", **fields, remote_ip_prefix="0.0.0.0/0")
    assert response.status_code == 201
    rule = response.json()["security_group_rule"]
    keys = {"id", "project_id", "tenant_id", "security_group_id", "ethertype", "direction", "protocol", "description"}
    keys |= {"port_range_min", "port_range_max", "remote_ip_prefix", "remote_address_group_id", "normalized_cidr"}
    keys |= {"remote_group_id", "belongs_to_default_sg", "created_at", "updated_at", "revision_number"}
    assert set(rule) == keys
    # Leaving the prefix out means the same rule.
    again = post(cloud, "security_group_rule", **fields)
    assert normalised(again.json()["NeutronError"]["message"]) == (
        "Security group rule already exists. Rule id is <id>."
    )
    assert (again.status_code, again.json()["NeutronError"]["type"]) == (409, "SecurityGroupRuleExists")
    shown = cloud.network("GET", f"/security-groups/{group}").json()["security_group"]["security_group_rules"]
    assert rule["id"] in [item["id"] for item in shown]
    assert cloud.network("DELETE", f"/security-group-rules/{rule['id']}").status_code == 204


PORTS = "For TCP/UDP protocols, port_range_min must be <= port_range_max"


@pytest.mark.parametrize(
    ("fields", "status", "kind", "message"),
    [
        ({"direction": "in"}, 400, "HTTPBadRequest", "Invalid input for direction. Reason: in is not in valid_values."),
        ({"security_group_id": NO_ID}, 404, "SecurityGroupNotFound", f"Security group {NO_ID} does not exist"),
        ({"protocol": "tcp", "port_range_min": 22}, 400, "SecurityGroupInvalidPortRange", PORTS),
        (
            {"protocol": "tcp", "port_range_min": 22, "port_range_max": 21},
            400,
            "SecurityGroupInvalidPortRange",
            PORTS,
        ),
        (
            {"port_range_min": 22, "port_range_max": 22},
            400,
            "SecurityGroupProtocolRequiredWithPorts",
            "Must also specify protocol if port range is given.",
        ),
        ({"remote_ip_prefix": "x"}, 400, "InvalidCIDR", "Invalid CIDR x given as IP prefix."),
        (
            {"remote_ip_prefix": "10.0.0.0/8", "ethertype": "IPv6"},
            400,
            "SecurityGroupRuleParameterConflict",
            "Conflicting value ethertype IPv6 for CIDR 10.0.0.0/8",
        ),
        (
            {"ethertype": "IPv5"},
            400,
            "SecurityGroupRuleInvalidEtherType",
            "Security group rule for ethertype 'IPv5' not supported. Allowed values are ['IPv4', 'IPv6'].",
        ),
        ({"colour": 1}, 400, "HTTPBadRequest", "Unrecognized attribute(s) 'colour'"),
    ],
)
def test_refused_rules(cloud: Cloud, group: str, fields: Json, status: int, kind: str, message: str) -> None:
    body = {"security_group_id": group, "direction": "ingress", **fields}
    neutron_error(post(cloud, "security_group_rule", **body), status, kind, message)
