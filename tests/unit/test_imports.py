# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What importing our code brings with it: the standard library, requests and our own files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
OURS = "ansible_collections.nodeworks.openstack.plugins"
MODULES = sorted(path.stem for path in (CHECKOUT / "plugins" / "modules").glob("os_*.py"))

# What our code is allowed to import, each with all that it imports itself.
BELOW_THE_FACE = ("requests", "ansible.module_utils.common.yaml")
IN_THE_FACE = (*BELOW_THE_FACE, "ansible.module_utils.basic")

PROGRAM = """
import importlib, json, sys
path, allowed, names = json.loads(sys.argv[1])
sys.path[:0] = path
for name in allowed:
    importlib.import_module(name)
before = set(sys.modules)
for name in names:
    importlib.import_module(name)
print(json.dumps(sorted(set(sys.modules) - before)))
"""


def imported(names: list[str], allowed: tuple[str, ...]) -> set[str]:
    """What importing these brings into a fresh process that the allowed have not brought."""
    arguments = json.dumps([[str(CHECKOUT / ".build")], allowed, names])
    finished = subprocess.run([sys.executable, "-c", PROGRAM, arguments], capture_output=True, text=True, check=True)
    return set(json.loads(finished.stdout))


def foreign(names: set[str]) -> set[str]:
    """Those that are neither of Python nor ours."""
    return {name for name in names if name.split(".")[0] not in sys.stdlib_module_names and not is_ours(name)}


def is_ours(name: str) -> bool:
    return name == OURS or name.startswith(f"{OURS}.") or OURS.startswith(f"{name}.")


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_nothing_else(module: str) -> None:
    names = imported([f"{OURS}.modules.{module}"], IN_THE_FACE)
    assert f"{OURS}.module_utils.transport.transport" in names
    assert foreign(names) == set()


def test_below_the_face_there_is_no_ansible() -> None:
    folder = CHECKOUT / "plugins" / "module_utils"
    files = [path.relative_to(folder).with_suffix("") for path in folder.rglob("*.py") if path.stem != "__init__"]
    below = [f"{OURS}.module_utils.{'.'.join(file.parts)}" for file in files if file.parts[0] != "face"]
    assert len(below) > 50
    assert foreign(imported(below, BELOW_THE_FACE)) == set()


def test_what_does_not_belong_is_found() -> None:
    assert "ansible.module_utils.basic" in foreign(imported([f"{OURS}.modules.os_node"], BELOW_THE_FACE))
    assert foreign({"json", "http.client", "jinja2", "ansible_collections.openstack.cloud", f"{OURS}.modules.x"}) == {
        "jinja2",
        "ansible_collections.openstack.cloud",
    }
