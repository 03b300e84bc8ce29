# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attachments of volumes to nodes, for fields of either side: a node's volumes and a volume's nodes. Pure.

Source: https://docs.openstack.org/api-ref/compute/#servers-with-volume-attachments-servers-os-volume-attachments
"""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import ConfigError
from ..options.dicts import said_in
from ..resource.declaration import UNKNOWN, Json
from ..resource.reference import id_of
from ..resource.step import ID, Captured, OtherResource, Step, Wait
from ..service.microversion import Microversion

TAGGED = Microversion("2.49", needed=True, reason="A tag of a volume")
CHANGING = Microversion("2.85", needed=True, reason="delete_on_termination of a volume that is attached")
ENDING_WITH_NODE = Microversion("2.79", needed=True, reason="delete_on_termination of a volume")
# The options of one attachment.
KEYS = ("device", "tag", "delete_on_termination")

Current = t.Union[t.Mapping[str, t.Any], None]


class Attached(str):
    """The id of the other side of an attachment, with what is known of the attachment.

    Attributes:
        is_root: Whether it is the volume that the node boots from. That is never detached.
        ends_with_node: Whether the volume is removed with the node; None if that is not known.
        tag: The tag; UNKNOWN if it was not read.
        is_changed: Whether `ends_with_node` is to be changed.
    """

    is_root = False
    ends_with_node: bool | None = None
    tag: t.Any = UNKNOWN
    is_changed = False

    @classmethod
    def of(cls, one: str, is_root: bool, ends_with_node: bool, tag: t.Any) -> Attached:
        """An attachment as it is now."""
        attached = cls(one)
        attached.is_root, attached.ends_with_node, attached.tag = is_root, ends_with_node, tag
        return attached

    def ending(self, ends_with_node: bool) -> Attached:
        """The same attachment after that was changed."""
        attached = Attached.of(self, self.is_root, ends_with_node, self.tag)
        attached.is_changed = True
        return attached


@dataclasses.dataclass(frozen=True)
class Others:
    """One side's list of attachments: compares the desired ones (dicts) with the current ones (ids).

    "The others" are a node's volumes, or a volume's nodes.

    Args:
        option: The option that lists the desired attachments.
        key: The key of a desired attachment that names the other resource.
    """

    option: str
    key: str

    def normalised(self, wanted: t.Sequence[t.Any]) -> list[Json]:
        """The desired attachments as they are compared and sent: dicts.

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
        """Whether all wanted ones are attached."""
        return self.added(wanted, there) == list(there) and not changed(self.added(wanted, there))

    def is_all(self, wanted: t.Sequence[Json], there: t.Sequence[str]) -> bool:
        """Whether exactly the wanted ones are attached. The volume that the node boots from may be there as well."""
        return self.has(wanted, there) and self.replaced(wanted, there) == list(there)

    def added(self, wanted: t.Sequence[Json], there: t.Sequence[str]) -> list[t.Any]:
        """The list after a change: ids of the attached ones, then the wanted ones (dicts) that are not attached yet."""
        ends = {str(one[self.key]): one.get("delete_on_termination") for one in wanted}
        kept = [_ending(one, ends.get(one)) for one in there]
        return [*kept, *(one for one in wanted if one[self.key] not in there)]

    def replaced(self, wanted: t.Sequence[Json], there: t.Sequence[str]) -> list[t.Any]:
        """The same, without the attached ones that are not wanted."""
        ids = {str(one[self.key]) for one in wanted}
        return self.added(wanted, [one for one in there if one in ids or getattr(one, "is_root", False)])

    def displayed(self, value: t.Sequence[t.Any]) -> list[str]:
        """The names or ids of the others, for a diff, with what is particular to an attachment."""
        return [self._displayed(one) for one in value]

    def _displayed(self, one: t.Any) -> str:
        if isinstance(one, dict):
            name, tag, ends = str(one[self.key]), one.get("tag"), one.get("delete_on_termination")
        else:
            name, tag, ends = str(one), getattr(one, "tag", None), getattr(one, "ends_with_node", None)
        tagged = f" tagged '{tag}'" if tag and tag is not UNKNOWN else ""
        return f"{name}{tagged}{' (removed with the node)' if ends else ''}"

    def other_tags(self, wanted: t.Sequence[Json], there: t.Sequence[str]) -> tuple[list[t.Any], list[t.Any]] | None:
        """The attachments with another tag than wanted, and the wanted ones; None if there are none. Nova sets a tag
        when it attaches a volume, and never later."""
        known = {str(one): one for one in there if isinstance(one, Attached) and one.tag is not UNKNOWN}
        differing = [
            (known[one[self.key]], one)
            for one in wanted
            if "tag" in one and one[self.key] in known and known[one[self.key]].tag != one["tag"]
        ]
        return ([one for one, _wanted in differing], [one for _there, one in differing]) if differing else None

    def predicted(self, value: t.Sequence[t.Any]) -> list[str]:
        """The ids of the others, sorted as results show them. Those still to be attached are included."""
        return sorted(id_of(one[self.key]) if isinstance(one, dict) else str(one) for one in value)


