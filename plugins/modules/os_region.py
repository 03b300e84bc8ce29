#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_region: makes, changes and removes a region."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_region
short_description: Make, change or remove a region
version_added: 2.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings a region, as the identity service knows it, to the wanted state.
  - It is for administrators. What nothing is said of is left alone.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  name:
    description: Name of the region, which is its id too. It must not have a slash.
    type: str
  id:
    description: Id of a region that exists.
    type: str
  state:
    description: V(present) is a region that exists, V(absent) is none.
    type: str
    choices: [present, absent]
    default: present
  description:
    description: Description. An empty text removes it.
    type: str
  parent_region:
    description: Id of the region that it is in. An empty text is none.
    type: str
seealso:
  - module: nodeworks.openstack.os_region_info
  - module: nodeworks.openstack.os_endpoint_definition
"""

EXAMPLES = r"""
- name: A third region
  nodeworks.openstack.os_region:
    cloud: mycloud-admin
    name: RegionThree

- name: Remove it
  nodeworks.openstack.os_region:
    cloud: mycloud-admin
    name: RegionThree
    state: absent
"""

RETURN = r"""
region:
  description: The region, as it is or, in check mode, will be; null if there is none.
  returned: on success
  type: dict
  contains:
    id:
      description: Id.
      type: str
      sample: RegionThree
    name:
      description: Name.
      type: str
      sample: RegionThree
    description:
      description: Description.
      type: str
    parent_region_id:
      description: Id of the region that it is in, or null.
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
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.kinds.region import ARGUMENT_SPEC
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.identity_region import IDENTITY_REGION


def main() -> None:
    """Entry point."""
    run_state_module(IDENTITY_REGION, ARGUMENT_SPEC)


if __name__ == "__main__":
    main()
