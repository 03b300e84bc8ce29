# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests on real sockets: retries, time limits, redirects, TLS, and what of the user's surroundings has no say."""

from __future__ import annotations

import concurrent.futures
import datetime
import json
import pathlib
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.config.cloud_config import CloudConfig, Tls
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import (
    BrokenAnswer,
    ConnectFailed,
    TimedOut,
    TlsFailed,
    TransportError,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.exchange import Request, Response
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.transport import Transport
from ansible_collections.nodeworks.openstack.tests.unit.support import (
    Answers,
    Reply,
    Serve,
    cloud_config,
    free_port,
    in_turn,
)
from ansible_collections.nodeworks.openstack.tests.unit.transport.tls import Certificate, TlsServer, make_certificate

Send = Callable[..., Response]


class Sender:
    """Sends with a configuration, and notes how long it would have slept."""

    def __init__(self, **changes: Any) -> None:
        self.slept: list[float] = []
        self.config: CloudConfig = cloud_config(**changes)
        self.transport = Transport(self.config, sleep=self.slept.append)

    def __call__(self, method: str, url: str, **fields: Any) -> Response:
        try:
            return self.transport.send(Request(method, url, **fields))
        finally:
            self.transport.close()


def test_request_arrives_as_it_was_meant(serve: Serve) -> None:
    server = serve(in_turn(Reply(201, {"a": 1}, {"X-Openstack-Request-Id": "req-1"})))
    params = (("name", "^w\\.1$"), ("limit", "2"), ("name", "ü"))
    response = Sender()(
        "POST", f"{server.url}/v2.1/servers", headers={"X-Auth-Token": "t"}, params=params, body={"b": "ü"}
    )
    assert (response.status, response.json_object(), response.request_id) == (201, {"a": 1}, "req-1")
    seen = server.seen[0]
    assert (seen.method, seen.path, seen.query, seen.json()) == ("POST", "/v2.1/servers", params, {"b": "ü"})
    assert seen.headers["x-auth-token"] == "t"
    assert seen.headers["content-type"] == "application/json"
    assert seen.headers["accept"] == "application/json"
    assert seen.headers["user-agent"].startswith("nodeworks.openstack")


@pytest.mark.parametrize("body", [{}, [], "", 0, False])
def test_empty_body_is_a_body(serve: Serve, body: Any) -> None:
    server = serve(in_turn(Reply()))
    Sender()("PUT", server.url, body=body)
    assert server.seen[0].json() == body


def test_no_body_is_no_body(serve: Serve) -> None:
    server = serve(in_turn(Reply()))
    Sender()("DELETE", server.url)
    assert (server.seen[0].body, "content-type" in server.seen[0].headers) == (b"", False)


def test_connection_is_kept(serve: Serve) -> None:
    server = serve(in_turn(Reply()))
    transport = Transport(cloud_config())
    for _time in range(3):
        transport.send(Request("GET", server.url))
    transport.close()
    assert (len(server.seen), server.connections, transport.calls) == (3, 1, 3)


@pytest.mark.parametrize("connections", [1, 4])
def test_threads_share_the_connections_there_are(serve: Serve, connections: int) -> None:
    server = serve(in_turn(Reply(delay=0.005)))
    transport = Transport(cloud_config(), connections=connections)
    with concurrent.futures.ThreadPoolExecutor(max_workers=20) as pool:
        answers = list(pool.map(lambda _number: transport.send(Request("GET", server.url)), range(60)))
    transport.close()
    assert [answer.status for answer in answers] == [200] * 60
    assert server.connections == connections


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 500])
def test_error_status_is_an_answer_like_any_other(serve: Serve, status: int) -> None:
    server = serve(in_turn(Reply(status, {"x": 1})))
    assert Sender()("GET", server.url).status == status
    assert len(server.seen) == 1


# What is sent again.


@pytest.mark.parametrize("status", [502, 503, 504])
def test_busy_server_is_asked_again(serve: Serve, status: int) -> None:
    server = serve(in_turn(Reply(status), Reply(status), Reply(200, {"a": 1})))
    send = Sender(retries=2)
    assert send("GET", server.url).json() == {"a": 1}
    assert (len(server.seen), len(send.slept), send.transport.calls) == (3, 2, 3)
    assert 0.25 <= send.slept[0] <= 0.5 <= send.slept[1] <= 1.0


def test_last_answer_stands_when_the_attempts_are_used_up(serve: Serve) -> None:
    server = serve(in_turn(Reply(503, "later")))
    assert Sender(retries=2)("GET", server.url).status == 503
    assert len(server.seen) == 3


