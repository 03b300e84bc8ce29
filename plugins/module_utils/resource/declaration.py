# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
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
from .compare import added, contained, exact, replaced, same_mapping, without_nulls
from .desired import PRESENT, Desired
from .preflight import Blockers, Preflight
from .step import Change, Step, Wait

if t.TYPE_CHECKING:
    from ..service.cloud import Cloud

Json = t.Dict[str, t.Any]
Values = t.Mapping[str, t.Any]


class Unknown(enum.Enum):
    """The value of a field that the service does not show: it can be wanted, but not compared."""

    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN


def never(_resource: t.Mapping[str, t.Any]) -> t.Any:
    """The current value of a field that no service shows."""
    return UNKNOWN


@dataclasses.dataclass(frozen=True)
class Reference:
    """A field that names another resource. Users give its name or id; `shown_by` is what the owner is shown with.

    `part` takes the name out of what users give, where that says more (`nova` of `nova:host1`). `optional`: an empty
    text refers to nothing. `is_of`: whether what has a name now is what the owner, which shows the name alone, was
    given under it; None if that cannot be told.
    """

    to: Resource
    shown_by: str = "id"
    many: bool = False
    part: t.Callable[[str], str] | None = None
    optional: bool = False
    is_of: t.Callable[[Values, Values], bool] | None = None


@dataclasses.dataclass(frozen=True)
class Purge:
    """Of several values only those that the user names are to be left, if the option is true.

    `same` and `merge` are then those of the field.
    """

    option: str
    same: t.Callable[[t.Any, t.Any], bool] = exact
    merge: t.Callable[[t.Any, t.Any], t.Any] = replaced


@dataclasses.dataclass(frozen=True)
class Consent:
    """A field that is changed only if the user allows it, since the change is felt: a node's flavor.

    Args:
        opens: Whether a desired state allows it.
        advice: The sentence for those who do not say.
        ignores: Whether a desired state leaves the difference alone.
        not_needed: Whether there is nothing to be felt in changing such a value.
    """

    opens: t.Callable[[Desired], bool]
    advice: str
    ignores: t.Callable[[Desired], bool] = lambda _desired: False
    not_needed: t.Callable[[t.Any], bool] = lambda _before: False


@dataclasses.dataclass(frozen=True)
class Field:
    """One property of a resource: the option that asks for it and the key it is returned under.

    Args:
        name: Name of the option and of the returned key.
        same: Whether the wanted value and the current one are the same.
        merge: What the value will be, from the wanted and the current one.
        initial: What of the wanted value a new resource is made with.
        updatable: False where the service can set this only when the resource is made.
        reachable: Whether the service can change one value into another: volumes grow, but do not shrink.
        required: Whether the resource cannot be made without it,
        replaced_by: or one of these fields.
        normalise: Brings what users may write to the one form that is compared and sent.
        show: The current value in that form, from the returned resource, or UNKNOWN. None: the resource's value under
            the field's name.
        display: What may be shown of a value in diffs and messages; secrets are not.
        reference: Set if the value names another resource.
        parts: Where the value is a dict, or a list of them: which of their keys name other resources.
        purge: Set if values that the user does not name are left alone unless he says otherwise.
        consent: Set if the field is changed only where an option allows it.
        always: Whether a desired state needs the reference's id even where nothing can be compared.
        reading: The microversion from which on the service shows it.
        api_name: The key in the service's requests, if it is not the field's name.
        key: The key of the returned resource that shows it, if it is not the field's name.
        own_requests: Set if the service takes it in requests of its own, not with the other fields: the steps for a
            resource, from its value there to the wanted one. A new resource is made first.
        sent: How the service takes a value, where that is not how users give it.
        predicted: How a value that will be there will be shown, as far as that is known beforehand.
        excludes: Options that cannot be given together with it.
        detailed: Whether the current value is known only from the resource's `details`. If `show` says it without them,
            they are needed only where it says UNKNOWN.
        unseen: Why a value may be UNKNOWN: completes "not compared, since ...". None: nothing is missed then, as it
            says how one is made and is nothing that one has.
        unseen_parts: The keys in a wanted value that count only for what is new, and are not compared later.
        set_anyway: Whether a desired state has the value set, whatever it is, so that it need not be known.
        file: The option that names a file which has the value, as an alternative to the value itself.
    """

    name: str
    same: t.Callable[[t.Any, t.Any], bool] = exact
    merge: t.Callable[[t.Any, t.Any], t.Any] = replaced
    initial: t.Callable[[t.Any], t.Any] = lambda value: value
    updatable: bool = True
    reachable: t.Callable[[t.Any, t.Any], bool] = lambda _before, _after: True
    required: bool = False
    replaced_by: tuple[str, ...] = ()
    normalise: t.Callable[[t.Any], t.Any] = lambda value: value
    show: t.Callable[[t.Mapping[str, t.Any]], t.Any] | None = None
    display: t.Callable[[t.Any], t.Any] = lambda value: value
    reference: Reference | None = None
    parts: t.Mapping[str, Reference] = dataclasses.field(default_factory=dict)
    purge: Purge | None = None
    consent: Consent | None = None
    always: t.Callable[[Desired], bool] = lambda _desired: False
    reading: Microversion | None = None
    api_name: str | None = None
    key: str | None = None
    own_requests: t.Callable[[t.Mapping[str, t.Any], t.Any, t.Any], t.Sequence[Step]] | None = None
    sent: t.Callable[[t.Any], t.Any] = lambda value: value
    predicted: t.Callable[[t.Any], t.Any] = lambda value: value
    excludes: tuple[str, ...] = ()
    detailed: bool = False
    unseen: str | None = "the service does not show it"
    unseen_parts: t.Callable[[t.Any], t.Sequence[str]] = lambda _wanted: ()
    set_anyway: t.Callable[[Desired], bool] = lambda _desired: False
    file: str | None = None

    def current(self, resource: t.Mapping[str, t.Any]) -> t.Any:
        """The field's current value, in the form users give it."""
        return self.show(resource) if self.show else resource.get(self.key or self.name)

    def is_same(self, wanted: t.Any, current: t.Any, desired: Desired) -> bool:
        """Whether the current value is as desired."""
        if self.purge and desired.says(self.purge.option):
            return self.purge.same(wanted, current)
        return self.same(wanted, current)

    def will_be(self, wanted: t.Any, current: t.Any, desired: Desired) -> t.Any:
        """What the value will be."""
        if self.purge and desired.says(self.purge.option):
            return self.purge.merge(wanted, current)
        return self.merge(wanted, current)


