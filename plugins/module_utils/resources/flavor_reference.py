# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Flavors, the sizes of nodes: what others need to refer to one, which is how it is read and found.

The whole declaration is in `flavor.py`. https://docs.openstack.org/api-ref/compute/#flavors
"""

from __future__ import annotations

from ..resource.declaration import Json, Resource


def read_flavor(raw: Json) -> Json:
    """A flavor, as far as nodes need it. `ram` is in MiB, `disk` in GiB."""
    return {"id": raw["id"], "name": raw["name"], **{key: raw.get(key) for key in ("vcpus", "ram", "disk")}}


FLAVOR = Resource(
    name="flavor",
    plural="flavors",
    service="compute",
    path="/flavors",
    list_path="/flavors/detail",
    one="flavor",
    many="flavors",
    read=read_flavor,
    # Nova has no filter for a flavor's name, so all are listed. Ids can be any text, so they are found in that list
    # too. Nova shows administrators the flavors that are not public only if they ask for them.
    named=lambda _names: (("is_public", "none"),),
)
