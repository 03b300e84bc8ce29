# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A volume that is attached to a node, seen from either side. Pure.

Source: https://docs.openstack.org/api-ref/compute/#servers-with-volume-attachments-servers-os-volume-attachments
"""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import ConfigError
from ..options.dicts import said_in
from ..resource.declaration import Json
from ..resource.reference import id_of
from ..resource.step import ID, Captured, OtherResource, Step, Wait
from ..service.microversion import Microversion

TAGGED = Microversion("2.49", needed=True, reason="A tag of a volume")
ENDING_WITH_NODE = Microversion("2.79", needed=True, reason="delete_on_termination of a volume")
# What may be said of how a volume is attached.
KEYS = ("device", "tag", "delete_on_termination")

Current = t.Union[t.Mapping[str, t.Any], None]


class Root(str):
    """The id of the volume that a node boots from, which is not detached."""


@dataclasses.dataclass(frozen=True)
class Others:
    """Compares the desired states for what is attached with the ids of what is.

    Args:
        option: The option that has the desired states.
        key: Where a desired state names what it is for.
    """

    option: str
    key: str

    def normalised(self, wanted: t.Sequence[t.Any]) -> list[Json]:
        """The desired states as they are compared and sent.

        Raises:
            ConfigError: one is neither a name or id nor a dict of the known keys.
        """
        return [self._normalised(one) for one in wanted]

    def _normalised(self, one: t.Any) -> Json:
        said = one if isinstance(one, dict) else {self.key: one}
        named = said_in(self.option, said, (self.key, *KEYS))
        if not isinstance(named.get(self.key), str):
            raise ConfigError([f"{self.option} has {one!r}, which is neither a name or id nor a dict with {self.key}."])
        return named

    def has(self, wanted: t.Sequence[Json], there: t.Sequence[str]) -> bool:
        """Whether all that are wanted are attached."""
        return all(one[self.key] in there for one in wanted)

    def is_all(self, wanted: t.Sequence[Json], there: t.Sequence[str]) -> bool:
        """Whether no others are attached either, but for the one that the node boots from."""
        return self.replaced(wanted, there) == list(there)

    def added(self, wanted: t.Sequence[Json], there: t.Sequence[str]) -> list[t.Any]:
        """The ids of those that are attached, and the desired states for those that are not."""
        return [*there, *(one for one in wanted if one[self.key] not in there)]

    def replaced(self, wanted: t.Sequence[Json], there: t.Sequence[str]) -> list[t.Any]:
        """The same without those that nobody wants."""
        ids = {str(one[self.key]) for one in wanted}
        return self.added(wanted, [one for one in there if one in ids or isinstance(one, Root)])

    def displayed(self, value: t.Sequence[t.Any]) -> list[str]:
        """The others as people read them."""
        return [str(one[self.key]) if isinstance(one, dict) else str(one) for one in value]

    def predicted(self, value: t.Sequence[t.Any]) -> list[str]:
        """The ids of the others, those that are still to be attached among them, in the order that is shown."""
        return sorted(id_of(one[self.key]) if isinstance(one, dict) else str(one) for one in value)


def fresh(after: t.Sequence[t.Any]) -> list[Json]:
    """The desired states among what is to be attached: the others are."""
    return [one for one in after if isinstance(one, dict)]


def surplus(before: t.Sequence[str], after: t.Sequence[t.Any]) -> list[str]:
    """The ids of those that are to be detached."""
    return [one for one in before if one not in after]


@dataclasses.dataclass(frozen=True)
class Pair:
    """A node and a volume.

    Args:
        node: The node's id, or what stands for it in a path.
        node_id: The node's id.
        node_name: What people call the node.
        volume: The volume's id, or what stands for it in a path.
        volume_name: What people call the volume.
        of: The volume as something to wait for, where it is not what is planned for.
    """

    node: str
    node_id: str
    node_name: str
    volume: str
    volume_name: str
    of: OtherResource | None = None


def attach(pair: Pair, desired: Json) -> Step:
    """Attach a volume to a node, and wait until it is."""
    volume = Captured("id") if pair.volume == ID else pair.volume
    body: Json = {"volumeId": volume, **{key: desired[key] for key in KEYS if key in desired}}
    microversion = ENDING_WITH_NODE if "delete_on_termination" in desired else TAGGED if "tag" in desired else None

    def reached(current: Current) -> bool:
        return current is not None and pair.node_id in current["attached_to"] and current["status"] == "in-use"

    title = f"attach volume '{pair.volume_name}' to node '{pair.node_name}'"
    what = f"volume '{pair.volume_name}' to be attached to node '{pair.node_name}'"
    wait = Wait(what, reached, lambda current: _failure(pair, current), of=pair.of)
    path = f"/servers/{pair.node}/os-volume_attachments"
    return Step(title, "POST", path, {"volumeAttachment": body}, microversion, wait, service="compute")


def detach(pair: Pair) -> Step:
    """Detach a volume from a node, and wait until it is."""

    def reached(current: Current) -> bool:
        return current is None or (pair.node_id not in current["attached_to"] and current["status"] != "detaching")

    title = f"detach volume '{pair.volume_name}' from node '{pair.node_name}'"
    wait = Wait(f"volume '{pair.volume_name}' to be detached from node '{pair.node_name}'", reached, of=pair.of)
    path = f"/servers/{pair.node}/os-volume_attachments/{pair.volume}"
    return Step(title, "DELETE", path, wait=wait, service="compute")


def _failure(pair: Pair, current: Current) -> str | None:
    """Nova reserves a volume before it answers: one that is available has been given back."""
    if current is None:
        return f"Volume '{pair.volume_name}' was deleted meanwhile."
    if str(current["status"]).startswith("error") or current["status"] == "available":
        return f"Volume '{pair.volume_name}' is in status {current['status']}: it could not be attached."
    return None
