# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What hosts are called: the first of a list of preferences that gives a name, and what becomes of names that clash."""

from __future__ import annotations

import collections
import dataclasses
import re
import typing as t

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError

from .view import KEYS

Node = t.Mapping[str, t.Any]
Variables = t.Mapping[str, t.Any]
# The value of an expression for the variables of a node; None if it has none.
Evaluate = t.Callable[[str, Variables], t.Any]

DEFAULT_PREFERENCES = ("name", "id")

# A key of a node, and keys of mappings or numbers in lists behind it.
PATH = re.compile(r"\w+(\.[\w-]+)*", re.ASCII)
MAPPING_KEYS = frozenset(("name", "prefix", "separator"))

# Plays for these run on the controller. A node of such a name would get what is meant for it.
CONTROLLER = frozenset(("localhost", "127.0.0.1", "::1"))
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
    """What a node's host is called by the first preference that gives a name; if none does, it is the node's id."""
    for preference in wanted:
        name = preference.of(node, variables, evaluate)
        if name:
            return name
    return str(node["id"])


def told_apart(
    names: t.Sequence[str], nodes: t.Sequence[Node], warnings: list[str], by_id_alone: bool = False
) -> list[str]:
    """The same names, with the node's id behind each that several nodes have or that is the controller's.

    A name does not depend on what other nodes there are in any other way, so that it stays while others come and go.
    `by_id_alone`: the id stands instead of such a name.
    """
    have = "are" if by_id_alone else "end with"
    counted = collections.Counter(names)
    shared = sorted(name for name, count in counted.items() if count > 1)
    if shared:
        warnings.append(f"Several nodes are called {_listed(shared)}; the names of these hosts {have} the nodes' ids.")
    taken = sorted(CONTROLLER.intersection(counted))
    if taken:
        warnings.append(
            f"A node is called {_listed(taken)} as the controller is; the names of such hosts {have} the nodes' ids."
        )
    apart = {*shared, *taken}
    return [
        name if name not in apart else node["id"] if by_id_alone else f"{name}-{node['id']}"
        for name, node in zip(names, nodes)
    ]


def _listed(names: t.Sequence[str]) -> str:
    more = f" and {len(names) - MOST_SHOWN} more" if len(names) > MOST_SHOWN else ""
    return ", ".join(f"'{name}'" for name in names[:MOST_SHOWN]) + more


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
    """A value as a name; empty for what is none."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return str(value).strip()
