# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Volumes: the whole declaration, with which they are created, changed, attached and removed. Pure.

`volume_reference.py` has only what others need to refer to a volume: how one is read and found. This file builds on it.
Source: https://docs.openstack.org/api-ref/block-storage/v3/#volumes-volumes and #volume-actions-volumes-action
"""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import ConfigError
from ..resource.declaration import Changes, Field, Json, Purge, Reference, Values, keys_in, never, overlaid
from ..resource.desired import ABSENT, Desired
from ..resource.reference import id_of
from ..resource.step import ID, Change, Step, Wait
from ..service.microversion import Microversion
from .attachment import Others, Pair, attach, detach, fresh, surplus
from .availability_zone import VOLUME_ZONE
from .image_reference import IMAGE
from .metadata import METADATA, to_metadata
from .node.node import NODE
from .volume_backup import VOLUME_BACKUP
from .volume_labels import NAME_AND_DESCRIPTION, to_labels
from .volume_preflight import blockers, in_use
from .volume_reference import VOLUME
from .volume_snapshot import VOLUME_SNAPSHOT
from .volume_status import fault, is_settled, never_usable, until_available, until_gone, wait_until_stable
from .volume_type import VOLUME_TYPE

PATH = "/volumes"
ACTION = f"{PATH}/{ID}/action"
EXTEND_ATTACHED = Microversion("3.42", needed=True, reason="To extend a volume that is attached")
FROM_BACKUP = Microversion("3.47", needed=True, reason="backup")
# The options that go into the request that creates a volume -> Cinder's words for them.
BODY = {
    "name": "name",
    "description": "description",
    "size": "size",
    "volume_type": "volume_type",
    "image": "imageRef",
    "snapshot": "snapshot_id",
    "volume": "source_volid",
    "backup": "backup_id",
    "availability_zone": "availability_zone",
    "multiattach": "multiattach",
    "metadata": "metadata",
}
# The beginning of the names of volumes that Cinder itself makes to restore a backup.
OF_CINDER = "restore_backup_"
SOURCES = ("image", "snapshot", "volume", "backup")
NODES = Others("attached_to", "node")


def create(wanted: Values, desired: Desired) -> Change:
    """Plan the creation: make a volume, empty or from a source, and attach it.

    Raises:
        ConfigError: there is more than one source, or a volume from a backup has a name that Cinder would replace.
    """
    sources = [source for source in SOURCES if source in wanted]
    if len(sources) > 1:
        raise ConfigError([f"A volume is made from one thing, not from {' and '.join(sources)}."])
    name = wanted["name"]
    if "backup" in wanted and name.startswith(OF_CINDER):
        problem = (
            f"A volume from a backup cannot be called '{name}': Cinder gives those whose name begins with {OF_CINDER}"
            " the name of the volume that was backed up. Make it with another name."
        )
        raise ConfigError([problem])
    body: Json = {"volume": {key: id_of(wanted[option]) for option, key in BODY.items() if option in wanted}}
    if "scheduler_hints" in wanted:
        body["OS-SCH-HNT:scheduler_hints"] = wanted["scheduler_hints"]
    microversion = FROM_BACKUP if "backup" in wanted else None
    what = f"volume '{name}'"
    steps = [Step(f"create {what}", "POST", PATH, body, microversion, until_available(what), makes=True)]
    if "backup" in wanted and "metadata" in wanted:
        # Cinder replaces the metadata with that of the volume that was backed up, which is unknown here. With
        # purge_metadata, all metadata is sent again: the made-up key stands for keys that have to go.
        before = {"": ""} if desired.option("purge_metadata") else {}
        steps.append(to_metadata(what, PATH, before, wanted["metadata"]))
    if "bootable" in wanted and not ("image" in wanted and wanted["bootable"]):
        steps.append(_bootable(name, wanted["bootable"]))
    if wanted.get("read_only"):
        steps.append(_read_only(name, read_only=True))
    steps += [attach(_pair(name, one["node"]), one) for one in wanted.get("attached_to") or ()]
    return Change(tuple(steps))


def update(current: Values, changes: Changes, desired: Desired) -> Change:
    """Plan a change of a volume. It is detached early and attached last."""
    name = current["name"] or current["id"]
    steps = to_labels(VOLUME, current, changes)
    there = list(current["attached_to"])
    before, after = changes.get("attached_to", (there, there))
    steps += [detach(_pair(name, node)) for node in surplus(before, after)]
    if "volume_type" in changes:
        steps.append(_retype(name, changes["volume_type"][1], desired))
    if "size" in changes:
        steps.append(_extend(name, changes["size"][1], is_attached=any(node in after for node in there)))
    if "bootable" in changes:
        steps.append(_bootable(name, changes["bootable"][1]))
    if "read_only" in changes:
        steps.append(_read_only(name, changes["read_only"][1]))
    steps += [attach(_pair(name, one["node"]), one) for one in fresh(after)]
    return Change(tuple(steps))


def delete(current: Values, desired: Desired) -> list[Step]:
    """Plan the removal of a volume, and of its attachments and snapshots if the user says so. The blockers have checked
    the attachments before."""
    name = current["name"] or current["id"]
    steps = [detach(_pair(name, node)) for node in current["attached_to"] if desired.option("detach")]
    title, gone = f"delete volume '{name}'", until_gone(f"volume '{name}'")
    if desired.state != ABSENT:  # it is replaced; one with snapshots was usable once, and Cinder refuses to delete it
        return [*steps, Step(title, "DELETE", f"{PATH}/{ID}", wait=gone)]
    if desired.option("force"):
        return [*steps, Step(title, "POST", ACTION, {"os-force_delete": {}}, wait=gone)]
    params = (("cascade", "true"),) if desired.option("delete_snapshots") else ()
    return [*steps, Step(title, "DELETE", f"{PATH}/{ID}", params=params, wait=gone)]


def _pair(volume_name: str, node: str) -> Pair:
    return Pair(id_of(node), id_of(node), str(node), ID, volume_name)


def _bootable(name: str, bootable: bool) -> Step:
    return Step(f"set bootable of volume '{name}'", "POST", ACTION, {"os-set_bootable": {"bootable": bootable}})


def _read_only(name: str, read_only: bool) -> Step:
    body = {"os-update_readonly_flag": {"readonly": read_only}}
    return Step(f"set read_only of volume '{name}'", "POST", ACTION, body)


def _extend(name: str, size: int, *, is_attached: bool) -> Step:
    return Step(
        f"extend volume '{name}' to {size} GiB",
        "POST",
        ACTION,
        {"os-extend": {"new_size": size}},
        EXTEND_ATTACHED if is_attached else None,
        _until(f"volume '{name}' to have {size} GiB", lambda volume: volume["size"] >= size),
    )


def _retype(name: str, volume_type: str, desired: Desired) -> Step:
    body = {"new_type": id_of(volume_type), "migration_policy": desired.option("migration_policy", "never")}
    return Step(
        f"change the type of volume '{name}' to '{volume_type}'",
        "POST",
        ACTION,
        {"os-retype": body},
        wait=_until(f"volume '{name}' to be of type '{volume_type}'", lambda one: one["volume_type"] == volume_type),
    )


def _until(what: str, is_so: t.Callable[[Values], bool]) -> Wait:
    """Wait until a change is done. Cinder does not report a failed change: the volume is settled again as it was."""

    def reached(volume: Values | None) -> bool:
        return volume is not None and is_settled(volume) and is_so(volume)

    def failed(volume: Values | None) -> str | None:
        if volume is None:
            return "The volume was deleted by somebody else meanwhile."
        if is_settled(volume) and not is_so(volume):
            return fault(volume) or f"Cinder gave it up, and does not say why: it is {volume['status']} as it was."
        return None

    return Wait(what, reached, failed)


def predict(current: Values | None, fields: Values, _state: str) -> Json:
    """The predicted volume. One made from an image is bootable, unless the user says otherwise."""
    predicted = overlaid(MANAGED_VOLUME, current, {**({"bootable": True} if "image" in fields else {}), **fields})
    return {**predicted, "status": "in-use" if predicted["attached_to"] else "available"}


UNSEEN = "Cinder does not show what a volume was made with"


def _image_shown(volume: Values) -> str | None:
    return volume["image"]["id"] if volume["image"] else None


def _image_predicted(image: str) -> Json:
    return {"id": id_of(image), "name": None}


MANAGED_VOLUME = dataclasses.replace(
    VOLUME,
    exclusive=True,
    # A volume has this status before it is attached, and while its node is shelved.
    passing_statuses=frozenset(("reserved",)),
    born_with=("size", "volume_type", "snapshot", "volume", "description", "availability_zone", "multiattach"),
    never_usable=never_usable,
    fields=(
        *NAME_AND_DESCRIPTION,
        Field(
            "size",
            required=True,
            replaced_by=("snapshot", "volume", "backup"),
            reachable=lambda before, after: before < after,
        ),
        Field("volume_type", reference=Reference(VOLUME_TYPE, shown_by="name")),
        Field("image", updatable=False, show=_image_shown, predicted=_image_predicted, reference=Reference(IMAGE)),
        Field("snapshot", updatable=False, key="snapshot_id", reference=Reference(VOLUME_SNAPSHOT)),
        Field("volume", updatable=False, key="source_volume_id", reference=Reference(VOLUME)),
        Field("backup", show=never, reference=Reference(VOLUME_BACKUP), unseen=UNSEEN),
        Field("availability_zone", updatable=False, reference=Reference(VOLUME_ZONE)),
        Field("multiattach", updatable=False),
        Field("bootable"),
        Field("read_only"),
        METADATA,
        Field("scheduler_hints", show=never, unseen=UNSEEN),
        Field(
            "attached_to",
            same=NODES.has,
            merge=NODES.added,
            purge=Purge("purge_attached_to", NODES.is_all, NODES.replaced),
            normalise=NODES.normalised,
            display=NODES.displayed,
            predicted=NODES.predicted,
            parts={"node": Reference(NODE)},
            unseen_parts=keys_in("tag", "delete_on_termination"),
        ),
    ),
    policies=(
        "delete_snapshots", "detach", "force", "migration_policy", "on_drift", "on_error", "purge_attached_to",
        "purge_metadata",
    ),
    create=create,
    update=update,
    delete=delete,
    predict=predict,
    wait_until_stable=wait_until_stable,
    fault=fault,
    blockers=blockers,
    in_use=in_use,
)  # fmt: skip
