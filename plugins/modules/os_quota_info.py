#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_quota_info: how much projects may have, and have."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_quota_info
short_description: Show what projects may have, what they have, and what is left
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Returns the quotas of projects in the compute, the network and the block storage service, with what is in use. It
    takes a request for each service and project.
  - Changes nothing.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.attributes.info
options:
  projects:
    description:
      - Names or ids of the projects; by default the one that the token is for. Only administrators are shown others.
    type: list
    elements: str
    aliases: [project, name]
  services:
    description: The services that are asked; by default all that the catalog has.
    type: list
    elements: str
    choices: [compute, network, volume]
  for_user:
    description: Id of a user. Of the compute service his limits within the project are shown, not those of the project.
    type: str
  defaults:
    description: Whether the limits are told, too, that a project has for which none were set.
    type: bool
    default: false
  limits:
    description:
      - Whether the limits are told, too, that the compute and the block storage service show to any user for the
        project of the token, in their own words.
    type: bool
    default: false
seealso:
  - module: nodeworks.openstack.os_quota
"""

EXAMPLES = r"""
- name: What is left of the project's quota
  nodeworks.openstack.os_quota_info:
    cloud: mycloud
  register: found

- name: Stop if ten nodes more are too many
  ansible.builtin.assert:
    that: found.quotas[0].compute.instances.left is none or found.quotas[0].compute.instances.left >= 10

- name: The network quotas of two projects
  nodeworks.openstack.os_quota_info:
    cloud: mycloud-admin
    projects: [web, databases]
    services: [network]
"""

RETURN = r"""
quotas:
  description: The quota of each project, in their order, each as RV(nodeworks.openstack.os_quota#module:quota).
  returned: on success
  type: list
  elements: dict
  contains:
    defaults:
      description: By service, the limits of a project for which none were set.
      returned: with O(defaults=true)
      type: dict
      sample: {compute: {cores: 20, instances: 10}}
limits:
  description: By service, what it shows of the limits of the token's project.
  returned: with O(limits=true)
  type: dict
  sample: {compute: {maxTotalCores: 20, totalCoresUsed: 4}}
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from typing import Any, Dict

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_report_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.quota_view import report

ARGUMENT_SPEC: Dict[str, Dict[str, Any]] = {
    "projects": {"type": "list", "elements": "str", "aliases": ["project", "name"]},
    "services": {"type": "list", "elements": "str", "choices": ["compute", "network", "volume"]},
    "for_user": {"type": "str"},
    "defaults": {"type": "bool", "default": False},
    "limits": {"type": "bool", "default": False},
}


def main() -> None:
    """Entry point."""
    run_report_module(report, ARGUMENT_SPEC)


if __name__ == "__main__":
    main()
