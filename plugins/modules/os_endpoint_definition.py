#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_endpoint_definition: makes, changes and removes an endpoint of the catalog."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_endpoint_definition
short_description: Make, change or remove an endpoint of the catalog
version_added: 2.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings an endpoint of a service to the wanted state. It says where clients find the service.
  - An endpoint has no name. O(endpoint_interface) and O(endpoint_region) say which one of O(service) is meant.
  - It is for administrators. What nothing is said of is left alone.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  id:
    description: Id of an endpoint that exists.
    type: str
  state:
    description: V(present) is an endpoint that exists, V(absent) is none.
    type: str
    choices: [present, absent]
    default: present
  service:
    description: Name, type or id of the service. With O(id) it can be left out.
    type: str
  endpoint_interface:
    description: For whom it is.
    type: str
    choices: [public, internal, admin]
  endpoint_region:
    description: Id of the region that it is in.
    type: str
  url:
    description:
      - Where the service is found. Needed to make one. C(%(project_id)s) stands for the id of a token's project.
    type: str
  enabled:
    description: Whether it stands in the catalog.
    type: bool
seealso:
  - module: nodeworks.openstack.os_endpoint_definition_info
  - module: nodeworks.openstack.os_service
  - module: nodeworks.openstack.os_catalog_info
"""

EXAMPLES = r"""
- name: Where the service for rating is found
  nodeworks.openstack.os_endpoint_definition:
    cloud: mycloud-admin
    service: cloudkitty
    endpoint_interface: public
    endpoint_region: RegionOne
    url: https://rating.example.org

- name: No longer
  nodeworks.openstack.os_endpoint_definition:
    cloud: mycloud-admin
    service: cloudkitty
    endpoint_interface: public
    endpoint_region: RegionOne
    state: absent
"""

RETURN = r"""
endpoint:
  description: The endpoint, as it is or, in check mode, will be; null if there is none.
  returned: on success
  type: dict
  contains:
    id:
      description: Id.
      type: str
      sample: 5bbcc3c4-1da2-4437-a48a-66f15b1b13f9
    name:
      description: Interface and region. The service has no names for endpoints.
      type: str
      sample: public RegionOne
    service_id:
      description: Id of the service.
      type: str
    endpoint_interface:
      description: For whom it is.
      type: str
      sample: public
    endpoint_region:
      description: Id of the region.
      type: str
      sample: RegionOne
    url:
      description: Where the service is found.
      type: str
      sample: https://rating.example.org
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
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.kinds.endpoint_definition import ARGUMENT_SPEC
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.catalog_endpoint import CATALOG_ENDPOINT


def main() -> None:
    """Entry point."""
    run_state_module(CATALOG_ENDPOINT, ARGUMENT_SPEC, old=openstack_cloud_plain.ENDPOINT)


if __name__ == "__main__":
    main()
