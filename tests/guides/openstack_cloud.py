# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables for those who come from openstack.cloud, of its options and of what our modules know of them."""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from ansible_collections.nodeworks.openstack.plugins.module_utils.options import openstack_cloud as known
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.connection import WAIT_OPTIONS
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.elsewhere import ELSEWHERE
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.info import INFO_OPTIONS
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.moving import Old, OldOptions

from .rst import code, list_table, plain

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "moving"
MODULES = "ansible_collections.nodeworks.openstack.plugins.modules"


@dataclasses.dataclass(frozen=True)
class Module:
    """A module of openstack.cloud."""

    module: str
    here: str
    options: Mapping[str, str | None]
    results: Mapping[str, str]

    @property
    def ways(self) -> OldOptions:
        """What our module knows of its options."""
        found: OldOptions = getattr(known, self.here.removeprefix("os_").upper())
        return found

    def spec(self) -> Mapping[str, Any]:
        """The options that our module has."""
        common = INFO_OPTIONS if self.here.endswith("_info") else WAIT_OPTIONS
        return {**common, **importlib.import_module(f"{MODULES}.{self.here}").ARGUMENT_SPEC}

    def option(self, name: str) -> str | Old | None:
        """What an option of it is here: our option of the same meaning, or another way to say it."""
        old = next((one for key, one in self.ways.options.items() if name in (key, *one.aliases)), None)
        spec = self.spec()
        canonical = next((key for key, one in spec.items() if name in (key, *one.get("aliases", ()))), None)
        # Of an option that there is in both, only some values are said otherwise.
        return canonical or old


def modules() -> list[Module]:
    """All that are known."""
    content = yaml.safe_load((FOLDER / "openstack_cloud.yml").read_text(encoding="utf-8"))
    return [Module(**one) for one in content]


def _module(name: str) -> Module:
    return next(one for one in modules() if one.module == name)


def names() -> Sequence[str]:
    """All of its modules, and what each is here."""
    content = yaml.safe_load((FOLDER.parents[1] / "meta" / "runtime.yml").read_text(encoding="utf-8"))
    routing = content["plugin_routing"]["modules"]
    targets = {name: one["redirect"].rpartition(".")[2] for name, one in routing.items() if not name.startswith("os_")}
    rows = [[code(name), plain(ELSEWHERE[name]) if to == "moved" else code(to)] for name, to in targets.items()]
    return list(list_table(["there", "here"], rows, "30 70"))


def options(name: str) -> Sequence[str]:
    """The options of one of its modules."""
    module = _module(name)
    rows = [_row(module, option, note or "") for option, note in module.options.items()]
    return list(list_table(["there", "here", "what else is to be known"], rows, "22 40 38"))


def _row(module: Module, names: str, note: str) -> list[str]:
    spellings = names.split(", ")
    meant = [module.option(name) for name in spellings]
    if None in meant:
        unknown = spellings[meant.index(None)]
        raise ValueError(f"{module.here} knows nothing of {unknown}, an option of openstack.cloud.{module.module}.")
    here = dict.fromkeys(plain(one.way) if isinstance(one, Old) else code(str(one)) for one in meant)
    return [", ".join(map(code, spellings)), ", ".join(here), plain(note.strip())]


def results(name: str) -> Sequence[str]:
    """What one of its modules returns."""
    rows = [[", ".join(code(key) for key in there.split(", ")), here] for there, here in _module(name).results.items()]
    return list(list_table(["there", "here"], rows, "40 60"))


def inventory() -> Sequence[str]:
    """The options of its inventory."""
    content = yaml.safe_load((FOLDER / "openstack_cloud_inventory.yml").read_text(encoding="utf-8"))
    rows = [[", ".join(code(one) for one in row["option"].split(", ")), row["here"]] for row in content]
    return list(list_table(["there", "here"], rows, "30 70"))
