#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_host_aggregate: makes, changes and removes a host aggregate."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_host_aggregate
short_description: Make, change or remove a host aggregate
version_added: 2.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings a host aggregate to the wanted state. Flavors are bound to its hosts by its metadata, and nodes choose them
    by its availability zone.
  - It is for administrators. What nothing is said of is left alone.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  name:
    description: Name of the host aggregate.
    type: str
  id:
    description: Id of a host aggregate that exists.
    type: str
  state:
    description:
      - V(present) is a host aggregate that exists, V(absent) is none. Its hosts are taken out of it and stay.
    type: str
    choices: [present, absent]
    default: present
  new_name:
    description: Name that the host aggregate of O(name) or O(id) is to have from now on.
    type: str
  availability_zone:
    description:
      - Availability zone that its hosts are in. It can be changed, but not taken away again.
      - The compute service refuses to change it while nodes are on the hosts.
    type: str
  hosts:
    description: Names of the compute hosts that it has. Others stay, unless O(purge_hosts=true).
    type: list
    elements: str
  purge_hosts:
    description: Whether hosts that are not in O(hosts) are taken out of it.
    type: bool
    default: false
  metadata:
    description: Metadata by key. Others stay, unless O(purge_metadata=true). A key that is null is removed.
    type: dict
  purge_metadata:
    description: Whether metadata that are not in O(metadata) are removed.
    type: bool
    default: false
seealso:
  - module: nodeworks.openstack.os_host_aggregate_info
  - module: nodeworks.openstack.os_availability_zone_info
  - module: nodeworks.openstack.os_flavor
  - module: nodeworks.openstack.os_hypervisor_info
"""

EXAMPLES = r"""
- name: Hosts with graphics cards
  nodeworks.openstack.os_host_aggregate:
    cloud: mycloud-admin
    name: gpu
    hosts: [compute-1]
    metadata: {gpu: "true"}

- name: These hosts alone, in a zone of their own
  nodeworks.openstack.os_host_aggregate:
    cloud: mycloud-admin
    name: gpu
    availability_zone: gpu-1
    hosts: [compute-2]
    purge_hosts: true

- name: Remove it
  nodeworks.openstack.os_host_aggregate:
    cloud: mycloud-admin
    name: gpu
    state: absent
"""

RETURN = r"""
host_aggregate:
  description: The host aggregate, as it is or, in check mode, will be; null if there is none.
  returned: on success
  type: dict
  contains:
    id:
      description: Id.
      type: str
      sample: "3"
    name:
      description: Name.
      type: str
      sample: gpu
    availability_zone:
      description: Availability zone of its hosts; null if it has none.
      type: str
      sample: gpu-1
    hosts:
      description: Names of its hosts, sorted.
      type: list
      elements: str
      sample: [compute-1]
    metadata:
      description: Metadata without the availability zone.
      type: dict
      sample: {gpu: 'true'}
    created_at:
      description: When it was made.
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

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_state_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.kinds.host_aggregate import ARGUMENT_SPEC
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.host_aggregate import HOST_AGGREGATE


def main() -> None:
    """Entry point."""
    run_state_module(HOST_AGGREGATE, ARGUMENT_SPEC)


if __name__ == "__main__":
    main()
