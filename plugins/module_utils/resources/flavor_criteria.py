# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The search criteria of flavors, and the aspects that are read of each on request."""

from __future__ import annotations

import dataclasses
import typing as t

from ..query.aspect import Aspect
from ..resource.compare import contained
from ..resource.criterion import FILTERS, Criterion
from ..resource.declaration import Values
from ..service.cloud import Cloud
from ..service.paging import Query
from .flavor import MANAGED_FLAVOR, projects_of
from .metadata import as_texts

# Our word -> the value of Nova's filter `is_public`. With "none" Nova does not filter.
PUBLIC = {"public": "true", "private": "false", "all": "none"}
# Listed without the name query, which sets the filter `is_public` too.
LISTED_FLAVOR = dataclasses.replace(MANAGED_FLAVOR, named=None)


def by_size(flavor: Values) -> tuple[t.Any, ...]:
    """The sort key for a flavor's size. Memory comes first, since it is the scarcest."""
    return (flavor["ram"], flavor["vcpus"], flavor["disk"], flavor["name"])


def _least(option: str, key: str, api_name: str | None = None) -> Criterion:
    """A criterion for a minimum. The smallest flavor that has it comes first.

    `key` is the flavor's key; `api_name` is Nova's filter, if it has one.
    """

    def query(least: int) -> Query:
        return ((api_name, str(least)),) if api_name else ()

    return Criterion(option, query=query, matches=lambda least, flavor: flavor[key] >= least, sorts=by_size)


def access(cloud: Cloud, flavor: Values, _options: t.Mapping[str, t.Any]) -> list[str]:
    """The aspect `access`: ids of the projects that may use a flavor that is not public."""
    return projects_of(cloud, flavor)


FLAVOR_CRITERIA = (
    FILTERS,
    _least("min_vcpus", "vcpus"),
    _least("min_ram", "ram", "minRam"),
    _least("min_disk", "disk", "minDisk"),
    Criterion("extra_specs", matches=lambda wanted, flavor: contained(as_texts(wanted), flavor["extra_specs"])),
    Criterion("visibility", query=lambda said: (("is_public", PUBLIC[said]),), administrators=True),
)
FLAVOR_ASPECTS = (Aspect("access", access),)