def test_no_retries_is_one_attempt(serve: Serve) -> None:
    server = serve(in_turn(Reply(503)))
    assert Sender(retries=0)("GET", server.url).status == 503
    assert len(server.seen) == 1


@pytest.mark.parametrize("method", ["POST", "PATCH"])
@pytest.mark.parametrize(
    "reply", [Reply(503), Reply(hang_up=True), Reply(body="x" * 50, cut=3)], ids=["503", "hang-up", "cut"]
)
def test_what_may_have_been_carried_out_is_never_sent_twice(serve: Serve, method: str, reply: Reply) -> None:
    server = serve(in_turn(reply, Reply()))
    try:
        assert Sender()(method, server.url, body={}).status == 503
    except BrokenAnswer:
        pass
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    "reply", [Reply(503), Reply(hang_up=True), Reply(body="x" * 50, cut=3)], ids=["503", "hang-up", "cut"]
)
@pytest.mark.parametrize(
    ("method", "repeatable"), [("GET", None), ("HEAD", None), ("PUT", None), ("DELETE", None), ("POST", True)]
)
def test_what_is_safe_is_sent_again(serve: Serve, method: str, repeatable: bool | None, reply: Reply) -> None:
    if method == "HEAD" and reply.cut:
        reply = Reply(503)  # an answer to HEAD has no body that could be cut
    server = serve(in_turn(reply, Reply(200, {"a": 1})))
    response = Sender()(method, server.url, repeatable=repeatable, body={} if method == "POST" else None)
    assert response.status == 200
    assert len(server.seen) == 2


@pytest.mark.parametrize("status", [413, 429])
def test_rate_limit_is_obeyed_for_every_method(serve: Serve, status: int) -> None:
    server = serve(in_turn(Reply(status, headers={"Retry-After": "7"}), Reply()))
    send = Sender()
    assert send("POST", server.url, body={}).status == 200
    assert send.slept == [7.0]


def test_post_that_met_a_closed_port_is_sent_again() -> None:
    send = Sender(retries=1)
    with pytest.raises(ConnectFailed):
        send("POST", f"http://127.0.0.1:{free_port()}/v3", body={})
    assert (len(send.slept), send.transport.calls) == (1, 2)


# What went wrong, in words.


def test_refused_connection() -> None:
    port = free_port()
    with pytest.raises(ConnectFailed) as caught:
        Sender(retries=0)("GET", f"http://127.0.0.1:{port}/v3")
    assert str(caught.value) == (
        f"Cannot reach http://127.0.0.1:{port}: Connection refused. Check the host name, the port and the network"
        " between."
    )
    assert caught.value.facts() == {"method": "GET", "url": f"http://127.0.0.1:{port}/v3"}


def test_unknown_host() -> None:
    with pytest.raises(ConnectFailed) as caught:
        Sender(retries=0)("GET", "http://no-such-host.invalid:5000/v3")
    message = str(caught.value)
    assert message.startswith("Cannot reach http://no-such-host.invalid:5000: ")
    assert message.endswith(". Check the host name, the port and the network between.")
    assert "HTTPConnection" not in message


@pytest.mark.parametrize("body", ["y" * 200, {"servers": []}])
def test_cut_body_is_no_body(serve: Serve, body: Any) -> None:
    server = serve(in_turn(Reply(200, body, cut=5)))
    with pytest.raises(BrokenAnswer, match="closed the connection before its answer to GET was complete: ") as caught:
        Sender(retries=0)("GET", server.url)
    assert server.url in str(caught.value)


def test_cut_chunked_body_is_no_body(serve: Serve) -> None:
    headers = {"Transfer-Encoding": "chunked", "Content-Length": ""}
    server = serve(in_turn(Reply(200, b"40\r\n{", headers, cut=5)))
    with pytest.raises(BrokenAnswer, match="closed the connection before its answer to GET was complete: "):
        Sender(retries=0)("GET", server.url)


def test_dropped_connection(serve: Serve) -> None:
    server = serve(in_turn(Reply(hang_up=True)))
    with pytest.raises(BrokenAnswer) as caught:
        Sender(retries=0)("GET", f"{server.url}/v3")
    assert str(caught.value).startswith(f"{server.url} closed the connection before its answer to GET was complete: ")
    assert caught.value.facts() == {"method": "GET", "url": f"{server.url}/v3"}


