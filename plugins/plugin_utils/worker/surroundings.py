# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The state of a process that a module may need or change: set for the module, and restored afterwards.

A worker runs one task, but all items of its loop and all its retries; and whoever runs workers otherwise than by a fork
for each task would have one task's settings in the next.
"""

from __future__ import annotations

import contextlib
import locale
import os
import signal
import typing as t
import warnings

# What Ansible sets in its workers, for Ctrl-C and for a task's `timeout`, and what a module might set for itself: since
# 2.22 each AnsibleModule sets SIGUSR1.
SIGNALS = (
    signal.SIGINT, signal.SIGTERM, signal.SIGALRM, signal.SIGHUP, signal.SIGPIPE, signal.SIGCHLD, signal.SIGUSR1,
)  # fmt: skip


@contextlib.contextmanager
def surroundings(environment: t.Mapping[str, str], directory: str) -> t.Iterator[None]:
    """Inside, these environment variables are set too and this is the working directory; after, all is as before."""
    with _environment(environment), _directory(directory), _umask(), _locale(), _signals(), warnings.catch_warnings():
        yield


@contextlib.contextmanager
def _environment(more: t.Mapping[str, str]) -> t.Iterator[None]:
    before = dict(os.environ)
    try:
        os.environ.update(more)
        yield
    finally:
        for name in os.environ.keys() - before.keys():
            del os.environ[name]
        os.environ.update({name: value for name, value in before.items() if os.environ.get(name) != value})


@contextlib.contextmanager
def _directory(path: str) -> t.Iterator[None]:
    # By its descriptor: it may have been moved or removed, or be one that may not be read.
    before = os.open(".", getattr(os, "O_PATH", os.O_RDONLY))
    try:
        os.chdir(path)
        yield
    finally:
        os.fchdir(before)
        os.close(before)


@contextlib.contextmanager
def _umask() -> t.Iterator[None]:
    # It can be read only by setting it.
    before = os.umask(0o077)
    os.umask(before)
    try:
        yield
    finally:
        os.umask(before)


@contextlib.contextmanager
def _locale() -> t.Iterator[None]:
    before = locale.setlocale(locale.LC_ALL)
    try:
        yield
    finally:
        locale.setlocale(locale.LC_ALL, before)


@contextlib.contextmanager
def _signals() -> t.Iterator[None]:
    before = {number: signal.getsignal(number) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            if signal.getsignal(number) is not handler:
                signal.signal(number, handler)
