# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nova's smaller resources: flavors, key pairs, availability zones."""

from __future__ import annotations

import pytest

from ansible_collections.nodeworks.openstack.tests.contract.checks import nova_error
from ansible_collections.nodeworks.openstack.tests.contract.client import Cloud, Json, unique


def test_flavor_pages(cloud: Cloud) -> None:
    whole = [item["id"] for item in cloud.compute("GET", "/flavors").json()["flavors"]]
    assert whole == sorted(whole)
    seen: list[str] = []
    url = cloud.root("compute") + "/v2.1/flavors?limit=2"
    while url:
        body = cloud.send("GET", url).json()
        seen += [item["id"] for item in body["flavors"]]
        url = body.get("flavors_links", [{"href": ""}])[0]["href"]
    assert seen == whole


def test_flavor_keys(cloud: Cloud) -> None:
    flavor_id = cloud.flavor_id("m1.small")
    view = cloud.compute("GET", f"/flavors/{flavor_id}").json()["flavor"]
    keys = {"id", "name", "ram", "disk", "vcpus", "swap", "links", "rxtx_factor"}
    keys |= {"OS-FLV-EXT-DATA:ephemeral", "OS-FLV-DISABLED:disabled", "os-flavor-access:is_public"}
    assert set(view) == keys
    assert (view["ram"], view["disk"], view["vcpus"], view["swap"]) == (2048, 20, 1, "")
    later = cloud.compute("GET", f"/flavors/{flavor_id}", "2.61").json()["flavor"]
    assert set(later) == keys | {"description", "extra_specs"}
    assert cloud.compute("GET", f"/flavors/{flavor_id}", "2.75").json()["flavor"]["swap"] == 0
    listed = cloud.compute("GET", "/flavors/detail", "2.61").json()["flavors"]
    assert later in listed
    assert set(cloud.compute("GET", "/flavors").json()["flavors"][0]) == {"id", "name", "links"}


def test_flavor_filters(cloud: Cloud) -> None:
    found = cloud.compute("GET", "/flavors?minRam=3000&minDisk=30").json()["flavors"]
    assert "m1.tiny" not in {item["name"] for item in found}
    assert "m1.large" in {item["name"] for item in found}
    assert cloud.compute("GET", "/flavors?colour=red").status_code == 200


@pytest.mark.parametrize(
    ("microversion", "path", "status", "message"),
    [
        (None, "/nonsense", 404, "Flavor nonsense could not be found."),
        (None, "?marker=nonsense", 400, "marker [nonsense] not found"),
        (
            None,
            "?limit=x",
            400,
            "Invalid input for query parameters limit. Value: x. 'x' does not match '^[0-9]*$'",
        ),
        ("2.75", "?colour=red", 400, "Additional properties are not allowed ('colour' was unexpected)"),
    ],
)
def test_refused_flavors(cloud: Cloud, microversion: str | None, path: str, status: int, message: str) -> None:
    nova_error(cloud.compute("GET", f"/flavors{path}", microversion), status, message)


def test_keypairs(cloud: Cloud) -> None:
    name = unique("key")
    made = cloud.compute("POST", "/os-keypairs", json={"keypair": {"name": name}})
    assert made.status_code == 200
    pair = made.json()["keypair"]
    assert set(pair) == {"name", "public_key", "fingerprint", "user_id", "private_key"}
    again = cloud.compute("POST", "/os-keypairs", json={"keypair": {"name": name}})
    nova_error(again, 409, f"Key pair '{name}' already exists.")
    shown = cloud.compute("GET", f"/os-keypairs/{name}", "2.2").json()["keypair"]
    keys = {"name", "public_key", "fingerprint", "type", "user_id", "created_at", "deleted", "deleted_at"}
    assert set(shown) == keys | {"id", "updated_at"}
    assert shown["public_key"] == pair["public_key"]
    listed = [item["keypair"] for item in cloud.compute("GET", "/os-keypairs").json()["keypairs"]]
    entry = next(item for item in listed if item["name"] == name)
    assert set(entry) == {"name", "public_key", "fingerprint"}
    page = cloud.compute("GET", "/os-keypairs?limit=1", "2.35").json()
    assert page["keypairs_links"][0]["rel"] == "next"
    assert cloud.compute("DELETE", f"/os-keypairs/{name}").status_code == 202
    missing = f"Keypair {name} not found for user <id>"
    nova_error(cloud.compute("DELETE", f"/os-keypairs/{name}"), 404, missing)
    nova_error(cloud.compute("GET", f"/os-keypairs/{name}"), 404, missing)
    # The same line gives the same fingerprint, and since 2.2 the statuses are others.
    body = {"keypair": {"name": name, "public_key": pair["public_key"]}}
    given = cloud.compute("POST", "/os-keypairs", "2.2", json=body)
    assert given.status_code == 201
    assert given.json()["keypair"]["fingerprint"] == pair["fingerprint"]
    assert "private_key" not in given.json()["keypair"]
    assert cloud.compute("DELETE", f"/os-keypairs/{name}", "2.2").status_code == 204


@pytest.mark.parametrize(
    ("microversion", "pair", "message"),
    [
        (None, {"name": "x", "public_key": "x"}, "Keypair data is invalid: failed to generate fingerprint"),
        (
            None,
            {"name": "a$"},
            "Invalid input for field/attribute name. Value: a$. 'a$' does not match '^[_\\\\- a-zA-Z0-9]+$'",
        ),
        (
            None,
            {"name": "x", "type": "ssh"},
            "Invalid input for field/attribute keypair. Value: {'name': 'x', 'type': 'ssh'}. "
            "Additional properties are not allowed ('type' was unexpected)",
        ),
        (
            "2.92",
            {"name": "x"},
            "Invalid input for field/attribute keypair. Value: {'name': 'x'}. 'public_key' is a required property",
        ),
    ],
)
def test_refused_keypairs(cloud: Cloud, microversion: str | None, pair: Json, message: str) -> None:
    nova_error(cloud.compute("POST", "/os-keypairs", microversion, json={"keypair": pair}), 400, message)


def test_zones(cloud: Cloud) -> None:
    zones = cloud.compute("GET", "/os-availability-zone").json()["availabilityZoneInfo"]
    assert {"zoneName": "nova", "zoneState": {"available": True}, "hosts": None} in zones
