# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of projects, wherever an option takes a project; and by which name of a role administrators are known."""

from __future__ import annotations

import importlib
import pathlib
import pkgutil
from typing import Any

import pytest
import yaml

from ansible_collections.nodeworks.openstack.plugins import modules
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.fake.wire import Json
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, succeed
from ansible_collections.nodeworks.openstack.tests.unit.support import PASSWORD

# Options that are about a project, by their words; all of them take names.
TAKE_NAMES = {
    "os_image": {"owner", "members"},
    "os_image_info": {"owner"},
    "os_flavor": {"access"},
    "os_quota": {"project"},
    "os_quota_info": {"projects"},
    "os_group": {"domain", "users"},
    "os_group_info": {"domain"},
    "os_project": {"domain"},
    "os_role": {"domain"},
    "os_user": {"domain"},
    "os_user_info": {"domain"},
    "os_volume_type": {"access"},
}
# Options that say of whom something is in words of their own.
OF_PROJECTS = ("owner", "access", "members", "project", "projects", "tenant", "user", "users", "domain")
# These are asked whether something is told, or are words of a service.
NOT_OF_PROJECTS = {("os_image_info", "members"), ("os_flavor_info", "access")}


@pytest.fixture
def src(tmp_path: pathlib.Path) -> pathlib.Path:
    path = tmp_path / "disk.raw"
    path.write_bytes(b"content of a disk")
    return path


def project_id(cloud: FakeCloud, name: str) -> str:
    found = cloud.accounts.project(name, "default")
    assert found is not None
    return found.id


def here(cloud: FakeCloud, name: str) -> Json:
    return cloud.image.named(name)


def test_no_option_is_about_a_project_and_not_in_the_table() -> None:
    found: dict[str, set[str]] = {}
    for module in pkgutil.iter_modules(modules.__path__):
        documentation = importlib.import_module(f"{modules.__name__}.{module.name}").DOCUMENTATION
        options = yaml.safe_load(documentation).get("options") or {}
        about = {option for option in options if option in OF_PROJECTS and (module.name, option) not in NOT_OF_PROJECTS}
        if about:
            found[module.name] = about
        for option in about:
            assert "name" in str(options[option]["description"]).lower(), (module.name, option)
    assert found == TAKE_NAMES


def test_image_for_another_project_by_its_name(administrator: Ansible, cloud: FakeCloud, src: pathlib.Path) -> None:
    options: dict[str, Any] = {"name": "theirs", "src": str(src), "disk_format": "raw", "owner": "demo"}
    predicted = succeed(administrator.run("os_image", **options, check=True))
    assert predicted["image"]["project_id"] == project_id(cloud, "demo")
    assert administrator.writes() == []
    made = succeed(administrator.run("os_image", **options))
    assert made["image"]["project_id"] == here(cloud, "theirs")["owner"] == project_id(cloud, "demo")
    for owner in ("demo", project_id(cloud, "demo")):
        administrator.cloud.clear_log()
        again = succeed(administrator.run("os_image", **{**options, "owner": owner}))
        assert (again.changed, again["image"]["id"], again["api_calls"]) == (False, made["image"]["id"], 1)
    # Without it the name is that of an image of the token's project.
    own = {key: value for key, value in options.items() if key != "owner"}
    assert succeed(administrator.run("os_image", **own, check=True)).changed
    found = succeed(administrator.run("os_image_info", owner="demo", name="theirs"))["images"]
    assert [image["id"] for image in found] == [made["image"]["id"]]


def test_own_project_is_known_by_its_name_from_the_token(ansible: Ansible, cloud: FakeCloud, src: pathlib.Path) -> None:
    options: dict[str, Any] = {"name": "mine", "src": str(src), "disk_format": "raw", "visibility": "shared"}
    succeed(ansible.run("os_image", **options))
    cloud.clear_log()
    assert not succeed(ansible.run("os_image", name="mine", owner="demo")).changed
    assert ansible.lines() == ["GET image /v2/images"]


def test_image_is_shared_with_a_project_by_its_name(ansible: Ansible, cloud: FakeCloud, src: pathlib.Path) -> None:
    """The user has a role in alt, and so may see its id."""
    options: dict[str, Any] = {
        "name": "ours",
        "src": str(src),
        "disk_format": "raw",
        "visibility": "shared",
        "members": ["alt"],
    }
    succeed(ansible.run("os_image", **options))
    assert list(cloud.image.state.members[here(cloud, "ours")["id"]]) == [project_id(cloud, "alt")]
    assert not succeed(ansible.run("os_image", **options)).changed
    assert not succeed(ansible.run("os_image", name="ours", members=[project_id(cloud, "alt")])).changed


def test_project_that_a_user_may_not_see_has_to_be_given_by_id(ansible: Ansible, src: pathlib.Path) -> None:
    options: dict[str, Any] = {
        "name": "ours",
        "src": str(src),
        "disk_format": "raw",
        "visibility": "shared",
        "members": ["admin"],
    }
    for check in (True, False):
        message = fail(ansible.run("os_image", **options, check=check))
        assert "There is no project named 'admin'" in message
        assert message.endswith("This user may not ask for the projects of others: give the id of such a one.")
    assert ansible.writes() == []


def test_project_that_there_is_not(administrator: Ansible, src: pathlib.Path) -> None:
    options: dict[str, Any] = {"name": "theirs", "src": str(src), "disk_format": "raw", "owner": "dem"}
    assert "Did you mean 'demo'?" in fail(administrator.run("os_image", **options))
    assert administrator.writes() == []


def test_flavor_for_a_project_by_its_name(administrator: Ansible, cloud: FakeCloud) -> None:
    flavor: dict[str, Any] = {"name": "db", "vcpus": 1, "ram": 512, "disk": 1, "is_public": False}
    made = succeed(administrator.run("os_flavor", **flavor, access=["demo", "admin"]))
    expected = sorted([project_id(cloud, "demo"), project_id(cloud, "admin")])
    (stored,) = [one for one in cloud.compute.region().flavors.values() if one.name == "db"]
    assert sorted(stored.projects) == expected
    assert not succeed(administrator.run("os_flavor", **flavor, access=["demo"])).changed
    assert succeed(administrator.run("os_flavor", name="db", access=["demo"], purge_access=True)).changed
    assert stored.projects == [project_id(cloud, "demo")]
    assert made.changed


@pytest.mark.parametrize("role", ["Admin", "ADMIN"])
def test_role_of_administrators_in_any_case(cloud: FakeCloud, role: str) -> None:
    """Policies of the services compare it so, and so show him what all projects have."""
    cloud.accounts.add_user("boss", PASSWORD, ("admin",), role=role)
    boss = Ansible(cloud, {**cloud.connection_options("boss"), "project_name": "admin", "retries": 0})
    network = cloud.network.add_network("web", "10.8.0.0/24")
    result = succeed(boss.run("os_network", name="web", state="absent"))
    assert not result.changed
    assert any(network["id"] in warning for warning in result.warnings)
    everywhere = succeed(boss.run("os_network_info", names=["web"]))["networks"]
    assert [one["id"] for one in everywhere] == [network["id"]]
