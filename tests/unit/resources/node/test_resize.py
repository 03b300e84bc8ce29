# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Resizing, and answering a resize that waits to be confirmed."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import Immutable
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.reference import Referred
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.states import RESIZED
from ansible_collections.nodeworks.openstack.tests.unit.resources.nodes import OFF, deeds, desired, node, plan_of

BOTH = ["resize", "confirmResize"]


@pytest.mark.parametrize(
    ("current", "state", "resize", "flavor", "actions", "ends"),
    [
        # A flavor that differs.
        (node(), "present", "true", "big", BOTH, "running"),
        (node("SHUTOFF", **OFF), "present", "true", "big", BOTH, "stopped"),
        (node("SHUTOFF", **OFF), "started", "true", "big", [*BOTH, "os-start"], "running"),
        (node(), "stopped", "true", "big", [*BOTH, "os-stop"], "stopped"),
        (node("PAUSED"), "present", "true", "big", ["unpause", *BOTH, "pause"], "paused"),
        (node("SHELVED"), "present", "true", "big", ["unshelve", *BOTH, "shelve"], "shelved"),
        (node(), "present", "pending", "big", ["resize"], "resized"),
        (node(), "started", "pending", "big", ["resize"], "resized"),
        (node("SHUTOFF", **OFF), "stopped", "pending", "big", ["resize"], "resized"),
        (node("PAUSED"), "present", "pending", "big", ["unpause", "resize"], "resized"),
        (node(), "present", "ignore", "big", [], "running"),
        (node(), "present", "true", "m1.tiny", [], "running"),
        # A resize that waits to be confirmed, to the flavor that is shown by now.
        (node(RESIZED), "present", "confirm", None, ["confirmResize"], "running"),
        (node(RESIZED, **OFF), "present", "confirm", None, ["confirmResize"], "stopped"),
        (node(RESIZED), "present", "revert", None, ["revertResize"], "running"),
        (node(RESIZED), "present", "revert", "big", ["revertResize"], "running"),
        (node(RESIZED, **OFF), "started", "revert", None, ["revertResize", "os-start"], "running"),
        (node(RESIZED), "present", "true", "m1.tiny", ["confirmResize"], "running"),
        (node(RESIZED), "present", "true", "big", ["confirmResize", *BOTH], "running"),
        (node(RESIZED), "present", "pending", "m1.tiny", [], "resized"),
        (node(RESIZED), "started", "pending", "m1.tiny", [], "resized"),
        (node(RESIZED, **OFF), "stopped", "pending", None, [], "resized"),
        (node(RESIZED, **OFF), "started", "pending", None, ["confirmResize", "os-start"], "running"),
        (node(RESIZED), "present", None, None, [], "resized"),
        # Nothing waits.
        (node(), "present", "confirm", None, [], "running"),
        (node(), "present", "revert", None, [], "running"),
    ],
)
def test_resize(
    current: dict[str, Any], state: str, resize: str | None, flavor: str | None, actions: list[str], ends: str
) -> None:
    fields = {} if flavor is None else {"flavor": flavor}
    plan = plan_of(current, desired(state, {"resize": resize}, **fields))
    assert deeds(plan.steps) == actions
    assert plan.state == ends


@pytest.mark.parametrize("resize", [None, "false", "confirm"])
def test_flavor_is_not_changed_unasked(resize: str | None) -> None:
    with pytest.raises(Immutable, match=r"flavor is 'm1\.tiny', wanted 'big'\. Set resize to true to have it resized"):
        plan_of(node(), desired(policy={"resize": resize}, flavor="big"))


def test_flavor_goes_by_its_id() -> None:
    plan = plan_of(node(), desired(policy={"resize": "true"}, flavor=Referred("big", "f9")))
    assert plan.steps[0].body == {"resize": {"flavorRef": "f9"}}
    assert (plan.before["flavor"], plan.after["flavor"]) == ("m1.tiny", "big")


def test_resized_node_rests_before_it_is_confirmed() -> None:
    resize, confirm = plan_of(node("SHUTOFF", **OFF), desired(policy={"resize": "true"}, flavor="big")).steps
    assert resize.wait is not None
    assert confirm.wait is not None
    assert resize.wait.reached(node(RESIZED))
    assert not resize.wait.reached(node("RESIZE"))
    assert resize.wait.failed is not None
    assert str(resize.wait.failed(node("SHUTOFF"))).startswith("Nova gave up: ")
    assert confirm.wait.reached(node("SHUTOFF"))
    assert confirm.wait.failed is not None
    assert confirm.wait.failed(node(RESIZED)) is None


def test_revert_is_seen_while_it_goes_on() -> None:
    (revert,) = plan_of(node(RESIZED), desired(policy={"resize": "revert"})).steps
    assert revert.wait is not None
    assert not revert.wait.reached(node("REVERT_RESIZE"))
    assert not revert.wait.reached(node(RESIZED, "powering-off"))
    assert revert.wait.reached(node())
    assert revert.wait.failed is not None
    assert str(revert.wait.failed(node(RESIZED))).startswith("Nova gave up: ")


def test_size_and_all_else_are_changed_on_one_way() -> None:
    plan = plan_of(node("PAUSED"), desired("stopped", {"resize": "true"}, flavor="big", metadata={"a": "1"}))
    assert deeds(plan.steps) == ["POST /servers/{id}/metadata", "unpause", *BOTH, "os-stop"]
