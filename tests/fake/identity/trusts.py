# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trusts: a user lends roles in a project to another (keystone/api/trusts.py). Tokens of them: identity_auth."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from .. import schema
from ..accounts import Trust, new_hex_id
from ..clock import stamp, utcnow
from ..routes import Route
from ..tokens import Token
from ..wire import Answer, ApiError, Json, Request, empty_answer, json_answer
from .base import Handler, Part, forbidden
from .schema import MALFORMED

_NULLABLE_STRING: Json = {"type": ["string", "null"]}
_ROLE: Json = {
    "type": "object",
    "properties": {"id": {"type": "string"}, "name": {"type": "string"}},
    "minProperties": 1,
    "maxProperties": 1,
    "additionalProperties": False,
}
_CREATE: Json = {
    "type": "object",
    "properties": {
        "trust": {
            "type": "object",
            "properties": {
                "trustor_user_id": {"type": "string"},
                "trustee_user_id": {"type": "string"},
                "impersonation": {"type": "boolean"},
                "project_id": _NULLABLE_STRING,
                "remaining_uses": {"type": ["integer", "null"], "minimum": 1},
                "expires_at": _NULLABLE_STRING,
                "allow_redelegation": {"type": ["boolean", "null"]},
                "redelegation_count": {"type": ["integer", "null"], "minimum": 0},
                "redelegated_trust_id": _NULLABLE_STRING,
                "roles": {"type": "array", "items": _ROLE},
            },
            "required": ["trustor_user_id", "trustee_user_id", "impersonation"],
        }
    },
    "additionalProperties": False,
    "required": ["trust"],
}


