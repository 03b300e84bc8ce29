# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fleets: how many requests they take, and what becomes of the others when some fail."""

from __future__ import annotations

import collections
import itertools
import time
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, succeed

LIST = "GET compute /v2.1/servers/detail"
POST = "POST compute /v2.1/servers"
FLEET: dict[str, Any] = {"image": "cirros", "flavor": "m1.tiny"}


def counted(ansible: Ansible) -> collections.Counter[str]:
    """How often each request was sent, ids left out."""
    return collections.Counter(" ".join(line.split()[:2]) + " " + line.split("/")[-1] for line in ansible.lines())


def test_two_hundred_are_made_with_as_many_posts_and_lists(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.timings.build_seconds = 2
    result = succeed(ansible.os_node(names=["web[001:200]"], **FLEET))
    assert (result.changed, len(result["nodes"])) == (True, 200)
    assert [node["name"] for node in result["nodes"]] == [f"web{number:03}" for number in range(1, 201)]
    assert {node["status"] for node in result["nodes"]} == {"ACTIVE"}
    lines = collections.Counter(ansible.lines())
    assert lines[POST] == 200
    # In the list without a filter are those that Nova cannot reach.
    assert lines.pop("GET compute /v2.1/servers") == 1
    # Whether there is room for all of them.
    (quota,) = (line for line in lines if "/os-quota-sets/" in line)
    assert lines.pop(quota) == 1
    others = {line for line in lines if line not in (POST, LIST)}
    assert others == {"POST identity /v3/auth/tokens", "GET image /v2/images", "GET compute /v2.1/flavors/detail"}
    assert lines[LIST] < 20


def test_hundred_unchanged_are_one_request(ansible: Ansible, cloud: FakeCloud) -> None:
    for number in range(100):
        cloud.compute.add_server(f"web{number:03}")
    succeed(ansible.os_node(names=["web[000:099]"], **FLEET))
    cloud.clear_log()
    assert not succeed(ansible.os_node(names=["web[000:099]"], **FLEET)).changed
    assert ansible.lines() == [LIST]


def test_those_that_lack_are_made_and_the_others_left_alone(ansible: Ansible, cloud: FakeCloud) -> None:
    there = cloud.compute.add_server("web2")
    told = succeed(ansible.os_node(names=["web[1:3]"], **FLEET, check=True, diff=True))
    assert ansible.names() == ["web2"]
    done = succeed(ansible.os_node(names=["web[1:3]"], **FLEET, diff=True))
    assert ansible.names() == ["web1", "web2", "web3"]
    assert done["diff"] == told["diff"]
    assert [one["after_header"] for one in done["diff"]] == ["web1", "web3"]
    assert there.id in [node["id"] for node in done["nodes"]]
    assert not succeed(ansible.os_node(names=["web[1:3]"], **FLEET)).changed


def test_some_fail_and_the_others_are_finished(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.timings.build_seconds = 0.2
    cloud.compute.fail_builds("^web[24]$", "No valid host was found.")
    result = ansible.os_node(names=["web[1:5]"], **FLEET)
    message = fail(result)
    assert message.startswith("2 of 5 nodes failed. web2: Could not create node 'web2': Node 'web2' (")
    assert message.count("No valid host was found.") == 2
    assert [one["name"] for one in result["failures"]] == ["web2", "web4"]
    assert result["failures"][0]["current"]["fault"]["message"] == "No valid host was found."
    assert (result["changed"], [node["name"] for node in result["nodes"]]) == (True, ["web1", "web3", "web5"])


def test_those_that_fail_are_made_once_more_if_asked_for(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.fail_builds("^web2$", "No valid host was found.", times=1)
    result = succeed(ansible.os_node(names=["web[1:3]"], **FLEET, on_error="recreate"))
    assert {node["status"] for node in result["nodes"]} == {"ACTIVE"}
    assert ansible.names() == ["web1", "web2", "web3"]


def test_those_that_fail_are_kept_if_asked_for(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.fail_builds("^web2$", "No valid host was found.")
    result = succeed(ansible.os_node(names=["web[1:3]"], **FLEET, on_error="keep"))
    assert [node["status"] for node in result["nodes"]] == ["ACTIVE", "ERROR", "ACTIVE"]
    assert "No valid host was found" in result.warnings[0]


def test_one_reason_of_many_is_told_once(ansible: Ansible, cloud: FakeCloud) -> None:
    message = fail(ansible.os_node(names=["web[1:5]"], image="nope", flavor="m1.tiny"))
    assert message.startswith("5 of 5 nodes failed. web1, web2, web3, web4, web5: There is no image named 'nope'")
    assert ansible.names() == []
    assert len([line for line in ansible.lines() if "images" in line]) < 6


def test_exact_removes_those_that_are_too_many_and_no_others(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web7", metadata={"fleet": "web", "more": "1"})
    cloud.compute.add_server("web8", metadata={"fleet": "other"})
    cloud.compute.add_server("web9")
    options: dict[str, Any] = {"names": ["web[1:2]"], "selector": {"fleet": "web"}, "exact": True, **FLEET}
    told = succeed(ansible.os_node(**options, check=True, diff=True))
    done = succeed(ansible.os_node(**options, diff=True))
    assert ansible.names() == ["web1", "web2", "web8", "web9"]
    assert done["diff"] == told["diff"]
    assert all(node["metadata"] == {"fleet": "web"} for node in done["nodes"])
    cloud.clear_log()
    assert not succeed(ansible.os_node(**options)).changed
    assert ansible.lines() == [LIST]


@pytest.mark.parametrize("locked", [None, True, False])
def test_exact_removes_one_that_is_locked_only_if_asked_for(
    ansible: Ansible, cloud: FakeCloud, locked: bool | None
) -> None:
    cloud.compute.add_server("web7", metadata={"fleet": "web"}).locked = True
    options: dict[str, Any] = {"names": ["web1"], "selector": {"fleet": "web"}, "exact": True, "locked": locked}
    result = ansible.os_node(**options, **FLEET)
    if locked is False:
        assert succeed(result).changed
        assert ansible.names() == ["web1"]
    else:
        assert "is locked, so it cannot be changed. Set locked to false" in fail(result)
        assert ansible.names() == ["web7"]


@pytest.mark.parametrize(("reason", "check"), [("image", True), ("image", False), ("quota", False)])
def test_nothing_is_too_many_where_the_others_cannot_be_made(
    ansible: Ansible, cloud: FakeCloud, reason: str, check: bool
) -> None:
    for number in (1, 2, 3):
        cloud.compute.add_server(f"p{number}", metadata={"fleet": "v"})
    options: dict[str, Any] = {"names": ["q1"], "selector": {"fleet": "v"}, "exact": True, **FLEET}
    if reason == "image":
        options["image"] = "no-such-image"
    else:
        body = {"forbidden": {"code": 403, "message": "Quota exceeded for instances."}}
        cloud.faults.add(method="POST", path="/servers$", status=403, body=body, times=None)
    result = ansible.os_node(**options, check=check)
    assert "The nodes that are too many were left: p1, p2, p3." in fail(result)
    assert (ansible.names(), result["removed"]) == (["p1", "p2", "p3"], [])


@pytest.mark.parametrize("check", [True, False])
def test_names_of_a_fleet_that_is_to_have_none_are_told(ansible: Ansible, cloud: FakeCloud, check: bool) -> None:
    servers = [cloud.compute.add_server(f"p{number}", metadata={"fleet": "v"}) for number in (1, 2)]
    result = succeed(ansible.os_node(names=[], selector={"fleet": "v"}, exact=True, check=check))
    assert (result.changed, result["nodes"]) == (True, [])
    assert sorted(one["id"] for one in result["removed"]) == sorted(one.id for one in servers)
    assert ansible.names() == (["p1", "p2"] if check else [])


@pytest.mark.parametrize("options", [{"exact": True}, {"selector": {"fleet": "v"}}, {"exact": True, "selector": {}}])
def test_what_is_of_a_fleet_is_refused_for_one(ansible: Ansible, cloud: FakeCloud, options: dict[str, Any]) -> None:
    cloud.compute.add_server("p1", metadata={"fleet": "v"})
    message = fail(ansible.os_node(name="q1", **FLEET, **options))
    assert message == f"{' and '.join(options)} can be given only with names, which are those of a whole fleet."
    assert ansible.names() == ["p1"]


def test_exact_without_selector_is_refused(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("other")
    assert "exact needs a selector" in fail(ansible.os_node(names=["web1"], exact=True, **FLEET))
    assert ansible.names() == ["other"]


def test_enough_of_them_are_waited_for(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.timings.build_seconds = 3600

    def quick(_request: Any) -> None:
        for server in cloud.compute.servers:
            if server.name in ("web2", "web4"):
                cloud.compute.finish(server)

    cloud.faults.add(kind="watch", method="GET", path="/servers/detail", times=None, before=quick)
    result = succeed(ansible.os_node(names=["web[1:4]"], wait=2, **FLEET))
    assert [node["status"] for node in result["nodes"]] == ["BUILD", "ACTIVE", "BUILD", "ACTIVE"]


def test_none_are_waited_for(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.timings.build_seconds = 3600
    result = succeed(ansible.os_node(names=["web[1:3]"], wait="none", **FLEET))
    assert {node["status"] for node in result["nodes"]} == {"BUILD"}


@pytest.mark.parametrize("wait", ["all", 1], ids=["all", "one-is-enough"])
def test_batches_follow_each_other(ansible: Ansible, cloud: FakeCloud, wait: Any) -> None:
    """Also if fewer would be enough: the nodes of a batch have to serve again before the next one begins."""
    for number in range(5):
        cloud.compute.add_server(f"web{number}")
    # One of each batch is ready long before the other.
    seconds = itertools.cycle((0.1, 1.5))
    busy: list[int] = []
    state = cloud.compute.region()

    def before(_request: Any) -> None:
        cloud.timings.action_seconds = next(seconds)

    cloud.faults.add(
        kind="watch",
        method="POST",
        path="/action",
        times=None,
        before=before,
        after=lambda _request: busy.append(sum(one.task_state is not None for one in state.servers.values())),
    )
    succeed(ansible.os_node(names=["web[0:4]"], state="restarted", batch=2, wait=wait))
    assert len(busy) == 5
    assert max(busy) == 2


def test_batches_end_after_a_failure(ansible: Ansible, cloud: FakeCloud) -> None:
    for number in range(4):
        cloud.compute.add_server(f"web{number}")
    first = next(server for server in cloud.compute.servers if server.name == "web0")
    body = {"conflictingRequest": {"code": 409, "message": "Cannot 'reboot' instance."}}
    cloud.faults.add(method="POST", path=f"{first.id}/action", status=409, body=body)
    result = ansible.os_node(names=["web[0:3]"], state="restarted", batch=2)
    message = fail(result)
    assert "web2, web3: It was left as it is, since another of an earlier batch failed." in message
    assert len(cloud.calls("compute", "POST")) == 2


def actions(cloud: FakeCloud) -> list[str]:
    """What was done to which server, in order."""
    names = {server.id: server.name for server in cloud.compute.servers}
    found = [one for one in cloud.calls("compute", "POST") if one.rest.endswith("/action")]
    return [f"{next(iter(one.body))} {names[one.rest.split('/')[-2]]}" for one in found]


def test_batch_is_done_when_its_nodes_can_be_reached(ansible: Ansible, cloud: FakeCloud) -> None:
    for number in range(3):
        cloud.compute.add_server(f"web{number}")
    options: dict[str, Any] = {"state": "restarted", "batch": 1, "wait_for": {"console": "."}}
    succeed(ansible.os_node(names=["web[0:2]"], **options))
    assert actions(cloud)[:5] == [
        "reboot web0",
        "os-getConsoleOutput web0",
        "reboot web1",
        "os-getConsoleOutput web1",
        "reboot web2",
    ]


def test_batches_end_where_a_node_cannot_be_reached(ansible: Ansible, cloud: FakeCloud) -> None:
    for number in range(3):
        cloud.compute.add_server(f"web{number}")
    never = {"console": "^never to be seen$", "timeout": 1}
    message = fail(ansible.os_node(names=["web[0:2]"], state="restarted", batch=1, wait_for=never))
    assert message.startswith("3 of 3 nodes failed. web0: Waited 1 s for node 'web0' (")
    assert "web1, web2: It was left as it is, since another of an earlier batch failed." in message
    assert [one for one in actions(cloud) if one.startswith("reboot")] == ["reboot web0"]


def test_no_more_requests_at_once_than_allowed(ansible: Ansible, cloud: FakeCloud) -> None:
    under_way: list[int] = []
    most: list[int] = [0]

    def before(_request: Any) -> None:
        under_way.append(1)
        most[0] = max(most[0], len(under_way))
        time.sleep(0.02)

    cloud.faults.add(
        kind="watch", method="POST", path=r"/servers$", times=None, before=before, after=lambda _r: under_way.pop()
    )
    succeed(ansible.os_node(names=["web[1:12]"], parallel=3, **FLEET))
    assert 1 <= most[0] <= 3


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"names": ["web[3:1]"]}, "has a range that is none"),
        ({"names": ["a", "a"]}, "names has a more than once."),
        ({"names": [""]}, "names must not have an empty name."),
        ({"names": ["a"], "name": "b"}, "mutually exclusive"),
        ({"names": ["a"], "wait": "some"}, "wait has to be all, none or a number, not 'some'."),
    ],
    ids=["range", "twice", "empty", "name-too", "wait"],
)
def test_what_is_refused(ansible: Ansible, options: dict[str, Any], message: str) -> None:
    assert message in fail(ansible.os_node(**options, **FLEET))
    assert ansible.writes() == []


def test_no_names_are_no_nodes(ansible: Ansible) -> None:
    result = succeed(ansible.os_node(names=[], **FLEET))
    assert (result.changed, result["nodes"]) == (False, [])


def test_quota_is_asked_before_the_first_of_several_is_made(ansible: Ansible, administrator: Ansible) -> None:
    succeed(administrator.run("os_quota", project="demo", force=True, instances=3))
    start = len(ansible.writes())
    for check in (True, False):
        message = fail(ansible.os_node(names=["web[1:4]"], image="cirros", flavor="m1.tiny", check=check))
        assert message == (
            "Nothing was made, since the project's quota has no room. instances: 4 more are needed, and 3 of 3 are"
            " left. Remove others, or have the quota raised (os_quota)."
        )
    assert len(ansible.writes()) == start
    assert succeed(ansible.os_node(names=["web[1:3]"], image="cirros", flavor="m1.tiny")).changed
