#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_quota: how much a project may have."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_quota
short_description: Set what a project may have of nodes, networks and volumes
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Sets limits of a project in the compute, the network and the block storage service, or takes them back, so that the
    defaults of the cloud hold for it. Limits of which nothing is said are left alone.
  - Only services of which a limit is given are read; that is one request for each if nothing has to change. All are
    looked at before one is changed.
  - Services let administrators alone set limits. A limit is a number, or V(-1) for none.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.attributes
options:
  project:
    description: Name or id of the project; by default the one that the token is for.
    type: str
    aliases: [name]
  state:
    description:
      - V(present) is a project with the limits that are given. V(default) is one with the limits that are the default
        for all, in all three services, as far as the cloud has them; limits are not given then.
      - Limits that were set and happen to be the default ones count as such.
    type: str
    choices: [present, default]
    default: present
  force:
    description:
      - Whether a limit is set, too, that is below what is in use. Otherwise the service may refuse it.
      - The block storage service cannot be told so.
    type: bool
    default: false
  instances:
    description: Nodes.
    type: int
  cores:
    description: Virtual processors of all nodes.
    type: int
  ram:
    description: Memory of all nodes, in MiB.
    type: int
  key_pairs:
    description: Key pairs, of each user.
    type: int
  metadata_items:
    description: Keys in the metadata of a node.
    type: int
  server_groups:
    description: Server groups.
    type: int
  server_group_members:
    description: Nodes in a server group.
    type: int
  injected_files:
    description:
      - Files that a node is made with. The compute service has this limit and the next two up to microversion 2.56.
    type: int
  injected_file_content_bytes:
    description: Bytes in such a file.
    type: int
  injected_file_path_bytes:
    description: Bytes in the path of such a file.
    type: int
  floating_ips:
    description: Floating IPs.
    type: int
  networks:
    description: Networks.
    type: int
  ports:
    description: Ports.
    type: int
  rbac_policies:
    description: Policies that share something with other projects.
    type: int
  routers:
    description: Routers.
    type: int
  security_groups:
    description: Security groups.
    type: int
  security_group_rules:
    description: Rules of all security groups.
    type: int
  subnets:
    description: Subnets.
    type: int
  subnet_pools:
    description: Subnet pools.
    type: int
  volumes:
    description: Volumes.
    type: int
  snapshots:
    description: Snapshots of volumes.
    type: int
  gigabytes:
    description: GiB of all volumes and snapshots.
    type: int
  backups:
    description: Backups of volumes.
    type: int
  backup_gigabytes:
    description: GiB of all backups.
    type: int
  per_volume_gigabytes:
    description: GiB of a single volume.
    type: int
  groups:
    description: Groups of volumes.
    type: int
seealso:
  - module: nodeworks.openstack.os_quota_info
  - module: nodeworks.openstack.os_project_info
"""

EXAMPLES = r"""
- name: Room for twenty nodes
  nodeworks.openstack.os_quota:
    cloud: mycloud-admin
    project: web
    instances: 20
    cores: 80
    ram: 163840
    volumes: 40

- name: As many floating IPs as there are
  nodeworks.openstack.os_quota:
    cloud: mycloud-admin
    project: web
    floating_ips: -1

- name: What everybody has
  nodeworks.openstack.os_quota:
    cloud: mycloud-admin
    project: web
    state: default
"""

RETURN = r"""
quota:
  description: The quota of the project, as it is or, in check mode, will be.
  returned: on success
  type: dict
  contains:
    project_id:
      description: Id of the project.
      type: str
      sample: 9a1f3c5e7b2d4e8fa6c01d2e3f4a5b6c
    project:
      description: Name of the project.
      type: str
      sample: web
    compute:
      description:
        - What it may have in the compute service, by the names of the options. Each has C(limit), which is V(-1) if
          there is none, C(in_use), C(reserved) and C(left), which is null if there is no limit.
        - Null if the service was not read.
      type: dict
      sample: {cores: {limit: 80, in_use: 12, reserved: 0, left: 68}}
    network:
      description: Likewise in the network service; what no option names has the service's own name.
      type: dict
      sample: {floating_ips: {limit: -1, in_use: 3, reserved: 0, left: null}}
    volume:
      description: Likewise in the block storage service, for each volume type besides, as in C(gigabytes_ssd).
      type: dict
      sample: {volumes: {limit: 40, in_use: 4, reserved: 0, left: 36}}
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from typing import Any, Dict

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.quota import run_quota_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.quota import LIMITS

ARGUMENT_SPEC: Dict[str, Dict[str, Any]] = {
    "project": {"type": "str", "aliases": ["name"]},
    "state": {"type": "str", "choices": ["present", "default"], "default": "present"},
    "force": {"type": "bool", "default": False},
    # Said of all of them for the sake of key_pairs, whose name sounds like a secret's.
    **{limit: {"type": "int", "no_log": False} for limit in LIMITS},
}


def main() -> None:
    """Entry point."""
    run_quota_module(ARGUMENT_SPEC)


if __name__ == "__main__":
    main()
