# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The volumes of a node: how they are written, compared, attached and detached."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.reference import Referred
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.step import OtherResource
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.attachment import Attached
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.volumes import (
    VOLUMES,
    attached,
    normalised_disks,
    normalised_root,
    root_of,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.volume_reference import VOLUME
from ansible_collections.nodeworks.openstack.tests.unit.resources.nodes import deeds, desired, node, plan_of

PATH = "/servers/{id}/os-volume_attachments"


def having(*volumes: str, root: str | None = None, status: str = "ACTIVE") -> dict[str, Any]:
    attachments = [{"id": volume} for volume in volumes]
    current = node(status, **{"os-extended-volumes:volumes_attached": attachments})
    return current if root is None else {**current, "root_volume": root}


def test_spellings() -> None:
    assert VOLUMES.normalised(["a", {"volume": "b", "device": None, "tag": "t"}]) == [
        {"volume": "a"},
        {"volume": "b", "tag": "t"},
    ]
    assert normalised_root("v") == {"volume": "v"}
    assert normalised_disks([5, {"size": 6}]) == [{"size": 5}, {"size": 6}]


@pytest.mark.parametrize(
    ("normalise", "odd"),
    [
        (VOLUMES.normalised, [5]),
        (VOLUMES.normalised, [{"disk": "a"}]),
        (VOLUMES.normalised, [{"tag": "a"}]),
        (normalised_disks, ["a"]),
        (normalised_root, {"siz": 1}),
    ],
)
def test_what_is_no_volume_is_refused(normalise: Any, odd: Any) -> None:
    with pytest.raises(ConfigError):
        normalise(odd)


@pytest.mark.parametrize(
    ("current", "wanted", "purge", "done", "after"),
    [
        (having("v1"), ["v1"], False, [], ["v1"]),
        (having("v1", "v2"), ["v1"], False, [], ["v1", "v2"]),
        (having("v1"), ["v2"], False, [f"POST {PATH}"], ["v1", "v2"]),
        (having("v1", "v2"), ["v2"], True, [f"DELETE {PATH}/v1"], ["v2"]),
        (having("v1"), ["v2"], True, [f"POST {PATH}", f"DELETE {PATH}/v1"], ["v2"]),
        (having("v1"), [], False, [], ["v1"]),
        (having("v1"), [], True, [f"DELETE {PATH}/v1"], []),
        # What a node boots from is not detached.
        (having("v1", "v0", root="v0"), [], True, [f"DELETE {PATH}/v1"], ["v0"]),
        (having("v0", root="v0"), [], True, [], ["v0"]),
        (having("v0", "v1", root="v0"), ["v1", "v0"], True, [], ["v0", "v1"]),
        (having("v1", status="SHELVED_OFFLOADED"), ["v2"], False, [f"POST {PATH}"], ["v1", "v2"]),
    ],
)
def test_volumes(current: dict[str, Any], wanted: list[str], purge: bool, done: list[str], after: list[str]) -> None:
    plan = plan_of(current, desired(policy={"purge_volumes": purge}, volumes=wanted))
    assert deeds(plan.steps) == done
    assert plan.after["volumes"] == after


@pytest.mark.parametrize(
    ("said", "body", "needed"),
    [
        ({}, {}, None),
        ({"device": "/dev/vdc"}, {"device": "/dev/vdc"}, None),
        ({"tag": "t"}, {"tag": "t"}, "2.49"),
        ({"tag": "t", "delete_on_termination": False}, {"tag": "t", "delete_on_termination": False}, "2.79"),
    ],
)
def test_request_that_attaches(said: dict[str, Any], body: dict[str, Any], needed: str | None) -> None:
    (step,) = plan_of(having(), desired(volumes=[{"volume": Referred("data", "v1"), **said}])).steps
    assert step.body == {"volumeAttachment": {"volumeId": "v1", **body}}
    assert (step.microversion.text if step.microversion else None) == needed
    assert step.title == "attach volume 'data' to node 'web1'"


def test_attached_is_what_the_volume_says() -> None:
    (step,) = plan_of(having(), desired(volumes=["v1"])).steps
    assert step.wait is not None
    assert step.wait.failed is not None
    assert step.wait.of == OtherResource(VOLUME, "v1")
    there = {"id": "v1", "status": "in-use", "attached_to": ["n1"]}
    assert step.wait.reached(there)
    # In use by another node, which a volume for several can be.
    assert not step.wait.reached({**there, "attached_to": ["n2"]})
    for status in ("reserved", "attaching"):
        assert not step.wait.reached({**there, "status": status})
        assert step.wait.failed({**there, "status": status}) is None
    assert "could not be attached" in str(step.wait.failed({"status": "available", "attached_to": []}))
    assert "is in status error_extending" in str(step.wait.failed({"status": "error_extending", "attached_to": []}))
    assert step.wait.failed(None) == "Volume 'v1' was deleted meanwhile."


def test_detached_is_what_the_volume_says() -> None:
    (step,) = plan_of(having("v1"), desired(policy={"purge_volumes": True}, volumes=[])).steps
    assert step.wait is not None
    assert step.wait.of == OtherResource(VOLUME, "v1")
    assert not step.wait.reached({"status": "detaching", "attached_to": ["n1"]})
    assert step.wait.reached({"status": "in-use", "attached_to": ["n2"]})
    assert step.wait.reached(None)


@pytest.mark.parametrize(
    ("attachments", "root"),
    [
        ([], None),
        ([{"device": "/dev/vdb", "volumeId": "v1"}], None),
        ([{"device": "/dev/vdb", "volumeId": "v1"}, {"device": "/dev/vda", "volumeId": "v0"}], "v0"),
        ([{"device": "sda", "volumeId": "v0"}], "v0"),
        ([{"device": None, "volumeId": "v0"}], None),
    ],
)
def test_volume_that_a_node_boots_from(attachments: list[dict[str, Any]], root: str | None) -> None:
    assert root_of(attachments) == root


def test_root_is_known_only_once_it_was_read() -> None:
    def roots(root: str | None) -> list[bool]:
        return [isinstance(one, Attached) and one.is_root for one in attached(having("v0", "v1", root=root))]

    assert (roots(None), roots("v0")) == ([False, False], [True, False])


def test_whether_a_volume_is_removed_with_its_node() -> None:
    current = having("v1", "v2")
    kept, ending = ({"volume": "v1", "delete_on_termination": ends} for ends in (False, True))
    assert plan_of(current, desired(volumes=[kept])).steps == ()
    for purge in (False, True):
        plan = plan_of(current, desired(policy={"purge_volumes": purge}, volumes=[ending, "v2"]))
        (step,) = plan.steps
        assert (step.method, step.path, step.body) == (
            "PUT",
            f"{PATH}/v1",
            {"volumeAttachment": {"volumeId": "v1", "delete_on_termination": True}},
        )
        assert (plan.before["volumes"], plan.after["volumes"]) == (["v1", "v2"], ["v1 (removed with the node)", "v2"])


def test_what_is_to_be_attached_is_predicted_by_its_id() -> None:
    assert VOLUMES.predicted(["v0", {"volume": Referred("data", "v1"), "tag": "t"}]) == ["v0", "v1"]
