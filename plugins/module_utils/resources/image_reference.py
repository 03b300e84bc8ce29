# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Images, as they are looked up: what nodes are made from. How they are made and changed stands in `image_managed`.
https://docs.openstack.org/api-ref/image/v2/#list-images"""

from __future__ import annotations

import typing as t
import urllib.parse

from ..errors import ConfigError
from ..resource.declaration import Json, Resource, Values, names_query
from ..service.cloud import Cloud
from ..service.paging import Query
from .metadata import as_texts

# Under these keys stands what every image has; whatever else there is are properties that users have given.
OF_ALL = frozenset((
    "id", "name", "status", "visibility", "protected", "os_hidden", "disk_format", "container_format", "size",
    "virtual_size", "min_disk", "min_ram", "checksum", "os_hash_algo", "os_hash_value", "tags", "owner", "created_at",
    "updated_at", "self", "file", "schema", "locations", "direct_url", "stores",
))  # fmt: skip
# Of Glance itself.
RESERVED = "os_glance_"
# A query has to fit into a URL.
MOST_NAMES_IN_A_QUERY = 30


def read_image(raw: Json) -> Json:
    """An image as users see it."""
    return {
        "id": raw["id"],
        "name": raw["name"],
        "status": raw.get("status"),
        "importing": bool(raw.get("os_glance_import_task")),
        "visibility": raw.get("visibility"),
        "protected": bool(raw.get("protected")),
        "hidden": bool(raw.get("os_hidden")),
        "disk_format": raw.get("disk_format"),
        "container_format": raw.get("container_format"),
        "size": raw.get("size"),
        "virtual_size": raw.get("virtual_size"),
        "min_disk": raw.get("min_disk"),
        "min_ram": raw.get("min_ram"),
        "checksum": raw.get("checksum"),
        "hash_algorithm": raw.get("os_hash_algo"),
        "hash_value": raw.get("os_hash_value"),
        "tags": sorted(raw.get("tags") or ()),
        "properties": {key: value for key, value in raw.items() if not (key in OF_ALL or key.startswith(RESERVED))},
        "project_id": raw.get("owner"),
        "created_at": raw.get("created_at"),
        "updated_at": raw.get("updated_at"),
    }


def as_properties(given: Values) -> dict[str, str | None]:
    """Properties as the service takes them.

    Raises:
        ConfigError: one is no property, but a key that every image has: it would be changed as that, unseen.
    """
    own = sorted(key for key in map(str, given) if key in OF_ALL)
    if own:
        raise ConfigError([f"properties has {', '.join(own)}, which is no property. Use its option, if there is one."])
    return as_texts(given)


def named(names: t.Sequence[str]) -> Query:
    """Glance looks for several names too, each in quotes."""
    if len(names) == 1:
        return names_query(names)
    if len(names) > MOST_NAMES_IN_A_QUERY or any('"' in name for name in names):
        return ()
    return (("name", "in:" + ",".join(f'"{name}"' for name in names)),)


def shared(cloud: Cloud, images: t.Sequence[Json], offered: bool) -> list[str]:
    """Ids of those that are shared with the token's project: that it has accepted, or all if `offered`.

    Other users' lists have those that their project has accepted. An administrator's has all, and says of none with
    whom it is shared. https://docs.openstack.org/api-ref/image/v2/#show-image-member-details
    """
    project_id = urllib.parse.quote(cloud.project_id or "", safe="")
    found = []
    for image in images:
        if image["visibility"] == "shared":
            member = cloud.service("image").find(f"/images/{image['id']}/members/{project_id}")
            if member is not None and (offered or member.get("status") == "accepted"):
                found.append(str(image["id"]))
    return found


IMAGE = Resource(
    name="image",
    plural="images",
    service="image",
    path="/images",
    one=None,
    many="images",
    read=read_image,
    named=named,
    # Lists leave out those of other projects' that are for whoever asks for them (community), administrators' as well.
    for_all=lambda image: bool(image["visibility"] == "public"),
    shared=shared,
)
