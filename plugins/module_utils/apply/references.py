# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of other resources, as users give them, turned into what the service knows them by.

A resource shows its references in one form (a node: its image by id, its flavor by name). A value that is in that form
already, and is what the resource has, needs no request. So an unchanged resource is found unchanged with one call.
"""

from __future__ import annotations

import threading
import time
import typing as t

from ..errors import CloudError
from ..resource.collection import Collection
from ..resource.declaration import UNKNOWN, Field, Json, Reference, Resource, Values
from ..resource.desired import Desired
from ..resource.reference import Referred
from ..resource.step import ID
from ..service.cloud import Cloud

# A name that was looked up this short a time ago is not looked up again to confirm that nothing has changed, unless
# this controller's runs have changed such things since. Making or changing something always looks names up anew, and so
# does a desired state that allows the change, which would not be made if what somebody else has put in its place went
# unseen.
CONFIRM_SECONDS = 600.0

Known = t.Mapping[str, t.Any]
# What a user's text for a reference becomes; None where that is not known.
Turn = t.Callable[[Reference, str], t.Any]


class References:
    """The references of one task; a name that several resources share is looked up once."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._lock = threading.Lock()
        self._found: dict[tuple[str, str], Known | CloudError] = {}
        self._by_id: dict[tuple[str, str], Json | None] = {}

    def for_create(self, resource: Resource, desired: Desired) -> Values:
        """The wanted fields with every reference as the resource will show it, and with the id that requests take:
        `{id}` for one to itself, where that is sent once it is made.

        Raises:
            NoSuchResource, NotUnique: a name does not mean exactly one resource.
        """

        def to_make_with(reference: Reference, text: str) -> Referred:
            is_itself = reference.to.name == resource.name and text == desired.name
            return Referred(text, ID) if is_itself else self._to_make_with(reference, text)

        resolved = dict(desired.fields)
        for field in _with_references(resource, desired):
            turn = to_make_with if field.own_requests else self._to_make_with
            resolved[field.name] = _turned(field, desired.fields[field.name], turn)
        return resolved

    def for_update(self, resource: Resource, desired: Desired, current: Values, at_first_sight: bool = False) -> Values:
        """The wanted fields with every reference in the form in which the resource shows it.

        `at_first_sight`: what was looked up lately will do, also to find a difference: it is not acted on yet.
        """
        resolved = dict(desired.fields)
        for field in _with_references(resource, desired):
            resolved[field.name] = self._as_shown(field, desired, current, at_first_sight)
        return resolved

    def owners(self, resource: Resource, desired_states: t.Sequence[Desired]) -> set[str]:
        """Ids of the projects that are said to have, or to get, what is wanted.

        Raises:
            NoSuchResource, NotUnique: a name does not mean exactly one project.
        """
        fields = [field for field in resource.fields if field.name == resource.owner and field.reference]
        said = [
            (field.reference, str(desired.fields[field.name]))
            for field in fields
            for desired in desired_states
            if field.name in desired.fields
        ]
        return {str((self._recall(one, text) or self._look_up(one, text))["id"]) for one, text in said if one}

    def by_id(self, resource: Resource, resource_id: str) -> Json | None:
        """A resource by its id, as users see it; None if it is not there. What was looked up costs no request."""
        key = (resource.name, resource_id)
        with self._lock:
            for (kind, _text), found in self._found.items():
                if kind == resource.name and not isinstance(found, CloudError) and found["id"] == resource_id:
                    return dict(found)
            if key not in self._by_id:
                self._by_id[key] = Collection(self._cloud, resource).by_id(resource_id)
            return self._by_id[key]

    def _as_shown(self, field: Field, desired: Desired, current: Values, at_first_sight: bool) -> t.Any:
        """The wanted value: as it was given if that is what the resource has, else as it was lately, else looked up.

        Where the desired state allows the change it is looked up, unless it was given by what never means another
        thing.
        """
        shown = field.current(current)
        given = _turned(field, desired.fields[field.name], _name_in)
        if not field.always(desired) and (shown is UNKNOWN or (field.consent and field.consent.ignores(desired))):
            return given  # what is not compared, or left as it is, need not be there any more
        may_change = field.always(desired) or (field.consent is not None and field.consent.opens(desired))
        if shown is not UNKNOWN and field.is_same(given, shown, desired):
            return self._given_anew(field.reference, str(given), current) if may_change and field.reference else given

        def recalled(reference: Reference, text: str) -> t.Any:
            return _in_form_of(reference, shown, self._recall(reference, _name_in(reference, text)))

        def looked_up(reference: Reference, text: str) -> t.Any:
            return _in_form_of(reference, shown, self._look_up(reference, _name_in(reference, text)))

        remembered = None if may_change else _turned(field, desired.fields[field.name], recalled)
        if remembered is not None and (
            at_first_sight or (shown is not UNKNOWN and field.is_same(remembered, shown, desired))
        ):
            return remembered
        return _turned(field, desired.fields[field.name], looked_up)

    def _given_anew(self, reference: Reference, text: str, current: Values) -> str:
        """A name that is shown as it was given; its new bearer's id if another thing has the name by now."""
        if reference.is_of is None:
            return text
        try:
            found = self._look_up(reference, _name_in(reference, text))
        except CloudError:
            return text  # what is left as it is need not be there any more
        return text if reference.is_of(found, current) else Referred(str(found["id"]), str(found["id"]))

    def _to_make_with(self, reference: Reference, text: str) -> Referred:
        """What is referred to, once it is known that it is there; requests take the user's words where they say more
        than a name."""
        name = _name_in(reference, text)
        found = self._look_up(reference, name)
        return Referred(name, text) if reference.part else Referred(str(found[reference.shown_by]), str(found["id"]))

    def _look_up(self, reference: Reference, text: str) -> Known:
        """What is there of that name, or the error that there is none: both are found out once."""
        key = (reference.to.name, text)
        with self._lock:
            if key not in self._found:
                self._found[key] = self._looked_up(reference, text)
            found = self._found[key]
        if isinstance(found, CloudError):
            raise found
        return found

    def _looked_up(self, reference: Reference, text: str) -> Known | CloudError:
        asked_at = time.time()
        try:
            found = Collection(self._cloud, reference.to).referred(text)
        except CloudError as error:
            return error
        note = {"id": found["id"], "name": found["name"]}
        self._cloud.session.remember(self._note(reference, text), note, asked_at)
        return found

    def _recall(self, reference: Reference, text: str) -> Known | None:
        session, note = self._cloud.session, self._note(reference, text)
        found = session.recall(note, CONFIRM_SECONDS)
        if isinstance(found, dict):
            found = session.recall(note, CONFIRM_SECONDS, session.changes.last(text, str(found.get("id"))))
        return found if isinstance(found, dict) and {"id", "name"} <= set(found) else None

    def _note(self, reference: Reference, text: str) -> str:
        """The same name may mean another thing at another endpoint, which is what tells regions apart."""
        return f"{reference.to.name} {text} at {self._cloud.choice(reference.to.service).url}"


