#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_volume: brings a volume to the wanted state."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_volume
short_description: Make, change, attach, detach or remove a volume
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings a volume to the wanted state, and to the nodes it is to be attached to.
  - Options that are not given are left alone. What is given and cannot be changed on a volume that exists is an error,
    never passed over in silence; see O(on_drift).
  - A volume that is on its way somewhere (being made, attached, extended) is left to arrive first.
  - The service is found under any name that catalogs have for block storage.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  name:
    description:
      - Name of the volume.
      - It is an error if several volumes of the project have this name; then give O(id).
      - Cinder keeps names and descriptions without the white space at their ends, and so they are compared.
    type: str
    aliases: [display_name]
  id:
    description: Id of a volume that exists.
    type: str
  state:
    description:
      - V(present) is a volume that exists, V(absent) is none. With O(wait=true) the task ends when it is gone.
      - What keeps one from being removed (nodes, snapshots, an offer to another project) is named by name and id before
        anything is changed, in check mode too, also under C(blockers) of the result. Nodes and snapshots that are being
        deleted are waited for within O(wait_timeout).
    type: str
    choices: [present, absent]
    default: present
  size:
    description:
      - Size in GiB. Needed to make a volume, unless it is made from a snapshot, a volume or a backup.
      - A smaller volume is extended, also while it is attached (which needs microversion 3.42 and a backend that can do
        it). Volumes do not shrink.
    type: int
  image:
    description: Name or id of the image that it is made from. It is then bootable.
    type: str
    aliases: [ex_image_ref]
  snapshot:
    description: Name or id of the snapshot that it is made from.
    type: str
    aliases: [snapshot_id]
  volume:
    description: Name or id of the volume that it is made a copy of.
    type: str
    aliases: [source_volume]
  backup:
    description:
      - Name or id of the backup that it is made from. Needs microversion 3.47, and cannot be compared.
      - The metadata of the volume that was backed up come with it, and Cinder adds C(src_backup_id) to them.
        O(metadata) is set after that.
    type: str
  volume_type:
    description:
      - Name or id of the volume type. A volume of another type is retyped.
      - Only one of a type that allows it can be attached to several nodes.
    type: str
    aliases: [ex_volume_type]
  migration_policy:
    description: Whether data may be moved to another backend where a new O(volume_type) needs that.
    type: str
    choices: [never, on-demand]
    default: never
  new_name:
    description: The name it is to have. A run that finds the volume under this name already changes nothing.
    type: str
  description:
    description: Description; an empty one takes it away.
    type: str
    aliases: [display_description]
  metadata:
    description:
      - Keys and values. Values that are not text are written as JSON, V(true) for C(true). C(null) removes the key.
    type: dict
  purge_metadata:
    description: Whether keys that O(metadata) does not name are removed.
    type: bool
    default: false
  availability_zone:
    description: Availability zone of the block storage.
    type: str
    aliases: [location]
  bootable:
    description: Whether nodes can boot from it. If nothing is said, it is what the service makes of it.
    type: bool
    aliases: [is_bootable]
  read_only:
    description: Whether nodes can only read it.
    type: bool
  multiattach:
    description:
      - Whether it can be attached to several nodes. Newer services do not take this, but decide by O(volume_type).
    type: bool
    aliases: [is_multiattach]
  scheduler_hints:
    description: Hints of where to make it, as the block storage's API has them; they cannot be compared.
    type: dict
  attached_to:
    description:
      - The nodes to which it is attached, each by its name or id, or a dict of C(node), C(device) (for example
        V(/dev/vdb), which many hypervisors do not mind), C(tag) (needs compute microversion 2.49) and
        C(delete_on_termination) (2.79). How a volume is attached that is attached already is not compared.
    type: list
    elements: raw
  purge_attached_to:
    description: Whether it is detached from nodes that O(attached_to) does not name.
    type: bool
    default: false
  detach:
    description: Whether a volume that is to be V(absent) is detached first. If not, one that is attached is an error.
    type: bool
    default: false
  delete_snapshots:
    description: Whether the snapshots of a volume that is to be V(absent) are removed with it.
    type: bool
    default: false
  force:
    description: Whether a volume that is to be V(absent) is removed whatever its status; for administrators.
    type: bool
    default: false
  on_drift:
    description: What to do about a volume that differs in what cannot be changed; V(warn) and V(ignore) leave it so.
    type: str
    choices: [fail, warn, ignore]
    default: fail
  on_error:
    description:
      - What to do about a volume that the service gave up. V(recreate) removes one whose making failed and makes it
        anew, V(keep) leaves it with a warning.
      - One in another status of errors, like C(error_extending), is an error with V(recreate) too. A change of it has
        failed, and what is on it may still be there.
    type: str
    choices: [fail, recreate, keep]
    default: fail
