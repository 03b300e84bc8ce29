# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What flavors can be looked for by, and what is told of each on request."""

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

# Nova's word for whether a flavor is public: none is neither.
PUBLIC = {"public": "true", "private": "false", "all": "none"}
# Looked for without a name in the query, which would say that too.
LISTED_FLAVOR = dataclasses.replace(MANAGED_FLAVOR, named=None)


def by_size(flavor: Values) -> tuple[t.Any, ...]:
    """How large a flavor is: memory is what there is least of."""
    return (flavor["ram"], flavor["vcpus"], flavor["disk"], flavor["name"])


def _least(option: str, key: str, api_name: str | None = None) -> Criterion:
    """At least so much of something; the smallest that has it first."""

    def query(least: int) -> Query:
        return ((api_name, str(least)),) if api_name else ()

    return Criterion(option, query=query, matches=lambda least, flavor: flavor[key] >= least, sorts=by_size)


def access(cloud: Cloud, flavor: Values, _options: t.Mapping[str, t.Any]) -> list[str]:
    """Ids of the projects that may use a flavor which is not public."""
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
