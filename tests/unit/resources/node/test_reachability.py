# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting until nodes can be used: a port, SSH, a text of the console."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.progress import shown_by
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import (
    ConfigError,
    ResourceError,
    SomeFailed,
    WaitTimeout,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.reachability import (
    SSH_PORT,
    reach_of,
    wait_until_reached,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.service.cloud import Cloud
from ansible_collections.nodeworks.openstack.plugins.module_utils.session.token_store import TokenStore
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.transport import Transport
from ansible_collections.nodeworks.openstack.tests.unit.resources.nodes import node
from ansible_collections.nodeworks.openstack.tests.unit.support import (
    Reply,
    Serve,
    cloud_config,
    entry,
    free_port,
    in_turn,
    token_reply,
)


@contextlib.contextmanager
def listening(greeting: bytes, callers: list[bool] | None = None) -> Iterator[int]:
    """A port of this host that greets whoever connects, and notes that somebody has called."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _address = server.accept()
                    if callers is not None:
                        callers.append(True)
                    connection.sendall(greeting)
                    connection.close()

        threading.Thread(target=serve, daemon=True).start()
        yield int(server.getsockname()[1])
        server.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def cloud(serve: Serve) -> Iterator[Cloud]:
    """Consoles show one line first and another later."""
    compute = serve(in_turn(Reply(200, {"output": "starting"}), Reply(200, {"output": "starting\nweb1 login: "})))
    config = cloud_config(serve(in_turn(token_reply([entry(f"{compute.url}/v2.1")]))).url)
    found = Cloud(config, Transport(config), TokenStore(None))
    yield found
    found.close()


HERE = node(addresses={"a": [{"addr": "127.0.0.1", "version": 4, "OS-EXT-IPS:type": "fixed"}]})


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether something comes to hold within some seconds."""
    for _look in range(200):
        if holds():
            return True
        time.sleep(0.02)
    return False


def wait(cloud: Cloud, *nodes: dict[str, Any], timeout: float = 30, **wait_for: Any) -> None:
    wait_until_reached(cloud, nodes or (HERE,), {"wait_for": wait_for, "wait_timeout": timeout, "parallel": None})


def test_port_that_takes_connections(cloud: Cloud) -> None:
    callers: list[bool] = []
    with listening(b"", callers) as port:
        wait(cloud, port=port)
        # The system takes the connection. Our server may note it a moment later, but not once it has been closed.
        assert eventually(lambda: len(callers) == 1)


def test_port_that_speaks_ssh(cloud: Cloud) -> None:
    callers: list[bool] = []
    with listening(b"SSH-2.0-OpenSSH_9.2\r\n", callers) as port:
        wait(cloud, ssh=True, port=port)
    assert callers == [True]


def test_port_that_speaks_something_else(cloud: Cloud) -> None:
    with listening(b"220 mail\r\n") as port, pytest.raises(WaitTimeout) as caught:
        wait(cloud, ssh=True, port=port, timeout=0.01)
    assert str(caught.value) == (
        f"Waited 0.01 s for node 'web1' (n1) to be reached, but port {port} of 127.0.0.1 is not SSH: it says"
        " b'220 mail\\r\\n'."
    )


def test_port_that_nobody_listens_at(cloud: Cloud) -> None:
    port = free_port()
    with pytest.raises(WaitTimeout, match=rf"but port {port} of 127\.0\.0\.1 does not answer: Connection refused\.$"):
        wait(cloud, port=port, timeout=0.01)


class Reports(list[str]):
    """Progress that is written down."""

    report = list.append


def test_what_is_waited_for_is_told(cloud: Cloud) -> None:
    port, reports = free_port(), Reports()
    with shown_by(reports), pytest.raises(WaitTimeout):
        wait(cloud, port=port, timeout=0.01)
    assert reports == [
        f"waiting for node 'web1' to be reached: port {port} of 127.0.0.1 does not answer: Connection refused, 0 s"
    ]


def test_text_on_the_console(cloud: Cloud) -> None:
    wait(cloud, console="^web1 login: $")
    # The token, and the console twice.
    assert cloud.api_calls == 3


def test_node_without_such_an_address_is_not_waited_for(cloud: Cloud) -> None:
    with pytest.raises(ResourceError, match=r"^Node 'web1' \(n1\) has no address of those that wait_for\.connect_with"):
        wait(cloud, port=22, connect_with=["floating_ipv4"])


@pytest.mark.parametrize("nodes", [[], [node("SHUTOFF", addresses={})]], ids=["none", "stopped"])
def test_only_nodes_that_run_are_waited_for(cloud: Cloud, nodes: list[dict[str, Any]]) -> None:
    reports = Reports()
    with shown_by(reports):
        wait_until_reached(cloud, nodes, {"wait_for": {"port": 22}, "wait_timeout": 1, "parallel": 2})
    assert (reports, cloud.api_calls) == ([], 0)


def test_of_several_those_that_fail_are_named(cloud: Cloud) -> None:
    with listening(b"") as port, pytest.raises(SomeFailed) as caught:
        wait(cloud, HERE, {**HERE, "name": "web2", "addresses": []}, port=port)
    assert str(caught.value).startswith("1 of 2 nodes cannot be reached. Node 'web2' (n1) has no address")
    facts = caught.value.facts()
    assert [one["name"] for one in facts["failures"]] == ["web2"]
    assert [one["name"] for one in facts["nodes"]] == ["web1", "web2"]


def test_nothing_asked_for_is_nothing(cloud: Cloud) -> None:
    assert reach_of({"wait_for": None, "wait_timeout": 1}) is None
    reach = reach_of({"wait_for": {"ssh": True}, "wait_timeout": 300})
    assert reach is not None
    assert (reach.port, reach.ssh, reach.timeout_seconds, reach.parallel) == (SSH_PORT, True, 300, 10)
    reach = reach_of({"wait_for": {"port": 80, "timeout": 5}, "wait_timeout": 300, "parallel": 3})
    assert reach is not None
    assert (reach.port, reach.ssh, reach.timeout_seconds, reach.parallel) == (80, False, 5, 3)


@pytest.mark.parametrize(
    "odd", [{"ssh": False}, {"console": "("}, {"port": 1, "connect_with": ["floating_ip4"]}], ids=repr
)
def test_what_cannot_be_waited_for_is_refused(odd: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match="wait_for"):
        reach_of({"wait_for": odd, "wait_timeout": 1})
