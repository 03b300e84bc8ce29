# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each request, written down so that a person can read it and run it again, without any secret.

    GET https://cloud.example.org:8774/v2.1/servers/detail?name=%5Eweb1%24 -> 200 in 0.041 s, req-5f2c...
    curl -sS -X GET -H 'X-Auth-Token: '"$SECRET_1a2b3c4d" 'https://cloud.example.org:8774/v2.1/servers/detail?...'

Who sets the variable SECRET_1a2b3c4d to the secret can run the command. What is sent as it is may be anything, secrets
among it, and stands in a file `content` there.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import shlex
import stat
import sys
import typing as t
import urllib.parse

from ..config.cloud_config import CloudConfig
from ..errors import ConfigError, TransportError
from ..printable import printable
from .exchange import UNKNOWN_CONTENT, Request, Response
from .failures import without_user
from .redact import SECRET_HEADERS, json_without_secrets, redacted_header, redacted_json, redacted_query

Entry = t.Dict[str, t.Any]

STDERR = "stderr"
RESULT = "result"
# Of the file.
MODE = 0o600
LONGEST_ANSWER = 500
# So much of it is searched for secrets: one that the end of what is shown cuts in two would not be found there.
LONGEST_SEARCHED = 20 * LONGEST_ANSWER


def trace_of(config: CloudConfig, secrets: t.Iterable[str] = (), wanted: bool = False) -> Trace | None:
    """The trace that a configuration asks for, or that is wanted in any case. `secrets` are those of the options.

    Raises:
        ConfigError: the file cannot be written, or others could read it.
    """
    known = {*config.identity.secrets(), *secrets}
    return Trace(config.trace, sorted(known)) if config.trace or wanted else None


class Trace:
    """Requests and answers, kept as a list and written to a file or to standard error, as configured."""

    def __init__(self, destination: str | None, secrets: t.Sequence[str] = ()) -> None:
        """Begin a trace.

        Raises:
            ConfigError: the file cannot be written, or others could read it; said before anything is done, not in the
                midst of it.
        """
        self._file = None if destination in (None, STDERR, RESULT) else os.path.expanduser(str(destination))
        self._destination = destination
        self._secrets = secrets
        self.entries: list[Entry] = []
        try:
            self._append("")
        except OSError as error:
            reason = "it is a symbolic link, which is not followed" if error.errno == errno.ELOOP else error.strerror
            raise ConfigError([f"The trace cannot be written to {self._file}: {reason}."]) from error

    @property
    def is_for_result(self) -> bool:
        """Whether the entries belong into a task's result, and not (only) somewhere else."""
        # Of a module's standard error Ansible shows nothing.
        return self._file is None

    def record(self, request: Request, outcome: Response | TransportError) -> None:
        """Note one request and its answer, or that there was none."""
        entry = entry_of(request, outcome)
        known = [*self._secrets, *(value for name, value in request.headers.items() if name.lower() in SECRET_HEADERS)]
        entry = json_without_secrets(entry, known)
        if "answer" in entry:
            entry["answer"] = entry["answer"][:LONGEST_ANSWER]
        self.entries.append(entry)
        if self._destination == STDERR:
            # A terminal would obey control characters in what a service says.
            sys.stderr.write(printable(as_text(entry)))
        else:
            # A disk that is full by now is no reason to stop; nor is a file that was opened to others meanwhile.
            with contextlib.suppress(OSError, ConfigError):
                self._append(as_text(entry))

    def _append(self, text: str) -> None:
        if self._file is None:
            return
        # Written in one go, so that the lines of several forks do not mix. Readable by the user alone. A pipe that
        # nobody reads is not waited for.
        handle = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_NONBLOCK, MODE)
        try:
            _require_private(self._file, os.fstat(handle))
            os.write(handle, text.encode())
        finally:
            os.close(handle)


def _require_private(path: str, status: os.stat_result) -> None:
    """Make sure that nobody else can read the file.

    Raises:
        ConfigError: somebody can.
    """
    mode = stat.S_IMODE(status.st_mode)
    if not stat.S_ISREG(status.st_mode):
        problem = "it is no regular file"
    elif status.st_uid != os.geteuid():
        problem = "it belongs to another user"
    elif mode & 0o077:
        problem = f"others can use it (mode {mode:04o}, which has to be 0600)"
    elif status.st_nlink > 1:
        problem = "it has another name besides (a hard link)"
    else:
        return
    raise ConfigError([f"The trace is not written to {path}: {problem}. Remove the file, or name another."])


def entry_of(request: Request, outcome: Response | TransportError) -> Entry:
    """One request as data."""
    url = full_url(request)
    entry: Entry = {"method": request.method, "url": url, "curl": curl(request, url)}
    if isinstance(outcome, TransportError):
        return {**entry, "error": str(outcome)}
    entry.update(status=outcome.status, seconds=round(outcome.seconds, 3), request_id=outcome.request_id)
    if outcome.status >= 400:
        entry["answer"] = outcome.content[:LONGEST_SEARCHED].decode("utf-8", "replace")
    return entry


def as_text(entry: t.Mapping[str, t.Any]) -> str:
    """One request as lines to read."""
    outcome = entry.get("error") or f"{entry['status']} in {entry['seconds']:.3f} s, {entry['request_id'] or 'no id'}"
    lines = [f"{entry['method']} {entry['url']} -> {outcome}", entry["curl"]]
    if entry.get("answer"):
        lines.append(f"answer: {' '.join(entry['answer'].split())}")
    return "\n".join(lines) + "\n\n"


def full_url(request: Request) -> str:
    """The URL with its query, without a password."""
    url = without_user(request.url)
    shown = [(name, redacted_query(name, value)) for name, value in request.params]
    return f"{url}?{urllib.parse.urlencode(shown)}" if shown else url


def curl(request: Request, url: str) -> str:
    """A command that sends the same request, with a shell variable for each secret."""
    words = ["curl", "-sS", "-X", request.method]
    for name, value in {"Accept": "application/json", **request.headers}.items():
        words += ["-H", f"{name}: {redacted_header(name, value)}"]
    if request.body is not None:
        words += [*_content_type(request, "application/json"), "-d", json.dumps(redacted_json(request.body))]
    if request.content is not None:
        words += [*_content_type(request, UNKNOWN_CONTENT), "--data-binary", "@content"]
    if request.source is not None:
        words += [*_content_type(request, UNKNOWN_CONTENT), "-T", request.source.path]
    if request.sink is not None:
        words += ["-o", "answer"]
    for name, value in redacted_json(dict(request.form or {})).items():
        words += ["--data-urlencode", f"{name}={value}"]
    return " ".join(_quoted(word) for word in [*words, url])


def _content_type(request: Request, usual: str) -> list[str]:
    """The words for the usual type of content, unless the request says another one."""
    return [] if "content-type" in map(str.lower, request.headers) else ["-H", f"Content-Type: {usual}"]


def _quoted(word: str) -> str:
    """A word for the shell, in which the names of secrets are variables."""
    parts = re.split(r"(SECRET_[0-9a-f]{8})", word)
    # Every second part is a name.
    quoted = [f'"${part}"' if number % 2 else shlex.quote(part) for number, part in enumerate(parts)]
    return "".join(text for text in quoted if text != "''") or "''"
