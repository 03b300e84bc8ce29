#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_volume_backup: makes, changes and removes a backup of a volume."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_volume_backup
short_description: Make, change or remove a backup of a volume
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings a backup of a volume to the wanted state. The cloud needs a backup service for that.
  - A backup that is there is not made anew, whatever became of the volume since. Give another name for another one.
  - A volume is made from a backup with O(nodeworks.openstack.os_volume#module:backup).
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  name:
    description:
      - Name of the backup.
      - It is an error if several of the project have this name; then give O(id).
      - Cinder keeps names and descriptions without the white space at their ends, and so they are compared.
    type: str
  id:
    description: Id of a backup that exists.
    type: str
  state:
    description:
      - V(present) is a backup that exists, V(absent) is none. With O(wait=true) the task ends when it is gone.
    type: str
    choices: [present, absent]
    default: present
  volume:
    description: Name or id of the volume. Needed to make a backup.
    type: str
  snapshot:
    description: Name or id of the volume's snapshot that is to be backed up instead of what the volume has now.
    type: str
  incremental:
    description: Whether only what has changed since the last backup is kept. It cannot be compared.
    type: bool
    aliases: [is_incremental]
  container:
    description: Name of the container or folder in which the service keeps it.
    type: str
  force:
    description: Whether a backup may be made of a volume that is attached.
    type: bool
    default: false
  new_name:
    description: The name it is to have. A run that finds the backup under this name already changes nothing.
    type: str
  description:
    description: Description; an empty one takes it away. To change it needs microversion 3.9.
    type: str
  on_drift:
    description: What to do about a backup that differs; V(warn) and V(ignore) leave it so.
    type: str
    choices: [fail, warn, ignore]
    default: fail
  on_error:
    description:
      - What to do about a backup that the service gave up. V(recreate) removes one whose making failed and makes it
        anew, V(keep) leaves it with a warning. One that could not be removed is not made anew.
    type: str
    choices: [fail, recreate, keep]
    default: fail
seealso:
  - module: nodeworks.openstack.os_volume
"""

EXAMPLES = r"""
- name: A backup of a volume
  nodeworks.openstack.os_volume_backup:
    cloud: mycloud
    name: data-monday
    volume: data
    force: true

- name: A volume from it
  nodeworks.openstack.os_volume:
    cloud: mycloud
    name: data-restored
    backup: data-monday
"""

RETURN = r"""
volume_backup:
  description: The backup, as it is or, in check mode, will be; null if there is none.
  returned: on success
  type: dict
  contains:
    id:
      description: Id.
      type: str
      sample: 4a8c0e0f-7c3e-4a5b-8a0f-0f4f6c7b0b6e
    name:
      description: Name.
      type: str
      sample: data-monday
    description:
      description: Description.
      type: str
    status:
      description: Status, in the service's words.
      type: str
      sample: available
    size:
      description: Size in GiB.
      type: int
      sample: 20
    volume_id:
      description: Id of the volume.
      type: str
    snapshot_id:
      description: Id of the snapshot that was backed up, if it was one.
      type: str
    incremental:
      description: Whether it has only what has changed since the backup before.
      type: bool
    container:
      description: Where the service keeps it.
      type: str
    availability_zone:
      description: Availability zone.
      type: str
    fail_reason:
      description: Why it failed, if it did.
      type: str
    created_at:
      description: When it was made.
      type: str
      sample: "2026-11-22T12:00:00.000000"
    updated_at:
      description: When it was changed last.
      type: str
    project_id:
      description: Id of the project it belongs to. By default only administrators are told, since microversion 3.18.
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
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.kinds.volume_backup import ARGUMENT_SPEC
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.volume_backup import VOLUME_BACKUP


def main() -> None:
    """Entry point."""
    run_state_module(VOLUME_BACKUP, ARGUMENT_SPEC)


if __name__ == "__main__":
    main()
