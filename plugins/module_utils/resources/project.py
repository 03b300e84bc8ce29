# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Projects: whom all else belongs to. https://docs.openstack.org/api-ref/identity/v3/#projects"""

from __future__ import annotations

import dataclasses

from ..errors import ConfigError
from ..resource.collection import Collection
from ..resource.criterion import FILTERS, Criterion
from ..resource.declaration import Json, Resource
from ..service.cloud import Cloud


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


# Those that the user may ask a token for, which everybody may list.
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
)
# All that there are.
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


def project_meant(cloud: Cloud, text: str | None) -> Json:
    """Id and name of the project of this name or id; of the token's own, if none is said.

    Raises:
        ConfigError: none is said, and the token is for none.
        NoSuchResource: there is none, or only administrators see it.
    """
    own = cloud.session.access().project
    if own and text in (None, own.get("id"), own.get("name")):
        return {"id": own["id"], "name": own.get("name")}
    if text is None:
        raise ConfigError(["The token is for no project; say which one is meant with project."])
    return Collection(cloud, ANY_PROJECT if cloud.is_administrator("identity") else PROJECT).referred(text)
