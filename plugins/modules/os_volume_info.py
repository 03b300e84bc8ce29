#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_volume_info: which volumes there are, and their snapshots."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_volume_info
short_description: Look for volumes, and tell of their snapshots
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Returns all volumes that satisfy all that is asked for; an empty list if there are none. Without any of it these are
    all volumes of the project.
  - Changes nothing.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.resource_info
  - nodeworks.openstack.attributes.info
options:
  filters:
    description:
      - Filters of the block storage service, as its API reference lists them for volumes, for example C(status),
        C(bootable), C(availability_zone) or C(sort).
    type: dict
  metadata:
    description: Keys and values that the volume's metadata has to have, whatever else it has.
    type: dict
  attached_to:
    description: Id of a node to which the volume has to be attached.
    type: str
  all_projects:
    description: Whether the volumes of all projects are looked for. Only administrators are shown those.
    type: bool
    default: false
    aliases: [all_tenants]
  snapshots:
    description: Whether the snapshots of each volume are told, which takes a further request for each volume.
    type: bool
    default: false
  parallel:
    description: How many requests about single volumes are under way at once.
    type: int
    default: 10
seealso:
  - module: nodeworks.openstack.os_volume
  - module: nodeworks.openstack.os_volume_snapshot
"""

EXAMPLES = r"""
- name: Volumes that nobody uses
  nodeworks.openstack.os_volume_info:
    cloud: mycloud
    filters: {status: available}
  register: unused

- name: The snapshots of one volume
  nodeworks.openstack.os_volume_info:
    cloud: mycloud
    name: data
    snapshots: true
"""

RETURN = r"""
volumes:
  description: The volumes, each as RV(nodeworks.openstack.os_volume#module:volume).
  returned: on success
  type: list
  elements: dict
  contains:
    snapshots:
      description:
        - Its snapshots, each as RV(nodeworks.openstack.os_volume_snapshot#module:volume_snapshot).
      returned: with O(snapshots=true)
      type: list
      elements: dict
    unavailable:
      description: Why something that was asked for is null, by its key; empty if all is there.
      returned: with O(snapshots=true)
      type: dict
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from typing import Any, Dict

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_info_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.volume_criteria import (
    VOLUME_ASPECTS,
    VOLUME_CRITERIA,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.volume_reference import VOLUME

ARGUMENT_SPEC: Dict[str, Dict[str, Any]] = {
    "metadata": {"type": "dict"},
    "attached_to": {"type": "str"},
    "all_projects": {"type": "bool", "default": False, "aliases": ["all_tenants"]},
    "snapshots": {"type": "bool", "default": False},
    "parallel": {"type": "int", "default": 10},
}


def main() -> None:
    """Entry point."""
    run_info_module(VOLUME, ARGUMENT_SPEC, VOLUME_CRITERIA, VOLUME_ASPECTS)


if __name__ == "__main__":
    main()
