# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The statuses of volumes, their snapshots and backups: settled, passing or failed, with one list for all three. Pure.

Source: https://docs.openstack.org/api-ref/block-storage/v3/#volumes-volumes
"""

from __future__ import annotations

import typing as t

from ..resource.declaration import Values
from ..resource.desired import ABSENT
from ..resource.step import Wait

Current = t.Union[Values, None]

# Statuses that end by themselves. `reserved`, `maintenance` and `awaiting-transfer` may last.
PASSING = frozenset((
    "creating", "downloading", "attaching", "detaching", "extending", "retyping", "uploading", "backing-up",
    "restoring-backup", "restoring", "reverting", "managing", "unmanaging", "deleting",
))  # fmt: skip


def is_settled(current: Current) -> bool:
    """Whether Cinder is doing nothing with it, or it is gone."""
    return current is None or current["status"] not in PASSING


def fault(current: Values) -> str | None:
    """Why it is in an error status, with advice. None if it is not."""
    if not str(current["status"]).startswith("error"):
        return None
    how_it_is = f"'{current['name']}' ({current['id']}) is in status {current['status']}"
    if never_usable(current):
        return f"{how_it_is}. Remove it (state absent) before it is made anew, or set on_error to recreate."
    if current["status"] == "error_deleting":
        return f"{how_it_is}: somebody's removal of it has failed. Remove it (state absent) before it is made anew."
    return (
        f"{how_it_is}: a change of it has failed, and what is on it may still be there, so it is not made anew. An"
        " administrator can look at it and set its status back; then run again. To be rid of it, set state to absent."
    )


def never_usable(current: Values) -> bool:
    """Whether its creation failed. A failed change has another status, like `error_extending`."""
    return current["status"] == "error" and not current.get("attached_to")


def wait_until_stable(current: Values, state: str) -> Wait | None:
    """What to wait for before it is compared: the end of a passing status. None if there is nothing to wait for."""
    if current["status"] == "deleting":
        return until_gone(current["name"] or current["id"])
    if state != ABSENT and not is_settled(current):
        return Wait(f"'{current['name']}' to finish {current['status']}", is_settled)
    return None


def until_available(what: str) -> Wait:
    """Wait until a new volume, snapshot or backup is available. `what` names it in messages."""
    return Wait(f"{what} to be available", lambda one: one is not None and one["status"] == "available", _failure)


def until_gone(what: str) -> Wait:
    """Wait until it is gone. `what` names it in messages."""
    return Wait(f"{what} to be gone", lambda current: current is None, _not_deleted, until_gone=True)


def _failure(current: Current) -> str | None:
    return "It was deleted by somebody else meanwhile." if current is None else fault(current)


def _not_deleted(current: Current) -> str | None:
    if current and str(current["status"]) == "error_deleting":
        return f"'{current['name']}' ({current['id']}) could not be deleted; the service does not say why."
    return None
