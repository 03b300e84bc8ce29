#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_image: brings an image to the wanted state."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_image
short_description: Make, upload, import, download, change, share or remove an image
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Makes an image from a file, from a URL or from a node, changes and shares it, and fetches it into a file.
  - Options that are not given are left alone. What is given and cannot be changed on an image that exists is an error,
    never passed over in silence; see O(on_drift) and O(replace).
  - A file is sent and fetched a piece at a time, however large it is. Its checksum is compared with the service's, also
    to find out whether an image that is there has its content already.
  - An image whose content is on its way is left to arrive first. One that an upload was cut of and that waits for its
    content gets it. One that stays without for O(wait_timeout) seconds is an error; see O(on_error).
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  name:
    description:
      - Name of the image.
      - It is an error if several images have this name; then give O(id). One that is hidden is found by its name if
        O(hidden) is given, or if it is to be removed.
      - Administrators, who see those of all projects, mean one of their token's project with it, or of O(owner), or one
        that is public or shared with that project; else give O(id).
    type: str
  id:
    description: Id of an image that exists.
    type: str
  state:
    description: V(present) is an image that exists, V(absent) is none.
    type: str
    choices: [present, absent]
    default: present
  src:
    description:
      - File that has its content, where the module runs. To make an image from it, give O(disk_format) too.
      - The content of an image never changes. If the image has another one, see O(replace).
    type: path
    aliases: [filename, path]
  url:
    description:
      - URL from which the service fetches its content. To make an image from it, give O(disk_format) too.
      - What an image that exists was made from is not known; its content is only compared with O(checksum).
    type: str
    aliases: [uri]
  node:
    description:
      - Name or id of the node that it is made an image of. The task waits until the image can be used, which is safer
        if the node is stopped meanwhile. Needs compute microversion 2.45.
    type: str
    aliases: [server]
  checksum:
    description:
      - Checksum of its content, like V(sha512:1a2b...). It has to be of an algorithm that the service uses, as the keys
        C(hash_algorithm) and, for V(md5:...), C(checksum) of the result say.
    type: str
  replace:
    description:
      - Whether an image with another content than O(src) or O(checksum) say is replaced by a new one, with all else as
        it was.
      - The new one is made beside it, under a name like C(golden (in place of ID)). When it has its content, and that
        is right, the old one is removed, and the new one gets its name. If anything fails before that, the new one is
        removed, and the old one stays as it was. Quotas have to have room for both.
      - A task that is killed meanwhile leaves the new one; the next one warns of it.
    type: bool
    default: false
  dest:
    description:
      - File that is to have its content, where the module runs. It takes the file's place only when all of it is there
        and its checksum is right. A file that has it already is left alone.
    type: path
  disk_format:
    description: Format of its content, like V(qcow2), V(raw) or V(iso).
    type: str
  container_format:
    description: Format of what its content is packed in; V(bare) if nothing is said, which is nothing.
    type: str
  new_name:
    description: The name it is to have. A run that finds the image under this name already changes nothing.
    type: str
  min_disk:
    description: The least disk of a node that is made from it, in GiB.
    type: int
  min_ram:
    description: The least memory of a node that is made from it, in MiB.
    type: int
  visibility:
    description:
      - Who sees it. V(shared) is for O(members), V(community) for all who ask for it. By default only administrators
        may make it V(public).
    type: str
    choices: [private, shared, community, public]
  protected:
    description: Whether it cannot be removed. One that is protected is V(absent) only with O(protected=false).
    type: bool
    aliases: [is_protected]
  hidden:
    description: Whether lists leave it out; who knows its id can use it.
    type: bool
    aliases: [is_hidden]
  deactivated:
    description:
      - Whether nobody but administrators can use its content. Older services let only administrators say so.
    type: bool
  owner:
    description:
      - Name or id of the project it belongs to; only administrators may change it. Only they may also ask for the
        names of all projects; others give the id of a project that is not their own.
    type: str
  tags:
    description: Tags.
    type: list
    elements: str
  purge_tags:
    description: Whether tags that O(tags) does not name are removed.
    type: bool
    default: false
  properties:
    description:
      - Properties and their values, for example C(hw_disk_bus), but nothing that all images have. Values that are not
        text are written as JSON, V(true) for C(true). C(null) removes a property.
    type: dict
    aliases: [metadata]
  purge_properties:
    description:
      - Whether properties that O(properties) does not name are removed, those among them that Nova has given to an
        image of a node.
    type: bool
    default: false
  members:
    description: Names or ids of the projects that it is shared with, as with O(owner). It has to be V(shared).
    type: list
    elements: str
  purge_members:
    description: Whether it is no longer shared with projects that O(members) does not name.
    type: bool
    default: false
  membership:
    description:
      - Whether this project accepts an image that another one shares with it. Only what is accepted is in lists.
    type: str
    choices: [accepted, rejected, pending]
  on_drift:
    description: What to do about an image that differs in what cannot be changed; V(warn) and V(ignore) leave it so.
    type: str
    choices: [fail, warn, ignore]
    default: fail
  on_error:
    description:
      - What to do about an image that has not got its content after O(wait_timeout) seconds, or another than it was
        sent. V(recreate) removes it and makes it anew, V(keep) leaves it with a warning. One that was of use before is
        not made anew.
    type: str
    choices: [fail, recreate, keep]
    default: fail