def test_silence_is_a_time_out(serve: Serve) -> None:
    server = serve(in_turn(Reply(delay=2.0)))
    started = time.monotonic()
    with pytest.raises(TimedOut) as caught:
        Sender(retries=0, api_timeout=0.4)("GET", server.url)
    assert time.monotonic() - started < 1.5
    assert str(caught.value) == (
        f"No answer from {server.url} to GET within 0.4 s. Set api_timeout higher if it is that slow."
    )


def test_silence_in_the_midst_of_an_answer_is_a_time_out_too(serve: Serve) -> None:
    server = serve(in_turn(Reply(200, {"a": 1}, stall=2.0)))
    with pytest.raises(TimedOut, match=r"within 0\.4 s\. Set api_timeout higher"):
        Sender(retries=0, api_timeout=0.4)("GET", server.url)


def test_time_out_is_tried_again_for_what_is_safe_only(serve: Serve) -> None:
    server = serve(in_turn(Reply(delay=2.0), Reply()))
    assert Sender(api_timeout=0.4)("GET", server.url).status == 200
    server.answers = in_turn(Reply(delay=2.0), Reply())
    with pytest.raises(TimedOut):
        Sender(api_timeout=0.4)("POST", server.url, body={})
    assert len([seen for seen in server.seen if seen.method == "POST"]) == 1


def test_proxy_that_is_not_there() -> None:
    proxy = f"http://user:hunter2@127.0.0.1:{free_port()}"
    with pytest.raises(ConnectFailed) as caught:
        Sender(retries=0, proxy_url=proxy)("GET", "http://cloud.example.org/v3")
    message = str(caught.value)
    assert message.startswith("Cannot reach http://cloud.example.org through the proxy: ")
    assert message.endswith("Check proxy_url (or the variables HTTPS_PROXY, HTTP_PROXY, NO_PROXY).")
    assert "hunter2" not in message


@pytest.mark.parametrize(
    ("proxy", "reason"),
    [
        ("socks5h://127.0.0.1:1080", "for a SOCKS proxy the Python library PySocks is needed."),
        # Of such a password the first half passes for a host.
        ("http://user:hunter2/pw@127.0.0.1:3128", "its URL is none of http or https."),
        ("ftp://127.0.0.1:21", "its URL is none of http or https."),
    ],
)
def test_proxy_that_cannot_be_used(proxy: str, reason: str) -> None:
    with pytest.raises(ConnectFailed) as caught:
        Sender(retries=0, proxy_url=proxy)("GET", "http://cloud.example.org/v3")
    message = str(caught.value)
    assert message.startswith(f"Cannot reach http://cloud.example.org through the proxy: {reason}")
    assert message.endswith("Check proxy_url (or the variables HTTPS_PROXY, HTTP_PROXY, ALL_PROXY).")
    assert "hunter2" not in message


def test_url_that_is_none_is_not_the_proxys_fault() -> None:
    with pytest.raises(TransportError, match="the URL is not one"):
        Sender(retries=0, proxy_url="socks5h://127.0.0.1:1080")("GET", "http://cloud.example.org:port/v3")


def test_proxy_of_the_option_is_used(serve: Serve) -> None:
    proxy = serve(in_turn(Reply(200, {"proxy": True})))
    assert Sender(proxy_url=proxy.url)("GET", "http://cloud.example.org/v3").json() == {"proxy": True}


def test_post_that_went_through_the_proxy_is_not_sent_again(serve: Serve) -> None:
    """The library speaks of the proxy also when the connection breaks after the request."""
    proxy = serve(in_turn(Reply(hang_up=True)))
    with pytest.raises(TransportError):
        Sender(proxy_url=proxy.url)("POST", "http://cloud.example.org/v2.1/servers", body={})
    assert len(proxy.seen) == 1


def test_last_redirect_may_lead_to_an_answer(serve: Serve) -> None:
    hops = [Reply(302, headers={"Location": "/next"}) for _hop in range(3)]
    server = serve(in_turn(*hops, Reply(200, {"there": True})))
    assert Sender()("GET", server.url).json() == {"there": True}


