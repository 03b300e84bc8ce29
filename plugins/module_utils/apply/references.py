# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""References: turns names of other resources, as users give them, into the names or ids that the service uses.

It takes a desired state and the current resource. It gives the desired fields with their references turned.
`reconcile.py` calls it.

A resource shows each reference in one form (a node: its image by id, its flavor by name). A value that is already in
that form, and equals the current one, needs no request. So an unchanged resource is found unchanged with one call.
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

# How long a name that was looked up is good enough to confirm that nothing has changed, unless runs of this controller
# have changed such resources since. Names are always looked up again to create or change something, and also
# if the desired state allows a change of the field: somebody else may have given the name to another resource, and the
# change would be missed.
CONFIRM_SECONDS = 600.0

Known = t.Mapping[str, t.Any]
# Turns a user's text for a reference into a value; None if that is not known.
Turn = t.Callable[[Reference, str], t.Any]


class References:
    """The references of one task. A name that several resources share is looked up once."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._lock = threading.Lock()
        self._found: dict[tuple[str, str], Known | CloudError] = {}
        self._by_id: dict[tuple[str, str], Json | None] = {}

    def for_create(self, resource: Resource, desired: Desired) -> Values:
        """The desired fields of a new resource, with each reference as the resource will show it, and with its id.

        A reference of the resource to itself gets `{id}` for the id, if it is sent after the creation.

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
        """The desired fields, with each reference in the form in which the resource shows it.

        `at_first_sight`: the plan is only a first one, and is not applied. So remembered names will do, even if they
        differ from the current ones.
        """
        resolved = dict(desired.fields)
        for field in _with_references(resource, desired):
            resolved[field.name] = self._as_shown(field, desired, current, at_first_sight)
        return resolved

    def owners(self, resource: Resource, desired_states: t.Sequence[Desired]) -> set[str]:
        """The ids of the projects that the desired states name as owners.

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
        """A resource by its id, as users see it; None if it is not there. One that was looked up costs no request."""
        key = (resource.name, resource_id)
        with self._lock:
            for (kind, _text), found in self._found.items():
                if kind == resource.name and not isinstance(found, CloudError) and found["id"] == resource_id:
                    return dict(found)
            if key not in self._by_id:
                self._by_id[key] = Collection(self._cloud, resource).by_id(resource_id)
            return self._by_id[key]

    def _as_shown(self, field: Field, desired: Desired, current: Values, at_first_sight: bool) -> t.Any:
        """The desired value of a field with references, in the form in which the resource shows it.

        It is the user's own text if the resource has that; else the remembered one, if it equals the current one; else
        it is looked up. If the desired state allows a change of the field, it is always looked up, except for
        references whose names never come to mean another resource.
        """
        shown = field.current(current)
        given = _turned(field, desired.fields[field.name], _name_in)
        if not field.always(desired) and (shown is UNKNOWN or (field.consent and field.consent.ignores(desired))):
            return given  # the field is not compared or not changed, so the other resource need not be there any more
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
        """A name that the resource shows as the user gave it; the id instead, if another resource has that name now."""
        if reference.is_of is None:
            return text
        try:
            found = self._look_up(reference, _name_in(reference, text))
        except CloudError:
            return text  # the field does not change, so the other resource need not be there any more
        return text if reference.is_of(found, current) else Referred(str(found["id"]), str(found["id"]))

    def _to_make_with(self, reference: Reference, text: str) -> Referred:
        """The value for a new resource, after the other resource was found.

        If the user's text says more than a name (`nova:host1`), requests get the whole text.
        """
        name = _name_in(reference, text)
        found = self._look_up(reference, name)
        return Referred(name, text) if reference.part else Referred(str(found[reference.shown_by]), str(found["id"]))

    def _look_up(self, reference: Reference, text: str) -> Known:
        """The resource of that name. It is looked up once per task, and so is the error that there is none."""
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
        if not (
            self._cloud.forecast and self._cloud.forecast.predicts
        ):  # what is only predicted must not be remembered for real runs
            note = {"id": found["id"], "name": found["name"]}
            self._cloud.session.remember(self._note(reference, text), note, asked_at)
        return found

    def _recall(self, reference: Reference, text: str) -> Known | None:
        if (
            self._cloud.forecast and self._cloud.forecast.predicts
        ):  # the name may mean another resource after earlier tasks
            return None
        session, note = self._cloud.session, self._note(reference, text)
        found = session.recall(note, CONFIRM_SECONDS)
        if isinstance(found, dict):
            found = session.recall(note, CONFIRM_SECONDS, session.changes.last(text, str(found.get("id"))))
        return found if isinstance(found, dict) and {"id", "name"} <= set(found) else None

    def _note(self, reference: Reference, text: str) -> str:
        """The key that a name is remembered under. It has the endpoint, since a name means something else in another
        region."""
        return f"{reference.to.name} {text} at {self._cloud.choice(reference.to.service).url}"


def _with_references(resource: Resource, desired: Desired) -> list[Field]:
    return [field for field in resource.fields if (field.reference or field.parts) and field.name in desired.fields]


def _name_in(reference: Reference, text: str) -> str:
    return reference.part(text) if reference.part else text


def _in_form_of(reference: Reference, shown: t.Any, found: Known | None) -> Referred | None:
    """A reference in the form that its owner shows, a name or an id. Of some, old services show the id, new ones the
    name.

    None if the other resource is not known.
    """
    if found is None:
        return None
    values = shown if isinstance(shown, list) else [shown]
    form = next((found[key] for key in ("id", "name") if found[key] in values), found[reference.shown_by])
    return Referred(form, found["id"])


def _turned(field: Field, given: t.Any, turn: Turn) -> t.Any:
    """A value with each of its references turned by `turn`; None if one of them is not known."""
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
