# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a resource is: its place in a service's API, its fields, and how each field is compared and changed.

A declaration is data. Everything that is particular to a resource stands in one such declaration in `resources/`; the
code that lists, finds, plans and changes is the same for all.
"""

from __future__ import annotations

import dataclasses
import enum
import typing as t

from ..service.microversion import Microversion
from ..service.paging import Query
from .compare import exact, replaced
from .step import Step, Wait

Json = t.Dict[str, t.Any]


class Unknown(enum.Enum):
    """The value of a field that the service does not show: it can be wanted, but not compared."""

    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN


@dataclasses.dataclass(frozen=True)
class Reference:
    """A field that names another resource. Users give its name or id; `shown_by` is what the owner is shown with.

    `part` takes the name out of what users give, where that says more (`nova` of `nova:host1`).
    """

    to: Resource
    shown_by: str = "id"
    many: bool = False
    part: t.Callable[[str], str] | None = None


@dataclasses.dataclass(frozen=True)
class Field:
    """One property of a resource: the option that asks for it and the key it is returned under.

    Args:
        name: Name of the option and of the returned key.
        same: Whether the wanted value and the current one are the same.
        merge: What the value will be, from the wanted and the current one.
        updatable: False where the service can set this only when the resource is made.
        required: Whether the resource cannot be made without it.
        normalise: Brings what users may write to the one form that is compared and sent.
        show: The current value in that form, from the returned resource, or UNKNOWN. None: the resource's value under
            the field's name.
        display: What may be shown of a value in diffs and messages; secrets are not.
        reference: Set if the value names another resource.
        wire: The key in the service's requests, if it is not the field's name.
    """

    name: str
    same: t.Callable[[t.Any, t.Any], bool] = exact
    merge: t.Callable[[t.Any, t.Any], t.Any] = replaced
    updatable: bool = True
    required: bool = False
    normalise: t.Callable[[t.Any], t.Any] = lambda value: value
    show: t.Callable[[t.Mapping[str, t.Any]], t.Any] | None = None
    display: t.Callable[[t.Any], t.Any] = lambda value: value
    reference: Reference | None = None
    wire: str | None = None

    def current(self, resource: t.Mapping[str, t.Any]) -> t.Any:
        """The field's current value, in the form users give it."""
        return self.show(resource) if self.show else resource.get(self.name)


def name_query(name: str) -> Query:
    """How most services look for a name."""
    return (("name", name),)


def overlaid(current: t.Mapping[str, t.Any] | None, fields: t.Mapping[str, t.Any]) -> Json:
    """The prediction for a resource whose fields are shown just as they are asked for."""
    return {**(current or {"id": None}), **fields}


@dataclasses.dataclass(frozen=True)
class Resource:
    """One kind of thing in one service.

    Args:
        name: The word for one of them; with underscores it is the key of the result.
        plural: The word for several.
        service: Our word for the service that has it.
        path: Where its collection is, below the service's base URL.
        list_path: Where lists with all details come from, if not at `path`.
        one: The key around one of them in requests and answers; None where it stands bare.
        many: The key around several.
        read: From the service's JSON to what users get; has at least id and name.
        fields: What users can ask for.
        named: The query that lets the service look for a name; it may find more than that name. None: it cannot.
        microversion: What reading needs.
        create: The steps that make one, from the wanted fields (references as ids). None: one POST of the fields.
        update: The steps that change one, from its current state and the changed fields as (before, after). None: one
            PUT of the changed fields.
        delete: The steps that remove one. None: one DELETE.
        predict: What the resource will look like, from what it is now (None: not there yet) and the fields as they
            will be. Keys that only the service can know are null or missing.
        settle: What to wait for before a current one can be brought to a state, None if it stands still.
        fault: Why a current one is beyond use, None if it is not.
    """

    name: str
    plural: str
    service: str
    path: str
    one: str | None
    many: str
    read: t.Callable[[Json], Json]
    fields: tuple[Field, ...] = ()
    list_path: str | None = None
    named: t.Callable[[str], Query] | None = name_query
    microversion: Microversion | None = None
    create: t.Callable[[t.Mapping[str, t.Any]], t.Sequence[Step]] | None = None
    update: t.Callable[[t.Mapping[str, t.Any], Changes], t.Sequence[Step]] | None = None
    delete: t.Callable[[t.Mapping[str, t.Any]], t.Sequence[Step]] | None = None
    predict: t.Callable[[t.Mapping[str, t.Any] | None, t.Mapping[str, t.Any]], Json] = overlaid
    settle: t.Callable[[t.Mapping[str, t.Any], str], Wait | None] | None = None
    fault: t.Callable[[t.Mapping[str, t.Any]], str | None] | None = None

    @property
    def key(self) -> str:
        """The key of the result: `server_group`."""
        return self.name.replace(" ", "_")


# Field name -> (before, after).
Changes = t.Mapping[str, t.Tuple[t.Any, t.Any]]
