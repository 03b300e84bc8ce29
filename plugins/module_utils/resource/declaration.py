# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The declaration of a resource: its place in a service's API, its fields, and how each is compared and changed.

It takes nothing but data and small functions, written once per resource in `resources/`. It gives a `Resource`, which
holds all that is particular to one kind; the code that lists, finds, plans and changes is the same for all. The engine
(`collection.py`, `query`, `plan`, `apply`) and the face read it.
"""

from __future__ import annotations

import dataclasses
import enum
import typing as t

from ..service.microversion import Microversion
from ..service.paging import Query
from .compare import added, as_set, contained, exact, included, replaced, same_mapping, united, without_nulls
from .desired import PRESENT, Desired
from .preflight import Blockers, Lookup, Preflight
from .step import Change, Step, Wait

if t.TYPE_CHECKING:
    from ..service.cloud import Cloud

Json = t.Dict[str, t.Any]
Values = t.Mapping[str, t.Any]


class Unknown(enum.Enum):
    """The value of a field that the service does not show: users can ask for it, but it cannot be compared."""

    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN


def never(_resource: t.Mapping[str, t.Any]) -> t.Any:
    """The current value of a field that no service shows."""
    return UNKNOWN


@dataclasses.dataclass(frozen=True)
class Reference:
    """A field that names another resource. Users give its name or id.

    Args:
        to: The declaration of the other resource.
        shown_by: The key of the other resource whose value the owner shows: `id` or `name`.
        many: Whether the value is a list of names or ids.
        part: Takes the name out of a value that says more (`nova` of `nova:host1`). None: the value is the name.
        optional: Whether an empty text is allowed; it refers to nothing.
        is_of: Whether a resource that has a name now is the one that the owner was given under this name. It gets the
            resource and the owner, which shows only the name. None: that cannot be told.
    """

    to: Resource
    shown_by: str = "id"
    many: bool = False
    part: t.Callable[[str], str] | None = None
    optional: bool = False
    is_of: t.Callable[[Values, Values], bool] | None = None


@dataclasses.dataclass(frozen=True)
class Scope:
    """The resource in which the names of a kind are unique, such as a domain. Names are looked for in it alone.

    Args:
        field: The field that names it.
        parameter: The parameter of lists that asks for what is in it.
        default: Its id if the user names none; None if the service decides.
    """

    field: str
    parameter: str
    default: t.Callable[[Cloud], str | None]


@dataclasses.dataclass(frozen=True)
class Purge:
    """Removes the values that the user did not name, if the option is true.

    `same` and `merge` then replace those of the field.
    """

    option: str
    same: t.Callable[[t.Any, t.Any], bool] = exact
    merge: t.Callable[[t.Any, t.Any], t.Any] = replaced


@dataclasses.dataclass(frozen=True)
class Consent:
    """A field that is changed only if the user allows it, because the change disturbs something: a node's flavor.

    Args:
        opens: Whether a desired state allows the change.
        advice: The sentence for users who did not decide.
        ignores: Whether a desired state leaves the difference alone.
        not_needed: Whether changing such a current value disturbs nothing, so that nobody has to allow it.
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
        merge: The value after the change, from the wanted and the current one.
        initial: The value that a new resource is made with, from the wanted one.
        updatable: False where the service can set this only when the resource is made.
        reachable: Whether the service can change one value into another: volumes grow, but do not shrink.
        required: Whether the resource cannot be made without this field.
        replaced_by: Fields of which any one will do in place of a required one.
        normalise: Converts user input to the one form that is compared and sent.
        show: The current value in that form, from the returned resource, or UNKNOWN. None: the value under `key`.
        display: The value as diffs and messages may show it; it hides secrets.
        reference: Set if the value names another resource.
        parts: For a value that is a dict or a list of dicts: the keys that name other resources.
        purge: Set if values that the user does not name are left alone unless an option says otherwise.
        consent: Set if the field is changed only where an option allows it.
        always: Whether a desired state needs the reference's id even where nothing can be compared.
        reading: The first microversion in which the service shows the field.
        api_name: The key in the service's requests, if it is not the field's name.
        key: The key of the returned resource that shows the value, if it is not the field's name.
        own_requests: Set if the service takes the field in requests of its own, not with the other fields. It gives the
            steps, from the resource, its current value and the wanted one. A new resource is made first.
        sent: Converts a value to the form that the service takes, if users give it in another.
        predicted: The value as it will be shown, as far as that is known before the change.
        excludes: Options that cannot be given together with this one.
        detailed: Whether the current value is known only from the resource's `details`. If `show` can do without them,
            they are read only where it says UNKNOWN.
        detailed_for: Whether a wanted value has parts that can be compared only with the resource's `details`.
        fixed: The parts of a value that cannot be changed, where the current ones differ from the wanted ones: a pair
            of both, as `display` takes them, or None. It gets the wanted and the current value.
        unseen: The reason why a value may be UNKNOWN; a warning that it was not compared gives it in brackets. None: no
            warning, as the field says how a resource is made and is no property of it.
        unseen_parts: The keys of a wanted value that count only for new items, and are not compared later.
        set_anyway: Whether a desired state sets the value in any case, so that the current one need not be known.
        file: The option that takes the path of a file with the value, as an alternative to the value itself.
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
    detailed_for: t.Callable[[t.Any], bool] = lambda _wanted: False
    fixed: t.Callable[[t.Any, t.Any], tuple[t.Any, t.Any] | None] = lambda _wanted, _current: None
    unseen: str | None = "the service does not show it"
    unseen_parts: t.Callable[[t.Any], t.Sequence[str]] = lambda _wanted: ()
    set_anyway: t.Callable[[Desired], bool] = lambda _desired: False
    file: str | None = None

    def current(self, resource: t.Mapping[str, t.Any]) -> t.Any:
        """The field's current value, in the form users give it."""
        return self.show(resource) if self.show else resource.get(self.key or self.name)

    def is_same(self, wanted: t.Any, current: t.Any, desired: Desired) -> bool:
        """Whether the current value is the desired one."""
        if self.purge and desired.option(self.purge.option):
            return self.purge.same(wanted, current)
        return self.same(wanted, current)

    def will_be(self, wanted: t.Any, current: t.Any, desired: Desired) -> t.Any:
        """The value after the change."""
        if self.purge and desired.option(self.purge.option):
            return self.purge.merge(wanted, current)
        return self.merge(wanted, current)


