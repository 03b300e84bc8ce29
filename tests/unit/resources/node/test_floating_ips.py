# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The floating IPs of a node: how they are written, compared, given and taken."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError, NoSuchResource
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.reference import Referred
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.floating_ips import (
    has,
    is_all,
    missing,
    normalised,
    ports_for,
)
from ansible_collections.nodeworks.openstack.tests.unit.resources.nodes import creation, deeds, desired, node, plan_of


def floating(number: int, network: str = "n1", port: str = "p1", fixed: str = "10.0.0.5") -> dict[str, Any]:
    return {
        "id": f"f{number}",
        "name": f"192.0.2.{number}",
        "network_id": network,
        "port_id": port,
        "fixed_ip": fixed,
    }


F1, F2, F3 = floating(1), floating(2), floating(3, "n2", "p2", "10.0.0.6")


def having(*found: dict[str, Any], read: bool = True) -> dict[str, Any]:
    addresses = [{"addr": one["name"], "OS-EXT-IPS:type": "floating"} for one in found]
    current = node(addresses={"private": [{"addr": "10.0.0.5", "OS-EXT-IPS:type": "fixed"}, *addresses]})
    return {**current, "floating_ips": list(found)} if read else current


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        (["192.0.2.1"], [{"address": "192.0.2.1"}]),
        (["public"], [{"network": "public"}]),
        ([{"pool": "public", "fixed_ip": "10.0.0.5", "port": None}], [{"network": "public", "fixed_ip": "10.0.0.5"}]),
        ([], []),
    ],
)
def test_spellings(written: list[Any], normal: list[Any]) -> None:
    assert normalised(written) == normal


@pytest.mark.parametrize(
    "odd",
    [
        5,
        {},
        {"ip": "1.2.3.4"},
        {"address": "1.2.3.4", "network": "a"},
        {"port": "p"},
        {"address": "1.2.3.4", "description": "ours"},
    ],
    ids=repr,
)
def test_what_is_no_floating_ip_is_refused(odd: Any) -> None:
    with pytest.raises(ConfigError, match=r"^floating_ips has "):
        normalised([odd])


@pytest.mark.parametrize(
    ("wanted", "there", "lacking", "left"),
    [
        ([{"address": "192.0.2.1"}], [F1, F2], [], [F2]),
        ([{"address": "192.0.2.9"}], [F1], [{"address": "192.0.2.9"}], [F1]),
        ([{"network": Referred("public", "n1")}], [F1], [], []),
        ([{"network": "n1"}, {"network": "n1"}], [F1], [{"network": "n1"}], []),
        ([{"network": "n1"}, {"network": "n2"}], [F3, F1], [], []),
        # The address that is named is not taken for the one of the pool.
        ([{"network": "n1"}, {"address": "192.0.2.1"}], [F1, F2], [], []),
        ([{"network": "n1"}, {"address": "192.0.2.1"}], [F1], [{"network": "n1"}], []),
        ([{"address": "192.0.2.1", "port": Referred("db", "p1")}], [F1], [], []),
        ([{"address": "192.0.2.1", "port": "p9"}], [F1], [{"address": "192.0.2.1", "port": "p9"}], [F1]),
        ([{"network": "n2", "fixed_ip": "10.0.0.6"}], [F3], [], []),
    ],
)
def test_each_address_serves_one_desired_state(
    wanted: list[dict[str, Any]], there: list[dict[str, Any]], lacking: list[Any], left: list[Any]
) -> None:
    assert missing(wanted, there) == (lacking, left)
    assert has(wanted, there) is (not lacking)
    assert is_all(wanted, there) is (not lacking and not left)


def test_address_that_is_shown_needs_no_request() -> None:
    assert not plan_of(having(F1, read=False), desired(floating_ips=["192.0.2.1"])).changed
    assert plan_of(having(), desired(floating_ips=[{"address": Referred("192.0.2.1", "f1")}])).changed


