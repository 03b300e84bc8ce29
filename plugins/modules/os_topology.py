#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_topology: a whole environment."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_topology
short_description: Make, change or remove a whole environment in one task
version_added: 2.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings resources of many kinds, which belong together, to the desired state as a whole.
  - Each entry takes the options of the module of its kind, but for those that say how to wait.
  - The order comes from what the entries refer to, and not from the order in which they are written. What does not
    need anything else goes side by side, and a resource is asked for as soon as those that it needs are there.
  - Everything is planned before the first change. If anything could not be done, nothing is changed; the message has
    all that is wrong. So are quotas that have no room for all that is to be made.
  - If something fails later, what does not depend on it is finished. Running the task again goes on from there.
  - The list of each kind is read once, however many resources there are. What is unchanged costs nothing more.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  name:
    description:
      - Name of the environment. It is needed for O(prune) and for O(state=absent).
      - What is made gets a mark, by which it belongs to the environment. It is the tag V(os_topology=NAME), or the
        key C(os_topology) of the metadata of nodes, volumes and snapshots.
      - Key pairs, server groups, backups, flavors and application credentials have no tags. They belong to it if they
        have its name, or one that begins with it and a hyphen, as V(shop-admins) does.
      - The network service takes tags only once a resource is there. What a run has begun, and has no tag yet, is known
        again for a day by a note beside the token, on the same controller.
      - Without a name nothing is marked.
    type: str
  state:
    description:
      - V(present) makes and changes what is wanted.
      - V(absent) removes all that belongs to the environment, in the order in which that can be done.
    type: str
    choices: [present, absent]
    default: present
  application_credentials:
    description: Application credentials, each as M(nodeworks.openstack.os_application_credential) takes it.
    type: list
    elements: dict
  flavors:
    description: Flavors, each as M(nodeworks.openstack.os_flavor) takes it.
    type: list
    elements: dict
  floating_ips:
    description: Floating IPs, each as M(nodeworks.openstack.os_floating_ip) takes it.
    type: list
    elements: dict
  images:
    description: Images, each as M(nodeworks.openstack.os_image) takes it.
    type: list
    elements: dict
  key_pairs:
    description: Key pairs, each as M(nodeworks.openstack.os_keypair) takes it.
    type: list
    elements: dict
  networks:
    description: Networks, each as M(nodeworks.openstack.os_network) takes it.
    type: list
    elements: dict
  nodes:
    description:
      - Nodes, each as M(nodeworks.openstack.os_node) takes it. With C(names) an entry is several, which are alike.
    type: list
    elements: dict
  ports:
    description: Ports, each as M(nodeworks.openstack.os_port) takes it.
    type: list
    elements: dict
  routers:
    description: Routers, each as M(nodeworks.openstack.os_router) takes it.
    type: list
    elements: dict
  security_groups:
    description: Security groups, each as M(nodeworks.openstack.os_security_group) takes it.
    type: list
    elements: dict
  server_groups:
    description: Server groups, each as M(nodeworks.openstack.os_server_group) takes it.
    type: list
    elements: dict
  subnets:
    description: Subnets, each as M(nodeworks.openstack.os_subnet) takes it.
    type: list
    elements: dict
  volume_backups:
    description: Backups of volumes, each as M(nodeworks.openstack.os_volume_backup) takes it.
    type: list
    elements: dict
  volume_snapshots:
    description: Snapshots of volumes, each as M(nodeworks.openstack.os_volume_snapshot) takes it.
    type: list
    elements: dict
  volumes:
    description: Volumes, each as M(nodeworks.openstack.os_volume) takes it.
    type: list
    elements: dict
  prune:
    description:
      - Whether what belongs to the environment, and is not wanted any more, is removed. It goes last, and only if all
        that is wanted is there.
    type: bool
    default: false
  adopt:
    description:
      - Whether a resource that has the name of an entry, and does not belong to the environment yet, is made a part of
        it. Otherwise that is an error, and the resource is not touched.
    type: bool
    default: false
  parallel:
    description: How many requests may be under way at once.
    type: int
    default: 10
