# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One rule of a security group as a resource of its own. It has no name, and is found by the traffic that it allows.

https://docs.openstack.org/api-ref/network/v2/#security-group-rules-security-group-rules
"""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import NoSuchResource
from ..resource.collection import Collection
from ..resource.declaration import Changes, Field, Json, Resource, Values, overlaid
from ..resource.desired import ABSENT, Desired
from ..resource.emptiness import refuse_empty
from ..resource.reference import Referred, id_of
from ..resource.step import ID, Change, Step
from ..service.cloud import Cloud
from . import security_group_rules as rules
from .security_group import SECURITY_GROUP

PATH = "/security-group-rules"


def read_rule(raw: Json) -> Json:
    """A rule as users see it."""
    return _in_words({**rules.read_one(raw), **{key: raw.get(key) for key in ("security_group_id", "project_id")}})


def _in_words(rule: Values) -> Json:
    """The rule, with a description of the traffic that it allows as its name."""
    return {**rule, "name": rules.displayed_one({**rule, "description": None})}


def lookup(cloud: Cloud, desired: Desired) -> tuple[Desired, Json | None]:
    """Complete the desired state (ids for names) and find the group's rule that allows the same traffic, if there is
    one.

    Raises:
        NoSuchResource, NotUnique: a name means no group, or several.
    """
    refuse_empty({"security_group": desired.fields.get("security_group")}, "be whichever has no name")
    groups = Collection(cloud, SECURITY_GROUP)
    try:
        group = groups.referred(desired.fields["security_group"])
    except NoSuchResource:
        if desired.state == ABSENT:
            groups.ownership.warn_of_others(desired.fields["security_group"])
            return desired, None  # a group that is gone has no rules
        raise
    (rule,) = rules.normalised([{key: value for key, value in desired.fields.items() if key != "security_group"}])
    if rule["remote_group"]:
        remote = groups.referred(rule["remote_group"])
        rule["remote_group"] = Referred(rule["remote_group"], remote["id"])
    current = next((one for one in group["rules"] if rules.identity(one) == rules.identity(rule)), None)
    if current is not None:
        described = {key: rule[key] for key in ("description",) if key in rule}
        of_group = {"security_group_id": group["id"], "project_id": group["project_id"], "region": group["region"]}
        return dataclasses.replace(desired, fields=described), _in_words({**current, **of_group})
    made = {key: value for key, value in rule.items() if value is not None}
    return dataclasses.replace(desired, fields={"security_group": Referred(group["name"], group["id"]), **made}), None


def update(current: Values, changes: Changes, _desired: Desired) -> Change:
    """Plan a new description: the rule is removed and made again. The service cannot change a description, and takes no
    second rule that differs only in its description."""
    if not changes:
        return Change()
    keys = {key: api_name for key, api_name in rules.WIRE.items() if current.get(key) is not None}
    body = {api_name: current[key] for key, api_name in keys.items()}
    body.update({"security_group_id": current["security_group_id"], "description": changes["description"][1]})
    title = f"describe the rule {current['name']} anew"
    again = Step(title, "POST", PATH, {"security_group_rule": body}, makes=True)
    return Change((Step(title, "DELETE", f"{PATH}/{ID}"), again))


def predict(current: Values | None, fields: Values, _state: str) -> Json:
    """The predicted rule, with its description as its name."""
    return _in_words(overlaid(SECURITY_GROUP_RULE, current, {**({} if current else {"description": ""}), **fields}))


def _shown(name: str, api_name: str | None = None, key: str | None = None) -> Field:
    return Field(name, api_name=api_name, key=key, updatable=False, predicted=_as_id)


def _as_id(value: t.Any) -> t.Any:
    return id_of(value) if isinstance(value, str) else value


SECURITY_GROUP_RULE = Resource(
    name="security group rule",
    plural="security group rules",
    service="network",
    path=PATH,
    one="security_group_rule",
    many="security_group_rules",
    read=read_rule,
    fields=(
        _shown("security_group", "security_group_id", "security_group_id"),
        _shown("direction"),
        _shown("ether_type", "ethertype"),
        _shown("protocol"),
        _shown("port"),
        _shown("port_range_min"),
        _shown("port_range_max"),
        _shown("remote_ip_prefix"),
        _shown("remote_group", "remote_group_id", "remote_group_id"),
        Field("description"),
    ),
    lookup=lookup,
    update=update,
    predict=predict,
)
