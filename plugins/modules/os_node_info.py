#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_node_info: which nodes there are, and what there is to know of them."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_node_info
short_description: Look for nodes (servers of the compute service), and tell what there is to know of them
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Returns all nodes that satisfy all that is asked for; an empty list if there are none. Without any of it these are
    all nodes of the project.
  - It takes one request for any number of nodes, or one for each page where the service sends them in pages (mostly of
    1000 nodes). Only O(console_lines), O(console_url), O(actions), O(interfaces), O(volume_attachments) and
    O(diagnostics) take a further request for each node, O(parallel) of them at a time.
  - What the compute service cannot or will not tell of one node (it has no console, it is not built yet, only
    administrators may know) is null, and RV(nodes[].unavailable) has the reason. The task does not fail for it.
  - Changes nothing.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.resource_info
  - nodeworks.openstack.tag_filters
  - nodeworks.openstack.attributes.info
options:
  filters:
    description:
      - Filters of the compute service, as its API reference lists them for servers, for example C(status), C(flavor)
        and C(image) (ids), C(ip), C(availability_zone), C(host), C(changes-since) or C(sort_key). Only the nodes that
        pass all are returned.
      - C(name) is a regular expression there, C(ip) and C(ip6) are parts of an address. A list of values is sent as one
        filter for each, which the service understands for C(status). C(true) and C(false) are sent as such words.
      - With C(changes-since) the service lists nodes too that were deleted since then, with the status C(DELETED).
      - An id and metadata are no filters of the service. They have the options O(id) and O(metadata).
      - A filter that the service does not know is refused, but by services older than microversion 2.75, which leave
        it out. Filters that only administrators may use are left out for others, and the module warns of it.
    type: dict
  metadata:
    description:
      - Keys and values that the node's metadata has to have, whatever else it has. The compute service knows no such
        filter, so the nodes that all other options let through are fetched, and looked through here.
      - Values that are not text mean the text that M(nodeworks.openstack.os_node) makes of them, V(true) for C(true).
    type: dict
  tags:
    description: Tags that the node has to have, all of them. Needs microversion 2.26, as do the others like it.
    type: list
    elements: str
  all_projects:
    description:
      - Whether the nodes of all projects are looked for. Only administrators may do this; others get an error.
      - A node that O(id) names is found in any project, if the user may see it.
    type: bool
    default: false
    aliases: [all_tenants]
  console_lines:
    description:
      - Number of lines from the end of the node's console output that are told. A negative number is all that there
        are.
    type: int
  console_url:
    description:
      - Type of console for which a URL is made that shows it in a browser. Needs microversion 2.6.
      - Whoever has the URL can use the console, for as long as the cloud allows.
    type: str
    choices: [novnc, xvpvnc, spice-html5, spice-direct, serial, webmks, rdp-html5]
  actions:
    description: Whether it is told what was done to the node, when and by whom.
    type: bool
    default: false
  action_events:
    description: Whether O(actions) are told with their events, which takes one more request for each action.
    type: bool
    default: false
  interfaces:
    description: Whether the node's interfaces are told, with their ports.
    type: bool
    default: false
  volume_attachments:
    description: Whether it is told how each volume is attached.
    type: bool
    default: false
  diagnostics:
    description: Whether counters of processors, memory, disks and interfaces are told; mostly only administrators may.
    type: bool
    default: false
  parallel:
    description: How many requests about single nodes are under way at once.
    type: int
    default: 10
seealso:
  - module: nodeworks.openstack.os_node
  - module: nodeworks.openstack.os_catalog_info
  - plugin: nodeworks.openstack.os_nodes
    plugin_type: inventory
"""

EXAMPLES = r"""
- name: Look for the web servers that run
  nodeworks.openstack.os_node_info:
    cloud: mycloud
    metadata: {role: web}
    filters: {status: ACTIVE}
  register: web

- name: Show their addresses
  ansible.builtin.debug:
    msg: "{{ web.nodes | items2dict(key_name='name', value_name='address') }}"

- name: Look for fifty nodes, with one request
  nodeworks.openstack.os_node_info:
    cloud: mycloud
    names: ["web[01:50]"]
    fields: [name, state, address]
  register: fleet

- name: Show the last lines of the consoles of those that failed
  nodeworks.openstack.os_node_info:
    cloud: mycloud
    filters: {status: [ERROR, SHUTOFF]}
    console_lines: 20
    actions: true

- name: Look for the nodes of one host, as an administrator
  nodeworks.openstack.os_node_info:
    cloud: mycloud-admin
    all_projects: true
    filters: {host: compute-17}
    diagnostics: true
