# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Images: what nodes are made from. https://docs.openstack.org/api-ref/image/v2/#list-images"""

from __future__ import annotations

from ..resource.declaration import Json, Resource


def read_image(raw: Json) -> Json:
    """An image as users see it."""
    return {"id": raw["id"], "name": raw.get("name"), "status": raw.get("status"), "project_id": raw.get("owner")}


IMAGE = Resource(
    name="image",
    plural="images",
    service="image",
    path="/images",
    one=None,
    many="images",
    read=read_image,
)
