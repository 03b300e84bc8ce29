# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates made for one test run, and a web server that shows them."""

from __future__ import annotations

import dataclasses
import datetime
import pathlib
import socket
import ssl

import trustme

from ansible_collections.nodeworks.openstack.tests.unit.support import Answers, WebServer


@dataclasses.dataclass(frozen=True)
class Certificate:
    """A certificate with its authority in one file, so that the file serves both to show it and to trust it."""

    certificate: str
    key: str


def make_certificate(
    folder: pathlib.Path, name: str, *identities: str, not_after: datetime.datetime | None = None
) -> Certificate:
    """A certificate for these host names and addresses, of an authority of its own."""
    authority = trustme.CA()
    leaf = authority.issue_cert(*identities, common_name=name, not_after=not_after)
    made = Certificate(str(folder / f"{name}.pem"), str(folder / f"{name}.key"))
    leaf.private_key_pem.write_to_path(made.key)
    for blob in (*leaf.cert_chain_pems, authority.cert_pem):
        blob.write_to_path(made.certificate, append=True)
    return made


class TlsServer(WebServer):
    """A web server that speaks TLS; with `client`, only with clients that show that certificate."""

    def __init__(self, answers: Answers, own: Certificate, client: Certificate | None = None) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(own.certificate, own.key)
        if client is not None:
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(client.certificate)
        self._context = context
        super().__init__(answers)

    def finish_request(self, request: object, client_address: object) -> None:
        """The handshake, in the thread of the connection."""
        assert isinstance(request, socket.socket)
        with self._context.wrap_socket(request, server_side=True, do_handshake_on_connect=False) as secured:
            try:
                secured.do_handshake()
            except ssl.SSLError:
                # Hanging up with bytes unread would reset the connection, and the alert would be lost.
                socket.socket.shutdown(secured, socket.SHUT_WR)
                while socket.socket.recv(secured, 4096):
                    pass
                return
            super().finish_request(secured, client_address)

    @property
    def url(self) -> str:
        return super().url.replace("http://", "https://")
