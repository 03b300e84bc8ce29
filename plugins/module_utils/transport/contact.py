# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Contact with a server in single steps: its name, its port, its certificate.

The HTTP library does all of it at once, and only says that it failed. A diagnosis does it step by step.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import os
import socket
import ssl
import time
import typing as t
import urllib.parse

from ..config.cloud_config import Tls
from ..errors import ConnectFailed, TlsFailed, TransportError
from .failures import tls_advice
from .limit import ended_after

DEFAULT_PORTS = {"http": 80, "https": 443}
# An address that does not take a connection in this time is one that drops packets.
CONNECT_SECONDS = 10.0


@dataclasses.dataclass(frozen=True)
class Target:
    """The server to connect to."""

    url: str
    host: str
    port: int
    is_tls: bool

    @classmethod
    def of(cls, url: str) -> Target:
        """The server of a URL.

        Raises:
            TransportError: it has no host or port that could be connected to.
        """
        try:
            parts = urllib.parse.urlsplit(url)
            host, port = parts.hostname or "", parts.port or DEFAULT_PORTS.get(parts.scheme, 0)
        except ValueError:
            # Of a proxy's URL it may be the password that is taken for a port.
            raise TransportError("The URL is not one: check its host and port.", method="CONNECT", url="") from None
        if not host or not port:
            raise TransportError("The URL has no host.", method="CONNECT", url="")
        return cls(url, host, port, parts.scheme == "https")


@dataclasses.dataclass(frozen=True)
class Knock:
    """The result of connecting to one address of a server. `problem` is the reason if that failed."""

    address: str
    seconds: float
    problem: str | None = None


def resolve(target: Target) -> list[str]:
    """The addresses of a host, in the order in which they are tried.

    Raises:
        ConnectFailed: its name is not known.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:  # a label of a name that is too long is an error of its encoding
        reason = (error.strerror if isinstance(error, OSError) else None) or error
        raise ConnectFailed(
            f"The host name '{target.host}' is not known here: {reason}.", method="CONNECT", url=target.url
        ) from None
    return list(dict.fromkeys(str(item[4][0]) for item in found))


def knock(address: str, port: int, seconds: float) -> Knock:
    """Connect to one address, and hang up."""
    started = time.monotonic()
    problem = None
    try:
        socket.create_connection((address, port), min(seconds, CONNECT_SECONDS)).close()
    except OSError as error:
        problem = error.strerror or str(error)
    return Knock(address, time.monotonic() - started, problem)


@dataclasses.dataclass(frozen=True)
class Handshake:
    """The result of a TLS handshake. Of a certificate that was not checked nothing is known."""

    version: str
    cipher: str
    subject: str | None
    issuer: str | None
    expires_at: datetime.datetime | None


def shake_hands(target: Target, tls: Tls, authorities: str | None, seconds: float) -> Handshake:
    """Agree on a secure connection, and hang up. `authorities` is the file or folder of those that are trusted, None if
    certificates are not to be checked.

    Raises:
        TlsFailed: there is no agreement, or the certificate is not to be trusted.
        TransportError: the server hung up, or a file of certificates cannot be read.
    """
    limit = min(seconds, CONNECT_SECONDS)
    try:
        context = _context(tls, authorities)
    except OSError as error:  # ssl.SSLError among them, for files that hold something else
        raise TransportError(
            f"A file of certificates cannot be used: {error.strerror or error}.", method="CONNECT", url=target.url
        ) from None
    try:
        with contextlib.ExitStack() as stack:
            plain = stack.enter_context(socket.create_connection((target.host, target.port), limit))
            stack.enter_context(ended_after(plain, limit))
            return _agreed(stack.enter_context(context.wrap_socket(plain, server_hostname=target.host)))
    except ssl.SSLError as error:
        raise TlsFailed(
            f"{target.host}:{target.port} refuses a secure connection, or is refused: {_reason(error)}."
            f" {tls_advice(str(error))}".rstrip(),
            method="CONNECT",
            url=target.url,
        ) from None
    except OSError as error:
        raise TransportError(
            f"{target.host}:{target.port} hung up in the midst of the handshake: {error.strerror or error}.",
            method="CONNECT",
            url=target.url,
        ) from None


def _context(tls: Tls, authorities: str | None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if authorities is None:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    elif os.path.isdir(authorities):
        context.load_verify_locations(capath=authorities)
    else:
        context.load_verify_locations(cafile=authorities)
    if tls.client_cert:
        context.load_cert_chain(tls.client_cert, tls.client_key)
    return context


def _agreed(secured: ssl.SSLSocket) -> Handshake:
    shown: t.Mapping[str, t.Any] = secured.getpeercert() or {}
    cipher = secured.cipher()
    expires = shown.get("notAfter")
    return Handshake(
        version=secured.version() or "",
        cipher=cipher[0] if cipher else "",
        subject=_common_name(shown.get("subject", ())),
        issuer=_common_name(shown.get("issuer", ())),
        expires_at=datetime.datetime.fromtimestamp(ssl.cert_time_to_seconds(expires), datetime.timezone.utc)
        if expires
        else None,
    )


def _common_name(parts: t.Iterable[t.Iterable[tuple[str, str]]]) -> str | None:
    """The subject or issuer of a certificate: its common name, or else the last and most particular part."""
    names = [pair for part in parts for pair in part]
    return dict(names).get("commonName") or (names[-1][1] if names else None)


def _reason(error: ssl.SSLError) -> str:
    """OpenSSL's reason without the place in its source: certificate verify failed: unable to get local issuer."""
    text = str(error.args[-1]) if error.args else str(error)
    return text.split("] ", 1)[-1].rsplit(" (_ssl.c", 1)[0]
