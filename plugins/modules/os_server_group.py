#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_server_group: makes and removes a server group."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_server_group
short_description: Make or remove a server group, which keeps nodes together or apart
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings a server group to the wanted state. A node becomes a member when it is made, see
    O(nodeworks.openstack.os_node#module:server_group).
  - The compute service cannot change a server group. What differs is an error, never passed over in silence; see
    O(on_drift).
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  name:
    description:
      - Name of the server group.
      - It is an error if several of the project have this name; then give O(id).
    type: str
  id:
    description: Id of a server group that exists.
    type: str
  state:
    description: V(present) is a server group that exists, V(absent) is none. Its nodes stay.
    type: str
    choices: [present, absent]
    default: present
  policy:
    description:
      - Whether the nodes are to be on one host (V(affinity)) or each on another (V(anti-affinity)). The soft ones are
        minded as far as that is possible. Needed to make a server group.
    type: str
    choices: [affinity, anti-affinity, soft-affinity, soft-anti-affinity]
  rules:
    description: Rules of the policy V(anti-affinity).
    type: dict
    suboptions:
      max_server_per_host:
        description: How many of the nodes may be on one host.
        type: int
  on_drift:
    description: What to do about a server group whose policy or rules differ; V(warn) and V(ignore) leave it so.
    type: str
    choices: [fail, warn, ignore]
    default: fail
seealso:
  - module: nodeworks.openstack.os_server_group_info
  - module: nodeworks.openstack.os_node
"""

EXAMPLES = r"""
- name: Database nodes, each on another host
  nodeworks.openstack.os_server_group:
    cloud: mycloud
    name: databases
    policy: anti-affinity

- name: At most two on each host
  nodeworks.openstack.os_server_group:
    cloud: mycloud
    name: web
    policy: anti-affinity
    rules: {max_server_per_host: 2}

- name: Remove it
  nodeworks.openstack.os_server_group:
    cloud: mycloud
    name: web
    state: absent
"""

RETURN = r"""
server_group:
  description: The server group, as it is or, in check mode, will be; null if there is none.
  returned: on success
  type: dict
  contains:
    id:
      description: Id.
      type: str
      sample: 5bbcc3c4-1da2-4437-a48a-66f15b1b13f9
    name:
      description: Name.
      type: str
      sample: databases
    policy:
      description: Policy.
      type: str
      sample: anti-affinity
    rules:
      description: Rules; empty if there are none, or the service is older than microversion 2.64.
      type: dict
      sample: {max_server_per_host: 2}
    members:
      description: Ids of its nodes.
      type: list
      elements: str
    project_id:
      description: Id of the project it belongs to.
      type: str
    user_id:
      description: Id of the user who made it.
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
from ansible_collections.nodeworks.openstack.plugins.module_utils.options import openstack_cloud
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.kinds.server_group import ARGUMENT_SPEC
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.server_group import SERVER_GROUP


def main() -> None:
    """Entry point."""
    run_state_module(SERVER_GROUP, ARGUMENT_SPEC, old=openstack_cloud.SERVER_GROUP)


if __name__ == "__main__":
    main()
