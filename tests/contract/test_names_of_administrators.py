# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An administrator is shown what all projects have. A name means what the token's project has, or what is for all."""

from __future__ import annotations

import contextlib
import pathlib
from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.contract.client import Json, unique
from ansible_collections.nodeworks.openstack.tests.contract.servers import Sessions
from ansible_collections.nodeworks.openstack.tests.contract.tasks import Tasks
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import fail, succeed

pytestmark = pytest.mark.usefixtures("module_home")

OTHERS = "which an administrator reaches by id"
# Of each kind that Neutron and Glance show administrators: the module, and the key of its result.
KINDS = ("network", "subnet", "port", "router", "security_group", "image", "floating_ip")


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    path = tmp_path_factory.mktemp("images") / "disk.raw"
    path.write_bytes(b"x" * 1024)
    return path


@pytest.fixture(scope="module")
def theirs(demo_tasks: Tasks, admin_tasks: Tasks, content: pathlib.Path) -> Iterator[dict[str, Json]]:
    """What the project of the user has, one of each kind, all but the floating IP under one name."""
    name = unique("admin-theirs")
    with contextlib.ExitStack() as stack:

        def make(kind: str, **options: Any) -> Json:
            made = demo_tasks.one(kind, **options)
            # By the administrator: what has gone is reached by id, and is no error.
            stack.callback(lambda: succeed(admin_tasks.run(kind, id=made["id"], state="absent")))
            return made

        found = {"network": make("network", name=name)}
        found["subnet"] = make("subnet", name=name, network=name, cidr="10.99.0.0/24")
        found["security_group"] = make("security_group", name=name)
        found["router"] = make("router", name=name, external_gateway="public", interfaces=[name])
        found["port"] = make("port", name=name, network=name)
        found["floating_ip"] = make("floating_ip", port=name, network="public")
        found["image"] = make("image", name=name, src=str(content), disk_format="raw", visibility="private")
        yield found


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_left_alone_when_its_name_is_to_be_absent(
    demo_tasks: Tasks, admin_tasks: Tasks, theirs: dict[str, Json], kind: str
) -> None:
    one = theirs[kind]
    for check in (True, False):
        result = succeed(admin_tasks.run(kind, name=one["name"], state="absent", check=check))
        assert not result.changed
        (warning,) = [text for text in result.warnings if OTHERS in text]
        assert f"{one['id']} (project {one['project_id']})" in warning
    assert demo_tasks.one(kind, id=one["id"])["id"] == one["id"]


def test_floating_ip_is_not_released_by_the_port_that_has_it(
    demo_tasks: Tasks, admin_tasks: Tasks, theirs: dict[str, Json]
) -> None:
    result = succeed(admin_tasks.run("floating_ip", port=theirs["port"]["name"], state="absent"))
    assert not result.changed
    assert demo_tasks.one("floating_ip", id=theirs["floating_ip"]["id"])["port_id"] == theirs["port"]["id"]


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("subnet", {"network": "NAME", "cidr": "10.99.1.0/24"}),
        ("port", {"network": "NAME"}),
        ("port", {"network": "private-of-all", "security_groups": ["NAME"]}),
        ("port", {"network": "private-of-all", "fixed_ips": [{"subnet": "NAME"}]}),
        ("router", {"external_gateway": "NAME"}),
        ("router", {"interfaces": ["NAME"]}),
        ("router", {"interfaces": [{"port": "NAME"}]}),
        ("floating_ip", {"network": "public", "port": "NAME"}),
        ("volume", {"size": 1, "image": "NAME"}),
        ("node", {"image": "NAME", "flavor": "m1.tiny"}),
        ("node", {"image": "cirros", "flavor": "m1.tiny", "networks": ["NAME"]}),
        ("node", {"image": "cirros", "flavor": "m1.tiny", "networks": [{"port": "NAME"}]}),
        ("node", {"image": "cirros", "flavor": "m1.tiny", "networks": ["none"], "security_groups": ["NAME"]}),
        ("node", {"image": "cirros", "flavor": "m1.tiny", "boot_volume": {"size": 1, "image": "NAME"}}),
        ("security_group", {"rules": [{"protocol": "tcp", "port": "22", "remote_group": "NAME"}]}),
        ("security_group_rule", {"security_group": "NAME", "protocol": "tcp", "port": "22"}),
    ],
    ids=str,
)
def test_it_is_not_referred_to_by_its_name(
    admin_tasks: Tasks, theirs: dict[str, Json], kind: str, options: dict[str, Any]
) -> None:
    name = theirs["network"]["name"]
    given = _filled(options, name)
    own: dict[str, Any] = {} if kind in ("floating_ip", "security_group_rule") else {"name": unique("admin-own")}
    result = admin_tasks.run(kind, **own, **given)
    message = fail(result)
    assert f"named '{name}'" in message
    assert OTHERS in message
    assert not result["changed"]


