# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The face of looking at a topology: what belongs to it, and pictures of that.

It takes a module's options. It gives lists by kind and texts. `plugins/modules/os_topology_info.py` calls it.
"""

from __future__ import annotations

import typing as t

from ..apply.topology.members import members_of
from ..apply.topology.membership import Membership
from ..errors import ConfigError
from ..options.connection import Spec
from ..resources.topology_graph import graph_of
from ..resources.topology_kinds import KINDS
from ..resources.topology_pictures import dot, mermaid, page, tree
from ..service.cloud import Cloud
from .module import ModuleResult, run_report_module

TOPOLOGY_INFO_OPTIONS: Spec = {
    "name": {"type": "str", "required": True},
    "parallel": {"type": "int", "default": 10},
}


def run_topology_info_module(argument_spec: Spec) -> None:
    """Run the module that looks at a topology."""
    run_report_module(_report, argument_spec)


def _report(cloud: Cloud, options: t.Mapping[str, t.Any]) -> ModuleResult:
    name = str(options["name"])
    if not name:
        raise ConfigError(["name must not be empty."])
    if options["parallel"] < 1:
        raise ConfigError([f"parallel has to be 1 or more, not {options['parallel']}."])
    members = members_of(cloud, KINDS, Membership(name), options["parallel"])
    graph = graph_of(members)
    return {
        **{kind.resource.plural_key: members[kind.name] for kind in KINDS},
        "tree": tree(name, graph),
        "mermaid": mermaid(graph),
        "dot": dot(name, graph),
        "page": page(name, graph),
    }