def test_proxy_of_the_environment_is_used_and_no_proxy_obeyed(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = serve(in_turn(Reply(200, {"proxy": True})))
    server = serve(in_turn(Reply(200, {"proxy": False})))
    monkeypatch.setenv("http_proxy", proxy.url)
    assert Sender()("GET", "http://cloud.example.org/v3").json() == {"proxy": True}
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert Sender()("GET", server.url).json() == {"proxy": False}


@pytest.mark.parametrize("url", ["http://127.0.0.1:99999/v2.1", "http://exa mple/", "http://.example.org/"])
def test_what_is_no_url_is_said_to_be_none_and_not_tried_again(url: str) -> None:
    send = Sender()
    with pytest.raises(TransportError) as caught:
        send("GET", url)
    assert "closed the connection" not in str(caught.value)
    assert send.slept == []


def test_token_with_a_line_break_is_refused_without_being_shown(serve: Serve) -> None:
    server = serve(in_turn(Reply()))
    with pytest.raises(TransportError) as caught:
        Sender()("GET", server.url, headers={"X-Auth-Token": "gAAAA-secret\n"})
    assert "gAAAA-secret" not in str(caught.value)
    assert "closed the connection" not in str(caught.value)


# Redirects.


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_of_the_same_server_is_followed_with_the_token(serve: Serve, status: int) -> None:
    server = serve(in_turn(Reply(status, headers={"Location": "/v2.1/servers/?limit=2"}), Reply(200, {"a": 1})))
    response = Sender()("GET", f"{server.url}/v2.1/servers", headers={"X-Auth-Token": "t"})
    assert response.json() == {"a": 1}
    assert (server.seen[1].path, server.seen[1].query) == ("/v2.1/servers/", (("limit", "2"),))
    assert server.seen[1].headers["x-auth-token"] == "t"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_redirect_to_another_server_keeps_the_token_home(serve: Serve, method: str, status: int) -> None:
    stranger = serve(in_turn(Reply()))
    target = f"{stranger.url}/v2.1/"
    server = serve(in_turn(Reply(status, headers={"Location": target})))
    with pytest.raises(BrokenAnswer) as caught:
        Sender()(method, f"{server.url}/v2.1", headers={"X-Auth-Token": "t"})
    assert stranger.seen == []
    assert str(caught.value) == (
        f"{method} {server.url}/v2.1 was redirected to {target}; a token is not carried there. If that is the right"
        " place, give that URL (auth_url, or the service's URL)."
    )


@pytest.mark.parametrize("location", ["//127.0.0.2:1/x", "https://127.0.0.1:1/x", "http://localhost:1/x"])
def test_redirect_to_another_scheme_or_name_is_to_another_server(serve: Serve, location: str) -> None:
    server = serve(in_turn(Reply(302, headers={"Location": location})))
    with pytest.raises(BrokenAnswer, match="was redirected to"):
        Sender()("GET", server.url)
    assert len(server.seen) == 1


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_redirect_of_a_change_is_not_followed(serve: Serve, method: str) -> None:
    server = serve(in_turn(Reply(307, headers={"Location": "/elsewhere"}), Reply()))
    with pytest.raises(BrokenAnswer, match="was redirected to /elsewhere; a token is not carried there"):
        Sender()(method, server.url, body={})
    assert len(server.seen) == 1


def test_redirects_in_a_circle_end(serve: Serve) -> None:
    server = serve(in_turn(Reply(302, headers={"Location": "/again"})))
    with pytest.raises(BrokenAnswer, match="was redirected to /again"):
        Sender()("GET", server.url)
    assert len(server.seen) <= 5


@pytest.mark.parametrize("reply", [Reply(300, {"choices": []}, {"Location": "/v3"}), Reply(304)], ids=["300", "304"])
def test_other_answers_of_the_three_hundreds_stand(serve: Serve, reply: Reply) -> None:
    server = serve(in_turn(reply))
    assert Sender()("GET", server.url).status == reply.status
    assert len(server.seen) == 1


def test_redirect_without_target_stands(serve: Serve) -> None:
    server = serve(in_turn(Reply(302)))
    assert Sender()("GET", server.url).status == 302


# Surroundings that do not count.


def test_netrc_adds_no_credentials(serve: Serve, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login u password p\n", encoding="utf-8")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    server = serve(in_turn(Reply()))
    Sender()("GET", server.url)
    assert len(server.seen) == 1
    assert "authorization" not in server.seen[0].headers


def test_cookies_of_one_answer_are_harmless(serve: Serve) -> None:
    """A balancer's cookie may come back; it must not replace the token."""
    server = serve(in_turn(Reply(headers={"Set-Cookie": "lb=1"})))
    Sender()("GET", server.url, headers={"X-Auth-Token": "t"})
    assert server.seen[0].headers["x-auth-token"] == "t"


@pytest.mark.parametrize(
    ("secret", "repeated", "shown"),
    [
        ("hunter2", "Is hunter2 a password?", "Is ******** a password?"),
        ('a "b"', json.dumps({"message": 'Is a "b" one?'}), json.dumps({"message": "Is ******** one?"})),
        ("1", json.dumps({"code": 401, "message": "Not 1"}), json.dumps({"code": 401, "message": "Not ********"})),
        ("2", '{"code":401}', '{"code":401}'),
        ("", "Nothing is no password.", "Nothing is no password."),
    ],
    ids=["text", "json", "short", "not-repeated", "empty"],
)
def test_secret_that_was_sent_is_not_repeated_by_a_refusal(
    serve: Serve, secret: str, repeated: str, shown: str
) -> None:
    server = serve(in_turn(Reply(400, repeated)))
    response = Sender()("POST", server.url, body={"server": {"adminPass": secret, "name": "password"}})
    assert response.content.decode() == shown


def test_good_answer_is_as_it_was_sent(serve: Serve) -> None:
    server = serve(in_turn(Reply(200, {"adminPass": "hunter2"})))
    assert Sender()("POST", server.url, body={"adminPass": "hunter2"}).json() == {"adminPass": "hunter2"}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """The certificate of the server."""
    return make_certificate(tmp_path_factory.mktemp("tls"), "cloud", "127.0.0.1", "localhost")


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate of another host, and of another authority."""
    return make_certificate(tmp_path_factory.mktemp("tls"), "other", "other.example.org")


ServeTls = Callable[..., TlsServer]


@pytest.fixture
def serve_tls() -> Iterator[ServeTls]:
    servers: list[TlsServer] = []

    def start(own: Certificate, client: Certificate | None = None, answers: Answers = in_turn(Reply())) -> TlsServer:
        servers.append(TlsServer(answers, own, client))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_bundle_of_the_environment_does_not_make_a_server_trusted(
    serve_tls: ServeTls, own: Certificate, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, own.certificate)
    with pytest.raises(TlsFailed):
        Sender()("GET", serve_tls(own).url)


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
@pytest.mark.parametrize("trust", ["ca_cert", "validate_certs"])
@pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning")
def test_bundle_of_the_environment_does_not_change_what_the_options_say(
    serve_tls: ServeTls,
    own: Certificate,
    other: Certificate,
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    trust: str,
) -> None:
    monkeypatch.setenv(variable, other.certificate)
    tls = Tls(ca_cert=own.certificate) if trust == "ca_cert" else Tls(validate_certs=False)
    assert Sender(tls=tls)("GET", serve_tls(own).url).status == 200


@pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning")
def test_validate_certs_false_goes_before_ca_cert(serve_tls: ServeTls, own: Certificate, other: Certificate) -> None:
    tls = Tls(validate_certs=False, ca_cert=other.certificate)
    assert Sender(tls=tls)("GET", serve_tls(own).url).status == 200


def test_unknown_authority(serve_tls: ServeTls, own: Certificate) -> None:
    server = serve_tls(own)
    send = Sender()
    with pytest.raises(TlsFailed) as caught:
        send("GET", server.url)
    message = str(caught.value)
    assert message.startswith(f"No secure connection to {server.url}: ")
    assert message.endswith(
        "Its certificate is signed by an authority that is not trusted here; set ca_cert to the file with that"
        " authority's certificate."
    )
    assert send.slept == []


def test_expired_certificate(serve_tls: ServeTls, tmp_path: pathlib.Path) -> None:
    yesterday = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=1)
    expired = make_certificate(tmp_path, "expired", "127.0.0.1", not_after=yesterday)
    with pytest.raises(TlsFailed, match="Its certificate has expired; it has to be renewed on the server"):
        Sender(tls=Tls(ca_cert=expired.certificate))("GET", serve_tls(expired).url)


def test_certificate_of_another_host(serve_tls: ServeTls, other: Certificate) -> None:
    server = serve_tls(other)
    with pytest.raises(TlsFailed, match="Its certificate is not for this IP address; use the host name in the"):
        Sender(tls=Tls(ca_cert=other.certificate))("GET", server.url)
    with pytest.raises(
        TlsFailed, match="Its certificate is for another host name; use the name in the certificate, or"
    ):
        Sender(tls=Tls(ca_cert=other.certificate))("GET", server.url.replace("127.0.0.1", "localhost"))


def test_client_certificate(serve_tls: ServeTls, own: Certificate, other: Certificate) -> None:
    server = serve_tls(own, client=other)
    tls = Tls(ca_cert=own.certificate, client_cert=other.certificate, client_key=other.key)
    assert Sender(tls=tls)("GET", server.url).status == 200


def test_client_certificate_and_key_in_one_file(
    serve_tls: ServeTls, own: Certificate, other: Certificate, tmp_path: pathlib.Path
) -> None:
    both = tmp_path / "both.pem"
    both.write_text(pathlib.Path(other.key).read_text() + pathlib.Path(other.certificate).read_text())
    tls = Tls(ca_cert=own.certificate, client_cert=str(both))
    assert Sender(tls=tls)("GET", serve_tls(own, client=other).url).status == 200


def test_missing_client_certificate(serve_tls: ServeTls, own: Certificate, other: Certificate) -> None:
    server = serve_tls(own, client=other)
    with pytest.raises(TlsFailed, match=r"It asks for a client certificate; set client_cert and client_key\.$"):
        Sender(tls=Tls(ca_cert=own.certificate))("GET", server.url)


def test_https_to_a_server_without_tls(serve: Serve) -> None:
    server = serve(in_turn(Reply()))
    url = server.url.replace("http://", "https://")
    with pytest.raises(TlsFailed, match=r"It does not speak TLS there: perhaps the URL should begin with http://\.$"):
        Sender()("GET", url)


def test_http_to_a_server_with_tls_is_an_error_in_words(serve_tls: ServeTls, own: Certificate) -> None:
    server = serve_tls(own)
    with pytest.raises(BrokenAnswer, match="perhaps the URL should begin with https://"):
        Sender(retries=0)("GET", server.url.replace("https://", "http://"))


@pytest.mark.parametrize(
    "tls", [Tls(ca_cert="/no/such/file.pem"), Tls(client_cert="/no/such/file.pem")], ids=["ca_cert", "client_cert"]
)
def test_certificate_file_that_does_not_exist_is_named(serve_tls: ServeTls, own: Certificate, tls: Tls) -> None:
    with pytest.raises(TransportError) as caught:
        Sender(tls=tls)("GET", serve_tls(own).url)
    assert "/no/such/file.pem" in str(caught.value)
    assert str(caught.value).endswith("Check ca_cert, client_cert and client_key.")


def test_ca_file_that_holds_no_certificate_is_an_error_in_words(
    serve_tls: ServeTls, own: Certificate, tmp_path: pathlib.Path
) -> None:
    empty = tmp_path / "empty.pem"
    empty.write_text("nothing", encoding="utf-8")
    with pytest.raises(TransportError):
        Sender(tls=Tls(ca_cert=str(empty)))("GET", serve_tls(own).url)


def test_threads_share_a_transport(serve: Serve) -> None:
    server = serve(in_turn(Reply(200, {"a": 1})))
    transport = Transport(cloud_config())
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lambda: statuses.append(transport.send(Request("GET", server.url)).status))
        for _thread in range(10)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    transport.close()
    assert (statuses, transport.calls) == ([200] * 10, 10)


# Reading answers.


def answered(content: bytes, status: int = 200) -> Response:
    return Response("GET", "http://h/v2.1/servers", status, {}, content)


@pytest.mark.parametrize("content", [b"", b"  \n"])
def test_empty_answer_is_an_empty_object(content: bytes) -> None:
    assert answered(content).json_object() == {}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"<html>\n <body>Welcome to the portal",
            "The answer to GET http://h/v2.1/servers (HTTP 200) should be JSON, but begins with: <html> <body>Welcome"
            " to the portal",
        ),
        (
            b'{"servers": [',
            'The answer to GET http://h/v2.1/servers (HTTP 200) should be JSON, but begins with: {"servers": [',
        ),
        (
            b"[1]",
            "The answer to GET http://h/v2.1/servers (HTTP 200) should be a JSON object, but begins with: [1]",
        ),
        (
            b'"\xff"',
            'The answer to GET http://h/v2.1/servers (HTTP 200) should be JSON, but begins with: "\ufffd"',
        ),
    ],
)
def test_answer_of_another_shape_shows_how_it_begins(content: bytes, message: str) -> None:
    with pytest.raises(BrokenAnswer) as caught:
        answered(content).json_object()
    assert str(caught.value) == message


def test_request_id_of_older_novas() -> None:
    response = Response("GET", "http://h", 200, {"x-compute-request-id": "req-old"}, b"")
    assert response.request_id == "req-old"
