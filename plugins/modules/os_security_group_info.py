#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_security_group_info: which security groups there are."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_security_group_info
short_description: Look for security groups, with their rules
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Returns all security groups that satisfy all that is asked for; an empty list if there are none. Without any of it
    these are all that one may see.
  - Changes nothing.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.resource_info
  - nodeworks.openstack.tag_filters
  - nodeworks.openstack.attributes.info
options:
  filters:
    description:
      - Filters of the network service, as its API reference lists them for security groups, for example C(description),
        C(stateful) or C(project_id).
    type: dict
seealso:
  - module: nodeworks.openstack.os_security_group
"""

EXAMPLES = r"""
- name: The rules of a group
  nodeworks.openstack.os_security_group_info:
    cloud: mycloud
    name: web
  register: found

- name: Show them
  ansible.builtin.debug:
    msg: "{{ found.security_groups[0].rules }}"
"""

RETURN = r"""
security_groups:
  description: The security groups, each as RV(nodeworks.openstack.os_security_group#module:security_group).
  returned: success
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
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.security_group import SECURITY_GROUP


def main() -> None:
    """Entry point."""
    run_info_module(SECURITY_GROUP, TAG_FILTERS, (FILTERS, *by_tags()))


if __name__ == "__main__":
    main()
