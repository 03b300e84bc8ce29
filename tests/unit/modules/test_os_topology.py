# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""os_topology: a whole environment in one task, from nothing to all of it, changed, pruned and removed."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.forecast import kept_by
from ansible_collections.nodeworks.openstack.tests.unit.modules.foretelling import Memory, without_ids
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, Result, fail, succeed

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPMOLgaIoLFcGuSmO8LO+hXW6bbHhB5H8J3tBLCEwb9 shop"
NODE: dict[str, Any] = {"image": "debian-12", "flavor": "m1.small"}
# Written in an order in which nothing could be made.
SHOP: dict[str, Any] = {
    "name": "shop",
    "floating_ips": [{"node": "web1", "network": "public"}],
    "nodes": [
        {**NODE, "names": ["app[1:3]"], "networks": ["shop"], "security_groups": ["web"], "key_name": "shop"},
        {**NODE, "name": "web1", "networks": [{"port": "web1"}], "volumes": ["data"], "server_group": "shop"},
    ],
    "volumes": [{"name": "data", "size": 1}],
    "ports": [{"name": "web1", "network": "shop", "security_groups": ["web"]}],
    "routers": [{"name": "shop", "external_gateway": {"network": "public"}, "interfaces": [{"subnet": "shop"}]}],
    "subnets": [{"name": "shop", "network": "shop", "cidr": "10.20.0.0/24"}],
    "networks": [{"name": "shop"}],
    "security_groups": [
        {"name": "db", "rules": [{"protocol": "tcp", "port": "5432", "remote_group": "web"}]},
        {"name": "web", "rules": [{"protocol": "tcp", "port": "80"}]},
    ],
    "key_pairs": [{"name": "shop", "public_key": KEY}],
    "server_groups": [{"name": "shop", "policy": "soft-anti-affinity"}],
}
KINDS = [key for key in SHOP if key != "name"]
ALL = 14


def topology(ansible: Ansible, check: bool = False, **options: Any) -> Result:
    return ansible.run("os_topology", check=check, diff=True, **options)


def foretold(ansible: Ansible, **options: Any) -> Result:
    """A good result of a run that was predicted: what changes, the summary, the diff, what is removed."""
    written = len(ansible.writes())
    check = succeed(topology(ansible, check=True, **options))
    assert len(ansible.writes()) == written
    result = succeed(topology(ansible, **options))
    for key in ("changed", "summary", "diff", "removed"):
        assert without_ids(check[key]) == without_ids(result[key])
    return result


def ids(result: Result) -> dict[str, list[str]]:
    return {kind: [one["id"] for one in result[kind]] for kind in KINDS}


def made_of(ansible: Ansible, start: int = 0) -> list[str]:
    """The collections of what was made, in the order of the requests."""
    return [line.rpartition("/")[2] for line in ansible.writes()[start:] if line.startswith("POST")]


def test_all_is_made_once_with_one_list_a_kind_and_removed(ansible: Ansible) -> None:
    result = foretold(ansible, **SHOP)
    assert result["summary"] == f"{ALL} to make, 0 to change, 0 to remove, 0 unchanged"
    assert sum(len(result[kind]) for kind in KINDS) == ALL
    web1 = next(node for node in result["nodes"] if node["name"] == "web1")
    assert result["floating_ips"][0]["node_id"] == web1["id"]
    assert web1["volumes"] == [result["volumes"][0]["id"]]

    before = len(ansible.lines())
    again = succeed(topology(ansible, **SHOP))
    assert (again.changed, again["summary"]) == (False, f"0 to make, 0 to change, 0 to remove, {ALL} unchanged")
    assert ids(again) == ids(result)
    lists = ansible.lines()[before:]
    # One list of each kind, and one of the ports that are interfaces of routers.
    assert len(lists) == again["api_calls"] == len(KINDS) + 1

    gone = foretold(ansible, name="shop", state="absent")
    assert gone["summary"] == f"0 to make, 0 to change, {ALL} to remove, 0 unchanged"
    assert {one["id"] for one in gone["removed"]} == {one for kind in KINDS for one in ids(result)[kind]}
    assert not succeed(topology(ansible, name="shop", state="absent")).changed


