# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Glance: lists, pages, single images, and errors that are HTML pages."""

from __future__ import annotations

import pytest

from ansible_collections.nodeworks.openstack.tests.contract.checks import page_error
from ansible_collections.nodeworks.openstack.tests.contract.client import NO_ID, Cloud, unique

KEYS = {"name", "disk_format", "container_format", "visibility", "size", "virtual_size", "status", "checksum"}
KEYS |= {"protected", "min_ram", "min_disk", "owner", "os_hidden", "os_hash_algo", "os_hash_value", "id"}
KEYS |= {"created_at", "updated_at", "tags", "self", "file", "schema"}


def test_shape(cloud: Cloud) -> None:
    image_id = cloud.image_id("cirros")
    image = cloud.image("GET", f"/images/{image_id}").json()
    assert set(image) >= KEYS
    assert (image["status"], image["visibility"]) == ("active", "public")
    assert image["self"] == f"/v2/images/{image_id}"
    listed = cloud.image("GET", "/images?name=cirros").json()
    assert listed["images"] == [image]
    assert listed["first"] == "/v2/images?name=cirros"
    assert listed["schema"] == "/v2/schemas/images"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("name=cirros", True),
        ("name=nonsense", False),
        ("name=in:cirros,debian-12", True),
        ("status=active", True),
        ("status=queued", False),
        ("status=nonsense", False),
        ("visibility=public", True),
        ("visibility=private", False),
        ("colour=red", False),
        ("tag=nonsense", False),
        ("min_ram=x", False),
        ("limit=0", False),
    ],
)
def test_filters(cloud: Cloud, query: str, found: bool) -> None:
    response = cloud.image("GET", f"/images?{query}")
    assert response.status_code == 200
    assert ("cirros" in [image["name"] for image in response.json()["images"]]) == found


def test_pages(cloud: Cloud) -> None:
    # Those that no other test removes meanwhile.
    query = "sort=name:asc&visibility=public"
    whole = [image["id"] for image in cloud.image("GET", f"/images?{query}").json()["images"]]
    assert len(whole) >= 2
    seen: list[str] = []
    path = f"/v2/images?{query}&limit=1"
    while path:
        body = cloud.send("GET", cloud.root("image") + path).json()
        seen += [image["id"] for image in body["images"]]
        # A full page has a next one, so the last one is empty.
        assert ("next" in body) == (len(body["images"]) == 1)
        path = body.get("next", "")
    assert seen == whole


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("limit=-1", "limit param must be positive"),
        ("limit=x", "limit param must be an integer"),
        (f"marker={NO_ID}", f"No image found with ID {NO_ID}"),
        ("visibility=nonsense", "Invalid visibility value: nonsense"),
        (
            "sort_key=nonsense",
            "Invalid sort key: nonsense. It must be one of the following: name, status, container_format, disk_format, "
            "size, id, created_at, updated_at.",
        ),
        ("sort_dir=up", "Invalid sort direction: up"),
    ],
)
def test_refused_queries(cloud: Cloud, query: str, message: str) -> None:
    page_error(cloud.image("GET", f"/images?{query}"), 400, message)


@pytest.mark.parametrize("image_id", [NO_ID, "nonsense"])
def test_unknown_image(cloud: Cloud, image_id: str) -> None:
    page_error(cloud.image("GET", f"/images/{image_id}"), 404, f"No image found with ID {image_id}")
    page_error(cloud.image("DELETE", f"/images/{image_id}"), 404, f"Failed to find image {image_id} to delete")


def test_wrong_verb(cloud: Cloud) -> None:
    response = cloud.image("PUT", "/images", json={})
    page_error(response, 405, "The method PUT is not allowed for this resource.")
    assert response.headers["Allow"] == "GET, POST"


def test_create_and_delete(cloud: Cloud) -> None:
    name = unique("image")
    response = cloud.image("POST", "/images", json={"name": name, "colour": "red"})
    assert response.status_code == 201
    image = response.json()
    assert set(image) == KEYS | {"colour"}
    assert (image["status"], image["visibility"], image["size"]) == ("queued", "shared", None)
    assert response.headers["Location"] == f"{cloud.root('image')}/v2/images/{image['id']}"
    assert cloud.image("DELETE", f"/images/{image['id']}").status_code == 204


def test_other_peoples_images_stay(cloud: Cloud) -> None:
    response = cloud.image("DELETE", f"/images/{cloud.image_id('cirros')}")
    page_error(response, 403, "You are not authorized to complete delete_image action.")


def test_read_only_attribute(cloud: Cloud) -> None:
    page_error(cloud.image("POST", "/images", json={"status": "active"}), 403, "Attribute 'status' is read-only.")


def test_broken_json(cloud: Cloud) -> None:
    response = cloud.image("POST", "/images", data="{", headers={"Content-Type": "application/json"})
    page_error(response, 400, "Malformed JSON in request body.")