def mapping(name: str, purge: str, normalise: t.Callable[[t.Any], t.Any], **more: t.Any) -> Field:
    """A field of keys and texts, like metadata. Keys that the user does not name are left alone unless the option
    `purge` says otherwise; null removes a key."""
    purging = Purge(purge, same_mapping, without_nulls)
    return Field(name, same=contained, merge=added, initial=without_nulls, purge=purging, normalise=normalise, **more)


def keys_in(*keys: str) -> t.Callable[[t.Any], t.Sequence[str]]:
    """Which of these keys stand in a wanted value, a dict or a list of them."""

    def found(wanted: t.Any) -> list[str]:
        items = wanted if isinstance(wanted, list) else [wanted]
        return [key for key in keys if any(isinstance(one, dict) and key in one for one in items)]

    return found


def names_query(names: t.Sequence[str]) -> Query:
    """How most services look for names: for one of them, or not at all."""
    return (("name", names[0]),) if len(names) == 1 else ()


def overlaid(resource: Resource, current: Values | None, fields: Values) -> Json:
    """The prediction for a resource whose fields are shown as they are asked for, with references as ids.

    What only the service can know of a new one is null; what is asked for of the way to it alone is shown nowhere.
    """
    base = current or {**resource.read({"id": None, "name": None}), "name": fields.get("name")}
    shown = {field.key or field.name: field for field in resource.fields if field.name in fields}
    return {**base, **{key: field.predicted(fields[field.name]) for key, field in shown.items() if key in base}}


