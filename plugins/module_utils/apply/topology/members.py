# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The members of a topology, as they are.

It takes kinds and a membership. It gives the members of each kind; their lists are read side by side.
`face/topology_info.py` calls it. `plan.py` reads more than the members, and does so itself.
"""

from __future__ import annotations

import concurrent.futures
import typing as t

from ...errors import EndpointNotFound
from ...resource.collection import Collection
from ...resource.declaration import Json
from ...service.cloud import Cloud
from .desired import Kind
from .membership import Membership
from .plan import patiently

Members = t.Dict[str, t.List[Json]]


def members_of(cloud: Cloud, kinds: t.Sequence[Kind], membership: Membership, parallel: int) -> Members:
    """The members, by the name of their kind. A kind whose service the cloud does not have has none.

    Raises:
        CloudError: a list cannot be read.
    """
    cloud.session.access()  # one token for all

    def read(kind: Kind) -> list[Json]:
        collection = Collection(cloud, kind.resource)
        try:
            found = patiently(lambda: collection.own(collection.list()))
        except EndpointNotFound:
            return []
        return [one for one in found if membership.has(kind.marked_by, one)]

    with concurrent.futures.ThreadPoolExecutor(parallel) as pool:
        return dict(zip((kind.name for kind in kinds), pool.map(read, kinds)))
