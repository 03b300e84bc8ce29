# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Projects, which own all other resources. https://docs.openstack.org/api-ref/identity/v3/#projects"""

from __future__ import annotations

import dataclasses
import re

from ..errors import ConfigError, Forbidden, NoSuchResource
from ..resource.collection import Collection
from ..resource.criterion import FILTERS, Criterion
from ..resource.declaration import Field, Json, Reference, Resource
from ..service.cloud import Cloud
from .domain import DOMAIN_SCOPE, ENABLED, IN_DOMAIN
from .shared_fields import DESCRIPTION, NEW_NAME, PURGE_TAGS, tags_of


def read_project(raw: Json) -> Json:
    """A project as users see it."""
    return {
        "id": raw["id"],
        "name": raw["name"],
        "description": raw.get("description"),
        "enabled": raw.get("enabled"),
        "domain_id": raw.get("domain_id"),
        "parent_id": raw.get("parent_id"),
        "is_domain": bool(raw.get("is_domain")),
        "tags": sorted(raw.get("tags") or ()),
        "options": raw.get("options") or {},
    }


# The projects for which the user may get a token. Everybody may list their own.
PROJECT = Resource(
    name="project",
    plural="projects",
    service="identity",
    path="/projects",
    list_path="/auth/projects",
    in_list=True,
    one="project",
    many="projects",
    read=read_project,
    named=None,
    # Keystone takes blanks at the ends of the name off, and says nothing.
    kept_name=str.strip,
)
# All projects of the cloud.
ANY_PROJECT = dataclasses.replace(
    PROJECT,
    list_path="/projects",
    in_list=False,
    named=lambda names: (("name", names[0]),) if len(names) == 1 else (),
)
PROJECT_CRITERIA = (
    FILTERS,
    Criterion("all_projects", elsewhere=lambda said, own: ANY_PROJECT if said else own, administrators=True),
)


# The form of a project's id.
PROJECT_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def project_meant(cloud: Cloud, text: str | None) -> Json:
    """The project with this name or id, as a dict with at least id and name. For None, the token's project.

    Raises:
        ConfigError: no project is named and the token is for none, or its name cannot be looked up.
        NoSuchResource: there is no such project, or only administrators see it.
        NotUnique: several domains have a project of this name, and the domain of the token's project has none.
    """
    own = cloud.session.access().project
    if own and text in (None, own.get("id"), own.get("name")):
        return {"id": own["id"], "name": own.get("name")}
    if text is None:
        raise ConfigError(["The token is for no project; say which one is meant with project."])
    if PROJECT_ID.fullmatch(text):
        return Collection(cloud, ANY_PROJECT if cloud.is_administrator("identity") else PROJECT).referred(text)
    if not cloud.config.identity.auth_url:
        raise ConfigError([f"Give the id of project '{text}': without auth_url there is nobody to ask for its name."])
    return _named(cloud, text)


def _named(cloud: Cloud, name: str) -> Json:
    """The project with a name: first among the user's projects, then among all, if the user may list them. One of the
    domain of the token's project goes before others."""
    projects, restriction = Collection(cloud, PROJECT), ""
    found = list(projects.named((name,)))
    if not found:
        everywhere = Collection(cloud, ANY_PROJECT)
        try:
            found = list(everywhere.named((name,)))
            projects = everywhere
        except Forbidden:
            restriction = " This user may not ask for the projects of others: give the id of such a one."
    domain_id = ((cloud.session.access().project or {}).get("domain") or {}).get("id")
    of_domain = [one for one in found if one["domain_id"] == domain_id]
    meant = projects.single(name, of_domain or found)
    if meant is None:
        raise NoSuchResource(projects.unknown(name) + restriction)
    return meant


def project_referred_to(cloud: Cloud, text: str) -> Json:
    """The same, for references of other resources. An id is taken as it is: a user who shares something with another
    project often may not look that project up."""
    return {"id": text, "name": text} if PROJECT_ID.fullmatch(text) else project_meant(cloud, text)


# A project as other resources refer to it, by name or id.
REFERRED_PROJECT = dataclasses.replace(PROJECT, refer=project_referred_to)
MANAGED_PROJECT = dataclasses.replace(
    ANY_PROJECT,
    scope=DOMAIN_SCOPE,
    fields=(
        NEW_NAME,
        IN_DOMAIN,
        DESCRIPTION,
        ENABLED,
        Field("parent", reference=Reference(ANY_PROJECT), api_name="parent_id", key="parent_id", updatable=False),
        tags_of("/projects"),
    ),
    policies=(PURGE_TAGS,),
    update_method="PATCH",
)
