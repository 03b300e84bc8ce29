# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Names of other resources, as users give them, turned into what the service knows them by.

A resource shows its references in one form (a node: its image by id, its flavor by name). A value that is in that form
already, and is what the resource has, needs no request. So an unchanged resource is found unchanged with one call.
"""

from __future__ import annotations

import functools
import typing as t

from ..resource.collection import Collection
from ..resource.compare import as_set
from ..resource.declaration import UNKNOWN, Field, Reference, Resource
from ..resource.referred import Referred
from ..service.cloud import Cloud

Values = t.Dict[str, t.Any]

# A name that was looked up this short a time ago is not looked up again to confirm that nothing has changed. Making or
# changing something always looks names up anew.
CONFIRM_SECONDS = 600.0


def resolve_for_create(cloud: Cloud, resource: Resource, wanted: t.Mapping[str, t.Any]) -> Values:
    """The wanted fields with every reference as an id.

    Raises:
        NoSuchResource, NotUnique: a name does not mean exactly one resource.
    """
    resolved = dict(wanted)
    for field, reference in _references(resource, wanted):
        resolved[field.name] = _map(reference, wanted[field.name], functools.partial(_for_create, cloud, reference))
    return resolved


def resolve_for_update(
    cloud: Cloud, resource: Resource, wanted: t.Mapping[str, t.Any], current: t.Mapping[str, t.Any]
) -> Values:
    """The wanted fields with every reference in the form in which the resource shows it."""
    resolved = dict(wanted)
    for field, reference in _references(resource, wanted):
        shown = field.current(current)
        given = _map(reference, wanted[field.name], reference.part or str)
        resolved[field.name] = given
        if shown is not UNKNOWN and not _is_shown(reference, given, shown):
            resolved[field.name] = _as_shown(cloud, reference, given, shown)
    return resolved


def _references(resource: Resource, wanted: t.Mapping[str, t.Any]) -> list[tuple[Field, Reference]]:
    return [(field, field.reference) for field in resource.fields if field.reference and field.name in wanted]


def _is_shown(reference: Reference, given: t.Any, shown: t.Any) -> bool:
    return as_set(given, shown) if reference.many else bool(given == shown)


def _for_create(cloud: Cloud, reference: Reference, text: str) -> str:
    """The id, once it is known that there is one; or the user's words where they say more than a name."""
    found = _look_up(cloud, reference, reference.part(text) if reference.part else text)
    return text if reference.part else str(found["id"])


def _as_shown(cloud: Cloud, reference: Reference, given: t.Any, shown: t.Any) -> t.Any:
    remembered = _map(reference, given, functools.partial(_recalled, cloud, reference, shown))
    if _is_shown(reference, remembered, shown):
        return remembered
    return _map(reference, given, lambda text: _in_form_of(reference, shown, _look_up(cloud, reference, text)))


def _in_form_of(reference: Reference, shown: t.Any, found: t.Mapping[str, t.Any]) -> Referred:
    """A resource by its name or id, whichever the owner shows: old services show an id where newer ones show a name."""
    values = shown if reference.many else [shown]
    form = next((found[key] for key in ("id", "name") if found[key] in values), found[reference.shown_by])
    return Referred(form, found["id"])


def _map(reference: Reference, given: t.Any, function: t.Callable[[str], t.Any]) -> t.Any:
    return [function(str(text)) for text in given] if reference.many else function(str(given))


def _look_up(cloud: Cloud, reference: Reference, text: str) -> Values:
    found = Collection(cloud, reference.to).referred(text)
    cloud.session.remember(_note(cloud, reference, text), {"id": found["id"], "name": found["name"]})
    return found


def _recalled(cloud: Cloud, reference: Reference, shown: t.Any, text: str) -> t.Any:
    found = cloud.session.recall(_note(cloud, reference, text), CONFIRM_SECONDS)
    return _in_form_of(reference, shown, found) if isinstance(found, dict) and {"id", "name"} <= set(found) else None


def _note(cloud: Cloud, reference: Reference, text: str) -> str:
    """The same name may mean another thing at another endpoint, which is what tells regions apart."""
    return f"{reference.to.name} {text} at {cloud.choice(reference.to.service).url}"
