# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Volume types, from which the backend of a volume follows.
https://docs.openstack.org/api-ref/block-storage/v3/#volume-types-types"""

from __future__ import annotations

from ..resource.declaration import Json, Resource


def read_volume_type(raw: Json) -> Json:
    """A volume type as users see it."""
    return {"id": raw["id"], "name": raw["name"]}


VOLUME_TYPE = Resource(
    name="volume type",
    plural="volume types",
    service="volume",
    path="/types",
    one="volume_type",
    many="volume_types",
    read=read_volume_type,
    # Cinder has no filter for names. It shows administrators the types that are not public only if they ask for them.
    named=lambda _names: (("is_public", "none"),),
)
