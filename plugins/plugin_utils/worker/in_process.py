# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a module's `main` in this process; gives the output and exit code that its own process would have."""

from __future__ import annotations

import contextlib
import dataclasses
import io
import typing as t

from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.progress import Progress, shown_by
from ansible_collections.nodeworks.openstack.plugins.module_utils.face.forecast import ForecastStore, kept_by

from . import core
from .surroundings import surroundings


@dataclasses.dataclass(frozen=True)
class Ended:
    """The exit code and the output of a module."""

    exit_code: int
    stdout: str
    stderr: str


def run_in_process(
    main: t.Callable[[], None],
    arguments: bytes,
    *,
    environment: t.Mapping[str, str],
    directory: str,
    progress: Progress,
    forecast: ForecastStore | None = None,
) -> Ended:
    """Run a module. All its errors are in its output; only the end of a task's time is raised.

    `forecast` keeps the predictions of modules in check mode.
    `arguments` is Ansible's input for a module's process: JSON with `ANSIBLE_MODULE_ARGS`.
    """
    printed, complained = io.StringIO(), io.StringIO()
    with (
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(complained),
        surroundings(environment, directory),
        core.as_in_a_module(arguments),
        shown_by(progress),
        kept_by(forecast),
    ):
        exit_code = _exit_code_of(main, complained)
    return Ended(exit_code, printed.getvalue(), complained.getvalue())


def _exit_code_of(main: t.Callable[[], None], complained: io.StringIO) -> int:
    try:
        try:
            main()
            raise RuntimeError("New-style module did not handle its own exit.")
        except BaseException as error:
            if not isinstance(error, Exception):
                raise  # an exit, or the end of the task's time
            core.print_crash(error)
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return end.code or 0
        complained.write(f"{end.code}\n")
        return 1
