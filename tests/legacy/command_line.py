# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands of `python3 -m tests.legacy`."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType

from ..cloud.command_line import EXIT_ERROR, EXIT_INTERRUPTED, EXIT_NOT_UP
from ..cloud.layout import HOME_VARIABLE, PORT_OFFSET_VARIABLE
from ..cloud.progress import Progress
from ..environment.problem import SetupProblem
from .launcher import LegacyLauncher
from .layout import COMPUTE_URL_VARIABLE, NO_PROJECT_PASSWORD, PACKAGE, PASSWORD, SWIFT_KEY, LegacyLayout

USAGE = """\

Identity v2.0 at {keystone}/v2.0 (v3 at {keystone}/v3):
  demo, password {password}, projects demo and second; noproj, password {no_project_password}
v1.0 at {swift}/auth/v1.0: test:tester, key {swift_key}
Logs are in {logs}; `python3 -m {package} down` ends them."""


def main(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run one command and return the exit code. Errors people can do something about are one message."""
    options = _parse(arguments)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        if getattr(options, "compute_url", None):
            environment = {**environment, COMPUTE_URL_VARIABLE: options.compute_url}
        layout = LegacyLayout.from_environment(environment)
        if not Path("/proc/self/stat").exists():
            raise SetupProblem("the servers need Linux: they are found again in /proc.")
        return _run(str(options.command), layout, LegacyLauncher(layout, Progress(), environment))
    except SetupProblem as error:
        print(f"error: {error}", file=sys.stderr)
        return EXIT_ERROR
    except KeyboardInterrupt:
        print("error: interrupted", file=sys.stderr)
        return EXIT_INTERRUPTED


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog=f"python3 -m {PACKAGE}",
        description="Real servers of the identity APIs v1.0 and v2.0 on loopback.",
        epilog=f"{HOME_VARIABLE}: the loopback cloud's home, in which theirs is (.cloud in the checkout). "
        f"{PORT_OFFSET_VARIABLE}: added to their ports (20000). {COMPUTE_URL_VARIABLE}: the same as --compute-url.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="up | down | status")
    up = commands.add_parser("up", help="install them if need be, start them, wait until they can be used")
    up.add_argument(
        "--compute-url",
        help="the endpoint of compute of RegionOne in the catalog; %%(tenant_id)s in it becomes the project's id "
        "(default: a Nova of their own)",
    )
    commands.add_parser("down", help="end them; their data stay")
    commands.add_parser("status", help=f"say which of them answer; exit code {EXIT_NOT_UP} unless all do")
    return parser.parse_args(arguments)


def _run(command: str, layout: LegacyLayout, launcher: LegacyLauncher) -> int:
    if command == "status":
        return _show_status(layout, launcher)
    if command == "down":
        launcher.down()
        return 0
    launcher.up()
    print(
        USAGE.format(
            keystone=layout.server("keystone-public").url,
            swift=layout.server("swift-proxy").url,
            password=PASSWORD,
            no_project_password=NO_PROJECT_PASSWORD,
            swift_key=SWIFT_KEY,
            logs=layout.log("nova").parent,
            package=PACKAGE,
        )
    )
    return 0


def _show_status(layout: LegacyLayout, launcher: LegacyLauncher) -> int:
    states = launcher.status()
    for server in layout.services:
        print(f"{server.name:15} {server.url}  {'up' if states[server.name] else 'down'}")
    return 0 if all(states.values()) else EXIT_NOT_UP


def _interrupt(_signal_number: int, _frame: FrameType | None) -> None:
    """Have SIGTERM clean up as Ctrl-C does."""
    raise KeyboardInterrupt
