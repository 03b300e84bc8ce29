# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""POST /servers: everything that is refused, and in which words."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.contract.checks import nova_error
from ansible_collections.nodeworks.openstack.tests.contract.client import NO_ID, Cloud, Json, normalised, unique


def refused(cloud: Cloud, changes: Json, message: str, microversion: str = "2.79") -> None:
    """Check that a server with these changes is refused, and that nothing came of it."""
    name = unique("refused")
    body = cloud.server_body(name, **changes)
    response = cloud.compute("POST", "/servers", microversion, json=body)
    shown = normalised(repr(body["server"]))
    nova_error(response, 400, message.replace("<body>", shown))
    assert cloud.compute("GET", f"/servers?name=^{name}$").json() == {"servers": []}


def field(name: str | int, value: Any, problem: str) -> str:
    """Return Nova's sentence about a field."""
    return f"Invalid input for field/attribute {name}. Value: {value}. {problem}"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"flavorRef": "no-such-flavor"}, "Flavor no-such-flavor could not be found."),
        ({"flavorRef": NO_ID}, f"Flavor {NO_ID} could not be found."),
        ({"flavorRef": 5}, "Flavor 5 could not be found."),
        ({"imageRef": NO_ID}, "Can not find requested image"),
        ({"imageRef": ""}, "Missing imageRef attribute"),
        ({"imageRef": None}, "Missing imageRef attribute"),
        ({"networks": [{"uuid": NO_ID}]}, f"Network {NO_ID} could not be found."),
        ({"networks": [{"port": NO_ID}]}, f"Port id {NO_ID} could not be found."),
        ({"networks": [{}]}, "Bad network format: missing 'uuid'"),
        ({"key_name": "no-such-key"}, "Invalid key_name provided."),
        (
            {"security_groups": [{"name": "no-such-group"}]},
            "Unable to find security_group with name or id 'no-such-group'",
        ),
        ({"availability_zone": "no-such-zone"}, "The requested availability zone is not available"),
        ({"min_count": 3, "max_count": 2}, "min_count must be <= max_count"),
        (
            {"block_device_mapping_v2": [{"boot_index": 0}]},
            "Block Device Mapping is Invalid: Missing device UUID.",
        ),
    ],
)
def test_what_is_not_there(cloud: Cloud, changes: Json, message: str) -> None:
    refused(cloud, changes, message)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"imageRef": "cirros"}, field("imageRef", "cirros", "'cirros' is not valid under any of the given schemas")),
        ({"imageRef": 5}, field("imageRef", 5, "5 is not valid under any of the given schemas")),
        ({"flavorRef": None}, field("server", "<body>", "'flavorRef' is a required property")),
        ({"networks": None}, field("server", "<body>", "'networks' is a required property")),
        ({"networks": "some"}, field("networks", "some", "'some' is not valid under any of the given schemas")),
        (
            {"networks": [{"uuid": "private"}]},
            field(
                "networks", "[{'uuid': 'private'}]", "[{'uuid': 'private'}] is not valid under any of the given schemas"
            ),
        ),
        ({"name": ""}, field("name", "", "'' should be non-empty")),
        ({"name": 5}, field("name", 5, "5 is not of type 'string'")),
        ({"name": "x" * 256}, field("name", "x" * 256, f"'{'x' * 256}' is too long")),
        (
            {"name": " x "},
            "An invalid 'name' value was provided. The name must be: printable characters. "
            "Can not start or end with whitespace.",
        ),
        ({"metadata": {"a": 1}}, field("a", 1, "1 is not of type 'string'")),
        ({"metadata": "x"}, field("metadata", "x", "'x' is not of type 'object'")),
        (
            {"metadata": {"a$": "x"}},
            field("metadata", "{'a$': 'x'}", "'a$' does not match any of the regexes: '^[a-zA-Z0-9-_:. ]{1,255}$'"),
        ),
        ({"security_groups": ["default"]}, field(0, "default", "'default' is not of type 'object'")),
        ({"user_data": "not base64!"}, field("user_data", "not base64!", "'not base64!' is not a 'base64'")),
        ({"min_count": 0}, field("min_count", 0, "0 is less than the minimum of 1")),
        ({"accessIPv4": "x"}, field("accessIPv4", "x", "'x' is not a 'ipv4'")),
        (
            {"OS-DCF:diskConfig": "x"},
            field("OS-DCF:diskConfig", "x", "'x' is not one of ['AUTO', 'MANUAL']"),
        ),
        (
            {"colour": "red"},
            field("server", "<body>", "Additional properties are not allowed ('colour' was unexpected)"),
        ),
        (
            {"size": 1, "colour": 2},
            field("server", "<body>", "Additional properties are not allowed ('colour', 'size' were unexpected)"),
        ),
        (
            {"personality": []},
            field("server", "<body>", "Additional properties are not allowed ('personality' was unexpected)"),
        ),
        # Of several errors the first is shown: properties come before what is not allowed.
        ({"name": 5, "colour": 2}, field("name", 5, "5 is not of type 'string'")),
    ],
)
def test_what_is_malformed(cloud: Cloud, changes: Json, message: str) -> None:
    refused(cloud, changes, message)


