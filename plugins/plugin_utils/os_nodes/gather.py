# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All nodes that a file asks for: those that were kept, or else read from the clouds."""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import SHAPE_ERRORS, BrokenAnswer

from .fetch import Environ, Failure, fetch
from .part import Part
from .reading import Options, Reading
from .view import Node, nodes_of


@dataclasses.dataclass
class Gathered:
    """The nodes, with warnings and failures. `parts` are the parts that they were made from."""

    parts: t.Sequence[Part]
    nodes: list[Node]
    failures: list[Failure] = dataclasses.field(default_factory=list)
    warnings: list[str] = dataclasses.field(default_factory=list)
    trace: list[str] = dataclasses.field(default_factory=list)
    api_calls: int = 0


def from_parts(parts: t.Sequence[Part]) -> Gathered | None:
    """The nodes of parts from the cache; None if those are not valid."""
    try:
        nodes = [node for part in parts for node in nodes_of(part)]
    except (BrokenAnswer, *SHAPE_ERRORS):
        return None
    return _each_once(Gathered(parts, nodes))


def from_clouds(reading: Reading, environ: Environ, given: Options) -> Gathered:
    """The nodes that there are now."""
    fetched = fetch(reading, environ, given)
    gathered = Gathered([], [], fetched.failures, fetched.warnings, fetched.trace, fetched.api_calls)
    whole = []
    for part in fetched.parts:
        try:
            gathered.nodes += nodes_of(part)
            whole.append(part)
        except BrokenAnswer as error:
            gathered.failures.append(Failure(part.place, str(error)))
    gathered.parts = whole
    return _each_once(gathered)


def _each_once(gathered: Gathered) -> Gathered:
    """The same without nodes that were found in two places, as two names of one cloud lead to the same nodes."""
    first: dict[str, Node] = {}
    for node in gathered.nodes:
        first.setdefault(node["id"], node)
    surplus = len(gathered.nodes) - len(first)
    if surplus:
        gathered.warnings.append(
            f"{surplus} nodes were found in more than one place (cloud, project and region). Each is a host once, as it"
            " was found first."
        )
        gathered.nodes = list(first.values())
    return gathered
