#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_flavor_info: which flavors there are, and which fits."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_flavor_info
short_description: Look for flavors, and find the one that fits
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Returns all flavors that satisfy all that is asked for; an empty list if there are none.
  - If O(min_vcpus), O(min_ram) or O(min_disk) is given, the first one is the smallest that has so much, by memory, then
    by virtual CPUs, then by disk. Otherwise they are in the service's order.
  - Changes nothing.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.resource_info
  - nodeworks.openstack.attributes.info
options:
  filters:
    description: Filters of the compute service, as its API reference lists them for flavors, for example C(sort_key).
    type: dict
  min_vcpus:
    description: The least number of virtual CPUs.
    type: int
    aliases: [vcpus]
  min_ram:
    description: The least memory in MiB.
    type: int
    aliases: [ram]
  min_disk:
    description: The least root disk in GiB.
    type: int
    aliases: [disk]
  extra_specs:
    description: Extra specs that it has to have, whatever else it has.
    type: dict
  visibility:
    description:
      - Whether public flavors are looked for, those that are not, or both. Only administrators are shown others than
        those they can use themselves; if nothing is said, they are shown the public ones.
    type: str
    choices: [public, private, all]
  access:
    description:
      - Whether the projects that may use each are told, which takes a further request for each that is not public. By
        default only administrators are told.
    type: bool
    default: false
  parallel:
    description: How many requests about single flavors are under way at once.
    type: int
    default: 10
seealso:
  - module: nodeworks.openstack.os_flavor
  - module: nodeworks.openstack.os_node
"""

EXAMPLES = r"""
- name: Flavors that are large enough, the smallest first
  nodeworks.openstack.os_flavor_info:
    cloud: mycloud
    min_vcpus: 2
    min_ram: 4096
  register: large_enough

- name: A node of that size
  nodeworks.openstack.os_node:
    cloud: mycloud
    name: web1
    image: debian-12
    flavor: "{{ large_enough.flavors[0].id }}"
    networks: [private]

- name: Who may use which
  nodeworks.openstack.os_flavor_info:
    cloud: mycloud-admin
    visibility: private
    access: true
"""

RETURN = r"""
flavors:
  description: The flavors, each as RV(nodeworks.openstack.os_flavor#module:flavor).
  returned: on success
  type: list
  elements: dict
  contains:
    access:
      description: Ids of the projects that may use it; empty for one that is public.
      returned: with O(access=true)
      type: list
      elements: str
    unavailable:
      description: Why something that was asked for is null, by its key; empty if all is there.
      returned: with O(access=true)
      type: dict
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from typing import Any, Dict

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_info_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.flavor_criteria import (
    FLAVOR_ASPECTS,
    FLAVOR_CRITERIA,
    LISTED_FLAVOR,
)

ARGUMENT_SPEC: Dict[str, Dict[str, Any]] = {
    "min_vcpus": {"type": "int", "aliases": ["vcpus"]},
    "min_ram": {"type": "int", "aliases": ["ram"]},
    "min_disk": {"type": "int", "aliases": ["disk"]},
    "extra_specs": {"type": "dict"},
    "visibility": {"type": "str", "choices": ["public", "private", "all"]},
    "access": {"type": "bool", "default": False},
    "parallel": {"type": "int", "default": 10},
}


def main() -> None:
    """Entry point."""
    run_info_module(LISTED_FLAVOR, ARGUMENT_SPEC, FLAVOR_CRITERIA, FLAVOR_ASPECTS)


if __name__ == "__main__":
    main()
