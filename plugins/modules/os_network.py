#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_network: a network."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_network
short_description: Make, change or remove a network
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings a network to the wanted state. What nothing is said of is left alone.
  - What only administrators may set or see is said so with the option.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  name:
    description:
      - Name of the network.
      - It is an error if several of the project have this name; then give O(id).
      - Administrators, who see those of all projects, mean one of their token's project with it, or one that is shared
        or external; else give O(id).
    type: str
  id:
    description: Id of a network that exists.
    type: str
  state:
    description:
      - V(present) is a network that exists, V(absent) is none.
      - What keeps one from being removed (ports of nodes, routers and others) is named by name and id, in check mode
        too, also under C(blockers) of the result. Ports of nodes that are being deleted are waited for within
        O(wait_timeout).
    type: str
    choices: [present, absent]
    default: present
  new_name:
    description: Name that the network of O(name) or O(id) is to have from now on.
    type: str
  description:
    description: Description. An empty text removes it.
    type: str
  admin_state_up:
    description: Whether the network is up, so that it passes on what is sent.
    type: bool
    aliases: [is_admin_state_up]
  external:
    description: Whether floating IPs and gateways are taken from it. For administrators.
    type: bool
    aliases: [is_router_external]
  shared:
    description: Whether all projects may use it. For administrators.
    type: bool
    aliases: [is_shared]
  is_default:
    description: Whether it is the external network that is used where none is named. For administrators.
    type: bool
  mtu:
    description: The most bytes that a packet may have.
    type: int
    aliases: [mtu_size]
  port_security_enabled:
    description: Whether new ports of it mind security groups, and send from no other address than their own.
    type: bool
    aliases: [is_port_security_enabled]
  dns_domain:
    description: Domain in which the ports of the network have their names.
    type: str
  availability_zone_hints:
    description: Availability zones in which its services are to be. It cannot be changed afterwards.
    type: list
    elements: str
  provider_network_type:
    description: How the network is carried, like V(vlan). For administrators. It cannot be changed afterwards.
    type: str
  provider_physical_network:
    description: The physical network that carries it. For administrators. It cannot be changed afterwards.
    type: str
  provider_segmentation_id:
    description: Number of the VLAN or tunnel. For administrators. It cannot be changed afterwards.
    type: int
  tags:
    description: Tags that the network is to have. Others stay, unless O(purge_tags=true).
    type: list
    elements: str
  purge_tags:
    description: Whether tags that are not in O(tags) are removed.
    type: bool
    default: false
seealso:
  - module: nodeworks.openstack.os_subnet
  - module: nodeworks.openstack.os_router
"""

EXAMPLES = r"""
- name: A network
  nodeworks.openstack.os_network:
    cloud: mycloud
    name: backend
    description: Between the web servers and the databases

- name: An external one, as an administrator
  nodeworks.openstack.os_network:
    cloud: mycloud-admin
    name: public
    external: true
    provider_network_type: flat
    provider_physical_network: physnet1

- name: Remove it
  nodeworks.openstack.os_network:
    cloud: mycloud
    name: backend
    state: absent
"""

RETURN = r"""
network:
  description: The network, as it is or, in check mode, will be; null if there is none.
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
    external:
      description: Whether floating IPs and gateways are taken from it.
      type: bool
    shared:
      description: Whether all projects may use it.
      type: bool
    is_default:
      description: Whether it is the external network that is used where none is named.
      type: bool
    mtu:
      description: The most bytes that a packet may have.
      type: int
      sample: 1450
    port_security_enabled:
      description: Whether new ports mind security groups.
      type: bool
    dns_domain:
      description: Domain of the names of its ports; null where the service knows no names.
      type: str
    subnet_ids:
      description: Ids of its subnets.
      type: list
      elements: str
    availability_zone_hints:
      description: Availability zones in which its services are to be.
      type: list
      elements: str
    provider_network_type:
      description: How it is carried; null for those who are no administrators, as the two after it.
      type: str
    provider_physical_network:
      description: The physical network that carries it.
      type: str
    provider_segmentation_id:
      description: Number of the VLAN or tunnel.
      type: int
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
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.kinds.network import ARGUMENT_SPEC
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.network import NETWORK


def main() -> None:
    """Entry point."""
    run_state_module(NETWORK, ARGUMENT_SPEC, old=openstack_cloud.NETWORK)


if __name__ == "__main__":
    main()