seealso:
  - module: nodeworks.openstack.os_volume_info
  - module: nodeworks.openstack.os_volume_snapshot
  - module: nodeworks.openstack.os_node
"""

EXAMPLES = r"""
- name: A volume for the data of a node
  nodeworks.openstack.os_volume:
    cloud: mycloud
    name: data
    size: 20
    metadata: {role: data}
    attached_to: [db1]

- name: Extend it, attached as it is
  nodeworks.openstack.os_volume:
    cloud: mycloud
    name: data
    size: 40

- name: A volume to boot from
  nodeworks.openstack.os_volume:
    cloud: mycloud
    name: root
    size: 10
    image: debian-12

- name: Detach it from all nodes
  nodeworks.openstack.os_volume:
    cloud: mycloud
    name: data
    attached_to: []
    purge_attached_to: true

- name: Remove it, wherever it is attached
  nodeworks.openstack.os_volume:
    cloud: mycloud
    name: data
    state: absent
    detach: true
"""

RETURN = r"""
volume:
  description: The volume, as it is or, in check mode, will be; null if there is none.
  returned: on success
  type: dict
  contains:
    id:
      description: Id.
      type: str
      sample: 0c1ab5a5-8c3b-4fb0-9ac6-e3b2b6c1c6a1
    name:
      description: Name.
      type: str
      sample: data
    description:
      description: Description.
      type: str
    status:
      description: Status, in the service's words.
      type: str
      sample: in-use
    size:
      description: Size in GiB.
      type: int
      sample: 20
    volume_type:
      description: Name of its type.
      type: str
      sample: ssd
    availability_zone:
      description: Availability zone.
      type: str
      sample: nova
    bootable:
      description: Whether nodes can boot from it.
      type: bool
    read_only:
      description: Whether nodes can only read it.
      type: bool
    encrypted:
      description: Whether it is encrypted.
      type: bool
    multiattach:
      description: Whether it can be attached to several nodes.
      type: bool
    metadata:
      description: Keys and values.
      type: dict
      sample: {role: data}
    image:
      description: The image it was made from; null if there was none.
      type: dict
      contains:
        id:
          description: Id.
          type: str
        name:
          description: Name.
          type: str
          sample: debian-12
    snapshot_id:
      description: Id of the snapshot it was made from.
      type: str
    source_volume_id:
      description: Id of the volume it is a copy of.
      type: str
    attached_to:
      description: Ids of the nodes it is attached to.
      type: list
      elements: str
    attachments:
      description: How it is attached to each.
      type: list
      elements: dict
      contains:
        id:
          description: Id of the attachment.
          type: str
        node_id:
          description: Id of the node; null for a host that it is attached to by itself.
          type: str
        device:
          description: Name of the device.
          type: str
          sample: /dev/vdb
        host:
          description: The host that the node is on; shown to administrators.
          type: str
        attached_at:
          description: When it was attached.
          type: str
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
    user_id:
      description: Id of the user who made it.
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
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.kinds.volume import ARGUMENT_SPEC
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.volume import MANAGED_VOLUME


def main() -> None:
    """Entry point."""
    run_state_module(MANAGED_VOLUME, ARGUMENT_SPEC, old=openstack_cloud.VOLUME)


if __name__ == "__main__":
    main()
