# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Server groups: nodes that are placed together or apart.
https://docs.openstack.org/api-ref/compute/#server-groups-os-server-groups"""

from __future__ import annotations

import typing as t

from ..errors import ConfigError
from ..resource.declaration import Field, Json, Resource, Values
from ..resource.desired import Desired
from ..resource.step import Change, Step
from ..service.microversion import Microversion

PATH = "/os-server-groups"
# Since 2.64 a group has one `policy` and `rules`. Before that it has a list `policies` with one policy.
READING = Microversion("2.64")
MAKING = Microversion("2.64", needed=True, reason="To make a server group")


def read_server_group(raw: Json) -> Json:
    """A server group as users see it."""
    return {
        "id": raw["id"],
        "name": raw["name"],
        "policy": raw.get("policy") or next(iter(raw.get("policies") or ()), None),
        "rules": raw.get("rules") or {},
        "members": raw.get("members") or [],
        "project_id": raw.get("project_id"),
        "user_id": raw.get("user_id"),
    }


def _rules(rules: t.Mapping[str, t.Any]) -> dict[str, int]:
    """Rules as they are compared and sent: each name with a number.

    Raises:
        ConfigError: a value is not a number.
    """
    given = {key: value for key, value in rules.items() if value is not None}
    wrong = [key for key, value in given.items() if not str(value).isdecimal()]
    if wrong:
        raise ConfigError([f"rules: {', '.join(wrong)} has to be a number."])
    return {key: int(value) for key, value in given.items()}


def create(wanted: Values, _desired: Desired) -> Change:
    """Plan the creation of a server group."""
    body = {key: wanted[key] for key in ("name", "policy", "rules") if wanted.get(key)}
    title = f"create server group '{wanted['name']}'"
    return Change((Step(title, "POST", PATH, {"server_group": body}, MAKING, makes=True),))


SERVER_GROUP = Resource(
    name="server group",
    plural="server groups",
    service="compute",
    path=PATH,
    one="server_group",
    many="server_groups",
    read=read_server_group,
    named=None,
    microversion=READING,
    fields=(
        Field("policy", updatable=False, required=True),
        Field("rules", updatable=False, normalise=_rules),
    ),
    policies=("on_drift",),
    create=create,
)