def mapping(name: str, purge: str, normalise: t.Callable[[t.Any], t.Any], **more: t.Any) -> Field:
    """A field of keys and texts, like metadata.

    Keys that the user does not name are left alone unless the option `purge` says otherwise. Null removes a key.
    """
    purging = Purge(purge, same_mapping, without_nulls)
    return Field(name, same=contained, merge=added, initial=without_nulls, purge=purging, normalise=normalise, **more)


def item_set(name: str, purge: str, normalise: t.Callable[[t.Any], t.Any], **more: t.Any) -> Field:
    """A field of items whose order means nothing, like tags.

    Items that the user does not name are left alone unless the option `purge` says otherwise.
    """
    return Field(name, same=included, merge=united, purge=Purge(purge, as_set), normalise=normalise, **more)


def keys_in(*keys: str) -> t.Callable[[t.Any], t.Sequence[str]]:
    """A function that gives those of these keys that stand in a wanted value, a dict or a list of dicts."""

    def found(wanted: t.Any) -> list[str]:
        items = wanted if isinstance(wanted, list) else [wanted]
        return [key for key in keys if any(isinstance(one, dict) and key in one for one in items)]

    return found


def joined_name(named_by: t.Sequence[str], fields: Values) -> str:
    """The name of a resource that has none, made of the fields that tell it from others: `tcp 8080`."""
    return " ".join(str(fields[name]) for name in named_by)


def names_query(names: t.Sequence[str]) -> Query:
    """The query by which most services look for names: it takes one name. For several names it is empty."""
    return (("name", names[0]),) if len(names) == 1 else ()


