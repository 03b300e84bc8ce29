#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_application_credential: makes and removes an application credential."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_application_credential
short_description: Make or remove an application credential
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings an application credential to the wanted state. With its id and secret a program can do what the user of the
    token may do in the project of the token, or less, without his password.
  - The identity service cannot change one. What differs is an error, unless O(replace) or O(on_drift) say otherwise; it
    is never passed over in silence. A secret cannot be compared, as the service shows none.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  name:
    description: Name of the application credential, of which a user has one.
    type: str
  id:
    description: Id of one that exists.
    type: str
  state:
    description: V(present) is one that exists, V(absent) is none, and whoever uses it is shut out.
    type: str
    choices: [present, absent]
    default: present
  description:
    description: What it is for.
    type: str
  secret:
    description:
      - The secret, when it is made; by default the service makes one up. One that exists keeps its secret.
    type: str
  secret_file:
    description:
      - A new file into which the secret is written that the service makes up. Only its owner can read it, and the
        secret is nowhere else then, not in the result either.
      - If the application credential is there and the file is not, the task warns, since the secret is lost.
    type: path
  roles:
    description:
      - Names or ids of the roles that it has, of those of the token; by default all of them. Roles that these imply
        come with them. An empty list is an error, since the identity service takes it for all.
      - That the token has them is looked at before anything is done. The case of their names does not matter.
    type: list
    elements: str
  access_rules:
    description:
      - Requests that may be sent with it; by default all. An empty list takes those away that one has, so that all may
        be sent; for a new one it is an error.
    type: list
    elements: dict
    suboptions:
      service:
        description:
          - Type of the service, as its operators have set it there (C(service_type) in C([keystone_authtoken])). Where
            they have not, it refuses whatever comes with access rules. Block storage has one type of several.
        type: str
        required: true
      method:
        description: Method of HTTP.
        type: str
        required: true
        choices: [GET, HEAD, POST, PUT, PATCH, DELETE]
      path:
        description:
          - Path of the URL, all of it, in which C(*) stands for a part of it and C(**) for all the rest. Modules look
            at lists first, for nodes at C(/v2.1/servers/detail), say.
        type: str
        required: true
  expires_at:
    description: When it expires, like V(2027-01-31T12:00:00Z); without a zone in UTC. By default it does not.
    type: str
  unrestricted:
    description: Whether other application credentials and trusts may be made and removed with it. By default not.
    type: bool
  replace:
    description:
      - Whether one that differs is removed and made anew, with another id and secret. Whoever uses the old one is shut
        out.
    type: bool
    default: false
  on_drift:
    description: What to do about one that differs and is not replaced; V(warn) and V(ignore) leave it so.
    type: str
    choices: [fail, warn, ignore]
    default: fail
notes:
  - The secret is returned once, when it is made, and not hidden there. Since ansible-core 2.22 Ansible does not print
    it; before, set C(no_log) for the task, or O(secret_file).
seealso:
  - module: nodeworks.openstack.os_catalog_info
  - module: nodeworks.openstack.os_project_info
"""

EXAMPLES = r"""
- name: A secret for the backup program, which may only read
  nodeworks.openstack.os_application_credential:
    cloud: mycloud
    name: backup
    roles: [reader]
    expires_at: "2099-01-31T12:00:00Z"
    secret_file: ~/backup.secret

- name: One that may only list nodes
  nodeworks.openstack.os_application_credential:
    cloud: mycloud
    name: monitoring
    access_rules:
      - {service: compute, method: GET, path: /v2.1/servers/detail}
  no_log: true
  register: made

- name: Be rid of it
  nodeworks.openstack.os_application_credential:
    cloud: mycloud
    name: monitoring
    state: absent
"""

RETURN = r"""
application_credential:
  description: The application credential, as it is or, in check mode, will be; null if there is none.
  returned: on success
  type: dict
  contains:
    id:
      description: Id, with which a token is asked for.
      type: str
      sample: 26bb287fd56a4f1788d48c81d7a1b3e6
    name:
      description: Name.
      type: str
      sample: backup
    description:
      description: What it is for.
      type: str
    roles:
      description: Roles that it has, those that others imply among them.
      type: list
      elements: dict
      contains:
        id:
          description: Id of the role; null in check mode.
          type: str
        name:
          description: Name of the role.
          type: str
          sample: reader
    access_rules:
      description: Requests that may be sent with it; empty if all may.
      type: list
      elements: dict
      contains:
        service:
          description: Type of the service.
          type: str
          sample: compute
        method:
          description: Method of HTTP.
          type: str
          sample: GET
        path:
          description: Path.
          type: str
          sample: /v2.1/servers/detail
    expires_at:
      description: When it expires, in UTC; null if it does not.
      type: str
      sample: "2099-01-31T12:00:00.000000"
    unrestricted:
      description: Whether others may be made with it.
      type: bool
    project_id:
      description: Id of the project that it is for.
      type: str
    secret:
      description: The secret, which cannot be had any more later.
      returned: if it was made and the secret made up, and O(secret_file) is not set
      type: str
    region:
      description: Region of the endpoint that was asked.
      type: str
      sample: RegionOne
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_state_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.kinds.application_credential import (
    ARGUMENT_SPEC,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.application_credential import (
    APPLICATION_CREDENTIAL,
)


def main() -> None:
    """Entry point."""
    run_state_module(APPLICATION_CREDENTIAL, ARGUMENT_SPEC)


if __name__ == "__main__":
    main()
