#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_address_group_info: which address groups there are."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_address_group_info
short_description: Look for address groups
version_added: 2.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Returns all address groups that satisfy all that is asked for; an empty list if there are none.
  - Changes nothing.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.resource_info
  - nodeworks.openstack.attributes.info
seealso:
  - module: nodeworks.openstack.os_address_group
"""

EXAMPLES = r"""
- name: Which address groups there are
  nodeworks.openstack.os_address_group_info:
    cloud: mycloud
    fields: [name, addresses]
"""

RETURN = r"""
address_groups:
  description: The address groups, each as RV(nodeworks.openstack.os_address_group#module:address_group).
  returned: on success
  type: list
  elements: dict
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_info_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.address_group import ADDRESS_GROUP


def main() -> None:
    """Entry point."""
    run_info_module(ADDRESS_GROUP)


if __name__ == "__main__":
    main()