def overlaid(resource: Resource, current: Values | None, fields: Values) -> Json:
    """The prediction for a resource that shows its fields as they are asked for, with references as ids.

    Values of a new resource that only the service can know are null. Options that only say how to get there are no keys
    of the resource, so they are not shown.
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
        path: Path of the collection, below the service's base URL.
        list_path: Path of lists with all details, if it is not `path`.
        shown_at: Suffix of the path of a single resource, to have it shown with all details; mostly empty.
        in_list: Whether to look for an id in the list, since not everybody who may list a resource may read it alone.
        one: The key around a single resource in requests and answers; None where there is none.
        many: The key around several.
        read: Converts the service's JSON to the form that users get, which has at least id and name.
        fields: The properties that users can ask for.
        policies: Options that say how to get to the desired state, like `resize`.
        named: The query that lets the service look for names; it may match more than those. None: the service cannot.
        kept_name: Converts a name to the form that the service keeps, if that is not how users give it.
        id_key: The key of the id in the service's answers.
        parent: The field that names the resource below which this one stands, if it stands below one: its path then has
            `{parent}` in place of the other's id, and its results have that id under the field's key.
        place: Custom placing, where it takes more than a parent or a scope to know where one stands. It returns the
            declaration for it and the completed desired state.
        scope: What names are unique in, if that is not the project.
        named_by: The fields that tell one from another where the service has no names. Users say by them which one they
            mean; joined, they are its name (see `joined_name`).
        names_are_ids: Whether the name is the id, so that looking for one name needs no list.
        ids_are_chosen: Whether clients may choose the id, so that a new resource may have the id of a removed one.
        microversion: The microversion that reading needs.
        removed: The query for removed resources that can be restored; None if the service keeps none.
        extra_queries: Queries for resources that a list leaves out unless asked for them. They are sent only for a name
            that the list lacks, if the desired state may mean one of those.
        unseen: Reads the ids of resources that exist, but that lists by name leave out because the service cannot tell
            their names now. It is asked before a resource that a list lacks is made, or taken for absent.
        for_all: Whether a resource is for all projects. Set it where administrators are shown those of other projects:
            a name then means only a resource of the token's project, or one for all. None: administrators are not shown
            them, or no project owns resources of this kind.
        shared: Ids of other projects' resources that are shared with the token's project, where a list does not show
            that. The flag says whether those count that the project has not accepted. It is asked only about a name
            that nothing else has.
        refer: Custom lookup of the resource that another one refers to by name or id. None: the list tells.
        owner: The field that names the owning project, if users can set it: a name then means a resource of that
            project as well.
        members_by: The field, a mapping, whose keys mark the members of a fleet.
        exclusive: Whether runs that make a resource of the same name at the same time are to end up with one. It needs
            `created_at`.
        update_method: The method of the request that changes a resource.
        create: The change that makes a resource, from the wanted fields. None: one POST of the fields.
        update: The change of a current resource, from the changed fields as (before, after). None: one PUT of those.
        delete: The steps that remove a current resource. None: one DELETE.
        predict: The predicted resource, from the current one (None: not there yet), the fields after the change, and
            the state. Keys that only the service can know are null or missing. None: the fields as they are asked for.
        supplement: Reads data that the service shows elsewhere, for several resources at once: by id, the keys to add.
        with_settings: A desired state with what the settings of the cloud in clouds.yaml add to it.
        lookup: Custom lookup, where users may identify a resource by more than name and id. It returns the completed
            desired state and the current resource. The name becomes optional.
        mentions: Other resources that a desired state names outside its fields: their kind, and the name or id. Set it
            where `lookup` looks them up.
        may_mention: The kinds that `mentions` may give.
        details: Further reading for resources that seem to differ from a desired state, before they are judged: by id,
            the keys to add.
        wait_until_stable: The wait that has to end before a current resource can be brought to a state; None if it is
            stable already.
        born_with: Fields whose values a resource shows, as they were asked for, from the moment it is made. They tell a
            resource that a lost request has made from another that somebody else makes under the same name.
        fault: The reason why a current resource is beyond use; None if it is usable.
        never_usable: Whether a resource that is beyond use never was usable, as its creation failed. Only such a one is
            made anew if the user wants that, since another may have data on it. None: no resource counts as such.
        repairs: Whether the desired state includes an action that may bring a resource beyond use back.
        preflight: Checks each planned change before its first request, also in check mode. It raises all refusals that
            it predicts at once, and returns warnings. It must not change anything.
        require_room: Makes sure that the quota has room for several new ones, whose fields it gets. It raises if not.
            The function that it gets besides reads another resource by its id; one that is known costs no request.
        blockers: Finds the blockers of a planned removal or change. It is asked before the first request if several
            follow, in check mode, and for a resource that is `in_use`; else only once the service has refused. Blockers
            that are being removed are waited for.
        in_use: Whether a current resource itself shows that something blocks its removal, for a desired state.
        after_removal: A resource as it is once others are gone, whose ids it gets; None if it goes along with them. It
            is for predictions. None: it stays as it is.
        filtered_by: Parameters of lists by the key of the resource that they filter by, where the two differ and no
            field says so.
        gone: Whether a current resource counts as absent, for a desired state or (None) in general.
        state: The word for the state of a current resource.
        busy_key: The key whose value names the work that the service is doing on a resource; null while there is none.
        passing_statuses: Statuses that may pass in a moment, or may last. They are waited for only after a refusal.
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
    parent: str | None = None
    scope: Scope | None = None
    place: t.Callable[[Cloud, Resource, Desired], t.Tuple[Resource, Desired]] | None = None
    named_by: tuple[str, ...] = ()
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
    update_method: str = "PUT"
    create: t.Callable[[Values, Desired], Change] | None = None
    update: t.Callable[[Values, Changes, Desired], Change] | None = None
    delete: t.Callable[[Values, Desired], t.Sequence[Step]] | None = None
    predict: t.Callable[[Values | None, Values, str], Json] | None = None
    supplement: t.Callable[[Cloud, t.Sequence[Json]], t.Mapping[str, Json]] | None = None
    with_settings: t.Callable[[Cloud, Desired], Desired] | None = None
    lookup: t.Callable[[Cloud, Desired], t.Tuple[Desired, Json | None]] | None = None
    mentions: t.Callable[[Desired], t.Iterable[t.Tuple[str, str]]] | None = None
    may_mention: tuple[str, ...] = ()
    details: t.Callable[[Cloud, t.Sequence[Json], Desired], t.Mapping[str, Json]] | None = None
    wait_until_stable: t.Callable[[Values, str], Wait | None] | None = None
    born_with: tuple[str, ...] = ()
    fault: t.Callable[[Values], str | None] | None = None
    never_usable: t.Callable[[Values], bool] | None = None
    repairs: t.Callable[[Values, Desired], bool] | None = None
    preflight: Preflight | None = None
    require_room: t.Callable[[Cloud, t.Sequence[Values], Lookup], None] | None = None
    blockers: Blockers | None = None
    in_use: t.Callable[[Values, Desired], bool] = lambda _current, _desired: False
    after_removal: t.Callable[[Json, t.Collection[str]], Json | None] | None = None
    filtered_by: t.Mapping[str, str] = dataclasses.field(default_factory=dict)
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
