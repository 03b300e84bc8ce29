# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The changes that change an existing node: for each field that differs, the steps to send. Pure.

Source: https://docs.openstack.org/api-ref/compute/#servers-run-an-action-servers-action
"""

from __future__ import annotations

import typing as t
import urllib.parse

from ...resource.declaration import Changes, Json
from ...resource.desired import Desired
from ...resource.step import ID, Step
from ...service.microversion import Microversion, newest_of
from ..metadata import to_metadata
from . import floating_ips as node_floating_ips
from . import networks as node_networks
from . import origin as node_origin
from . import security_groups as node_groups
from . import volumes as node_volumes
from .create import NEEDS, PLAIN
from .rebuild import rebuild, rebuilds
from .resize import resize
from .route import NodeChange
from .states import acting
from .status import Node

# Statuses in which Nova changes metadata and tags.
LIVELY = frozenset(("ACTIVE", "SHUTOFF", "PAUSED", "SUSPENDED"))
# Fields that a PUT to the node changes.
BY_PUT = ("new_name", "description", "hostname", "access_ipv4", "access_ipv6", "disk_config")


def changes_of(current: Node, changes: Changes, desired: Desired) -> list[NodeChange]:
    """All changes for the changed fields, in the best order."""
    found: list[NodeChange] = []
    if rebuilds(changes, desired):
        found.append(rebuild(current, changes, desired))
    for name, of_field in OF_FIELD.items():
        if name in changes:
            found += of_field(current, *changes[name], desired)
    found += node_groups.changes_of(current, changes, desired)
    if any(name in changes for name in BY_PUT):
        found.append(_put(current, changes))
    if sets_password(desired):
        found.append(_password(current, desired.fields["admin_password"]))
    return found


def _resize(current: Node, _before: t.Any, after: str, desired: Desired) -> list[NodeChange]:
    return [resize(current, after, confirm=desired.option("resize") != "pending")]


def _networks(current: Node, before: t.Any, after: t.Any, _desired: Desired) -> list[NodeChange]:
    return node_networks.changes_of(current, before, after)


def _volumes(current: Node, before: t.Any, after: t.Any, _desired: Desired) -> list[NodeChange]:
    return node_volumes.changes_of(current, before, after)


def _floating_ips(current: Node, before: t.Any, after: t.Any, desired: Desired) -> list[NodeChange]:
    return node_floating_ips.changes_of(current, before, after, bool(desired.option("release_floating_ips")))


def _boot_volume(current: Node, before: Json, after: Json, _desired: Desired) -> list[NodeChange]:
    return node_origin.root_changes(current, before, after)


def _metadata(current: Node, before: Json, after: Json, _desired: Desired) -> list[NodeChange]:
    step = to_metadata(f"node '{current['name']}'", "/servers", before, after)
    return [NodeChange(step.title, _just(step), LIVELY)]


def _tags(current: Node, before: t.Sequence[str], after: t.Sequence[str], _desired: Desired) -> list[NodeChange]:
    """Set all tags in one request if some go away. Otherwise add each new one by itself, so that tags which another run
    adds meanwhile are not lost."""
    title = f"set tags of node '{current['name']}'"
    path = f"/servers/{ID}/tags"
    needed = Microversion("2.26", needed=True, reason="tags")
    if set(before) - set(after):
        steps = [Step(title, "PUT", path, {"tags": sorted(after)}, needed)]
    else:
        new = sorted(set(after) - set(before))
        steps = [Step(title, "PUT", f"{path}/{urllib.parse.quote(tag, safe='')}", microversion=needed) for tag in new]
    return [NodeChange(title, lambda _position: steps, LIVELY, refused_while_locked=False)]


def _put(current: Node, changes: Changes) -> NodeChange:
    changed = [name for name in BY_PUT if name in changes]
    keys = {**PLAIN, "new_name": "name"}
    body = {keys[name]: changes[name][1] for name in changed}
    needs = [Microversion(NEEDS[name], True, name) for name in changed if name in NEEDS]
    words = "name" if changed == ["new_name"] else " and ".join(changed).replace("new_name", "name")
    title = f"set {words} of node '{current['name']}'"
    step = Step(title, "PUT", f"/servers/{ID}", {"server": body}, newest_of(needs))
    return NodeChange(title, _just(step), refused_while_locked=False)


def sets_password(desired: Desired) -> bool:
    """Whether to set the administrator's password of an existing node. A rebuild sets it by itself."""
    always = desired.option("update_password", "on_create") == "always"
    return always and bool(desired.fields.get("admin_password")) and desired.state != "rebuilt"


def _password(current: Node, password: str) -> NodeChange:
    step = acting(current, "set the admin password of", {"changePassword": {"adminPass": password}})
    return NodeChange(step.title, _just(step), frozenset(("ACTIVE",)))


def _just(step: Step) -> t.Callable[[str], list[Step]]:
    return lambda _position: [step]


OF_FIELD: dict[str, t.Callable[[Node, t.Any, t.Any, Desired], list[NodeChange]]] = {
    "flavor": _resize,
    "networks": _networks,
    "volumes": _volumes,
    "metadata": _metadata,
    "tags": _tags,
    "floating_ips": _floating_ips,
    "boot_volume": _boot_volume,
}
