# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The trace can be read, its commands can be run, and no secret is in it."""

from __future__ import annotations

import contextlib
import os
import pathlib
import re
import shutil
import stat
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import CloudError, ConfigError, ConnectFailed
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.exchange import Request
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.redact import secret_name
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.trace import (
    LONGEST_ANSWER,
    Trace,
    as_text,
    entry_of,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.transport import Transport
from ansible_collections.nodeworks.openstack.tests.unit.support import Reply, Serve, cloud_config, free_port, in_turn

TOKEN = "gAAAAAB-secret-token"


def sent(trace: Trace, request: Request, **changes: Any) -> None:
    transport = Transport(cloud_config(**changes), sleep=lambda seconds: None, trace=trace)
    with contextlib.suppress(CloudError):
        transport.send(request)
    transport.close()


def test_request_and_answer(serve: Serve) -> None:
    server = serve(in_turn(Reply(202, {"a": 1}, {"X-Openstack-Request-Id": "req-1"})))
    trace = Trace(None)
    sent(
        trace, Request("POST", f"{server.url}/servers", headers={"X-Auth-Token": TOKEN}, body={"server": {"name": "a"}})
    )
    (entry,) = trace.entries
    assert (entry["method"], entry["url"], entry["status"]) == ("POST", f"{server.url}/servers", 202)
    assert (entry["request_id"], entry["seconds"] >= 0) == ("req-1", True)
    assert "answer" not in entry
    assert as_text(entry).startswith(f"POST {server.url}/servers -> 202 in {entry['seconds']:.3f} s, req-1\ncurl ")


def test_answer_of_an_error_is_shown_without_secrets(serve: Serve) -> None:
    server = serve(in_turn(Reply(409, "It is hunter2 that is wrong.")))
    trace = Trace(None, ["hunter2"])
    sent(trace, Request("POST", server.url, body={}))
    assert "It is " in trace.entries[0]["answer"]
    assert "hunter2" not in repr(trace.entries)


def test_secret_is_not_shown_in_part_where_an_answer_is_cut(serve: Serve) -> None:
    server = serve(in_turn(Reply(409, "x" * (LONGEST_ANSWER - 3) + TOKEN)))
    trace = Trace(None)
    sent(trace, Request("POST", server.url, headers={"X-Auth-Token": TOKEN}, body={}))
    assert trace.entries[0]["answer"] == "x" * (LONGEST_ANSWER - 3) + "***"


def test_every_attempt_is_shown(serve: Serve) -> None:
    server = serve(in_turn(Reply(503), Reply(hang_up=True), Reply()))
    trace = Trace(None)
    sent(trace, Request("GET", server.url), retries=3)
    assert [entry.get("status", "none") for entry in trace.entries] == [503, "none", 200]
    assert "closed the connection" in trace.entries[1]["error"]


def test_request_without_answer() -> None:
    trace = Trace(None)
    url = f"http://127.0.0.1:{free_port()}/"
    sent(trace, Request("GET", url), retries=0)
    (entry,) = trace.entries
    assert entry["error"].startswith("Cannot reach ")
    assert as_text(entry).startswith(f"GET {url} -> Cannot reach ")


def test_password_in_a_url_is_not_shown() -> None:
    request = Request("GET", "http://user:hunter2@h/v2.1")
    entry = entry_of(request, ConnectFailed("no", method="GET", url="http://h"))
    assert "hunter2" not in repr(entry)
    assert entry["url"] == "http://h/v2.1"


def test_content_that_is_sent_as_it_is_is_not_shown() -> None:
    words = "curl -sS -X PUT -H 'Accept: application/json'"
    error = ConnectFailed("no", method="PUT", url="http://h")
    entry = entry_of(Request("PUT", "http://h/x", content=b"hunter2"), error)
    assert entry["curl"] == f"{words} -H 'Content-Type: application/octet-stream' --data-binary @content http://h/x"
    entry = entry_of(Request("PUT", "http://h/x", content=b"", headers={"content-type": "text/plain"}), error)
    assert entry["curl"] == f"{words} -H 'content-type: text/plain' --data-binary @content http://h/x"


AWKWARD = 'it\'s $HOME "quoted" `id` \\ ü\n!'


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize(
    "request_fields",
    [
        pytest.param({"method": "GET", "params": (("name", "^web'1$"), ("limit", "2"))}, id="query"),
        pytest.param({"method": "POST", "body": {"server": {"name": AWKWARD, "metadata": {"a": ""}}}}, id="body"),
        pytest.param({"method": "POST", "body": {}}, id="empty-body"),
        pytest.param({"method": "DELETE"}, id="delete"),
        pytest.param({"method": "POST", "body": {"auth": {"password": {"password": TOKEN}}}}, id="secret-in-body"),
        pytest.param({"method": "POST", "form": {"client_secret": TOKEN, "scope": "a b&c"}}, id="form"),
    ],
)
def test_command_can_be_run_and_sends_the_same(serve: Serve, request_fields: dict[str, Any]) -> None:
    server = serve(in_turn(Reply(200, {"a": 1})))
    trace = Trace(None)
    headers = {"X-Auth-Token": TOKEN, "OpenStack-API-Version": "compute 2.47"}
    sent(trace, Request(url=f"{server.url}/v2.1/servers", headers=headers, **request_fields))
    command = trace.entries[0]["curl"]
    assert TOKEN not in command
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        env={secret_name(TOKEN): TOKEN, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, '{"a": 1}')
    ours, curls = server.seen
    assert (curls.method, curls.path, curls.query) == (ours.method, ours.path, ours.query)
    for name in ("x-auth-token", "openstack-api-version", "accept", "content-type"):
        assert curls.headers.get(name) == ours.headers.get(name)
    if "form" in request_fields:
        assert curls.body.replace(b"%20", b"+") == ours.body
    else:
        assert (curls.json() if curls.body else None) == (ours.json() if ours.body else None)


def test_file_of_the_trace_is_the_users_alone_and_grows(serve: Serve, tmp_path: pathlib.Path) -> None:
    server = serve(in_turn(Reply()))
    path = tmp_path / "trace.txt"
    for _process in range(2):
        sent(Trace(str(path)), Request("GET", server.url, headers={"X-Auth-Token": TOKEN}))
    text = path.read_text(encoding="utf-8")
    assert len(re.findall(f"^GET {re.escape(server.url)} -> 200 in ", text, re.MULTILINE)) == 2
    assert TOKEN not in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_trace_on_standard_error(serve: Serve, capsys: pytest.CaptureFixture[str]) -> None:
    server = serve(in_turn(Reply()))
    sent(Trace("stderr"), Request("GET", server.url))
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(f"GET {server.url} -> 200 in ")


def test_terminal_obeys_nothing_in_a_trace(serve: Serve, capsys: pytest.CaptureFixture[str]) -> None:
    server = serve(in_turn(Reply(500, b"red \x1b[31m here")))
    sent(Trace("stderr"), Request("GET", server.url))
    assert "answer: red \\x1b[31m here" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("destination", "for_result"), [(None, True), ("result", True), ("stderr", True), ("/x", False)]
)
def test_place_of_the_entries(destination: str | None, for_result: bool) -> None:
    assert Trace(destination).is_for_result is for_result


