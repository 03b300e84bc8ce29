#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_volume_type: makes, changes and removes a volume type."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_volume_type
short_description: Make, change or remove a volume type
version_added: 2.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Brings a volume type to the wanted state. The block storage chooses a backend by it.
  - It is for administrators. What nothing is said of is left alone.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  name:
    description: Name of the volume type.
    type: str
  id:
    description: Id of a volume type that exists.
    type: str
  state:
    description: V(present) is a volume type that exists, V(absent) is none.
    type: str
    choices: [present, absent]
    default: present
  new_name:
    description: Name that the volume type of O(name) or O(id) is to have from now on.
    type: str
  description:
    description: Description. An empty text removes it.
    type: str
  is_public:
    description: Whether all projects may use it. The default of a new one is V(true).
    type: bool
  extra_specs:
    description: Extra specs by key. Others stay, unless O(purge_extra_specs=true). A key that is null is removed.
    type: dict
  purge_extra_specs:
    description: Whether extra specs that are not in O(extra_specs) are removed.
    type: bool
    default: false
  access:
    description:
      - Names or ids of projects that may use one that is not public. Others stay, unless O(purge_access=true).
    type: list
    elements: str
  purge_access:
    description: Whether projects that are not in O(access) may no longer use it.
    type: bool
    default: false
seealso:
  - module: nodeworks.openstack.os_volume_type_info
  - module: nodeworks.openstack.os_volume
"""

EXAMPLES = r"""
- name: A type for fast volumes
  nodeworks.openstack.os_volume_type:
    cloud: mycloud-admin
    name: fast
    extra_specs: {volume_backend_name: ssd}

- name: For one project alone
  nodeworks.openstack.os_volume_type:
    cloud: mycloud-admin
    name: databases
    is_public: false
    access: [databases]

- name: Remove it
  nodeworks.openstack.os_volume_type:
    cloud: mycloud-admin
    name: fast
    state: absent
"""

RETURN = r"""
volume_type:
  description: The volume type, as it is or, in check mode, will be; null if there is none.
  returned: on success
  type: dict
  contains:
    id:
      description: Id.
      type: str
      sample: 5bbcc3c4-1da2-4437-a48a-66f15b1b13f9
    name:
      description: Name.
      type: str
      sample: fast
    description:
      description: Description.
      type: str
    is_public:
      description: Whether all projects may use it.
      type: bool
    extra_specs:
      description: Extra specs; empty for users who are no administrators.
      type: dict
      sample: {volume_backend_name: ssd}
    qos_specs_id:
      description: Id of its QoS specs, or null.
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
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.kinds.volume_type import ARGUMENT_SPEC
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.volume_type import MANAGED_VOLUME_TYPE


def main() -> None:
    """Entry point."""
    run_state_module(MANAGED_VOLUME_TYPE, ARGUMENT_SPEC)


if __name__ == "__main__":
    main()
