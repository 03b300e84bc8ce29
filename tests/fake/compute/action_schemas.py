# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The request schemas of the actions, by microversion: nova/api/openstack/compute/schemas/*.py has the same fields."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from ..microversions import Version
from ..schema import Schema
from ..wire import Json
from .schemas import DISK_CONFIG, FLAVOR, METADATA, NAME, STRING, UUID, closed

ByVersion = Callable[[Version], Schema]

_REBOOT_TYPES = ["HARD", "Hard", "hard", "SOFT", "Soft", "soft"]


def anything(name: str) -> Schema:
    """Return the schema of an action whose content is not looked at."""
    return closed({name: {}}, (name,))


def _action(name: str, part: Schema) -> Schema:
    return closed({name: part}, (name,))


def _or_null(properties: Json, required: tuple[str, ...] = ()) -> Schema:
    return {**closed(properties, required), "type": ["object", "null"]}


def _same(schema: Schema) -> ByVersion:
    return lambda version: schema


def _named(name: str) -> Schema:
    """Return the schema of an action on a security group; more fields than `name` pass."""
    part: Schema = {"type": "object", "properties": {"name": {"type": "string", "minLength": 1}}, "required": ["name"]}
    return {"type": "object", "properties": {name: part}, "required": [name]}


reboot = _same(_action("reboot", closed({"type": {"type": "string", "enum": _REBOOT_TYPES}}, ("type",))))
resize = _same(_action("resize", closed({"flavorRef": FLAVOR, "OS-DCF:diskConfig": DISK_CONFIG}, ("flavorRef",))))
create_image = _same(_action("createImage", closed({"name": NAME, "metadata": METADATA}, ("name",))))
change_password = _same(_action("changePassword", closed({"adminPass": STRING}, ("adminPass",))))
rescue = _same(_action("rescue", _or_null({"adminPass": STRING, "rescue_image_ref": UUID})))
_LENGTH: Schema = {"type": ["integer", "string", "null"], "pattern": "^-?[0-9]+$", "minimum": -1}
console_output = _same(_action("os-getConsoleOutput", closed({"length": _LENGTH})))
_VNC: Schema = {"type": "string", "enum": ["novnc", "xvpvnc"]}
vnc_console = _same(_action("os-getVNCConsole", closed({"type": _VNC}, ("type",))))
reset_state = _same(
    _action("os-resetState", closed({"state": {"type": "string", "enum": ["active", "error"]}}, ("state",)))
)
add_group = _same(_named("addSecurityGroup"))
remove_group = _same(_named("removeSecurityGroup"))


@lru_cache(maxsize=256)
def lock(version: Version) -> Schema:
    """Return the schema of lock; the reason came with 2.73."""
    if version < (2, 73):
        return anything("lock")
    return _action("lock", _or_null({"locked_reason": {"type": "string", "minLength": 1, "maxLength": 255}}))


@lru_cache(maxsize=256)
def remote_console(version: Version) -> Schema:
    """Return the schema of POST remote-consoles."""
    protocols = ["vnc", "spice", "serial", "rdp"]
    kinds = ["novnc", "xvpvnc", "spice-html5", "serial", "rdp-html5"]
    if version >= (2, 8):
        protocols, kinds = [*protocols, "mks"], [*kinds, "webmks"]
    if version >= (2, 99):
        kinds = [*kinds, "spice-direct"]
    properties = {"protocol": {"type": "string", "enum": protocols}, "type": {"type": "string", "enum": kinds}}
    return closed({"remote_console": closed(properties, ("protocol", "type"))}, ("remote_console",))


@lru_cache(maxsize=256)
def unshelve(version: Version) -> Schema:
    """Return the schema of unshelve; it takes a zone since 2.77, and a host since 2.91."""
    if version < (2, 77):
        return anything("unshelve")
    if version < (2, 91):
        return _action("unshelve", _or_null({"availability_zone": NAME}, ("availability_zone",)))
    zone: Schema = {"type": ["string", "null"]}
    return _action("unshelve", _or_null({"availability_zone": zone, "host": STRING}))
