#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_port_forwarding_info: which port forwardings there are."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_port_forwarding_info
short_description: Look for port forwardings
version_added: 2.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Returns all port forwardings of a floating IP that satisfy all that is asked for; an empty list if there are none.
  - Changes nothing.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.resource_info
  - nodeworks.openstack.attributes.info
options:
  floating_ip:
    description: Address or id of the floating IP.
    type: str
    required: true
seealso:
  - module: nodeworks.openstack.os_port_forwarding
"""

EXAMPLES = r"""
- name: Where the ports of an address lead to
  nodeworks.openstack.os_port_forwarding_info:
    cloud: mycloud
    floating_ip: 172.24.0.7
  register: found
"""

RETURN = r"""
port_forwardings:
  description: The port forwardings, each as RV(nodeworks.openstack.os_port_forwarding#module:port_forwarding).
  returned: on success
  type: list
  elements: dict
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_info_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.connection import Spec
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.port_forwarding import PORT_FORWARDING

ARGUMENT_SPEC: Spec = {
    "floating_ip": {"type": "str", "required": True},
}


def main() -> None:
    """Entry point."""
    run_info_module(PORT_FORWARDING, ARGUMENT_SPEC)


if __name__ == "__main__":
    main()
