# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Nodes: the requests that make, change and remove one, and what is waited for."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.declaration import UNKNOWN
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node import (
    NODE,
    PASSING_STATUSES,
    as_texts,
    build_failure,
    create,
    delete,
    encoded,
    fault,
    is_active,
    is_settled,
    settle,
    update,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node_view import digest, read_node

BASIC = {"name": "web1", "image": "i1", "flavor": "f1"}
FIELDS = {field.name: field for field in NODE.fields}


def node(status: str = "ACTIVE", task: str | None = None, **raw: Any) -> dict[str, Any]:
    return read_node({"id": "n1", "name": "web1", "status": status, "OS-EXT-STS:task_state": task, **raw})


def body_of(wanted: Mapping[str, Any]) -> dict[str, Any]:
    (step,) = create(wanted)
    assert (step.method, step.path, step.title) == ("POST", "/servers", "create node 'web1'")
    return dict(step.body["server"])


@pytest.mark.parametrize(
    ("wanted", "sent"),
    [
        ({}, {"networks": "auto"}),
        ({"networks": []}, {"networks": "none"}),
        ({"networks": ["b", "a"]}, {"networks": [{"uuid": "b"}, {"uuid": "a"}]}),
        ({"key_name": "k"}, {"key_name": "k", "networks": "auto"}),
        ({"availability_zone": "z"}, {"availability_zone": "z", "networks": "auto"}),
        ({"metadata": {"a": "1"}}, {"metadata": {"a": "1"}, "networks": "auto"}),
        ({"metadata": {}}, {"metadata": {}, "networks": "auto"}),
        ({"user_data": "YQ=="}, {"user_data": "YQ==", "networks": "auto"}),
        (
            {"security_groups": ["g1", "g2"]},
            {"security_groups": [{"name": "g1"}, {"name": "g2"}], "networks": "auto"},
        ),
    ],
    ids=lambda value: "+".join(value) if value else "",
)
def test_request_that_makes_a_node(wanted: dict[str, Any], sent: dict[str, Any]) -> None:
    assert body_of({**BASIC, **wanted}) == {"name": "web1", "imageRef": "i1", "flavorRef": "f1", **sent}


@pytest.mark.parametrize(("wanted", "needed"), [({}, True), ({"networks": []}, True), ({"networks": ["a"]}, False)])
def test_words_for_networks_need_a_microversion(wanted: dict[str, Any], needed: bool) -> None:
    (step,) = create({**BASIC, **wanted})
    assert step.microversion is not None
    assert (step.microversion.text, step.microversion.needed) == ("2.37", needed)


def test_node_is_waited_for_until_it_runs() -> None:
    (step,) = create(BASIC)
    assert step.wait is not None
    assert step.wait.what == "node 'web1' to become active"
    assert step.wait.reached(node())
    assert not step.wait.reached(node("BUILD", "spawning"))
    assert not step.wait.reached(node(task="powering-off"))
    assert not step.wait.reached(None)
    assert step.wait.failed is not None
    assert step.wait.failed(node("BUILD")) is None


def test_changed_metadata_alone_is_sent() -> None:
    (step,) = update(node(), {"metadata": ({"a": "1", "b": "2"}, {"a": "1", "b": "3", "c": "4"})})
    assert (step.method, step.path) == ("POST", "/servers/{id}/metadata")
    assert step.body == {"metadata": {"b": "3", "c": "4"}}
    assert step.title == "set metadata of node 'web1'"


def test_security_groups_are_added_before_others_are_removed() -> None:
    steps = update(node(), {"security_groups": (["default", "old"], ["default", "new", "more"])})
    assert [(step.method, step.path) for step in steps] == [("POST", "/servers/{id}/action")] * 3
    assert [step.body for step in steps] == [
        {"addSecurityGroup": {"name": "more"}},
        {"addSecurityGroup": {"name": "new"}},
        {"removeSecurityGroup": {"name": "old"}},
    ]
    assert [step.title for step in steps] == [
        "add security group 'more' to node 'web1'",
        "add security group 'new' to node 'web1'",
        "remove security group 'old' from node 'web1'",
    ]


def test_no_change_is_no_step() -> None:
    assert update(node(), {}) == []


def test_node_is_removed_and_waited_for_until_it_is_gone() -> None:
    (step,) = delete(node())
    assert (step.method, step.path, step.title) == ("DELETE", "/servers/{id}", "delete node 'web1'")
    assert step.wait is not None
    assert step.wait.what == "node 'web1' to be gone"
    assert step.wait.reached(None)
    assert not step.wait.reached(node("ACTIVE", "deleting"))


@pytest.mark.parametrize("status", sorted(PASSING_STATUSES))
def test_node_in_passing_is_left_to_arrive(status: str) -> None:
    assert not is_settled(node(status))
    wait = settle(node(status), "present")
    assert wait is not None
    assert wait.what == "node 'web1' to finish what it is doing"
    assert wait.reached(node("ACTIVE"))
    assert wait.reached(node("SHUTOFF"))
    assert not wait.reached(node(status))
    assert wait.failed is not None
    assert wait.failed(node("ERROR")) is not None
    assert settle(node(status), "absent") is None


@pytest.mark.parametrize("task", ["deleting", "soft-deleting"])
@pytest.mark.parametrize("state", ["present", "absent"])
def test_node_that_is_being_deleted_is_waited_for_until_it_is_gone(state: str, task: str) -> None:
    wait = settle(node("ACTIVE", task), state)
    assert wait is not None
    assert wait.reached(None)
    assert not wait.reached(node("ACTIVE", task))


@pytest.mark.parametrize("status", ["ACTIVE", "SHUTOFF", "PAUSED", "SHELVED_OFFLOADED", "ERROR", "VERIFY_RESIZE"])
def test_node_at_rest_is_not_waited_for(status: str) -> None:
    assert settle(node(status), "present") is None


def test_node_with_a_task_is_in_passing() -> None:
    assert not is_settled(node("ACTIVE", "rebooting"))
    assert settle(node("ACTIVE", "rebooting"), "present") is not None
    assert is_settled(None)
    assert not is_active(None)


def test_fault_is_told_in_novas_words() -> None:
    broken = node("ERROR", fault={"message": "No valid host was found.", "code": 500})
    assert build_failure(broken) == fault(broken)
    assert fault(broken) == (
        "Node 'web1' (n1) is in status ERROR: No valid host was found. Remove it (state absent) before it is made anew."
    )
    assert "Nova does not say why" in str(fault(node("ERROR")))
    assert fault(node()) is None
    assert build_failure(None) == "The node was deleted by somebody else meanwhile."


@pytest.mark.parametrize(
    "message", ["No valid host was found.", "No valid host was found. ", "No valid host was found"]
)
def test_sentence_of_the_fault_ends_with_one_stop(message: str) -> None:
    assert "ERROR: No valid host was found. Remove it" in str(fault(node("ERROR", fault={"message": message})))


@pytest.mark.parametrize(
    ("metadata", "texts"),
    [
        ({"a": "x"}, {"a": "x"}),
        (
            {"a": True, "b": False, "c": 5, "d": 1.5, "e": None},
            {"a": "true", "b": "false", "c": "5", "d": "1.5", "e": "null"},
        ),
        ({"a": {"b": [1]}}, {"a": '{"b": [1]}'}),
        ({1: "x"}, {"1": "x"}),
        ({"a": ""}, {"a": ""}),
        ({}, {}),
    ],
)
def test_metadata_is_text(metadata: dict[Any, Any], texts: dict[str, str]) -> None:
    assert as_texts(metadata) == texts
    # Bringing it to that form once more changes nothing, so a second run finds no difference.
    assert as_texts(as_texts(metadata)) == texts


def test_user_data_is_encoded() -> None:
    assert base64.b64decode(encoded("#cloud-config\nü")) == "#cloud-config\nü".encode()


@pytest.mark.parametrize(
    ("field", "current", "shown"),
    [
        ("flavor", {"flavor": {"original_name": "m1.small"}}, "m1.small"),
        ("flavor", {"flavor": {"id": "42"}}, "42"),
        ("image", {"image": {"id": "i1"}}, "i1"),
        ("image", {"image": ""}, UNKNOWN),
        ("user_data", {}, UNKNOWN),
        ("user_data", {"OS-EXT-SRV-ATTR:user_data": None}, UNKNOWN),
        ("user_data", {"OS-EXT-SRV-ATTR:user_data": "YQ=="}, digest("YQ==")),
        ("availability_zone", {"OS-EXT-AZ:availability_zone": ""}, UNKNOWN),
        ("networks", {"status": "BUILD", "addresses": {}}, UNKNOWN),
        ("security_groups", {"status": "BUILD"}, UNKNOWN),
        (
            "networks",
            {"addresses": {"b": [{"addr": "10.0.0.1"}], "a": [{"addr": "10.0.0.2"}, {"addr": "10.0.0.3"}]}},
            ["a", "b"],
        ),
        ("networks", {}, []),
        ("key_name", {"key_name": None}, None),
        ("security_groups", {"security_groups": [{"name": "b"}, {"name": "a"}]}, ["a", "b"]),
        ("metadata", {"metadata": {"a": "1"}}, {"a": "1"}),
        ("availability_zone", {"OS-EXT-AZ:availability_zone": "nova"}, "nova"),
    ],
)
def test_current_value_in_the_form_users_give_it(field: str, current: dict[str, Any], shown: Any) -> None:
    assert FIELDS[field].current(node(**current)) == shown


@pytest.mark.parametrize("name", ["web1", "web.1", "a+b", "(x)", "^a$", "a|b", "a\\b", "a[1]", "a{2}", "a*b?", "wéb 1"])
def test_name_is_looked_for_as_it_is(name: str) -> None:
    assert NODE.named is not None
    ((key, pattern),) = NODE.named(name)
    assert key == "name"
    assert re.search(pattern, name)
    assert not re.search(pattern, f"x{name}")
    assert not re.search(pattern, f"{name}x")
    assert not re.search(pattern, "web21")


def test_only_image_and_flavor_are_needed() -> None:
    assert {field.name for field in NODE.fields if field.required} == {"image", "flavor"}
