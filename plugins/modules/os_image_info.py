#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_image_info: which images there are, and who shares them."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_image_info
short_description: Look for images, and tell who shares them
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Returns all images that satisfy all that is asked for; an empty list if there are none. Without any of it these are
    all images that are public, the project's own, or shared with it and accepted.
  - All that is asked for the service is asked for, so that no more is sent than is wanted.
  - Changes nothing.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.resource_info
  - nodeworks.openstack.attributes.info
options:
  filters:
    description:
      - Filters of the image service, as its API reference lists them, for example C(container_format), C(created_at)
        with an operator as in V(gt:2026-01-01T00:00:00Z), or C(sort) as in V(name:asc).
    type: dict
  status:
    description: Status, for example V(active), V(queued) or V(deactivated).
    type: str
  visibility:
    description: Who sees the image. Those of V(community) that are not the project's own are shown only if asked for.
    type: str
    choices: [private, shared, community, public, all]
  owner:
    description: Name or id of the project it belongs to.
    type: str
  disk_format:
    description: Format of its content.
    type: str
  membership:
    description:
      - What this project has said of images that others share with it; V(accepted) if nothing is said. Use it with
        O(visibility=shared).
    type: str
    choices: [accepted, pending, rejected, all]
  size_min:
    description: The least length of its content in bytes.
    type: int
  size_max:
    description: The greatest length of its content in bytes.
    type: int
  hidden:
    description: Whether hidden images are looked for, instead of those that are not.
    type: bool
    default: false
  protected:
    description: Whether it cannot be removed.
    type: bool
  tags:
    description: Tags that it has to have, all of them.
    type: list
    elements: str
  properties:
    description: Properties and values that it has to have, whatever else it has.
    type: dict
  members:
    description:
      - Whether the projects that each image is shared with are told, which takes a further request for each that is
        shared. To a project that is not the owner only its own membership is shown.
    type: bool
    default: false
  parallel:
    description: How many requests about single images are under way at once.
    type: int
    default: 10
seealso:
  - module: nodeworks.openstack.os_image
"""

EXAMPLES = r"""
- name: The golden images
  nodeworks.openstack.os_image_info:
    cloud: mycloud
    status: active
    tags: [golden]
    properties: {os_distro: debian}
  register: golden

- name: Images that others want to share with this project
  nodeworks.openstack.os_image_info:
    cloud: mycloud
    visibility: shared
    membership: pending

- name: Who an image is shared with
  nodeworks.openstack.os_image_info:
    cloud: mycloud
    name: web1-before-upgrade
    members: true
"""

RETURN = r"""
images:
  description: The images, each as RV(nodeworks.openstack.os_image#module:image).
  returned: on success
  type: list
  elements: dict
  contains:
    members:
      description: The projects that it is shared with.
      returned: with O(members=true)
      type: list
      elements: dict
      contains:
        project_id:
          description: Id of the project.
          type: str
        status:
          description: What it has said of the image.
          type: str
          sample: accepted
        created_at:
          description: Since when it is shared.
          type: str
        updated_at:
          description: When that was changed last.
          type: str
    unavailable:
      description: Why something that was asked for is null, by its key; empty if all is there.
      returned: with O(members=true)
      type: dict
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from typing import Any, Dict

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_info_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.image_criteria import (
    IMAGE_ASPECTS,
    IMAGE_CRITERIA,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.image_reference import IMAGE

ARGUMENT_SPEC: Dict[str, Dict[str, Any]] = {
    "status": {"type": "str"},
    "visibility": {"type": "str", "choices": ["private", "shared", "community", "public", "all"]},
    "owner": {"type": "str"},
    "disk_format": {"type": "str"},
    "membership": {"type": "str", "choices": ["accepted", "pending", "rejected", "all"]},
    "size_min": {"type": "int"},
    "size_max": {"type": "int"},
    "hidden": {"type": "bool", "default": False},
    "protected": {"type": "bool"},
    "tags": {"type": "list", "elements": "str"},
    "properties": {"type": "dict"},
    "members": {"type": "bool", "default": False},
    "parallel": {"type": "int", "default": 10},
}


def main() -> None:
    """Entry point."""
    run_info_module(IMAGE, ARGUMENT_SPEC, IMAGE_CRITERIA, IMAGE_ASPECTS)


if __name__ == "__main__":
    main()
