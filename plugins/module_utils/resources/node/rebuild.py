# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rebuild of a node, which replaces its root disk, and the restart of a node. Pure.

Source: https://docs.openstack.org/api-ref/compute/#rebuild-server-rebuild-action
"""

from __future__ import annotations

from ...errors import ConfigError
from ...resource.declaration import Changes, Json
from ...resource.desired import Desired
from ...resource.reference import id_of
from ...resource.step import Step
from ...service.microversion import Microversion, newest_of
from .create import PLAIN
from .route import NodeChange
from .states import acting, arrival
from .status import Node

REBUILDABLE = frozenset(("ACTIVE", "SHUTOFF", "ERROR"))
HARD_REBOOTABLE = frozenset(("ACTIVE", "SHUTOFF", "PAUSED", "SUSPENDED", "ERROR"))

# Fields that only a rebuild changes -> the microversion that this needs.
BY_REBUILD = {"key_name": "2.54", "user_data": "2.57", "trusted_certs": "2.63"}
IN_PLACE = Microversion("2.93", needed=True, reason="The rebuild of a node that boots from a volume")


def rebuilds(changes: Changes, desired: Desired) -> bool:
    """Whether the changes, or the desired state, need a rebuild."""
    return desired.state == "rebuilt" or any(name in changes for name in ("image", *BY_REBUILD))


def rebuild(current: Node, changes: Changes, desired: Desired) -> NodeChange:
    """The rebuild, with all fields that it changes.

    Raises:
        ConfigError: the node boots from a volume, and the user does not name an image.
    """
    image = id_of(desired.fields.get("image", "")) if desired.fields.get("image") else None
    if "image" in changes:
        image = id_of(changes["image"][1])
    shown = current["image"]["id"] if current["image"] else None
    image = image or shown
    if image is None:
        raise ConfigError([f"Node '{current['name']}' boots from a volume: say which image it is rebuilt with."])
    body: Json = {"imageRef": image}
    needs = [] if current["image"] else [IN_PLACE]
    for name, microversion in BY_REBUILD.items():
        if name in changes:
            body[PLAIN[name]] = changes[name][1]
            needs.append(Microversion(microversion, True, name))
    if desired.fields.get("admin_password"):
        body["adminPass"] = desired.fields["admin_password"]

    def end(place: str) -> str:
        return "ACTIVE" if place == "ERROR" else place

    def steps(place: str) -> list[Step]:
        # Nova starts a node that is off, and then stops it again.
        passes = "ACTIVE" if place == "SHUTOFF" else None
        wait = arrival(f"node '{current['name']}'", "rebuild", end(place), passes=passes)
        return [acting(current, "rebuild", {"rebuild": body}, wait, newest_of(needs))]

    return NodeChange(f"rebuild node '{current['name']}'", steps, REBUILDABLE, end_position=end, is_heavy=True)


def restart(current: Node, desired: Desired) -> list[NodeChange]:
    """The reboot. Empty for a soft one if the node does not run: starting it is its restart."""
    kind = desired.option("reboot_type", "soft")
    if kind == "soft" and current["status"] != "ACTIVE":
        return []
    wait = arrival(f"node '{current['name']}'", "restart", "ACTIVE")
    step = acting(current, "restart", {"reboot": {"type": kind.upper()}}, wait=wait)
    allowed = HARD_REBOOTABLE if kind == "hard" else frozenset(("ACTIVE",))
    return [
        NodeChange(
            f"restart node '{current['name']}'", lambda _position: [step], allowed, lambda _position: "ACTIVE", True
        )
    ]
