# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Application credentials: a user makes them for the project of the token, lists them, deletes them."""

from __future__ import annotations

from .accounts import new_hex_id
from .identity_base import Handler, Part, forbidden
from .identity_schema import expecting
from .identity_views import credential_view
from .routes import Route
from .tokens import Token
from .wire import Answer, ApiError, Request, empty_answer, json_answer


class ApplicationCredentials(Part):
    """The application credentials of the caller; other people's are out of reach."""

    def routes(self) -> list[Route[Handler]]:
        """Return what the part answers."""
        return [
            Route("GET", "/v3/users/{user_id}/application_credentials", self._list),
            Route("POST", "/v3/users/{user_id}/application_credentials", self._create),
            Route("DELETE", "/v3/users/{user_id}/application_credentials/{id}", self._delete),
        ]

    def _owner(self, request: Request, user_id: str, action: str) -> Token:
        caller = self.caller(request)
        if caller.user.id != user_id:
            raise forbidden(f"identity:{action}")
        return caller

    def _list(self, request: Request, user_id: str) -> Answer:
        self._owner(request, user_id, "list_application_credentials")
        mine = [item for item in self.accounts.application_credentials if item.user_id == user_id]
        return self.collection(request, "application_credentials", [credential_view(item) for item in mine])

    def _create(self, request: Request, user_id: str) -> Answer:
        caller = self._owner(request, user_id, "create_application_credential")
        wanted = (request.body or {}).get("application_credential")
        if not isinstance(wanted, dict):
            raise expecting("application_credential", "request body")
        project = caller.scope.project
        if "name" not in wanted or project is None:
            where = f"Invalid input for field/attribute application_credential. Value: {wanted}."
            raise ApiError(400, f"{where} 'name' is a required property")
        name = wanted["name"]
        if any((item.user_id, item.name) == (user_id, name) for item in self.accounts.application_credentials):
            what = "Conflict occurred attempting to store application_credential"
            raise ApiError(409, f"{what} - Duplicate entry found with name {name}.")
        secret = wanted.get("secret") or new_hex_id()
        credential = self.accounts.add_application_credential(caller.user, project, name, secret)
        return json_answer(201, {"application_credential": {**credential_view(credential), "secret": secret}})

    def _delete(self, request: Request, user_id: str, id: str) -> Answer:
        self._owner(request, user_id, "delete_application_credential")
        found = next((item for item in self.accounts.application_credentials if item.id == id), None)
        if found is None:
            raise ApiError(404, f"Could not find Application Credential: {id}.")
        self.accounts.application_credentials.remove(found)
        return empty_answer(204)