"""

RETURN = r"""
nodes:
  description:
    - The nodes, in the order of O(names), else in that of the compute service, which puts the latest first.
    - Each as RV(nodeworks.openstack.os_node#module:node), or the keys of it that O(fields) names, and what else was
      asked for.
  returned: success
  type: list
  elements: dict
  contains:
    console_lines:
      description: Lines of the console's output.
      returned: with O(console_lines)
      type: list
      elements: str
      sample: ["cloud-init: Cloud-init finished", "web1 login:"]
    console_url:
      description: URL that shows the console in a browser.
      returned: with O(console_url)
      type: str
      sample: https://cloud.example.org:6080/vnc_auto.html?path=%3Ftoken%3D31ac
    actions:
      description: What was done to the node, the latest first.
      returned: with O(actions=true)
      type: list
      elements: dict
      contains:
        action:
          description: What was done.
          type: str
          sample: reboot
        request_id:
          description: Id of the request that asked for it, under which the service's log has it.
          type: str
          sample: req-3293a3f1-b44c-4609-b8d2-d81b105636b8
        user_id:
          description: Id of the user who asked for it.
          type: str
        project_id:
          description: Id of that user's project.
          type: str
        started_at:
          description: When it began.
          type: str
          sample: "2026-11-22T12:00:00.000000"
        updated_at:
          description: When it was last told of; null from services older than microversion 2.58.
          type: str
          sample: "2026-11-22T12:00:05.000000"
        message:
          description: What is to say of it, V(Error) for one that failed; null if nothing is.
          type: str
        events:
          description: The steps that it consisted of; null if the service does not show them.
          returned: with O(action_events=true)
          type: list
          elements: dict
          contains:
            event:
              description: What was done.
              type: str
              sample: compute_reboot_instance
            started_at:
              description: When it began.
              type: str
              sample: "2026-11-22T12:00:00.000000"
            finished_at:
              description: When it ended; null if it has not.
              type: str
              sample: "2026-11-22T12:00:05.000000"
            result:
              description: V(Success) or V(Error); null if it has not ended.
              type: str
              sample: Success
            details:
              description: Why it failed, where the service says so (from microversion 2.84 on).
              type: str
            traceback:
              description: Where in the service's code it failed, which is shown to administrators.
              type: str
            host:
              description: Name of the host, which is shown to administrators.
              type: str
            host_id:
              description: A text that is the same for all events on one host.
              type: str
    interfaces:
      description: The interfaces of the node.
      returned: with O(interfaces=true)
      type: list
      elements: dict
      contains:
        port_id:
          description: Id of its port.
          type: str
        network_id:
          description: Id of the network.
          type: str
        mac:
          description: MAC address.
          type: str
          sample: fa:16:3e:2b:1c:0d
        status:
          description: Status of the port, in the network service's word.
          type: str
          sample: ACTIVE
        fixed_ips:
          description: Its addresses.
          type: list
          elements: dict
          contains:
            ip:
              description: The address.
              type: str
              sample: 10.0.0.12
            subnet_id:
              description: Id of the subnet.
              type: str
        tag:
          description: Tag of the device; null if it has none, or the service is older than microversion 2.70.
          type: str
    volume_attachments:
      description: The volumes, and how each is attached.
      returned: with O(volume_attachments=true)
      type: list
      elements: dict
      contains:
        volume_id:
          description: Id of the volume.
          type: str
        attachment_id:
          description: Id of the attachment; null from services older than microversion 2.89.
          type: str
        device:
          description: Name of the device, as far as the service knows it.
          type: str
          sample: /dev/vdb
        delete_on_termination:
          description:
            - Whether the volume is deleted with the node; null from services older than microversion 2.79.
          type: bool
        tag:
          description: Tag of the device; null if it has none, or the service is older than microversion 2.70.
          type: str
    diagnostics:
      description: Counters, in the compute service's own words.
      returned: with O(diagnostics=true)
      type: dict
    unavailable:
      description: Why something that was asked for is null, by its key; empty if all is there.
      returned: if anything was asked for besides
      type: dict
      sample:
        console_lines: Instance 0f3f5f2e-6a57-4a0c-9f0e-3c3a1f9b6f2d is not ready
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from typing import Any, Dict

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_info_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.options import openstack_cloud
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.info import TAG_FILTERS
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.aspects import NODE_ASPECTS, PROTOCOLS
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.criteria import NODE_CRITERIA
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.node import NODE

ARGUMENT_SPEC: Dict[str, Dict[str, Any]] = {
    "metadata": {"type": "dict"},
    **TAG_FILTERS,
    "all_projects": {"type": "bool", "default": False, "aliases": ["all_tenants"]},
    "console_lines": {"type": "int"},
    "console_url": {"type": "str", "choices": list(PROTOCOLS)},
    "actions": {"type": "bool", "default": False},
    "action_events": {"type": "bool", "default": False},
    "interfaces": {"type": "bool", "default": False},
    "volume_attachments": {"type": "bool", "default": False},
    "diagnostics": {"type": "bool", "default": False},
    "parallel": {"type": "int", "default": 10},
}


def main() -> None:
    """Entry point."""
    run_info_module(NODE, ARGUMENT_SPEC, NODE_CRITERIA, NODE_ASPECTS, old=openstack_cloud.NODE_INFO)


if __name__ == "__main__":
    main()
