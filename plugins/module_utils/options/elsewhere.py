# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What to use in place of the modules of openstack.cloud that are not here: a sentence for each name."""

from __future__ import annotations

import typing as t

# For what there is no module yet.
BESIDE = (
    "There is none yet. nodeworks.openstack.os_api sends any request to the {service} service; or use the module of"
    " openstack.cloud, with its own name, beside this collection."
)
NOT_YET: t.Mapping[str, tuple[str, ...]] = {
    "bare metal": (
        "baremetal_deploy_template", "baremetal_inspect", "baremetal_node", "baremetal_node_action",
        "baremetal_node_info", "baremetal_port", "baremetal_port_group", "baremetal_port_info",
    ),
    "container infrastructure": ("coe_cluster", "coe_cluster_template"),
    "compute": ("compute_service", "compute_service_info"),
    "DNS": ("dns_zone", "dns_zone_info", "recordset"),
    "identity": (
        "federation_idp", "federation_idp_info", "federation_mapping", "federation_mapping_info",
        "keystone_federation_protocol", "keystone_federation_protocol_info",
    ),
    "load balancer": ("lb_health_monitor", "lb_listener", "lb_member", "lb_pool", "loadbalancer"),
    "network": ("network_segment", "trunk"),
    "object storage": ("object", "object_container", "object_containers_info"),
    "shared file system": ("share_type", "share_type_info"),
    "orchestration": ("stack", "stack_info"),
    "placement": ("trait",),
    "block storage": ("volume_image_metadata", "volume_manage", "volume_service_info", "volume_type_encryption"),
}  # fmt: skip
ELSEWHERE: t.Mapping[str, str] = {
    **{name: BESIDE.format(service=service) for service, names in NOT_YET.items() for name in names},
    "auth": "Each module gets a token by itself, and keeps it. os_catalog_info tells of the token and its catalog.",
    "compute_flavor_access": "os_flavor says it with access (and purge_access).",
    "config": "os_diagnosis_info tells what is read from clouds.yaml.",
    "group_assignment": "os_group says it with users (and purge_users).",
    "resource": "os_api sends any request to a service; most kinds have a module of their own.",
    "resources": "os_api sends any request to a service; most kinds have an info module of their own.",
    "security_group_rule_info": "os_security_group_info tells of groups with their rules.",
    "server_metadata": "os_node says it with metadata (and purge_metadata); a key that is null is removed.",
    "server_volume": "os_volume says it with attached_to (and purge_attached_to), os_node with volumes.",
    "volume_retype": "os_volume says it with type (and migration_policy).",
    # Names from before Ansible 2.10.
    **{name: BESIDE.format(service="load balancer") for name in ("listener", "member", "pool")},
    "zone": BESIDE.format(service="DNS"),
    "client_config": "os_diagnosis_info tells what is read from clouds.yaml.",
    "user_group": "os_group says it with users (and purge_users).",
    "project_access": "os_flavor says it with access (and purge_access).",
    "volume_type_access": "os_volume_type says it with access (and purge_access).",
}


def advice(called: str) -> str:
    """The sentence for a name, with or without that of a collection."""
    name = called.rpartition(".")[2].removeprefix("os_")
    known = ELSEWHERE.get(name)
    if known is None:
        return "Use it in place of no module: it only tells what to use for those of openstack.cloud that are not here."
    return f"openstack.cloud.{name} is not here under its name. {known}"
