#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_floating_ip_info: which floating IPs there are."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_floating_ip_info
short_description: Look for floating IPs
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Returns all floating IPs that satisfy all that is asked for; an empty list if there are none. Without any of it
    these are all that one may see.
  - Changes nothing.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.resource_info
  - nodeworks.openstack.tag_filters
  - nodeworks.openstack.attributes.info
options:
  name:
    description: The address, which is the name of a floating IP. That there is none is no error, but an empty list.
    type: str
    aliases: [address, floating_ip_address, ip]
  filters:
    description:
      - Filters of the network service, as its API reference lists them for floating IPs, for example C(status),
        C(floating_network_id), C(port_id), C(router_id) or C(project_id).
    type: dict
  node_id:
    description: Id of the node that has to have it.
    type: str
  attached:
    description: Whether a port has to have it, V(true), or none may have it, V(false).
    type: bool
seealso:
  - module: nodeworks.openstack.os_floating_ip
"""

EXAMPLES = r"""
- name: Floating IPs that nobody uses
  nodeworks.openstack.os_floating_ip_info:
    cloud: mycloud
    attached: false
  register: unused

- name: Those of a node
  nodeworks.openstack.os_floating_ip_info:
    cloud: mycloud
    node_id: "{{ node.id }}"
    fields: [name, fixed_ip]
"""

RETURN = r"""
floating_ips:
  description: The floating IPs, each as RV(nodeworks.openstack.os_floating_ip#module:floating_ip).
  returned: success
  type: list
  elements: dict
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from typing import Any, Dict

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_info_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.info import TAG_FILTERS
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.floating_ip import FLOATING_IP
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.floating_ip_criteria import (
    FLOATING_IP_CRITERIA,
)

ARGUMENT_SPEC: Dict[str, Dict[str, Any]] = {
    "name": {"type": "str", "aliases": ["address", "floating_ip_address", "ip"]},
    "node_id": {"type": "str"},
    "attached": {"type": "bool"},
    **TAG_FILTERS,
}


def main() -> None:
    """Entry point."""
    run_info_module(FLOATING_IP, ARGUMENT_SPEC, FLOATING_IP_CRITERIA)


if __name__ == "__main__":
    main()
