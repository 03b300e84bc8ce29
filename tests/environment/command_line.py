# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands of `python3 -m tests.environment`."""

from __future__ import annotations

import argparse
import json
import secrets
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from . import chromium
from .ansible_test_pip import seed_cache
from .problem import SetupProblem
from .side_by_side import side_by_side
from .virtual_environment import install

CHECKOUT = Path(__file__).resolve().parents[2]

# The folder and the requirements of each.
ENVIRONMENTS = {"tools": (".venv", "tools.txt"), "release-tools": (".build/release-tools", "release.txt")}


def main(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run one command and return the exit status. What people can mend is one sentence."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.environment")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("tools", help="install the tools into .venv")
    commands.add_parser("release-tools", help="install what looks at a tarball as Galaxy does")
    commands.add_parser("ansible-test-pip", help="put the pip that ansible-test wants into its cache")
    beside = commands.add_parser("side-by-side", help="run groups of make targets at the same time")
    beside.add_argument("groups", nargs="+", help="the targets of one group, in their order")
    commands.add_parser("chromium", help="install the browser in which pages are looked at, if this user may")
    config = commands.add_parser("integration-config", help="write the configuration of the integration tests")
    config.add_argument("--run-in", choices=("worker", "process"), required=True, help="where modules are to run")
    config.add_argument("file", type=Path)
    options = parser.parse_args(arguments)
    try:
        if options.command in ENVIRONMENTS:
            folder, requirements = ENVIRONMENTS[options.command]
            install(
                CHECKOUT / folder,
                CHECKOUT / "tests" / "requirements" / requirements,
                environment,
                lambda event: print(f"{options.command}: {event}", flush=True),
            )
        elif options.command == "side-by-side":
            return side_by_side(options.groups, CHECKOUT, environment)
        elif options.command == "ansible-test-pip":
            seed_cache(Path.home() / ".ansible" / "test" / "cache")
        elif options.command == "chromium":
            _ensure_chromium()
        else:
            write_integration_config(options.file, environment, in_process=options.run_in == "worker")
    except SetupProblem as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 1
    return 0


def _ensure_chromium() -> None:
    """Only root can install it; where it is not to be had, the tests that need it say so, and go on."""
    try:
        chromium.ensure()
    except SetupProblem as problem:
        print(f"NOT TESTED, how the diagnosis page looks: {problem}", flush=True)


def write_integration_config(file: Path, environment: Mapping[str, str], in_process: bool) -> None:
    """ansible-test starts its tests with an environment of its own; which cloud to use goes through this file."""
    names = ("OS_CLOUD", "OS_CLIENT_CONFIG_FILE")
    config = {
        "cloud_environment": {name: environment[name] for name in names if environment.get(name)},
        # What the tests make on the cloud is told from anything else there by its name.
        "resource_prefix": f"nodeworks-test-{secrets.token_hex(3)}",
        "nodeworks_in_process": in_process,
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")  # JSON is YAML