@pytest.mark.parametrize(
    ("place", "reason"),
    [("missing/trace.txt", "No such file or directory"), (".", "Is a directory")],
    ids=["no-folder", "a-folder"],
)
def test_file_that_cannot_be_written_is_an_error_in_words(tmp_path: pathlib.Path, place: str, reason: str) -> None:
    path = tmp_path / place
    with pytest.raises(ConfigError) as caught:
        Trace(str(path))
    assert str(caught.value) == f"The trace cannot be written to {path}: {reason}."


def wide(path: pathlib.Path) -> None:
    path.touch()
    path.chmod(0o640)


def link(path: pathlib.Path) -> None:
    (path.parent / "elsewhere").touch(0o600)
    path.symlink_to(path.parent / "elsewhere")


def hard_link(path: pathlib.Path) -> None:
    (path.parent / "elsewhere").touch(0o600)
    path.hardlink_to(path.parent / "elsewhere")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (wide, "others can use it (mode 0640, which has to be 0600)"),
        (link, "it is a symbolic link, which is not followed"),
        (hard_link, "it has another name besides (a hard link)"),
        (lambda path: os.mkfifo(path, 0o600), "No such device or address"),
    ],
    ids=["wide", "link", "hard-link", "pipe"],
)
def test_file_that_others_could_read_is_refused(
    tmp_path: pathlib.Path, make: Callable[[pathlib.Path], object], reason: str
) -> None:
    path = tmp_path / "trace.txt"
    make(path)
    before = sorted((one.name, one.lstat().st_mode, one.lstat().st_size) for one in tmp_path.iterdir())
    with pytest.raises(ConfigError, match=re.escape(reason)):
        Trace(str(path))
    assert sorted((one.name, one.lstat().st_mode, one.lstat().st_size) for one in tmp_path.iterdir()) == before


def test_file_of_another_user_is_refused(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "trace.txt"
    path.touch(0o600)
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    with pytest.raises(ConfigError, match="it belongs to another user"):
        Trace(str(path))


def test_what_is_opened_to_others_meanwhile_gets_nothing_more(serve: Serve, tmp_path: pathlib.Path) -> None:
    server = serve(in_turn(Reply(), Reply()))
    path = tmp_path / "trace.txt"
    trace = Trace(str(path))
    sent(trace, Request("GET", server.url))
    before = path.read_text(encoding="utf-8")
    path.chmod(0o644)
    sent(trace, Request("GET", server.url))
    assert before
    assert path.read_text(encoding="utf-8") == before


def test_known_secrets_are_nowhere_in_an_entry(serve: Serve, tmp_path: pathlib.Path) -> None:
    """What is masked in a result is masked in the file too: of the URL and of what was sent as well."""
    secret = 'fern "cobalt"+meadow'
    server = serve(in_turn(Reply(400, {"message": f"Not {secret}"})))
    path = tmp_path / "trace.txt"
    trace = Trace(str(path), [secret])
    sent(trace, Request("POST", f"{server.url}/a", params=(("which", secret),), body={"note": f"so {secret}"}))
    for shown in (repr(trace.entries), path.read_text(encoding="utf-8")):
        assert "********" in shown
        assert "cobalt" not in shown


@pytest.mark.parametrize("name", ["token", "access_token", "Password"])
def test_secret_of_a_query_has_its_name_alone(serve: Serve, name: str) -> None:
    server = serve(in_turn(Reply()))
    trace = Trace(None)
    sent(trace, Request("GET", server.url, params=((name, TOKEN), ("limit", "5"))))
    (entry,) = trace.entries
    assert entry["url"] == f"{server.url}?{name}={secret_name(TOKEN)}&limit=5"
    assert TOKEN not in repr(entry)
