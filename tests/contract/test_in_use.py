# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What services refuse is refused by the modules before anything is changed, or explained; check mode foretells it.

Each task that is refused is run in check mode and without, and all that it might have changed is compared before and
after.
"""

from __future__ import annotations

import os
import pathlib
from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.contract.client import Cloud, Json
from ansible_collections.nodeworks.openstack.tests.contract.plays import Play
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import fail, succeed


@pytest.fixture(autouse=True)
def _own_home(cloud: Cloud, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's token, and no other cloud than this one."""
    assert cloud.token
    monkeypatch.setenv("HOME", str(tmp_path))
    for variable in list(os.environ):
        if variable.startswith(("OS_", "XDG_")):
            monkeypatch.delenv(variable)


@pytest.fixture(name="play")
def own_play(cloud: Cloud) -> Iterator[Play]:
    """Tasks of the user."""
    play = Play(cloud)
    yield play
    play.close()


def network(play: Play, word: str, cidr: str, **options: Any) -> Json:
    """A network with a subnet, both of that name."""
    made = play.make("os_network", name=play.name(word), **options)
    play.make("os_subnet", name=play.name(word), network=made["id"], cidr=cidr)
    return made


def node(play: Play, word: str, **options: Any) -> Json:
    """A node."""
    given = {"networks": [play.name("net")], **options}
    return play.make("os_node", name=play.name(word), image="cirros", flavor="m1.tiny", **given)


@pytest.fixture(name="edge")
def router_with_a_floating_ip_behind_it(play: Play) -> Json:
    """A router in two subnets, with a route over one, and a floating IP in the other."""
    for word, cidr in (("net", "10.84.0.0/24"), ("other", "10.85.0.0/24")):
        network(play, word, cidr)
    port = play.make("os_port", name=play.name("port"), network=play.name("net"))
    router = play.make(
        "os_router",
        name=play.name("edge"),
        external_gateway="public",
        interfaces=[play.name("net"), play.name("other")],
        routes=[{"destination": "10.99.0.0/24", "nexthop": "10.85.0.9"}],
    )
    floating_ip = play.make("os_floating_ip", network="public", port=port["id"])
    return {"router": router, "port": port, "floating_ip": floating_ip}


# Routers


@pytest.mark.parametrize(
    "options",
    [
        {"state": "absent"},
        {"interfaces": [], "purge_interfaces": True, "routes": []},
        {"external_gateway": "", "description": "closed", "tags": ["closed"]},
    ],
    ids=["absent", "without-interfaces", "without-gateway"],
)
def test_floating_ips_behind_a_router_are_named(play: Play, edge: Json, options: Json) -> None:
    floating_ip, port = edge["floating_ip"], edge["port"]
    named = f"floating IP '{floating_ip['name']}' ({floating_ip['id']}) at port {port['id']}"
    for result in play.refused(
        "os_router", named, "os_floating_ip with state detached", id=edge["router"]["id"], **options
    ):
        assert result["blockers"] == [{"kind": "floating IP", "id": floating_ip["id"], "name": floating_ip["name"]}]


def test_routes_over_an_interface_are_named(play: Play, edge: Json) -> None:
    keep = [play.name("net")]
    named = "route to 10.99.0.0/24 by 10.85.0.9"
    play.refused("os_router", named, "routes: []", id=edge["router"]["id"], interfaces=keep, purge_interfaces=True)
    options: Json = {"id": edge["router"]["id"], "interfaces": keep, "purge_interfaces": True, "routes": []}
    assert succeed(play.run("os_router", **options)).changed


def test_router_goes_once_nothing_needs_it(play: Play, edge: Json) -> None:
    succeed(play.run("os_floating_ip", id=edge["floating_ip"]["id"], state="detached"))
    predicted = succeed(play.run("os_router", id=edge["router"]["id"], state="absent", check=True))
    gone = succeed(play.run("os_router", id=edge["router"]["id"], state="absent"))
    assert (predicted.changed, gone.changed, gone["router"]) == (True, True, None)


def test_subnets_that_a_router_cannot_be_in(play: Play, edge: Json) -> None:
    network(play, "overlapping", "10.84.0.0/25")
    play.make("os_subnet", name=play.name("closed"), network=play.name("net"), cidr="10.86.0.0/24", gateway_ip="")
    words = [
        "10.84.0.1, which port",
        f"'{play.name('closed')}'",
        "has no gateway address",
        "overlaps with",
    ]
    wanted = [play.name("net"), play.name("closed"), play.name("overlapping")]
    play.refused("os_router", *words, name=play.name("second"), interfaces=wanted, description="not made")
    play.refused("os_router", *words[1:], id=edge["router"]["id"], interfaces=wanted, description="not changed")