@pytest.mark.parametrize(
    ("microversion", "changes", "name"),
    [
        ("2.18", {"description": "x"}, "description"),
        ("2.51", {"tags": ["x"]}, "tags"),
        ("2.89", {"hostname": "x"}, "hostname"),
        ("2.73", {"host": "x"}, "host"),
    ],
)
def test_fields_of_later_microversions(cloud: Cloud, microversion: str, changes: Json, name: str) -> None:
    problem = f"Additional properties are not allowed ('{name}' was unexpected)"
    refused(cloud, changes, field("server", "<body>", problem), microversion)


def test_tag_with_comma(cloud: Cloud) -> None:
    refused(cloud, {"tags": ["a,b"]}, field(0, "a,b", "'a,b' does not match '^[^,/]*$'"))


def test_host_is_for_administrators(cloud: Cloud) -> None:
    body = cloud.server_body(unique("refused"), host="compute-1")
    message = "Policy doesn't allow compute:servers:create:requested_destination to be performed."
    nova_error(cloud.compute("POST", "/servers", "2.79", json=body), 403, message)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "'server' is a required property"),
        ({"server": {}}, "Invalid input for field/attribute server. Value: {}. 'name' is a required property"),
        ({"server": []}, "Invalid input for field/attribute server. Value: []. [] is not of type 'object'"),
    ],
)
def test_malformed_body(cloud: Cloud, body: Json, message: str) -> None:
    nova_error(cloud.compute("POST", "/servers", json=body), 400, message)


def test_unknown_field_beside_the_server(cloud: Cloud) -> None:
    body = {**cloud.server_body("x"), "colour": "red"}
    message = "Additional properties are not allowed ('colour' was unexpected)"
    nova_error(cloud.compute("POST", "/servers", json=body), 400, message)


def test_broken_json(cloud: Cloud) -> None:
    response = cloud.compute("POST", "/servers", data="{", headers={"Content-Type": "application/json"})
    nova_error(response, 400, "Malformed request body")


def test_no_body(cloud: Cloud) -> None:
    nova_error(cloud.compute("POST", "/servers"), 400, "None is not of type 'object'")


def test_group_of_two(cloud: Cloud) -> None:
    name = unique("twins")
    groups = [
        cloud.network("POST", "/security-groups", json={"security_group": {"name": name}}).json()["security_group"]
        for _attempt in range(2)
    ]
    body = cloud.server_body(unique("refused"), security_groups=[{"name": name}])
    response = cloud.compute("POST", "/servers", "2.79", json=body)
    for group in groups:
        cloud.network("DELETE", f"/security-groups/{group['id']}")
    message = f"Multiple security_group matches found for name '{name}', use an ID to be more specific."
    nova_error(response, 409, message)
