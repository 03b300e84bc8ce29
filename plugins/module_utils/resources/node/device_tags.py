# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the tags of a node's interfaces and volumes, which lists of nodes do not show.

It takes nodes and the desired fields. It adds the tags to the details of each node, with one request a node, if the
user has given any. `details.py` calls it.
"""

from __future__ import annotations

import typing as t

from ...resource.declaration import Json, Values
from ...service.cloud import Cloud
from ...service.microversion import Microversion
from ..attachment import has_tag

SHOWING = Microversion("2.70")


def add(cloud: Cloud, nodes: t.Sequence[Json], fields: Values, found: dict[str, Json]) -> None:
    """Read the tags that the desired fields need.

    `interface_tags` (port id -> tag) and `volume_tags` (volume id -> tag) are added, and `tag` to the `root`.
    """
    if has_tag(fields.get("networks")):
        for node in nodes:
            found[node["id"]]["interface_tags"] = _interface_tags(cloud, node)
    root = fields.get("boot_volume")
    if has_tag([*(fields.get("volumes") or ()), *([root] if root else ())]):
        for node in nodes:
            _add_volume_tags(cloud, node, found[node["id"]])


def _interface_tags(cloud: Cloud, node: Json) -> Json:
    answer = cloud.service("compute").get(f"/servers/{node['id']}/os-interface", microversion=SHOWING)
    return {one["port_id"]: one["tag"] for one in answer.get("interfaceAttachments") or () if "tag" in one}


def _add_volume_tags(cloud: Cloud, node: Json, found: Json) -> None:
    tags = {str(one["volumeId"]): one["tag"] for one in attachments(cloud, node) if "tag" in one}
    found["volume_tags"] = tags
    if found.get("root"):
        found["root"]["tag"] = tags.get(found["root"]["volume"])


def attachments(cloud: Cloud, node: Json) -> t.Sequence[Json]:
    """The attachments of a node's volumes, as Nova shows them."""
    path = f"/servers/{node['id']}/os-volume_attachments"
    return cloud.service("compute").get(path, microversion=SHOWING).get("volumeAttachments") or ()
