# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The roles fleet and teardown: what is not the fleet's is left alone, and what costs what."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.plays.conftest import Controller

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF4RkXTx6xp/mZSdnt4NzfQzpYwc9iIHPsUf59YuXkWA demo"
FLEET: dict[str, Any] = {
    "fleet_name": "web",
    "fleet_count": 3,
    "fleet_image": "cirros",
    "fleet_flavor": "m1.tiny",
    "fleet_public_key": KEY,
    "fleet_rules": [{"protocol": "tcp", "port": "22"}],
    "fleet_network": {"cidr": "10.77.0.0/24", "router_to": "public"},
    "fleet_floating_network": "public",
    "fleet_wait_for": {},
}


def role(controller: Controller, name: str, variables: dict[str, Any], cloud: str = "loopback", *arguments: str) -> str:
    """What a play of a role prints."""
    return played(controller, name, variables, {"cloud": cloud}, *arguments)


def played(
    controller: Controller, name: str, variables: dict[str, Any], connection: dict[str, Any], *arguments: str
) -> str:
    """The same, with any options of a connection."""
    play = {
        "hosts": "localhost",
        "gather_facts": False,
        "module_defaults": {"group/nodeworks.openstack.openstack": connection},
        "roles": [{"role": f"nodeworks.openstack.{name}", "vars": variables}],
    }
    return controller.play([play], *arguments)


def test_unchanged_fleet_is_a_request_for_each_part_of_it(controller: Controller) -> None:
    role(controller, "fleet", FLEET)
    assert len(controller.cloud.compute.servers) == 3
    controller.cloud.clear_log()
    assert "changed=0" in role(controller, "fleet", FLEET)
    writes = [one for one in controller.cloud.requests if one.method not in ("GET", "HEAD")]
    assert [one.path for one in writes] == []
    # However many nodes there are: two lists of them, and the parts that all share.
    assert len(controller.cloud.calls("compute", "GET")) <= 3 + 1
    assert len(controller.cloud.requests) <= 20


def test_node_of_somebody_else_is_not_taken_in(controller: Controller) -> None:
    stranger = controller.cloud.compute.add_server("web2")
    with pytest.raises(AssertionError, match="web2 is there already, and not of the fleet 'web'"):
        role(controller, "fleet", FLEET)
    assert [server.name for server in controller.cloud.compute.servers] == ["web2"]
    assert stranger.metadata == {}


def test_administrator_does_not_tear_down_a_fleet_of_another_project(controller: Controller) -> None:
    """He is shown the networks of all projects; and may remove them."""
    role(controller, "fleet", {**FLEET, "fleet_count": 0})
    confirmed = {"teardown_fleet": "web", "teardown_confirm": "web"}
    printed = role(controller, "teardown", confirmed, "loopback-admin")
    assert "Nothing carries the marker of this fleet." in printed
    assert "changed=0" in printed
    printed = role(controller, "teardown", confirmed)
    for kind in ("router", "subnet", "network", "security group", "key pair"):
        assert f'"{kind} nodeworks_fleet-web' in printed
    assert "changed=5" in printed


def test_fleet_on_networks_that_are_there(controller: Controller) -> None:
    """No network of its own is the usual case, and the default."""
    fleet = {name: value for name, value in FLEET.items() if name not in ("fleet_network", "fleet_floating_network")}
    role(controller, "fleet", {**fleet, "fleet_networks": ["private"]})
    assert len(controller.cloud.compute.servers) == 3


def test_network_of_its_own_needs_addresses(controller: Controller) -> None:
    with pytest.raises(AssertionError, match="fleet_network has no cidr"):
        role(controller, "fleet", {**FLEET, "fleet_network": {"router_to": "public"}})
    assert controller.cloud.compute.servers == []


def test_administrator_does_not_give_back_floating_ips_of_another_project(controller: Controller) -> None:
    """He is shown those of all projects, and one that no node has yet may be about to be given to one."""
    theirs = controller.cloud.network.add_floating_ip(description="nodeworks_fleet-web")
    fleet = {"fleet_name": "web", "fleet_count": 0, "fleet_floating_network": "public"}
    assert "changed=0" in role(controller, "fleet", fleet, "loopback-admin")
    assert "changed=1" in role(controller, "fleet", fleet)
    assert theirs["id"] not in controller.cloud.network.region(None).collections["floatingips"]


