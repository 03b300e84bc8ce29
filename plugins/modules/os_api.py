#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_api: one request to any service of the catalog."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_api
short_description: Send one request to any service of the catalog
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Sends a request with the token and to the endpoint that the other modules of this collection use, and returns the
    answer. For what no other module can do.
  - It knows nothing of what it asks for, so it cannot tell whether anything is as it should be already. All but C(GET)
    and C(HEAD) count as a change if they succeed; C(changed_when) of the task can say otherwise.
  - Nothing but C(GET) and C(HEAD) is sent in check mode.
  - After a connection that broke, or if the service is busy, the request is sent again, as often as O(retries) says;
    but not a C(POST) or C(PATCH) that may have been carried out.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.attributes
attributes:
  check_mode:
    support: partial
    details: C(GET) and C(HEAD) are sent, all else is not, and what it would come to is not known.
  diff_mode:
    support: none
  idempotent:
    support: none
options:
  service:
    description:
      - Type of the service, as the catalog has it, or one of its aliases, like V(compute), V(block-storage) or V(dns).
    type: str
    required: true
  method:
    description: Method of HTTP.
    type: str
    choices: [GET, HEAD, POST, PUT, PATCH, DELETE]
    default: GET
  path:
    description:
      - Path below the endpoint, like V(/servers/detail). The version, which some endpoints in the catalog have and some
        do not, need not be in it, and does no harm.
      - The endpoints of services other than identity, compute, image, network and block storage are used as they are in
        the catalog; where one has no version, the version has to be in the path.
      - C({user_id}) in it stands for the id of the token's user.
      - It never leads to another host. The query is not part of it.
    type: str
    required: true
  query:
    description: What follows the path. A list of values is sent as one of them after the other.
    type: dict
    default: {}
  body:
    description: What is sent as JSON. A text has to be JSON already.
    type: raw
  content:
    description:
      - What is sent as it is. Its type is C(application/octet-stream), unless O(headers) has a C(Content-Type).
    type: str
  headers:
    description: Further headers. The token is not among them, it is always sent.
    type: dict
    default: {}
  microversion:
    description:
      - Microversion to speak with the service, like V(2.79) or V(latest). Write it in quotes, because YAML reads a bare
        2.60 as 2.6.
      - It is sent as C(OpenStack-API-Version). For services with a header of their own for it, like bare metal and
        shared file systems, write that one in O(headers).
      - Written with another service before it, as in V(compute 2.79), it is not for this request.
    type: str
    aliases: [ex_force_microversion]
  statuses:
    description:
      - Statuses that are expected; with any other the task fails. By default all below 400 are.
      - With an expected status of 400 or more nothing counts as changed.
    type: list
    elements: int
  all_pages:
    description:
      - Whether all pages of a list are read, and RV(json) has the whole list, without links. With V(false) it is the
        first one, with its links.
      - A C(limit) in O(query) is then the length of each page.
    type: bool
    default: true
notes:
  - What the service answers is returned whole. If there are secrets in it, set C(no_log) for the task.
seealso:
  - module: nodeworks.openstack.os_catalog_info
"""

EXAMPLES = r"""
- name: What the compute service consists of, which there is no module for
  nodeworks.openstack.os_api:
    cloud: mycloud-admin
    service: compute
    path: /os-services
    microversion: "2.69"
  register: services

- name: A zone of the DNS service
  nodeworks.openstack.os_api:
    cloud: mycloud
    service: dns
    method: POST
    path: /v2/zones
    body: {name: example.org., email: admin@example.org}
    statuses: [201, 202, 409]

- name: Whether a network is there
  nodeworks.openstack.os_api:
    cloud: mycloud
    service: network
    path: /networks/5bbcc3c4-1da2-4437-a48a-66f15b1b13f9
    query: {fields: [id, status]}
    statuses: [200, 404]
  register: network
"""

RETURN = r"""
status:
  description: Status of the answer, of the last one if there were several pages; null if nothing was sent.
  returned: on success
  type: int
  sample: 200
url:
  description: Where the request went; in check mode, where it would have gone.
  returned: on success
  type: str
  sample: https://cloud.example.org:8774/v2.1/os-hypervisors/detail
headers:
  description: Headers of the answer, in lower case. In place of a token and of a cookie stands a name for it.
  returned: on success
  type: dict
  sample: {content-type: application/json}
json:
  description: The answer; null if there was none, or it is not JSON.
  returned: on success
  type: raw
  sample: {hypervisors: []}
content:
  description: The answer as a text, if it is not JSON; null if it is no text either.
  returned: on success
  type: str
request_id:
  description: Id under which the service logged the request.
  returned: on success
  type: str
  sample: req-9a1f3c5e-7b2d-4e8f-a6c0-1d2e3f4a5b6c
seconds:
  description: How long the answer took.
  returned: on success
  type: float
  sample: 0.041
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from typing import Any, Dict

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.request import run_request_module

ARGUMENT_SPEC: Dict[str, Dict[str, Any]] = {
    "service": {"type": "str", "required": True},
    "method": {"type": "str", "choices": ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"], "default": "GET"},
    "path": {"type": "str", "required": True},
    "query": {"type": "dict", "default": {}},
    "body": {"type": "raw"},
    "content": {"type": "str"},
    "headers": {"type": "dict", "default": {}},
    "statuses": {"type": "list", "elements": "int"},
    "all_pages": {"type": "bool", "default": True},
}


def main() -> None:
    """Entry point."""
    run_request_module(ARGUMENT_SPEC)


if __name__ == "__main__":
    main()
