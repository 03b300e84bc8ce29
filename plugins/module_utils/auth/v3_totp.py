# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A passcode of the moment (TOTP), alone or as the second factor beside the password.

Source: https://docs.openstack.org/keystone/latest/admin/multi-factor-authentication.html
"""

from __future__ import annotations

import typing as t

from ..config.cloud_config import Identity
from . import v3_password
from .v3 import user


def fragment(identity: Identity) -> dict[str, t.Any]:
    """The passcode's part of the token request."""
    return {"methods": ["totp"], "totp": {"user": {**user(identity), "passcode": identity.passcode}}}


def with_password(identity: Identity) -> dict[str, t.Any]:
    """The part of a request with both factors at once."""
    password, passcode = v3_password.fragment(identity), fragment(identity)
    return {**password, **passcode, "methods": [*password["methods"], *passcode["methods"]]}
