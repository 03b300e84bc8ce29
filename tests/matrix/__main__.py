# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`python3 -m tests.matrix STAGE`: the collection on the versions of ansible-core that `make test` does not run on.

Each needs a Python of its own. One that is not here is named and passed over: no package index has it. STAGE is the
folder that ansible-test works in.
"""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from ..environment.problem import SetupProblem
from ..environment.virtual_environment import install

CHECKOUT = Path(__file__).resolve().parents[2]
BUILD = CHECKOUT / ".build"
STAGE = Path(sys.argv[1])

# One target that makes things, in the worker, and one that only looks: what differs between versions of ansible-core is
# how a module comes to run, which is the same for all.
TARGETS = ("os_keypair", "os_node_info")


@dataclasses.dataclass(frozen=True)
class Version:
    """A version of ansible-core and the Python it is run on."""

    core: str
    python: str

    @property
    def folder(self) -> Path:
        """Its virtual environment."""
        return BUILD / "matrix" / self.core

    @property
    def interpreter(self) -> str | None:
        """The path of its Python, unless none runs here under its name."""
        question = [f"python{self.python}", "-c", "import sys; print(sys.executable)"]
        try:
            answer = subprocess.run(question, capture_output=True, text=True, check=False)
        except FileNotFoundError:
            return None
        return answer.stdout.strip() if answer.returncode == 0 else None

    def steps(self) -> Iterator[tuple[str, Path, list[str]]]:
        """The steps: what is said of each, where it runs, and its command."""
        python = ["--python", self.python]
        yield "pip of ansible-test", CHECKOUT, ["python", "-m", "tests.environment", "ansible-test-pip"]
        yield "ansible-test sanity", STAGE, ["ansible-test", "sanity", "--venv", *python, "--color", "no"]
        pytest = ["python", "-m", "pytest", "-q"]
        yield "pytest: unit", CHECKOUT, [*pytest, "-n", "6", "tests/unit"]
        yield "pytest: controller", CHECKOUT, [*pytest, "-n", "2", "tests/controller"]
        # What is printed of secrets: each version masks them in its own way.
        yield "pytest: printed secrets", CHECKOUT, [*pytest, "-n", "3", "tests/plays/test_printed_secrets.py"]
        config = STAGE / "tests" / "integration" / "integration_config.yml"
        write = ["python", "-m", "tests.environment", "integration-config", "--run-in", "worker", str(config)]
        yield "integration-config", CHECKOUT, write
        yield "ansible-test integration", STAGE, ["ansible-test", "integration", *python, "--color", "no", *TARGETS]


VERSIONS = (Version("2.20", "3.12"), Version("2.21", "3.13"), Version("2.22", "3.13"))


def main() -> int:
    """Run what can be run; the exit status."""
    failed = []
    for version in VERSIONS:
        interpreter = version.interpreter
        if interpreter is None:
            print(f"ansible-core {version.core}: NOT TESTED, for there is no python{version.python} here", flush=True)
            continue
        failed += [f"{title} with ansible-core {version.core}" for title in run(version, interpreter)]
    for title in failed:
        print(f"FAILED: {title}", file=sys.stderr)
    return 1 if failed else 0


def run(version: Version, interpreter: str) -> Iterator[str]:
    """Run the steps of one version; those that fail."""
    requirements = CHECKOUT / "tests" / "requirements" / f"core-{version.core}.txt"
    try:
        install(version.folder, requirements, os.environ, tell, interpreter)
    except SetupProblem as problem:
        print(f"error: {problem}", file=sys.stderr)
        yield "installation"
        return
    environment = {**os.environ, "PATH": f"{version.folder / 'bin'}:{os.environ['PATH']}"}
    for title, folder, command in version.steps():
        step = [sys.executable, str(CHECKOUT / "tests/environment/step.py"), f"{title}, ansible-core {version.core}"]
        if subprocess.run([*step, *command], cwd=folder, env=environment, check=False).returncode != 0:
            yield title


def tell(event: str) -> None:
    """Say what goes on."""
    print(f"matrix: {event}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
