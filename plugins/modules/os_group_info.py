#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_group_info: which groups there are."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_group_info
short_description: Look for groups
version_added: 2.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Returns all groups that satisfy all that is asked for; an empty list if there are none.
  - Changes nothing.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.resource_info
  - nodeworks.openstack.attributes.info
options:
  domain:
    description: Name or id of the domain whose groups are looked for; by default all that the user may see.
    type: str
seealso:
  - module: nodeworks.openstack.os_group
"""

EXAMPLES = r"""
- name: Which groups there are
  nodeworks.openstack.os_group_info:
    cloud: mycloud-admin
    fields: [id, name]
"""

RETURN = r"""
groups:
  description: The groups, each as RV(nodeworks.openstack.os_group#module:group).
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
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.criterion import FILTERS
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.domain import BY_DOMAIN
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.user_group import USER_GROUP

ARGUMENT_SPEC: Spec = {
    "domain": {"type": "str"},
}


def main() -> None:
    """Entry point."""
    run_info_module(USER_GROUP, ARGUMENT_SPEC, (FILTERS, BY_DOMAIN))


if __name__ == "__main__":
    main()
