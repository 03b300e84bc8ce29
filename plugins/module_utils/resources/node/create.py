# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The creation of a node: the request, and the steps that need an existing node. Pure.

Source: https://docs.openstack.org/api-ref/compute/#create-server
"""

from __future__ import annotations

import base64
import typing as t

from ...errors import ConfigError
from ...resource.declaration import Json
from ...resource.desired import Desired
from ...resource.reference import id_of, with_ids
from ...resource.step import ID, Change, Step, Wait
from ...service.microversion import Microversion, newest_of, parse
from . import floating_ips as node_floating_ips
from . import networks as node_networks
from . import security_groups as node_groups
from . import volumes as node_volumes
from .read import STATES
from .route import NodeChange, Route
from .states import GOALS, status_at
from .status import Node, fault_of, is_active

# Since 2.37 Nova takes the words `auto` and `none` for networks. Since 2.19 it no longer makes up a description.
MAKING = Microversion("2.37")
# The microversion that an option needs, if it needs one.
NEEDS = {
    "description": "2.19",
    "tags": "2.52",
    "trusted_certs": "2.63",
    "hostname": "2.90",
}
# Since 2.57 Nova takes no files.
WITHOUT_FILES = "2.57"
# Options that go into the request as they are -> their keys there.
PLAIN = {
    "key_name": "key_name",
    "availability_zone": "availability_zone",
    "metadata": "metadata",
    "user_data": "user_data",
    "config_drive": "config_drive",
    "description": "description",
    "tags": "tags",
    "hostname": "hostname",
    "trusted_certs": "trusted_image_certificates",
    "disk_config": "OS-DCF:diskConfig",
    "admin_password": "adminPass",
    "access_ipv4": "accessIPv4",
    "access_ipv6": "accessIPv6",
}


def create(wanted: Node, desired: Desired) -> Change:
    """Plan the creation: make a node, and bring it to the desired state.

    Raises:
        ConfigError: files are wanted together with an option for which Nova takes no files.
    """
    title = f"create node '{wanted['name']}'"
    body: Json = {"name": wanted["name"], "flavorRef": id_of(wanted["flavor"])}
    body.update({key: with_ids(wanted[option]) for option, key in PLAIN.items() if option in wanted})
    if "image" in wanted and "boot_volume" not in wanted:
        body["imageRef"] = id_of(wanted["image"])
    if "security_groups" in wanted:
        body["security_groups"] = [{"name": id_of(group)} for group in wanted["security_groups"]]
    if "files" in wanted:
        body["personality"] = [
            {"path": path, "contents": base64.b64encode(content.encode()).decode()}
            for path, content in wanted["files"].items()
        ]
    body["networks"], for_networks = node_networks.to_create(wanted.get("networks"))
    devices, for_devices = node_volumes.to_create(wanted)
    if devices:
        body["block_device_mapping_v2"] = devices
    making = Step(
        title=title,
        method="POST",
        path="/servers",
        body={"server": body, **_hints(wanted)},
        microversion=_microversion(wanted, for_networks, for_devices),
        wait=Wait(f"node '{wanted['name']}' to become active", is_active, fault_of),
        makes=True,
    )
    route = Route({**wanted, "id": "new", "status": "ACTIVE"}, "ACTIVE", _afterwards(wanted), bodies_of(desired))
    route.go(GOALS.get(desired.state) or {"ACTIVE"})
    return Change((making, *route.steps, *_lock(wanted, desired)), STATES[status_at(route.position)])


def _hints(wanted: Node) -> Json:
    hints = dict(wanted.get("scheduler_hints") or {})
    if "server_group" in wanted:
        hints["group"] = id_of(wanted["server_group"])
    return {"os:scheduler_hints": hints} if hints else {}


def _microversion(wanted: Node, *others: Microversion | None) -> Microversion:
    needs = [Microversion(text, True, option) for option, text in NEEDS.items() if option in wanted]
    newest = newest_of([MAKING, *needs, *others]) or MAKING
    if "files" in wanted and parse(newest.text) >= parse(WITHOUT_FILES):
        raise ConfigError(
            [f"files are not taken together with {newest.reason}: this needs the compute microversion {newest.text},"
             f" and files went away with {WITHOUT_FILES}. Put the files into user_data instead."]
        )  # fmt: skip
    return newest


def _afterwards(wanted: Node) -> list[NodeChange]:
    """The changes for options that Nova does not take in the request."""
    floating_ips = wanted.get("floating_ips") or ()
    floating = node_floating_ips.changes_of({"name": wanted["name"]}, [], floating_ips, release=False)
    return [*node_groups.after_making(wanted), *floating]


def _lock(wanted: Node, desired: Desired) -> list[Step]:
    return [lock(wanted, desired)] if wanted.get("locked") else []


def lock(node: Node, desired: Desired) -> Step:
    """The step that locks a node against changes."""
    reason = desired.fields.get("locked_reason")
    body = {"locked_reason": reason} if reason else None
    microversion = Microversion("2.73", needed=True, reason="locked_reason") if reason else None
    return Step(f"lock node '{node['name']}'", "POST", f"/servers/{ID}/action", {"lock": body}, microversion)


def bodies_of(desired: Desired) -> dict[str, t.Any]:
    """The bodies of actions that need one, by the action's name."""
    password = desired.fields.get("admin_password")
    return {"rescue": {"adminPass": password}} if password else {}