def test_whole_life_of_a_fleet_is_foretold(controller: Controller) -> None:
    """From nothing, in fewer nodes, and to nothing: what check mode says of each task and item, the run does."""
    fleet = {**FLEET, "fleet_volumes": [{"name": "data", "size": 1}], "fleet_remove_volumes": True}
    fewer = {**fleet, "fleet_count": 1}
    removed = {"teardown_fleet": "web", "teardown_confirm": "web"}
    for name, variables in (("fleet", fleet), ("fleet", fewer), ("teardown", removed)):
        controller.cloud.clear_log()
        predicted = role(controller, name, variables, "loopback", "--check")
        assert [one for one in controller.cloud.requests if one.method not in ("GET", "HEAD", "POST")] == []
        done = role(controller, name, variables)
        assert outcomes(predicted) == outcomes(done)
        assert sum(line.startswith("changed: ") for line in outcomes(done)) > 2
        if variables is fewer:
            # They are still attached when the check looks.
            assert "changed: [localhost] => (item=web3-data)" in predicted
    assert controller.cloud.compute.servers == []


def outcomes(printed: str) -> list[str]:
    """Which tasks a run printed, and which items changed: all but what only the service knows, which are addresses."""
    lines = [line for line in printed.splitlines() if line.startswith(("TASK", "changed: "))]
    return [re.sub(r"\(item=[0-9.]+\)", "(address)", line) for line in lines]


def test_administrator_has_a_fleet_beside_that_of_another_project(controller: Controller) -> None:
    """He is shown the network's things of all projects; a name means his own project's."""
    theirs = {name: value for name, value in FLEET.items() if name != "fleet_network"}
    role(controller, "fleet", {**theirs, "fleet_networks": ["private"], "fleet_count": 0})
    groups = controller.cloud.network.region(None).collections["security_groups"]
    before = {one["id"]: dict(one) for one in groups.values()}
    mine = {**FLEET, "fleet_count": 0, "fleet_rules": [{"protocol": "tcp", "port": "443"}]}
    role(controller, "fleet", mine, "loopback-admin")
    assert {key: dict(groups[key]) for key in before} == before
    made = [one for one in groups.values() if one["name"] == "nodeworks_fleet-web" and one["id"] not in before]
    assert len(made) == 1
    assert "changed=0" in role(controller, "fleet", mine, "loopback-admin")


def in_project(controller: Controller, name: str, variables: dict[str, Any], project: str, *arguments: str) -> str:
    """What a play of a role prints for another project of the same user."""
    connection = {**controller.cloud.connection_options(), "project_name": project}
    return played(controller, name, variables, connection, *arguments)


NODES_ALONE: dict[str, Any] = {
    **{key: FLEET[key] for key in ("fleet_name", "fleet_image", "fleet_flavor", "fleet_public_key", "fleet_wait_for")},
    "fleet_count": 1,
}
CONFIRMED = {"teardown_fleet": "web", "teardown_confirm": "web"}


def keys(controller: Controller) -> list[str]:
    return sorted(pair.name for pair in controller.cloud.compute.region().keypairs if pair.name.startswith("nodeworks"))


def key_of(controller: Controller, project: str) -> str:
    found = controller.cloud.accounts.project(project, "default")
    assert found is not None
    return f"nodeworks_fleet-web-{found.id}"


def test_key_pair_of_a_fleet_is_that_of_its_project(controller: Controller) -> None:
    """Key pairs belong to users: two projects of one user have the same."""
    for project in ("demo", "alt"):
        in_project(controller, "fleet", NODES_ALONE, project)
    demo, alt = key_of(controller, "demo"), key_of(controller, "alt")
    assert keys(controller) == sorted([demo, alt])
    assert {server.key_name for server in controller.cloud.compute.servers} == {demo, alt}
    in_project(controller, "teardown", CONFIRMED, "demo")
    assert keys(controller) == [alt]
    assert "changed=0" in in_project(controller, "fleet", NODES_ALONE, "alt")


@pytest.fixture
def former(controller: Controller) -> Controller:
    """Fleets of one name in two projects, made when key pairs were named after fleets alone."""
    for project in ("demo", "alt"):
        in_project(controller, "fleet", NODES_ALONE, project)
    region = controller.cloud.compute.region()
    own = [pair for pair in region.keypairs if pair.name.startswith("nodeworks")]
    region.keypairs.remove(own[1])
    own[0].name = "nodeworks_fleet-web"
    for server in controller.cloud.compute.servers:
        server.key_name = "nodeworks_fleet-web"
        server.touch()
    return controller


def test_key_pair_of_a_former_name_stays_with_those_who_have_it(former: Controller) -> None:
    assert "changed=0" in in_project(former, "fleet", NODES_ALONE, "demo")
    listed = in_project(former, "teardown", {"teardown_fleet": "web"}, "demo")
    assert "The key pair nodeworks_fleet-web stays" in listed
    in_project(former, "teardown", CONFIRMED, "demo")
    assert keys(former) == ["nodeworks_fleet-web"]
    assert "changed=0" in in_project(former, "fleet", NODES_ALONE, "alt")
    printed = in_project(former, "teardown", CONFIRMED, "alt")
    assert "nodeworks_fleet-web stays" not in printed
    assert keys(former) == []
    in_project(former, "fleet", NODES_ALONE, "demo")
    assert keys(former) == [key_of(former, "demo")]
