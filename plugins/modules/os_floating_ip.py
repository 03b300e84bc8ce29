#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_floating_ip: a floating IP, and the node or port that has it."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_floating_ip
short_description: Take a floating IP, give it to a node or a port, and release it
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings a floating IP to the wanted state. Which one is meant is said by its address or id, or by the O(node) or
    O(port) that has it or is to have it, or else by its O(network).
  - A node or port that has a floating IP (of O(network), if that is given) keeps it, and nothing changes. Only one that
    has none is given a new one, or with O(reuse=true) a free one.
  - With O(network) alone it is a free floating IP of that network, with O(description) and O(tags) if they are given,
    that the project has; a new one is made only if there is none.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  name:
    description:
      - The address, which is the name of a floating IP.
      - One that the project does not have is asked for, which most clouds grant to administrators alone.
      - Administrators, who see those of all projects, mean one of their token's project with it; else give O(id).
    type: str
    aliases: [address, floating_ip_address, ip]
  id:
    description: Id of a floating IP that exists.
    type: str
  state:
    description:
      - V(present) is a floating IP that exists, at O(node) or O(port) if one is given.
      - V(detached) is one that no port has, or that O(node) has not. The project keeps it.
      - V(absent) is none. It is released, wherever it is; if O(node) or O(port) is given, only if it is there.
    type: str
    choices: [present, detached, absent]
    default: present
  network:
    description:
      - Name or id of the external network that it is of. Where it is not given, a new one is of the only external
        network there is.
    type: str
    aliases: [pool, ip_pool, floating_network]
  node:
    description: Name or id of the node that is to have it.
    type: str
    aliases: [server]
  port:
    description: Name or id of the port that is to have it. An empty text is no port.
    type: str
    aliases: [port_id]
  fixed_network:
    description: Name or id of the network on which O(node) is to have it, where it is on several.
    type: str
    aliases: [nat_destination, internal_network]
  fixed_ip:
    description:
      - Address of the node or port that it is to stand for, where there are several.
      - It is one of O(node) or O(port), or of the port that the floating IP is at.
    type: str
    aliases: [fixed_address]
  reuse:
    description:
      - Whether a node or port that has none is given a free one that the project has, before a new one is made.
      - Tasks that do so at the same time may choose the same one.
    type: bool
    default: false
  description:
    description: Description. An empty text removes it.
    type: str
  tags:
    description: Tags that it is to have. Others stay, unless O(purge_tags=true).
    type: list
    elements: str
  purge_tags:
    description: Whether tags that are not in O(tags) are removed.
    type: bool
    default: false
seealso:
  - module: nodeworks.openstack.os_node
"""

EXAMPLES = r"""
- name: A floating IP for a node, once
  nodeworks.openstack.os_floating_ip:
    cloud: mycloud
    node: web1
    network: public
  register: result

- name: Show it
  ansible.builtin.debug:
    msg: "{{ result.floating_ip.name }}"

- name: Move it to another node
  nodeworks.openstack.os_floating_ip:
    cloud: mycloud
    address: "{{ result.floating_ip.name }}"
    node: web2

- name: Keep it, but for no node
  nodeworks.openstack.os_floating_ip:
    cloud: mycloud
    address: "{{ result.floating_ip.name }}"
    state: detached

- name: Release what a node has
  nodeworks.openstack.os_floating_ip:
    cloud: mycloud
    node: web2
    state: absent
"""

RETURN = r"""
floating_ip:
  description: The floating IP, as it is or, in check mode, will be; null if there is none.
  returned: success
  type: dict
  contains:
    id:
      description: Id.
      type: str
      sample: 2f245a7b-796b-4f26-9cf9-9e82d248fda7
    name:
      description: The address.
      type: str
      sample: 198.51.100.7
    network_id:
      description: Id of the external network that it is of.
      type: str
    port_id:
      description: Id of the port that has it; null if none has.
      type: str
    fixed_ip:
      description: The address of that port that it stands for.
      type: str
      sample: 10.0.0.12
    node_id:
      description: Id of the node whose port that is; null if it is no node's.
      type: str
    router_id:
      description: Id of the router that passes on what is sent to it.
      type: str
    status:
      description: Status, in the network service's word.
      type: str
      sample: ACTIVE
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
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.kinds.floating_ip import ARGUMENT_SPEC
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.floating_ip_lookup import SOUGHT_FLOATING_IP


def main() -> None:
    """Entry point."""
    run_state_module(SOUGHT_FLOATING_IP, ARGUMENT_SPEC, old=openstack_cloud.FLOATING_IP)


if __name__ == "__main__":
    main()
