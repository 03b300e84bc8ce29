#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_address_group: makes, changes and removes an address group."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_address_group
short_description: Make, change or remove an address group
version_added: 2.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings an address group to the wanted state. Rules of security groups name its addresses together.
  - What nothing is said of is left alone.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  name:
    description:
      - Name of the address group.
      - It is an error if several of the project have this name; then give O(id).
    type: str
  id:
    description: Id of an address group that exists.
    type: str
  state:
    description: V(present) is an address group that exists, V(absent) is none.
    type: str
    choices: [present, absent]
    default: present
  new_name:
    description: Name that the address group of O(name) or O(id) is to have from now on.
    type: str
  description:
    description: Description. An empty text removes it.
    type: str
  addresses:
    description: Addresses, or networks in CIDR notation, that it has. Others stay, unless O(purge_addresses=true).
    type: list
    elements: str
  purge_addresses:
    description: Whether addresses that are not in O(addresses) are removed.
    type: bool
    default: false
seealso:
  - module: nodeworks.openstack.os_address_group_info
  - module: nodeworks.openstack.os_security_group
"""

EXAMPLES = r"""
- name: The addresses of all offices
  nodeworks.openstack.os_address_group:
    cloud: mycloud
    name: offices
    addresses: [192.0.2.0/24, 198.51.100.7]

- name: Remove it
  nodeworks.openstack.os_address_group:
    cloud: mycloud
    name: offices
    state: absent
"""

RETURN = r"""
address_group:
  description: The address group, as it is or, in check mode, will be; null if there is none.
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
      sample: offices
    description:
      description: Description.
      type: str
    addresses:
      description: Its addresses as networks, sorted.
      type: list
      elements: str
      sample: [192.0.2.0/24]
    shared:
      description: Whether all projects may use it.
      type: bool
    project_id:
      description: Id of the project it belongs to.
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
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.kinds.address_group import ARGUMENT_SPEC
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.address_group import ADDRESS_GROUP


def main() -> None:
    """Entry point."""
    run_state_module(ADDRESS_GROUP, ARGUMENT_SPEC)


if __name__ == "__main__":
    main()
