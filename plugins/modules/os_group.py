#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_group: makes, changes and removes a group of users."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_group
short_description: Make, change or remove a group of users
version_added: 2.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings a group of users to the wanted state. What its users may do follows from
    M(nodeworks.openstack.os_role_assignment).
  - It is for administrators. What nothing is said of is left alone.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  name:
    description:
      - Name of the group.
      - It is an error if several of the domain have this name; then give O(id).
    type: str
  id:
    description: Id of a group that exists.
    type: str
  state:
    description: V(present) is a group that exists, V(absent) is none. Its users stay.
    type: str
    choices: [present, absent]
    default: present
  new_name:
    description: Name that the group of O(name) or O(id) is to have from now on.
    type: str
  domain:
    description:
      - Name or id of the domain that it is in. The default is that of the token's project, else of its user. It
        cannot be changed afterwards.
    type: str
  description:
    description: Description. An empty text removes it.
    type: str
  users:
    description: Names or ids of the users who are in it. Others stay, unless O(purge_users=true).
    type: list
    elements: str
  purge_users:
    description: Whether users that are not in O(users) are taken out of it.
    type: bool
    default: false
seealso:
  - module: nodeworks.openstack.os_group_info
  - module: nodeworks.openstack.os_role_assignment
  - module: nodeworks.openstack.os_user
"""

EXAMPLES = r"""
- name: A group, and who is in it
  nodeworks.openstack.os_group:
    cloud: mycloud-admin
    name: operators
    users: [alice, bob]

- name: Alice alone
  nodeworks.openstack.os_group:
    cloud: mycloud-admin
    name: operators
    users: [alice]
    purge_users: true

- name: Remove it
  nodeworks.openstack.os_group:
    cloud: mycloud-admin
    name: operators
    state: absent
"""

RETURN = r"""
group:
  description: The group, as it is or, in check mode, will be; null if there is none.
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
      sample: operators
    description:
      description: Description.
      type: str
    domain_id:
      description: Id of the domain.
      type: str
      sample: default
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
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.kinds.group import ARGUMENT_SPEC
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.user_group import USER_GROUP


def main() -> None:
    """Entry point."""
    run_state_module(USER_GROUP, ARGUMENT_SPEC, old=openstack_cloud_plain.GROUP)


if __name__ == "__main__":
    main()
