# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""RBAC policies: what is shared with one project, not with all. One has no name; what it shares with whom and for what
tells it from others. https://docs.openstack.org/api-ref/network/v2/#rbac-policies"""

from __future__ import annotations

import dataclasses

from ..errors import ConfigError
from ..resource.collection import Collection
from ..resource.declaration import Field, Json, Resource, joined_name
from ..resource.desired import Desired
from ..service.cloud import Cloud
from .address_group import ADDRESS_GROUP
from .address_scope import ADDRESS_SCOPE
from .network import NETWORK
from .project import project_referred_to
from .qos_policy import QOS_POLICY
from .security_group import SECURITY_GROUP
from .subnet_pool import SUBNET_POOL

# The service's word for each kind that can be shared -> the kind.
KINDS = {
    "network": NETWORK,
    "security_group": SECURITY_GROUP,
    "qos_policy": QOS_POLICY,
    "subnetpool": SUBNET_POOL,
    "address_scope": ADDRESS_SCOPE,
    "address_group": ADDRESS_GROUP,
}
EVERYBODY = "*"
NAMED_BY = ("object_type", "action", "object", "target_project")


def read_rbac_policy(raw: Json) -> Json:
    """An RBAC policy as users see it."""
    told = {
        "object_type": raw.get("object_type"),
        "object": raw.get("object_id"),
        "action": raw.get("action"),
        "target_project": raw.get("target_tenant"),
    }
    return {
        "id": raw["id"],
        "name": joined_name(NAMED_BY, told),
        "object_type": told["object_type"],
        "object_id": told["object"],
        "action": told["action"],
        "target_project_id": told["target_project"],
        "project_id": raw.get("project_id") or raw.get("tenant_id"),
    }


def place(cloud: Cloud, resource: Resource, desired: Desired) -> tuple[Resource, Desired]:
    """The desired state with ids in place of names, as these tell one policy from others.

    Raises:
        ConfigError: this kind of resource cannot be shared.
        NoSuchResource, NotUnique: a name means nothing, or several.
    """
    fields = dict(desired.fields)
    if desired.id is not None or not all(name in fields for name in NAMED_BY):
        return resource, desired
    if fields["object_type"] not in KINDS:
        raise ConfigError([f"object_type has to be one of {', '.join(KINDS)}, not '{fields['object_type']}'."])
    shared = Collection(cloud, KINDS[fields["object_type"]]).referred(fields["object"])
    fields["object"] = str(shared["id"])
    if fields["target_project"] != EVERYBODY:
        fields["target_project"] = str(project_referred_to(cloud, fields["target_project"])["id"])
    return resource, dataclasses.replace(desired, name=joined_name(NAMED_BY, fields), fields=fields)


RBAC_POLICY = Resource(
    name="RBAC policy",
    plural="RBAC policies",
    service="network",
    path="/rbac-policies",
    one="rbac_policy",
    many="rbac_policies",
    read=read_rbac_policy,
    named=None,
    named_by=NAMED_BY,
    place=place,
    fields=(
        Field("object_type", required=True, updatable=False),
        Field("object", required=True, api_name="object_id", key="object_id", updatable=False),
        Field("action", required=True, updatable=False),
        Field("target_project", required=True, api_name="target_tenant", key="target_project_id"),
    ),
)
