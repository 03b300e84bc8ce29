#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_security_group: a security group with its rules."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_security_group
short_description: Make, change or remove a security group with its rules
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings a security group and its rules to the wanted state. Only what differs is changed, and rules are added before
    others are removed, so that nothing is shut out in between.
  - Rules are compared by what they let through, however they are written. V(tcp) is V(6), the ports 1 to 65535 are all
    ports, an address is a network of one, and V(0.0.0.0/0) is everywhere.
  - What nothing is said of is left alone.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  name:
    description:
      - Name of the security group.
      - It is an error if several of the project have this name; then give O(id).
      - Administrators, who see those of all projects, mean one of their token's project with it, or one that is shared
        with it; else give O(id).
    type: str
  id:
    description: Id of a security group that exists.
    type: str
  state:
    description:
      - V(present) is a security group that exists, V(absent) is none.
      - What keeps one from being removed (ports that are in it, and their nodes) is named by name and id, in check mode
        too, also under C(blockers) of the result. Nodes that are being deleted are waited for within O(wait_timeout).
      - The group C(default) of a project can be removed by administrators alone.
      - Neutron removes with a group the rules of other groups that name it as their C(remote_group).
    type: str
    choices: [present, absent]
    default: present
  new_name:
    description: Name that the security group of O(name) or O(id) is to have from now on.
    type: str
  description:
    description: Description. An empty text removes it.
    type: str
  stateful:
    description:
      - Whether answers are let through without a rule of their own, which they are unless this is false.
      - The network service changes it only while no port has the security group.
    type: bool
  rules:
    description:
      - Rules that the security group is to have. Others stay, unless O(purge_rules=true).
      - The network service gives a new security group two rules that let everything out.
      - They are looked at before a group is made. Each that the service would not take is told with its number.
    type: list
    elements: dict
    suboptions:
      direction:
        description: Whether it is about what comes in or goes out.
        type: str
        choices: [ingress, egress]
        default: ingress
      ether_type:
        description:
          - The version of IP. By default that of O(rules[].remote_ip_prefix) or O(rules[].protocol), else IPv4.
        type: str
        choices: [IPv4, IPv6]
        aliases: [ethertype]
      protocol:
        description: Name or number of the protocol, or V(any), which is also the default.
        type: str
        aliases: [ip_protocol]
      port:
        description: A port, or a range of them like V(8000-8100). The default is all ports.
        type: str
      port_range_min:
        description: The first port, or the type of ICMP. Without O(rules[].port_range_max) it is the only port.
        type: int
        aliases: [from_port]
      port_range_max:
        description: The last port, or the code of ICMP.
        type: int
        aliases: [to_port]
      remote_ip_prefix:
        description:
          - An address, or a network in CIDR notation, of the other side. The default is everywhere; an empty text is an
            error.
        type: str
        aliases: [cidr]
      remote_group:
        description:
          - Name or id of a security group of whose ports the other side is one. It can be the security group itself.
        type: str
        aliases: [remote_group_id, source_security_group]
      description:
        description:
          - Description of the rule. Of two rules that differ in it alone the service takes only one, and it cannot
            change it; so a rule with another description is removed and made anew, and is missing for a moment.
        type: str
  purge_rules:
    description:
      - Whether rules that are not in O(rules) are removed, those that let everything out among them.
    type: bool
    default: false
  tags:
    description: Tags that the security group is to have. Others stay, unless O(purge_tags=true).
    type: list
    elements: str
  purge_tags:
    description: Whether tags that are not in O(tags) are removed.
    type: bool
    default: false
seealso:
  - module: nodeworks.openstack.os_security_group_rule
  - module: nodeworks.openstack.os_node
"""

EXAMPLES = r"""
- name: SSH from the office, the web from everywhere, and everything among the nodes themselves
  nodeworks.openstack.os_security_group:
    cloud: mycloud
    name: web
    description: Web servers
    rules:
      - {protocol: tcp, port: 22, remote_ip_prefix: 192.0.2.0/24, description: office}
      - {protocol: tcp, port: 80}
      - {protocol: tcp, port: 443}
      - {protocol: tcp, port: 443, ether_type: IPv6}
      - {remote_group: web}

- name: Exactly these rules and no others
  nodeworks.openstack.os_security_group:
    cloud: mycloud
    name: database
    purge_rules: true
    rules:
      - {protocol: tcp, port: 5432, remote_group: web}
      - {direction: egress}
      - {direction: egress, ether_type: IPv6}

- name: No rules at all
  nodeworks.openstack.os_security_group:
    cloud: mycloud
    name: closed
    rules: []
    purge_rules: true

- name: Remove it
  nodeworks.openstack.os_security_group:
    cloud: mycloud
    name: web
    state: absent
"""

RETURN = r"""
security_group:
  description: The security group, as it is or, in check mode, will be; null if there is none.
  returned: success
  type: dict
  contains:
    id:
      description: Id.
      type: str
      sample: 1f2c5b0e-8a54-4a77-9d1b-1b2a5f4be9a1
    name:
      description: Name.
      type: str
      sample: web
    description:
      description: Description.
      type: str
    stateful:
      description: Whether answers are let through without a rule of their own.
      type: bool
    shared:
      description: Whether it is another project's and shared with this one, or this one's and shared with all.
      type: bool
    rules:
      description: The rules.
      type: list
      elements: dict
      contains:
        id:
          description: Id.
          type: str
        direction:
          description: V(ingress) or V(egress).
          type: str
          sample: ingress
        ether_type:
          description: V(IPv4) or V(IPv6).
          type: str
          sample: IPv4
        protocol:
          description: Protocol, as the service has it; null for any.
          type: str
          sample: tcp
        port_range_min:
          description: The first port, or the type of ICMP; null for all.
          type: int
          sample: 22
        port_range_max:
          description: The last port, or the code of ICMP; null for all.
          type: int
          sample: 22
        remote_ip_prefix:
          description: The network of the other side; null for everywhere.
          type: str
          sample: 192.0.2.0/24
        remote_group_id:
          description: Id of the security group of the other side; null if it may have any.
          type: str
        remote_address_group_id:
          description: Id of the address group of the other side, or null.
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
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.kinds.security_group import ARGUMENT_SPEC
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.security_group import SECURITY_GROUP


def main() -> None:
    """Entry point."""
    run_state_module(SECURITY_GROUP, ARGUMENT_SPEC, old=openstack_cloud.SECURITY_GROUP)


if __name__ == "__main__":
    main()
