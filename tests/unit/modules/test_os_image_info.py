# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""os_image_info on the fake cloud."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, succeed


@pytest.fixture
def images(cloud: FakeCloud) -> dict[str, Any]:
    project = cloud.accounts.project("demo", "default")
    assert project is not None
    add = cloud.image.add_image
    return {
        "golden": add("golden", tags=["a", "b"], os_distro="debian", protected=True, size=5000),
        "hidden": add("hidden", os_hidden=True),
        "mine": add("mine", owner=project.id, visibility="private", disk_format="qcow2"),
        "queued": cloud.image.queue("queued", project.id),
        "foreign": add("foreign", visibility="community"),
    }


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ({"status": "queued"}, ["queued"]),
        ({"tags": ["a", "b"]}, ["golden"]),
        ({"tags": ["a", "c"]}, []),
        ({"properties": {"os_distro": "debian"}}, ["golden"]),
        ({"hidden": True}, ["hidden"]),
        ({"protected": True}, ["golden"]),
        ({"visibility": "private"}, ["mine", "queued"]),
        ({"visibility": "community"}, ["foreign"]),
        ({"disk_format": "qcow2"}, ["mine"]),
        ({"size_min": 4000}, ["golden"]),
        ({"filters": {"container_format": "bare", "os_distro": "debian"}}, ["golden"]),
        ({"names": ["mine", "golden", "none"]}, ["mine", "golden"]),
    ],
)
def test_the_service_is_asked_for_all_of_it(
    ansible: Ansible, images: dict[str, Any], options: dict[str, Any], names: list[str]
) -> None:
    result = succeed(ansible.run("os_image_info", **options))
    found = [image["name"] for image in result["images"]]
    assert (found if "names" in options else sorted(found)) == names
    (request,) = ansible.cloud.calls("image")
    assert request.query


def test_rival_lists_all_images_to_find_one(ansible: Ansible, images: dict[str, Any]) -> None:
    found = succeed(ansible.run("os_image_info", name="golden"))["images"]
    assert [image["id"] for image in found] == [images["golden"]["id"]]
    (request,) = ansible.cloud.calls("image")
    assert request.query == {"name": ["golden"]}


def test_all_pages(ansible: Ansible, images: dict[str, Any]) -> None:
    ansible.cloud.page_limit = 2
    names = {image["name"] for image in succeed(ansible.run("os_image_info"))["images"]}
    assert names == {"cirros", "debian-12", "golden", "mine", "queued"}


def test_one_by_its_id(ansible: Ansible, images: dict[str, Any]) -> None:
    (found,) = succeed(ansible.run("os_image_info", id=images["hidden"]["id"]))["images"]
    assert (found["name"], found["hidden"]) == ("hidden", True)
    assert succeed(ansible.run("os_image_info", id="nonsense"))["images"] == []


def test_names_with_quotes_are_looked_for_here(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.image.add_image('a "quoted" one')
    found = succeed(ansible.run("os_image_info", names=['a "quoted" one', "cirros"]))["images"]
    assert [image["name"] for image in found] == ['a "quoted" one', "cirros"]


def test_refused(ansible: Ansible) -> None:
    assert "status, which is no property" in fail(ansible.run("os_image_info", properties={"status": "active"}))
    assert "both say status" in fail(ansible.run("os_image_info", status="active", filters={"status": "queued"}))
    assert ansible.writes() == []
