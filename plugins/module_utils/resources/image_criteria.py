# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The search criteria of images, and the aspects that are read of each on request. Nearly all are filters of Glance's.
https://docs.openstack.org/api-ref/image/v2/#list-images"""

from __future__ import annotations

import typing as t

from ..query.aspect import Aspect
from ..resource.criterion import FILTERS, Criterion
from ..resource.declaration import Json, Resource, Values
from ..service.cloud import Cloud
from ..service.paging import Query
from . import image_members
from .image_reference import as_properties
from .project import REFERRED_PROJECT


def _plain(option: str, key: str | None = None, names: Resource | None = None) -> Criterion:
    """A criterion that is a filter of Glance's.

    `key` is Glance's word for the option, if it differs. `names` is the kind of resource that the value names, if any.
    """
    return Criterion(option, query=lambda value: ((key or option, str(value)),), names=names)


def _properties(wanted: Values) -> Query:
    """The filters for properties, one for each. A null value means "lacks it", for which Glance has no filter."""
    return tuple((key, value) for key, value in as_properties(wanted).items() if value is not None)


def _lacks(wanted: Values, image: Values) -> bool:
    """Whether an image lacks all properties that are null in `wanted`."""
    return not any(value is None and key in image["properties"] for key, value in as_properties(wanted).items())


def _tags(tags: t.Sequence[t.Any]) -> Query:
    return tuple(("tag", str(tag)) for tag in tags)


def members(cloud: Cloud, image: Values, _options: t.Mapping[str, t.Any]) -> list[Json]:
    """The aspect `members`: the projects that an image is shared with."""
    return image_members.read(cloud, image)


IMAGE_CRITERIA = (
    FILTERS,
    _plain("status"),
    _plain("visibility"),
    _plain("owner", names=REFERRED_PROJECT),
    _plain("disk_format"),
    _plain("membership", "member_status"),
    _plain("size_min"),
    _plain("size_max"),
    Criterion("hidden", query=lambda said: (("os_hidden", "true"),) if said else ()),
    Criterion("protected", query=lambda said: (("protected", str(bool(said)).lower()),)),
    Criterion("tags", query=_tags),
    Criterion("properties", query=_properties, matches=_lacks),
)
IMAGE_ASPECTS = (Aspect("members", members),)
