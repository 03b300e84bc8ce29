# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Forecast: the resources that check mode has predicted so far, and those that are to be removed.

It takes predictions, one after the other. It gives them back to whatever reads resources later, so that a task in check
mode can refer to what an earlier task would have made. `face` fills it with the predictions of earlier tasks, and
`resource/foretold.py` reads it. Pure.

A resource that is still to be made has an id that no service has given, see `placeholder`. It is never sent.
"""

from __future__ import annotations

import re
import typing as t

Json = t.Dict[str, t.Any]

PREFIX = "to-be-made-"
UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def placeholder(kind: str, name: str) -> str:
    """The id of a resource that is still to be made: readable, and safe in the path of a URL."""
    return PREFIX + UNSAFE.sub("-", f"{kind}-{name}" if name else kind)


def is_placeholder(resource_id: object) -> bool:
    """Whether an id stands for a resource that is still to be made."""
    return isinstance(resource_id, str) and resource_id.startswith(PREFIX)


class Forecast:
    """The predictions of one check run.

    `events` are those that were added here, as JSON, so that they can be kept for later tasks.
    """

    def __init__(self, events: t.Iterable[Json] = ()) -> None:
        """Start with the events of earlier tasks."""
        self.events: list[Json] = []
        # By place and kind, and then by id.
        self._resources: dict[tuple[str, str], dict[str, Json]] = {}
        self._gone: set[str] = set()
        self._wanted: dict[tuple[str, str, str], Json] = {}
        self._lists: dict[tuple[str, str], list[Json]] = {}
        for event in events:
            self._take(event)

    def put(self, place: str, kind: str, resource: Json, gone_as: str, wanted: Json) -> None:
        """Add the prediction for a resource that has an id.

        `place` says where it is: the endpoint and the project. `gone_as` is what it would be noted as if it were
        removed. `wanted` are the fields that a user has given, as diffs show them.
        """
        self._add({"place": place, "kind": kind, "resource": resource, "back": gone_as, "wanted": wanted})

    def drop(self, gone: t.Iterable[str]) -> None:
        """Add that resources are to be removed."""
        fresh = [one for one in gone if one not in self._gone]
        if fresh:
            self._add({"gone": fresh})

    def of(self, place: str, kind: str) -> t.Mapping[str, Json]:
        """The predicted resources of a kind, new and changed ones, by id."""
        return self._resources.get((place, kind), {})

    def keep_list(self, place: str, kind: str, resources: t.Iterable[Json]) -> None:
        """Keep the whole list of a kind, as the service shows it, so that it is not read again."""
        self._lists[place, kind] = list(resources)

    def list_of(self, place: str, kind: str) -> t.Sequence[Json] | None:
        """The whole list of a kind; None if it is not known."""
        return self._lists.get((place, kind))

    def wanted_of(self, place: str, kind: str, resource_id: str) -> Json:
        """The fields of a resource that users have given so far, as diffs show them."""
        return self._wanted.get((place, kind, resource_id), {})

    @property
    def gone(self) -> t.Collection[str]:
        """What the resources that are to be removed are noted as: mostly their ids."""
        return self._gone

    def __bool__(self) -> bool:
        """Whether anything is known that the services would not show."""
        return bool(self._resources or self._gone or self._lists)

    @property
    def predicts(self) -> bool:
        """Whether anything was predicted."""
        return bool(self._resources or self._gone)

    def _add(self, event: Json) -> None:
        self.events.append(event)
        self._take(event)

    def _take(self, event: Json) -> None:
        if "gone" in event:
            self._gone.update(event["gone"])
            return
        resource = event["resource"]
        self._gone.discard(event["back"])
        self._resources.setdefault((event["place"], event["kind"]), {})[resource["id"]] = resource
        self._wanted.setdefault((event["place"], event["kind"], resource["id"]), {}).update(event["wanted"])
