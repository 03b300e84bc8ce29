# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Names of other resources, as users give them, turned into what the service knows them by.

A resource shows its references in one form (a node: its image by id, its flavor by name). A value that is in that form
already, and is what the resource has, needs no request. So an unchanged resource is found unchanged with one call.
"""

from __future__ import annotations

import typing as t

from ..resource.collection import Collection
from ..resource.compare import as_set
from ..resource.declaration import UNKNOWN, Field, Reference, Resource
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
        resolved[field.name] = _looked_up(cloud, reference, wanted[field.name], "id")
    return resolved


def resolve_for_update(
    cloud: Cloud, resource: Resource, wanted: t.Mapping[str, t.Any], current: t.Mapping[str, t.Any]
) -> Values:
    """The wanted fields with every reference in the form in which the resource shows it."""
    resolved = dict(wanted)
    for field, reference in _references(resource, wanted):
        shown = field.current(current)
        if shown is not UNKNOWN and not _shown_already(reference, wanted[field.name], shown):
            resolved[field.name] = _as_shown(cloud, reference, wanted[field.name], shown)
    return resolved


def _references(resource: Resource, wanted: t.Mapping[str, t.Any]) -> list[tuple[Field, Reference]]:
    return [(field, field.reference) for field in resource.fields if field.reference and field.name in wanted]


def _shown_already(reference: Reference, given: t.Any, shown: t.Any) -> bool:
    return as_set(given, shown) if reference.many else bool(given == shown)


def _as_shown(cloud: Cloud, reference: Reference, given: t.Any, shown: t.Any) -> t.Any:
    remembered = _map(reference, given, lambda text: _recall(cloud, reference, text))
    if _shown_already(reference, remembered, shown):
        return remembered
    return _looked_up(cloud, reference, given, reference.shown_by)


def _looked_up(cloud: Cloud, reference: Reference, given: t.Any, key: str) -> t.Any:
    return _map(reference, given, lambda text: _look_up(cloud, reference, text)[key])


def _map(reference: Reference, given: t.Any, function: t.Callable[[str], t.Any]) -> t.Any:
    return [function(str(text)) for text in given] if reference.many else function(str(given))


def _look_up(cloud: Cloud, reference: Reference, text: str) -> Values:
    found = Collection(cloud, reference.to).referred(text)
    cloud.session.remember(_note(cloud, reference, text), found[reference.shown_by])
    return found


def _recall(cloud: Cloud, reference: Reference, text: str) -> t.Any:
    return cloud.session.recall(_note(cloud, reference, text), CONFIRM_SECONDS)


def _note(cloud: Cloud, reference: Reference, text: str) -> str:
    """The same name may mean another thing at another endpoint, which is what tells regions apart."""
    return f"{reference.to.name} {text} at {cloud.choice(reference.to.service).url}"
