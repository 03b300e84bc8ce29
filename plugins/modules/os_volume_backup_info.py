#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_volume_backup_info: which backups there are."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_volume_backup_info
short_description: Look for backups of volumes
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Returns all backups that satisfy all that is asked for; an empty list if there are none. Without any of it
    these are all of the project.
  - Changes nothing.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.resource_info
  - nodeworks.openstack.attributes.info
options:
  filters:
    description:
      - Filters of the block storage service, as its API reference lists them for backups, like C(status) or C(sort).
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
  - module: nodeworks.openstack.os_volume_backup
  - module: nodeworks.openstack.os_volume_info
"""

EXAMPLES = r"""
- name: The backups of a volume
  nodeworks.openstack.os_volume_backup_info:
    cloud: mycloud
    volume: data

- name: The backups of a volume that is gone
  nodeworks.openstack.os_volume_backup_info:
    cloud: mycloud
    volume: 5bbcc3c4-1da2-4437-a48a-66f15b1b13f9
    filters: {status: available}
"""

RETURN = r"""
volume_backups:
  description: The backups, each as RV(nodeworks.openstack.os_volume_backup#module:volume_backup).
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
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.volume_backup import VOLUME_BACKUP
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.volume_criteria import BACKUP_CRITERIA

ARGUMENT_SPEC: Dict[str, Dict[str, Any]] = {
    "volume": {"type": "str"},
    "all_projects": {"type": "bool", "default": False, "aliases": ["all_tenants"]},
}


def main() -> None:
    """Entry point."""
    run_info_module(VOLUME_BACKUP, ARGUMENT_SPEC, BACKUP_CRITERIA)


if __name__ == "__main__":
    main()
