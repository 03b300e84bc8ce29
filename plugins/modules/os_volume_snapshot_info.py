#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_volume_snapshot_info: which snapshots there are."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_volume_snapshot_info
short_description: Look for snapshots of volumes
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Returns all snapshots that satisfy all that is asked for; an empty list if there are none. Without any of it
    these are all of the project.
  - Changes nothing.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.resource_info
  - nodeworks.openstack.attributes.info
options:
  filters:
    description:
      - Filters of the block storage service, as its API reference lists them for snapshots, like C(status) or C(sort).
    type: dict
  metadata:
    description: Keys and values that the metadata has to have, whatever else it has.
    type: dict
  volume:
    description: Name or id of the volume that they are of. A volume that is gone has to be said by its id.
    type: str
  all_projects:
    description: Whether those of all projects are looked for. Only administrators are shown those.
    type: bool
    default: false
    aliases: [all_tenants]
seealso:
  - module: nodeworks.openstack.os_volume_snapshot
  - module: nodeworks.openstack.os_volume_info
"""

EXAMPLES = r"""
- name: The snapshots of a volume
  nodeworks.openstack.os_volume_snapshot_info:
    cloud: mycloud
    volume: data

- name: Snapshots that the service gave up
  nodeworks.openstack.os_volume_snapshot_info:
    cloud: mycloud
    filters: {status: error}
    fields: [id, name, volume_id]
"""

RETURN = r"""
volume_snapshots:
  description: The snapshots, each as RV(nodeworks.openstack.os_volume_snapshot#module:volume_snapshot).
  returned: on success
  type: list
  elements: dict
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from typing import Any, Dict

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_info_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.volume_criteria import SNAPSHOT_CRITERIA
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.volume_snapshot import VOLUME_SNAPSHOT

ARGUMENT_SPEC: Dict[str, Dict[str, Any]] = {
    "metadata": {"type": "dict"},
    "volume": {"type": "str"},
    "all_projects": {"type": "bool", "default": False, "aliases": ["all_tenants"]},
}


def main() -> None:
    """Entry point."""
    run_info_module(VOLUME_SNAPSHOT, ARGUMENT_SPEC, SNAPSHOT_CRITERIA)


if __name__ == "__main__":
    main()
