# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A proxy that a variable of the environment names carries what is sent, and cannot say where it goes."""

from __future__ import annotations

import pathlib
import socket
import socketserver
import threading
from collections.abc import Iterator

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.config.cloud_config import Tls
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import TlsFailed
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.exchange import Request
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.transport import Transport
from ansible_collections.nodeworks.openstack.tests.unit.support import Reply, cloud_config, in_turn
from ansible_collections.nodeworks.openstack.tests.unit.transport.tls import Certificate, TlsServer, make_certificate

TOKEN = "gAAAAAB-secret-token"


class Tunnel(socketserver.ThreadingTCPServer):
    """A proxy that leads every CONNECT to one port, whatever host was asked for, and keeps all that passes."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Connect)
        self.port = port
        self.passed = b""
        threading.Thread(target=self.serve_forever, args=(0.005,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Connect(socketserver.BaseRequestHandler):
    server: Tunnel

    def handle(self) -> None:
        client: socket.socket = self.request
        head = b""
        while b"\r\n\r\n" not in head:
            head += client.recv(4096)
        self.server.passed += head
        with socket.create_connection(("127.0.0.1", self.server.port)) as there:
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=self._pass, args=(there, client), daemon=True)
            back.start()
            self._pass(client, there)
            back.join()

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(4096):
                self.server.passed += data
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # one of both has gone


@pytest.fixture
def cloud(tmp_path: pathlib.Path) -> Certificate:
    return make_certificate(tmp_path, "cloud", "cloud.example.org")


@pytest.fixture
def tunnel(monkeypatch: pytest.MonkeyPatch) -> Iterator[Tunnel]:
    proxy = Tunnel(0)
    monkeypatch.setenv("https_proxy", proxy.url)
    yield proxy
    proxy.shutdown()
    proxy.server_close()


def send(cloud: Certificate) -> int:
    transport = Transport(cloud_config(tls=Tls(ca_cert=cloud.certificate), retries=0))
    try:
        headers = {"X-Auth-Token": TOKEN}
        return transport.send(Request("GET", "https://cloud.example.org/v2.1/servers", headers=headers)).status
    finally:
        transport.close()


def test_token_passes_it_unseen(tunnel: Tunnel, cloud: Certificate) -> None:
    server = TlsServer(in_turn(Reply()), cloud)
    tunnel.port = server.server_address[1]
    assert send(cloud) == 200
    assert server.seen[0].headers["x-auth-token"] == TOKEN
    assert tunnel.passed.startswith(b"CONNECT cloud.example.org:443 ")
    assert TOKEN.encode() not in tunnel.passed
    server.stop()


def test_server_to_which_it_leads_instead_gets_no_token(
    tunnel: Tunnel, cloud: Certificate, tmp_path: pathlib.Path
) -> None:
    """Its certificate is for the right name, but signed by nobody who is trusted."""
    impostor = TlsServer(in_turn(Reply()), make_certificate(tmp_path, "impostor", "cloud.example.org"))
    tunnel.port = impostor.server_address[1]
    with pytest.raises(TlsFailed):
        send(cloud)
    assert impostor.seen == []
    assert TOKEN.encode() not in tunnel.passed
    impostor.stop()
