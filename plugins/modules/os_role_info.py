#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_role_info: which roles there are."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_role_info
short_description: Look for roles
version_added: 2.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Returns all roles that satisfy all that is asked for; an empty list if there are none.
  - Changes nothing.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.resource_info
  - nodeworks.openstack.attributes.info
seealso:
  - module: nodeworks.openstack.os_role
"""

EXAMPLES = r"""
- name: Which roles there are
  nodeworks.openstack.os_role_info:
    cloud: mycloud-admin
    fields: [id, name]
"""

RETURN = r"""
roles:
  description: The roles, each as RV(nodeworks.openstack.os_role#module:role).
  returned: on success
  type: list
  elements: dict
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_info_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.identity_role import MANAGED_ROLE


def main() -> None:
    """Entry point."""
    run_info_module(MANAGED_ROLE)


if __name__ == "__main__":
    main()
