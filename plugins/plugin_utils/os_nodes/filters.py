# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which nodes are asked for: filters of the compute service, statuses, metadata. Pure.

The service drops a filter that it does not know, or that is for administrators only, without a word, and lists all
nodes. So names are checked here, and a filter that came late asks for the microversion that it came with.

Source: https://docs.openstack.org/api-ref/compute/#list-servers
"""

from __future__ import annotations

import dataclasses
import difflib
import json
import typing as t

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.cells import WHOLE_LIST
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.filters import (
    FOR_ADMINISTRATORS,
    FOR_ALL,
    filter_pairs,
    for_administrators,
    microversion_for,
    nova_name,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.node import READING
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.read import STATES
from ansible_collections.nodeworks.openstack.plugins.module_utils.service.microversion import Microversion, parse
from ansible_collections.nodeworks.openstack.plugins.module_utils.service.paging import Query

Json = t.Dict[str, t.Any]

GONE = frozenset(("DELETED", "SOFT_DELETED"))


@dataclasses.dataclass(frozen=True)
class Selection:
    """Which nodes are wanted.

    `filters` are the service's. `statuses`: empty for all but deleted ones. `metadata`: for each key the texts of which
    the node has to have one.
    """

    filters: Query = ()
    statuses: frozenset[str] = frozenset()
    metadata: t.Mapping[str, frozenset[str]] = dataclasses.field(default_factory=dict)

    def lets_through(self, raw: Json) -> bool:
        """Whether a node, in the service's JSON, is wanted."""
        status = raw.get("status")
        if self.statuses and status not in self.statuses:
            return False
        if status in GONE and not self._asks_for_gone():
            return False
        return all((raw.get("metadata") or {}).get(key) in texts for key, texts in self.metadata.items())

    def _asks_for_gone(self) -> bool:
        return bool(self.statuses) or any(
            name in ("status", "deleted", "soft_deleted") for name, _value in self.filters
        )

    def query(self) -> Query:
        """The query for the service."""
        return (*self.filters, *(("status", status) for status in sorted(self.statuses)))

    def microversions(self, is_administrator: bool) -> list[Microversion]:
        """The microversions for the list, the best first."""
        needed = microversion_for(dict(self.filters), is_administrator)
        if needed is None:
            return [WHOLE_LIST]
        # An older service would list all nodes, as if there were no filter: rather an error.
        versions = [max(needed.text, other, key=parse) for other in (WHOLE_LIST.text, READING.text)]
        return [dataclasses.replace(needed, text=text) for text in dict.fromkeys(versions)]

    def for_administrators(self) -> list[str]:
        """The filters that the service drops for everybody else."""
        return for_administrators(dict(self.filters))


def selection(
    filters: t.Mapping[str, t.Any], statuses: t.Sequence[t.Any], metadata: t.Mapping[str, t.Any], problems: list[str]
) -> Selection:
    """The selection that a file's options describe. Wrong options are added to `problems`."""
    query = [
        pair
        for name, value in filters.items()
        if value not in (None, "")
        for pair in _pairs(str(name), value, problems)
    ]
    wanted = frozenset(status for text in statuses for status in _statuses(str(text), problems))
    if wanted and any(name == "status" for name, _value in query):
        problems.append("statuses and filters.status say the same. Leave one of them out.")
    texts = {str(key): frozenset(_texts(value)) for key, value in metadata.items() if value is not None}
    return Selection(tuple(query), wanted, texts)


def _pairs(name: str, value: t.Any, problems: list[str]) -> Query:
    """One filter, as it is sent."""
    name = nova_name(name)
    if name not in FOR_ALL and name not in FOR_ADMINISTRATORS:
        problems.append(_unknown(name))
        return ()
    try:
        return filter_pairs(name, value)
    except ConfigError as error:
        problems += error.problems
        return ()


def _unknown(name: str) -> str:
    if name in ("all_tenants", "all-tenants"):
        return "filters.all_tenants is the option all_projects."
    known = sorted((*FOR_ALL, *FOR_ADMINISTRATORS))
    alike = difflib.get_close_matches(name, known, 1)
    advice = f"Did you mean {alike[0]}?" if alike else f"It has {', '.join(known)}."
    return f"The compute service has no filter '{name}'. {advice} Metadata are looked at by the option metadata."


def _statuses(text: str, problems: list[str]) -> list[str]:
    """The statuses that a word means: one of the service's, or all those of a state."""
    of_state = [status for status, state in STATES.items() if state == text]
    if of_state:
        return of_state
    if text.upper() in STATES:
        return [text.upper()]
    problems.append(f"statuses has '{text}', which is none of {', '.join(STATES)}, nor of the states of nodes.")
    return []


def _texts(value: t.Any) -> list[str]:
    values = value if isinstance(value, (list, tuple)) else [value]
    return [one if isinstance(one, str) else json.dumps(one) if isinstance(one, bool) else str(one) for one in values]
