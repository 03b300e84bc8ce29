#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_domain: makes, changes and removes a domain."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_domain
short_description: Make, change or remove a domain
version_added: 2.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings a domain to the wanted state. It has projects, users and groups of its own.
  - It is for administrators. What nothing is said of is left alone.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  name:
    description: Name of the domain.
    type: str
  id:
    description: Id of a domain that exists.
    type: str
  state:
    description:
      - V(present) is a domain that exists, V(absent) is none.
      - All projects, users and groups that are in it go with it. The identity service therefore removes only one that
        is disabled, see O(enabled).
    type: str
    choices: [present, absent]
    default: present
  new_name:
    description: Name that the domain of O(name) or O(id) is to have from now on.
    type: str
  description:
    description: Description. An empty text removes it.
    type: str
  enabled:
    description:
      - Whether tokens can be had for what is in it. A domain that is enabled is removed only with V(false), and is
        disabled first.
    type: bool
seealso:
  - module: nodeworks.openstack.os_domain_info
  - module: nodeworks.openstack.os_project
  - module: nodeworks.openstack.os_user
  - module: nodeworks.openstack.os_group
"""

EXAMPLES = r"""
- name: A domain for customers
  nodeworks.openstack.os_domain:
    cloud: mycloud-admin
    name: customers

- name: Remove it, and all that is in it
  nodeworks.openstack.os_domain:
    cloud: mycloud-admin
    name: customers
    state: absent
    enabled: false
"""

RETURN = r"""
domain:
  description: The domain, as it is or, in check mode, will be; null if there is none.
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
      sample: customers
    description:
      description: Description.
      type: str
    enabled:
      description: Whether tokens can be had for what is in it.
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
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.kinds.domain import ARGUMENT_SPEC
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.domain import DOMAIN


def main() -> None:
    """Entry point."""
    run_state_module(DOMAIN, ARGUMENT_SPEC, old=openstack_cloud_plain.DOMAIN)


if __name__ == "__main__":
    main()
