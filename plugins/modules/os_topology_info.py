#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_topology_info: what belongs to an environment."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_topology_info
short_description: Look at what belongs to an environment, as lists and as a picture
version_added: 2.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Returns all that belongs to an environment of M(nodeworks.openstack.os_topology), by kind, and pictures of it.
  - The list of each kind is read once, side by side.
  - Changes nothing.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.attributes.info
options:
  name:
    description: Name of the environment.
    type: str
    required: true
  parallel:
    description: How many requests may be under way at once.
    type: int
    default: 10
seealso:
  - module: nodeworks.openstack.os_topology
"""

EXAMPLES = r"""
- name: What belongs to the shop
  nodeworks.openstack.os_topology_info:
    cloud: mycloud
    name: shop
  register: shop

- name: Show it
  ansible.builtin.debug:
    msg: "{{ shop.tree.splitlines() }}"

- name: A page for a browser
  ansible.builtin.copy:
    content: "{{ shop.page }}"
    dest: shop.html
    mode: "0644"
"""

RETURN = r"""
tree:
  description: What belongs to the environment as a tree, each resource below the one that it belongs to.
  returned: on success
  type: str
mermaid:
  description: The same as a flowchart of Mermaid.
  returned: on success
  type: str
dot:
  description: The same as a graph of Graphviz.
  returned: on success
  type: str
page:
  description: The same as a page for a browser, complete in itself.
  returned: on success
  type: str
application_credentials:
  description:
    - The application credentials, in the form in which M(nodeworks.openstack.os_application_credential) returns one.
  returned: on success
  type: list
  elements: dict
flavors:
  description: The flavors, in the form in which M(nodeworks.openstack.os_flavor) returns one.
  returned: on success
  type: list
  elements: dict
floating_ips:
  description: The floating IPs, in the form in which M(nodeworks.openstack.os_floating_ip) returns one.
  returned: on success
  type: list
  elements: dict
images:
  description: The images, in the form in which M(nodeworks.openstack.os_image) returns one.
  returned: on success
  type: list
  elements: dict
key_pairs:
  description: The key pairs, in the form in which M(nodeworks.openstack.os_keypair) returns one.
  returned: on success
  type: list
  elements: dict
networks:
  description: The networks, in the form in which M(nodeworks.openstack.os_network) returns one.
  returned: on success
  type: list
  elements: dict
nodes:
  description: The nodes, in the form in which M(nodeworks.openstack.os_node) returns one.
  returned: on success
  type: list
  elements: dict
ports:
  description: The ports, in the form in which M(nodeworks.openstack.os_port) returns one.
  returned: on success
  type: list
  elements: dict
routers:
  description: The routers, in the form in which M(nodeworks.openstack.os_router) returns one.
  returned: on success
  type: list
  elements: dict
security_groups:
  description: The security groups, in the form in which M(nodeworks.openstack.os_security_group) returns one.
  returned: on success
  type: list
  elements: dict
server_groups:
  description: The server groups, in the form in which M(nodeworks.openstack.os_server_group) returns one.
  returned: on success
  type: list
  elements: dict
subnets:
  description: The subnets, in the form in which M(nodeworks.openstack.os_subnet) returns one.
  returned: on success
  type: list
  elements: dict
volume_backups:
  description: The backups, in the form in which M(nodeworks.openstack.os_volume_backup) returns one.
  returned: on success
  type: list
  elements: dict
volume_snapshots:
  description: The snapshots, in the form in which M(nodeworks.openstack.os_volume_snapshot) returns one.
  returned: on success
  type: list
  elements: dict
volumes:
  description: The volumes, in the form in which M(nodeworks.openstack.os_volume) returns one.
  returned: on success
  type: list
  elements: dict
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.topology_info import (
    TOPOLOGY_INFO_OPTIONS,
    run_topology_info_module,
)

ARGUMENT_SPEC = TOPOLOGY_INFO_OPTIONS


def main() -> None:
    """Entry point."""
    run_topology_info_module(ARGUMENT_SPEC)


if __name__ == "__main__":
    main()
