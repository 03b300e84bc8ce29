# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rebuilding: when, with which image, and what rides along."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError, Immutable
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.reference import Referred
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.user_data import encoded
from ansible_collections.nodeworks.openstack.tests.unit.resources.nodes import deeds, desired, node, plan_of

REBUILD = {"rebuild": "true"}
FROM_VOLUME = node(image="", **{"os-extended-volumes:volumes_attached": [{"id": "v1"}]})


@pytest.mark.parametrize(
    ("status", "state", "actions", "ends"),
    [
        ("ACTIVE", "present", ["rebuild"], "running"),
        ("SHUTOFF", "present", ["rebuild"], "stopped"),
        ("PAUSED", "present", ["unpause", "rebuild", "pause"], "paused"),
        ("SHELVED_OFFLOADED", "present", ["unshelve", "rebuild", "shelve"], "shelved"),
        ("SHELVED_OFFLOADED", "started", ["unshelve", "rebuild"], "running"),
        ("RESCUE", "stopped", ["unrescue", "rebuild", "os-stop"], "stopped"),
        ("SHUTOFF", "started", ["rebuild", "os-start"], "running"),
    ],
)
def test_other_image(status: str, state: str, actions: list[str], ends: str) -> None:
    plan = plan_of(node(status), desired(state, REBUILD, image=Referred("debian", "i2")))
    assert deeds(plan.steps) == actions
    assert next(step for step in plan.steps if "rebuild" in (step.body or ())).body == {"rebuild": {"imageRef": "i2"}}
    assert plan.state == ends
    assert plan.after["rebuilt"] is True


def test_rebuilt_is_done_each_time_it_is_said() -> None:
    for fields in ({}, {"image": "i1"}):
        (step,) = plan_of(node(), desired("rebuilt", **fields)).steps
        assert step.body == {"rebuild": {"imageRef": "i1"}}
        assert step.microversion is None


def test_rebuild_brings_a_broken_node_back() -> None:
    plan = plan_of(node("ERROR"), desired("rebuilt"))
    assert deeds(plan.steps) == ["rebuild"]
    assert (plan.before["state"], plan.state) == ("error", "running")
    (step,) = plan.steps
    assert step.wait is not None
    assert step.wait.reached(node())
    assert not step.wait.reached(node("REBUILD"))


@pytest.mark.parametrize(
    ("fields", "sent", "needed"),
    [
        ({"key_name": "k2"}, {"key_name": "k2"}, "2.54"),
        ({"user_data": "new"}, {"user_data": encoded("new")}, "2.57"),
        ({"trusted_certs": ["c2"]}, {"trusted_image_certificates": ["c2"]}, "2.63"),
        ({"key_name": "k2", "user_data": "new"}, {"key_name": "k2", "user_data": encoded("new")}, "2.57"),
    ],
)
def test_what_only_a_rebuild_changes_rides_along(fields: dict[str, Any], sent: dict[str, Any], needed: str) -> None:
    shown = {"OS-EXT-SRV-ATTR:user_data": encoded("old"), "trusted_image_certificates": ["c1"]}
    current = node(**shown)
    (step,) = plan_of(current, desired(policy=REBUILD, **fields)).steps
    assert step.body == {"rebuild": {"imageRef": "i1", **sent}}
    assert step.microversion is not None
    assert (step.microversion.text, step.microversion.needed) == (needed, True)
    with pytest.raises(Immutable, match="Set rebuild to true"):
        plan_of(current, desired(**fields))


def test_password_rides_along() -> None:
    (step,) = plan_of(node(), desired("rebuilt", admin_password="x")).steps
    assert step.body == {"rebuild": {"imageRef": "i1", "adminPass": "x"}}


def test_image_that_differs_is_left_as_it_is_if_asked_for() -> None:
    plan = plan_of(node(), desired(policy={"rebuild": "ignore"}, image="i2"))
    assert (plan.changed, plan.warnings, plan.before) == (False, (), plan.after)


def test_node_that_boots_from_a_volume_needs_an_image_and_a_newer_nova() -> None:
    with pytest.raises(ConfigError, match=r"^Node 'web1' boots from a volume: say which image it is rebuilt with\.$"):
        plan_of(FROM_VOLUME, desired("rebuilt"))
    (step,) = plan_of(FROM_VOLUME, desired("rebuilt", image=Referred("debian", "i2"))).steps
    assert step.body == {"rebuild": {"imageRef": "i2"}}
    assert step.microversion is not None
    assert step.microversion.text == "2.93"


def test_image_of_a_node_that_boots_from_a_volume_is_not_known() -> None:
    assert not plan_of(FROM_VOLUME, desired(image="i2")).changed


@pytest.mark.parametrize(("status", "is_fine"), [("SHUTOFF", True), ("ACTIVE", False)])
def test_node_that_is_off_seems_to_run_for_a_moment(status: str, is_fine: bool) -> None:
    (step,) = plan_of(node(status), desired("rebuilt")).steps
    assert step.wait is not None
    assert step.wait.failed is not None
    other = node("ACTIVE" if status == "SHUTOFF" else "SHUTOFF")
    assert not step.wait.reached(other)
    assert (step.wait.failed(other) is None) is is_fine
