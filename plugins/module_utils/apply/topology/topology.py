# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Topologies: brings resources of many kinds, which belong together, to the desired state as a whole.

It takes a desired topology and options. It gives its parts with their results. `face/topology.py` calls it.

Everything is planned before the first change, so that what can be refused is refused then. What is to be removed goes
last, and only if all that is wanted is there.
"""

from __future__ import annotations

import typing as t

from ...errors import CloudError, ResourceError
from ...service.cloud import Cloud
from ..options import ApplyOptions, Clock
from .begun import Begun
from .conductor import Conductor
from .desired import DesiredTopology
from .plan import CHANGE, MAKE, NOTHING, REMOVE, Part, TopologyPlanner

# Looks at all parts that are planned, before the first is carried out. It raises what would be refused later.
Preflight = t.Callable[[Cloud, t.Sequence[Part]], t.Sequence[str]]


def no_preflight(_cloud: Cloud, _parts: t.Sequence[Part]) -> t.Sequence[str]:
    """Refuse nothing."""
    return ()


def reconcile_topology(
    cloud: Cloud,
    desired: DesiredTopology,
    options: ApplyOptions,
    preflight: Preflight = no_preflight,
    clock: Clock | None = None,
) -> list[Part]:
    """Bring a topology to the desired state; return its parts. Those that failed have an error for a result.

    Raises:
        CloudError: the plan cannot be carried out, and nothing was changed.
    """
    clock = clock or Clock()
    parts = TopologyPlanner(cloud, desired, options, clock).plan()
    _refuse(parts)
    for warning in preflight(cloud, parts):
        cloud.warn(warning)
    if options.check:
        return parts
    begun = Begun(cloud, desired.membership) if desired.membership else None
    if begun:
        begun.add(part.entry for part in parts if part.action == MAKE)
    conductor = Conductor(cloud, parts, options, clock)
    leaving = {number for number, part in enumerate(parts) if part.action == REMOVE}
    conductor.run(set(range(len(parts))) - leaving)
    if begun:
        begun.remove(part.entry for part in parts if not isinstance(part.result, CloudError))
    if not any(isinstance(part.result, CloudError) for part in parts):
        conductor.run(leaving)
    else:
        for number in leaving:
            parts[number].result = ResourceError("Not removed, since others failed.")
    return parts


def _refuse(parts: t.Sequence[Part]) -> None:
    """Raise all that is wrong with a plan.

    Raises:
        ResourceError: at least one part cannot be carried out. The message has all of them.
    """
    problems = [f"{part.entry}: {part.result}" for part in parts if isinstance(part.result, CloudError)]
    if problems:
        raise ResourceError(" ".join(["Nothing was changed.", *problems]))


def in_words(actions: t.Sequence[str]) -> str:
    """How much there is to do, by the actions of all parts: "3 to make, 1 to change, 0 to remove, 96 unchanged"."""
    words = ((MAKE, "to make"), (CHANGE, "to change"), (REMOVE, "to remove"), (NOTHING, "unchanged"))
    return ", ".join(f"{list(actions).count(action)} {word}" for action, word in words)
