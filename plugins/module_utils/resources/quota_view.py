# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The quotas of projects as users see them: those of all services together."""

from __future__ import annotations

import typing as t
import urllib.parse

from ..errors import EndpointNotFound
from ..resource.declaration import Json, Values
from ..service.cloud import Cloud
from .project import project_meant
from .quota import QUOTAS, Quota

# These services also show the limits and the usage of the token's project at `/limits`.
LIMITED = ("compute", "volume")


def quota_of(project: Values, limits: t.Mapping[str, Values]) -> Json:
    """The quota of a project, from each service's limits for it. Services that were not read have null."""
    by_service = {quota.service: limits.get(quota.service) for quota in QUOTAS}
    return {"project_id": project["id"], "project": project["name"], **by_service}


def has(cloud: Cloud, service: str) -> bool:
    """Whether the cloud has a service."""
    try:
        cloud.choice(service)
    except EndpointNotFound:
        return False
    return True


def report(cloud: Cloud, options: t.Mapping[str, t.Any]) -> Json:
    """The quotas of the projects that the options name, or of the token's project."""
    asked = options["services"] or [quota.service for quota in QUOTAS if has(cloud, quota.service)]
    services = [quota for quota in QUOTAS if quota.service in asked]
    projects = [project_meant(cloud, text) for text in options["projects"] or [None]]
    found: Json = {"quotas": [_reported(cloud, project, services, options) for project in projects]}
    if options["limits"]:
        found["limits"] = {
            quota.service: (cloud.service(quota.service).get("/limits").get("limits") or {}).get("absolute")
            for quota in services
            if quota.service in LIMITED
        }
    return found


def _reported(cloud: Cloud, project: Json, services: t.Sequence[Quota], options: t.Mapping[str, t.Any]) -> Json:
    shown = {quota.service: quota.of(cloud, project, _of_user(quota, options["for_user"])) for quota in services}
    told = quota_of(project, {service: quota["limits"] for service, quota in shown.items()})
    if options["defaults"]:
        told["defaults"] = {quota.service: quota.defaults(cloud, project["id"]) for quota in services}
    return told


def _of_user(quota: Quota, user_id: str | None) -> str:
    """The suffix of the path for the quota of one user. Only compute has quotas of users."""
    return f"?{urllib.parse.urlencode({'user_id': user_id})}" if user_id and quota.service == "compute" else ""
