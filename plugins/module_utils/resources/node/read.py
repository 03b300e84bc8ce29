# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A node as users see it: one shape for all clouds, microversions, modules and plugins. Pure.

Source: https://docs.openstack.org/api-ref/compute/#show-server-details
"""

from __future__ import annotations

import ipaddress
import re
import typing as t

from ...resource.declaration import Json
from .address import FLOATING, best_address
from .user_data import digest

# Nova's status -> our word for the state.
STATES = {
    "ACTIVE": "running",
    "SHUTOFF": "stopped",
    "PAUSED": "paused",
    "SUSPENDED": "suspended",
    "SHELVED": "shelved",
    "SHELVED_OFFLOADED": "shelved",
    "RESCUE": "rescued",
    "ERROR": "error",
    "BUILD": "building",
    "REBUILD": "rebuilding",
    "REBOOT": "rebooting",
    "HARD_REBOOT": "rebooting",
    "RESIZE": "resizing",
    "VERIFY_RESIZE": "resized",
    "REVERT_RESIZE": "resizing",
    "MIGRATING": "migrating",
    "PASSWORD": "setting_password",
    "SOFT_DELETED": "deleted",
    "DELETED": "deleted",
}

# The state for all other statuses. Nova shows UNKNOWN for a node in a part of the cloud that it cannot reach.
UNKNOWN = "unknown"

# Nova's keys that are returned under names of ours. All others go to `extra`.
SHOWN = frozenset((
    "id", "name", "status", "addresses", "flavor", "image", "metadata", "tags", "key_name", "security_groups",
    "OS-EXT-AZ:availability_zone", "OS-EXT-STS:task_state", "os-extended-volumes:volumes_attached", "created", "fault",
    "tenant_id", "description", "locked", "links", "OS-EXT-SRV-ATTR:user_data", "accessIPv4", "accessIPv6", "user_id",
    "OS-EXT-SRV-ATTR:hostname", "server_groups", "trusted_image_certificates", "config_drive", "locked_reason",
))  # fmt: skip

# The ranges of most fixed addresses (RFC 1918, RFC 4193). This is a shortcut: `ipaddress` takes longer to parse one
# address than all else for a node.
PRIVATE = re.compile(r"10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|f[cd][0-9a-f]{2}:")


def read_shown(raw: Json) -> Json:
    """A node as users see it, from Nova's JSON. Only a node in a part of the cloud that does not answer has no name.

    Raises:
        KeyError: another node has no name. Without it, nobody could know whether this is the node that is meant.
    """
    if "name" not in raw and raw.get("status") != "UNKNOWN":
        raise KeyError("name")
    return read_node(raw)


def read_node(raw: Json) -> Json:
    """A node as users see it, from all that is known of it. The flavor's `ram` is in MiB, its `disk` in GiB."""
    addresses = [_address(network, item) for network, items in (raw.get("addresses") or {}).items() for item in items]
    return {
        "id": raw["id"],
        "name": raw.get("name"),
        "state": STATES.get(str(raw.get("status")), UNKNOWN),
        "status": raw.get("status"),
        "task_state": raw.get("OS-EXT-STS:task_state"),
        **with_addresses(addresses),
        # Set by the owner. Nova shows empty texts if they are not set.
        "access_ipv4": raw.get("accessIPv4") or None,
        "access_ipv6": raw.get("accessIPv6") or None,
        "flavor": _flavor(raw.get("flavor") or {}),
        "image": _image(raw.get("image")),
        "metadata": raw.get("metadata") or {},
        "tags": raw.get("tags") or [],
        "key_name": raw.get("key_name"),
        "security_groups": sorted({group["name"] for group in raw.get("security_groups") or ()}),
        # A node that is on no host has no zone, and Nova shows an empty text.
        "availability_zone": raw.get("OS-EXT-AZ:availability_zone") or None,
        # Nova shows them in changing order.
        "volumes": sorted(volume["id"] for volume in raw.get("os-extended-volumes:volumes_attached") or ()),
        "volumes_deleted_with_node": sorted(
            volume["id"]
            for volume in raw.get("os-extended-volumes:volumes_attached") or ()
            if volume.get("delete_on_termination")
        ),
        "created_at": raw.get("created"),
        "fault": raw.get("fault"),
        "user_data": digest(raw.get("OS-EXT-SRV-ATTR:user_data")),
        "description": raw.get("description"),
        "locked": raw.get("locked"),
        "locked_reason": raw.get("locked_reason"),
        "hostname": raw.get("OS-EXT-SRV-ATTR:hostname"),
        "server_group": next(iter(raw.get("server_groups") or ()), None),
        "trusted_certs": raw.get("trusted_image_certificates"),
        "config_drive": str(raw.get("config_drive") or "").lower() in ("true", "1"),
        "project_id": raw.get("tenant_id"),
        "user_id": raw.get("user_id"),
        "extra": {key: value for key, value in raw.items() if key not in SHOWN},
    }


def with_addresses(addresses: t.Sequence[Json]) -> Json:
    """The keys of a node that hold its addresses."""
    return {
        "public_ips": [address["ip"] for address in addresses if address["public"]],
        "private_ips": [address["ip"] for address in addresses if not address["public"]],
        "address": best_address(addresses),
        "addresses": list(addresses),
    }


def _address(network: str, raw: t.Mapping[str, t.Any]) -> Json:
    kind = raw.get("OS-EXT-IPS:type") or "fixed"
    return {
        **shown_address(network, raw["addr"], kind, raw.get("OS-EXT-IPS-MAC:mac_addr")),
        "version": raw.get("version"),
    }


def as_told(addresses: t.Sequence[Json]) -> dict[str, list[Json]]:
    """Addresses in Nova's form: lists by the name of the network."""
    networks: dict[str, list[Json]] = {}
    for address in addresses:
        networks.setdefault(address["network"], []).append({
            "addr": address["ip"],
            "version": address["version"],
            "OS-EXT-IPS:type": address["type"],
            "OS-EXT-IPS-MAC:mac_addr": address["mac"],
        })  # fmt: skip
    return networks


def shown_address(network: str, ip: str, kind: str, mac: str | None) -> Json:
    """One address. A floating one is always public, since that is its purpose. Others are public or not by their
    range."""
    return {
        "network": network,
        "ip": ip,
        "version": 6 if ":" in ip else 4,
        "type": kind,
        "mac": mac,
        "public": kind == FLOATING or _is_global(ip),
    }


def _is_global(address: str) -> bool:
    if PRIVATE.match(address):
        return False
    try:
        return ipaddress.ip_address(address).is_global
    except ValueError:
        return False


def _flavor(raw: t.Mapping[str, t.Any]) -> Json:
    """The flavor. Since microversion 2.47 Nova shows it as it was when the node was made. Before that it shows only the
    id."""
    return {
        "id": raw.get("id"),
        "name": raw.get("original_name"),
        "vcpus": raw.get("vcpus"),
        "ram": raw.get("ram"),
        "disk": raw.get("disk"),
    }


def _image(raw: t.Any) -> Json | None:
    """The image. Nova shows only its id. None for a node that boots from a volume, for which Nova shows ""."""
    return {"id": raw["id"], "name": None} if isinstance(raw, dict) and raw.get("id") else None