def test_order_comes_from_references(ansible: Ansible) -> None:
    succeed(topology(ansible, **SHOP))
    made = made_of(ansible)
    for first, later in (
        ("networks", "subnets"), ("subnets", "ports"), ("ports", "servers"), ("volumes", "servers"),
        ("security-groups", "servers"), ("os-keypairs", "servers"), ("servers", "floatingips"),
    ):  # fmt: skip
        assert made.index(first) < made.index(later), (first, later)


def test_what_lacks_is_made_and_what_differs_is_changed(ansible: Ansible) -> None:
    first = succeed(topology(ansible, **SHOP))
    succeed(ansible.run("os_node", name="app2", state="absent"))
    changed = {**SHOP, "networks": [{"name": "shop", "description": "of the shop"}]}
    result = foretold(ansible, **changed)
    assert result["summary"] == f"1 to make, 1 to change, 0 to remove, {ALL - 2} unchanged"
    assert result["networks"][0]["description"] == "of the shop"
    assert ids(result)["volumes"] == ids(first)["volumes"]


def test_what_is_wanted_no_more_goes_last_if_it_is_to_be_pruned(ansible: Ansible) -> None:
    succeed(topology(ansible, **SHOP))
    less = {**SHOP, "nodes": SHOP["nodes"][1:], "security_groups": SHOP["security_groups"][1:]}
    kept = succeed(topology(ansible, **less))
    assert not kept.changed
    result = foretold(ansible, **less, prune=True)
    assert sorted(one["name"] for one in result["removed"]) == ["app1", "app2", "app3", "db"]
    assert not succeed(topology(ansible, **less, prune=True)).changed


def test_nothing_is_pruned_if_something_fails(ansible: Ansible) -> None:
    succeed(topology(ansible, **SHOP))
    ansible.cloud.faults.add(kind="answer", service="network", method="POST", path=r"/networks$", status=409)
    less = {**SHOP, "nodes": SHOP["nodes"][1:], "networks": [*SHOP["networks"], {"name": "other"}]}
    message = fail(topology(ansible, **less, prune=True))
    assert "network 'other':" in message
    assert "node 'app1': Not removed, since others failed." in message
    assert "app1" in ansible.names()


def test_what_does_not_depend_on_a_failure_is_finished_and_a_second_run_goes_on(ansible: Ansible) -> None:
    ansible.cloud.faults.add(kind="answer", service="volume", method="POST", path=r"/volumes$", status=409)
    result = topology(ansible, **SHOP)
    message = fail(result)
    assert "volume 'data':" in message
    assert "node 'web1': Not begun, since volume 'data' failed." in message
    assert "floating IP (floating_ips[0]): Not begun, since node 'web1' failed." in message
    assert [one["name"] for one in result["nodes"]] == ["app1", "app2", "app3"]
    assert {(one["kind"], one["name"]) for one in result["failures"]} == {
        ("volume", "data"), ("node", "web1"), ("floating IP", None),
    }  # fmt: skip
    again = succeed(topology(ansible, **SHOP))
    assert again["summary"] == f"3 to make, 0 to change, 0 to remove, {ALL - 3} unchanged"


def test_everything_that_is_wrong_is_told_before_the_first_change(ansible: Ansible) -> None:
    wrong: dict[str, Any] = {
        "networks": [{"name": "net"}],
        "subnets": [{"name": "sub", "network": "nett", "cidr": "10.0.0.0/24"}],
        "nodes": [{**NODE, "name": "n", "image": "debian-13", "networks": ["net"]}],
    }
    message = fail(topology(ansible, **wrong))
    assert message.startswith("Nothing was changed.")
    assert "subnet 'sub': There is no network named 'nett'" in message
    assert "Did you mean 'net'" in message
    assert "node 'n': There is no image named 'debian-13'" in message
    assert ansible.writes() == []


def test_wrong_entries_are_named_by_their_place(ansible: Ansible) -> None:
    wrong: dict[str, Any] = {
        "networks": [{"name": "a"}, {"nam": "b"}],
        "nodes": [{"name": "n", "wait": False}, {"name": "m", "state": "absent"}],
    }
    message = fail(topology(ansible, **wrong))
    assert "networks[1]: " in message
    assert "networks[1]: Unsupported parameters: nam. A network takes here: admin_state_up, " in message
    assert "nodes[0]: Unsupported parameters: wait. A node takes here: " in message
    assert "nodes[1]: An entry is something that is wanted." in message
    assert ansible.lines() == []


