# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The collection that ours is compared with, and an environment in which both run.

openstack.cloud is not on the package index by itself, but in the package `ansible`, of which only its folder is kept.
"""

from __future__ import annotations

import dataclasses
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import yaml

from ..environment.problem import SetupProblem
from ..environment.virtual_environment import install, run_tool

CHECKOUT = Path(__file__).resolve().parents[2]
FOLDER = CHECKOUT / ".build" / "benchmark"
PACKAGE = "ansible==14.5.0"
# The package wants a newer Python than the collection in it does.
PACKAGE_PYTHON = "3.13"
PREFIX = "ansible_collections/openstack/cloud/"
VERSION = "2.6.0"


@dataclasses.dataclass(frozen=True)
class Installation:
    """Where both sides are installed."""

    python: Path
    collections: str
    home: Path

    def environment(self, environ: Mapping[str, str], **more: str) -> dict[str, str]:
        """The variables of a run: of the one who runs the benchmark only what says where the cloud is."""
        cloud = {name: value for name, value in environ.items() if name.startswith("OS_")}
        return {
            "HOME": str(self.home),
            "PATH": f"{self.python.parent}:{environ['PATH']}",
            "ANSIBLE_COLLECTIONS_PATH": self.collections,
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
            "LC_ALL": "C.UTF-8",
            "no_proxy": "127.0.0.1",
            **cloud,
            **more,
        }


def prepare(environ: Mapping[str, str]) -> Installation:
    """Install both sides, unless they are.

    Raises:
        SetupProblem: the rival cannot be had; a benchmark without it would say nothing.
    """
    install(FOLDER / "venv", Path(__file__).with_name("requirements.txt"), environ, tell)
    rival = FOLDER / "rival" / PREFIX
    if not rival.exists():
        tell(f"fetching {PACKAGE} for its folder {PREFIX}")
        fetch(rival, environ)
    version = yaml.safe_load((rival / "MANIFEST.json").read_text(encoding="utf-8"))["collection_info"]["version"]
    if version != VERSION:
        raise SetupProblem(f"{PACKAGE} holds openstack.cloud {version}, not {VERSION}: is {rival} from an older one?")
    home = FOLDER / "home"
    home.mkdir(exist_ok=True)
    return Installation(FOLDER / "venv" / "bin" / "python", f"{FOLDER / 'rival'}:{CHECKOUT / '.build'}", home)


def tell(event: str) -> None:
    """Say what goes on."""
    print(f"benchmark: {event}", flush=True)


def fetch(target: Path, environ: Mapping[str, str]) -> None:
    """Download the package and keep the folder.

    Raises:
        SetupProblem: that failed.
    """
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--dest", folder]
        run_tool("pip", [*command, "--python-version", PACKAGE_PYTHON, PACKAGE], environ, FOLDER / "download.log")
        (wheel,) = Path(folder).glob("*.whl")
        unpacked = Path(folder) / "unpacked"
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(unpacked, [name for name in archive.namelist() if name.startswith(PREFIX)])
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(unpacked / PREFIX, target)


def versions() -> list[str]:
    """What is compared, for the report."""
    lines = Path(__file__).with_name("requirements.txt").read_text(encoding="utf-8").splitlines()
    return [line.replace("==", " ") for line in lines if "==" in line] + [f"openstack.cloud {VERSION}"]
