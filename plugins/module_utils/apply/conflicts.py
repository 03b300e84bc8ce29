# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody else at the same resource: how that is refused, and how it shows. Pure.

What was planned after one look may be refused a moment later: another run has begun something since, or the last
request of a run that was killed has only now arrived.
"""

from __future__ import annotations

import typing as t

from ..errors import ApiError
from ..resource.declaration import Json, Resource
from .effects import NOT_YET, Operation, Snapshot, WaitUntil

# How a service says that a resource is not in a state that allows what was asked: Nova with 409, Cinder with 400.
BUSY_STATUSES = frozenset((400, 409))
# How long a status that may pass is given to do so, after a refusal.
MAY_PASS_SECONDS = 10.0
# What somebody else's doing leaves behind.
TRACES = ("status", "updated_at")


def may_be_conflict(ending: object) -> bool:
    """Whether what an operation ended with may be somebody else's doing."""
    return isinstance(ending, ApiError) and ending.status in BUSY_STATUSES


def may_pass(resource: Resource, now: Json) -> bool:
    """Whether the status of a resource may pass in a moment. It may last, too: only a refusal is a reason to wait."""
    return now.get("status") in resource.passing_statuses


def passing(resource: Resource, now: Json) -> Operation:
    """Give it time to pass."""

    def judge(snapshot: Snapshot) -> t.Any:
        current = snapshot.by_id(now["id"])
        return NOT_YET if current and current["status"] == now["status"] else current

    what = f"{resource.name} '{now['name']}' to be {now['status']} no longer"
    return (yield WaitUntil(what, resource, now["name"], now["id"], judge, MAY_PASS_SECONDS, lenient=True))


def was_changed(resource: Resource, before: Json, now: Json) -> bool:
    """Whether something was done with a resource since it was looked at."""
    traces = (*TRACES, resource.busy_key) if resource.busy_key else TRACES
    return any(now.get(trace) != before.get(trace) for trace in traces)
