# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Role assignments of users and groups. Those of users who log in come from the accounts' grants.

https://docs.openstack.org/api-ref/identity/v3/#roles
"""

from __future__ import annotations

from functools import partial

from ..routes import Route
from ..wire import Answer, Json, Request, empty_answer
from .base import Handler, IdentityData, Part, forbidden

# Kind of place -> the word in paths.
PLACES = {"project": "projects/{where}", "domain": "domains/{where}", "system": "system"}
ACTORS = {"user": "users/{who}", "group": "groups/{who}"}
INHERITED = "OS-INHERIT:inherited_to"


class Assignments(Part):
    """Which user or group has which role where."""

    def __init__(self, data: IdentityData) -> None:
        super().__init__(data)
        self._more: list[Json] = []

    def routes(self) -> list[Route[Handler]]:
        """Return what the part answers."""
        found: list[Route[Handler]] = [Route("GET", "/v3/role_assignments", self._list)]
        for place, place_path in PLACES.items():
            for actor, actor_path in ACTORS.items():
                path = f"{place_path}/{actor_path}/roles/{{role}}"
                for method in ("PUT", "DELETE"):
                    change = partial(self._change, place, actor, False)
                    inheriting = partial(self._change, place, actor, True)
                    found.append(Route(method, f"/v3/{path}", change))
                    found.append(Route(method, f"/v3/OS-INHERIT/{path}/inherited_to_projects", inheriting))
        return found

    def _all(self) -> list[Json]:
        granted = [
            _assignment("user", user_id, kind, where, self.accounts.role_ids[role], False)
            for (user_id, kind, where), roles in self.accounts.grants.items()
            for role in roles
        ]
        return [*granted, *self._more]

    def _list(self, request: Request) -> Answer:
        if not self.caller(request).is_admin:
            raise forbidden("identity:list_role_assignments")
        found = [one for one in self._all() if all(_at(one, name) == request.one(name) for name in request.query)]
        return self.collection(request, "role_assignments", found)

    def _change(
        self, place: str, actor: str, inherited: bool, request: Request, role: str, who: str, where: str = "all"
    ) -> Answer:
        if not self.caller(request).is_admin:
            raise forbidden("identity:create_grant")
        one = _assignment(actor, who, place, where, role, inherited)
        self._more = [other for other in self._more if other != one] + ([one] if request.method == "PUT" else [])
        return empty_answer(204)


def _assignment(actor: str, who: str, place: str, where: str, role: str, inherited: bool) -> Json:
    scope: Json = {place: {"all": True} if place == "system" else {"id": where}}
    if inherited:
        scope[INHERITED] = "projects"
    return {"role": {"id": role}, actor: {"id": who}, "scope": scope}


def _at(one: Json, name: str) -> str | None:
    """The value that a parameter of lists is about: `scope.project.id`."""
    if name == "scope.system":
        return "all" if "system" in one["scope"] else None
    value: Json = one
    for key in name.split("."):
        value = value.get(key) or {}
    return str(value) if value else None
