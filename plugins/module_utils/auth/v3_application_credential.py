# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An application credential: a secret for programs, bound to one project and to roles its user has there.

Source: https://docs.openstack.org/api-ref/identity/v3/#authenticating-with-an-application-credential
"""

from __future__ import annotations

import typing as t

from ..config.cloud_config import Identity
from .v3 import user


def fragment(identity: Identity) -> dict[str, t.Any]:
    """This method's part of the token request. A name is unique only for its user, so it goes with the user."""
    credential: dict[str, t.Any] = {"secret": identity.application_credential_secret}
    if identity.application_credential_id:
        credential["id"] = identity.application_credential_id
    else:
        credential["name"] = identity.application_credential_name
        credential["user"] = user(identity)
    return {"methods": ["application_credential"], "application_credential": credential}
