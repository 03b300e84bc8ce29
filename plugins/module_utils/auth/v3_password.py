# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A user's password, with Identity v3."""

from __future__ import annotations

import typing as t

from ..config.cloud_config import Identity
from .v3 import user


def fragment(identity: Identity) -> dict[str, t.Any]:
    """This method's part of the token request."""
    return {"methods": ["password"], "password": {"user": {**user(identity), "password": identity.password}}}
