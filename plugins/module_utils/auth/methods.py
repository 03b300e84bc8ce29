# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The conversation of each auth version. It is a literal table, since Ansible packs only imports that it can read."""

from __future__ import annotations

import functools
import typing as t

from ..config.cloud_config import Identity
from ..errors import ConfigError
from . import unversioned, v1, v2, v3, v3_application_credential, v3_oidc, v3_password, v3_token, v3_totp
from .conversation import Conversation

NO_IDENTITY_SERVICE = (
    "auth_version {} has no catalog. Give the URL of each service that is used (image_url, network_url, ...), or"
    " auth_url and credentials."
)

CONVERSATIONS: dict[str, t.Callable[[Identity], Conversation]] = {
    "password": unversioned.with_password,
    "token": unversioned.with_token,
    "1.0": functools.partial(v1.converse_1_0, auth_version="1.0"),
    "1.1": functools.partial(v1.converse_1_1, auth_version="1.1"),
    "2.0_apikey": functools.partial(v2.converse, credentials=v2.api_key, auth_version="2.0_apikey"),
    "2.0_password": functools.partial(v2.converse, credentials=v2.password, auth_version="2.0_password"),
    "2.0_token": functools.partial(v2.converse, credentials=v2.token, auth_version="2.0_token"),
    "2.0_voms": functools.partial(v2.converse_voms, auth_version="2.0_voms"),
    "3.x_password": functools.partial(v3.converse, fragment=v3_password.fragment, auth_version="3.x_password"),
    "3.x_appcred": functools.partial(v3_application_credential.converse, auth_version="3.x_appcred"),
    "3.x_token": functools.partial(v3_token.converse, auth_version="3.x_token"),
    "3.x_totp": functools.partial(v3.converse, fragment=v3_totp.fragment, auth_version="3.x_totp"),
    "3.x_multifactor": functools.partial(v3.converse, fragment=v3_totp.with_password, auth_version="3.x_multifactor"),
    "3.x_oidc_access_token": functools.partial(v3_oidc.with_access_token, auth_version="3.x_oidc_access_token"),
    "3.x_oidc_password": functools.partial(v3_oidc.with_password, auth_version="3.x_oidc_password"),
    "3.x_oidc_client_credentials": functools.partial(
        v3_oidc.with_client_credentials, auth_version="3.x_oidc_client_credentials"
    ),
}


def conversation_for(identity: Identity) -> Conversation:
    """The conversation that gets a token for this identity.

    Raises:
        ConfigError: there is no identity service to converse with.
    """
    if identity.auth_version not in CONVERSATIONS:
        raise ConfigError([NO_IDENTITY_SERVICE.format(identity.auth_version)])
    return CONVERSATIONS[identity.auth_version](identity)
