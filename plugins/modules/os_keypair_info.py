#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_keypair_info: which key pairs there are."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_keypair_info
short_description: Look for key pairs
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Returns the key pairs of the token's user that satisfy all that is asked for; an empty list if there are none.
  - Changes nothing.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.resource_info
  - nodeworks.openstack.attributes.info
options:
  id:
    description: The same as O(name), since names are ids.
    type: str
  filters:
    description:
      - Filters of the compute service, as its API reference lists them for key pairs. With C(user_id) administrators
        see those of another user.
    type: dict
seealso:
  - module: nodeworks.openstack.os_keypair
"""

EXAMPLES = r"""
- name: Show all key pairs
  nodeworks.openstack.os_keypair_info:
    cloud: mycloud
  register: found

- name: Show their fingerprints
  ansible.builtin.debug:
    msg: "{{ found.key_pairs | items2dict(key_name='name', value_name='fingerprint') }}"
"""

RETURN = r"""
key_pairs:
  description: The key pairs, each as RV(nodeworks.openstack.os_keypair#module:key_pair).
  returned: on success
  type: list
  elements: dict
api_calls:
  description: Number of requests that were sent.
  returned: always
  type: int
"""

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_info_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.keypair import KEYPAIR


def main() -> None:
    """Entry point."""
    run_info_module(KEYPAIR)


if __name__ == "__main__":
    main()
