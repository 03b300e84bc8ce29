#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_security_group_rule: one rule of a security group."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_security_group_rule
short_description: Add one rule to a security group, or remove it
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings one rule of a security group to the wanted state, and leaves the others alone. For all rules of a group in
    one task, which costs less and leaves nothing behind, there is M(nodeworks.openstack.os_security_group).
  - Rules are compared by what they let through, however they are written. V(tcp) is V(6), the ports 1 to 65535 are all
    ports, an address is a network of one, and V(0.0.0.0/0) is everywhere.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  security_group:
    description: Name or id of the security group, which has to exist.
    type: str
    required: true
  state:
    description: V(present) is a group that has the rule, V(absent) is one that has not, or no group.
    type: str
    choices: [present, absent]
    default: present
  direction:
    description: Whether it is about what comes in or goes out.
    type: str
    choices: [ingress, egress]
    default: ingress
  ether_type:
    description: The version of IP. By default that of O(remote_ip_prefix) or O(protocol), else IPv4.
    type: str
    choices: [IPv4, IPv6]
    aliases: [ethertype]
  protocol:
    description:
      - Name or number of the protocol, or V(any), which is also the default.
      - The option of the connection that has this name, for federation, is said in O(auth) or O(cloud).
    type: str
    aliases: [ip_protocol]
  port:
    description: A port, or a range of them like V(8000-8100). The default is all ports.
    type: str
  port_range_min:
    description: The first port, or the type of ICMP. Without O(port_range_max) it is the only port.
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
    description: Name or id of a security group of whose ports the other side is one. It can be the same group.
    type: str
    aliases: [remote_group_id, source_security_group]
  description:
    description:
      - Description of the rule. The service cannot change it; so a rule that has another one is removed and made anew,
        and is missing for a moment.
    type: str
seealso:
  - module: nodeworks.openstack.os_security_group
"""

EXAMPLES = r"""
- name: SSH from the office
  nodeworks.openstack.os_security_group_rule:
    cloud: mycloud
    security_group: web
    protocol: tcp
    port: 22
    remote_ip_prefix: 192.0.2.0/24

- name: No longer
  nodeworks.openstack.os_security_group_rule:
    cloud: mycloud
    security_group: web
    protocol: tcp
    port: 22
    remote_ip_prefix: 192.0.2.0/24
    state: absent
"""

RETURN = r"""
security_group_rule:
  description: The rule, as it is or, in check mode, will be; null if there is none.
  returned: success
  type: dict
  contains:
    id:
      description: Id.
      type: str
      sample: 1f2c5b0e-8a54-4a77-9d1b-1b2a5f4be9a1
    name:
      description: What it lets through, in words; the service has no names for rules.
      type: str
      sample: ingress IPv4 tcp 22 from 192.0.2.0/24
    security_group_id:
      description: Id of the security group.
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
    project_id:
      description: Id of the project it belongs to.
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

from typing import Any, Dict

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_state_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.options import openstack_cloud
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.rule import RULE_OPTIONS
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.security_group_rule import (
    SECURITY_GROUP_RULE,
)

ARGUMENT_SPEC: Dict[str, Dict[str, Any]] = {
    "security_group": {"type": "str", "required": True},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    **RULE_OPTIONS,
}


def main() -> None:
    """Entry point."""
    run_state_module(SECURITY_GROUP_RULE, ARGUMENT_SPEC, old=openstack_cloud.SECURITY_GROUP_RULE)


if __name__ == "__main__":
    main()
