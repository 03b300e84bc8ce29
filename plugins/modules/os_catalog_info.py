#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_catalog_info: who the token is, what the catalog holds, and what would be chosen."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_catalog_info
short_description: Show the service catalog, and which endpoints are used and why
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Shows who the token is for, which services and endpoints the catalog has, and for each service the endpoint that the
    modules of this collection use with the same options, or why they would find none.
  - The catalog is the one that came with the token. If the token was kept from earlier, it may be out of date;
    O(token_cache=false) shows a new one.
  - This is the module to begin with when a task says C(Could not find specified endpoint).
  - Changes nothing.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.attributes.info
options:
  show_type:
    description: Show only services of this type or of an alias of it.
    type: str
  show_name:
    description: Show only services of this name.
    type: str
  show_region:
    description: Show only endpoints in this region.
    type: str
  show_interface:
    description: Show only endpoints of this interface.
    type: str
    choices: [public, internal, admin]
  probe:
    description:
      - Ask each endpoint that would be used for its versions, all at the same time, and say how that went.
    type: bool
    default: false
  return_token:
    description:
      - Return the token itself, as RV(token.value). Whoever has it can do what its user can do.
    type: bool
    default: false
seealso:
  - module: nodeworks.openstack.os_node
  - module: nodeworks.openstack.os_node_info
"""

EXAMPLES = r"""
- name: Show the catalog of a cloud of clouds.yaml
  nodeworks.openstack.os_catalog_info:
    cloud: mycloud

- name: See whether the chosen endpoints answer
  nodeworks.openstack.os_catalog_info:
    cloud: mycloud
    probe: true
  register: catalog

- name: Stop if the compute service does not answer
  ansible.builtin.assert:
    that: catalog.endpoints.compute.probe.answers
    fail_msg: "{{ catalog.endpoints.compute.probe.verdict }}"

- name: Show the volume endpoints of one region, without clouds.yaml
  nodeworks.openstack.os_catalog_info:
    auth_url: https://cloud.example.org:5000/v3
    username: demo
    password: "{{ cloud_password }}"
    project_name: demo
    show_type: block-storage
    show_region: RegionOne
"""

RETURN = r"""
token:
  description:
    - Who the token is for, and for how long.
    - Null where there is no identity service to ask, as with a token of one's own and C(base_url).
  returned: success
  type: dict
  contains:
    auth_version:
      description: How it was asked for.
      type: str
      sample: 3.x_password
    scope:
      description: V(project), V(domain), V(system) or V(unscoped).
      type: str
      sample: project
    user:
      description: The user.
      type: dict
      contains: &named
        id:
          description: Its id.
          type: str
        name:
          description: Its name.
          type: str
          sample: demo
        domain:
          description: The domain that it is in.
          type: dict
          returned: if the identity service has domains
          contains: &domain
            id:
              description: Its id.
              type: str
              sample: default
            name:
              description: Its name.
              type: str
              sample: Default
    project:
      description: The project; null for a token of another scope.
      type: dict
      contains: *named
    domain:
      description: The domain, for a token whose scope is a domain; null for others.
      type: dict
      contains: *domain
    roles:
      description: The roles that the user has in that scope.
      type: list
      elements: str
      sample: [member, reader]
    expires_at:
      description: When it expires.
      type: str
      sample: "2026-11-22T18:00:00+00:00"
    value:
      description: The token itself.
      type: str
      returned: with O(return_token=true)
catalog:
  description: The services, each with its type, name and endpoints.
  returned: success
  type: list
  elements: dict
  contains:
    type:
      description: Type of the service.
      type: str
      sample: compute
    name:
      description: Name of the service.
      type: str
      sample: nova
    endpoints:
      description: Its endpoints.
      type: list
      elements: dict
      contains:
        region:
          description: Region of the endpoint.
          type: str
          sample: RegionOne
        interface:
          description: Interface of the endpoint.
          type: str
          sample: public
        url:
          description: URL of the endpoint.
          type: str
          sample: https://cloud.example.org:8774/v2.1
endpoints:
  description:
    - The endpoint that would be used for each service, by this collection's word for the service.
  returned: success
  type: dict
  contains:
    compute:
      description: The compute service; the others are like it.
      type: dict
      contains:
        url:
          description: URL of the chosen endpoint; null if none was found.
          type: str
        type:
          description: Its type in the catalog.
          type: str
          returned: if it was chosen from the catalog
        name:
          description: Its name in the catalog.
          type: str
          returned: if it was chosen from the catalog
        region:
          description: Its region.
          type: str
          returned: if it was chosen from the catalog
        interface:
          description: Its interface.
          type: str
          returned: if it was chosen from the catalog
        why:
          description: Why it was chosen, or why none was and what to change.
          type: str
        probe:
          description: How the endpoint answered when it was asked for its versions.
          type: dict
          returned: with O(probe=true), if one was found
          contains:
            url:
              description: What was asked.
              type: str
            answers:
              description: Whether it answered as a service does.
              type: bool
            seconds:
              description: How long that took.
              type: float
              returned: if it answers
            versions:
              description: The versions that it has.
              type: list
              elements: dict
              returned: if it answers
              contains:
                id:
                  description: The version.
                  type: str
                  sample: v2.1
                status:
                  description: What the service says of it.
                  type: str
                  sample: CURRENT
                min_microversion:
                  description: The oldest microversion; null for a service without microversions.
                  type: str
                  sample: "2.1"
                max_microversion:
                  description: The newest microversion; null for a service without microversions.
                  type: str
                  sample: "2.96"
            verdict:
              description: The same in a sentence.
              type: str
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from typing import Any, Dict, Mapping

from ansible_collections.nodeworks.openstack.plugins.module_utils.diagnosis.catalog import (
    Filter,
    catalog_report,
    endpoint_reports,
    token_report,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_report_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.service.cloud import Cloud

ARGUMENT_SPEC: Dict[str, Dict[str, Any]] = {
    "show_type": {"type": "str"},
    "show_name": {"type": "str"},
    "show_region": {"type": "str"},
    "show_interface": {"type": "str", "choices": ["public", "internal", "admin"]},
    "probe": {"type": "bool", "default": False},
    "return_token": {"type": "bool", "default": False, "no_log": False},
}


def report(cloud: Cloud, options: Mapping[str, Any]) -> Dict[str, Any]:
    """The result: token, catalog, and the endpoints that would be used."""
    endpoints = endpoint_reports(cloud, options["show_type"], options["probe"])
    if not cloud.config.identity.auth_url:
        return {"token": None, "catalog": [], "endpoints": endpoints}
    access = cloud.session.access()
    wanted = Filter(options["show_type"], options["show_name"], options["show_region"], options["show_interface"])
    return {
        "token": token_report(access, options["return_token"]),
        "catalog": catalog_report(access, wanted),
        "endpoints": endpoints,
    }


def main() -> None:
    """Entry point."""
    run_report_module(report, ARGUMENT_SPEC, lambda result: filter(None, [(result["token"] or {}).get("value")]))


if __name__ == "__main__":
    main()