# Networks, subnets, ports and groups


def test_ports_in_a_network_and_subnet_are_named(play: Play, edge: Json) -> None:
    port = f"port '{edge['port']['name']}' ({edge['port']['id']})"
    router = f"of network:router_interface {edge['router']['id']}"
    for module in ("os_network", "os_subnet"):
        for result in play.refused(
            module, port, router, "os_router with interfaces", name=play.name("net"), state="absent"
        ):
            assert len(result["blockers"]) == 2


def test_port_of_a_router_is_said_to_be_one(play: Play, edge: Json) -> None:
    interface = edge["router"]["interfaces"][0]["port_id"]
    words = f"router {edge['router']['id']}", "os_router with interfaces and purge_interfaces"
    play.refused("os_port", *words, id=interface, state="absent")


def test_port_of_a_node_is_taken_from_it_first(play: Play) -> None:
    network(play, "net", "10.84.0.0/24")
    made = node(play, "node")
    (port,) = play.cloud.network("GET", f"/ports?device_id={made['id']}").json()["ports"]
    before = play.state()
    predicted = succeed(play.run("os_port", id=port["id"], state="absent", check=True))
    assert f"node '{made['name']}' ({made['id']})" in "".join(predicted.warnings)
    message = fail(play.run("os_port", id=port["id"], state="absent"))
    assert f"In use by node '{made['name']}' ({made['id']}). Take the port from its node first" in message
    assert "HTTP 403" in message
    assert play.state() == before


def test_what_needs_port_security_is_named(play: Play) -> None:
    network(play, "net", "10.84.0.0/24")
    port = play.make("os_port", name=play.name("port"), network=play.name("net"), allowed_address_pairs=["10.84.0.99"])
    words = "Give security_groups: [] too", "Give allowed_address_pairs: [] too"
    play.refused("os_port", *words, id=port["id"], port_security_enabled=False, description="open")
    network(play, "open", "10.85.0.0/24", port_security_enabled=False)
    made: Json = {"name": play.name("second"), "network": play.name("open"), "security_groups": ["default"]}
    play.refused("os_port", words[0], **made)


def test_ports_and_nodes_in_a_group_are_named(play: Play) -> None:
    network(play, "net", "10.84.0.0/24")
    group = play.make("os_security_group", name=play.name("group"))
    made = node(play, "node", security_groups=[group["id"]])
    port = play.make("os_port", name=play.name("port"), network=play.name("net"), security_groups=[group["id"]])
    words = f"of node '{made['name']}' ({made['id']})", f"port '{port['name']}' ({port['id']})"
    play.refused("os_security_group", *words, name=group["name"], state="absent")


def test_group_of_a_node_that_is_being_deleted_is_waited_for(play: Play) -> None:
    network(play, "net", "10.84.0.0/24")
    group = play.make("os_security_group", name=play.name("group"))
    made = node(play, "node", security_groups=[group["id"]])
    succeed(play.run("os_node", id=made["id"], state="absent", wait=False))
    gone = succeed(play.run("os_security_group", id=group["id"], state="absent", wait_timeout=60))
    assert (gone.changed, gone["security_group"]) == (True, None)


def test_default_group_cannot_be_removed(play: Play) -> None:
    play.refused(
        "os_security_group", "cannot be removed: Neutron makes one for each project", name="default", state="absent"
    )


def test_guilty_rules_are_named_and_no_group_is_made(play: Play) -> None:
    good: list[Json] = [{"protocol": "tcp", "port": str(port)} for port in range(8000, 8012)]
    wrong: list[Json] = [{"protocol": "tcp", "port": "0-65535"}, {"protocol": "gre", "port": "3"}]
    words = "number 5 of 14: protocol: tcp, port: 0-65535", "number 14 of 14: protocol: gre"
    rules = [*good[:4], wrong[0], *good[4:], wrong[1]]
    play.refused("os_security_group", *words, name=play.name("group"), rules=rules)


# Floating IPs


def test_floating_ips_are_of_external_networks(play: Play) -> None:
    made = network(play, "net", "10.84.0.0/24")
    inside = f"network '{made['name']}' ({made['id']}) is not external"
    play.refused("os_floating_ip", inside[1:], "External ones are: public", network=made["name"])
    options: Json = {"image": "cirros", "flavor": "m1.tiny", "networks": [made["name"]]}
    play.refused("os_node", inside, name=play.name("node"), floating_ips=[made["name"]], **options)
    there = node(play, "there")
    play.refused("os_node", inside, id=there["id"], floating_ips=[made["name"]], metadata={"not": "set"})


