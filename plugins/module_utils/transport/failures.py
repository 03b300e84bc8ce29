# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors for the HTTP library's exceptions, with advice.

Works on names and texts rather than on exception classes where the library wraps the operating system's errors: the
text of the innermost error is what tells a wrong port from a wrong name.
"""

from __future__ import annotations

import re
import typing as t

from ..errors import BrokenAnswer, ConnectFailed, TimedOut, TlsFailed, TransportError
from .exchange import Request

# Part of OpenSSL's text -> its meaning for the user.
TLS_ADVICE = (
    ("certificate has expired", "Its certificate has expired; it has to be renewed on the server."),
    (
        "hostname mismatch",
        "Its certificate is for another host name; use the name in the certificate, or let the server have a"
        " certificate for this one.",
    ),
    (
        "ip address mismatch",
        "Its certificate is not for this IP address; use the host name in the certificate.",
    ),
    (
        "certificate verify failed",
        "Its certificate is signed by an authority that is not trusted here; set ca_cert to the file with that"
        " authority's certificate.",
    ),
    ("wrong version number", "It does not speak TLS there: perhaps the URL should begin with http://."),
    ("record layer failure", "It does not speak TLS there: perhaps the URL should begin with http://."),
    ("certificate required", "It asks for a client certificate; set client_cert and client_key."),
    ("handshake failure", "It refused the handshake; perhaps it asks for a client certificate (client_cert)."),
)


def innermost_text(error: BaseException) -> str:
    """The text of the error at the bottom of the chain, which is the operating system's or OpenSSL's."""
    seen = set()
    current: BaseException = error
    while id(current) not in seen:
        seen.add(id(current))
        inner = next((arg for arg in current.args if isinstance(arg, BaseException)), None)
        reason = getattr(current, "reason", None)
        following = (reason if isinstance(reason, BaseException) else None) or inner or current.__cause__
        if following is None:
            break
        current = following
    return str(current.args[-1]) if current.args else type(current).__name__


def tls_failed(error: BaseException, method: str, url: str) -> TlsFailed:
    """No secure connection."""
    text, advice = innermost_text(error), tls_advice(str(error))
    return TlsFailed(f"No secure connection to {origin(url)}: {text}. {advice}".rstrip(), method=method, url=url)


def tls_advice(text: str) -> str:
    """The meaning of OpenSSL's text for the user; empty if that is not known."""
    return next((advice for part, advice in TLS_ADVICE if part in text.lower().replace("_", " ")), "")


def proxy_failed(error: BaseException, method: str, url: str) -> ConnectFailed:
    """The proxy, not the server, is out of reach."""
    return ConnectFailed(
        f"Cannot reach {origin(url)} through the proxy: {innermost_text(error)}. Check proxy_url (or the variables"
        " HTTPS_PROXY, HTTP_PROXY, NO_PROXY).",
        method=method,
        url=url,
    )


def proxy_unusable(error: BaseException, method: str, url: str) -> ConnectFailed:
    """The proxy's URL cannot be used. Nothing of it is shown: a part of its password may look like the host."""
    reason = (
        "for a SOCKS proxy the Python library PySocks is needed"
        if "SOCKS" in str(error)
        else "its URL is none of http or https. In its password, special characters have to be written like %2F"
    )
    return ConnectFailed(
        f"Cannot reach {origin(url)} through the proxy: {reason}. Check proxy_url (or the variables HTTPS_PROXY,"
        " HTTP_PROXY, ALL_PROXY).",
        method=method,
        url=url,
    )


def connect_failed(error: BaseException, method: str, url: str) -> ConnectFailed:
    """Nobody answered: unknown name, closed port, no route, or nothing within the time limit."""
    return ConnectFailed(
        f"Cannot reach {origin(url)}: {innermost_text(error)}. Check the host name, the port and the network between.",
        method=method,
        url=url,
    )


def timed_out(seconds: float, method: str, url: str) -> TimedOut:
    """Connected, asked, and waited in vain."""
    return TimedOut(
        f"No answer from {origin(url)} to {method} within {seconds:g} s. Set api_timeout higher if it is that slow.",
        method=method,
        url=url,
    )


def without_end(seconds: float, method: str, url: str) -> TimedOut:
    """The answer has begun, and goes on and on."""
    return TimedOut(
        f"The answer from {origin(url)} to {method} had not ended after {seconds:g} s. Set api_timeout higher if it is"
        " that slow.",
        method=method,
        url=url,
    )


def too_large(most: float, method: str, url: str) -> BrokenAnswer:
    """The answer is larger than allowed. The part that came was thrown away."""
    return BrokenAnswer(
        f"The answer from {origin(url)} to {method} has more than {most:g} MiB, which is what max_response_size allows."
        " Set it higher if so much is expected, or ask for less.",
        method=method,
        url=url,
    )


def cut_short(error: BaseException, method: str, url: str) -> BrokenAnswer:
    """The server hung up before or within its answer."""
    # A server that expects TLS mostly hangs up on plain HTTP.
    advice = " If it speaks TLS there, perhaps the URL should begin with https://." if url.startswith("http:") else ""
    return BrokenAnswer(
        f"{origin(url)} closed the connection before its answer to {method} was complete:"
        f" {innermost_text(error)}.{advice}",
        method=method,
        url=url,
    )


def is_of_header(error: BaseException) -> bool:
    """Whether it is a header that cannot be sent."""
    return type(error).__name__ in ("InvalidHeader", "UnicodeEncodeError")


def cannot_be_sent(error: BaseException, method: str, url: str) -> TransportError:
    """A URL that is none, or a header with characters that are not allowed there, whose value is not shown."""
    if is_of_header(error):
        reason = "a header would hold a line break or another forbidden character. Check auth_token"
    else:
        reason = f"the URL is not one: {error}"
    return TransportError(f"{method} {url} cannot be sent: {reason}.", method=method, url=url)


def origin(url: str) -> str:
    """Scheme, host and port of a URL: what "cannot reach" is about."""
    return "/".join(without_user(url).split("/")[:3])


def without_user(url: str) -> str:
    """A URL without the user and password that may stand before its host."""
    return re.sub(r"//[^/@]*@", "//", url)


def proxy_without_user(url: str) -> str:
    """The same for a proxy's URL, which may lack its scheme, and have characters in its password that none may have."""
    scheme = re.match(r"\w+://", url)
    return f"{scheme.group() if scheme else ''}{url.rpartition('@')[2]}" if "@" in url else url


class Failure(t.NamedTuple):
    """A request without answer, and whether the server may have carried it out all the same."""

    error: TransportError
    was_sent: bool


def told_of(request: Request, failure: Failure) -> TransportError:
    """The error of a failure, with how much of a file was sent, if one was."""
    if request.source is not None and failure.was_sent:
        failure.error.message += f" {request.source.how_far()}"
    return failure.error
