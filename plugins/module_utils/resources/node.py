# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nodes: Nova's servers. https://docs.openstack.org/api-ref/compute/#servers-servers"""

from __future__ import annotations

import typing as t

from ..resource.declaration import Resource, Values
from ..resource.wish import Wish
from ..service.microversion import Microversion
from ..service.paging import Query
from .node_changes import delete, update
from .node_create import create
from .node_details import details
from .node_fields import NODE_FIELDS
from .node_prediction import predict
from .node_status import fault, gone, settle
from .node_view import read_shown

# From here on a node shows its flavor's name, so that comparing it needs no further request.
READING = Microversion("2.47")
# Of more names than these, what they begin with is looked for.
MOST_NAMES_IN_QUERY = 30

# Options that say how to get there.
POLICIES = (
    "delete_volumes",
    "force",
    "locked_reason",
    "on_drift",
    "on_error",
    "purge_floating_ips",
    "purge_metadata",
    "purge_networks",
    "purge_tags",
    "purge_volumes",
    "reboot_type",
    "rebuild",
    "release_floating_ips",
    "resize",
    "restore",
    "update_password",
)
# Nova shows nodes that are deleted softly to their owners only in lists of what has changed since some time.
REMOVED = (("status", "SOFT_DELETED"), ("changes-since", "1970-01-01T00:00:00Z"))


def having_names(names: t.Sequence[str]) -> Query:
    """The query for nodes by their names. Nova takes a name as a regular expression."""
    texts = sorted(set(names))
    if len(texts) > MOST_NAMES_IN_QUERY:
        first, last = texts[0], texts[-1]
        length = next((n for n, (a, b) in enumerate(zip(first, last)) if a != b), min(len(first), len(last)))
        return (("name", f"^{_escaped(first[:length])}"),) if length else ()
    pattern = "|".join(map(_escaped, texts))
    return (("name", f"^({pattern})$" if len(texts) > 1 else f"^{pattern}$"),)


def _escaped(name: str) -> str:
    """A name as a regular expression that means just this name, in the dialect of any database Nova runs on."""
    return "".join(f"\\{letter}" if letter in "\\.^$*+?()[]{}|" else letter for letter in name)


def repairs(_current: Values, wish: Wish) -> bool:
    """Whether what is wished may bring a node back that Nova gave up."""
    return wish.state == "rebuilt" or (wish.state == "restarted" and wish.says("reboot_type") == "hard")


NODE = Resource(
    name="node",
    plural="nodes",
    service="compute",
    path="/servers",
    list_path="/servers/detail",
    one="server",
    many="servers",
    read=read_shown,
    named=having_names,
    microversion=READING,
    fields=NODE_FIELDS,
    policies=POLICIES,
    removed=REMOVED,
    exclusive=True,
    create=create,
    update=update,
    delete=delete,
    predict=predict,
    details=details,
    settle=settle,
    fault=fault,
    repairs=repairs,
    gone=gone,
    state=lambda node: str(node["state"]),
)
