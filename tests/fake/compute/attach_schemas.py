# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The request schemas of what is attached to a server, by microversion: volumes and interfaces.

Which fields there are, and since when, is from nova/api/openstack/compute/schemas/volume_attachments.py and
attach_interfaces.py.
"""

from __future__ import annotations

from functools import lru_cache

from ..microversions import Version
from ..schema import Schema
from ..wire import Json
from .schemas import BOOLEAN, IP, TAG, UUID, closed

_DEVICE_NAME: Schema = {"type": ["string", "null"], "pattern": "(^/dev/x{0,1}[a-z]{0,1}d{0,1})([a-z]+)[0-9]*$"}


@lru_cache(maxsize=256)
def attach_volume(version: Version) -> Schema:
    """Return the schema of POST os-volume_attachments."""
    properties: Json = {"volumeId": UUID, "device": _DEVICE_NAME}
    if version >= (2, 49):
        properties["tag"] = TAG
    if version >= (2, 79):
        properties["delete_on_termination"] = BOOLEAN
    return closed({"volumeAttachment": closed(properties, ("volumeId",))}, ("volumeAttachment",))


@lru_cache(maxsize=256)
def update_attachment(version: Version) -> Schema:
    """Return the schema of PUT os-volume_attachments."""
    properties: Json = {"volumeId": UUID}
    if version >= (2, 85):
        properties |= {"device": _DEVICE_NAME, "tag": TAG, "delete_on_termination": BOOLEAN}
        properties |= {"serverId": UUID, "id": UUID}
    elif version >= (2, 49):
        properties["tag"] = TAG
    return closed({"volumeAttachment": closed(properties, ("volumeId",))}, ("volumeAttachment",))


@lru_cache(maxsize=256)
def attach_interface(version: Version) -> Schema:
    """Return the schema of POST os-interface."""
    address: Schema = closed({"ip_address": IP}, ("ip_address",))
    addresses: Schema = {"type": "array", "minItems": 1, "maxItems": 1, "items": address}
    properties: Json = {"net_id": UUID, "port_id": {"type": ["string", "null"], "format": "uuid"}}
    properties["fixed_ips"] = addresses
    if version >= (2, 49):
        properties["tag"] = TAG
    return closed({"interfaceAttachment": closed(properties)})
