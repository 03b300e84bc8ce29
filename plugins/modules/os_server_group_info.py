#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_server_group_info: which server groups there are."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_server_group_info
short_description: Look for server groups
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Returns all server groups that satisfy all that is asked for; an empty list if there are none. Without any of it
    these are all of the project.
  - Changes nothing.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.resource_info
  - nodeworks.openstack.attributes.info
options:
  all_projects:
    description: Whether the server groups of all projects are looked for; only administrators are shown those.
    type: bool
    default: false
    aliases: [all_tenants]
seealso:
  - module: nodeworks.openstack.os_server_group
"""

EXAMPLES = r"""
- name: Which nodes are kept apart
  nodeworks.openstack.os_server_group_info:
    cloud: mycloud
    name: databases
  register: found

- name: Show them
  ansible.builtin.debug:
    msg: "{{ found.server_groups[0].members }}"
"""

RETURN = r"""
server_groups:
  description: The server groups, each as RV(nodeworks.openstack.os_server_group#module:server_group).
  returned: on success
  type: list
  elements: dict
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from typing import Any, Dict

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_info_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.criterion import FILTERS, of_all_projects
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.server_group import SERVER_GROUP

ARGUMENT_SPEC: Dict[str, Dict[str, Any]] = {
    "all_projects": {"type": "bool", "default": False, "aliases": ["all_tenants"]},
}


def main() -> None:
    """Entry point."""
    run_info_module(SERVER_GROUP, ARGUMENT_SPEC, (FILTERS, of_all_projects("all_projects")))


if __name__ == "__main__":
    main()
