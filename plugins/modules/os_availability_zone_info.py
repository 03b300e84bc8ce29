#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_availability_zone_info: which regions and availability zones there are."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_availability_zone_info
short_description: Look for availability zones and regions
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Returns the availability zones that the compute, block storage and network services have in a region, and the
    regions of the service catalog.
  - Changes nothing.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.attributes.info
options:
  services:
    description:
      - The services whose zones are looked for; by default all that the cloud has. One that is named and is not there
        is an error.
    type: list
    elements: str
    choices: [compute, volume, network]
  available:
    description: Whether only zones that can be used are returned, or only those that cannot; by default both.
    type: bool
  hosts:
    description:
      - Whether the hosts in each zone of the compute service are told. By default only administrators are told them.
    type: bool
    default: false
seealso:
  - module: nodeworks.openstack.os_catalog_info
  - module: nodeworks.openstack.os_node
"""

EXAMPLES = r"""
- name: Where nodes can be
  nodeworks.openstack.os_availability_zone_info:
    cloud: mycloud
    services: [compute]
    available: true
  register: places

- name: A node in each zone
  nodeworks.openstack.os_node:
    cloud: mycloud
    name: "web-{{ item.name }}"
    image: debian-12
    flavor: m1.small
    networks: [private]
    availability_zone: "{{ item.name }}"
  loop: "{{ places.availability_zones }}"
"""

RETURN = r"""
availability_zones:
  description: The zones, service by service.
  returned: on success
  type: list
  elements: dict
  contains:
    name:
      description: Name.
      type: str
      sample: nova
    service:
      description: The service that has it.
      type: str
      sample: compute
    resource:
      description: Of the network service whether it is for networks or for routers; else null.
      type: str
      sample: router
    available:
      description: Whether it can be used.
      type: bool
    hosts:
      description: Names of the hosts in it; null if they were not asked for, or are another service's.
      type: list
      elements: str
    region:
      description: Region that has it.
      type: str
      sample: RegionOne
regions:
  description: The regions of the service catalog; none if a token is used without a catalog.
  returned: on success
  type: list
  elements: dict
  contains:
    name:
      description: Name.
      type: str
      sample: RegionOne
    services:
      description: The services it has.
      type: list
      elements: str
      sample: [compute, image, network, volume]
unavailable:
  description: Why a service has no zones to tell of, by its name; empty if all have.
  returned: on success
  type: dict
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from typing import Any, Dict

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_report_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.places import report

ARGUMENT_SPEC: Dict[str, Dict[str, Any]] = {
    "services": {"type": "list", "elements": "str", "choices": ["compute", "volume", "network"]},
    "available": {"type": "bool"},
    "hosts": {"type": "bool", "default": False},
}


def main() -> None:
    """Entry point."""
    run_report_module(report, ARGUMENT_SPEC)


if __name__ == "__main__":
    main()
