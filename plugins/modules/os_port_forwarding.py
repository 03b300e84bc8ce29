#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_port_forwarding: makes, changes and removes a port forwarding of a floating IP."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_port_forwarding
short_description: Make, change or remove a port forwarding of a floating IP
version_added: 2.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings a port forwarding to the wanted state. It leads a port, or a range of them, of a floating IP to ports of a
    node, so that several nodes are reached by one address.
  - It has no name. O(protocol) and O(external_port) say which one of O(floating_ip) is meant.
  - The floating IP must not belong to a port itself, and a router has to lead from its network to the port.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  id:
    description: Id of a port forwarding that exists.
    type: str
  state:
    description: V(present) is a port forwarding that exists, V(absent) is none.
    type: str
    choices: [present, absent]
    default: present
  floating_ip:
    description: Address or id of the floating IP.
    type: str
    required: true
  protocol:
    description:
      - Protocol, like V(tcp) or V(udp). With O(external_port) it says which port forwarding is meant, unless O(id)
        does.
      - The option of the connection that has this name, for federation, is said in O(auth) or O(cloud).
    type: str
  external_port:
    description: Port of the floating IP, or a range of them like V(8000-8100).
    type: str
  internal_port:
    description: Port that it leads to, or a range of as many. Needed to make one.
    type: str
  port:
    description: Name or id of the port of the node that it leads to. Needed to make one.
    type: str
  internal_ip:
    description: Address of that port. Needed to make one.
    type: str
  description:
    description: Description. An empty text removes it.
    type: str
seealso:
  - module: nodeworks.openstack.os_port_forwarding_info
  - module: nodeworks.openstack.os_floating_ip
  - module: nodeworks.openstack.os_port
"""

EXAMPLES = r"""
- name: Port 8080 of the address leads to the web server
  nodeworks.openstack.os_port_forwarding:
    cloud: mycloud
    floating_ip: 172.24.0.7
    protocol: tcp
    external_port: 8080
    internal_port: 80
    port: web1
    internal_ip: 10.0.0.5

- name: No longer
  nodeworks.openstack.os_port_forwarding:
    cloud: mycloud
    floating_ip: 172.24.0.7
    protocol: tcp
    external_port: 8080
    state: absent
"""

RETURN = r"""
port_forwarding:
  description: The port forwarding, as it is or, in check mode, will be; null if there is none.
  returned: on success
  type: dict
  contains:
    id:
      description: Id.
      type: str
      sample: 5bbcc3c4-1da2-4437-a48a-66f15b1b13f9
    name:
      description: Protocol and port of the floating IP. The service has no names for port forwardings.
      type: str
      sample: tcp 8080
    floating_ip_id:
      description: Id of the floating IP.
      type: str
    protocol:
      description: Protocol.
      type: str
      sample: tcp
    external_port:
      description: Port of the floating IP, or a range of them.
      type: str
      sample: "8080"
    internal_port:
      description: Port that it leads to, or a range of them.
      type: str
      sample: "80"
    internal_ip:
      description: Address that it leads to.
      type: str
      sample: 10.0.0.5
    port_id:
      description: Id of the port that it leads to.
      type: str
    description:
      description: Description.
      type: str
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
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.kinds.port_forwarding import ARGUMENT_SPEC
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.port_forwarding import PORT_FORWARDING


def main() -> None:
    """Entry point."""
    run_state_module(PORT_FORWARDING, ARGUMENT_SPEC)


if __name__ == "__main__":
    main()
