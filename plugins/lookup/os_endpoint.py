# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lookup os_endpoint: the URL of a service."""

from __future__ import annotations

DOCUMENTATION = r"""
name: os_endpoint
short_description: The URL of a service, as the modules of this collection would choose it
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Returns the URL of each named service, chosen from the service catalog by the options of the connection. If there is
    none, the error says what the catalog has and what to change.
extends_documentation_fragment:
  - nodeworks.openstack.connection
options:
  _terms:
    description:
      - Services, by this collection's word (V(compute), V(image), V(network), V(volume), V(placement), V(identity)) or
        by their type in the catalog.
    type: list
    elements: str
    required: true
"""

EXAMPLES = r"""
- name: Where images are
  ansible.builtin.debug:
    msg: "{{ lookup('nodeworks.openstack.os_endpoint', 'image', cloud='mycloud', region='RegionTwo') }}"
"""

RETURN = r"""
_raw:
  description: A URL for each service.
  type: list
  elements: str
"""

import typing as t

from ansible.errors import AnsibleLookupError
from ansible.plugins.lookup import LookupBase

from ansible_collections.nodeworks.openstack.plugins.module_utils.options.connection import option_names
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.services import service_of_type
from ansible_collections.nodeworks.openstack.plugins.plugin_utils.connection import connection_options, opened_cloud


class LookupModule(LookupBase):
    """The face towards Ansible's templates."""

    def run(self, terms: list[t.Any], variables: t.Any = None, **kwargs: t.Any) -> list[str]:
        """The URL of each service."""
        spellings = option_names()
        unknown = sorted(set(kwargs) - set(spellings))
        if unknown:
            raise AnsibleLookupError(f"os_endpoint has no option {', '.join(unknown)}.")
        self.set_options(var_options=variables, direct={spellings[name]: value for name, value in kwargs.items()})
        with opened_cloud(connection_options(self), AnsibleLookupError, kwargs) as cloud:
            return [cloud.choice(service_of_type(str(term))).url for term in terms]
