#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_router: a router."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_router
short_description: Make, change or remove a router, with its interfaces and gateway
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings a router, its interfaces and its gateway to the wanted state. Only what differs is changed, and what nothing
    is said of is left alone.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  name:
    description:
      - Name of the router.
      - It is an error if several of the project have this name; then give O(id).
      - Administrators, who see those of all projects, mean one of their token's project with it; else give O(id).
    type: str
  id:
    description: Id of a router that exists.
    type: str
  state:
    description:
      - V(present) is a router that exists, V(absent) is none.
      - What keeps a router from being removed, or from losing an interface or its gateway (floating IPs behind it,
        routes) is looked for before anything is changed, in check mode too. It is named by name and id, also under
        C(blockers) of the result, and nothing is changed then.
      - So are subnets that a router cannot be in, without a gateway address, say, or where another port has it.
    type: str
    choices: [present, absent]
    default: present
  new_name:
    description: Name that the router of O(name) or O(id) is to have from now on.
    type: str
  description:
    description: Description. An empty text removes it.
    type: str
  admin_state_up:
    description: Whether the router is up, so that it passes on what is sent.
    type: bool
    aliases: [is_admin_state_up]
  external_gateway:
    description:
      - The external network that the router leads to, by its name or id, or a dict with C(network), and if wanted
        C(enable_snat) (whether addresses are translated; for administrators) and C(fixed_ips) (a list of the router's
        addresses there; mostly for administrators).
      - Addresses that are not named stay as they are. An empty text is no gateway.
    type: raw
  interfaces:
    description:
      - The subnets that the router is in. Each is the name or id of a subnet, or a dict with C(subnet), and C(ip) if
        the router is to have another address there than that of the gateway, or with C(port) (name or id).
      - Others stay, unless O(purge_interfaces=true).
      - The keys C(net) and C(portip) are understood too.
    type: list
    elements: raw
  purge_interfaces:
    description: Whether the router is taken out of subnets that are not in O(interfaces).
    type: bool
    default: false
  routes:
    description: Routes, in place of those there are.
    type: list
    elements: dict
    suboptions:
      destination:
        description: The network that it leads to, in CIDR notation.
        type: str
        required: true
      nexthop:
        description: The address that it leads over.
        type: str
        required: true
  distributed:
    description: Whether it runs on all hosts. For administrators. It cannot be changed afterwards.
    type: bool
  ha:
    description: Whether a second one stands by. For administrators. It cannot be changed afterwards.
    type: bool
  availability_zone_hints:
    description: Availability zones in which it is to run. It cannot be changed afterwards.
    type: list
    elements: str
  tags:
    description: Tags that the router is to have. Others stay, unless O(purge_tags=true).
    type: list
    elements: str
  purge_tags:
    description: Whether tags that are not in O(tags) are removed.
    type: bool
    default: false
seealso:
  - module: nodeworks.openstack.os_network
  - module: nodeworks.openstack.os_subnet
"""

EXAMPLES = r"""
- name: A router between a network and the outside
  nodeworks.openstack.os_router:
    cloud: mycloud
    name: router
    external_gateway: public
    interfaces: [backend-v4]

- name: In exactly these subnets, in one of them with an address of its own
  nodeworks.openstack.os_router:
    cloud: mycloud
    name: router
    interfaces:
      - backend-v4
      - {subnet: storage-v4, ip: 10.2.0.254}
    purge_interfaces: true
    routes:
      - {destination: 10.8.0.0/16, nexthop: 10.2.0.5}

- name: No longer to the outside
  nodeworks.openstack.os_router:
    cloud: mycloud
    name: router
    external_gateway: ""

- name: Remove it, with its interfaces
  nodeworks.openstack.os_router:
    cloud: mycloud
    name: router
    state: absent
"""

RETURN = r"""
router:
  description: The router, as it is or, in check mode, will be; null if there is none.
  returned: success
  type: dict
  contains:
    id:
      description: Id.
      type: str
      sample: 2f245a7b-796b-4f26-9cf9-9e82d248fda7
    name:
      description: Name.
      type: str
    status:
      description: Status, in the network service's word.
      type: str
      sample: ACTIVE
    admin_state_up:
      description: Whether it is up.
      type: bool
    external_gateway:
      description: The gateway; null if it has none.
      type: dict
      contains:
        network_id:
          description: Id of the external network.
          type: str
        enable_snat:
          description: Whether addresses are translated.
          type: bool
        fixed_ips:
          description: The router's addresses there.
          type: list
          elements: dict
          contains:
            ip:
              description: The address.
              type: str
              sample: 198.51.100.3
            subnet_id:
              description: Id of the subnet.
              type: str
    interfaces:
      description: How it is in subnets.
      type: list
      elements: dict
      contains:
        port_id:
          description: Id of the port.
          type: str
        network_id:
          description: Id of the network.
          type: str
        subnet_id:
          description: Id of the subnet.
          type: str
        ip:
          description: The router's address there.
          type: str
          sample: 10.1.0.1
    routes:
      description: Routes.
      type: list
      elements: dict
      contains:
        destination:
          description: The network that it leads to.
          type: str
        nexthop:
          description: The address that it leads over.
          type: str
    distributed:
      description: Whether it runs on all hosts; null for those who are no administrators.
      type: bool
    ha:
      description: Whether a second one stands by; null for those who are no administrators.
      type: bool
    availability_zone_hints:
      description: Availability zones in which it is to run.
      type: list
      elements: str
    description:
      description: Description.
      type: str
    tags:
      description: Tags.
      type: list
      elements: str
    project_id:
      description: Id of the project it belongs to.
      type: str
    created_at:
      description: When it was made.
      type: str
      sample: "2026-11-24T12:00:00Z"
    region:
      description: Region that has it.
      type: str
      sample: RegionOne
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_state_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.options import openstack_cloud
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.kinds.router import ARGUMENT_SPEC
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.router import ROUTER


def main() -> None:
    """Entry point."""
    run_state_module(ROUTER, ARGUMENT_SPEC, old=openstack_cloud.ROUTER)


if __name__ == "__main__":
    main()