seealso:
  - module: nodeworks.openstack.os_node
"""

EXAMPLES = r"""
- name: A network, a group and twenty nodes
  nodeworks.openstack.os_topology:
    cloud: mycloud
    name: shop
    networks:
      - name: shop
    subnets:
      - name: shop
        network: shop
        cidr: 10.20.0.0/24
    routers:
      - name: shop
        external_gateway: public
        interfaces:
          - subnet: shop
    security_groups:
      - name: web
        rules:
          - protocol: tcp
            port: "443"
    nodes:
      - names: ["web[01:20]"]
        image: debian-12
        flavor: m1.small
        networks: [shop]
        security_groups: [web]
    prune: true

- name: All of it is gone
  nodeworks.openstack.os_topology:
    cloud: mycloud
    name: shop
    state: absent
"""

RETURN = r"""
summary:
  description: How much there was to do, or in check mode would be.
  returned: always
  type: str
  sample: 3 to make, 1 to change, 0 to remove, 96 unchanged
removed:
  description: What was removed, or in check mode would be.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: The kind of the resource.
      type: str
      sample: network
    id:
      description: Its id.
      type: str
    name:
      description: Its name.
      type: str
application_credentials:
  description:
    - The application credentials, in the form in which M(nodeworks.openstack.os_application_credential) returns one.
  returned: always
  type: list
  elements: dict
flavors:
  description: The flavors, in the form in which M(nodeworks.openstack.os_flavor) returns one.
  returned: always
  type: list
  elements: dict
floating_ips:
  description: The floating IPs, in the form in which M(nodeworks.openstack.os_floating_ip) returns one.
  returned: always
  type: list
  elements: dict
images:
  description: The images, in the form in which M(nodeworks.openstack.os_image) returns one.
  returned: always
  type: list
  elements: dict
key_pairs:
  description: The key pairs, in the form in which M(nodeworks.openstack.os_keypair) returns one.
  returned: always
  type: list
  elements: dict
networks:
  description: The networks, in the form in which M(nodeworks.openstack.os_network) returns one.
  returned: always
  type: list
  elements: dict
nodes:
  description: The nodes, in the form in which M(nodeworks.openstack.os_node) returns one.
  returned: always
  type: list
  elements: dict
ports:
  description: The ports, in the form in which M(nodeworks.openstack.os_port) returns one.
  returned: always
  type: list
  elements: dict
routers:
  description: The routers, in the form in which M(nodeworks.openstack.os_router) returns one.
  returned: always
  type: list
  elements: dict
security_groups:
  description: The security groups, in the form in which M(nodeworks.openstack.os_security_group) returns one.
  returned: always
  type: list
  elements: dict
server_groups:
  description: The server groups, in the form in which M(nodeworks.openstack.os_server_group) returns one.
  returned: always
  type: list
  elements: dict
subnets:
  description: The subnets, in the form in which M(nodeworks.openstack.os_subnet) returns one.
  returned: always
  type: list
  elements: dict
volume_backups:
  description: The backups, in the form in which M(nodeworks.openstack.os_volume_backup) returns one.
  returned: always
  type: list
  elements: dict
volume_snapshots:
  description: The snapshots, in the form in which M(nodeworks.openstack.os_volume_snapshot) returns one.
  returned: always
  type: list
  elements: dict
volumes:
  description: The volumes, in the form in which M(nodeworks.openstack.os_volume) returns one.
  returned: always
  type: list
  elements: dict
failures:
  description: What failed, or was not begun since something that it needs failed.
  returned: on failure
  type: list
  elements: dict
  contains:
    kind:
      description: The kind of the resource.
      type: str
      sample: node
    name:
      description: Its name.
      type: str
      sample: web07
    msg:
      description: The reason.
      type: str
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.topology import (
    TOPOLOGY_OPTIONS,
    run_topology_module,
)

ARGUMENT_SPEC = TOPOLOGY_OPTIONS


def main() -> None:
    """Entry point."""
    run_topology_module(ARGUMENT_SPEC)


if __name__ == "__main__":
    main()
