#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_role_assignment: gives a user or a group a role, or takes it away."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_role_assignment
short_description: Give a user or a group a role, or take it away
version_added: 2.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings a role assignment to the wanted state. It says that a user or a group has a role in a project, in a domain
    or in the whole cloud.
  - It has neither a name nor an id. All that is given together says which one is meant. Other assignments are left
    alone.
  - It is for administrators.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  state:
    description: V(present) is an assignment that exists, V(absent) is none.
    type: str
    choices: [present, absent]
    default: present
  role:
    description: Name or id of the role.
    type: str
    required: true
  to_user:
    description: Name or id of the user who has it. Either this or O(to_group) is needed.
    type: str
  to_group:
    description: Name or id of the group whose users have it.
    type: str
  on_project:
    description:
      - Name or id of the project where it counts. One of O(on_project), O(on_domain) and O(on_system) is needed.
    type: str
  on_domain:
    description: Name or id of the domain where it counts.
    type: str
  on_system:
    description: Whether it counts in the whole cloud.
    type: bool
  inherited:
    description: Whether it counts in the projects below O(on_project) or O(on_domain), and not there.
    type: bool
seealso:
  - module: nodeworks.openstack.os_role_assignment_info
  - module: nodeworks.openstack.os_group
  - module: nodeworks.openstack.os_project
  - module: nodeworks.openstack.os_role
  - module: nodeworks.openstack.os_user
"""

EXAMPLES = r"""
- name: Alice is a member of the project
  nodeworks.openstack.os_role_assignment:
    cloud: mycloud-admin
    role: member
    to_user: alice
    on_project: web-shop

- name: Operators may read all projects of a domain
  nodeworks.openstack.os_role_assignment:
    cloud: mycloud-admin
    role: reader
    to_group: operators
    on_domain: default
    inherited: true

- name: Alice is no member any more
  nodeworks.openstack.os_role_assignment:
    cloud: mycloud-admin
    role: member
    to_user: alice
    on_project: web-shop
    state: absent
"""

RETURN = r"""
role_assignment:
  description: The role assignment, as it is or, in check mode, will be; null if there is none.
  returned: on success
  type: dict
  contains:
    id:
      description: Id.
      type: str
      sample: role 4f1d… for 8ac0… on ad45…
    name:
      description: What tells it from others, with ids. The service has no names for role assignments.
      type: str
      sample: role 4f1d… for 8ac0… on ad45…
    role_id:
      description: Id of the role.
      type: str
    user_id:
      description: Id of the user who has it, or null.
      type: str
    group_id:
      description: Id of the group that has it, or null.
      type: str
    project_id:
      description: Id of the project where it counts, or null.
      type: str
    domain_id:
      description: Id of the domain where it counts, or null.
      type: str
    system:
      description: Whether it counts in the whole cloud.
      type: bool
    inherited:
      description: Whether it counts below the project or the domain.
      type: bool
    granted:
      description: Whether the user or the group has it.
      type: bool
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
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.kinds.role_assignment import ARGUMENT_SPEC
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.role_assignment import ROLE_ASSIGNMENT


def main() -> None:
    """Entry point."""
    run_state_module(ROLE_ASSIGNMENT, ARGUMENT_SPEC, old=openstack_cloud_plain.ROLE_ASSIGNMENT)


if __name__ == "__main__":
    main()
