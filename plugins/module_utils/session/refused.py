# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Explains why the identity service gave no token.

It takes the answer and the identity that asked. It gives an error with a hint at what to check. `session.py` calls it.
"""

from __future__ import annotations

from ..auth.identity_url import root_of
from ..auth.unversioned import NO_SUCH_VERSION
from ..auth.versions import version_advice
from ..config.cloud_config import Identity
from ..errors import CloudError
from ..transport.exchange import Request, Response
from ..transport.transport import Transport
from .faults import error_for


def refused(response: Response, identity: Identity, transport: Transport) -> Exception:
    """The error for an answer without a token."""
    hint = ""
    if response.status == 401 and response.headers.get("openstack-auth-receipt"):
        hint = "The password is right, but this user has to give a second factor too: set passcode."
    elif response.status == 401:
        hint = f"Check {_credential_names(identity.auth_version)}, the domain and the project or other scope."
    elif response.status == 404 and identity.auth_token and b'"error"' in response.content:
        hint = (
            "The identity service does not know auth_token: it may have expired, or be another cloud's. With"
            " base_url, and no auth_url, it is used there without being asked about."
        )
    elif response.status in NO_SUCH_VERSION:
        hint = _about_versions(response.url, identity, transport)
    return error_for(response, hint=hint).during(attempt(identity))


def attempt(identity: Identity) -> str:
    """Who tried to authenticate, how and where."""
    who = identity.username or identity.user_id or identity.application_credential_id or identity.client_id
    article = "a " if identity.auth_version in ("password", "token") else ""  # of whatever version there is
    return f"authenticate {who or 'this token'!r} with {article}{identity.auth_version} at {identity.auth_url}"


def _about_versions(url: str, identity: Identity, transport: Transport) -> str:
    """The advice when the identity service lacks the version that was asked for: the versions that it has."""
    try:
        response = transport.send(Request("GET", f"{root_of(identity)}/"))
        advice = version_advice(identity, url, response.json_object() if response.status in (200, 300) else {})
    except CloudError:
        advice = None  # the user is to see the first error
    return advice or f"Is auth_url right? {identity.auth_url} has no Identity API there."


def _credential_names(auth_version: str) -> str:
    names = {
        "3.x_appcred": "the application credential's id (or name and user) and secret",
        "3.x_totp": "username and passcode",
        "3.x_multifactor": "username, password and passcode",
        "3.x_oidc_access_token": "identity_provider, protocol and access_token",
        "3.x_oidc_password": "client_id, client_secret, username and password",
        "3.x_oidc_client_credentials": "client_id and client_secret",
        "2.0_apikey": "username and api_key",
        "2.0_voms": "the client certificate",
    }
    if auth_version in names:
        return names[auth_version]
    return "auth_token" if auth_version.endswith("token") else "username and password"
