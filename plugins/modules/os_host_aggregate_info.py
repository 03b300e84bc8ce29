#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_host_aggregate_info: which host aggregates there are."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_host_aggregate_info
short_description: Look for host aggregates
version_added: 2.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Returns all host aggregates that satisfy all that is asked for; an empty list if there are none.
  - Changes nothing.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.resource_info
  - nodeworks.openstack.attributes.info
seealso:
  - module: nodeworks.openstack.os_host_aggregate
"""

EXAMPLES = r"""
- name: Which hosts are in which aggregate
  nodeworks.openstack.os_host_aggregate_info:
    cloud: mycloud-admin
  register: found

- name: Show them
  ansible.builtin.debug:
    msg: "{{ found.host_aggregates | items2dict(key_name='name', value_name='hosts') }}"
"""

RETURN = r"""
host_aggregates:
  description: The host aggregates, each as RV(nodeworks.openstack.os_host_aggregate#module:host_aggregate).
  returned: on success
  type: list
  elements: dict
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_info_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.host_aggregate import HOST_AGGREGATE


def main() -> None:
    """Entry point."""
    run_info_module(HOST_AGGREGATE)


if __name__ == "__main__":
    main()
