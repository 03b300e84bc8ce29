# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An application credential: a secret for programs, bound to one project and to roles its user has there.

Source: https://docs.openstack.org/api-ref/identity/v3/#authenticating-with-an-application-credential
"""

from __future__ import annotations

import typing as t

from ..config.cloud_config import Identity
from .access import Access
from .conversation import Conversation, UnusableAnswer
from .v3 import read_access, token_request, user


def converse(identity: Identity, auth_version: str) -> Conversation:
    """Ask for a token. No project can be asked for: it is the credential's."""
    answer = yield token_request(identity, fragment(identity))
    access = read_access(answer, auth_version)
    _refuse_another_project(identity, access)
    return access


def fragment(identity: Identity) -> dict[str, t.Any]:
    """This method's part of the token request. A name is unique only for its user, so it goes with the user."""
    credential: dict[str, t.Any] = {"secret": identity.application_credential_secret}
    if identity.application_credential_id:
        credential["id"] = identity.application_credential_id
    else:
        credential["name"] = identity.application_credential_name
        credential["user"] = user(identity)
    return {"methods": ["application_credential"], "application_credential": credential}


def _refuse_another_project(identity: Identity, access: Access) -> None:
    """A user who names a project must not work in another one without knowing it."""
    there = access.project or {}
    # The id goes before the name, as in a request for a scope.
    option, key = ("project_id", "id") if identity.project_id else ("project_name", "name")
    wanted = getattr(identity, option)
    if wanted and there.get(key) and there[key] != wanted:
        raise UnusableAnswer(
            f"The application credential is for the project '{there.get('name')}' ({there.get('id')}), and cannot be"
            f" used in another one, but {option} is '{wanted}'. Leave {option} out, or give credentials for that"
            " project."
        )