seealso:
  - module: nodeworks.openstack.os_image_info
  - module: nodeworks.openstack.os_node
"""

EXAMPLES = r"""
- name: An image from a file
  nodeworks.openstack.os_image:
    cloud: mycloud
    name: debian-12
    src: /var/images/debian-12.qcow2
    disk_format: qcow2
    min_disk: 2
    properties: {os_distro: debian, hw_disk_bus: scsi}
    tags: [golden]

- name: An image that the service fetches itself
  nodeworks.openstack.os_image:
    cloud: mycloud
    name: cirros-0.6
    url: https://download.cirros-cloud.net/0.6.2/cirros-0.6.2-x86_64-disk.img
    disk_format: qcow2

- name: An image of a node
  nodeworks.openstack.os_image:
    cloud: mycloud
    name: web1-before-upgrade
    node: web1

- name: Share it, and with nobody else
  nodeworks.openstack.os_image:
    cloud: mycloud
    name: web1-before-upgrade
    visibility: shared
    members: ["{{ other_project_id }}"]
    purge_members: true

- name: In the other project, accept it
  nodeworks.openstack.os_image:
    cloud: othercloud
    name: web1-before-upgrade
    membership: accepted

- name: Fetch it
  nodeworks.openstack.os_image:
    cloud: mycloud
    name: web1-before-upgrade
    dest: /var/backups/web1.raw

- name: Remove it
  nodeworks.openstack.os_image:
    cloud: mycloud
    name: web1-before-upgrade
    state: absent
"""

RETURN = r"""
image:
  description: The image, as it is or, in check mode, will be; null if there is none.
  returned: on success
  type: dict
  contains:
    id:
      description: Id.
      type: str
      sample: 2f0c3a1e-5d1b-4a55-9d3e-0b7d1d1c7a11
    name:
      description: Name.
      type: str
      sample: debian-12
    status:
      description: Status, in the service's words.
      type: str
      sample: active
    importing:
      description: Whether the service fetches its content.
      type: bool
    visibility:
      description: Who sees it.
      type: str
      sample: private
    protected:
      description: Whether it cannot be removed.
      type: bool
    hidden:
      description: Whether lists leave it out.
      type: bool
    disk_format:
      description: Format of its content.
      type: str
      sample: qcow2
    container_format:
      description: Format of what its content is packed in.
      type: str
      sample: bare
    size:
      description: Length of its content in bytes.
      type: int
      sample: 21430272
    virtual_size:
      description: Size of the disk in it, in bytes.
      type: int
    min_disk:
      description: The least disk of a node that is made from it, in GiB.
      type: int
    min_ram:
      description: The least memory of a node that is made from it, in MiB.
      type: int
    checksum:
      description: MD5 of its content.
      type: str
    hash_algorithm:
      description: Name of the algorithm of RV(image.hash_value).
      type: str
      sample: sha512
    hash_value:
      description: Checksum of its content, by that algorithm.
      type: str
    tags:
      description: Tags.
      type: list
      elements: str
    properties:
      description: Properties.
      type: dict
      sample: {os_distro: debian}
    project_id:
      description: Id of the project it belongs to.
      type: str
    created_at:
      description: When it was made.
      type: str
      sample: "2026-11-22T12:00:00Z"
    updated_at:
      description: When it was changed last.
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
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.kinds.image import ARGUMENT_SPEC
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.image import MANAGED_IMAGE


def main() -> None:
    """Entry point."""
    run_state_module(MANAGED_IMAGE, ARGUMENT_SPEC, old=openstack_cloud.IMAGE)


if __name__ == "__main__":
    main()
