# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Somebody else at the same resource: how that is refused, and how it shows. Pure.

What was planned after one look may be refused a moment later: another run has begun something since, or the last
request of a run that was killed has only now arrived.
"""

from __future__ import annotations

from ..errors import ApiError
from ..resource.declaration import Json

# How a service says that a resource is not in a state that allows what was asked: Nova with 409, Cinder with 400.
BUSY_STATUSES = frozenset((400, 409))
# What somebody else's doing leaves behind.
TRACES = ("status", "task_state", "updated_at")


def may_be_disturbed(ending: object) -> bool:
    """Whether what a journey ended with may be somebody else's doing."""
    return isinstance(ending, ApiError) and ending.status in BUSY_STATUSES


def shows_traces(before: Json, now: Json) -> bool:
    """Whether something was done with a resource since it was looked at."""
    return any(now.get(trace) != before.get(trace) for trace in TRACES)
