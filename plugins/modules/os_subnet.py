#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_subnet: a subnet."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_subnet
short_description: Make, change or remove a subnet
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings a subnet, the addresses of a network, to the wanted state. What nothing is said of is left alone.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  name:
    description:
      - Name of the subnet.
      - It is an error if several of the project have this name; then give O(id).
      - Administrators, who see those of all projects, mean one of their token's project with it, or one of a network
        that is shared or external; else give O(id).
    type: str
  id:
    description: Id of a subnet that exists.
    type: str
  state:
    description:
      - V(present) is a subnet that exists, V(absent) is none.
      - What keeps one from being removed (ports with addresses of it) is named by name and id, in check mode too, also
        under C(blockers) of the result. Ports of nodes that are being deleted are waited for within O(wait_timeout).
    type: str
    choices: [present, absent]
    default: present
  new_name:
    description: Name that the subnet of O(name) or O(id) is to have from now on.
    type: str
  description:
    description: Description. An empty text removes it.
    type: str
  network:
    description: Name or id of the network. Needed to make a subnet. It cannot be changed afterwards.
    type: str
    aliases: [network_id, network_name]
  cidr:
    description:
      - The addresses, as a network in CIDR notation. To make a subnet either this or O(subnet_pool) is needed.
      - It cannot be changed afterwards.
    type: str
  subnet_pool:
    description: Name or id of a subnet pool that the addresses are taken from. It cannot be changed afterwards.
    type: str
  prefix_length:
    description: Length of the prefix of what is taken from O(subnet_pool). It cannot be changed afterwards.
    type: int
  ip_version:
    description: The version of IP. By default that of O(cidr). It cannot be changed afterwards.
    type: int
    choices: [4, 6]
  gateway_ip:
    description: Address of the gateway; by default the first one. An empty text is no gateway.
    type: str
  enable_dhcp:
    description: Whether nodes are told their addresses by DHCP.
    type: bool
    aliases: [is_dhcp_enabled]
  allocation_pools:
    description: Ranges that addresses are given out of, in place of those there are; by default all addresses.
    type: list
    elements: dict
    suboptions:
      start:
        description: The first address.
        type: str
        required: true
      end:
        description: The last address.
        type: str
        required: true
  dns_nameservers:
    description: Addresses of name servers that nodes are told, in this order, in place of those there are.
    type: list
    elements: str
  host_routes:
    description: Routes that nodes are told, in place of those there are.
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
  ipv6_ra_mode:
    description: How routers tell of themselves. It cannot be changed afterwards.
    type: str
    choices: [dhcpv6-stateful, dhcpv6-stateless, slaac]
  ipv6_address_mode:
    description: How nodes get their IPv6 addresses. It cannot be changed afterwards.
    type: str
    choices: [dhcpv6-stateful, dhcpv6-stateless, slaac]
  tags:
    description: Tags that the subnet is to have. Others stay, unless O(purge_tags=true).
    type: list
    elements: str
  purge_tags:
    description: Whether tags that are not in O(tags) are removed.
    type: bool
    default: false
seealso:
  - module: nodeworks.openstack.os_network
  - module: nodeworks.openstack.os_router
"""

EXAMPLES = r"""
- name: A subnet
  nodeworks.openstack.os_subnet:
    cloud: mycloud
    name: backend-v4
    network: backend
    cidr: 10.1.0.0/24
    dns_nameservers: [192.0.2.53]

- name: Without gateway and DHCP, with some of the addresses
  nodeworks.openstack.os_subnet:
    cloud: mycloud
    name: storage-v4
    network: storage
    cidr: 10.2.0.0/24
    gateway_ip: ""
    enable_dhcp: false
    allocation_pools:
      - {start: 10.2.0.100, end: 10.2.0.199}

- name: Remove it
  nodeworks.openstack.os_subnet:
    cloud: mycloud
    name: backend-v4
    state: absent
"""

RETURN = r"""
subnet:
  description: The subnet, as it is or, in check mode, will be; null if there is none.
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
    network_id:
      description: Id of its network.
      type: str
    cidr:
      description: Its addresses.
      type: str
      sample: 10.1.0.0/24
    ip_version:
      description: The version of IP.
      type: int
      sample: 4
    gateway_ip:
      description: Address of the gateway; null if it has none.
      type: str
      sample: 10.1.0.1
    enable_dhcp:
      description: Whether nodes are told their addresses by DHCP.
      type: bool
    allocation_pools:
      description: Ranges that addresses are given out of.
      type: list
      elements: dict
      contains:
        start:
          description: The first address.
          type: str
          sample: 10.1.0.2
        end:
          description: The last address.
          type: str
          sample: 10.1.0.254
    dns_nameservers:
      description: Addresses of name servers that nodes are told.
      type: list
      elements: str
    host_routes:
      description: Routes that nodes are told.
      type: list
      elements: dict
      contains:
        destination:
          description: The network that it leads to.
          type: str
        nexthop:
          description: The address that it leads over.
          type: str
    ipv6_ra_mode:
      description: How routers tell of themselves.
      type: str
    ipv6_address_mode:
      description: How nodes get their IPv6 addresses.
      type: str
    subnet_pool_id:
      description: Id of the subnet pool that it was taken from; null if it was not.
      type: str
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
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.kinds.subnet import ARGUMENT_SPEC
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.subnet import SUBNET


def main() -> None:
    """Entry point."""
    run_state_module(SUBNET, ARGUMENT_SPEC, old=openstack_cloud.SUBNET)


if __name__ == "__main__":
    main()
