#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_service: makes, changes and removes a service of the catalog."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_service
short_description: Make, change or remove a service of the catalog
version_added: 2.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings a service of the catalog to the wanted state. Where it is found follows from
    M(nodeworks.openstack.os_endpoint_definition).
  - It is for administrators. What nothing is said of is left alone.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  name:
    description:
      - Name of the service.
      - It is an error if several have this name; then give O(id).
    type: str
  id:
    description: Id of a service that exists.
    type: str
  state:
    description: V(present) is a service that exists, V(absent) is none. Its endpoints go with it.
    type: str
    choices: [present, absent]
    default: present
  new_name:
    description: Name that the service of O(name) or O(id) is to have from now on.
    type: str
  type:
    description: Type of the service, by which clients look for it. Needed to make one.
    type: str
  description:
    description: Description. An empty text removes it.
    type: str
  enabled:
    description: Whether it stands in the catalog.
    type: bool
seealso:
  - module: nodeworks.openstack.os_service_info
  - module: nodeworks.openstack.os_endpoint_definition
  - module: nodeworks.openstack.os_catalog_info
"""

EXAMPLES = r"""
- name: A service for rating
  nodeworks.openstack.os_service:
    cloud: mycloud-admin
    name: cloudkitty
    type: rating

- name: Remove it, with its endpoints
  nodeworks.openstack.os_service:
    cloud: mycloud-admin
    name: cloudkitty
    state: absent
"""

RETURN = r"""
service:
  description: The service, as it is or, in check mode, will be; null if there is none.
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
      sample: cloudkitty
    type:
      description: Type.
      type: str
      sample: rating
    description:
      description: Description.
      type: str
    enabled:
      description: Whether it stands in the catalog.
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
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.kinds.service import ARGUMENT_SPEC
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.catalog_service import CATALOG_SERVICE


def main() -> None:
    """Entry point."""
    run_state_module(CATALOG_SERVICE, ARGUMENT_SPEC, old=openstack_cloud_plain.SERVICE)


if __name__ == "__main__":
    main()
