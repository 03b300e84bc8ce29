# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One entry of `keyed_groups`: from the value of its key to groups."""

from __future__ import annotations

import re
import typing as t

from ansible.errors import AnsibleError, AnsibleParserError, AnsibleValueOmittedError
from ansible.inventory.group import Group
from ansible.inventory.host import Host

from .expressions import Expressions
from .membership import Membership

Variables = t.Mapping[str, t.Any]
Node = t.Mapping[str, t.Any]

# A name, and keys of mappings behind it. Names that begin with an underscore belong to Python or Ansible.
PATH = re.compile(r"[a-zA-Z]\w*(\.[a-zA-Z]\w*)*", re.ASCII)
# Jinja prefers an attribute to a key of the same name: `x.items` is a method, also if the mapping has that key.
ATTRIBUTES = frozenset(dir(dict))
EMPTY = (None, "")


class Unresolved(Exception):
    """A key that only Ansible can evaluate."""


class Absent(Exception):
    """A key that Ansible would find undefined."""


class KeyedGroup:
    """One entry.

    `plain` are the variables of which it is known that they are the node's own and plain data, and the keys of the node
    that they are.

    Raises:
        AnsibleParserError: the entry contradicts itself, or is none.
    """

    def __init__(
        self,
        entry: t.Mapping[str, t.Any],
        membership: Membership,
        expressions: Expressions,
        plain: t.Mapping[str, str],
        leading_separator: bool,
    ) -> None:
        if not isinstance(entry, dict):
            raise AnsibleParserError(f"keyed_groups has {entry!r:.80}, but takes mappings, each with a key.")
        if entry.get("trailing_separator") is not None and entry.get("default_value") is not None:
            raise AnsibleParserError(
                f"keyed_groups '{entry.get('key')}': default_value and trailing_separator exclude each other."
            )
        self.key: t.Any = entry.get("key")
        self._default = entry.get("default_value")
        self._trailing_separator = entry.get("trailing_separator")
        self._separator = entry.get("separator", "_")
        prefix = entry.get("prefix", "")
        self._beginning = prefix if prefix == "" and not leading_separator else f"{prefix}{self._separator}"
        self._parent = entry.get("parent_group")
        self._has_fixed_parent = expressions.is_fixed(self._parent)
        self._membership = membership
        self._expressions = expressions
        self._path = _path(self.key, plain)
        # Those that have been made, and have their parent.
        self._made: set[str] = set()

    def looked_up(self, node: Node) -> t.Any:
        """The value of the key, if it is a plain path to a value that is there.

        Raises:
            Absent: it leads to a mapping that has no such key.
            Unresolved: it is no path, or leads through something else than mappings.
        """
        if not self._path:
            raise Unresolved
        value: t.Any = node
        for segment in self._path:
            if not isinstance(value, dict):
                raise Unresolved
            if segment not in value:
                raise Absent(f"there is no '{segment}' in {self.key}.")
            value = value[segment]
        return value

    def add(self, host: Host, value: t.Any, variables: t.Callable[[], Variables], strict: bool) -> None:
        """Put a host into the groups that the value of its key makes.

        Raises:
            AnsibleError: the value makes none, and `strict` is on, or it is neither text nor list nor mapping.
        """
        if not value and (value not in EMPTY or self._default is None):
            # An empty list says that there are no groups, which is all right.
            if strict and value not in ([], {}):
                raise AnsibleParserError(f"Key {self.key} is empty for host {host.name}, so it makes no group.")
            return
        try:
            parent = self._parent if self._has_fixed_parent else self._expressions.filled(self._parent, variables())
        except AnsibleValueOmittedError:
            parent = None
        except AnsibleError as error:
            if strict:
                raise AnsibleParserError(f"Could not name the parent group '{self._parent}': {error}") from error
            return
        for name in self._names(value):
            full = f"{self._beginning}{name}"
            group = self._membership.told(full)
            if group is None:
                continue
            group.add_host(host)
            if parent and not (self._has_fixed_parent and full in self._made):
                self._put_into(parent, group, strict)
                self._made.add(full)

    def _put_into(self, parent: t.Any, group: Group, strict: bool) -> None:
        if not isinstance(parent, str):
            raise AnsibleParserError(f"A parent group has to be named by a text, not by {type(parent).__name__}.")
        above = self._membership.group(parent) if self._has_fixed_parent else self._membership.told(parent)
        if above is not None:
            self._membership.put_into(above, group, strict)

    def _names(self, value: t.Any) -> list[str]:
        """The endings of the groups' names."""
        if value in EMPTY:
            return [str(self._default)]
        if isinstance(value, str):
            return [value]
        if isinstance(value, list):
            return [str(self._default if self._default is not None and one in EMPTY else one) for one in value]
        if isinstance(value, dict):
            return [self._pair(str(name), one) for name, one in value.items()]
        raise AnsibleParserError(
            f"Key {self.key} makes no group: it has to be a text, a list or a mapping, not {type(value).__name__}."
        )

    def _pair(self, name: str, value: t.Any) -> str:
        if value in EMPTY and self._default is not None:
            value = self._default
        elif value in EMPTY and self._trailing_separator is False:
            return name
        return f"{name}{self._separator}{value}"


def _path(key: t.Any, plain: t.Mapping[str, str]) -> tuple[str, ...]:
    """The steps of a plain path in a node; none if the key is something else."""
    if not isinstance(key, str) or not PATH.fullmatch(key):
        return ()
    first, *others = key.split(".")
    if first not in plain or ATTRIBUTES.intersection(others):
        return ()
    return (plain[first], *others)
