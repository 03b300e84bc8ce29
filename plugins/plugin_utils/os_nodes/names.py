# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The names of hosts: the first of a list of preferences that gives a name, and the rules for names that clash."""

from __future__ import annotations

import collections
import dataclasses
import re
import typing as t

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError

from .host_names import is_host_name
from .view import KEYS

Node = t.Mapping[str, t.Any]
Variables = t.Mapping[str, t.Any]
# The value of an expression for the variables of a node; None if it has none.
Evaluate = t.Callable[[str, Variables], t.Any]

DEFAULT_PREFERENCES = ("name", "id")

# A key of a node, and keys of mappings or numbers in lists behind it.
PATH = re.compile(r"\w+(\.[\w-]+)*", re.ASCII)
MAPPING_KEYS = frozenset(("name", "prefix", "separator"))

MOST_SHOWN = 10


@dataclasses.dataclass(frozen=True)
class Preference:
    """One way to name a host: a path in the node or an expression, and another one before it if that gives a text."""

    text: str
    path: tuple[str, ...]
    prefix: Preference | None = None
    separator: str = "_"

    @property
    def needs_variables(self) -> bool:
        """Whether it is an expression."""
        return not self.path or (self.prefix is not None and self.prefix.needs_variables)

    def of(self, node: Node, variables: Variables, evaluate: Evaluate) -> str:
        """The name, empty if there is none."""
        name = _text(_at(node, self.path) if self.path else evaluate(self.text, variables))
        before = self.prefix.of(node, variables, evaluate) if name and self.prefix else ""
        return f"{before}{self.separator}{name}" if before else name


def preferences(given: t.Sequence[t.Any]) -> list[Preference]:
    """The preferences that a file lists.

    Raises:
        ConfigError: with all that are none.
    """
    problems: list[str] = []
    found = [_preference(one, problems) for one in given]
    if problems:
        raise ConfigError(problems)
    return found


def host_name(node: Node, variables: Variables, wanted: t.Sequence[Preference], evaluate: Evaluate) -> str:
    """The name of a node's host, by the first preference that gives one; else the node's id."""
    for preference in wanted:
        name = preference.of(node, variables, evaluate)
        if name:
            return name
    return str(node["id"])


def settled(
    names: t.Sequence[str],
    nodes: t.Sequence[Node],
    taken: t.Container[str],
    warnings: list[str],
    by_id_alone: bool = False,
) -> list[str | None]:
    """The final name of each node: no two alike, and none with another meaning to Ansible or ssh.

    A node stands under its id if its name is none of a host, is `taken` (by a group), or is another node's id. Of nodes
    that share a name each has its id behind it, or instead of it (`by_id_alone`). A name does not depend on what other
    nodes there are in any other way, so that it stays while others come and go. None for a node that has no usable id
    either.
    """
    ids = {node["id"] for node in nodes}
    fits = [
        is_host_name(name) and name not in taken and (name not in ids or name == node["id"])
        for name, node in zip(names, nodes)
    ]
    if all(fits) and len(set(names)) == len(names):
        return list(names)
    counted = collections.Counter(name for name, is_fit in zip(names, fits) if is_fit)
    shared = {name for name, count in counted.items() if count > 1}

    def own_id(node: Node) -> str | None:
        own: t.Any = node["id"]
        return own if isinstance(own, str) and is_host_name(own) and own not in taken else None

    found: list[str | None] = list(names)
    for number, (name, is_fit) in enumerate(zip(names, fits)):
        if not is_fit or name in shared:
            own = own_id(nodes[number])
            found[number] = own if by_id_alone or not is_fit else _with_id(name, own)
    # A name may be chosen to look like another node's name with its id.
    twice = {name for name, count in collections.Counter(found).items() if count > 1}
    if twice:
        found = [own_id(node) if name in twice else name for name, node in zip(found, nodes)]
    if shared:
        have = "are" if by_id_alone else "end with"
        warnings.append(f"Several nodes are called {listed(shared)}; the names of these hosts {have} the nodes' ids.")
    lost = [name for name, final in zip(names, found) if final is None]
    unfit = [name for name, is_fit, final in zip(names, fits, found) if not is_fit and final is not None]
    if unfit:
        warnings.append(by_their_ids(unfit))
    if lost:
        warnings.append(f"{len(lost)} nodes are left out, as neither name nor id can be a host's: {listed(lost)}.")
    return found


def by_their_ids(names: t.Sequence[str]) -> str:
    """The warning of nodes whose names are of no use."""
    return (
        f"{len(names)} nodes have names that a host cannot have, or that a group has: {listed(names)}. Their hosts are"
        " called by the nodes' ids."
    )


def _with_id(name: str, own: str | None) -> str | None:
    longer = f"{name}-{own}"
    return longer if own and is_host_name(longer) else own


def listed(names: t.Iterable[str]) -> str:
    """Some names for a warning, each once, and the number of the others. The caller makes it printable."""
    every = sorted(set(names))
    more = f" and {len(every) - MOST_SHOWN} more" if len(every) > MOST_SHOWN else ""
    return ", ".join(f"'{name:.80}'" for name in every[:MOST_SHOWN]) + more


def _preference(given: t.Any, problems: list[str]) -> Preference:
    if isinstance(given, str) and given.strip():
        return Preference(given, _path(given.strip()))
    if isinstance(given, dict) and given.get("name") and not set(given) - MAPPING_KEYS:
        preference = _preference(given["name"], problems)
        prefix = _preference(given["prefix"], problems) if given.get("prefix") else None
        separator = given.get("separator")
        return dataclasses.replace(preference, prefix=prefix, separator="_" if separator is None else str(separator))
    problems.append(
        f"hostnames has {given!r}, but takes keys of a node, expressions, and mappings of name, prefix and separator."
    )
    return Preference("", ())


def _path(text: str) -> tuple[str, ...]:
    """The steps of a path in a node; none for an expression."""
    steps = tuple(text.split("."))
    return steps if PATH.fullmatch(text) and steps[0] in KEYS else ()


def _at(node: Node, path: t.Sequence[str]) -> t.Any:
    value: t.Any = node
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def _text(value: t.Any) -> str:
    """A value as a name; empty if it is not one."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return str(value).strip()