def test_a_circle_is_named(ansible: Ansible) -> None:
    groups = [
        {"name": "a", "rules": [{"protocol": "tcp", "port": "1", "remote_group": "b"}]},
        {"name": "b", "rules": [{"protocol": "tcp", "port": "1", "remote_group": "a"}]},
    ]
    message = fail(topology(ansible, security_groups=groups))
    assert (
        "These need each other, so that none of them can be made first: security group 'a' (security_groups[0]) needs"
        " security group 'b' (security_groups[1]) needs security group 'a' (security_groups[0])."
    ) in message
    assert ansible.writes() == []


def test_a_namesake_is_not_touched_unless_it_is_adopted(ansible: Ansible) -> None:
    other = succeed(ansible.run("os_network", name="shop", description="somebody's"))["network"]
    wanted: dict[str, Any] = {"name": "shop", "networks": [{"name": "shop", "description": "ours"}]}
    message = fail(topology(ansible, **wanted))
    assert f"There is a network 'shop' ({other['id']}) already, which does not belong to 'shop'." in message
    assert succeed(topology(ansible, name="shop", state="absent"))["removed"] == []
    adopted = foretold(ansible, **wanted, adopt=True)
    assert adopted["networks"][0]["id"] == other["id"]
    assert adopted["summary"] == "0 to make, 1 to change, 0 to remove, 0 unchanged"
    assert [one["id"] for one in succeed(topology(ansible, name="shop", state="absent"))["removed"]] == [other["id"]]


def test_kinds_without_tags_belong_by_their_names(ansible: Ansible) -> None:
    succeed(ansible.run("os_server_group", name="shopping", policy="affinity"))
    message = fail(topology(ansible, name="shop", server_groups=[{"name": "apart", "policy": "affinity"}]))
    assert "so it belongs to a topology by its name: 'shop' or 'shop-apart'" in message
    succeed(topology(ansible, name="shop", server_groups=[{"name": "shop-apart", "policy": "affinity"}]))
    gone = succeed(topology(ansible, name="shop", state="absent"))
    assert [one["name"] for one in gone["removed"]] == ["shop-apart"]


def test_other_projects_are_never_touched(ansible: Ansible, administrator: Ansible) -> None:
    made = succeed(topology(ansible, **SHOP))
    assert succeed(topology(administrator, name="shop", state="absent"))["removed"] == []
    assert ids(succeed(topology(ansible, **SHOP))) == ids(made)


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        ({"instances": 2}, "instances: 4 more are needed, and 2 of 2 are left."),
        ({"cores": 3}, "cores: 4 more are needed, and 3 of 3 are left."),
        ({"networks": 0}, "networks: 1 more are needed, and 0 of 0 are left."),
        ({"gigabytes": 0}, "gigabytes: 1 more are needed, and 0 of 0 are left."),
    ],
)
def test_quota_is_asked_before_the_first_change(
    ansible: Ansible, administrator: Ansible, limits: dict[str, Any], told: str
) -> None:
    succeed(administrator.run("os_quota", project="demo", force=True, **limits))
    start = len(ansible.writes())
    for check in (True, False):
        message = fail(topology(ansible, check=check, **SHOP))
        assert message.startswith("Nothing was made, since the project's quota has no room.")
        assert told in message
    assert len(ansible.writes()) == start


def test_it_is_foretold_among_other_tasks(ansible: Ansible) -> None:
    with kept_by(Memory()):
        succeed(ansible.run("os_security_group", check=True, name="extra"))
        wanted = {**SHOP, "ports": [{**SHOP["ports"][0], "security_groups": ["web", "extra"]}]}
        assert succeed(topology(ansible, check=True, **wanted)).changed
        again = succeed(topology(ansible, check=True, **wanted))
        assert again["summary"] == f"0 to make, 0 to change, 0 to remove, {ALL} unchanged"
        assert succeed(ansible.run("os_node", check=True, name="app9", networks=["shop"], **NODE)).changed
        gone = succeed(topology(ansible, check=True, name="shop", state="absent"))
        assert gone["summary"] == f"0 to make, 0 to change, {ALL} to remove, 0 unchanged"
    assert ansible.writes() == []


def test_secrets_of_entries_are_masked(ansible: Ansible) -> None:
    nodes = [{**NODE, "name": "n", "user_data": "a-very-secret-text", "networks": ["nowhere"]}]
    result = topology(ansible, nodes=nodes)
    fail(result)
    assert "a-very-secret-text" not in result.output


