# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Concurrent changes: how services refuse them, and how to detect them.

It takes errors, and a resource as it was before and is now. It says whether somebody else is changing the resource.
`reconcile.py` calls it. Pure.

A plan may be refused a moment after it was made: another run has begun a change since, or the last request of a run
that was killed has arrived only now.
"""

from __future__ import annotations

import typing as t

from ..errors import ApiError
from ..resource.declaration import Json, Resource
from .effects import NOT_YET, Operation, Snapshot, WaitUntil

# How services say that the state of a resource does not allow a request: Nova with 409, Cinder with 400.
BUSY_STATUSES = frozenset((400, 409))
# How long to wait, after a refusal, for a status that may pass (`passing_statuses`).
MAY_PASS_SECONDS = 10.0
# The keys of any resource that show that somebody else has changed it.
TRACES = ("status", "updated_at")


def may_be_conflict(ending: object) -> bool:
    """Whether the error that an operation ended with may come from a concurrent change."""
    return isinstance(ending, ApiError) and ending.status in BUSY_STATUSES


def may_pass(resource: Resource, now: Json) -> bool:
    """Whether the status of a resource may pass in a moment. It may last, too: only a refusal is a reason to wait."""
    return now.get("status") in resource.passing_statuses


def passing(resource: Resource, now: Json) -> Operation:
    """Wait up to `MAY_PASS_SECONDS` until the resource leaves its status."""

    def judge(snapshot: Snapshot) -> t.Any:
        current = snapshot.by_id(now["id"])
        return NOT_YET if current and current["status"] == now["status"] else current

    what = f"{resource.name} '{now['name']}' to be {now['status']} no longer"
    return (yield WaitUntil(what, resource, now["name"], now["id"], judge, MAY_PASS_SECONDS, lenient=True))


def was_changed(resource: Resource, before: Json, now: Json) -> bool:
    """Whether a resource was changed between two readings of it."""
    traces = (*TRACES, resource.busy_key) if resource.busy_key else TRACES
    return any(now.get(trace) != before.get(trace) for trace in traces)
