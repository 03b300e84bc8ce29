# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The groups and variables of the inventory openstack.cloud.openstack, for people who come from there. Pure.

Its variable `openstack` is a server as openstacksdk shows it, and its groups are named without care for which
characters Ansible likes in them. Two things differ on purpose: there are no user data and passwords, and groups of
images have the image's name.
"""

from __future__ import annotations

import typing as t

from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.read import as_told

Node = t.Mapping[str, t.Any]
Json = t.Dict[str, t.Any]

OPENSTACK_CLOUD = "openstack.cloud"
# A node's flavor as the service tells it.
TOLD_FLAVOR = "told_flavor"

# openstacksdk's name -> key of the node.
OF_NODE = {
    "id": "id", "name": "name", "status": "status", "task_state": "task_state", "metadata": "metadata", "tags": "tags",
    "key_name": "key_name", "availability_zone": "availability_zone", "created_at": "created_at", "fault": "fault",
    "description": "description", "is_locked": "locked", "project_id": "project_id", "user_id": "user_id",
    "hostname": "hostname", "locked_reason": "locked_reason", "trusted_image_certificates": "trusted_certs",
}  # fmt: skip
# openstacksdk's name -> the service's, for values for which a node has no key of its own.
OF_SERVICE = {
    "compute_host": "OS-EXT-SRV-ATTR:host",
    "disk_config": "OS-DCF:diskConfig", "host_id": "hostId", "host_status": "host_status",
    "hypervisor_hostname": "OS-EXT-SRV-ATTR:hypervisor_hostname",
    "instance_name": "OS-EXT-SRV-ATTR:instance_name", "kernel_id": "OS-EXT-SRV-ATTR:kernel_id",
    "launch_index": "OS-EXT-SRV-ATTR:launch_index", "launched_at": "OS-SRV-USG:launched_at",
    "pinned_availability_zone": "pinned_availability_zone",
    "power_state": "OS-EXT-STS:power_state", "progress": "progress", "ramdisk_id": "OS-EXT-SRV-ATTR:ramdisk_id",
    "reservation_id": "OS-EXT-SRV-ATTR:reservation_id", "root_device_name": "OS-EXT-SRV-ATTR:root_device_name",
    "scheduler_hints": "scheduler_hints", "terminated_at": "OS-SRV-USG:terminated_at", "updated_at": "updated",
    "vm_state": "OS-EXT-STS:vm_state",
}  # fmt: skip


def server_of(node: Node) -> Json:
    """The variable `openstack`."""
    server = {name: node[key] for name, key in OF_NODE.items()}
    server.update({name: node["extra"].get(key) for name, key in OF_SERVICE.items()})
    flavor, group = node["flavor"], node["server_group"]
    # In Nova's words.
    drive = "True" if node["config_drive"] else ""
    attached = [{"id": volume} for volume in node["volumes"]]
    server.update(
        access_ipv4=node["access_ipv4"] or "",
        access_ipv6=node["access_ipv6"] or "",
        config_drive=drive,
        has_config_drive=drive,
        server_groups=[group] if group else None,
        addresses=as_told(node["addresses"]),
        attached_volumes=attached,
        volumes=attached if node["attached_volumes"] is None else _volumes(node),
        flavor={
            **_rest_of_flavor(node),
            **flavor,
            "id": flavor["id"] or flavor["name"],
            "original_name": flavor["name"],
        },
        image=dict(node["image"] or {}),
        security_groups=[{"name": name} for name in node["security_groups"]],
        cloud={"name": node["cloud"], **({"region": node["region"]} if node["region"] else {})},
    )
    return server


def groups_of(node: Node) -> list[str]:
    """The groups, by cloud, region, metadata, id, flavor, image and availability zone, and by several of these."""
    cloud, region, zone = node["cloud"], node["region"], node["availability_zone"]
    metadata = node["metadata"]
    groups = [cloud, region, _joined(cloud, region), metadata.get("group")]
    groups += [name.strip() for name in (metadata.get("groups") or "").split(",")]
    groups += [f"meta-{key}_{value}" for key, value in metadata.items()]
    groups.append(f"instance-{node['id']}")
    for kind in ("flavor", "image"):
        thing = node[kind] or {}
        if thing.get("name"):
            groups.append(f"{kind}-{thing['name']}")
    if zone:
        groups += [zone, _joined(region, zone), _joined(cloud, region, zone) if region else None]
    return [group for group in groups if group]


def _joined(*names: str | None) -> str | None:
    """The names with underscores between them, if all are there."""
    return "_".join(str(name) for name in names) if all(names) else None


def _rest_of_flavor(node: Node) -> Json:
    """Values that a node's own key for its flavor lacks. The cloud does not show the specs to everybody."""
    told = node.get(TOLD_FLAVOR) or {}
    return {key: told[key] for key in ("ephemeral", "swap", "extra_specs") if key in told}


def _volumes(node: Node) -> list[Json]:
    return [
        {
            "id": volume["id"],
            "name": volume["name"],
            "size": volume["size"],
            "status": volume["status"],
            "volume_type": volume["type"],
            "is_bootable": volume["bootable"],
            "is_encrypted": volume["encrypted"],
            "attachments": [{"server_id": node["id"], "device": volume["device"]}],
        }
        for volume in node["attached_volumes"]
    ]
