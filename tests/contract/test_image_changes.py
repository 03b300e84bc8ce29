# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Glance: contents that are sent, fetched and imported, changes, tags, members, and images that are deactivated."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.contract.checks import page_error
from ansible_collections.nodeworks.openstack.tests.contract.client import NO_ID, Cloud, Json, unique
from ansible_collections.nodeworks.openstack.tests.contract.test_image import KEYS

CONTENT = b"disk" * 512
OCTETS = {"Content-Type": "application/octet-stream"}
PATCH = {"Content-Type": "application/openstack-images-v2.1-json-patch"}
RAW = {"disk_format": "raw", "container_format": "bare"}


class Images:
    """Makes images for a test, and takes them away."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.made: list[str] = []

    def make(self, content: bytes | None = None, **fields: Any) -> str:
        """Return the id of a new image."""
        response = self.cloud.image("POST", "/images", json={"name": unique("image"), **RAW, **fields})
        assert response.status_code == 201, response.text
        self.made.append(str(response.json()["id"]))
        if content is not None:
            assert self.upload(self.made[-1], content).status_code == 204
        return self.made[-1]

    def upload(self, image_id: str, content: bytes) -> Any:
        return self.cloud.image("PUT", f"/images/{image_id}/file", data=content, headers=OCTETS)

    def show(self, image_id: str) -> Json:
        found: Json = self.cloud.image("GET", f"/images/{image_id}").json()
        return found

    def patch(self, image_id: str, *operations: Json) -> Any:
        return self.cloud.image("PATCH", f"/images/{image_id}", json=list(operations), headers=PATCH)

    def names(self, query: str, cloud: Cloud | None = None) -> list[str]:
        """Return the ids of a list."""
        return [image["id"] for image in (cloud or self.cloud).image("GET", f"/images?{query}").json()["images"]]


def replace(key: str, value: Any) -> Json:
    return {"op": "replace", "path": f"/{key}", "value": value}


@pytest.fixture
def images(cloud: Cloud) -> Iterator[Images]:
    made = Images(cloud)
    yield made
    for image_id in made.made:
        cloud.image("DELETE", f"/images/{image_id}")


def test_upload_and_download(images: Images) -> None:
    image_id = images.make(CONTENT)
    shown = images.show(image_id)
    assert set(shown) - {"stores"} == KEYS
    assert (shown["status"], shown["size"], shown["os_hash_algo"]) == ("active", len(CONTENT), "sha512")
    assert shown["os_hash_value"] == hashlib.sha512(CONTENT).hexdigest()
    assert shown["checksum"] == hashlib.md5(CONTENT, usedforsecurity=False).hexdigest()
    fetched = images.cloud.image("GET", f"/images/{image_id}/file")
    assert (fetched.status_code, fetched.content) == (200, CONTENT)
    assert fetched.headers["Content-MD5"] == shown["checksum"]


def test_content_is_sent_once(images: Images) -> None:
    image_id = images.make(CONTENT)
    message = "Image status transition from active to saving is not allowed"
    page_error(images.upload(image_id, CONTENT), 409, message)
    page_error(images.upload(NO_ID, CONTENT), 404, f"No image found with ID {NO_ID}")
    empty = images.make()
    assert images.cloud.image("GET", f"/images/{empty}/file").status_code == 204


def test_content_needs_formats(images: Images) -> None:
    image_id = images.make(disk_format=None, container_format=None)
    message = "Properties disk_format, container_format must be set prior to saving data."
    page_error(images.upload(image_id, CONTENT), 400, message)
    assert images.show(image_id)["status"] == "queued"
    assert images.patch(image_id, replace("disk_format", "raw"), replace("container_format", "bare")).status_code == 200
    assert images.upload(image_id, CONTENT).status_code == 204
    message = "Attribute disk_format can be only replaced for a queued image."
    page_error(images.patch(image_id, replace("disk_format", "qcow2")), 403, message)


def load(images: Images, image_id: str, url: str) -> Any:
    body = {"method": {"name": "web-download", "uri": url}}
    return images.cloud.image("POST", f"/images/{image_id}/import", json=body)


def settled(images: Images, image_id: str) -> Json:
    """Return the image when no import is under way any more."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        shown = images.show(image_id)
        if "os_glance_import_task" not in shown:
            return shown
        assert shown["status"] in ("queued", "importing", "active")
        time.sleep(0.05)
    raise AssertionError(f"The import did not end: {shown}")


def test_import(images: Images) -> None:
    image_id = images.make()
    assert load(images, image_id, images.cloud.identity).status_code == 202
    shown = settled(images, image_id)
    assert shown["status"] == "active"
    assert b'"version"' in images.cloud.image("GET", f"/images/{image_id}/file").content
    page_error(
        load(images, image_id, images.cloud.identity), 409, "Image with status active cannot be target for import"
    )


def test_import_that_fails(images: Images) -> None:
    image_id = images.make()
    assert load(images, image_id, f"{images.cloud.identity}/nowhere").status_code == 202
    assert settled(images, image_id)["status"] == "queued"
    page_error(load(images, image_id, "ftp://x/y"), 400, "URI for web-download does not pass filtering: ftp://x/y")


def test_changes(images: Images) -> None:
    image_id = images.make(colour="red")
    response = images.patch(
        image_id,
        replace("name", "other"),
        replace("colour", "blue"),
        {"op": "add", "path": "/a~1b", "value": "new"},
        replace("tags", ["b", "a"]),
        replace("protected", False),
        replace("os_hidden", True),
    )
    assert response.status_code == 200
    shown = response.json()
    assert (shown["name"], shown["colour"], shown["a/b"], sorted(shown["tags"])) == ("other", "blue", "new", ["a", "b"])
    assert images.patch(image_id, {"op": "remove", "path": "/colour"}).status_code == 200
    assert "colour" not in images.show(image_id)


