# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""os_node from its entry point to the cloud and back."""

from __future__ import annotations

import base64
import pathlib
from collections.abc import Callable
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.read import read_node
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import TOKEN_REQUEST, Ansible, fail, succeed

WEB1: dict[str, Any] = {"name": "web1", "image": "cirros", "flavor": "m1.tiny"}
NODE_KEYS = {*read_node({"id": "n1"}), "region"}


def image_id(cloud: FakeCloud, name: str = "cirros") -> str:
    return next(str(image["id"]) for image in cloud.image.images.values() if image["name"] == name)


def made(cloud: FakeCloud) -> dict[str, Any]:
    """The body of the one request that made a server."""
    (request,) = [one for one in cloud.calls("compute", "POST") if one.rest.endswith("/servers")]
    return dict(request.body["server"])


# Making.


def test_new_node(ansible: Ansible, cloud: FakeCloud) -> None:
    result = succeed(ansible.os_node(**WEB1))
    assert result.changed
    (server,) = cloud.compute.servers
    node = result["node"]
    assert set(node) == NODE_KEYS
    assert (node["id"], node["name"], node["state"], node["status"]) == (server.id, "web1", "running", "ACTIVE")
    assert (node["flavor"]["name"], node["image"]["id"]) == ("m1.tiny", image_id(cloud))
    assert node["region"] == "RegionOne"
    assert node["private_ips"]
    assert "diff" not in result.data


