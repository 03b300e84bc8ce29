#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_address_scope: makes, changes and removes an address scope."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_address_scope
short_description: Make, change or remove an address scope
version_added: 2.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings an address scope to the wanted state. Within one no address is there twice, so that routers need not
    translate addresses.
  - What nothing is said of is left alone.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  name:
    description:
      - Name of the address scope.
      - It is an error if several of the project have this name; then give O(id).
    type: str
  id:
    description: Id of an address scope that exists.
    type: str
  state:
    description: V(present) is an address scope that exists, V(absent) is none.
    type: str
    choices: [present, absent]
    default: present
  new_name:
    description: Name that the address scope of O(name) or O(id) is to have from now on.
    type: str
  ip_version:
    description: The version of IP. Needed to make one. It cannot be changed afterwards.
    type: int
    choices: [4, 6]
  shared:
    description: Whether all projects may use it. Only administrators share one, and one that is shared stays so.
    type: bool
    aliases: [is_shared]
seealso:
  - module: nodeworks.openstack.os_address_scope_info
  - module: nodeworks.openstack.os_subnet_pool
"""

EXAMPLES = r"""
- name: A scope for the addresses of a campus
  nodeworks.openstack.os_address_scope:
    cloud: mycloud
    name: campus
    ip_version: 4

- name: Remove it
  nodeworks.openstack.os_address_scope:
    cloud: mycloud
    name: campus
    state: absent
"""

RETURN = r"""
address_scope:
  description: The address scope, as it is or, in check mode, will be; null if there is none.
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
    ip_version:
      description: The version of IP.
      type: int
      sample: 4
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
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.kinds.address_scope import ARGUMENT_SPEC
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.address_scope import ADDRESS_SCOPE


def main() -> None:
    """Entry point."""
    run_state_module(ADDRESS_SCOPE, ARGUMENT_SPEC)


if __name__ == "__main__":
    main()
