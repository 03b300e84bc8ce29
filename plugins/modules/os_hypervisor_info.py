#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_hypervisor_info: which hypervisors there are, and what is on them."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_hypervisor_info
short_description: Look for hypervisors, and what is used of them
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Returns all hypervisors that satisfy all that is asked for; an empty list if there are none. By default only
    administrators may look at them.
  - Changes nothing.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.resource_info
  - nodeworks.openstack.attributes.info
options:
  filters:
    description:
      - Filters of the compute service, as its API reference lists them for hypervisors, for example
        C(hypervisor_hostname_pattern).
    type: dict
  state:
    description: Whether it is there.
    type: str
    choices: [up, down]
  status:
    description: Whether new nodes may come onto it.
    type: str
    choices: [enabled, disabled]
  nodes:
    description: Whether the nodes on each are told. Needs compute microversion 2.53.
    type: bool
    default: false
seealso:
  - module: nodeworks.openstack.os_node_info
  - module: nodeworks.openstack.os_availability_zone_info
"""

EXAMPLES = r"""
- name: What runs on hypervisors that are gone
  nodeworks.openstack.os_hypervisor_info:
    cloud: mycloud-admin
    state: down
    nodes: true

- name: How much memory is left where
  nodeworks.openstack.os_hypervisor_info:
    cloud: mycloud-admin
    status: enabled
    fields: [name, ram_free]
"""

RETURN = r"""
hypervisors:
  description: The hypervisors.
  returned: on success
  type: list
  elements: dict
  contains:
    id:
      description: Id.
      type: str
    name:
      description: Name.
      type: str
      sample: compute-1
    state:
      description: Whether it is there, in the service's words.
      type: str
      sample: up
    status:
      description: Whether new nodes may come onto it, in the service's words.
      type: str
      sample: enabled
    type:
      description: Kind of hypervisor.
      type: str
      sample: QEMU
    version:
      description: Its version, as a number.
      type: int
    host:
      description: Name of the host.
      type: str
    host_ip:
      description: Address of the host.
      type: str
    disabled_reason:
      description: Why it is disabled, if somebody said so.
      type: str
    vcpus:
      description: Number of CPUs.
      type: int
    vcpus_used:
      description: Number of virtual CPUs that nodes have.
      type: int
    ram:
      description: Memory in MiB.
      type: int
    ram_used:
      description: Memory that is used, in MiB.
      type: int
    ram_free:
      description: Memory that is left, in MiB.
      type: int
    disk:
      description: Disk in GiB.
      type: int
    disk_used:
      description: Disk that is used, in GiB.
      type: int
    disk_free:
      description: Disk that is left, in GiB.
      type: int
    running_nodes:
      description: Number of nodes on it.
      type: int
    cpu_info:
      description: What the service knows of its CPUs.
      type: dict
    nodes:
      description: The nodes on it; empty if they were not asked for.
      type: list
      elements: dict
      contains:
        id:
          description: Id.
          type: str
        name:
          description: Name by which the hypervisor knows it.
          type: str
    region:
      description: Region that has it.
      type: str
      sample: RegionOne
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from typing import Any, Dict

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_info_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.hypervisor import (
    HYPERVISOR,
    HYPERVISOR_CRITERIA,
)

ARGUMENT_SPEC: Dict[str, Dict[str, Any]] = {
    "state": {"type": "str", "choices": ["up", "down"]},
    "status": {"type": "str", "choices": ["enabled", "disabled"]},
    "nodes": {"type": "bool", "default": False},
}


def main() -> None:
    """Entry point."""
    run_info_module(HYPERVISOR, ARGUMENT_SPEC, HYPERVISOR_CRITERIA)


if __name__ == "__main__":
    main()
