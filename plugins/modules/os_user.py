#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_user: makes, changes and removes a user."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_user
short_description: Make, change or remove a user
version_added: 2.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings a user to the wanted state.
  - It is for administrators. What nothing is said of is left alone.
  - What the user may do follows from M(nodeworks.openstack.os_role_assignment).
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  name:
    description:
      - Name of the user.
      - It is an error if several of the domain have this name; then give O(id).
    type: str
  id:
    description: Id of a user that exists.
    type: str
  state:
    description: V(present) is a user that exists, V(absent) is none.
    type: str
    choices: [present, absent]
    default: present
  new_name:
    description: Name that the user of O(name) or O(id) is to have from now on.
    type: str
  domain:
    description:
      - Name or id of the domain that it is in. The default is that of the token's project, else of its user. It
        cannot be changed afterwards.
    type: str
  description:
    description: Description. An empty text removes it.
    type: str
  email:
    description: Address for mail. An empty text removes it.
    type: str
  enabled:
    description: Whether the user can log in.
    type: bool
  default_project:
    description: Name or id of the project for tokens that name none. An empty text is none.
    type: str
  user_password:
    description:
      - Password of the user, for a new user only unless O(update_password=always). It is shown nowhere.
      - The option C(password) is that of whoever runs the task.
    type: str
  update_password:
    description:
      - With V(always) the password of a user who exists is set too, and the task is always changed, as nobody can
        compare it.
    type: str
    choices: [on_create, always]
    default: on_create
seealso:
  - module: nodeworks.openstack.os_user_info
  - module: nodeworks.openstack.os_group
  - module: nodeworks.openstack.os_role_assignment
"""

EXAMPLES = r"""
- name: A user
  nodeworks.openstack.os_user:
    cloud: mycloud-admin
    name: alice
    user_password: "{{ alice_password }}"
    email: alice@example.org

- name: Alice cannot log in any more
  nodeworks.openstack.os_user:
    cloud: mycloud-admin
    name: alice
    enabled: false

- name: Remove the user
  nodeworks.openstack.os_user:
    cloud: mycloud-admin
    name: alice
    state: absent
"""

RETURN = r"""
user:
  description: The user, as it is or, in check mode, will be; null if there is none.
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
      sample: alice
    description:
      description: Description.
      type: str
    email:
      description: Address for mail, or null.
      type: str
    enabled:
      description: Whether the user can log in.
      type: bool
    domain_id:
      description: Id of the domain.
      type: str
      sample: default
    default_project_id:
      description: Id of the project for tokens that name none, or null.
      type: str
    password_expires_at:
      description: When the password expires, or null.
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
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.kinds.user import ARGUMENT_SPEC
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.user import USER


def main() -> None:
    """Entry point."""
    run_state_module(USER, ARGUMENT_SPEC, old=openstack_cloud_plain.USER)


if __name__ == "__main__":
    main()
