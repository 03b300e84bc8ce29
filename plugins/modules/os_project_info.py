#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_project_info: which projects there are."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_project_info
short_description: Look for projects
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Returns all projects that satisfy all that is asked for; an empty list if there are none. Without any of it these
    are all projects that the user may ask a token for.
  - Changes nothing.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.resource_info
  - nodeworks.openstack.attributes.info
options:
  filters:
    description:
      - Filters of the identity service, as its API reference lists them for projects, for example C(domain_id),
        C(enabled), C(parent_id) or C(tags). It minds them with O(all_projects=true) only.
    type: dict
  all_projects:
    description: Whether all projects are looked for, not only those of the user. Only administrators are shown those.
    type: bool
    default: false
seealso:
  - module: nodeworks.openstack.os_quota_info
  - module: nodeworks.openstack.os_catalog_info
"""

EXAMPLES = r"""
- name: The projects that I may use
  nodeworks.openstack.os_project_info:
    cloud: mycloud

- name: All projects of a domain
  nodeworks.openstack.os_project_info:
    cloud: mycloud-admin
    all_projects: true
    filters: {domain_id: default, enabled: true}
    fields: [id, name]
"""

RETURN = r"""
projects:
  description: The projects.
  returned: on success
  type: list
  elements: dict
  contains:
    id:
      description: Id.
      type: str
      sample: 9a1f3c5e7b2d4e8fa6c01d2e3f4a5b6c
    name:
      description: Name, of which there is one in a domain.
      type: str
      sample: web
    description:
      description: Description.
      type: str
    enabled:
      description: Whether tokens can be had for it.
      type: bool
    domain_id:
      description: Id of its domain.
      type: str
      sample: default
    parent_id:
      description: Id of the project or the domain that it is in.
      type: str
      sample: default
    is_domain:
      description: Whether it is a domain.
      type: bool
    tags:
      description: Tags.
      type: list
      elements: str
    options:
      description: Options that the identity service knows of, like C(immutable).
      type: dict
    region:
      description: Region of the endpoint that was asked.
      type: str
      sample: RegionOne
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from typing import Any, Dict

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_info_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.project import PROJECT, PROJECT_CRITERIA

ARGUMENT_SPEC: Dict[str, Dict[str, Any]] = {"all_projects": {"type": "bool", "default": False}}


def main() -> None:
    """Entry point."""
    run_info_module(PROJECT, ARGUMENT_SPEC, PROJECT_CRITERIA)


if __name__ == "__main__":
    main()