def _with_references(resource: Resource, desired: Desired) -> list[Field]:
    return [field for field in resource.fields if (field.reference or field.parts) and field.name in desired.fields]


def _name_in(reference: Reference, text: str) -> str:
    return reference.part(text) if reference.part else text


def _in_form_of(reference: Reference, shown: t.Any, found: Known | None) -> Referred | None:
    """A resource by its name or id, whichever the owner shows: old services show an id where newer ones show a name."""
    if found is None:
        return None
    values = shown if isinstance(shown, list) else [shown]
    form = next((found[key] for key in ("id", "name") if found[key] in values), found[reference.shown_by])
    return Referred(form, found["id"])


def _turned(field: Field, given: t.Any, turn: Turn) -> t.Any:
    """A value with its references turned into something else; None if one of them is not known."""
    if field.parts:
        several = given if isinstance(given, list) else [given]
        turned: list[t.Any] = [_turned_parts(field, item, turn) for item in several]
    elif field.reference:
        reference = field.reference
        several = given if reference.many else [given]
        turned = ["" if reference.optional and text == "" else turn(reference, str(text)) for text in several]
    if None in turned:
        return None
    return turned if isinstance(given, list) else turned[0]


def _turned_parts(field: Field, item: t.Any, turn: Turn) -> t.Any:
    if not isinstance(item, dict):
        return item
    turned = {
        key: turn(field.parts[key], str(value)) if key in field.parts and value is not None else value
        for key, value in item.items()
    }
    return None if any(turned[key] is None and item[key] is not None for key in item) else turned