def test_address_is_moved_to_the_node() -> None:
    find, give = plan_of(having(), desired(floating_ips=[{"address": Referred("192.0.2.1", "f1")}])).steps
    assert deeds([find, give]) == ["GET /ports", "PUT /floatingips/f1"]
    assert {find.service, give.service} == {"network"}
    assert find.params == (("device_id", "{id}"),)
    assert give.title == "give floating IP 192.0.2.1 to node 'web1'"
    assert give.wait is not None
    assert give.wait.reached(having(F1))
    assert not give.wait.reached(having(F2))
    assert not give.wait.reached(None)


def test_address_of_a_pool_is_made() -> None:
    plan = plan_of(having(F1), desired(floating_ips=[{"network": Referred("public", "n9")}]))
    find, make = plan.steps
    assert deeds([find, make]) == ["GET /ports", "POST /floatingips"]
    assert make.body["floatingip"]["floating_network_id"] == "n9"
    assert plan.after["floating_ips"] == ["192.0.2.1", "a new one of public"]
    # Which one it will be nobody knows: it is there when the node has one more.
    assert make.wait is not None
    assert not make.wait.reached(having(F1))
    assert make.wait.reached(having(F1, F3))


def test_port_that_is_named_need_not_be_found() -> None:
    (step,) = plan_of(having(), desired(floating_ips=[{"network": "n1", "port": Referred("db", "p7")}])).steps
    assert step.body == {"floatingip": {"port_id": "p7", "floating_network_id": "n1"}}


@pytest.mark.parametrize(
    ("release", "request_", "body"),
    [(False, "PUT /floatingips/f1", {"floatingip": {"port_id": None}}), (True, "DELETE /floatingips/f1", None)],
)
def test_others_are_taken_if_they_are_purged(release: bool, request_: str, body: Any) -> None:
    policy = {"purge_floating_ips": True, "release_floating_ips": release}
    assert not plan_of(having(F1, F3), desired(floating_ips=["192.0.2.3"])).changed
    (step,) = plan_of(having(F1, F3), desired(policy=policy, floating_ips=["192.0.2.3"])).steps
    assert (deeds([step]), step.body) == ([request_], body)
    assert step.wait is not None
    assert not step.wait.reached(having(F1))
    assert step.wait.reached(having(F3))


def test_addresses_are_taken_before_others_are_given() -> None:
    policy = {"purge_floating_ips": True}
    plan = plan_of(having(F1), desired(policy=policy, floating_ips=[{"network": "n2", "port": "p1"}]))
    assert deeds(plan.steps) == ["PUT /floatingips/f1", "POST /floatingips"]
    assert plan.steps[1].wait is not None
    assert plan.steps[1].wait.reached(having(F3))


def test_several_of_one_pool_are_counted() -> None:
    steps = creation(floating_ips=["n1", "n1"]).steps[1:]
    assert deeds(steps) == ["GET /ports", "POST /floatingips"] * 2
    first, second = steps[1].wait, steps[3].wait
    assert first is not None
    assert second is not None
    assert first.reached(having(F1))
    assert not second.reached(having(F1))
    assert second.reached(having(F1, F2))


PORTS = [
    {"id": "p6", "fixed_ips": [{"ip_address": "fd00::5"}], "created_at": "2026-01-01T00:00:00Z"},
    {"id": "p4", "fixed_ips": [{"ip_address": "fd00::6"}, {"ip_address": "10.0.0.5"}], "created_at": "2026-01-03"},
    {"id": "p5", "fixed_ips": [{"ip_address": "10.0.0.6"}], "created_at": "2026-01-02T00:00:00Z"},
]


@pytest.mark.parametrize(
    ("said", "ports"), [({}, ["p5", "p4"]), ({"fixed_ip": "10.0.0.6"}, ["p5"]), ({"fixed_ip": "fd00::5"}, ["p6"])]
)
def test_ports_that_it_may_be_for(said: dict[str, str], ports: list[str]) -> None:
    assert ports_for({"network": "n1", **said}, PORTS) == ports


@pytest.mark.parametrize("said", [{}, {"fixed_ip": "10.0.0.9"}])
def test_no_port_is_an_error(said: dict[str, str]) -> None:
    with pytest.raises(NoSuchResource, match=r"^The node has no port with "):
        ports_for({"network": "n1", **said}, PORTS[:1])
