#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_diagnosis_info: connects step by step, and says which step fails and why."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_diagnosis_info
short_description: Connect to a cloud step by step, and say which step fails, why, and what to set
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Tries one after the other whether the configuration says what to connect to, the host's name is known, its port
    takes connections, TLS can be agreed on, an identity service is there, it gives a token, its catalog has the region,
    the services answer, and something is left of the project's quota.
  - That a step fails is what this module tells, and no failure of it. RV(healthy) says whether one did, RV(verdict)
    and RV(advice) say which one, and what to set.
  - It says nothing of a token that was kept. A new one is asked for each time, and O(token_cache) and O(retries) are
    not minded.
  - The role P(nodeworks.openstack.diagnose#role) makes a report of it, as a text and as a page for a browser.
  - Changes nothing.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.attributes.info
options:
  services:
    description:
      - Services that have to be there and answer. That another one of the catalog does not answer is a warning.
      - Each is this collection's word for a service, like V(compute), V(image), V(network) or V(volume), or a type as
        catalogs have it.
    type: list
    elements: str
    default: [compute, image, network]
seealso:
  - module: nodeworks.openstack.os_catalog_info
"""

EXAMPLES = r"""
- name: Find out why a cloud cannot be used
  nodeworks.openstack.os_diagnosis_info:
    cloud: mycloud
  register: diagnosis

- name: Say it
  ansible.builtin.debug:
    msg: "{{ diagnosis.verdict }} {{ diagnosis.advice or '' }}"

- name: Stop if the volume service cannot be used either
  nodeworks.openstack.os_diagnosis_info:
    cloud: mycloud
    services: [compute, image, network, volume]
  register: diagnosis
  failed_when: not diagnosis.healthy
"""

RETURN = r"""
healthy:
  description: Whether no step failed.
  returned: always
  type: bool
verdict:
  description: In a sentence, which step failed and why, or that none did.
  returned: always
  type: str
  sample: "Host name: The host name 'cloud.exmple.org' is not known here: Name or service not known."
failed_step:
  description: Name of the first step that failed; null if none did.
  returned: always
  type: str
  sample: name
advice:
  description: What to set so that it fails no more; null if no step failed, or the verdict says it.
  returned: always
  type: str
  sample: Check the spelling of the host in auth_url.
when:
  description: When this was.
  returned: always
  type: str
  sample: "2026-11-22T12:00:00+00:00"
host:
  description: The machine from which the connection was tried.
  returned: always
  type: str
  sample: controller.example.org
connection:
  description: What was connected to. Null if the configuration does not say it.
  returned: always
  type: dict
  contains:
    cloud:
      description: Name of the cloud in clouds.yaml.
      type: str
      sample: mycloud
    auth_url:
      description: URL of the identity service.
      type: str
      sample: https://cloud.example.org:5000/v3
    auth_version:
      description: How a token is asked for.
      type: str
      sample: 3.x_password
    user:
      description: Name or id of the user.
      type: str
      sample: demo
    project:
      description: Name or id of the project.
      type: str
      sample: demo
    region:
      description: The region that is asked for.
      type: str
      sample: RegionOne
    interface:
      description: The interface that is asked for.
      type: str
      sample: public
    proxy_url:
      description: The proxy, as far as an option names it.
      type: str
    ca_cert:
      description: The file of the authorities that are trusted; null is the usual ones.
      type: str
    validate_certs:
      description: Whether certificates are checked.
      type: bool
    not_heeded:
      description:
        - Settings of the cloud in C(clouds.yaml) that openstacksdk heeds and this collection does not, by name. That
          there are some is a warning of the step V(configuration).
      type: list
      elements: str
      sample: [floating_ip_source, networks.nat_source]
steps:
  description: The steps in their order.
  returned: always
  type: list
  elements: dict
  contains:
    name:
      description: >-
        V(configuration), V(name), V(port), V(tls), V(version), V(authentication), V(catalog), V(endpoints) or V(quota).
      type: str
      sample: tls
    title:
      description: The same for people.
      type: str
      sample: TLS
    outcome:
      description: >-
        V(ok), V(warning), V(failed), or V(skipped) for what does not concern this connection, or was not tried since a
        step before it failed.
      type: str
      sample: ok
    verdict:
      description: What was found.
      type: str
    advice:
      description: What to set; null if nothing.
      type: str
    seconds:
      description: How long it took.
      type: float
      sample: 0.0123
token:
  description:
    - Who the token is for, in the words of RV(nodeworks.openstack.os_catalog_info#module:token).
    - Null if none was given.
  returned: always
  type: dict
catalog:
  description: The services of the catalog, as RV(nodeworks.openstack.os_catalog_info#module:catalog).
  returned: always
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
        used:
          description: Whether the modules of this collection use it with these options.
          type: bool
endpoints:
  description: The endpoint of each service that is used, or why there is none.
  returned: always
  type: list
  elements: dict
  contains:
    service:
      description: This collection's word for the service.
      type: str
      sample: compute
    required:
      description: Whether it is one of O(services).
      type: bool
    outcome:
      description: V(ok), V(warning) or V(failed); V(skipped) for a service that is not there and not needed.
      type: str
      sample: ok
    type:
      description: Its type in the catalog.
      type: str
      sample: compute
    name:
      description: Its name in the catalog.
      type: str
      sample: nova
    region:
      description: Its region.
      type: str
      sample: RegionOne
    interface:
      description: Its interface.
      type: str
      sample: public
    url:
      description: Its URL; null if none was found.
      type: str
      sample: https://cloud.example.org:8774/v2.1
    why:
      description: Why it was chosen, or why none was.
      type: str
    seconds:
      description: How long it took to answer; null if it did not.
      type: float
      sample: 0.021
    verdict:
      description: How it answered.
      type: str
      sample: answers in 0.02 s with v2.1 (microversions 2.1 to 2.96)
quota:
  description: What the project may have and has of what is used up first.
  returned: always
  type: list
  elements: dict
  contains:
    service:
      description: The service that gives it out.
      type: str
      sample: compute
    what:
      description: What it is.
      type: str
      sample: cores
    limit:
      description: How much of it there may be; -1 if there is no limit.
      type: int
      sample: 20
    in_use:
      description: How much there is.
      type: int
      sample: 4
    reserved:
      description: How much is on its way.
      type: int
      sample: 0
    left:
      description: How much there may still be; null if there is no limit.
      type: int
      sample: 16
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from typing import Any, Dict

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.diagnosis import run_diagnosis_module

ARGUMENT_SPEC: Dict[str, Dict[str, Any]] = {
    "services": {"type": "list", "elements": "str", "default": ["compute", "image", "network"]},
}


def main() -> None:
    """Entry point."""
    run_diagnosis_module(ARGUMENT_SPEC)


if __name__ == "__main__":
    main()
