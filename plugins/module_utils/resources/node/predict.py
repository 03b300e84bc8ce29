# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The predicted node, in the shape of a current one. Values that only Nova can know are null or empty. Pure."""

from __future__ import annotations

import typing as t

from ...resource.declaration import Json, Values
from ...resource.reference import id_of
from ..attachment import fresh
from .address import best_address
from .read import read_node
from .status import Node
from .volumes import VOLUMES

# Fields that a node shows in the form in which users give them.
SHOWN_AS_ASKED = (
    "description", "hostname", "access_ipv4", "access_ipv6", "metadata", "tags", "key_name", "availability_zone",
    "config_drive", "locked", "trusted_certs", "server_group",
)  # fmt: skip
# With these options Nova makes volumes itself.
VOLUMES_OF_ITS_OWN = ("boot_volume", "disks", "block_device_mapping")
# The state "shelved" is left out: whether a shelved node stays on its host depends on the cloud (shelved_offload_time).
STATUS_OF_STATE = {
    "running": "ACTIVE",
    "stopped": "SHUTOFF",
    "paused": "PAUSED",
    "suspended": "SUSPENDED",
    "rescued": "RESCUE",
    "resized": "VERIFY_RESIZE",
    "error": "ERROR",
}


def predict(current: Values | None, fields: Values, state: str) -> Json:
    """The predicted node, from the current one (None: a new node), the fields after the change, and the state."""
    shown = {name: fields[name] for name in SHOWN_AS_ASKED if name in fields}
    if "security_groups" in fields:
        shown["security_groups"] = sorted(map(str, fields["security_groups"]))
    if "new_name" in fields:
        shown["name"] = fields["new_name"]
    seen = _new(fields, state) if current is None else {**current, **_changed(current, fields, state)}
    return {**seen, **shown, "state": state}


def _new(fields: Values, state: str) -> Json:
    new = read_node({"id": None, "name": fields["name"], "status": STATUS_OF_STATE.get(state)})
    new["flavor"]["name"] = fields["flavor"]
    # If a boot volume is made from the image, the node does not show the image.
    if "image" in fields and "boot_volume" not in fields:
        new["image"] = {"id": str(fields["image"]), "name": None}
    if "volumes" in fields and not set(VOLUMES_OF_ITS_OWN) & set(fields):
        new["volumes"] = VOLUMES.predicted(fields["volumes"])
    return new


def _changed(current: Node, fields: Values, state: str) -> Json:
    changed: Json = {"status": current["status"] if current["state"] == state else STATUS_OF_STATE.get(state)}
    if "flavor" in fields:
        changed["flavor"] = {**dict.fromkeys(current["flavor"]), "name": str(fields["flavor"])}
    if fields.get("reverted"):  # no request shows the flavor before the resize
        changed["flavor"] = dict.fromkeys(current["flavor"])
    if "image" in fields:
        changed["image"] = {"id": str(fields["image"]), "name": None}
    if "volumes" in fields:
        changed["volumes"] = VOLUMES.predicted(fields["volumes"])
        kept = [str(one) for one in fields["volumes"] if getattr(one, "ends_with_node", False)]
        new = [id_of(one["volume"]) for one in fresh(fields["volumes"]) if one.get("delete_on_termination")]
        changed["volumes_deleted_with_node"] = sorted({*kept, *new})
    if "boot_volume" in fields:  # which volume that is only the service knows
        changed["volumes_deleted_with_node"] = []
    if "networks" in fields and not _keeps_groups(current, fields["networks"]):
        changed["security_groups"] = []
    if state == "shelved":
        changed["availability_zone"] = None
    return {**changed, **_addresses(current, fields)}


def _keeps_groups(current: Node, after: t.Sequence[t.Any]) -> bool:
    """Whether a node stays in the same security groups when its ports change. Each port has its own groups, and a node
    shows those of all its ports. A new port is in the project's default group."""
    groups = current["security_groups"]
    is_fresh = any("mac" not in one for one in after)
    return bool(after) and (groups == ["default"] if is_fresh else len(groups) == 1)


def _addresses(current: Node, fields: Values) -> Json:
    """The keys that hold addresses, if they change. If the node gets new addresses, which are unknown, they are
    empty."""
    has_new, left = False, list(current["addresses"])
    if "networks" in fields:
        macs = [one.get("mac") for one in fields["networks"]]
        left = [address for address in left if address["mac"] in macs]
        has_new = None in macs
    if "floating_ips" in fields:
        names = [one.get("name") for one in fields["floating_ips"]]
        left = [address for address in left if address["type"] != "floating" or address["ip"] in names]
        has_new = has_new or None in names
    if len(left) == len(current["addresses"]) and not has_new:
        return {}
    known = [] if has_new else left
    return {
        "addresses": known,
        "public_ips": [address["ip"] for address in known if address["public"]],
        "private_ips": [address["ip"] for address in known if not address["public"]],
        "address": best_address(known),
    }
