# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Application credentials: a user makes them for the project of the token, lists them, deletes them."""

from __future__ import annotations

import base64
import secrets
from datetime import datetime, timezone

from ..accounts import ApplicationCredential, new_hex_id
from ..clock import utcnow
from ..routes import Route
from ..tokens import Token
from ..wire import Answer, ApiError, Json, Request, empty_answer, json_answer
from .base import Handler, Part, forbidden
from .schema import MALFORMED, expecting
from .views import credential_view

_RESTRICTED = "Using method 'application_credential' is not allowed for managing additional application credentials."


class ApplicationCredentials(Part):
    """The application credentials of the caller; other people's are out of reach."""

    def routes(self) -> list[Route[Handler]]:
        """Return what the part answers."""
        return [
            Route("GET", "/v3/users/{user_id}/application_credentials", self._list),
            Route("POST", "/v3/users/{user_id}/application_credentials", self._create),
            Route("GET", "/v3/users/{user_id}/application_credentials/{id}", self._show),
            Route("DELETE", "/v3/users/{user_id}/application_credentials/{id}", self._delete),
        ]

    def _owner(self, request: Request, user_id: str, action: str) -> Token:
        caller = self.caller(request)
        if caller.user.id != user_id:
            raise forbidden(f"identity:{action}")
        return caller

    def _refuse_restricted(self, caller: Token) -> None:
        used = next(
            (one for one in self.accounts.application_credentials if one.id == caller.application_credential_id), None
        )
        if used is not None and not used.unrestricted:
            raise forbidden(_RESTRICTED.removesuffix("."))

    def _list(self, request: Request, user_id: str) -> Answer:
        self._owner(request, user_id, "list_application_credentials")
        mine = [item for item in self.accounts.application_credentials if item.user_id == user_id]
        name = request.one("name")
        views = [credential_view(item, self.accounts) for item in mine if name in (None, item.name)]
        return self.collection(request, "application_credentials", views)

    def _show(self, request: Request, user_id: str, id: str) -> Answer:
        self._owner(request, user_id, "get_application_credential")
        return json_answer(200, {"application_credential": credential_view(self._find(id), self.accounts)})

    def _create(self, request: Request, user_id: str) -> Answer:
        caller = self._owner(request, user_id, "create_application_credential")
        self._refuse_restricted(caller)
        wanted = (request.body or {}).get("application_credential")
        if not isinstance(wanted, dict):
            raise expecting("application_credential", "request body")
        project = caller.scope.project
        if "name" not in wanted or project is None:
            where = f"Invalid input for field/attribute application_credential. Value: {wanted}."
            raise ApiError(400, f"{where} 'name' is a required property")
        name = wanted["name"]
        roles, expires_at = self._roles(wanted, caller), _moment(wanted.get("expires_at"))
        if any((item.user_id, item.name) == (user_id, name) for item in self.accounts.application_credentials):
            what = "Conflict occurred attempting to store application_credential"
            raise ApiError(409, f"{what} - Duplicate entry found with name {name}.")
        secret = wanted.get("secret") or base64.urlsafe_b64encode(secrets.token_bytes(64)).rstrip(b"=").decode()
        credential = self.accounts.add_application_credential(caller.user, project, name, secret)
        credential.roles = roles
        credential.expires_at = expires_at
        credential.description = wanted.get("description")
        credential.unrestricted = wanted.get("unrestricted")
        credential.access_rules = [{"id": new_hex_id(), **rule} for rule in wanted.get("access_rules") or ()]
        view = credential_view(credential, self.accounts)
        return json_answer(201, {"application_credential": {**view, "secret": secret}})

    def _roles(self, wanted: Json, caller: Token) -> tuple[str, ...]:
        """Return the roles that are asked for, with those that they imply; all of the token's if none are."""
        names = {role_id: name for name, role_id in self.accounts.role_ids.items()}
        asked = []
        for role in wanted.get("roles") or ():
            name = names.get(role["id"]) if "id" in role else role["name"]
            if name not in self.accounts.role_ids:
                raise ApiError(404, f"Could not find role: {role.get('id') or role.get('name')}.")
            asked.append(name)
        roles = self.accounts.with_implied(asked) if asked else caller.roles
        if not set(roles) <= set(caller.roles):
            detail = "Cannot create an application credential with unassigned role"
            raise ApiError(400, f"Invalid application credential: {detail}")
        return tuple(roles)

    def _find(self, id: str) -> ApplicationCredential:
        found = next((item for item in self.accounts.application_credentials if item.id == id), None)
        if found is None:
            raise ApiError(404, f"Could not find Application Credential: {id}.")
        return found

    def _delete(self, request: Request, user_id: str, id: str) -> Answer:
        self._refuse_restricted(self._owner(request, user_id, "delete_application_credential"))
        self.accounts.application_credentials.remove(self._find(id))
        return empty_answer(204)


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    if moment < utcnow():
        raise ApiError(400, f"The 'expires_at' must not be before now. {MALFORMED}")
    return moment
