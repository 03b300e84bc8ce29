# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Domains, which own projects, users and groups. https://docs.openstack.org/api-ref/identity/v3/#domains"""

from __future__ import annotations

from ..errors import Immutable
from ..resource.criterion import Criterion
from ..resource.declaration import Field, Json, Reference, Resource, Scope, Values
from ..resource.desired import Desired
from ..resource.step import ID, Step
from ..service.cloud import Cloud
from .shared_fields import DESCRIPTION, NEW_NAME

PATH = "/domains"
ENABLED = Field("enabled")


def read_domain(raw: Json) -> Json:
    """A domain as users see it."""
    return {
        "id": raw["id"],
        "name": raw["name"],
        "description": raw.get("description"),
        "enabled": raw.get("enabled"),
    }


def delete(domain: Values, desired: Desired) -> list[Step]:
    """The steps that disable and remove a domain.

    Raises:
        Immutable: it is enabled, and the user does not say that it may be disabled. All that is in it goes with it.
    """
    name, path = domain["name"], f"{PATH}/{ID}"
    steps = [Step(f"delete domain '{name}'", "DELETE", path)]
    if not domain["enabled"]:
        return steps
    if desired.fields.get("enabled") is not False:
        raise Immutable(
            f"Domain '{name}' ({domain['id']}) is enabled. The identity service removes only a domain that is disabled,"
            " and with it all of its projects, users and groups. Set enabled to false to have it disabled first."
        )
    return [Step(f"disable domain '{name}'", "PATCH", path, {"domain": {"enabled": False}}), *steps]


DOMAIN = Resource(
    name="domain",
    plural="domains",
    service="identity",
    path=PATH,
    one="domain",
    many="domains",
    read=read_domain,
    # Keystone takes blanks at the ends of the name off, and says nothing.
    kept_name=str.strip,
    # There are few, and one is mostly named by its id, which is a word: default.
    named=None,
    fields=(NEW_NAME, DESCRIPTION, ENABLED),
    update_method="PATCH",
    delete=delete,
)


def read_in_domain(raw: Json) -> Json:
    """What is in a domain and has a name and a description, as users see it."""
    return {
        "id": raw["id"],
        "name": raw["name"],
        "description": raw.get("description"),
        "domain_id": raw.get("domain_id"),
    }


# The field for the domain that something is in.
IN_DOMAIN = Field("domain", reference=Reference(DOMAIN), api_name="domain_id", key="domain_id", updatable=False)


def domain_of_token(cloud: Cloud) -> str | None:
    """The id of the domain that a name means if no domain is given: that of the token's project, else of its user."""
    access = cloud.session.access()
    owners = ((access.project or {}).get("domain"), access.domain, access.user.get("domain"))
    return next((str(one["id"]) for one in owners if one and one.get("id")), None)


# The criterion of info modules: what is in a domain.
BY_DOMAIN = Criterion("domain", query=lambda domain_id: (("domain_id", str(domain_id)),), names=DOMAIN)
# Names are unique in a domain.
DOMAIN_SCOPE = Scope("domain", "domain_id", domain_of_token)