@pytest.mark.parametrize(
    ("operation", "status", "message"),
    [
        (replace("colour", "red"), 409, "There was a conflict when trying to complete your request."),
        ({"op": "remove", "path": "/colour"}, 409, "There was a conflict when trying to complete your request."),
        ({"op": "remove", "path": "/name"}, 403, "Access was denied to this resource."),
        (replace("status", "active"), 403, "Attribute 'status' is read-only."),
        (replace("visibility", "public"), 403, "You are not authorized to complete publicize_image action."),
        (replace("owner", NO_ID), 403, "Access was denied to this resource."),
    ],
)
def test_refused_changes(images: Images, operation: Json, status: int, message: str) -> None:
    page_error(images.patch(images.make(), operation), status, message)


def test_a_patch_has_a_media_type_of_its_own(images: Images) -> None:
    assert images.cloud.image("PATCH", f"/images/{images.make()}", json=[]).status_code == 415


def test_tags_one_by_one(images: Images) -> None:
    image_id = images.make()
    assert images.cloud.image("PUT", f"/images/{image_id}/tags/a").status_code == 204
    assert images.show(image_id)["tags"] == ["a"]
    assert images.cloud.image("DELETE", f"/images/{image_id}/tags/a").status_code == 204
    page_error(images.cloud.image("DELETE", f"/images/{image_id}/tags/a"), 404, "The resource could not be found.")


def test_who_is_in_which_list(images: Images) -> None:
    hidden, community = images.make(os_hidden=True), images.make(visibility="community")
    everything = images.names("limit=1000")
    assert hidden not in everything
    assert community in everything
    aside = images.names("os_hidden=true&limit=1000")
    assert hidden in aside
    assert community not in aside
    names = ",".join(f'"{images.show(one)["name"]}"' for one in (community, images.make()))
    assert len(images.names(f"name=in:{names}")) == 2


def test_protected_images_stay(images: Images) -> None:
    image_id = images.make(protected=True)
    response = images.cloud.image("DELETE", f"/images/{image_id}")
    page_error(response, 403, "Image <id> is protected and cannot be deleted.")
    assert images.patch(image_id, replace("protected", False)).status_code == 200


def test_deactivated(images: Images, admin: Cloud) -> None:
    image_id = images.make(CONTENT)
    refused = images.cloud.image("POST", f"/images/{images.cloud.image_id('cirros')}/actions/deactivate")
    page_error(refused, 403, "You are not authorized to complete deactivate action.")
    for client in (images.cloud, admin):
        assert client.image("POST", f"/images/{image_id}/actions/deactivate").status_code == 204
    assert images.show(image_id)["status"] == "deactivated"
    message = "The requested image has been deactivated. Image data download is forbidden."
    page_error(images.cloud.image("GET", f"/images/{image_id}/file"), 403, message)
    assert admin.image("POST", f"/images/{image_id}/actions/reactivate").status_code == 204
    assert images.show(image_id)["status"] == "active"


def in_project(cloud: Cloud, name: str) -> tuple[str, str]:
    """Return a token of the same user for another project, and that project's id."""
    response = cloud.authenticate(scope={"project": {"name": name, "domain": cloud.project_domain}})
    assert response.status_code == 201, response.text
    return response.headers["X-Subject-Token"], str(response.json()["token"]["project"]["id"])


def test_members(images: Images) -> None:
    cloud, image_id = images.cloud, images.make(visibility="shared")
    token, project_id = in_project(cloud, "alt")
    path = f"/images/{image_id}/members"
    response = cloud.image("POST", path, json={"member": project_id})
    assert response.status_code == 200
    member = response.json()
    assert set(member) == {"member_id", "image_id", "status", "created_at", "updated_at", "schema"}
    assert (member["member_id"], member["status"]) == (project_id, "pending")
    assert cloud.image("GET", path).json()["members"] == [member]
    assert cloud.image("GET", f"{path}/{project_id}").json() == member
    again = cloud.image("POST", path, json={"member": project_id})
    page_error(again, 409, "Member <id> is duplicated for image <id>")
    own = cloud.image("PUT", f"{path}/{project_id}", json={"status": "accepted"})
    page_error(own, 403, "You are not authorized to complete modify_member action.")

    def listed(query: str) -> bool:
        found = cloud.image("GET", f"/images?{query}", token=token).json()["images"]
        return image_id in [image["id"] for image in found]

    assert [listed("visibility=shared"), listed("visibility=shared&member_status=pending")] == [False, True]
    accepted = cloud.image("PUT", f"{path}/{project_id}", json={"status": "accepted"}, token=token)
    assert (accepted.status_code, accepted.json()["status"]) == (200, "accepted")
    assert [listed("limit=1000"), listed("visibility=shared&member_status=all")] == [True, True]
    assert cloud.image("DELETE", f"{path}/{project_id}").status_code == 204
    assert cloud.image("GET", f"/images/{image_id}", token=token).status_code == 404


def test_only_shared_images_have_members(images: Images) -> None:
    image_id = images.make(visibility="private")
    path = f"/images/{image_id}/members"
    problem = "Only shared images have members."
    page_error(images.cloud.image("GET", path), 403, f"Not allowed to list members for image <id>: {problem}")
    response = images.cloud.image("POST", path, json={"member": "p1"})
    page_error(response, 403, "Not allowed to create members for image <id>.")
    page_error(images.cloud.image("GET", f"{path}/p1"), 404, problem)
