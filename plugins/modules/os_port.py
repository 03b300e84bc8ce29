#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_port: a port."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_port
short_description: Make, change or remove a port, and give it to a node
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings a port to the wanted state. Only what differs is changed, and what nothing is said of is left alone.
  - A list that is given takes the place of the one there is; an empty one takes all away.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  name:
    description:
      - Name of the port.
      - It is an error if several of the project have this name; then give O(id).
      - Administrators, who see those of all projects, mean one of their token's project with it; else give O(id).
    type: str
  id:
    description: Id of a port that exists.
    type: str
  state:
    description:
      - V(present) is a port that exists, V(absent) is none.
      - Most clouds let only administrators remove a port of a node. Others are told the node's name and id, in check
        mode as a warning; give an empty O(node) first.
    type: str
    choices: [present, absent]
    default: present
  new_name:
    description: Name that the port of O(name) or O(id) is to have from now on.
    type: str
  network:
    description: Name or id of the network. Needed to make a port. It cannot be changed afterwards.
    type: str
    aliases: [network_id]
  description:
    description: Description. An empty text removes it.
    type: str
  admin_state_up:
    description: Whether the port is up, so that it passes on what is sent.
    type: bool
    aliases: [is_admin_state_up]
  fixed_ips:
    description:
      - The port's addresses; by default one of each version of IP. Each is an address, or a dict with C(ip), with
        C(subnet) (name or id), or with both. With C(subnet) alone any address of that subnet will do.
      - Addresses that the service makes of the MAC address (SLAAC) stay in any case.
      - The keys C(ip_address) and C(subnet_id) are understood too.
    type: list
    elements: raw
  mac:
    description: MAC address. Most clouds let administrators alone change it, and nobody while a node has the port.
    type: str
    aliases: [mac_address]
  security_groups:
    description:
      - Names or ids of the security groups; by default a new port is in the group C(default).
    type: list
    elements: str
  port_security_enabled:
    description:
      - Whether what is sent has to come from an address of the port, and security groups are minded. A port without it
        can have neither O(security_groups) nor O(allowed_address_pairs).
    type: bool
    aliases: [is_port_security_enabled]
  allowed_address_pairs:
    description:
      - What may be sent from besides the port's own addresses. Each is an address or a network in CIDR notation, or a
        dict with C(ip), and with C(mac) if it is another MAC address than the port's.
      - The keys C(ip_address) and C(mac_address) are understood too.
    type: list
    elements: raw
  extra_dhcp_opts:
    description: What DHCP tells the node besides.
    type: list
    elements: dict
    aliases: [extra_dhcp_options]
    suboptions:
      name:
        description: Name of the option.
        type: str
        required: true
        aliases: [opt_name]
      value:
        description: Its value.
        type: str
        required: true
        aliases: [opt_value]
      ip_version:
        description: The version of IP that it is for.
        type: int
        choices: [4, 6]
        default: 4
  vnic_type:
    description: The kind of interface, in the network service's word, like V(normal), V(direct) or V(macvtap).
    type: str
    aliases: [binding_vnic_type]
  host:
    description: Host that the port is bound to. For administrators.
    type: str
    aliases: [binding_host, binding_host_id]
  profile:
    description: What the host is told of the port, in the words of its network driver. For administrators.
    type: dict
    aliases: [binding_profile]
  dns_name:
    description: Name of the port for the network's DNS.
    type: str
  dns_domain:
    description: Domain of O(dns_name).
    type: str
  qos_policy:
    description: Name or id of a QoS policy. An empty text is none.
    type: str
    aliases: [qos_policy_id]
  node:
    description:
      - Name or id of the node that is to have the port. It is taken from the one that has it first.
      - An empty text is no node. A port that the compute service has made itself is then removed by it.
    type: str
    aliases: [server]
  device_id:
    description: Id of what uses the port, if it is no node. Cannot be given together with O(node).
    type: str
  device_owner:
    description: Kind of what uses the port, if it is no node. Cannot be given together with O(node).
    type: str
  tags:
    description: Tags that the port is to have. Others stay, unless O(purge_tags=true).
    type: list
    elements: str
  purge_tags:
    description: Whether tags that are not in O(tags) are removed.
    type: bool
    default: false
seealso:
  - module: nodeworks.openstack.os_node
  - module: nodeworks.openstack.os_network
  - module: nodeworks.openstack.os_network_info
  - module: nodeworks.openstack.os_floating_ip
"""

EXAMPLES = r"""
- name: A port with an address of its own
  nodeworks.openstack.os_port:
    cloud: mycloud
    name: web1-port
    network: backend
    fixed_ips: [10.1.0.20]
    security_groups: [web]

- name: One that may also use the address that two nodes share
  nodeworks.openstack.os_port:
    cloud: mycloud
    name: web1-port
    allowed_address_pairs: [10.1.0.100]

- name: Give it to a node
  nodeworks.openstack.os_port:
    cloud: mycloud
    name: web1-port
    node: web1

- name: Take it from the node that has it
  nodeworks.openstack.os_port:
    cloud: mycloud
    name: web1-port
    node: ""

- name: Remove it
  nodeworks.openstack.os_port:
    cloud: mycloud
    name: web1-port
    state: absent
"""

RETURN = r"""
port:
  description: The port, as it is or, in check mode, will be; null if there is none.
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
    status:
      description: Status, in the network service's word.
      type: str
      sample: ACTIVE
    admin_state_up:
      description: Whether it is up.
      type: bool
    mac:
      description: MAC address.
      type: str
      sample: fa:16:3e:00:00:01
    fixed_ips:
      description: Its addresses.
      type: list
      elements: dict
      contains:
        ip:
          description: The address.
          type: str
          sample: 10.1.0.20
        subnet_id:
          description: Id of the subnet.
          type: str
    node_id:
      description: Id of the node that has it; null if none has.
      type: str
    device_id:
      description: Id of what uses it; empty if nothing does.
      type: str
    device_owner:
      description: Kind of what uses it.
      type: str
      sample: compute:nova
    security_group_ids:
      description: Ids of the security groups.
      type: list
      elements: str
    port_security_enabled:
      description: Whether what is sent has to come from an address of the port, and security groups are minded.
      type: bool
    allowed_address_pairs:
      description: What may be sent from besides its own addresses.
      type: list
      elements: dict
      contains:
        ip:
          description: Address or network.
          type: str
          sample: 10.1.0.100
        mac:
          description: MAC address.
          type: str
    extra_dhcp_opts:
      description: What DHCP tells the node besides.
      type: list
      elements: dict
      contains:
        name:
          description: Name of the option.
          type: str
          sample: bootfile-name
        value:
          description: Its value.
          type: str
        ip_version:
          description: The version of IP that it is for.
          type: int
    vnic_type:
      description: The kind of interface.
      type: str
      sample: normal
    host:
      description: Host that it is bound to; null for those who are no administrators.
      type: str
    profile:
      description: What the host is told of it; null for those who are no administrators.
      type: dict
    dns_name:
      description: Name for the network's DNS; null where the service has none.
      type: str
    dns_domain:
      description: Domain of that name; null where the service has none.
      type: str
    qos_policy_id:
      description: Id of the QoS policy; null if it has none.
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
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.kinds.port import ARGUMENT_SPEC
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.port import MANAGED_PORT


def main() -> None:
    """Entry point."""
    run_state_module(MANAGED_PORT, ARGUMENT_SPEC, old=openstack_cloud.PORT)


if __name__ == "__main__":
    main()
