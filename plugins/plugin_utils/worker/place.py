# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a task runs: in the worker, if that is the same as a process on the task's host, else in one. Pure."""

from __future__ import annotations

import dataclasses
import os
import sys
import typing as t

IN_PROCESS_VARIABLE = "nodeworks_in_process"

LOCAL_CONNECTION = "ansible.builtin.local"

# Read by Python, by libraries written in C or by the system's loader when a process starts, and never again.
START_VARIABLES = ("PYTHON", "LD_", "DYLD_", "OPENSSL_", "MALLOC_", "TZ")


@dataclasses.dataclass(frozen=True)
class Circumstances:
    """The conditions that decide where a task runs. The defaults are those of a task that can run in the worker.

    `wanted` is the user's word, if there is one; `interpreter` the Python that is asked for, None for any;
    `environment` has the names of the environment variables that the task sets; `keeps_files` says that Ansible is to
    leave the files of modules where they are, for somebody to look into them; `core_problem` is why this ansible-core
    cannot run modules in the worker.
    """

    wanted: bool | None = None
    connection: str = LOCAL_CONNECTION
    becomes: bool = False
    is_async: bool = False
    interpreter: str | None = None
    environment: t.Collection[str] = ()
    keeps_files: bool = False
    has_libraries: bool = True
    platform: str = sys.platform
    core_problem: str | None = None

    def reason_for_a_process(self) -> str | None:
        """Why the module needs a process of its own, in words; None if it does not."""
        start_variables = sorted(name for name in self.environment if name.startswith(START_VARIABLES))
        reasons: t.Iterable[tuple[object, str]] = (
            (self.wanted is False, f"{IN_PROCESS_VARIABLE} is false"),
            (self.wanted is None and self.platform == "darwin", "networking is not safe in forks on macOS"),
            (self.connection != LOCAL_CONNECTION, f"the connection is {self.connection}"),
            (self.becomes, "it becomes another user"),
            (self.is_async, "it is asynchronous"),
            (not is_ours(self.interpreter), f"the interpreter is {self.interpreter}"),
            (start_variables, f"the environment has {', '.join(start_variables)}"),
            (self.keeps_files, "its files are to be kept"),
            (not self.has_libraries, f"{sys.executable} has no library requests"),
            (self.core_problem, str(self.core_problem)),
        )
        return next((reason for applies, reason in reasons if applies), None)


def is_ours(interpreter: str | None) -> bool:
    """Whether a Python is the one that runs Ansible. That of a virtual environment is more than the file it is."""
    if not interpreter or interpreter.startswith("auto"):
        return True
    return _folder(interpreter) == _folder(sys.executable) and _file(interpreter) == _file(sys.executable)


def _folder(interpreter: str) -> str:
    return os.path.realpath(os.path.dirname(os.path.expanduser(interpreter)) or "/nowhere")


def _file(interpreter: str) -> str:
    return os.path.realpath(os.path.expanduser(interpreter))
