# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Role assignments: which user or group has which role where. They have neither ids nor names of their own.
https://docs.openstack.org/api-ref/identity/v3/#roles"""

from __future__ import annotations

import dataclasses
import typing as t
import urllib.parse

from ..errors import ConfigError
from ..resource.collection import Collection
from ..resource.criterion import FILTERS, Criterion
from ..resource.declaration import Changes, Field, Json, Resource, Values
from ..resource.desired import ABSENT, PRESENT, Desired
from ..resource.step import Change, Step
from ..service.cloud import Cloud
from .domain import DOMAIN
from .identity_role import IDENTITY_ROLE
from .project import ANY_PROJECT
from .user import USER
from .user_group import USER_GROUP

INHERITED = "OS-INHERIT:inherited_to"


@dataclasses.dataclass(frozen=True)
class Side:
    """One side of an assignment: the option that names it, its kind, and its words in paths and in lists."""

    option: str
    kind: Resource
    path: str
    parameter: str

    @property
    def key(self) -> str:
        """The key of results that has its id."""
        return f"{self.kind.one}_id"


WHO = (Side("to_user", USER, "users", "user.id"), Side("to_group", USER_GROUP, "groups", "group.id"))
WHERE = (
    Side("on_project", ANY_PROJECT, "projects", "scope.project.id"),
    Side("on_domain", DOMAIN, "domains", "scope.domain.id"),
)


def read_role_assignment(raw: Json) -> Json:
    """A role assignment as users see it."""
    scope = raw.get("scope") or {}
    ids = {
        "role_id": (raw.get("role") or {}).get("id"),
        "user_id": (raw.get("user") or {}).get("id"),
        "group_id": (raw.get("group") or {}).get("id"),
        "project_id": (scope.get("project") or {}).get("id"),
        "domain_id": (scope.get("domain") or {}).get("id"),
    }
    flags = {"system": bool(scope.get("system")), "inherited": bool(scope.get(INHERITED))}
    return {**named({**ids, **flags}), "granted": True}


def named(assignment: Values) -> Json:
    """The assignment with an id and a name, both made of those of all that it is about."""
    who = assignment["user_id"] or assignment["group_id"]
    where = assignment["project_id"] or assignment["domain_id"] or "system"
    below = " and below" if assignment["inherited"] else ""
    text = f"role {assignment['role_id']} for {who} on {where}{below}"
    return {"id": text, "name": text, **assignment}


def place(cloud: Cloud, resource: Resource, desired: Desired) -> tuple[Resource, Desired]:
    """The declaration for one assignment, which is listed by all that it is about, and its desired state.

    Raises:
        ConfigError: too little was given, or too much.
        NoSuchResource, NotUnique: a name means nothing, or several.
    """
    fields = desired.fields
    who, where = _only(WHO, fields), _only(WHERE, fields)
    if (where is None) == (not fields.get("on_system")):
        raise ConfigError(["Say where the role counts with one of on_project, on_domain and on_system=true."])
    if who is None:
        raise ConfigError(["Say who has the role with one of to_user and to_group."])
    role_id = _id(cloud, IDENTITY_ROLE, fields["role"])
    who_id = _id(cloud, who.kind, fields[who.option])
    where_id = _id(cloud, where.kind, fields[where.option]) if where else None
    inherited = bool(fields.get("inherited"))
    ids = {"role_id": role_id, "user_id": None, "group_id": None, "project_id": None, "domain_id": None}
    ids[who.key] = who_id
    if where:
        ids[where.key] = where_id
    assignment = named({**ids, "system": where is None, "inherited": inherited})
    query = {"role.id": role_id, who.parameter: who_id, where.parameter if where else "scope.system": where_id or "all"}
    path = _path(who, who_id, where, where_id, role_id, inherited)

    def lookup(cloud: Cloud, desired: Desired) -> tuple[Desired, Json | None]:
        found = Collection(cloud, meant).by_id(assignment["id"])
        current = found or {**assignment, "granted": False}
        return dataclasses.replace(desired, name=assignment["name"], fields={"granted": True}), current

    def update(current: Values, changes: Changes, _desired: Desired) -> Change:
        return Change() if not changes else Change((Step(f"grant {current['name']}", "PUT", path),), PRESENT)

    def delete(current: Values, _desired: Desired) -> list[Step]:
        return [Step(f"revoke {current['name']}", "DELETE", path)]

    meant = dataclasses.replace(
        resource,
        list_path=f"{resource.path}?{urllib.parse.urlencode(query)}",
        place=None,
        lookup=lookup,
        update=update,
        delete=delete,
    )
    return meant, desired


def _only(sides: t.Sequence[Side], fields: Values) -> Side | None:
    given = [side for side in sides if fields.get(side.option)]
    if len(given) > 1:
        raise ConfigError([f"Give only one of {' and '.join(side.option for side in given)}."])
    return given[0] if given else None


def _id(cloud: Cloud, kind: Resource, text: str) -> str:
    return str(Collection(cloud, kind).referred(text)["id"])


def _path(who: Side, who_id: str, where: Side | None, where_id: str | None, role_id: str, inherited: bool) -> str:
    """The path of one assignment. https://docs.openstack.org/api-ref/identity/v3/#os-inherit"""
    who_id, where_id, role_id = (urllib.parse.quote(one or "", safe="") for one in (who_id, where_id, role_id))
    place_path = f"/{where.path}/{where_id}" if where else "/system"
    if inherited:
        return f"/OS-INHERIT{place_path}/{who.path}/{who_id}/roles/{role_id}/inherited_to_projects"
    return f"{place_path}/{who.path}/{who_id}/roles/{role_id}"


def predict(current: Values | None, _fields: Values, _state: str) -> Json:
    """The predicted assignment."""
    return {**(current or {}), "granted": True}


ROLE_ASSIGNMENT = Resource(
    name="role assignment",
    plural="role assignments",
    service="identity",
    path="/role_assignments",
    in_list=True,
    one="role_assignment",
    many="role_assignments",
    read=read_role_assignment,
    named=None,
    fields=(
        *(Field(name, show=lambda _assignment: None) for name in ("role", "to_user", "to_group")),
        *(Field(name, show=lambda _assignment: None) for name in ("on_project", "on_domain", "on_system", "inherited")),
        Field("granted"),
    ),
    place=place,
    predict=predict,
    gone=lambda current, desired: not current["granted"] and desired is not None and desired.state == ABSENT,
    state=lambda current: PRESENT if current["granted"] else ABSENT,
)


def _equal(key: str) -> t.Callable[[t.Any], t.Tuple[t.Tuple[str, str], ...]]:
    return lambda value: ((key, str(value)),) if value else ()


ROLE_ASSIGNMENT_CRITERIA = (
    FILTERS,
    Criterion("role", query=_equal("role.id"), names=IDENTITY_ROLE),
    *(Criterion(side.option, query=_equal(side.parameter), names=side.kind) for side in (*WHO, *WHERE)),
    Criterion("effective", query=lambda said: (("effective", "true"),) if said else ()),
)
