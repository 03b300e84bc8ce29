#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_role: makes, changes and removes a role."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_role
short_description: Make, change or remove a role
version_added: 2.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings a role to the wanted state. Services tell by it what a user may do.
  - It is for administrators. What nothing is said of is left alone.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  name:
    description: Name of the role.
    type: str
  id:
    description: Id of a role that exists.
    type: str
  state:
    description: V(present) is a role that exists, V(absent) is none. All its assignments go with it.
    type: str
    choices: [present, absent]
    default: present
  new_name:
    description: Name that the role of O(name) or O(id) is to have from now on.
    type: str
  domain:
    description: Name or id of the domain that it is for. By default it is for all. It cannot be changed afterwards.
    type: str
  description:
    description: Description. An empty text removes it.
    type: str
  implies:
    description: Names or ids of roles that everybody has who has this one. Others stay, unless O(purge_implies=true).
    type: list
    elements: str
  purge_implies:
    description: Whether it no longer implies roles that are not in O(implies).
    type: bool
    default: false
seealso:
  - module: nodeworks.openstack.os_role_info
  - module: nodeworks.openstack.os_role_assignment
"""

EXAMPLES = r"""
- name: A role for operators, who may read all
  nodeworks.openstack.os_role:
    cloud: mycloud-admin
    name: operator
    implies: [reader]

- name: Remove it
  nodeworks.openstack.os_role:
    cloud: mycloud-admin
    name: operator
    state: absent
"""

RETURN = r"""
role:
  description: The role, as it is or, in check mode, will be; null if there is none.
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
      sample: operator
    description:
      description: Description.
      type: str
    domain_id:
      description: Id of the domain that it is for, or null.
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
from ansible_collections.nodeworks.openstack.plugins.module_utils.options import openstack_cloud_plain
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.kinds.role import ARGUMENT_SPEC
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.identity_role import MANAGED_ROLE


def main() -> None:
    """Entry point."""
    run_state_module(MANAGED_ROLE, ARGUMENT_SPEC, old=openstack_cloud_plain.ROLE)


if __name__ == "__main__":
    main()
