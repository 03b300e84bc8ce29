# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nodes, which Nova calls servers. https://docs.openstack.org/api-ref/compute/#servers-servers"""

from __future__ import annotations

import itertools
import typing as t

from ...resource.declaration import Resource, Values
from ...resource.desired import Desired
from ...service.microversion import Microversion
from ...service.paging import Query
from ..quota_preflight import require_room_for
from .cells import out_of_reach
from .create import create
from .details import details
from .fields import NODE_FIELDS
from .floating_ips import with_settings
from .offloaded import current_addresses
from .predict import predict
from .preflight import blockers, preflight
from .read import read_shown
from .status import fault, gone, never_usable, wait_until_stable
from .update import delete, update

# Since 2.47 a node shows its flavor's name, so that comparing it needs no further request.
READING = Microversion("2.47")
# How many letters of several names go into a query, which has to fit into a URL.
MOST_LETTERS = 60

# Options that are not fields: they say how changes are made, or which are allowed.
POLICIES = (
    "delete_volumes",
    "force",
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
# Nova shows owners their soft-deleted nodes only in lists with `changes-since`.
REMOVED = (("status", "SOFT_DELETED"), ("changes-since", "1970-01-01T00:00:00Z"))


def having_names(names: t.Sequence[str]) -> Query:
    """The query for nodes by name. Nova takes a name as a regular expression.

    If Nova runs on MySQL, `|` is a plain letter (nova/db/utils.py, _safe_regex_mysql). So several names become one
    pattern letter by letter, as in `^web[12]$`. It may find other nodes as well.
    """
    texts = set(names)
    columns = [set(column) for column in zip(*texts)]
    letters = map(_letter, columns if len(texts) == 1 else columns[:MOST_LETTERS])
    parts = list(itertools.takewhile(bool, letters))
    is_whole = len(parts) == max(map(len, texts), default=0)
    return (("name", f"^{''.join(parts)}{'$' if is_whole else ''}"),) if parts else ()


def _letter(choice: t.Collection[str]) -> str:
    """A regular expression for one of some letters, in the dialect of any database that Nova runs on. Empty if there is
    none: older versions of MySQL match bytes, and letters that are not ASCII have several."""
    if len(choice) == 1:
        (only,) = choice
        return "." if only == "|" else f"\\{only}" if only in "\\.^$*+?()[]{}" else only
    if not all(letter.isascii() for letter in choice):
        return ""
    return f"[{''.join(sorted(choice))}]" if all(letter.isalnum() for letter in choice) else "."


def repairs(_current: Values, desired: Desired) -> bool:
    """Whether the desired state may bring back a node that is in status ERROR."""
    return desired.state == "rebuilt" or (desired.state == "restarted" and desired.option("reboot_type") == "hard")


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
    members_by="metadata",
    busy_key="task_state",
    # A node keeps this status while its resize is being confirmed.
    passing_statuses=frozenset(("VERIFY_RESIZE",)),
    unseen=out_of_reach,
    with_settings=with_settings,
    require_room=require_room_for("node"),
    exclusive=True,
    create=create,
    update=update,
    delete=delete,
    predict=predict,
    supplement=current_addresses,
    details=details,
    wait_until_stable=wait_until_stable,
    born_with=("image", "flavor", "key_name", "description", "user_data", "metadata"),
    fault=fault,
    never_usable=never_usable,
    repairs=repairs,
    gone=gone,
    preflight=preflight,
    blockers=blockers,
    state=lambda node: str(node["state"]),
)
