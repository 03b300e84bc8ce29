#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_rbac_policy_info: which RBAC policies there are."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_rbac_policy_info
short_description: Look for RBAC policies
version_added: 2.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Returns all RBAC policies that satisfy all that is asked for; an empty list if there are none.
  - Changes nothing.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.resource_info
  - nodeworks.openstack.attributes.info
seealso:
  - module: nodeworks.openstack.os_rbac_policy
"""

EXAMPLES = r"""
- name: What is shared with whom
  nodeworks.openstack.os_rbac_policy_info:
    cloud: mycloud-admin
    fields: [object_type, object_id, target_project_id]
"""

RETURN = r"""
rbac_policies:
  description: The RBAC policies, each as RV(nodeworks.openstack.os_rbac_policy#module:rbac_policy).
  returned: on success
  type: list
  elements: dict
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_info_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.rbac_policy import RBAC_POLICY


def main() -> None:
    """Entry point."""
    run_info_module(RBAC_POLICY)


if __name__ == "__main__":
    main()
