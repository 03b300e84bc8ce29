#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_volume_type_info: which volume types there are."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_volume_type_info
short_description: Look for volume types
version_added: 2.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Returns all volume types that satisfy all that is asked for; an empty list if there are none.
  - Changes nothing.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.resource_info
  - nodeworks.openstack.attributes.info
seealso:
  - module: nodeworks.openstack.os_volume_type
"""

EXAMPLES = r"""
- name: Which volume types there are
  nodeworks.openstack.os_volume_type_info:
    cloud: mycloud-admin
    fields: [name, is_public]
"""

RETURN = r"""
volume_types:
  description: The volume types, each as RV(nodeworks.openstack.os_volume_type#module:volume_type).
  returned: on success
  type: list
  elements: dict
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_info_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.volume_type import MANAGED_VOLUME_TYPE


def main() -> None:
    """Entry point."""
    run_info_module(MANAGED_VOLUME_TYPE)


if __name__ == "__main__":
    main()
