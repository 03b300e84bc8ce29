#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_volume_snapshot: makes, changes and removes a snapshot of a volume."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_volume_snapshot
short_description: Make, change or remove a snapshot of a volume
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings a snapshot of a volume to the wanted state.
  - A snapshot that is there is not made anew, whatever became of the volume since. Give another name for another one.
  - Snapshots are looked for with M(nodeworks.openstack.os_volume_info).
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  name:
    description:
      - Name of the snapshot.
      - It is an error if several of the project have this name; then give O(id).
      - Cinder keeps names and descriptions without the white space at their ends, and so they are compared.
    type: str
    aliases: [display_name]
  id:
    description: Id of a snapshot that exists.
    type: str
  state:
    description:
      - V(present) is a snapshot that exists, V(absent) is none. With O(wait=true) the task ends when it is gone.
      - Some drivers keep a snapshot as long as there are volumes that were made from it. Check mode warns of these.
    type: str
    choices: [present, absent]
    default: present
  volume:
    description: Name or id of the volume. Needed to make a snapshot.
    type: str
  force:
    description: Whether a snapshot may be made of a volume that is attached.
    type: bool
    default: true
    aliases: [ex_force]
  new_name:
    description: The name it is to have. A run that finds the snapshot under this name already changes nothing.
    type: str
  description:
    description: Description; an empty one takes it away.
    type: str
    aliases: [ex_description, display_description]
  metadata:
    description:
      - Keys and values. Values that are not text are written as JSON, V(true) for C(true). C(null) removes the key.
    type: dict
  purge_metadata:
    description: Whether keys that O(metadata) does not name are removed.
    type: bool
    default: false
  on_drift:
    description: What to do about a snapshot of another volume; V(warn) and V(ignore) leave it so.
    type: str
    choices: [fail, warn, ignore]
    default: fail
  on_error:
    description:
      - What to do about a snapshot that the service gave up. V(recreate) removes one whose making failed and makes it
        anew, V(keep) leaves it with a warning. One that could not be removed is not made anew.
    type: str
    choices: [fail, recreate, keep]
    default: fail
seealso:
  - module: nodeworks.openstack.os_volume
  - module: nodeworks.openstack.os_volume_info
"""

EXAMPLES = r"""
- name: A snapshot before the upgrade
  nodeworks.openstack.os_volume_snapshot:
    cloud: mycloud
    name: data-before-upgrade
    volume: data

- name: Remove it
  nodeworks.openstack.os_volume_snapshot:
    cloud: mycloud
    name: data-before-upgrade
    state: absent
"""

RETURN = r"""
volume_snapshot:
  description: The snapshot, as it is or, in check mode, will be; null if there is none.
  returned: on success
  type: dict
  contains:
    id:
      description: Id.
      type: str
      sample: 1f5f4a5a-5f1e-4f0a-8a3e-1f6a6b4e7a11
    name:
      description: Name.
      type: str
      sample: data-before-upgrade
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
    metadata:
      description: Keys and values.
      type: dict
      sample: {release: "12"}
    progress:
      description: How far it is.
      type: str
      sample: 100%
    created_at:
      description: When it was made.
      type: str
      sample: "2026-11-22T12:00:00.000000"
    updated_at:
      description: When it was changed last.
      type: str
    project_id:
      description: Id of the project it belongs to.
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
from ansible_collections.nodeworks.openstack.plugins.module_utils.options import openstack_cloud
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.kinds.volume_snapshot import ARGUMENT_SPEC
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.volume_snapshot import VOLUME_SNAPSHOT


def main() -> None:
    """Entry point."""
    run_state_module(VOLUME_SNAPSHOT, ARGUMENT_SPEC, old=openstack_cloud.VOLUME_SNAPSHOT)


if __name__ == "__main__":
    main()