@dataclasses.dataclass(frozen=True)
class Resource:
    """One kind of thing in one service.

    Args:
        name: The word for one of them; with underscores it is the key of the result.
        plural: The word for several.
        service: Our word for the service that has it.
        path: Where its collection is, below the service's base URL.
        list_path: Where lists with all details come from, if not at `path`.
        shown_at: What follows the path of one of them where it is shown with all details, if anything has to.
        in_list: Whether one is looked for by its id in the list, since not all who see it there may read it alone.
        one: The key around one of them in requests and answers; None where it stands bare.
        many: The key around several.
        read: From the service's JSON to what users get; has at least id and name.
        fields: What users can ask for.
        policies: Options that say how to get there.
        named: The query that lets the service look for names; it may find more than those. None: it cannot.
        kept_name: How the service keeps a name, where that is not how users give it.
        id_key: The key of the id in the service's answers.
        names_are_ids: Whether its name is its id, so that one name needs no list.
        ids_are_chosen: Whether whoever makes one may choose its id, so that there may be another one under the id of
            one that is gone.
        microversion: What reading needs.
        removed: The query for those that are removed and may be restored; None if it keeps none.
        extra_queries: Queries for those that a list leaves out unless asked for them, for a desired state that may mean
            one of those: it is looked for there if the list has none of its name.
        unseen: The ids of those that lists by name leave out although they are there, as the service cannot tell their
            names now: it is looked for them before something is made, or taken for absent, that a list has not.
        for_all: Whether one is for all projects. Set where administrators are shown those of other projects too: a name
            means only one of the token's project, or one that is for all. None: they are not shown them, or no project
            owns what is of this kind.
        shared: Ids of those of other projects that are shared with the token's, where a list does not show that; the
            flag is whether those count that it has not accepted. It is asked only about a name that nothing else has.
        refer: Finds the one that a name or an id means where another resource refers to it, if that takes more than a
            look at the list.
        owner: The field that says whose project's it is to be, if users can say that: a name then means one of that
            project as well.
        members_by: The field, a mapping, by whose keys those that belong to a fleet are known.
        exclusive: Whether runs that make one of the same name at the same time are to end up with one. It needs
            `created_at`.
        create: The way to one, from the wanted fields. None: one POST of the fields.
        update: The way from the current one, and from the changed fields as (before, after). None: one PUT of those.
        delete: The way to be rid of one. None: one DELETE.
        predict: What the resource will look like, from what it is now (None: not there yet), the fields as they will
            be, and the state. Keys that only the service can know are null or missing. None: as it is asked for.
        supplement: What has to be read besides of all that are read, since the service shows it elsewhere: by id, what
            is added to each.
        lookup: Finds the one that is meant where the user may say so by more than name and id, and says more exactly
            what is wanted of it. It may be made without a name.
        details: What has to be read besides the resources themselves before those that seem to differ from a desired
            state can be judged: by id, what is added to each.
        wait_until_stable: What to wait for before a current one can be brought to a state, None if it stands still.
        born_with: The fields whose values one shows, as they were asked for, from the moment it is made: by these one
            that a lost request has made is told from another that somebody makes under the same name.
        fault: Why a current one is beyond use, None if it is not.
        never_usable: Whether one that is beyond use was never of any use: its making failed. Only then is it made anew
            if the user wants that; another one may have something on it. None: it never is.
        repairs: Whether what is wanted is something that may bring one that is beyond use back.
        preflight: Asked before the first request of each planned change, also in check mode. It raises what would be
            refused, all problems at once, and returns warnings. It must not change anything.
        blockers: What keeps a current one from a planned removal or change. It is asked before the first request where
            several follow, in check mode, and of one that is `in_use`; else only once the service has refused. Those
            that leave are waited for.
        in_use: Whether what is shown of a current one says that something keeps it from going, for a desired state.
        gone: Whether a current one is as good as not there, for a desired state or (None) in general.
        state: The word for the state of a current one.
        busy_key: The key of what users see that says what the service is doing with one; null while it does nothing.
        passing_statuses: Statuses that may pass in a moment, and may last. They are waited for only after a refusal.
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
    shown_at: str = ""
    in_list: bool = False
    named: t.Callable[[t.Sequence[str]], Query] | None = names_query
    kept_name: t.Callable[[str], str] = lambda text: text
    id_key: str = "id"
    names_are_ids: bool = False
    ids_are_chosen: bool = False
    microversion: Microversion | None = None
    policies: tuple[str, ...] = ()
    removed: Query | None = None
    extra_queries: t.Callable[[Desired], t.Sequence[Query]] = lambda _desired: ()
    unseen: t.Callable[[Cloud], t.Sequence[str]] | None = None
    for_all: t.Callable[[Values], bool] | None = None
    shared: t.Callable[[Cloud, t.Sequence[Json], bool], t.Collection[str]] | None = None
    refer: t.Callable[[Cloud, str], Json] | None = None
    owner: str | None = None
    members_by: str | None = None
    exclusive: bool = False
    create: t.Callable[[Values, Desired], Change] | None = None
    update: t.Callable[[Values, Changes, Desired], Change] | None = None
    delete: t.Callable[[Values, Desired], t.Sequence[Step]] | None = None
    predict: t.Callable[[Values | None, Values, str], Json] | None = None
    supplement: t.Callable[[Cloud, t.Sequence[Json]], t.Mapping[str, Json]] | None = None
    lookup: t.Callable[[Cloud, Desired], t.Tuple[Desired, Json | None]] | None = None
    details: t.Callable[[Cloud, t.Sequence[Json], Desired], t.Mapping[str, Json]] | None = None
    wait_until_stable: t.Callable[[Values, str], Wait | None] | None = None
    born_with: tuple[str, ...] = ()
    fault: t.Callable[[Values], str | None] | None = None
    never_usable: t.Callable[[Values], bool] | None = None
    repairs: t.Callable[[Values, Desired], bool] | None = None
    preflight: Preflight | None = None
    blockers: Blockers | None = None
    in_use: t.Callable[[Values, Desired], bool] = lambda _current, _desired: False
    gone: t.Callable[[Values, Desired | None], bool] = lambda _current, _desired: False
    state: t.Callable[[Values], str] = lambda _current: PRESENT
    busy_key: str | None = None
    passing_statuses: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """The key of the result: `server_group`."""
        return self.name.lower().replace(" ", "_")

    @property
    def plural_key(self) -> str:
        """The key of a result of several: `server_groups`."""
        return self.plural.lower().replace(" ", "_")


# Field name -> (before, after).
Changes = t.Mapping[str, t.Tuple[t.Any, t.Any]]
