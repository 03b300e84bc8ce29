# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers for the kinds of one service whose fakes are made of declarations. Each service asks it last."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timezone
from typing import Any

from ..tokens import Token
from ..wire import NOT_FOUND_SENTENCE, Answer, ApiError, Json, Request, empty_answer, json_answer
from .kind import Kind, Part

CONTROL = frozenset(("limit", "marker", "fields", "sort_key", "sort_dir", "is_public", "page_reverse"))


def _disallowed(kind: Kind, action: str) -> str:
    return f"Policy doesn't allow {action} of a {kind.declaration.name} to be performed."


def _missing(kind: Kind, item_id: str) -> str:
    return f"{kind.declaration.name.capitalize()} {item_id} could not be found."


@dataclasses.dataclass(frozen=True)
class Style:
    """How a service answers: the status for a new one, and the words for what is not allowed or not there."""

    made: int = 201
    # Whether each resource has a link to itself, below this path.
    links: str | None = None
    disallowed: Callable[[Kind, str], str] = _disallowed
    missing: Callable[[Kind, str], str] = _missing


class Declared:
    """The resources of some kinds, of all regions."""

    def __init__(self, kinds: Sequence[Kind], style: Style | None = None) -> None:
        self._kinds = [(kind.pattern, kind) for kind in kinds]
        self._style = style or Style()
        # By region and path of the collection: the resources by id. None is one that was there, and was removed.
        self.items: dict[tuple[str, str], dict[str, Json | None]] = {}

    def has(self, path: str) -> bool:
        """Whether a path is that of a kind."""
        return any(pattern.fullmatch(path) for pattern, _kind in self._kinds)

    def answer(self, request: Request, token: Token, path: str) -> Answer | None:
        """The answer to a request; None if the path is that of no kind."""
        for pattern, kind in self._kinds:
            found = pattern.fullmatch(path)
            if found:
                items = self.items.setdefault((request.region, found["collection"]), {})
                for item in kind.there():
                    items.setdefault(str(item["id"]), dict(item))
                handling = _Handling(kind, self._style, items, request, token)
                return handling.answer(found["id"], found["part"], found["key"])
        return None


@dataclasses.dataclass
class _Handling:
    """One request for a kind."""

    kind: Kind
    style: Style
    items: dict[str, Json | None]
    request: Request
    token: Token

    def answer(self, item_id: str | None, part: str | None, key: str | None) -> Answer:
        if item_id is None:
            return self._make() if self.request.method == "POST" else self._list()
        item = self._find(item_id)
        if part is not None:
            return self._part(item, part, key)
        method = self.request.method
        if method == self.kind.declaration.update_method:
            return self._update(item)
        if method == "DELETE":
            return self._delete(item)
        if method not in ("GET", "HEAD"):
            raise ApiError(405, "The method is not allowed for the requested URL.")
        return json_answer(200, self._enveloped(item))

    def _list(self) -> Answer:
        if self.kind.secret:
            self._require(self.token.is_admin, "list", plural=True)
        asked = {name: values for name, values in self.request.query.items() if name not in CONTROL}
        found = [
            self._view(item)
            for item in self.items.values()
            if item and self._is_visible(item) and all(str(item.get(name)) in asked[name] for name in asked)
        ]
        return json_answer(200, {self.kind.declaration.many: found})

    def _make(self) -> Answer:
        self._require(self._may_write(), "create")
        wanted = self._wanted()
        for key in self.kind.required:
            if wanted.get(key) is None:
                raise ApiError(400, f"Failed to parse request. Required attribute '{key}' not specified")
        self._require_known(wanted)
        item: Json = {**dict.fromkeys(self.kind.keys), "id": self._new_id(wanted), **wanted}
        item["project_id"] = self.token.project_id
        item["created_at"] = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        for key, value in self.kind.shown.items():
            if wanted.get(key) is None:
                item[key] = value(item) if callable(value) else value
        self._require_unique(item)
        self.items[str(item["id"])] = item
        return json_answer(self.style.made, self._enveloped(item))

    def _new_id(self, wanted: Json) -> Any:
        if self.kind.id_key:
            return wanted[self.kind.id_key]
        return max(map(int, self.items), default=0) + 1 if self.kind.number else uuid.uuid4().hex

    def _update(self, item: Json) -> Answer:
        self._require(self._may_write(), "update")
        wanted = self._wanted()
        self._require_known(wanted)
        fixed = [key for key in wanted if key in self.kind.fixed and wanted[key] != item.get(key)]
        if fixed:
            raise ApiError(400, f"Cannot update read-only attribute {fixed[0]}")
        self._require_unique({**item, **wanted})
        item.update(wanted)
        return json_answer(200, self._enveloped(item))

    def _delete(self, item: Json) -> Answer:
        self._require(self._may_write(), "delete")
        refusal = self.kind.keeps(item)
        if refusal:
            raise ApiError(409, refusal)
        self.items[str(item["id"])] = None
        return empty_answer(204)

    def _part(self, item: Json, name: str, key: str | None) -> Answer:
        self._require(self._may_write() or self.request.method in ("GET", "HEAD"), "update")
        handler = self.kind.parts.get(name)
        if handler is None:
            raise ApiError(404, NOT_FOUND_SENTENCE)
        told = handler(Part(self.request.method, item, self.request.body or {}, key))
        return empty_answer(204) if told is None else json_answer(200, told)

    def _wanted(self) -> Json:
        body: Any = self.request.body
        one = self.kind.declaration.one
        wanted = body.get(one) if one and isinstance(body, dict) else body
        if not isinstance(wanted, dict):
            raise ApiError(400, f"Unable to find '{one}' in request body")
        return dict(wanted)

    def _require_known(self, wanted: Json) -> None:
        unknown = sorted(set(wanted) - self.kind.keys)
        if unknown:
            raise ApiError(400, f"Unrecognized attribute(s) '{', '.join(unknown)}'")

    def _require_unique(self, item: Json) -> None:
        keys = self.kind.unique
        for other in filter(None, self.items.values()):
            if keys and other["id"] != item["id"] and all(other.get(key) == item.get(key) for key in keys):
                raise ApiError(409, f"There is a {self.kind.declaration.name} with the same {', '.join(keys)} already.")

    def _may_write(self) -> bool:
        return self.kind.free or self.token.is_admin

    def _require(self, may: bool, action: str, plural: bool = False) -> None:
        if not may:
            word = self.kind.declaration.plural_key if plural else self.kind.word
            raise ApiError(403, self.style.disallowed(self.kind, f"{action}_{word}"))

    def _find(self, item_id: str) -> Json:
        item = self.items.get(item_id)
        if self.kind.secret:
            self._require(self.token.is_admin or bool(item and self.kind.is_own(self.token, item)), "get")
        if item is None or not self._is_visible(item):
            raise ApiError(404, self.style.missing(self.kind, item_id))
        return item

    def _is_visible(self, item: Json) -> bool:
        if self.kind.for_all or self.kind.secret or self.token.is_admin:
            return True
        return self.kind.is_own(self.token, item) or bool(item.get("shared"))

    def _view(self, item: Json) -> Json:
        shown = {key: value for key, value in item.items() if key not in self.kind.hidden}
        if self.style.links is None:
            return shown
        path = f"{self.request.base}{self.style.links}{self.kind.declaration.path}/{item['id']}"
        return {**shown, "links": {"self": path}}

    def _enveloped(self, item: Json) -> Json:
        one = self.kind.declaration.one
        return {one: self._view(item)} if one else self._view(item)
