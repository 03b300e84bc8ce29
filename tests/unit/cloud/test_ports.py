# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A port that somebody else has: found before anything is started, and said in a sentence."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from ansible_collections.nodeworks.openstack.tests.cloud.layout import Layout
from ansible_collections.nodeworks.openstack.tests.cloud.ports import is_taken, require_free_ports
from ansible_collections.nodeworks.openstack.tests.environment.problem import SetupProblem


def test_the_message_names_port_service_and_variable(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        port = stranger.getsockname()[1]
        layout = Layout(tmp_path, port - 9292)
        with pytest.raises(SetupProblem) as caught:
            require_free_ports(layout)
    assert f"port {port}, for glance," in str(caught.value)
    assert f"set NODEWORKS_CLOUD_PORT_OFFSET (now {layout.port_offset})" in str(caught.value)


def test_a_listener_on_all_addresses_takes_the_port_too() -> None:
    with socket.create_server(("0.0.0.0", 0)) as stranger:
        assert is_taken(stranger.getsockname()[1])


def test_a_port_that_was_just_given_back_is_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            connection, _address = server.accept()
            connection.close()  # the side that closes first leaves the port in TIME_WAIT
    assert not is_taken(port)
