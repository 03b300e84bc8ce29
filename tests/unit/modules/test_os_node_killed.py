# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run is killed while its request is on its way; the service carries it out all the same, when the next has begun.

The moment is certain: the fake cloud holds the request back before it carries it out.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import json
import os
import pathlib
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.young import YOUNG_SECONDS
from ansible_collections.nodeworks.openstack.plugins.module_utils.config.cloud_config import CloudConfig
from ansible_collections.nodeworks.openstack.plugins.modules import os_node
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, succeed

# As long as the one that was killed would have waited for an answer.
BEGUN_SECONDS = CloudConfig.api_timeout
WEB1: dict[str, Any] = {"name": "web1", "image": "cirros", "flavor": "m1.tiny"}


@dataclasses.dataclass(frozen=True)
class Held:
    """A request of a run that was killed, which the service has not carried out yet."""

    released: threading.Event = dataclasses.field(default_factory=threading.Event)
    carried_out: threading.Event = dataclasses.field(default_factory=threading.Event)

    def carry_out(self, _request: Any = None) -> None:
        """Let the service carry it out, and wait until it has."""
        self.released.set()
        assert self.carried_out.wait(30)


@contextlib.contextmanager
def killed(ansible: Ansible, home: pathlib.Path, path: str, **options: Any) -> Iterator[Held]:
    """A run that was killed when it had sent a POST there."""
    held, arrived = Held(), threading.Event()

    def hold(_request: Any) -> None:
        arrived.set()
        held.released.wait(30)

    ansible.cloud.faults.add(
        method="POST", path=path, kind="watch", before=hold, after=lambda _request: held.carried_out.set()
    )
    arguments = {**ansible.options, **options, "_ansible_remote_tmp": str(home)}
    environment = {**os.environ, "HOME": str(home), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    process = subprocess.Popen([sys.executable, os_node.__file__], stdin=subprocess.PIPE, env=environment)
    assert process.stdin is not None
    process.stdin.write(json.dumps({"ANSIBLE_MODULE_ARGS": arguments}).encode())
    process.stdin.close()
    try:
        assert arrived.wait(30)
        process.kill()
        process.wait()
        yield held
    finally:
        held.carry_out()


def carried_out_after_the_first_look(cloud: FakeCloud, held: Held) -> None:
    """The next run looks, and finds nothing; then the request of the one that was killed is carried out."""
    cloud.faults.add(method="GET", path=r"/servers/detail", kind="watch", after=held.carry_out)


def make_notes_older(home: pathlib.Path, seconds: float) -> None:
    for note in home.rglob("*.begun"):
        then = time.time() - seconds
        os.utime(note, (then, then))


def test_node_that_was_asked_for_is_waited_for(ansible: Ansible, cloud: FakeCloud, home: pathlib.Path) -> None:
    with killed(ansible, home, r"/servers$", **WEB1) as held:
        carried_out_after_the_first_look(cloud, held)
        result = succeed(ansible.os_node(**WEB1))
    (server,) = cloud.compute.servers
    assert (result["node"]["id"], result.changed) == (server.id, False)
    assert len(cloud.calls("compute", "POST")) == 1


def test_fleet_of_which_some_were_asked_for(ansible: Ansible, cloud: FakeCloud, home: pathlib.Path) -> None:
    fleet: dict[str, Any] = {"names": ["web[1:4]"], "image": "cirros", "flavor": "m1.tiny"}
    with killed(ansible, home, r"/servers$", **fleet) as held:
        # Of those whose requests had not even been sent, there is nothing to wait for.
        make_notes_older(home, BEGUN_SECONDS - 2)
        carried_out_after_the_first_look(cloud, held)
        succeed(ansible.os_node(**fleet))
    assert ansible.names() == ["web1", "web2", "web3", "web4"]


def test_node_that_comes_later_than_anybody_waits_is_removed(
    ansible: Ansible, cloud: FakeCloud, home: pathlib.Path
) -> None:
    """It comes when the next run has made its own, and has been sure for a second that this is the only one."""
    with killed(ansible, home, r"/servers$", **WEB1) as held:
        make_notes_older(home, BEGUN_SECONDS)
        made_at: list[float] = []

        def made(_request: Any) -> None:
            (server,) = cloud.compute.servers
            server.created -= datetime.timedelta(seconds=5)
            server.touch()
            made_at.append(time.monotonic())

        def carry_out_late(_request: Any) -> None:
            if made_at and time.monotonic() > made_at[0] + 1.2:
                held.carry_out()

        cloud.faults.add(method="POST", path=r"/servers$", kind="watch", after=made)
        cloud.faults.add(method="GET", path=r"/servers/detail", kind="watch", before=carry_out_late, times=None)
        result = succeed(ansible.os_node(**WEB1))
    (server,) = cloud.compute.servers
    assert (result["node"]["id"], result.changed) == (server.id, True)
    assert len(cloud.calls("compute", "POST")) == 2
    assert len(cloud.calls("compute", "DELETE")) == 1
    assert list(home.rglob("*.begun")) == []


def test_without_a_token_cache_the_second_one_is_told_of(
    ansible: Ansible, cloud: FakeCloud, home: pathlib.Path
) -> None:
    """Nothing says whose the other one is."""
    options = {**WEB1, "token_cache": False}
    with killed(ansible, home, r"/servers$", **options):
        result = succeed(ansible.os_node(**options))
    for server in cloud.compute.servers:  # old enough for nobody to be about to remove one
        server.created -= datetime.timedelta(seconds=YOUNG_SECONDS)
        server.touch()
    assert "2 nodes are named 'web1'" in fail(ansible.os_node(**options))
    assert result["node"]["id"] in [server.id for server in cloud.compute.servers]
    assert not home.joinpath(".cache").exists()


def test_node_of_a_killed_run_that_is_not_wanted_any_more(
    ansible: Ansible, cloud: FakeCloud, home: pathlib.Path
) -> None:
    with killed(ansible, home, r"/servers$", **WEB1) as held:
        carried_out_after_the_first_look(cloud, held)
        assert succeed(ansible.os_node(name="web1", state="absent")).changed
    assert ansible.names() == []


@pytest.mark.parametrize("seconds", [0.0, 1.0])
def test_resize_that_was_asked_for_is_finished(
    ansible: Ansible, cloud: FakeCloud, home: pathlib.Path, seconds: float
) -> None:
    """The next run has seen a node at rest; its own request meets one that is being resized, or was."""
    cloud.timings.action_seconds = seconds
    cloud.compute.add_server("web1", flavor="m1.tiny")
    options: dict[str, Any] = {"name": "web1", "flavor": "m1.small", "resize": "true"}
    with killed(ansible, home, r"/action$", **options) as held:
        cloud.faults.add(method="POST", path=r"/action$", kind="watch", before=held.carry_out)
        result = succeed(ansible.os_node(**options))
    assert (result["node"]["flavor"]["name"], result["node"]["status"]) == ("m1.small", "ACTIVE")
    assert not succeed(ansible.os_node(**options)).changed
