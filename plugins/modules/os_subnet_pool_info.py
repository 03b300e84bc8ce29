#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_subnet_pool_info: which subnet pools there are."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_subnet_pool_info
short_description: Look for subnet pools
version_added: 2.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Returns all subnet pools that satisfy all that is asked for; an empty list if there are none.
  - Changes nothing.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.resource_info
  - nodeworks.openstack.tag_filters
  - nodeworks.openstack.attributes.info
seealso:
  - module: nodeworks.openstack.os_subnet_pool
"""

EXAMPLES = r"""
- name: Which subnet pools there are
  nodeworks.openstack.os_subnet_pool_info:
    cloud: mycloud
  register: found
"""

RETURN = r"""
subnet_pools:
  description: The subnet pools, each as RV(nodeworks.openstack.os_subnet_pool#module:subnet_pool).
  returned: on success
  type: list
  elements: dict
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_info_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.info import TAG_FILTERS
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.criterion import FILTERS, by_tags
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.subnet_pool import SUBNET_POOL


def main() -> None:
    """Entry point."""
    run_info_module(SUBNET_POOL, TAG_FILTERS, (FILTERS, *by_tags()))


if __name__ == "__main__":
    main()
