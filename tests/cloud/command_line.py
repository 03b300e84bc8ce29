# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands of `python3 -m tests.cloud`."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType

from ..environment.problem import SetupProblem
from .launcher import Launcher
from .layout import HOME_VARIABLE, PACKAGE, PORT_OFFSET_VARIABLE, Layout
from .progress import Progress

EXIT_ERROR = 1
EXIT_NOT_UP = 3  # of status, as the init scripts of Linux have it
EXIT_INTERRUPTED = 130

USAGE = """\

Two regions, RegionOne and RegionTwo; identity at {identity}/v3.
  export OS_CLIENT_CONFIG_FILE={clouds_yaml}
  export OS_CLOUD=loopback        # or loopback-two, loopback-admin, loopback-admin-two
Logs are in {logs}; `python3 -m {package} down` ends it."""


def main(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run one command and return the exit code. Errors people can do something about are one message."""
    command = _parse(arguments)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        layout = Layout.from_environment(environment)
        if not Path("/proc/self/stat").exists():
            raise SetupProblem("the cloud needs Linux: it finds its processes again in /proc.")
        return _run(command, layout, Launcher(layout, Progress(), environment))
    except SetupProblem as error:
        print(f"error: {error}", file=sys.stderr)
        return EXIT_ERROR
    except KeyboardInterrupt:
        print("error: interrupted", file=sys.stderr)
        return EXIT_INTERRUPTED


def _parse(arguments: Sequence[str]) -> str:
    parser = argparse.ArgumentParser(
        prog=f"python3 -m {PACKAGE}",
        description="A real OpenStack on loopback: two regions, nothing needed but Python.",
        epilog=f"{HOME_VARIABLE}: where its state is kept (.cloud in the checkout). "
        f"{PORT_OFFSET_VARIABLE}: added to OpenStack's usual ports (20000).",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="up | down | fresh | status")
    commands.add_parser("up", help="install it if need be, start it, wait until it can be used")
    commands.add_parser("down", help="end it; its data stay")
    commands.add_parser("fresh", help="throw its data away and start it with new ones")
    commands.add_parser("status", help=f"say which services answer; exit code {EXIT_NOT_UP} unless all do")
    return str(parser.parse_args(arguments).command)


def _run(command: str, layout: Layout, launcher: Launcher) -> int:
    if command == "status":
        return _show_status(layout, launcher)
    if command == "down":
        launcher.down()
        return 0
    if command == "fresh":
        launcher.fresh()
    else:
        launcher.up()
    print(
        USAGE.format(
            identity=layout.service("keystone").url,
            clouds_yaml=layout.clouds_yaml,
            logs=layout.log("serve").parent,
            package=PACKAGE,
        )
    )
    return 0


def _show_status(layout: Layout, launcher: Launcher) -> int:
    states = launcher.status()
    for service in layout.services:
        print(f"{service.name:14} {service.url}  {'up' if states[service.name] else 'down'}")
    return 0 if all(states.values()) else EXIT_NOT_UP


def _interrupt(_signal_number: int, _frame: FrameType | None) -> None:
    """Have SIGTERM clean up as Ctrl-C does."""
    raise KeyboardInterrupt