def test_address_of_nothing_is_refused_in_our_words(play: Play) -> None:
    play.refused("os_floating_ip", "say which by node or port", network="public", fixed_address="10.84.0.9")
    options: Json = {"fixed_address": "10.84.0.9", "nat_destination": "private"}
    play.refused("os_floating_ip", "say the node", network="public", **options)


# Nodes


def test_groups_in_networks_without_port_security(play: Play) -> None:
    made = network(play, "net", "10.84.0.0/24", port_security_enabled=False)
    group = play.make("os_security_group", name=play.name("group"))
    options: Json = {
        "image": "cirros",
        "flavor": "m1.tiny",
        "networks": [made["name"]],
        "security_groups": [group["id"]],
    }
    play.refused("os_node", "has no port security", "security_groups: []", name=play.name("node"), **options)
    there = node(play, "there", security_groups=[])
    words = "no port with port security", "was left as it is"
    play.refused("os_node", *words, id=there["id"], security_groups=[group["id"]], metadata={"not": "set"})
    port = play.make("os_port", name=play.name("port"), network=made["name"])
    options["networks"] = [{"port": port["id"]}]
    play.refused("os_node", "has no port security", "port", name=play.name("node"), **options)


def test_ports_and_volumes_of_others_are_named_before_anything_is_changed(play: Play) -> None:
    network(play, "net", "10.84.0.0/24")
    first, second = node(play, "first"), node(play, "second")
    volume = play.make("os_volume", name=play.name("volume"), size=1, attached_to=[first["id"]])
    (port,) = play.cloud.network("GET", f"/ports?device_id={first['id']}").json()["ports"]
    words = f"({volume['id']}) is attached to node {first['id']}", f"({port['id']}) is in use by"
    options: Json = {"volumes": [volume["id"]], "networks": [play.name("net"), {"port": port["id"]}]}
    play.refused("os_node", *words, id=second["id"], metadata={"not": "set"}, **options)


# Volumes


def test_snapshots_of_a_volume_are_named(play: Play) -> None:
    network(play, "net", "10.84.0.0/24")
    made = node(play, "node")
    volume = play.make("os_volume", name=play.name("volume"), size=1)
    snapshot = play.make("os_volume_snapshot", name=play.name("snapshot"), volume=volume["id"])
    named = f"volume snapshot '{snapshot['name']}' ({snapshot['id']})"
    words = named, "Set delete_snapshots to true"
    play.refused("os_volume", *words, id=volume["id"], state="absent")
    succeed(play.run("os_volume", id=volume["id"], attached_to=[made["id"]]))
    play.refused("os_volume", *words, id=volume["id"], state="absent", detach=True)
    words = f"node '{made['name']}' ({made['id']})", "Set detach to true"
    play.refused("os_volume", *words, id=volume["id"], state="absent")
    words = named, "leave delete_volumes out"
    play.refused("os_node", *words, id=made["id"], state="absent", delete_volumes=True)
    options: Json = {"state": "absent", "detach": True, "delete_snapshots": True}
    assert succeed(play.run("os_volume", id=volume["id"], **options)).changed


def test_volume_of_a_node_that_is_being_deleted_is_waited_for(play: Play) -> None:
    network(play, "net", "10.84.0.0/24")
    made = node(play, "node")
    volume = play.make("os_volume", name=play.name("volume"), size=1, attached_to=[made["id"]])
    succeed(play.run("os_node", id=made["id"], state="absent", wait=False))
    gone = succeed(play.run("os_volume", id=volume["id"], state="absent", wait_timeout=60))
    assert (gone.changed, gone["volume"]) == (True, None)


def test_offer_of_a_volume_is_named(play: Play) -> None:
    volume = play.make("os_volume", name=play.name("volume"), size=1)
    body = {"transfer": {"volume_id": volume["id"], "name": play.name("offer")}}
    offer = play.cloud.volume("POST", "/os-volume-transfer", json=body).json()["transfer"]
    named = f"volume transfer '{play.name('offer')}' ({offer['id']})"
    play.refused("os_volume", named, "Withdraw it first", id=volume["id"], state="absent")
    assert play.cloud.volume("DELETE", f"/os-volume-transfer/{offer['id']}").status_code == 202


# What is removed as ever


def test_removal_that_nothing_keeps_costs_two_requests(play: Play) -> None:
    network(play, "net", "10.84.0.0/24")
    play.make("os_port", name=play.name("port"), network=play.name("net"))
    play.make("os_security_group", name=play.name("group"))
    for module, word in (
        ("os_port", "port"),
        ("os_subnet", "net"),
        ("os_network", "net"),
        ("os_security_group", "group"),
    ):
        gone = succeed(play.run(module, name=play.name(word), state="absent"))
        assert (gone.changed, gone["api_calls"]) == (True, 2), module
