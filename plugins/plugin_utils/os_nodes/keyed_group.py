# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One entry of `keyed_groups`: from the value of its key to groups."""

from __future__ import annotations

import re
import typing as t

from ansible.errors import AnsibleError, AnsibleParserError, AnsibleValueOmittedError

from .expressions import Expressions

Variables = t.Mapping[str, t.Any]
Sanitise = t.Callable[[str], str]

# A name, and keys of mappings behind it. What begins with an underscore is Python's or Ansible's own.
PATH = re.compile(r"[a-zA-Z]\w*(\.[a-zA-Z]\w*)*", re.ASCII)
# Jinja gives an attribute before a key of the same name: `x.items` is a method, whatever the mapping holds.
ATTRIBUTES = frozenset(dir(dict))
EMPTY = (None, "")


class Unresolved(Exception):
    """A key that only Ansible can evaluate."""


class Absent(Unresolved):
    """A key that Ansible would find undefined."""


class Inventory(t.Protocol):
    """What is needed of Ansible's inventory."""

    def add_group(self, group: str) -> str:
        """Add a group and return the name that it got."""

    def add_host(self, host: str, group: str | None = None) -> str:
        """Add a host, to a group if one is named."""

    def add_child(self, group: str, child: str) -> bool:
        """Put a group into another."""


class KeyedGroup:
    """One entry. The groups that it makes are remembered, so that each is named and added once.

    `plain` are the variables of which it is known that they are plain data and the same in every place.

    Raises:
        AnsibleParserError: the entry contradicts itself.
    """

    def __init__(
        self,
        entry: t.Mapping[str, t.Any],
        inventory: Inventory,
        expressions: Expressions,
        sanitise: Sanitise,
        plain: t.Collection[str],
        leading_separator: bool,
    ) -> None:
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
        self._inventory = inventory
        self._expressions = expressions
        self._sanitise = sanitise
        self._path = _path(self.key, plain)
        self._groups: dict[str, str] = {}

    def looked_up(self, variables: Variables) -> t.Any:
        """The value of the key, if it is a plain path to a value that is there.

        Raises:
            Absent: it leads to a mapping that has no such key.
            Unresolved: it is no path, or leads through something else than mappings.
        """
        if not self._path:
            raise Unresolved
        value: t.Any = variables
        for segment in self._path:
            if type(value) is not dict:
                raise Unresolved
            if segment not in value:
                raise Absent(f"there is no '{segment}' in {self.key}.")
            value = value[segment]
        return value

    def add(self, host: str, value: t.Any, variables: t.Callable[[], Variables], strict: bool) -> None:
        """Put a host into the groups that the value of its key makes.

        Raises:
            AnsibleError: the value makes none, and `strict` is on, or it is neither text nor list nor mapping.
        """
        if not value and (value not in EMPTY or self._default is None):
            # An empty list says that there are no groups, which is all right.
            if strict and value not in ([], {}):
                raise AnsibleParserError(f"Key {self.key} is empty for host {host}, so it makes no group.")
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
            self._inventory.add_host(host, self._group(name, parent))

    def _names(self, value: t.Any) -> list[str]:
        """What the names of the groups end with."""
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

    def _group(self, name: str, parent: t.Any) -> str:
        """The group that ends with a name, made if it is not there yet."""
        group = self._groups.get(name)
        if group is None:
            group = self._inventory.add_group(self._sanitise(f"{self._beginning}{name}"))
            self._groups[name] = group
            if parent and self._has_fixed_parent:
                self._put_into(parent, group)
        if parent and not self._has_fixed_parent:
            self._put_into(parent, group)
        return group

    def _put_into(self, parent: t.Any, group: str) -> None:
        name = self._sanitise(parent)
        self._inventory.add_group(name)
        self._inventory.add_child(name, group)


def _path(key: t.Any, plain: t.Collection[str]) -> tuple[str, ...]:
    """The steps of a plain path; none if the key is something else."""
    if not isinstance(key, str) or not PATH.fullmatch(key):
        return ()
    first, *others = key.split(".")
    if first not in plain or ATTRIBUTES.intersection(others):
        return ()
    return (first, *others)