def _ending(one: str, wanted: bool | None) -> str:
    """An attachment as it is after a change of whether the volume is removed with the node."""
    is_other = isinstance(one, Attached) and wanted is not None and one.ends_with_node is not wanted
    return one.ending(wanted) if isinstance(one, Attached) and is_other and wanted is not None else one


def has_tag(wanted: t.Any) -> bool:
    """Whether one of the wanted attachments, of volumes or of networks, has a tag, which lists do not show."""
    return isinstance(wanted, list) and any("tag" in one for one in wanted)


def changed(after: t.Sequence[t.Any]) -> list[Attached]:
    """The attachments of `after` that stay, and are changed in place."""
    return [one for one in after if isinstance(one, Attached) and one.is_changed]


def fresh(after: t.Sequence[t.Any]) -> list[Json]:
    """The attachments of `after` that have to be made: the dicts. The ids are attached already."""
    return [one for one in after if isinstance(one, dict)]


def surplus(before: t.Sequence[str], after: t.Sequence[t.Any]) -> list[str]:
    """The ids that have to be detached."""
    return [one for one in before if one not in after]


@dataclasses.dataclass(frozen=True)
class Pair:
    """A node and a volume.

    Args:
        node: The node's id, or a placeholder for it in a path.
        node_id: The node's id.
        node_name: The node's name, for messages.
        volume: The volume's id, or a placeholder for it in a path.
        volume_name: The volume's name, for messages.
        of: The volume as another resource to wait for, if the plan is not the volume's own.
    """

    node: str
    node_id: str
    node_name: str
    volume: str
    volume_name: str
    of: OtherResource | None = None


def attach(pair: Pair, desired: Json) -> Step:
    """The step that attaches a volume to a node and waits until it is attached."""
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


def end_with_node(node: t.Mapping[str, t.Any], volume: str, ends: bool, which: str) -> Step:
    """The step that sets whether a volume is removed with a node. `which` says which volume it is."""
    body = {"volumeId": str(volume), "delete_on_termination": ends}
    title = f"set delete_on_termination of the volume {which} of node '{node['name']}'"
    return Step(title, "PUT", f"/servers/{ID}/os-volume_attachments/{volume}", {"volumeAttachment": body}, CHANGING)


def detach(pair: Pair) -> Step:
    """The step that detaches a volume from a node and waits until it is detached."""

    def reached(current: Current) -> bool:
        return current is None or (pair.node_id not in current["attached_to"] and current["status"] != "detaching")

    title = f"detach volume '{pair.volume_name}' from node '{pair.node_name}'"
    wait = Wait(f"volume '{pair.volume_name}' to be detached from node '{pair.node_name}'", reached, of=pair.of)
    path = f"/servers/{pair.node}/os-volume_attachments/{pair.volume}"
    return Step(title, "DELETE", path, wait=wait, service="compute")


def _failure(pair: Pair, current: Current) -> str | None:
    """Why the volume will not be attached any more, None if it still may be. Nova reserves a volume before it answers,
    so one that is available has been given up."""
    if current is None:
        return f"Volume '{pair.volume_name}' was deleted meanwhile."
    if str(current["status"]).startswith("error") or current["status"] == "available":
        return f"Volume '{pair.volume_name}' is in status {current['status']}: it could not be attached."
    return None
