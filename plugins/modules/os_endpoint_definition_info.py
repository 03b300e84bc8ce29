#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_endpoint_definition_info: which endpoints there are."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_endpoint_definition_info
short_description: Look for endpoints
version_added: 2.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Returns all endpoints that satisfy all that is asked for; an empty list if there are none.
  - Changes nothing.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.resource_info
  - nodeworks.openstack.attributes.info
options:
  service:
    description: Name, type or id of the service whose endpoints are looked for.
    type: str
seealso:
  - module: nodeworks.openstack.os_endpoint_definition
"""

EXAMPLES = r"""
- name: The endpoints of the compute service
  nodeworks.openstack.os_endpoint_definition_info:
    cloud: mycloud-admin
    service: compute
"""

RETURN = r"""
endpoints:
  description: The endpoints, each as RV(nodeworks.openstack.os_endpoint_definition#module:endpoint).
  returned: on success
  type: list
  elements: dict
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_info_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.connection import Spec
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.catalog_endpoint import (
    CATALOG_ENDPOINT,
    ENDPOINT_CRITERIA,
)

ARGUMENT_SPEC: Spec = {
    "service": {"type": "str"},
}


def main() -> None:
    """Entry point."""
    run_info_module(CATALOG_ENDPOINT, ARGUMENT_SPEC, ENDPOINT_CRITERIA)


if __name__ == "__main__":
    main()
