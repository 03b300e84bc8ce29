#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Module os_node: brings a node from whatever state it is in to the wanted one."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_node
short_description: Make, change or remove a node (a server of the compute service)
version_added: 0.1.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings a node to the wanted state, whatever state it is in.
  - Options that are not given are left alone. What is given and cannot be changed on a node that exists is an error,
    never passed over in silence.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  name:
    description:
      - Name of the node.
      - It is an error if several nodes of the project have this name; then give O(id).
    type: str
  id:
    description: Id of a node that exists.
    type: str
  state:
    description:
      - V(present) is a node that exists. If it is made, it is running; if it is there, its power state is left alone.
      - V(absent) is no node. With O(wait=true) the task ends when it is gone.
    type: str
    choices: [present, absent]
    default: present
  image:
    description:
      - Name or id of the image. Needed to make a node.
      - On a node that boots from a volume it cannot be compared.
    type: str
  flavor:
    description: Name or id of the flavor. Needed to make a node.
    type: str
    aliases: [size]
  networks:
    description:
      - Names or ids of the networks that the node is connected to, in this order.
      - An empty list makes a node without network. Left out, the compute service takes the project's only network.
    type: list
    elements: str
  key_name:
    description: Name of the key pair whose public key the node gets.
    type: str
    aliases: [ex_keyname]
  availability_zone:
    description:
      - Availability zone in which the node runs.
      - Administrators may add a host, as in V(nova:compute-1); on a node that exists only the zone is compared.
    type: str
    aliases: [ex_availability_zone]
  user_data:
    description:
      - Text that the node's operating system reads at its first start, for example a cloud-init configuration.
      - On a node that exists it is compared only if the compute service shows it, which it does to administrators.
    type: str
    aliases: [userdata, ex_userdata]
  security_groups:
    description:
      - Names or ids of the security groups of the node. Others that it has are taken from it.
    type: list
    elements: str
    aliases: [ex_security_groups]
  metadata:
    description:
      - Keys and values to set. Keys that are not named are left alone.
      - Values that are not text are written as JSON, so C(true) becomes the text V(true).
    type: dict
    aliases: [ex_metadata, meta]
seealso:
  - module: nodeworks.openstack.os_catalog_info
  - plugin: nodeworks.openstack.os_nodes
    plugin_type: inventory
"""

EXAMPLES = r"""
- name: Make a node
  nodeworks.openstack.os_node:
    cloud: mycloud
    name: web1
    image: debian-12
    flavor: m1.small
    networks: [private]
    key_name: demo
    metadata:
      role: web
  register: web

- name: Show where it can be reached
  ansible.builtin.debug:
    msg: "{{ web.node.name }} has {{ web.node.private_ips | join(', ') }}"

- name: Set one more key of its metadata, and leave all else alone
  nodeworks.openstack.os_node:
    cloud: mycloud
    name: web1
    metadata:
      release: "2026.11"

- name: Remove it, and wait until it is gone
  nodeworks.openstack.os_node:
    cloud: mycloud
    name: web1
    state: absent
"""

RETURN = r"""
node:
  description:
    - The node as it is in the end. In check mode, as it would be, as far as that can be known.
    - Null when there is none.
  returned: success
  type: dict
  contains:
    id:
      description: Id of the node.
      type: str
      sample: 0f3f5f2e-6a57-4a0c-9f0e-3c3a1f9b6f2d
    name:
      description: Name of the node.
      type: str
      sample: web1
    state:
      description: State in a word of this collection.
      type: str
      sample: running
    status:
      description: Status in the compute service's word.
      type: str
      sample: ACTIVE
    task_state:
      description: What the compute service is doing with it at the moment; null if nothing.
      type: str
    public_ips:
      description: Floating addresses, and fixed ones that can be reached from the internet.
      type: list
      elements: str
    private_ips:
      description: All other addresses.
      type: list
      elements: str
      sample: [10.0.0.12]
    address:
      description: Where to reach the node. A floating address, else a fixed one; IPv4 goes before IPv6.
      type: str
      sample: 10.0.0.12
    addresses:
      description: Each address with network, ip, version, type (fixed or floating), mac and public.
      type: list
      elements: dict
    access_ipv4:
      description: The IPv4 address at which the node's owner says that it is reached.
      type: str
    access_ipv6:
      description: The IPv6 address at which the node's owner says that it is reached.
      type: str
    flavor:
      description:
        - Flavor with id or name, whichever the compute service shows, and with vcpus, ram (MiB) and disk (GiB).
      type: dict
    image:
      description:
        - Image with id and name, of which the compute service shows only the id.
        - Null for a node that boots from a volume.
      type: dict
    metadata:
      description: Metadata.
      type: dict
    tags:
      description: Tags.
      type: list
      elements: str
    key_name:
      description: Name of the key pair.
      type: str
    security_groups:
      description: Names of the security groups.
      type: list
      elements: str
      sample: [default]
    availability_zone:
      description: Availability zone.
      type: str
      sample: nova
    volumes:
      description: Ids of the volumes that are attached.
      type: list
      elements: str
    created_at:
      description: When it was made.
      type: str
      sample: "2026-11-22T12:00:00Z"
    fault:
      description: Why the compute service gave it up, for a node in state error.
      type: dict
    user_data:
      description: A hash of the user data, which is shown to administrators only.
      type: str
      sample: sha256:9f86d081884c7d65
    description:
      description: Description.
      type: str
    locked:
      description: Whether it is locked against changes.
      type: bool
    project_id:
      description: Id of the project it belongs to.
      type: str
    region:
      description: Region it runs in.
      type: str
      sample: RegionOne
    extra:
      description: All else that the compute service says of it, unchanged.
      type: dict
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from typing import Any, Dict

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_state_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node import NODE

ARGUMENT_SPEC: Dict[str, Dict[str, Any]] = {
    "name": {"type": "str"},
    "id": {"type": "str"},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "image": {"type": "str"},
    "flavor": {"type": "str", "aliases": ["size"]},
    "networks": {"type": "list", "elements": "str"},
    "key_name": {"type": "str", "aliases": ["ex_keyname"]},
    "availability_zone": {"type": "str", "aliases": ["ex_availability_zone"]},
    "user_data": {"type": "str", "aliases": ["userdata", "ex_userdata"]},
    "security_groups": {"type": "list", "elements": "str", "aliases": ["ex_security_groups"]},
    "metadata": {"type": "dict", "aliases": ["ex_metadata", "meta"]},
}


def main() -> None:
    """Entry point."""
    run_state_module(NODE, ARGUMENT_SPEC)


if __name__ == "__main__":
    main()
