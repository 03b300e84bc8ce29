#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_role_assignment_info: which role assignments there are."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_role_assignment_info
short_description: Look for role assignments
version_added: 2.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Returns all role assignments that satisfy all that is asked for; an empty list if there are none.
  - Changes nothing.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.resource_info
  - nodeworks.openstack.attributes.info
options:
  role:
    description: Name or id of a role.
    type: str
  to_user:
    description: Name or id of a user.
    type: str
  to_group:
    description: Name or id of a group.
    type: str
  on_project:
    description: Name or id of a project.
    type: str
  on_domain:
    description: Name or id of a domain.
    type: str
  effective:
    description: Whether groups are told as their users, and inherited roles where they count.
    type: bool
seealso:
  - module: nodeworks.openstack.os_role_assignment
"""

EXAMPLES = r"""
- name: Who may do what in the project
  nodeworks.openstack.os_role_assignment_info:
    cloud: mycloud-admin
    on_project: web-shop
    effective: true
  register: found
"""

RETURN = r"""
role_assignments:
  description: The role assignments, each as RV(nodeworks.openstack.os_role_assignment#module:role_assignment).
  returned: on success
  type: list
  elements: dict
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_info_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.connection import Spec
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.role_assignment import (
    ROLE_ASSIGNMENT,
    ROLE_ASSIGNMENT_CRITERIA,
)

ARGUMENT_SPEC: Spec = {
    "role": {"type": "str"},
    "to_user": {"type": "str"},
    "to_group": {"type": "str"},
    "on_project": {"type": "str"},
    "on_domain": {"type": "str"},
    "effective": {"type": "bool"},
}


def main() -> None:
    """Entry point."""
    run_info_module(ROLE_ASSIGNMENT, ARGUMENT_SPEC, ROLE_ASSIGNMENT_CRITERIA)


if __name__ == "__main__":
    main()
