# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users of the cloud. https://docs.openstack.org/api-ref/identity/v3/#users"""

from __future__ import annotations

import dataclasses
import typing as t

from ..resource.declaration import Changes, Field, Json, Reference, Resource, Values, never, overlaid
from ..resource.default_steps import to_update
from ..resource.desired import Desired
from ..resource.step import Change
from .domain import DOMAIN_SCOPE, ENABLED, IN_DOMAIN
from .project import ANY_PROJECT
from .shared_fields import NEW_NAME, emptiable


def read_user(raw: Json) -> Json:
    """A user as users see it."""
    return {
        "id": raw["id"],
        "name": raw["name"],
        "description": raw.get("description"),
        "email": raw.get("email"),
        "enabled": raw.get("enabled"),
        "domain_id": raw.get("domain_id"),
        "default_project_id": raw.get("default_project_id"),
        "password_expires_at": raw.get("password_expires_at"),
    }


def _hidden(_value: t.Any) -> str:
    return "(not shown)"


def _is_always_set(desired: Desired) -> bool:
    return bool(desired.option("update_password") == "always")


def predict(user: Values | None, fields: Values, _state: str) -> Json:
    """The predicted user, who has no password in results."""
    return overlaid(_PLAIN, user, {name: value for name, value in fields.items() if name != "user_password"})


def update(user: Values, changes: Changes, desired: Desired) -> Change:
    """Plan a change with the default step. The password is set too if that is always wanted: nobody can compare it."""
    if not (_is_always_set(desired) and "user_password" in desired.fields):
        return to_update(_PLAIN, user, changes, desired)
    setting = {**changes, "user_password": (None, desired.fields["user_password"])}
    change = to_update(_PLAIN, user, setting, desired)
    return dataclasses.replace(change, shown={"user_password": ("not shown", "set")})


_PLAIN: Resource = Resource(
    name="user",
    plural="users",
    service="identity",
    path="/users",
    one="user",
    many="users",
    read=read_user,
    # Keystone takes blanks at the ends of the name off, and says nothing.
    kept_name=str.strip,
    scope=DOMAIN_SCOPE,
    fields=(
        NEW_NAME,
        IN_DOMAIN,
        emptiable("description"),
        emptiable("email"),
        ENABLED,
        emptiable(
            "default_project",
            api_name="default_project_id",
            key="default_project_id",
            reference=Reference(ANY_PROJECT, optional=True),
        ),
        Field(
            "user_password",
            api_name="password",
            show=never,
            display=_hidden,
            unseen=None,
            set_anyway=_is_always_set,
        ),
    ),
    policies=("update_password",),
    update_method="PATCH",
    predict=predict,
)
USER: Resource = dataclasses.replace(_PLAIN, update=update)
