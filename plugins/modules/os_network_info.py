#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_network_info: which networks, subnets, ports or routers there are."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_network_info
short_description: Look for networks, subnets, ports or routers
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Returns all of a O(kind) that satisfy all that is asked for; an empty list if there are none. Without any of it
    these are all that one may see.
  - Changes nothing.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.resource_info
  - nodeworks.openstack.tag_filters
  - nodeworks.openstack.attributes.info
options:
  kind:
    description: What is looked for.
    type: str
    choices: [network, subnet, port, router]
    default: network
  filters:
    description:
      - Filters of the network service, as its API reference lists them for the O(kind), for example C(status),
        C(router:external) (of networks), C(network_id) (of subnets and ports), C(device_id) (of ports) or
        C(project_id).
    type: dict
seealso:
  - module: nodeworks.openstack.os_network
  - module: nodeworks.openstack.os_subnet
  - module: nodeworks.openstack.os_port
  - module: nodeworks.openstack.os_router
"""

EXAMPLES = r"""
- name: External networks
  nodeworks.openstack.os_network_info:
    cloud: mycloud
    filters: {"router:external": true}
  register: external

- name: The ports of a node, with their addresses
  nodeworks.openstack.os_network_info:
    cloud: mycloud
    kind: port
    filters: {device_id: "{{ node.id }}"}
    fields: [id, mac, fixed_ips]
  register: found

- name: Show them
  ansible.builtin.debug:
    msg: "{{ found.ports }}"
"""

RETURN = r"""
networks:
  description: The networks, each as RV(nodeworks.openstack.os_network#module:network).
  returned: with O(kind=network)
  type: list
  elements: dict
subnets:
  description: The subnets, each as RV(nodeworks.openstack.os_subnet#module:subnet).
  returned: with O(kind=subnet)
  type: list
  elements: dict
ports:
  description: The ports, each as RV(nodeworks.openstack.os_port#module:port).
  returned: with O(kind=port)
  type: list
  elements: dict
routers:
  description: The routers, each as RV(nodeworks.openstack.os_router#module:router).
  returned: with O(kind=router)
  type: list
  elements: dict
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from typing import Any, Dict

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_info_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.options import openstack_cloud_plain
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.info import TAG_FILTERS
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.criterion import FILTERS, by_tags
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.network import NETWORK
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.port_reference import PORT
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.router import ROUTER
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.subnet import SUBNET

KINDS = {resource.key: resource for resource in (NETWORK, SUBNET, PORT, ROUTER)}
ARGUMENT_SPEC: Dict[str, Dict[str, Any]] = {
    "kind": {"type": "str", "choices": ["network", "subnet", "port", "router"], "default": "network"},
    **TAG_FILTERS,
}


def main() -> None:
    """Entry point."""
    run_info_module(KINDS, ARGUMENT_SPEC, (FILTERS, *by_tags()), old=openstack_cloud_plain.NETWORK_INFO)


if __name__ == "__main__":
    main()
