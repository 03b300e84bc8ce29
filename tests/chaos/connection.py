# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a user gets to a cloud."""

from __future__ import annotations

from typing import Any

from ..contract.client import Cloud


def options_of(cloud: Cloud, auth_url: str) -> dict[str, Any]:
    """Return the options of a connection of the same user, with the identity service at another URL."""
    return {
        "auth_url": auth_url,
        "username": cloud.username,
        "password": cloud.password,
        "project_name": cloud.project_name,
        **{f"user_domain_{key}": value for key, value in cloud.user_domain.items()},
        **{f"project_domain_{key}": value for key, value in cloud.project_domain.items()},
        "region_name": cloud.region,
    }
