#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_rbac_policy: shares a network or the like with one project."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_rbac_policy
short_description: Share a network or the like with one project, or no longer
version_added: 2.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings an RBAC policy to the wanted state. It shares a network, or another thing of the network service, with one
    project.
  - It has no name. O(object_type), O(object), O(action) and O(target_project) together say which one is meant.
  - What is shared with all projects is shared by those modules themselves, with their option C(shared).
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  id:
    description: Id of an RBAC policy that exists.
    type: str
  state:
    description: V(present) is an RBAC policy that exists, V(absent) is none.
    type: str
    choices: [present, absent]
    default: present
  object_type:
    description: Kind of what is shared.
    type: str
    choices: [network, security_group, qos_policy, subnetpool, address_scope, address_group]
  object:
    description: Name or id of what is shared.
    type: str
  action:
    description: Whether it may be used, or, for a network, used for floating IPs and gateways of routers.
    type: str
    choices: [access_as_shared, access_as_external]
  target_project:
    description:
      - Name or id of the project it is shared with. Only administrators find others by name. V(*) is all projects,
        which is for administrators.
    type: str
seealso:
  - module: nodeworks.openstack.os_rbac_policy_info
  - module: nodeworks.openstack.os_network
"""

EXAMPLES = r"""
- name: The databases may use our network
  nodeworks.openstack.os_rbac_policy:
    cloud: mycloud-admin
    object_type: network
    object: backend
    action: access_as_shared
    target_project: databases

- name: No longer
  nodeworks.openstack.os_rbac_policy:
    cloud: mycloud-admin
    object_type: network
    object: backend
    action: access_as_shared
    target_project: databases
    state: absent
"""

RETURN = r"""
rbac_policy:
  description: The RBAC policy, as it is or, in check mode, will be; null if there is none.
  returned: on success
  type: dict
  contains:
    id:
      description: Id.
      type: str
      sample: 5bbcc3c4-1da2-4437-a48a-66f15b1b13f9
    name:
      description: What tells it from others, with ids. The service has no names for RBAC policies.
      type: str
      sample: network access_as_shared 4f0c2c38-… 9a1f3c5e…
    object_type:
      description: Kind of what is shared.
      type: str
      sample: network
    object_id:
      description: Id of what is shared.
      type: str
    action:
      description: What for.
      type: str
      sample: access_as_shared
    target_project_id:
      description: Id of the project it is shared with, or V(*).
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

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_state_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.options import openstack_cloud_plain
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.kinds.rbac_policy import ARGUMENT_SPEC
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.rbac_policy import RBAC_POLICY


def main() -> None:
    """Entry point."""
    run_state_module(RBAC_POLICY, ARGUMENT_SPEC, old=openstack_cloud_plain.RBAC_POLICY)


if __name__ == "__main__":
    main()
