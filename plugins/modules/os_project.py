#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_project: makes, changes and removes a project."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_project
short_description: Make, change or remove a project
version_added: 2.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings a project to the wanted state. All other resources belong to one.
  - It is for administrators. What nothing is said of is left alone.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  name:
    description:
      - Name of the project.
      - It is an error if several of the domain have this name; then give O(id).
    type: str
  id:
    description: Id of a project that exists.
    type: str
  state:
    description:
      - V(present) is a project that exists, V(absent) is none.
      - The identity service removes a project whatever it owns. Its nodes and volumes stay, and nobody but
        administrators finds them; remove them first.
    type: str
    choices: [present, absent]
    default: present
  new_name:
    description: Name that the project of O(name) or O(id) is to have from now on.
    type: str
  domain:
    description:
      - Name or id of the domain that it is in. The default is that of the token's project, else of its user. It
        cannot be changed afterwards.
    type: str
  description:
    description: Description. An empty text removes it.
    type: str
  enabled:
    description: Whether tokens can be had for it.
    type: bool
  parent:
    description: Name or id of the project that it is in. The default is its domain. It cannot be changed afterwards.
    type: str
  tags:
    description: Tags that the project is to have. Others stay, unless O(purge_tags=true).
    type: list
    elements: str
  purge_tags:
    description: Whether tags that are not in O(tags) are removed.
    type: bool
    default: false
seealso:
  - module: nodeworks.openstack.os_project_info
  - module: nodeworks.openstack.os_quota
  - module: nodeworks.openstack.os_role_assignment
  - module: nodeworks.openstack.os_user
"""

EXAMPLES = r"""
- name: A project for the web shop
  nodeworks.openstack.os_project:
    cloud: mycloud-admin
    name: web-shop
    description: All that the shop runs on

- name: Nobody gets tokens for it any more
  nodeworks.openstack.os_project:
    cloud: mycloud-admin
    name: web-shop
    enabled: false

- name: Remove it
  nodeworks.openstack.os_project:
    cloud: mycloud-admin
    name: web-shop
    state: absent
"""

RETURN = r"""
project:
  description: The project, as it is or, in check mode, will be; null if there is none.
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
      sample: web
    description:
      description: Description.
      type: str
    enabled:
      description: Whether tokens can be had for it.
      type: bool
    domain_id:
      description: Id of its domain.
      type: str
      sample: default
    parent_id:
      description: Id of the project or the domain that it is in.
      type: str
      sample: default
    is_domain:
      description: Whether it is a domain.
      type: bool
    tags:
      description: Tags, sorted.
      type: list
      elements: str
    options:
      description: Options that the identity service knows of, like C(immutable).
      type: dict
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
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.kinds.project import ARGUMENT_SPEC
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.project import MANAGED_PROJECT


def main() -> None:
    """Entry point."""
    run_state_module(MANAGED_PROJECT, ARGUMENT_SPEC, old=openstack_cloud_plain.PROJECT)


if __name__ == "__main__":
    main()
