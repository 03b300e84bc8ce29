# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is sent for each field of a node that differs."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import NoSuchResource
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.desired import Desired
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.reference import Referred
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.node import NODE
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.update import update
from ansible_collections.nodeworks.openstack.tests.unit.resources.nodes import deeds, desired, node, plan_of

ALLOWING = {"resize": "true", "rebuild": "true", "update_password": "always"}
# Of each field that can be changed on a node that is there: something else than it has.
OTHER: dict[str, Any] = {
    "image": "i2",
    "flavor": "m1.small",
    "new_name": "web2",
    "description": "new",
    "hostname": "new",
    "access_ipv4": "192.0.2.1",
    "access_ipv6": "2001:db8::1",
    "networks": ["other"],
    "key_name": "new",
    "user_data": "new",
    "disk_config": "MANUAL",
    "security_groups": ["new"],
    "metadata": {"new": "1"},
    "tags": ["new"],
    "trusted_certs": ["new"],
    "volumes": ["v9"],
    "floating_ips": ["192.0.2.9"],
    "locked": True,
    "admin_password": "new",
}
SHOWING = {
    "OS-EXT-SRV-ATTR:hostname": "web1",
    "OS-EXT-SRV-ATTR:user_data": "b2xk",
    "OS-DCF:diskConfig": "AUTO",
    "trusted_image_certificates": ["old"],
}


@pytest.mark.parametrize("field", sorted(OTHER))
def test_no_desired_state_is_lost(field: str) -> None:
    plan = plan_of(node(**SHOWING), desired(policy=ALLOWING, **{field: OTHER[field]}))
    assert plan.changed
    assert plan.before != plan.after


def test_fields_that_can_be_changed_are_all_of_these() -> None:
    only_made_with = {"boot_volume", "disks", "block_device_mapping", "files", "locked_reason"}
    changeable = {field.name for field in NODE.fields if field.updatable and field.name not in only_made_with}
    assert changeable == set(OTHER)


def steps_for(changes: dict[str, tuple[Any, Any]], wanted: Desired | None = None) -> Any:
    return update(node(), changes, wanted or desired()).steps


def test_changed_metadata_alone_is_sent() -> None:
    (step,) = steps_for({"metadata": ({"a": "1", "b": "2"}, {"a": "1", "b": "3", "c": "4"})})
    assert (step.method, step.path) == ("POST", "/servers/{id}/metadata")
    assert step.body == {"metadata": {"b": "3", "c": "4"}}
    assert step.title == "set metadata of node 'web1'"


def test_metadata_of_which_some_goes_away_is_replaced() -> None:
    (step,) = steps_for({"metadata": ({"a": "1", "b": "2"}, {"a": "3"})})
    assert (step.method, step.path, step.body) == ("PUT", "/servers/{id}/metadata", {"metadata": {"a": "3"}})


def test_new_tags_are_added_one_by_one() -> None:
    steps = steps_for({"tags": (["a"], ["a", "b c", "d"])})
    assert [(step.method, step.path) for step in steps] == [
        ("PUT", "/servers/{id}/tags/b%20c"),
        ("PUT", "/servers/{id}/tags/d"),
    ]
    assert {step.microversion.text for step in steps} == {"2.26"}


def test_tags_of_which_some_go_away_are_replaced() -> None:
    (step,) = steps_for({"tags": (["a", "b"], ["b", "c"])})
    assert (step.method, step.path, step.body) == ("PUT", "/servers/{id}/tags", {"tags": ["b", "c"]})


def port(number: int, *groups: str, **more: Any) -> dict[str, Any]:
    return {"id": f"p{number}", "security_groups": list(groups), **more}


def test_security_groups_are_set_at_the_ports_that_have_others() -> None:
    (find,) = steps_for({"security_groups": (["default", "old"], ["default", Referred("new", "g2")])})
    assert (find.method, find.path, find.params, find.service) == ("GET", "/ports", (("device_id", "{id}"),), "network")
    assert find.then is not None
    unsecured = port(4, port_security_enabled=False)
    ports = [port(1, "old"), port(2, "g2", "default"), port(3), unsecured]
    found = find.then({"ports": ports})
    assert [(step.method, step.path, step.body) for step in found] == [
        ("PUT", f"/ports/p{number}", {"port": {"security_groups": ["default", "g2"]}}) for number in (1, 3)
    ]
    for none in ([], [unsecured]):
        with pytest.raises(NoSuchResource, match="has no port that could be in a security group"):
            find.then({"ports": none})


def test_what_one_put_changes_is_one_request() -> None:
    changes = {
        "new_name": ("web1", "web2"),
        "description": ("", "d"),
        "hostname": ("a", "b"),
        "access_ipv4": ("", "1.1.1.1"),
    }
    (step,) = steps_for(changes)
    assert (step.method, step.path) == ("PUT", "/servers/{id}")
    assert step.body == {"server": {"name": "web2", "description": "d", "hostname": "b", "accessIPv4": "1.1.1.1"}}
    assert step.title == "set name and description and hostname and access_ipv4 of node 'web1'"
    assert (step.microversion.text, step.microversion.needed) == ("2.90", True)


def test_name_alone_needs_no_microversion() -> None:
    (step,) = steps_for({"new_name": ("web1", "web2")})
    assert step.microversion is None
    assert step.title == "set name of node 'web1'"


@pytest.mark.parametrize(
    ("policy", "state", "actions"),
    [
        ({}, "present", []),
        ({"update_password": "on_create"}, "present", []),
        ({"update_password": "always"}, "present", ["changePassword"]),
        # A rebuild sets it by itself.
        ({"update_password": "always"}, "rebuilt", ["rebuild"]),
    ],
)
def test_password_is_set_if_that_is_asked_for(policy: dict[str, str], state: str, actions: list[str]) -> None:
    change = update(node(), {}, desired(state, policy, admin_password="hunter2"))
    assert deeds(change.steps) == actions
    assert all("hunter2" not in repr(step) for step in change.steps)
    assert "hunter2" not in repr(change.shown)
    if actions:
        assert "hunter2" in str(change.steps[0].body)


def test_no_change_is_no_step() -> None:
    assert steps_for({}) == ()
