#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_service_info: which services there are."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_service_info
short_description: Look for services
version_added: 2.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Returns all services that satisfy all that is asked for; an empty list if there are none.
  - Changes nothing.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.resource_info
  - nodeworks.openstack.attributes.info
seealso:
  - module: nodeworks.openstack.os_service
"""

EXAMPLES = r"""
- name: Which services there are
  nodeworks.openstack.os_service_info:
    cloud: mycloud-admin
    fields: [name, type]
"""

RETURN = r"""
services:
  description: The services, each as RV(nodeworks.openstack.os_service#module:service).
  returned: on success
  type: list
  elements: dict
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_info_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.catalog_service import CATALOG_SERVICE


def main() -> None:
    """Entry point."""
    run_info_module(CATALOG_SERVICE)


if __name__ == "__main__":
    main()
