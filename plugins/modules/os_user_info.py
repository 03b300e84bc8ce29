#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_user_info: which users there are."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_user_info
short_description: Look for users
version_added: 2.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Returns all users that satisfy all that is asked for; an empty list if there are none.
  - Changes nothing.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.resource_info
  - nodeworks.openstack.attributes.info
options:
  domain:
    description: Name or id of the domain whose users are looked for; by default all that the user may see.
    type: str
seealso:
  - module: nodeworks.openstack.os_user
"""

EXAMPLES = r"""
- name: The users of a domain
  nodeworks.openstack.os_user_info:
    cloud: mycloud-admin
    domain: default
    fields: [name, email, enabled]
"""

RETURN = r"""
users:
  description: The users, each as RV(nodeworks.openstack.os_user#module:user).
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
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.user import USER

ARGUMENT_SPEC: Spec = {
    "domain": {"type": "str"},
}


def main() -> None:
    """Entry point."""
    run_info_module(USER, ARGUMENT_SPEC, (FILTERS, BY_DOMAIN))


if __name__ == "__main__":
    main()
