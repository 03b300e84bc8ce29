# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Virtual environments made from a list of pinned packages: the tools' and the loopback cloud's."""

from __future__ import annotations

import hashlib
import importlib.util
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from .problem import SetupProblem

# What pip is told about package indexes holds for uv as well, unless uv is told something itself.
# (uv's variable, pip's, further variables of uv that mean the same)
INDEX_VARIABLES = (
    ("UV_DEFAULT_INDEX", "PIP_INDEX_URL", ("UV_INDEX_URL",)),
    ("SSL_CERT_FILE", "PIP_CERT", ()),
)

# Holds the hash of the requirements file that the environment was made from.
STAMP = "requirements.sha256"

Report = Callable[[str], None]


def install(
    folder: Path, requirements: Path, environment: Mapping[str, str], report: Report, interpreter: str = sys.executable
) -> None:
    """Make the environment in `folder` hold what the file says, unless it does already.

    A stamp in the folder holds the hash of the file it was made from, so a changed file makes it anew.

    Raises:
        SetupProblem: Python has no venv, or the packages cannot be had.
    """
    wanted = hashlib.sha256(requirements.read_bytes()).hexdigest()
    stamp = folder / STAMP
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    require_virtual_environment_support()
    python = folder / "bin" / "python"
    log = folder / "install.log"
    report(f"making a virtual environment of {interpreter} in {folder}")
    run_tool("venv", [interpreter, "-m", "venv", "--clear", str(folder)], environment, log)
    report("installing uv, which installs the others")
    run_tool("pip", [str(python), "-m", "pip", "install", "--quiet", "uv"], environment, log)
    report(f"installing {count_packages(requirements.read_text(encoding='utf-8'))} packages")
    uv = [str(folder / "bin" / "uv"), "pip", "install", "--python", str(python), "--requirement", str(requirements)]
    run_tool("uv", uv, uv_environment(environment), log)
    stamp.write_text(wanted, encoding="ascii")


def require_virtual_environment_support(find_module: Callable[[str], object] = importlib.util.find_spec) -> None:
    """Refuse a Python that lacks its own venv, as Debian's does at first.

    Raises:
        SetupProblem: with the command that helps.
    """
    missing = [module for module in ("venv", "ensurepip") if find_module(module) is None]
    if missing:
        raise SetupProblem(
            f"this Python ({sys.executable}) lacks the module {missing[0]}: install it, "
            "on Debian and Ubuntu with `apt install python3-venv`."
        )


def uv_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment for uv, which does not read pip's variables."""
    result = dict(environment)
    for uv_variable, pip_variable, synonyms in INDEX_VARIABLES:
        if pip_variable in result and not any(name in result for name in (uv_variable, *synonyms)):
            result[uv_variable] = result[pip_variable]
    return result


def run_tool(name: str, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
    """Run one step of the installation.

    Raises:
        SetupProblem: it failed; with the tool's last words and the log that has all of them.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    finished = subprocess.run(
        command,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    log.write_text(f"$ {' '.join(command)}\n{finished.stdout}", encoding="utf-8")
    if finished.returncode != 0:
        raise SetupProblem(
            f"{name} failed (`{' '.join(command)}`) and said last: `{last_line(finished.stdout)}`. "
            "If no package index can be reached from here, set PIP_INDEX_URL and UV_INDEX_URL to one that can, "
            f"or https_proxy to a proxy. All that {name} said is in {log}."
        )


def last_line(output: str) -> str:
    """The last line that says something, without terminal colours."""
    lines = [line.strip() for line in re.sub(r"\x1b\[[0-9;]*m", "", output).splitlines() if line.strip()]
    return lines[-1] if lines else "(nothing)"


def count_packages(requirements: str) -> int:
    """How many packages a requirements file names; some have a line per version of Python."""
    lines = (line.strip() for line in requirements.splitlines())
    return len({re.split(r"[=<>;\s]", line)[0] for line in lines if line and not line.startswith("#")})
