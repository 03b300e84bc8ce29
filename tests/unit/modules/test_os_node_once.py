# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A node is made once: whatever gets lost on the way, and whoever makes it at the same time."""

from __future__ import annotations

import concurrent.futures
import datetime
import json
import os
import pathlib
import subprocess
import sys
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.modules import os_node
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, succeed

WEB1: dict[str, Any] = {"name": "web1", "image": "cirros", "flavor": "m1.tiny"}
MAKING: dict[str, Any] = {"method": "POST", "path": r"/servers$"}


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "lost"},
        {"kind": "cut"},
        {"kind": "masked", "status": 500, "body": "oops"},
        {"kind": "masked", "status": 502},
        {"kind": "masked", "status": 504},
        {"kind": "masked", "status": 202, "body": "not JSON"},
    ],
    ids=lambda fault: "-".join(map(str, fault.values())),
)
def test_answer_that_was_lost_is_found_again(ansible: Ansible, cloud: FakeCloud, fault: dict[str, Any]) -> None:
    cloud.timings.build_seconds = 0.3
    cloud.faults.add(**MAKING, **fault)
    result = succeed(ansible.os_node(**WEB1, retries=2))
    (server,) = cloud.compute.servers
    assert (result.changed, result["node"]["id"], server.status) == (True, server.id, "ACTIVE")
    assert len(cloud.calls("compute", "POST")) == 1
    assert not succeed(ansible.os_node(**WEB1)).changed


@pytest.mark.parametrize(
    "fault", [{"kind": "drop"}, {"kind": "html", "status": 502}, {"kind": "answer", "status": 500}], ids=str
)
def test_request_that_was_not_carried_out_is_sent_again(
    ansible: Ansible, cloud: FakeCloud, fault: dict[str, Any]
) -> None:
    cloud.faults.add(**MAKING, **fault)
    result = succeed(ansible.os_node(**WEB1, retries=2))
    assert result["node"]["status"] == "ACTIVE"
    assert ansible.names() == ["web1"]


def test_request_that_never_gets_through_ends_in_an_error(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.faults.add(**MAKING, kind="answer", status=500, times=None)
    assert fail(ansible.os_node(**WEB1, retries=1)).startswith("Could not create node 'web1': ")
    assert ansible.names() == []
    assert len(cloud.calls("compute", "POST")) == 2


def test_refusal_is_not_asked_for_again(ansible: Ansible, cloud: FakeCloud) -> None:
    body = {"forbidden": {"code": 403, "message": "Quota exceeded for instances."}}
    cloud.faults.add(**MAKING, status=403, body=body, times=None)
    assert "Quota exceeded for instances." in fail(ansible.os_node(**WEB1, retries=2))
    # Once more with a fresh token, since the one from the cache might have been out of date; it was not from there.
    assert len(cloud.calls("compute", "POST")) == 1


def test_one_that_another_made_first_is_kept_and_ours_removed(ansible: Ansible, cloud: FakeCloud) -> None:
    others: list[str] = []

    def another(_request: Any) -> None:
        server = cloud.compute.add_server("web1")
        server.created -= datetime.timedelta(seconds=5)
        server.touch()
        others.append(server.id)

    cloud.faults.add(**MAKING, kind="watch", before=another)
    result = succeed(ansible.os_node(**WEB1))
    assert [server.id for server in cloud.compute.servers] == others == [result["node"]["id"]]


def test_one_that_another_made_later_is_left_to_him(ansible: Ansible, cloud: FakeCloud) -> None:
    made: list[Any] = []

    def another(_request: Any) -> None:
        server = cloud.compute.add_server("web1")
        server.created = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=5)
        server.touch()
        made.append(server)

    def remove_it(_request: Any) -> None:
        if made[0] in cloud.compute.servers:
            assert len(cloud.calls("compute", "DELETE")) == 0
            cloud.compute.region().remove(made[0])

    cloud.faults.add(**MAKING, kind="watch", after=another)
    # When this run has found its own to be the oldest, he has not removed his yet.
    cloud.faults.add(method="GET", path=r"/servers/detail", kind="watch", before=remove_it, skip=4)
    result = succeed(ansible.os_node(**WEB1))
    assert [server.id for server in cloud.compute.servers] == [result["node"]["id"]]
    assert cloud.calls("compute", "DELETE") == []


def run_apart(options: dict[str, Any], home: pathlib.Path) -> dict[str, Any]:
    """A module in a process of its own, as another playbook would run it."""
    home.mkdir(mode=0o700, exist_ok=True)
    arguments = json.dumps({"ANSIBLE_MODULE_ARGS": {**options, "_ansible_remote_tmp": str(home)}})
    environment = {**os.environ, "HOME": str(home), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(
        [sys.executable, os_node.__file__],
        input=arguments,
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
        check=False,
    )
    return dict(json.loads(done.stdout))


def test_runs_at_the_same_time_leave_one_of_each_name(
    ansible: Ansible, cloud: FakeCloud, tmp_path: pathlib.Path
) -> None:
    cloud.timings.build_seconds = 1
    options = {**ansible.options, "names": ["web[1:5]"], "image": "cirros", "flavor": "m1.tiny", "wait_timeout": 60}
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda number: run_apart(options, tmp_path / f"home{number}"), range(4)))
    assert [result.get("msg") for result in results] == [None] * 4
    assert ansible.names() == ["web1", "web2", "web3", "web4", "web5"]
    ids = {tuple(node["id"] for node in result["nodes"]) for result in results}
    assert ids == {tuple(server.id for server in sorted(cloud.compute.servers, key=lambda one: one.name))}


def test_nothing_is_left_on_the_node(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.faults.add(**MAKING, kind="lost")
    succeed(ansible.os_node(**WEB1, retries=2))
    (server,) = cloud.compute.servers
    assert (server.metadata, server.tags, server.description) == ({}, [], None)


def test_one_that_was_just_made_is_not_told_before_it_is_known_to_stay(ansible: Ansible, cloud: FakeCloud) -> None:
    """A second run made one in the same second: its maker is about to see that, and to remove the first."""
    first, twin = cloud.compute.add_server("web1"), cloud.compute.add_server("other")
    first.created = twin.created = datetime.datetime.now(datetime.timezone.utc)
    lists = {"seen": 0}

    def go_on(*_request: object) -> None:
        lists["seen"] += 1
        if lists["seen"] == 2:
            twin.name = "web1"
            twin.touch()
        if lists["seen"] == 3:
            del cloud.compute.region().servers[first.id]

    cloud.faults.add(path="/servers/detail", method="GET", kind="watch", before=go_on, times=None)
    result = succeed(ansible.os_node(name="web1"))
    assert (result["node"]["id"], result.changed, lists["seen"]) == (twin.id, False, 3)


@pytest.mark.parametrize(("seconds_ago", "calls"), [(0.5, 3), (60, 3), (100, 2)])
def test_what_a_young_one_costs(ansible: Ansible, cloud: FakeCloud, seconds_ago: float, calls: int) -> None:
    """A second and one request, once; nothing for what is older, and nothing for what this controller has made."""
    server = cloud.compute.add_server("web1")
    server.created = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=seconds_ago)
    assert succeed(ansible.os_node(name="web1"))["api_calls"] == calls  # the token is one of them
    assert succeed(ansible.os_node(name="web1"))["api_calls"] == 1
    succeed(ansible.os_node(**{**WEB1, "name": "web2"}))
    assert succeed(ansible.os_node(**{**WEB1, "name": "web2"}))["api_calls"] == 1