def test_all_that_can_be_asked_for_arrives(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.network.add_security_group("web")
    cloud.network.add_network("backend", "10.9.0.0/24")
    wanted: dict[str, Any] = {
        "networks": ["backend", "private"],
        "key_name": "demo",
        "availability_zone": "nova",
        "user_data": "#cloud-config\n",
        "security_groups": ["web", "default"],
        "metadata": {"role": "web", "count": 3, "spare": False},
    }
    node = succeed(ansible.os_node(**WEB1, **wanted))["node"]
    (server,) = cloud.compute.servers
    assert server.key_name == "demo"
    assert server.metadata == {"role": "web", "count": "3", "spare": "false"}
    assert base64.b64decode(server.user_data or "") == b"#cloud-config\n"
    assert made(cloud)["networks"] == [
        {"uuid": cloud.network.named("networks", "backend")["id"]},
        {"uuid": cloud.network.named("networks", "private")["id"]},
    ]
    assert node["security_groups"] == ["default", "web"]
    assert {address["network"] for address in node["addresses"]} == {"backend", "private"}
    unchanged = succeed(ansible.os_node(**WEB1, **wanted))
    assert not unchanged.changed
    assert unchanged["node"] == node


@pytest.mark.parametrize(("networks", "sent"), [(None, "auto"), ([], "none")], ids=["nothing-said", "none-wanted"])
def test_networks_that_are_not_named(ansible: Ansible, cloud: FakeCloud, networks: Any, sent: str) -> None:
    node = succeed(ansible.os_node(**WEB1, networks=networks))["node"]
    assert made(cloud)["networks"] == sent
    assert bool(node["addresses"]) is (networks is None)


@pytest.mark.parametrize("alias", ["size", "ex_keyname", "ex_metadata", "meta", "ex_availability_zone", "userdata"])
def test_names_of_libcloud(ansible: Ansible, cloud: FakeCloud, alias: str) -> None:
    value: Any = {"size": "m1.small", "ex_keyname": "demo", "ex_availability_zone": "nova"}.get(alias, {"a": "b"})
    options: dict[str, Any] = {**WEB1, alias: "text" if alias == "userdata" else value}
    if alias == "size":
        del options["flavor"]
    assert succeed(ansible.os_node(**options)).changed
    assert not succeed(ansible.os_node(**options)).changed


def test_references_by_id(ansible: Ansible, cloud: FakeCloud) -> None:
    flavor = next(iter(cloud.compute.region().flavors.values()))
    options: dict[str, Any] = {
        "name": "web1",
        "image": image_id(cloud),
        "flavor": flavor.id,
        "networks": [cloud.network.named("networks", "private")["id"]],
        "security_groups": [cloud.network.named("security_groups", "default")["id"]],
    }
    node = succeed(ansible.os_node(**options))["node"]
    assert node["flavor"]["name"] == flavor.name
    assert not succeed(ansible.os_node(**options)).changed
    names: dict[str, Any] = {"name": "web1", "image": "cirros", "flavor": flavor.name, "networks": ["private"]}
    assert not succeed(ansible.os_node(**names, security_groups=["default"])).changed


@pytest.mark.parametrize("lacking", [["image"], ["flavor"], ["image", "flavor"]], ids="+".join)
def test_what_a_new_node_lacks_is_named(ansible: Ansible, cloud: FakeCloud, lacking: list[str]) -> None:
    options = {name: value for name, value in WEB1.items() if name not in lacking}
    message = fail(ansible.os_node(**options))
    assert message == f"There is no node 'web1' yet; to make it, give {' and '.join(lacking)}."
    assert ansible.names() == []


def test_node_that_is_there_needs_no_image(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    assert not succeed(ansible.os_node(name="web1")).changed


@pytest.mark.parametrize("status", ["ACTIVE", "SHUTOFF", "PAUSED", "SUSPENDED", "SHELVED_OFFLOADED"])
def test_power_state_is_left_alone(ansible: Ansible, cloud: FakeCloud, status: str) -> None:
    cloud.compute.add_server("web1", status=status)
    result = succeed(ansible.os_node(**WEB1))
    assert (result.changed, result["node"]["status"]) == (False, status)
    assert ansible.writes() == []


# Never two nodes.


def test_second_run_makes_no_second_node(ansible: Ansible) -> None:
    first = succeed(ansible.os_node(**WEB1))
    second = succeed(ansible.os_node(**WEB1))
    assert (first.changed, second.changed) == (True, False)
    assert first["node"]["id"] == second["node"]["id"]
    assert ansible.names() == ["web1"]


@pytest.mark.parametrize(
    "name", ["web.1", "web1", "a+b (x)", "web[1]", "WEB", "wéb", "^web$", "100%", "web|db", "w\\b"]
)
def test_name_is_taken_as_it_is(ansible: Ansible, cloud: FakeCloud, name: str) -> None:
    for other in ("webx1", "web11", "web", "aab (x)", "web2", "1", "db"):
        cloud.compute.add_server(other)
    cloud.page_limit = 3
    assert succeed(ansible.os_node(**{**WEB1, "name": name})).changed
    assert not succeed(ansible.os_node(**{**WEB1, "name": name})).changed
    assert ansible.names().count(name) == 1


def test_node_on_a_later_page_is_found(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    for _other in range(5):
        cloud.compute.add_server("web1-other", overrides={})
    cloud.page_limit = 1
    assert not succeed(ansible.os_node(**WEB1)).changed


@pytest.mark.parametrize("reference", ["flavor", "image"])
def test_reference_on_a_later_page_is_found(ansible: Ansible, cloud: FakeCloud, reference: str) -> None:
    cloud.page_limit = 1
    options = {**WEB1, "flavor": "m1.large"}
    node = succeed(ansible.os_node(**{**options, "image": "debian-12"} if reference == "image" else options))["node"]
    assert node["flavor"]["name"] == "m1.large"


@pytest.mark.parametrize("options", [{}, {"state": "absent"}, {"metadata": {"a": "b"}}], ids=repr)
def test_two_nodes_of_one_name_are_left_alone(ansible: Ansible, cloud: FakeCloud, options: dict[str, Any]) -> None:
    servers = [cloud.compute.add_server("web1"), cloud.compute.add_server("web1")]
    result = ansible.os_node(**WEB1, **options)
    assert "2 nodes are named 'web1' in project 'demo', region 'RegionOne': " in fail(result)
    assert sorted(result["ids"]) == sorted(server.id for server in servers)
    assert ansible.writes() == []


def test_one_of_two_can_be_meant_by_its_id(ansible: Ansible, cloud: FakeCloud) -> None:
    one, other = cloud.compute.add_server("web1"), cloud.compute.add_server("web1")
    succeed(ansible.os_node(id=one.id, state="absent"))
    assert [server.id for server in cloud.compute.servers] == [other.id]


def test_lost_answer_to_the_request_that_makes_a_node_is_not_followed_by_another(
    ansible: Ansible, cloud: FakeCloud
) -> None:
    cloud.faults.add(method="POST", path=r"/servers$", kind="lost")
    ansible.os_node(**WEB1, retries=3)
    assert ansible.names() == ["web1"]
    succeed(ansible.os_node(**WEB1))
    assert ansible.names() == ["web1"]


@pytest.mark.parametrize("kind", ["html", "drop", "lost", "cut"])
def test_trouble_while_making_never_makes_two(ansible: Ansible, cloud: FakeCloud, kind: Any) -> None:
    cloud.faults.add(method="POST", path=r"/servers$", kind=kind, status=503)
    ansible.os_node(**WEB1, retries=3)
    succeed(ansible.os_node(**WEB1))
    assert ansible.names() == ["web1"]


# Changing.


def test_metadata_is_merged(ansible: Ansible, cloud: FakeCloud) -> None:
    server = cloud.compute.add_server("web1", metadata={"keep": "1", "same": "2", "change": "3"})
    wanted = {"same": "2", "change": 4, "new": True}
    result = succeed(ansible.os_node(name="web1", metadata=wanted, diff=True))
    expected = {"keep": "1", "same": "2", "change": "4", "new": "true"}
    assert result.changed
    assert dict(server.metadata) == expected == result["node"]["metadata"]
    (request,) = cloud.calls("compute", "POST")
    assert request.body == {"metadata": {"change": "4", "new": "true"}}
    assert result["diff"]["before"]["metadata"] == {"keep": "1", "same": "2", "change": "3"}
    assert result["diff"]["after"]["metadata"] == expected
    assert not succeed(ansible.os_node(name="web1", metadata=wanted)).changed


@pytest.mark.parametrize(("value", "text"), [("", ""), (False, "false"), (0, "0")], ids=repr)
def test_false_and_empty_metadata_is_a_desired_state(ansible: Ansible, cloud: FakeCloud, value: Any, text: str) -> None:
    server = cloud.compute.add_server("web1", metadata={"key": "old"})
    assert succeed(ansible.os_node(name="web1", metadata={"key": value})).changed
    assert server.metadata == {"key": text}
    assert not succeed(ansible.os_node(name="web1", metadata={"key": value})).changed


@pytest.mark.parametrize("option", ["metadata", "security_groups", "networks", "key_name", "user_data"])
def test_what_is_not_said_is_left_alone(ansible: Ansible, cloud: FakeCloud, option: str) -> None:
    cloud.compute.add_server("web1", metadata={"a": "b"}, key_name="demo")
    options: dict[str, Any] = {"name": "web1", option: None}
    assert not succeed(ansible.os_node(**options)).changed
    assert ansible.writes() == []


def test_no_metadata_to_set_changes_nothing(ansible: Ansible, cloud: FakeCloud) -> None:
    server = cloud.compute.add_server("web1", metadata={"a": "b"})
    assert not succeed(ansible.os_node(name="web1", metadata={})).changed
    assert server.metadata == {"a": "b"}


def test_security_groups_become_those_named(ansible: Ansible, cloud: FakeCloud) -> None:
    groups = {name: cloud.network.add_security_group(name)["id"] for name in ("web", "db")}
    succeed(ansible.os_node(**WEB1, security_groups=["default", "web"]))
    cloud.clear_log()
    result = succeed(ansible.os_node(name="web1", security_groups=["db", "default"], diff=True))
    assert result.changed
    assert result["node"]["security_groups"] == ["db", "default"]
    assert result["diff"]["before"]["security_groups"] == ["default", "web"]
    (request,) = cloud.calls("network", "PUT")
    assert groups["db"] in request.body["port"]["security_groups"]
    assert groups["web"] not in request.body["port"]["security_groups"]
    again = succeed(ansible.os_node(name="web1", security_groups=["default", "db"], diff=True))
    assert not again.changed
    assert again["diff"]["before"] == again["diff"]["after"]


def test_no_security_groups_is_a_desired_state(ansible: Ansible, cloud: FakeCloud) -> None:
    succeed(ansible.os_node(**WEB1, security_groups=["default"]))
    result = succeed(ansible.os_node(name="web1", security_groups=[]))
    assert (result.changed, result["node"]["security_groups"]) == (True, [])
    assert not succeed(ansible.os_node(name="web1", security_groups=[])).changed


def test_all_immutable_differences_are_named_at_once_and_nothing_is_done(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.network.add_network("backend", "10.9.0.0/24")
    cloud.compute.add_keypair("other")
    cloud.compute.region().zones.append("other")
    server = cloud.compute.add_server("web1", key_name="demo")
    wanted: dict[str, Any] = {
        "image": "debian-12",
        "flavor": "m1.large",
        "networks": ["backend"],
        "key_name": "other",
        "availability_zone": "other",
        "metadata": {"a": "b"},
    }
    message = fail(ansible.os_node(name="web1", **wanted))
    old, new = image_id(cloud), image_id(cloud, "debian-12")
    assert message == (
        f"Node 'web1' ({server.id}) differs in what cannot be changed while it exists: image is '{old}', wanted"
        f" '{new}'; flavor is 'm1.tiny', wanted 'm1.large'; key_name is 'demo', wanted 'other'; availability_zone is"
        " 'nova', wanted 'other'. Set rebuild to true to have it rebuilt, which makes its root disk anew. Set resize to"
        " true to have it resized, which interrupts it. To have it so, remove the node (state absent) and make it anew."
        " To keep the node as it is, leave the option out or set on_drift to warn or ignore."
    )
    assert ansible.writes() == []
    assert server.metadata == {}


def test_image_of_a_node_that_boots_from_a_volume_is_not_compared(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1", image=None)
    assert not succeed(ansible.os_node(**WEB1)).changed


def test_user_data_is_compared_when_nova_shows_it(ansible: Ansible, cloud: FakeCloud) -> None:
    encoded = base64.b64encode(b"one").decode()
    cloud.compute.add_server("web1", overrides={"OS-EXT-SRV-ATTR:user_data": encoded})
    assert not succeed(ansible.os_node(name="web1", user_data="one")).changed
    assert "user_data" in fail(ansible.os_node(name="web1", user_data="two"))


def test_user_data_that_nova_does_not_show_is_not_compared(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    assert not succeed(ansible.os_node(name="web1", user_data="two")).changed


def test_node_of_an_id(ansible: Ansible, cloud: FakeCloud) -> None:
    server = cloud.compute.add_server("web1")
    result = succeed(ansible.os_node(id=server.id, metadata={"a": "b"}))
    assert (result.changed, server.metadata) == (True, {"a": "b"})


def test_node_of_an_id_that_is_not_there_is_not_made(ansible: Ansible) -> None:
    nobody = "00000000-0000-4000-8000-000000000000"
    assert fail(ansible.os_node(id=nobody, image="cirros", flavor="m1.tiny")) == (
        f"There is no node with the id '{nobody}' in project 'demo', region 'RegionOne'. Give a name to make one."
    )
    assert not succeed(ansible.os_node(id=nobody, state="absent")).changed


@pytest.mark.parametrize("options", [{}, {"name": "a", "id": "b"}], ids=["neither", "both"])
def test_name_or_id(ansible: Ansible, options: dict[str, Any]) -> None:
    assert "name" in fail(ansible.os_node(**options))
    assert ansible.lines() == []


def test_regions_are_apart(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1", region="RegionTwo")
    result = succeed(ansible.os_node(**WEB1))
    assert (result.changed, result["node"]["region"]) == (True, "RegionOne")
    other = succeed(ansible.os_node(**WEB1, region_name="RegionTwo"))
    assert (other.changed, other["node"]["region"]) == (False, "RegionTwo")


# Removing.


def test_node_is_removed_and_gone_in_the_end(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.timings.delete_seconds = 1.5
    server = cloud.compute.add_server("web1")
    result = succeed(ansible.os_node(name="web1", state="absent", diff=True))
    assert (result.changed, result["node"]) == (True, None)
    assert ansible.names() == []
    assert result["diff"] == {
        "before": {"state": "running", "id": server.id, "name": "web1"},
        "after": {"state": "absent"},
    }
    assert [line.split()[0] for line in ansible.lines()][-1] == "GET"
    assert len([line for line in ansible.lines() if line == f"GET compute /v2.1/servers/{server.id}"]) >= 2


def test_no_node_is_no_change(ansible: Ansible) -> None:
    result = succeed(ansible.os_node(name="web1", state="absent"))
    assert (result.changed, result["node"]) == (False, None)
    assert ansible.writes() == []


def test_removing_without_waiting_returns_at_once(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.timings.delete_seconds = 30
    cloud.compute.add_server("web1")
    result = succeed(ansible.os_node(name="web1", state="absent", wait=False))
    assert result.changed
    assert len(ansible.writes()) == 1


def test_node_that_somebody_else_removes_meanwhile(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    body = {"itemNotFound": {"message": "Instance could not be found.", "code": 404}}
    cloud.faults.add(method="DELETE", path=r"/servers/", status=404, body=body)
    cloud.faults.add(method="GET", path=r"/servers/[0-9a-f-]{36}$", status=404, body=body, times=None)
    assert succeed(ansible.os_node(name="web1", state="absent")).changed


@pytest.mark.parametrize("status", ["ERROR", "SHUTOFF", "PAUSED", "SHELVED_OFFLOADED"])
def test_node_in_any_state_is_removed(ansible: Ansible, cloud: FakeCloud, status: str) -> None:
    cloud.compute.add_server("web1", status=status)
    assert succeed(ansible.os_node(name="web1", state="absent")).changed
    assert ansible.names() == []


def test_node_that_nova_gives_up_deleting_is_told_at_once(ansible: Ansible, cloud: FakeCloud) -> None:
    server = cloud.compute.add_server("web1")
    cloud.compute.fail_deletes("^web1$", "Connection to neutron failed", times=1)
    assert fail(ansible.os_node(name="web1", state="absent", wait_timeout=5)) == (
        f"Could not delete node 'web1': Nova gave up deleting node 'web1' ({server.id}): Connection to neutron failed."
        " Run again to retry."
    )
    assert succeed(ansible.os_node(name="web1", state="absent")).changed
    assert ansible.names() == []


@pytest.mark.parametrize("check", [True, False])
def test_node_whose_deletion_was_lost_is_deleted_once_more(ansible: Ansible, cloud: FakeCloud, check: bool) -> None:
    cloud.compute.add_server("web1", status="ERROR", host="compute-1", task_state="deleting")
    assert succeed(ansible.os_node(name="web1", state="absent", wait_timeout=5, check=check)).changed
    assert ansible.names() == (["web1"] if check else [])


def test_locked_node_is_not_removed(ansible: Ansible, cloud: FakeCloud) -> None:
    server = cloud.compute.add_server("web1", locked=True)
    message = fail(ansible.os_node(name="web1", state="absent"))
    assert message == (
        f"Node 'web1' ({server.id}) is locked, so it cannot be changed. Set locked to false to have it unlocked first."
    )
    assert ansible.writes() == []
    assert succeed(ansible.os_node(name="web1", state="absent", locked=False)).changed
    assert ansible.names() == []


# Waiting.


def test_node_that_is_being_built_is_waited_for(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.build_seconds = 0.6
    result = succeed(ansible.os_node(**WEB1))
    assert result["node"]["status"] == "ACTIVE"


def test_node_that_somebody_else_is_building_is_waited_for(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.build_seconds = 2
    first = succeed(ansible.os_node(**WEB1, wait=False))
    assert first["node"]["status"] == "BUILD"
    second = succeed(ansible.os_node(**WEB1))
    assert (second.changed, second["node"]["status"]) == (False, "ACTIVE")
    assert first["node"]["id"] == second["node"]["id"]


def test_change_of_a_node_that_is_being_built_comes_after_it(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.build_seconds = 0.6
    succeed(ansible.os_node(**WEB1, wait=False))
    result = succeed(ansible.os_node(**WEB1, metadata={"a": "b"}))
    assert (result.changed, result["node"]["status"], result["node"]["metadata"]) == (True, "ACTIVE", {"a": "b"})


def test_time_out_names_what_was_made_and_running_again_goes_on(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.build_seconds = 3600
    result = ansible.os_node(**WEB1, wait_timeout=1)
    message = fail(result)
    assert message.startswith(
        "Could not create node 'web1': Waited 1 s for node 'web1' to become active, but it is BUILD"
    )
    assert message.endswith("It may still get there: run again, or set wait_timeout higher.")
    (server,) = cloud.compute.servers
    assert result["current"]["id"] == server.id
    cloud.compute.finish(server)  # the build has come to its end
    again = succeed(ansible.os_node(**WEB1))
    assert (again.changed, again["node"]["id"], again["node"]["status"]) == (False, server.id, "ACTIVE")


def test_node_that_is_being_deleted_makes_room_for_a_new_one(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.timings.delete_seconds = 1.5
    old = succeed(ansible.os_node(**WEB1))["node"]
    succeed(ansible.os_node(name="web1", state="absent", wait=False))
    result = succeed(ansible.os_node(**WEB1))
    assert result.changed
    assert result["node"]["id"] != old["id"]
    assert ansible.names() == ["web1"]


def test_build_that_fails_is_told_in_novas_words(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.fail_builds("^web1$", "No valid host was found.")
    result = ansible.os_node(**WEB1)
    (server,) = cloud.compute.servers
    assert fail(result) == (
        f"Could not create node 'web1': Node 'web1' ({server.id}) is in status ERROR: No valid host was found. Remove"
        " it (state absent) before it is made anew, or set on_error to recreate."
    )
    assert result["current"]["id"] == server.id


def test_node_in_error_is_an_error_and_no_second_one_is_made(ansible: Ansible, cloud: FakeCloud) -> None:
    server = cloud.compute.add_server("web1", status="ERROR")
    for check in (False, True):
        message = fail(ansible.os_node(**WEB1, check=check))
        assert message.startswith(f"Node 'web1' ({server.id}) is in status ERROR: No valid host was found.")
        assert message.endswith(" Remove it (state absent) before it is made anew, or set on_error to recreate.")
    assert ansible.writes() == []


def test_build_that_fails_without_being_waited_for_is_found_by_the_next_run(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.fail_builds("^web1$", "No valid host was found.")
    succeed(ansible.os_node(**WEB1, wait=False))
    assert "No valid host was found." in fail(ansible.os_node(**WEB1))
    assert ansible.names() == ["web1"]


# How much is asked.


UNCHANGED: list[dict[str, Any]] = [
    {},
    {"image": "cirros", "flavor": "m1.tiny"},
    {"networks": ["private"], "key_name": "demo", "availability_zone": "nova"},
    {"metadata": {"a": "b"}},
    {"security_groups": ["default"]},
]


@pytest.mark.parametrize("options", UNCHANGED, ids=lambda options: "+".join(options) or "name-alone")
def test_unchanged_node_is_one_call(ansible: Ansible, cloud: FakeCloud, options: dict[str, Any]) -> None:
    wanted: dict[str, Any] = {
        **WEB1,
        "networks": ["private"],
        "key_name": "demo",
        "metadata": {"a": "b"},
        "security_groups": ["default"],
    }
    succeed(ansible.os_node(**wanted))
    cloud.clear_log()
    result = succeed(ansible.os_node(name="web1", **options))
    assert (result.changed, result["api_calls"]) == (False, 1)
    assert ansible.lines() == ["GET compute /v2.1/servers/detail"]


def test_unchanged_node_with_a_new_token_is_two_calls(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    result = succeed(ansible.os_node(name="web1", flavor="m1.tiny", networks=["private"]))
    assert result["api_calls"] == 2
    assert ansible.lines() == [TOKEN_REQUEST, "GET compute /v2.1/servers/detail"]


def test_image_name_of_a_node_that_was_made_elsewhere_is_looked_up_once(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    calls = [succeed(ansible.os_node(**WEB1))["api_calls"] for _run in range(3)]
    assert calls == [3, 1, 1]


def test_one_token_for_many_tasks(ansible: Ansible) -> None:
    for number in range(3):
        succeed(ansible.os_node(**{**WEB1, "name": f"web{number}"}))
    assert ansible.lines().count(TOKEN_REQUEST) == 1


def test_without_token_cache_each_task_asks_and_nothing_is_written(ansible: Ansible, home: pathlib.Path) -> None:
    for _run in range(2):
        succeed(ansible.os_node(name="web1", state="absent", token_cache=False))
    assert ansible.lines().count(TOKEN_REQUEST) == 2
    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_revoked_token_is_renewed_once(ansible: Ansible, cloud: FakeCloud) -> None:
    succeed(ansible.os_node(**WEB1))
    cloud.tokens.revoke_all()
    cloud.clear_log()
    assert not succeed(ansible.os_node(**WEB1)).changed
    assert ansible.lines().count(TOKEN_REQUEST) == 1
    cloud.clear_log()
    assert succeed(ansible.os_node(**WEB1))["api_calls"] == 1


def test_token_that_is_refused_between_reading_and_making_is_renewed_and_one_node_made(
    ansible: Ansible, cloud: FakeCloud
) -> None:
    body = {"error": {"code": 401, "message": "The request you have made requires authentication."}}
    cloud.faults.add(method="POST", path=r"/servers$", status=401, body=body)
    succeed(ansible.os_node(**WEB1))
    assert ansible.names() == ["web1"]
    assert ansible.lines().count(TOKEN_REQUEST) == 2


def test_token_about_to_expire_is_not_used(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.tokens.lifetime_seconds = 100
    succeed(ansible.os_node(name="web1", state="absent"))
    cloud.tokens.lifetime_seconds = 3600
    succeed(ansible.os_node(name="web1", state="absent"))
    assert ansible.lines().count(TOKEN_REQUEST) == 2


def test_endpoint_that_moved_is_found_in_a_new_catalog(ansible: Ansible, cloud: FakeCloud) -> None:
    saved = list(cloud.catalog)
    cloud.catalog[:] = [service for service in cloud.catalog if service["type"] != "compute"]
    fail(ansible.os_node(name="web1", state="absent"))
    cloud.catalog[:] = saved
    succeed(ansible.os_node(name="web1", state="absent"))


def test_own_token_and_base_url(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    succeed(ansible.os_node(**WEB1))
    token = next(iter(cloud.tokens.issued))
    cloud.clear_log()
    bare = Ansible(cloud, {"auth_token": token, "base_url": f"{cloud.origin}/compute/v2.1"})
    result = succeed(bare.os_node(name="web1", flavor="m1.tiny"))
    assert (result.changed, result["api_calls"]) == (False, 1)
    assert cloud.calls("identity") == []


def test_busy_services_are_asked_again(ansible: Ansible, cloud: FakeCloud) -> None:
    for service in ("identity", "compute", "image"):
        cloud.faults.add(service=service, status=503, headers={"Retry-After": "0"})
    succeed(ansible.os_node(**WEB1, retries=2))
    assert ansible.names() == ["web1"]


# Checking.

Prepare = Callable[[FakeCloud], Any]


def nothing(_cloud: FakeCloud) -> None:
    """Nothing is there."""


def a_node(**fields: Any) -> Prepare:
    return lambda cloud: cloud.compute.add_server("web1", **fields)


def a_node_and_groups(cloud: FakeCloud) -> None:
    cloud.network.add_security_group("web")
    cloud.compute.add_server("web1", metadata={"a": "1"})


def a_node_that_is_built(cloud: FakeCloud) -> None:
    cloud.build_seconds = 0.3
    task = Ansible(cloud, {**cloud.connection_options(), "token_cache": False})
    succeed(task.os_node(**WEB1, wait=False))


def a_node_that_is_deleted(cloud: FakeCloud) -> None:
    cloud.timings.delete_seconds = 0.3
    cloud.compute.add_server("web1")
    task = Ansible(cloud, {**cloud.connection_options(), "token_cache": False})
    succeed(task.os_node(name="web1", state="absent", wait=False))


SCENARIOS = [
    pytest.param(nothing, WEB1, id="make"),
    pytest.param(
        nothing,
        {**WEB1, "networks": ["private"], "metadata": {"a": 1}, "key_name": "demo", "security_groups": ["default"]},
        id="make-with-all",
    ),
    pytest.param(a_node(), WEB1, id="unchanged"),
    pytest.param(a_node(metadata={"a": "1"}), {"name": "web1", "metadata": {"a": 1}}, id="unchanged-metadata"),
    pytest.param(a_node(metadata={"a": "1"}), {**WEB1, "metadata": {"a": 2, "b": ""}}, id="metadata"),
    pytest.param(a_node_and_groups, {"name": "web1", "security_groups": ["web"]}, id="security-groups"),
    pytest.param(a_node_and_groups, {"name": "web1", "security_groups": []}, id="no-security-groups"),
    pytest.param(a_node_and_groups, {**WEB1, "security_groups": ["web", "default"], "metadata": {"b": "2"}}, id="both"),
    pytest.param(a_node(), {"name": "web1", "state": "absent"}, id="remove"),
    pytest.param(nothing, {"name": "web1", "state": "absent"}, id="none-there"),
    pytest.param(a_node(status="ERROR"), {"name": "web1", "state": "absent"}, id="remove-broken"),
    pytest.param(a_node(status="SHUTOFF"), {**WEB1, "metadata": {"a": "1"}}, id="stopped"),
    pytest.param(a_node_that_is_built, {**WEB1, "metadata": {"a": "1"}}, id="being-built"),
    pytest.param(a_node_that_is_deleted, WEB1, id="being-deleted-make"),
    pytest.param(a_node_that_is_deleted, {"name": "web1", "state": "absent"}, id="being-deleted-remove"),
]


@pytest.mark.parametrize(("prepare", "options"), SCENARIOS)
def test_check_mode_predicts_and_only_reads(
    ansible: Ansible, cloud: FakeCloud, prepare: Prepare, options: dict[str, Any]
) -> None:
    prepare(cloud)
    cloud.clear_log()
    predicted = succeed(ansible.os_node(**options, check=True, diff=True))
    assert ansible.writes() == []
    real = succeed(ansible.os_node(**options, diff=True))
    assert predicted["diff"] == real["diff"]
    assert predicted.changed is real.changed
    assert bool(ansible.writes()) is real.changed
    assert not succeed(ansible.os_node(**options)).changed


@pytest.mark.parametrize(("prepare", "options"), SCENARIOS[2:8])
def test_predicted_node_has_the_shape_of_a_real_one(
    ansible: Ansible, cloud: FakeCloud, prepare: Prepare, options: dict[str, Any]
) -> None:
    prepare(cloud)
    predicted = succeed(ansible.os_node(**options, check=True))["node"]
    real = succeed(ansible.os_node(**options))["node"]
    assert set(predicted) == set(real)
    for key in ("flavor", "image", "addresses", "metadata", "security_groups", "name", "id", "status"):
        expected = sorted(real[key]) if key == "security_groups" else real[key]
        shown = sorted(predicted[key]) if key == "security_groups" else predicted[key]
        assert shown == expected


def test_predicted_new_node_has_the_names_of_a_real_one(ansible: Ansible) -> None:
    options = {**WEB1, "networks": ["private"], "metadata": {"a": 1}}
    predicted = succeed(ansible.os_node(**options, check=True))["node"]
    real = succeed(ansible.os_node(**options))["node"]
    assert set(predicted) <= set(real)
    assert (predicted["id"], predicted["name"], predicted["metadata"]) == (None, "web1", {"a": "1"})
    for key in ("flavor", "image"):
        assert type(predicted[key]) is type(real[key])


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("image", "cirrus", "There is no image named 'cirrus' or with that id"),
        ("flavor", "m1.tny", "There is no flavor named 'm1.tny' or with that id"),
        ("networks", ["privat"], "There is no network named 'privat' or with that id"),
        ("key_name", "dem", "There is no key pair named 'dem' or with that id"),
        ("security_groups", ["defalt"], "There is no security group named 'defalt' or with that id"),
        ("availability_zone", "nava", "There is no availability zone named 'nava' or with that id"),
    ],
)
@pytest.mark.parametrize("check", [True, False], ids=["check", "real"])
def test_check_mode_finds_wrong_names_too(ansible: Ansible, option: str, value: Any, message: str, check: bool) -> None:
    assert fail(ansible.os_node(**{**WEB1, option: value}, check=check)).startswith(message)
    assert ansible.names() == []


def test_diff_only_when_asked_for(ansible: Ansible) -> None:
    assert "diff" not in succeed(ansible.os_node(**WEB1, check=True)).data
    diff = succeed(ansible.os_node(**WEB1, check=True, diff=True))["diff"]
    assert diff == {"before": {"state": "absent"}, "after": {"state": "running", **WEB1}}


# Several at once.


def test_two_sessions_of_one_user_share_a_token(ansible: Ansible, cloud: FakeCloud) -> None:
    """One after the other; processes at the same time are looked at where tokens are kept."""
    cloud.compute.add_server("web1")
    for _session in range(4):
        succeed(ansible.os_node(name="web1"))
    assert ansible.lines().count(TOKEN_REQUEST) == 1
