#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_subnet_pool: makes, changes and removes a subnet pool."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_subnet_pool
short_description: Make, change or remove a subnet pool
version_added: 2.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings a subnet pool to the wanted state. O(nodeworks.openstack.os_subnet#module:subnet_pool) takes the addresses
    of a subnet from it.
  - What nothing is said of is left alone.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  name:
    description:
      - Name of the subnet pool.
      - It is an error if several of the project have this name; then give O(id).
    type: str
  id:
    description: Id of a subnet pool that exists.
    type: str
  state:
    description: V(present) is a subnet pool that exists, V(absent) is none.
    type: str
    choices: [present, absent]
    default: present
  new_name:
    description: Name that the subnet pool of O(name) or O(id) is to have from now on.
    type: str
  description:
    description: Description. An empty text removes it.
    type: str
  prefixes:
    description:
      - Networks in CIDR notation whose addresses it has. Needed to make one.
      - The network service takes none away. Others stay therefore, and neighbours become one network.
    type: list
    elements: str
  default_prefix_length:
    description: Length of the prefix of a subnet that asks for none.
    type: int
    aliases: [default_prefixlen]
  min_prefix_length:
    description: The least length of the prefix of a subnet.
    type: int
    aliases: [min_prefixlen]
  max_prefix_length:
    description: The greatest length of the prefix of a subnet.
    type: int
    aliases: [max_prefixlen]
  address_scope:
    description: Name or id of the address scope that it belongs to. An empty text is none.
    type: str
  default_quota:
    description: How many addresses one project may have of it.
    type: int
  shared:
    description: Whether all projects may use it. Only administrators share one; it cannot be changed afterwards.
    type: bool
    aliases: [is_shared]
  is_default:
    description: Whether subnets that name no pool are taken from it. Only administrators may say so.
    type: bool
  tags:
    description: Tags that the subnet pool is to have. Others stay, unless O(purge_tags=true).
    type: list
    elements: str
  purge_tags:
    description: Whether tags that are not in O(tags) are removed.
    type: bool
    default: false
seealso:
  - module: nodeworks.openstack.os_subnet_pool_info
  - module: nodeworks.openstack.os_address_scope
  - module: nodeworks.openstack.os_subnet
"""

EXAMPLES = r"""
- name: Addresses for the subnets of a campus
  nodeworks.openstack.os_subnet_pool:
    cloud: mycloud
    name: campus
    prefixes: [10.40.0.0/16]
    default_prefix_length: 26

- name: A subnet out of it
  nodeworks.openstack.os_subnet:
    cloud: mycloud
    name: lab
    network: lab
    subnet_pool: campus

- name: Remove that subnet
  nodeworks.openstack.os_subnet:
    cloud: mycloud
    name: lab
    state: absent

- name: Remove the pool
  nodeworks.openstack.os_subnet_pool:
    cloud: mycloud
    name: campus
    state: absent
"""

RETURN = r"""
subnet_pool:
  description: The subnet pool, as it is or, in check mode, will be; null if there is none.
  returned: on success
  type: dict
  contains:
    id:
      description: Id.
      type: str
      sample: 5bbcc3c4-1da2-4437-a48a-66f15b1b13f9
    name:
      description: Name.
      type: str
      sample: campus
    prefixes:
      description: Its networks, sorted.
      type: list
      elements: str
      sample: [10.40.0.0/16]
    ip_version:
      description: The version of IP.
      type: int
      sample: 4
    address_scope_id:
      description: Id of the address scope, or null.
      type: str
    default_prefix_length:
      description: Length of the prefix of a subnet that asks for none.
      type: int
      sample: 26
    min_prefix_length:
      description: The least length of a prefix.
      type: int
      sample: 8
    max_prefix_length:
      description: The greatest length of a prefix.
      type: int
      sample: 32
    default_quota:
      description: How many addresses one project may have; null for any number.
      type: int
    shared:
      description: Whether all projects may use it.
      type: bool
    is_default:
      description: Whether it is the one for subnets that name none.
      type: bool
    description:
      description: Description.
      type: str
    tags:
      description: Tags, sorted.
      type: list
      elements: str
    project_id:
      description: Id of the project it belongs to.
      type: str
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
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.kinds.subnet_pool import ARGUMENT_SPEC
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.subnet_pool import SUBNET_POOL


def main() -> None:
    """Entry point."""
    run_state_module(SUBNET_POOL, ARGUMENT_SPEC)


if __name__ == "__main__":
    main()
