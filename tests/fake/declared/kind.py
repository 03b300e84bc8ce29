# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A kind of resource whose fake is made of its declaration: paths, keys, what is required and what may change.

What a declaration cannot say stands in `kinds.py`. tests/contract holds the fake to what the real service does.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.declaration import Resource
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.nesting import PARENT

from ..tokens import Token
from ..wire import Json


@dataclasses.dataclass(frozen=True)
class Part:
    """A request for a part of a resource: its metadata, its members, an action.

    `key` is the last segment of the path, if there is one after the part's name.
    """

    method: str
    item: Json
    body: Any
    key: str | None


# What a request for a part is answered with; None is an answer without a body.
Handler = Callable[[Part], Any]


@dataclasses.dataclass(frozen=True)
class Kind:
    """One kind.

    Args:
        declaration: The declaration.
        shown: What a new one shows besides what was given, by the service's keys. A function gets the new resource.
        sent: Keys that a request may have although no field of the declaration does.
        unique: Keys of which no two may have the same values.
        number: Whether ids are numbers.
        id_key: The key whose value is the id, if whoever makes one chooses it.
        for_all: Whether everybody sees all of them. Else those of their project, and shared ones.
        free: Whether everybody may make their own. Else administrators alone.
        secret: Whether administrators alone see them, but for one that `is_own`.
        is_own: Whether one is the caller's, whoever that is.
        parts: Who answers for a part, by its name.
        hidden: Keys that are never shown, like passwords.
        keeps: The words of a refusal to remove one, if it cannot be removed.
        there: Those that are there from the beginning.
        filters: Parameters of lists by the keys that they filter, where the two differ.
    """

    declaration: Resource
    shown: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    sent: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()
    number: bool = False
    id_key: str | None = None
    for_all: bool = False
    free: bool = True
    secret: bool = False
    is_own: Callable[[Token, Json], bool] = lambda token, item: item["project_id"] == token.project_id
    parts: Mapping[str, Handler] = dataclasses.field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    keeps: Callable[[Json], str] = lambda _item: ""
    there: Callable[[], Iterable[Json]] = lambda: ()

    @property
    def pattern(self) -> re.Pattern[str]:
        """What its paths look like: a collection, or one of it and perhaps a part."""
        path = re.escape(self.declaration.path).replace(re.escape(PARENT), "[^/]+")
        return re.compile(rf"(?P<collection>{path})(/(?P<id>[^/]+)(/(?P<part>[^/]+)(/(?P<key>[^/]+))?)?)?")

    @property
    def word(self) -> str:
        """The kind in a word of policies: host_aggregate."""
        return self.declaration.key

    @property
    def keys(self) -> frozenset[str]:
        """The keys that a new one may be given."""
        fields = [field for field in self.declaration.fields if field.name not in ("new_name", self.declaration.parent)]
        named = {"name"} if not self.declaration.named_by and self.id_key is None else set()
        given = {field.api_name or field.name for field in fields if not field.own_requests}
        return frozenset(given | named | {*self.sent} | ({self.id_key} if self.id_key else set()))

    @property
    def required(self) -> tuple[str, ...]:
        """The keys that a new one has to be given."""
        fields = [field for field in self.declaration.fields if field.required]
        return tuple(field.api_name or field.name for field in fields if field.name != self.declaration.parent)

    @property
    def fixed(self) -> frozenset[str]:
        """The keys that cannot be changed."""
        fields = [field for field in self.declaration.fields if not field.updatable]
        has_new_name = any(field.name == "new_name" for field in self.declaration.fields)
        return frozenset(field.api_name or field.name for field in fields) | ({"name"} if not has_new_name else set())
