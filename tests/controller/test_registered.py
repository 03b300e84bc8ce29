# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every module is in the action group, so that module_defaults reach it, in the README, and has an action plugin."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
import yaml

from ansible_collections.nodeworks.openstack.plugins.plugin_utils.worker.action import WorkerAction

PLUGINS = "ansible_collections.nodeworks.openstack.plugins"
CHECKOUT = Path(__file__).resolve().parents[2]
MODULES = sorted(path.stem for path in (CHECKOUT / "plugins" / "modules").glob("*.py"))


@pytest.mark.parametrize("module", MODULES)
def test_module_is_in_the_action_group_and_in_the_readme(module: str) -> None:
    runtime = yaml.safe_load((CHECKOUT / "meta" / "runtime.yml").read_text(encoding="utf-8"))
    assert module in runtime["action_groups"]["openstack"]
    assert f"| `{module}` |" in (CHECKOUT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", MODULES)
def test_module_has_an_action_plugin(name: str) -> None:
    action = importlib.import_module(f"{PLUGINS}.action.{name}").ActionModule
    assert issubclass(action, WorkerAction)
    assert action.MODULE is importlib.import_module(f"{PLUGINS}.modules.{name}")


def test_all_action_plugins_are_links_to_one() -> None:
    files = {path.stem: path for path in (CHECKOUT / "plugins" / "action").glob("*.py")}
    assert sorted(files) == MODULES
    assert [name for name, path in files.items() if not path.is_symlink()] == ["os_node"]
    assert {path.readlink() for path in files.values() if path.is_symlink()} == {Path("os_node.py")}
