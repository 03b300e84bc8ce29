# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Images, from which nodes are made: what others need to refer to one, which is how it is read and found.

The whole declaration is in `image.py`. https://docs.openstack.org/api-ref/image/v2/#list-images
"""

from __future__ import annotations

import typing as t
import urllib.parse

from ..errors import ConfigError
from ..resource.declaration import Json, Resource, Values, names_query
from ..service.cloud import Cloud
from ..service.paging import Query
from .metadata import as_texts

# The keys that every image has. All other keys are properties that users have set.
OF_ALL = frozenset((
    "id", "name", "status", "visibility", "protected", "os_hidden", "disk_format", "container_format", "size",
    "virtual_size", "min_disk", "min_ram", "checksum", "os_hash_algo", "os_hash_value", "tags", "owner", "created_at",
    "updated_at", "self", "file", "schema", "locations", "direct_url", "stores",
))  # fmt: skip
# Keys that begin like this are Glance's own.
RESERVED = "os_glance_"
# A query has to fit into a URL.
MOST_NAMES_IN_A_QUERY = 30


def read_image(raw: Json) -> Json:
    """An image as users see it. `size` and `virtual_size` are in bytes, `min_disk` in GiB, `min_ram` in MiB."""
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
        ConfigError: one is not a property but a key that every image has. It would be changed without being compared.
    """
    own = sorted(key for key in map(str, given) if key in OF_ALL)
    if own:
        raise ConfigError([f"properties has {', '.join(own)}, which is no property. Use its option, if there is one."])
    return as_texts(given)


def named(names: t.Sequence[str]) -> Query:
    """The query for images by name. Glance takes several names too, each in quotes. Empty (list all) if the names do
    not fit into a query."""
    if len(names) == 1:
        return names_query(names)
    if len(names) > MOST_NAMES_IN_A_QUERY or any('"' in name for name in names):
        return ()
    return (("name", "in:" + ",".join(f'"{name}"' for name in names)),)


def shared(cloud: Cloud, images: t.Sequence[Json], offered: bool) -> list[str]:
    """Ids of the images that are shared with the token's project: those that it has accepted, or all if `offered`.

    This is for administrators, whose list has all shared images and does not say with whom each is shared. The list of
    other users has only images that their project has accepted.
    https://docs.openstack.org/api-ref/image/v2/#show-image-member-details
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
    # Community images of other projects are not in lists, not even in an administrator's.
    for_all=lambda image: bool(image["visibility"] == "public"),
    shared=shared,
)
