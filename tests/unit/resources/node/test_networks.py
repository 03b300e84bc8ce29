# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a node is connected to: how it is written, compared, attached and detached."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.reference import Referred
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.networks import (
    added,
    changes_of,
    displayed,
    has,
    interfaces,
    is_all,
    missing,
    normalised,
    replaced,
)
from ansible_collections.nodeworks.openstack.tests.unit.resources.nodes import deeds, desired, node, plan_of


def interface(network: str, number: int, **more: Any) -> dict[str, Any]:
    return {"network": network, "mac": f"m{number}", "ips": [f"10.0.0.{number}"], **more}


A1, A2, B3 = interface("a", 1), interface("a", 2), interface("b", 3)


def with_ports(*found: tuple[str, int]) -> dict[str, Any]:
    """A node with interfaces in these networks, whose ports were read."""
    addresses = {
        network: [
            {"addr": f"10.0.0.{number}", "OS-EXT-IPS-MAC:mac_addr": f"m{number}", "OS-EXT-IPS:type": "fixed"}
            for name, number in found
            if name == network
        ]
        for network, _number in found
    }
    ports = [
        {"id": f"p{number}", "mac": f"m{number}", "network_id": f"id-{name}", "fixed_ips": [{"ip": f"10.0.0.{number}"}]}
        for name, number in found
    ]
    return {**node(addresses=addresses), "ports": ports}


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ([], "none"),
        (["none"], "none"),
        (["auto"], "auto"),
        (["a", "b"], [{"network": "a"}, {"network": "b"}]),
        ([{"net-id": "x"}, {"net-name": "y"}], [{"network": "x"}, {"network": "y"}]),
        ([{"port-id": "x", "tag": None}], [{"port": "x"}]),
        ([{"uuid": "x", "v4-fixed-ip": "10.0.0.9"}], [{"network": "x", "fixed_ip": "10.0.0.9"}]),
    ],
)
def test_spellings(written: list[Any], normal: Any) -> None:
    assert normalised(written) == normal


@pytest.mark.parametrize("odd", [5, ["a"], {"netz": "a"}, {}, {"network": "a", "port": "b"}, {"tag": "t"}], ids=repr)
def test_what_is_no_network_is_refused(odd: Any) -> None:
    with pytest.raises(ConfigError, match=r"^networks has "):
        normalised(["a", odd])


@pytest.mark.parametrize(
    ("wanted", "there", "lacking", "left"),
    [
        (["a"], [A1], [], []),
        (["a"], [A1, B3], [], [B3]),
        # Each interface serves one desired state.
        (["a", "a"], [A1], ["a"], []),
        (["a", "a"], [A1, A2], [], []),
        (["b", "a"], [A1], ["b"], []),
        # The most particular desired state chooses first.
        (["a", {"network": "a", "fixed_ip": "10.0.0.1"}], [A1, A2], [], []),
        ([{"network": "a", "fixed_ip": "10.0.0.2"}], [A1], [{"network": "a", "fixed_ip": "10.0.0.2"}], [A1]),
        ([{"port": "p2"}], [interface("a", 1, port="p1")], [{"port": "p2"}], [interface("a", 1, port="p1")]),
        ([{"port": Referred("db", "p1")}], [interface("a", 1, port="p1")], [], []),
        ([{"network": Referred("x", "n1")}], [interface("label", 1, network_id="n1")], [], []),
        # Lacking ones stay in the user's order: it is the order of the devices.
        (
            ["c", {"network": "b", "fixed_ip": "10.0.0.9"}, "d"],
            [],
            ["c", {"network": "b", "fixed_ip": "10.0.0.9"}, "d"],
            [],
        ),
    ],
)
def test_each_interface_serves_one_desired_state(
    wanted: list[Any], there: list[dict[str, Any]], lacking: list[Any], left: list[dict[str, Any]]
) -> None:
    expected = [] if not lacking else normalised(lacking)
    assert missing(normalised(wanted), there) == (expected, left)


@pytest.mark.parametrize(
    ("wanted", "there", "enough", "exactly"),
    [
        (["a"], [A1, B3], True, False),
        (["a", "b"], [A1, B3], True, True),
        (["a", "c"], [A1, B3], False, False),
        (["auto"], [A1], True, True),
        (["auto"], [], False, False),
        (["none"], [], True, True),
        (["none"], [A1], False, False),
        ([], [A1], False, False),
    ],
)
def test_compared(wanted: list[Any], there: list[dict[str, Any]], enough: bool, exactly: bool) -> None:
    assert has(normalised(wanted), there) is enough
    assert is_all(normalised(wanted), there) is exactly