class Trusts(Part):
    """/v3/OS-TRUST/trusts; trusts of trusts are left out."""

    def routes(self) -> list[Route[Handler]]:
        """Return what the part answers."""
        return [
            Route("GET", "/v3/OS-TRUST/trusts", self._list),
            Route("POST", "/v3/OS-TRUST/trusts", self._create),
            Route("GET", "/v3/OS-TRUST/trusts/{id}", self._show),
            Route("DELETE", "/v3/OS-TRUST/trusts/{id}", self._delete),
        ]

    def _create(self, request: Request) -> Answer:
        # The body is looked at before the token is (keystone/api/validation).
        body = request.body or {}
        error = schema.check(body, _CREATE)
        if error is not None:
            field = (
                f"Invalid input for field/attribute {error.path[-1]}. Value: {error.instance}. " if error.path else ""
            )
            raise ApiError(400, field + error.message)
        caller, wanted = self.caller(request), dict(body["trust"])
        if caller.user.id != wanted["trustor_user_id"]:
            raise forbidden("identity:create_trust")
        if caller.application_credential_id is not None:
            raise forbidden("Delegated tokens cannot manage trusts.")
        if not wanted.get("roles"):
            raise forbidden("At least one role should be specified")
        if self.accounts.user(wanted["trustee_user_id"]) is None:
            raise ApiError(404, f"Could not find user: {wanted['trustee_user_id']}.")
        trust = Trust(
            new_hex_id(),
            wanted.pop("trustor_user_id"),
            wanted.pop("trustee_user_id"),
            wanted.pop("project_id", None) or "",
            (),
            wanted.pop("impersonation"),
            wanted.pop("remaining_uses", None),
        )
        trust.roles = self._roles(wanted.pop("roles"), trust)
        trust.expires_at = _moment(wanted.pop("expires_at", None))
        trust.extra = {key: value for key, value in wanted.items() if key not in _CREATE["properties"]["trust"]}
        self.accounts.trusts.append(trust)
        return json_answer(201, {"trust": self._view(request, trust)})

    def _roles(self, wanted: list[Json], trust: Trust) -> tuple[str, ...]:
        names = {role_id: name for name, role_id in self.accounts.role_ids.items()}
        roles = []
        for role in wanted:
            name = role.get("name") or names.get(role["id"], "")
            if "name" in role and name not in self.accounts.role_ids:
                raise ApiError(404, f"Role {name} is not defined")
            roles.append((name, self.accounts.role_ids.get(name) or role["id"]))
        if trust.project_id and self.accounts.project(trust.project_id) is None:
            raise ApiError(404, f"Could not find project: {trust.project_id}.")
        own = self.accounts.roles(trust.trustor_id, "project", trust.project_id)
        for name, role_id in roles:
            if name not in own:
                raise ApiError(404, f"Could not find role: {role_id}.")
        return tuple(name for name, _role_id in roles)

    def _list(self, request: Request) -> Answer:
        caller = self.caller(request)
        trustor, trustee = request.one("trustor_user_id"), request.one("trustee_user_id")
        if not caller.is_admin and caller.user.id != (trustor or trustee):
            kind = "_for_trustor" if trustor else "_for_trustee" if trustee else ""
            raise forbidden(f"identity:list_trusts{kind}")
        found = [
            trust
            for trust in self.accounts.trusts
            if trustor in (None, trust.trustor_id) and (trustor or trustee in (None, trust.trustee_id))
        ]
        views = [self._view(request, trust) for trust in found]
        for view in views:
            del view["roles"], view["roles_links"]
        return self.collection(request, "trusts", views)

    def _show(self, request: Request, id: str) -> Answer:
        trust = self._find(self.caller(request), id, "get_trust", with_trustee=True)
        return json_answer(200, {"trust": self._view(request, trust)})

    def _delete(self, request: Request, id: str) -> Answer:
        trust = self._find(self.caller(request), id, "delete_trust", with_trustee=False)
        self.accounts.trusts.remove(trust)
        for token in self.tokens.issued.values():
            if token.scope.trust is trust:
                token.revoked = True
        return empty_answer(204)

    def _find(self, caller: Token, id: str, action: str, *, with_trustee: bool) -> Trust:
        trust = next((item for item in self.accounts.trusts if item.id == id), None)
        if trust is None:
            raise ApiError(404, f"Could not find trust: {id}.")
        parties = [trust.trustor_id, trust.trustee_id] if with_trustee else [trust.trustor_id]
        if caller.user.id not in parties and not caller.is_admin:
            raise forbidden(f"identity:{action}")
        return trust

    def _view(self, request: Request, trust: Trust) -> Json:
        base = f"{request.base}/v3"
        return {
            **trust.extra,
            "id": trust.id,
            "trustor_user_id": trust.trustor_id,
            "trustee_user_id": trust.trustee_id,
            "project_id": trust.project_id or None,
            "impersonation": trust.impersonation,
            "expires_at": stamp(trust.expires_at) if trust.expires_at else None,
            "remaining_uses": trust.remaining_uses,
            "deleted_at": None,
            "redelegated_trust_id": None,
            "redelegation_count": 0,
            "roles": [self._role_view(base, role) for role in trust.roles],
            # Keystone leaves /OS-TRUST/trusts out of this link.
            "roles_links": {"self": f"{base}/{trust.id}/roles", "next": None, "previous": None},
            "links": {"self": f"{base}/OS-TRUST/trusts/{trust.id}"},
        }

    def _role_view(self, base: str, name: str) -> Json:
        role_id = self.accounts.role_ids.get(name, name)
        options = {"immutable": True}
        known = {"id": role_id, "name": name, "domain_id": None, "description": None, "options": options}
        return {**known, "links": {"self": f"{base}/roles/{role_id}"}}


def _explain(error: schema.SchemaError) -> str:
    if not error.path:
        return error.message
    return f"Invalid input for field/attribute {error.path[-1]}. Value: {error.instance}. {error.message}"


def _moment(text: Any) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        raise ApiError(400, f"Timestamp not in expected format. {MALFORMED}") from None
    if moment <= utcnow():
        raise ApiError(400, f"The 'expires_at' must not be before now. {MALFORMED}")
    return moment
