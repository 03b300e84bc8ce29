# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names that mean another thing than they did a moment ago: it is seen where it makes a difference, for one request."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.fake.compute.records import Flavor
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, succeed

WEB1: dict[str, Any] = {"name": "web1", "image": "rot", "flavor": "m1.tiny"}
LIST = "GET compute /v2.1/servers/detail"
IMAGES = "GET image /v2/images"


@pytest.fixture(name="source", autouse=True)
def node_of_an_image(ansible: Ansible, cloud: FakeCloud, tmp_path: pathlib.Path) -> dict[str, Any]:
    """A node of an image, which a second run found unchanged; what to make such an image with."""
    file = tmp_path / "rot.raw"
    file.write_bytes(b"content")
    source: dict[str, Any] = {"name": "rot", "src": str(file), "disk_format": "raw"}
    succeed(ansible.run("os_image", **source))
    succeed(ansible.os_node(**WEB1))
    succeed(ansible.os_node(**WEB1))
    cloud.clear_log()
    return source


def image_id(cloud: FakeCloud, name: str = "rot") -> str:
    return str(cloud.image.named(name)["id"])


def replaced_by_others(cloud: FakeCloud) -> None:
    """Somebody who has no collection of ours renames the image and makes another one of its name."""
    cloud.image.named("rot")["name"] = "rot-old"
    cloud.image.add_image("rot")


def test_unchanged_costs_one_request_and_one_more_where_the_change_is_allowed(
    ansible: Ansible, cloud: FakeCloud
) -> None:
    succeed(ansible.os_node(**WEB1))
    assert ansible.lines() == [LIST]
    cloud.clear_log()
    assert not succeed(ansible.os_node(**WEB1, rebuild="true")).changed
    assert ansible.lines() == [LIST, IMAGES]


def test_image_that_others_have_replaced_is_built_anew_from(ansible: Ansible, cloud: FakeCloud) -> None:
    replaced_by_others(cloud)
    told = succeed(ansible.os_node(**WEB1, rebuild="true", check=True))
    done = succeed(ansible.os_node(**WEB1, rebuild="true"))
    assert told.changed
    assert done.changed
    assert told["node"]["image"]["id"] == done["node"]["image"]["id"] == image_id(cloud)
    assert not succeed(ansible.os_node(**WEB1, rebuild="true")).changed


def test_rebuilt_takes_the_image_that_has_the_name_now(ansible: Ansible, cloud: FakeCloud) -> None:
    replaced_by_others(cloud)
    assert succeed(ansible.os_node(**WEB1, state="rebuilt"))["node"]["image"]["id"] == image_id(cloud)


@pytest.mark.parametrize("who", ["the same", "an administrator"])
@pytest.mark.parametrize("how", ["renamed", "removed", "replaced", "api"])
def test_image_that_a_task_has_replaced_is_noticed(
    ansible: Ansible, administrator: Ansible, cloud: FakeCloud, source: dict[str, Any], who: str, how: str
) -> None:
    """Also where nothing may be done about it: it is an error then, and no silence."""
    old = cloud.image.named("rot")
    by = ansible
    if who != "the same":
        old["visibility"], old["owner"] = "public", administrator_project(cloud)
        by = administrator
        source = {**source, "visibility": "public"}
    if how == "renamed":
        succeed(by.run("os_image", id=old["id"], new_name="rot-old"))
        succeed(by.run("os_image", **source))
    elif how == "removed":
        succeed(by.run("os_image", name="rot", state="absent"))
        succeed(by.run("os_image", **source))
    elif how == "replaced":
        pathlib.Path(source["src"]).write_bytes(b"other content")
        succeed(by.run("os_image", **source, replace=True))
    else:
        rename = [{"op": "replace", "path": "/name", "value": "rot-old"}]
        headers = {"Content-Type": "application/openstack-images-v2.1-json-patch"}
        path = f"/images/{old['id']}"
        succeed(by.run("os_api", service="image", method="PATCH", path=path, body=rename, headers=headers))
        cloud.image.add_image("rot")
    new = image_id(cloud)
    assert new != old["id"]
    assert "Set rebuild to true" in fail(ansible.os_node(**WEB1))
    assert succeed(ansible.os_node(**WEB1, rebuild="true"))["node"]["image"]["id"] == new


def administrator_project(cloud: FakeCloud) -> str:
    project = cloud.accounts.project("admin", "default")
    assert project is not None
    return str(project.id)


def test_other_kinds_are_still_known(ansible: Ansible, cloud: FakeCloud) -> None:
    succeed(ansible.run("os_network", name="other"))
    cloud.clear_log()
    succeed(ansible.os_node(**WEB1))
    assert ansible.lines() == [LIST]


def test_change_that_leaves_names_alone_makes_nobody_look_again(ansible: Ansible, cloud: FakeCloud) -> None:
    succeed(ansible.run("os_image", name="rot", tags=["a"]))
    cloud.clear_log()
    succeed(ansible.os_node(**WEB1))
    assert ansible.lines() == [LIST]


def test_check_mode_forgets_nothing(ansible: Ansible, cloud: FakeCloud) -> None:
    assert succeed(ansible.run("os_image", name="rot", state="absent", check=True)).changed
    cloud.clear_log()
    succeed(ansible.os_node(**WEB1))
    assert ansible.lines() == [LIST]


def test_flavor_that_was_replaced_under_its_name(ansible: Ansible, cloud: FakeCloud) -> None:
    """Nova shows its name alone, and how large the node was made."""
    flavors = cloud.compute.region().flavors
    (old,) = [one for one in flavors.values() if one.name == "m1.tiny"]
    assert not succeed(ansible.os_node(**WEB1, resize="true")).changed
    del flavors[old.id]
    flavors["larger"] = Flavor("larger", "m1.tiny", ram=1024, vcpus=2, disk=1)
    assert not succeed(ansible.os_node(**WEB1)).changed
    told = succeed(ansible.os_node(**WEB1, resize="true", check=True))
    done = succeed(ansible.os_node(**WEB1, resize="true"))
    assert told.changed
    assert done.changed
    assert done["node"]["flavor"]["ram"] == 1024
    assert not succeed(ansible.os_node(**WEB1, resize="true")).changed