@pytest.mark.parametrize("wanted", [["a"], ["a", "c"], ["a", "a"], ["auto"], ["none"], ["c", "d"]], ids=repr)
@pytest.mark.parametrize("there", [[], [A1], [A1, A2, B3]], ids=len)
def test_what_is_done_is_what_was_wanted(wanted: list[str], there: list[dict[str, Any]]) -> None:
    """Desired states that become interfaces leave nothing to be done."""

    def done(after: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [one if "mac" in one else interface(one["network"], number) for number, one in enumerate(after, 50)]

    normal = normalised(wanted)
    assert has(normal, done(added(normal, there)))
    assert is_all(normal, done(replaced(normal, there)))


def test_interfaces_by_their_ports() -> None:
    current = with_ports(("a", 1), ("b", 2))
    assert [(one["network"], one["port"], one["network_id"]) for one in interfaces(current)] == [
        ("a", "p1", "id-a"),
        ("b", "p2", "id-b"),
    ]
    # A port without an address shows in no network of the node.
    bare = {"id": "p9", "mac": "m9", "network_id": "n9", "fixed_ips": []}
    current["ports"].append(bare)
    assert interfaces(current)[2] == {"network": "n9", "network_id": "n9", "port": "p9", "mac": "m9", "ips": []}


def test_added_before_others_are_removed() -> None:
    current = with_ports(("a", 1), ("b", 2))
    plan = plan_of(current, desired(policy={"purge_networks": True}, networks=["a", "c", {"port": "p7", "tag": "t"}]))
    assert deeds(plan.steps) == [
        "POST /servers/{id}/os-interface",
        "POST /servers/{id}/os-interface",
        "DELETE /servers/{id}/os-interface/p2",
    ]
    assert [step.body for step in plan.steps[:2]] == [
        {"interfaceAttachment": {"net_id": "c"}},
        {"interfaceAttachment": {"port_id": "p7", "tag": "t"}},
    ]
    assert plan.steps[1].microversion is not None
    assert (plan.steps[0].microversion, plan.steps[1].microversion.text) == (None, "2.49")
    assert plan.before["networks"] == ["a", "b"]
    assert plan.after["networks"] == ["a", "c", "port p7 tagged 't'"]


def test_others_are_left_unless_they_are_purged() -> None:
    current = with_ports(("a", 1), ("b", 2))
    assert not plan_of(current, desired(networks=["a"])).changed
    plan = plan_of(current, desired(networks=["c"]))
    assert deeds(plan.steps) == ["POST /servers/{id}/os-interface"]
    assert plan.after["networks"] == ["a", "b", "c"]


def test_none_is_a_desired_state() -> None:
    plan = plan_of(with_ports(("a", 1), ("b", 2)), desired(networks=[]))
    assert deeds(plan.steps) == ["DELETE /servers/{id}/os-interface/p1", "DELETE /servers/{id}/os-interface/p2"]
    assert plan.after["networks"] == []


@pytest.mark.parametrize(
    ("wanted", "body"),
    [
        ("auto", {}),
        ([{"network": Referred("c", "n9")}], {"net_id": "n9"}),
        ([{"network": "c", "fixed_ip": "10.0.0.9"}], {"net_id": "c", "fixed_ips": [{"ip_address": "10.0.0.9"}]}),
        ([{"port": Referred("db", "p9")}], {"port_id": "p9"}),
    ],
)
def test_request_that_connects(wanted: Any, body: dict[str, Any]) -> None:
    (work,) = changes_of(node(), [], added(wanted, []))
    (step,) = work.steps("ACTIVE")
    assert step.body == {"interfaceAttachment": body}
    assert work.allowed == frozenset(("ACTIVE", "SHUTOFF", "PAUSED"))


def test_interface_is_gone_when_its_address_is() -> None:
    current = with_ports(("a", 1))
    (step,) = plan_of(current, desired(networks=[])).steps
    assert step.wait is not None
    assert not step.wait.reached(current)
    assert step.wait.reached(node(addresses={}))
    assert not step.wait.reached(node(task="anything", addresses={}))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("auto", "auto"),
        ([{"network": "a"}, {"network": "a", "fixed_ip": "10.0.0.9"}, {"port": "p"}], ["a", "a (10.0.0.9)", "port p"]),
        ([A1], ["a"]),
    ],
)
def test_shown(value: Any, shown: Any) -> None:
    assert displayed(value) == shown