def test_name_is_needed_to_remove(ansible: Ansible) -> None:
    several: list[dict[str, Any]] = [{"prune": True}, {"state": "absent"}]
    for options in several:
        assert "Give the name of the topology" in fail(topology(ansible, **options))
    assert ansible.lines() == []


def test_info_shows_what_belongs_to_it(ansible: Ansible, administrator: Ansible) -> None:
    made = succeed(topology(ansible, **SHOP))
    succeed(ansible.run("os_network", name="other"))
    shown = succeed(ansible.run("os_topology_info", name="shop"))
    assert not shown.changed
    for kind in KINDS:
        assert sorted(one["id"] for one in shown[kind]) == sorted(ids(made)[kind])
    tree = shown["tree"].split("\n")
    assert tree[0] == "shop"
    assert "└── network shop: 10.20.0.0/24" in tree
    address = made["floating_ips"][0]["name"]
    assert any(line.startswith("    └── node web1: running, ") and line.endswith(address) for line in tree)
    assert "        └── floating IP " + address in tree
    assert all(one["name"] in shown["page"] for kind in KINDS for one in shown[kind])
    assert shown["mermaid"].startswith("flowchart LR\n")
    assert shown["dot"].startswith('graph "shop" {\n')
    nothing = succeed(administrator.run("os_topology_info", name="shop"))
    assert nothing["tree"] == "shop"
    assert "name must not be empty" in fail(ansible.run("os_topology_info", name=""))


def test_what_was_begun_and_has_no_mark_yet_is_known_again(ansible: Ansible) -> None:
    wanted: dict[str, Any] = {"name": "shop", "networks": [{"name": "shop"}]}
    ansible.cloud.faults.add(service="network", method="PUT", path=r"/tags$", status=409)
    fail(topology(ansible, **wanted))
    (left,) = succeed(ansible.run("os_network_info", name="shop"))["networks"]
    assert left["tags"] == []
    result = succeed(topology(ansible, **wanted))
    assert result["networks"][0]["id"] == left["id"]
    assert result["networks"][0]["tags"] == ["os_topology=shop"]
    # It is nobody's any more once it has its mark, and so is one that others make under its name.
    succeed(topology(ansible, name="shop", state="absent"))
    succeed(ansible.run("os_network", name="shop"))
    assert "which does not belong to 'shop'" in fail(topology(ansible, **wanted))


def test_what_others_have_marked_is_not_taken_for_what_was_begun(ansible: Ansible) -> None:
    wanted: dict[str, Any] = {"name": "shop", "networks": [{"name": "shop"}]}
    ansible.cloud.faults.add(service="network", method="POST", path=r"/networks$", status=409)
    fail(topology(ansible, **wanted))
    succeed(ansible.run("os_network", name="shop", tags=["mine"]))
    assert "which does not belong to 'shop'" in fail(topology(ansible, **wanted))


def test_a_broken_answer_to_what_a_plan_reads_is_read_again(ansible: Ansible) -> None:
    succeed(topology(ansible, **SHOP))
    for path in (r"/networks", r"/servers/detail", r"/os-keypairs"):
        ansible.cloud.faults.add(method="GET", path=path, status=200, body={"nothing": 1}, times=2)
    ansible.cloud.faults.add(method="GET", path=r"/volumes/detail", status=400, times=2)
    assert not succeed(topology(ansible, **SHOP)).changed
    ansible.cloud.faults.add(method="GET", path=r"/networks", status=403, times=None)
    assert "HTTP 403" in fail(topology(ansible, **SHOP))


def test_a_resource_stands_in_one_entry(ansible: Ansible) -> None:
    nodes = [{**NODE, "names": ["a", "b"]}, {**NODE, "name": "b"}]
    message = fail(topology(ansible, networks=[{"name": "x"}, {"name": "x"}], nodes=nodes))
    assert "networks[1]: network 'x' stands in networks[0], too." in message
    assert "nodes[1]: node 'b' stands in nodes[0], too." in message
    assert ansible.lines() == []


def test_a_floating_ip_is_for_something(ansible: Ansible) -> None:
    message = fail(topology(ansible, floating_ips=[{"network": "public"}]))
    assert message.startswith("floating_ips[0]: Say which node or port it is for.")
    assert ansible.lines() == []
