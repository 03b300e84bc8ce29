# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The resize of a node, and the answer to a resize that waits to be confirmed. Pure.

Source: https://docs.openstack.org/api-ref/compute/#resize-server-resize-action
"""

from __future__ import annotations

from ...resource.declaration import Changes
from ...resource.desired import Desired
from ...resource.reference import id_of
from ...resource.step import Step
from .route import NodeChange
from .states import RESIZED, RESIZED_OFF, acting, arrival
from .status import Node

RESIZABLE = frozenset(("ACTIVE", "SHUTOFF"))
BOTH_RESIZED = frozenset((RESIZED, RESIZED_OFF))


def resize_answer(current: Node, changes: Changes, desired: Desired) -> str | None:
    """The answer to a resize that waits to be confirmed: `confirm` or `revert`; None for no answer.

    The user asks for an answer with the option `resize`. A resize to the wanted flavor that an earlier run left
    unconfirmed is confirmed.
    """
    if current["status"] != RESIZED:
        return None
    answer = desired.option("resize")
    if answer == "true" and "flavor" in desired.fields and "flavor" not in changes:
        answer = "confirm"
    return answer if answer in ("confirm", "revert") else None


def resize_answers(current: Node, changes: Changes, desired: Desired) -> list[NodeChange]:
    """The change that answers a resize which waits to be confirmed. Empty if there is no answer."""
    answer = resize_answer(current, changes, desired)
    if answer is None:
        return []
    deed = f"{answer} the resize of"

    def end(place: str) -> str:
        return "SHUTOFF" if place == RESIZED_OFF else "ACTIVE"

    def steps(place: str) -> list[Step]:
        wait = arrival(f"node '{current['name']}'", deed, end(place), starts_at=place if answer == "confirm" else None)
        return [acting(current, deed, {f"{answer}Resize": None}, wait=wait)]

    return [NodeChange(f"{deed} node '{current['name']}'", steps, BOTH_RESIZED, end_position=end)]


def resize(current: Node, flavor: str, confirm: bool) -> NodeChange:
    """The resize to a flavor. With `confirm`, it is confirmed too."""
    name = f"node '{current['name']}'"

    def resized(place: str) -> str:
        return RESIZED_OFF if place == "SHUTOFF" else RESIZED

    def steps(place: str) -> list[Step]:
        resize = acting(
            current,
            "resize",
            {"resize": {"flavorRef": id_of(flavor)}},
            wait=arrival(name, "resize", resized(place)),
        )
        if not confirm:
            return [resize]
        wait = arrival(name, "confirm the resize of", place, starts_at=resized(place))
        return [resize, acting(current, "confirm the resize of", {"confirmResize": None}, wait=wait)]

    end_position = (lambda place: place) if confirm else resized
    return NodeChange(f"resize {name}", steps, RESIZABLE, end_position=end_position, is_heavy=True)