def _filled(value: Any, name: str) -> Any:
    """A task's options with the name in its place; of the network that is not wrong any that is for all will do."""
    if isinstance(value, dict):
        return {key: _filled(item, name) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, name) for item in value]
    return {"NAME": name, "private-of-all": "public"}.get(value, value) if isinstance(value, str) else value


@pytest.mark.parametrize("kind", ["network", "subnet", "router", "security_group", "port"])
def test_it_is_reached_by_its_id(admin_tasks: Tasks, theirs: dict[str, Json], kind: str) -> None:
    changed = succeed(admin_tasks.run(kind, id=theirs[kind]["id"], description=f"seen {kind}"))
    assert (changed.changed, changed[kind]["project_id"]) == (True, theirs[kind]["project_id"])


def test_image_of_that_name_is_made_beside_it(
    demo_tasks: Tasks, admin_tasks: Tasks, theirs: dict[str, Json], content: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    other = tmp_path / "other.raw"
    other.write_bytes(b"y" * 2048)
    image = {"name": theirs["image"]["name"], "src": str(other), "disk_format": "raw", "replace": True}
    made = succeed(admin_tasks.run("image", **image))
    try:
        assert made["image"]["id"] != theirs["image"]["id"]
        assert not succeed(admin_tasks.run("image", **image)).changed
        assert demo_tasks.one("image", id=theirs["image"]["id"])["checksum"] == theirs["image"]["checksum"]
    finally:
        succeed(admin_tasks.run("image", id=made["image"]["id"], state="absent"))


def test_image_that_is_shared_is_meant_once_it_is_accepted(
    sessions: Sessions, demo_tasks: Tasks, admin_tasks: Tasks, content: pathlib.Path
) -> None:
    name, project_id = unique("admin-shared"), sessions.admin.project_id
    image = {"src": str(content), "disk_format": "raw", "visibility": "shared", "members": [project_id]}
    made = demo_tasks.one("image", name=name, **image)
    try:
        volume: dict[str, Any] = {"name": unique("admin-own"), "size": 1, "image": name, "check": True}
        assert OTHERS in fail(admin_tasks.run("volume", **volume))
        accepted = succeed(admin_tasks.run("image", name=name, membership="accepted"))
        assert (accepted.changed, accepted["image"]["id"]) == (True, made["id"])
        assert succeed(admin_tasks.run("volume", **volume))["volume"]["image"]["id"] == made["id"]
        assert not succeed(admin_tasks.run("image", name=name, membership="accepted")).changed
    finally:
        succeed(demo_tasks.run("image", id=made["id"], state="absent"))


def test_what_is_for_all_is_meant_by_its_name(admin_tasks: Tasks, theirs: dict[str, Json]) -> None:
    name = unique("admin-shared")
    theirs_shared = admin_tasks.one("network", id=theirs["network"]["id"], shared=True)
    try:
        port = {"name": name, "network": theirs_shared["name"], "fixed_ips": [{"subnet": theirs["subnet"]["name"]}]}
        predicted = succeed(admin_tasks.run("port", **port, check=True))
        assert predicted["port"]["network_id"] == theirs_shared["id"]
        assert predicted["port"]["fixed_ips"][0]["subnet_id"] == theirs["subnet"]["id"]
    finally:
        admin_tasks.one("network", id=theirs["network"]["id"], shared=False)


def test_unchanged_takes_one_request(admin_tasks: Tasks) -> None:
    name = unique("admin-own")
    made = admin_tasks.one("security_group", name=name)
    try:
        assert succeed(admin_tasks.run("security_group", name=name))["api_calls"] == 1
    finally:
        succeed(admin_tasks.run("security_group", id=made["id"], state="absent"))
