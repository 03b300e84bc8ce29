#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_flavor: brings a flavor to the wanted state."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_flavor
short_description: Make, share or remove a flavor
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Makes a flavor, gives it extra specs, and says which projects may use it. By default only administrators may.
  - Options that are not given are left alone. The size of a flavor never changes; another one is an error, never
    passed over in silence, unless O(replace) says that the flavor is made anew.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.wait
  - nodeworks.openstack.attributes
options:
  name:
    description: Name of the flavor; no two have the same.
    type: str
  id:
    description: Id of a flavor that exists.
    type: str
  state:
    description: V(present) is a flavor that exists, V(absent) is none.
    type: str
    choices: [present, absent]
    default: present
  flavor_id:
    description: The id that a new flavor gets; if nothing is said, Nova gives it one.
    type: str
    aliases: [flavorid]
  description:
    description: Description; an empty one takes it away.
    type: str
  vcpus:
    description: Number of virtual CPUs. Needed to make a flavor.
    type: int
  ram:
    description: Memory in MiB. Needed to make a flavor.
    type: int
  disk:
    description: Size of the root disk in GiB; V(0) is that of the image. Needed to make a flavor.
    type: int
  ephemeral:
    description: Size of a further disk in GiB.
    type: int
  swap:
    description: Size of the swap disk in MiB.
    type: int
  rxtx_factor:
    description: Factor of the bandwidth, which newer services do not take any more.
    type: float
  is_public:
    description: Whether all projects may use it.
    type: bool
  replace:
    description:
      - Whether a flavor of another size is removed and made anew with the same id, as it was in all that is not said.
        Nodes keep the size they have.
    type: bool
    default: false
  extra_specs:
    description: Extra specs. Values that are not text are written as JSON, V(true) for C(true). C(null) removes one.
    type: dict
  purge_extra_specs:
    description: Whether extra specs that O(extra_specs) does not name are removed.
    type: bool
    default: false
  access:
    description: Names or ids of the projects that may use it, if it is not public.
    type: list
    elements: str
  purge_access:
    description: Whether projects that O(access) does not name may use it no more.
    type: bool
    default: false
  on_drift:
    description: What to do about a flavor that differs in what cannot be changed; V(warn) and V(ignore) leave it so.
    type: str
    choices: [fail, warn, ignore]
    default: fail
seealso:
  - module: nodeworks.openstack.os_flavor_info
  - module: nodeworks.openstack.os_node
"""

EXAMPLES = r"""
- name: A flavor for one project
  nodeworks.openstack.os_flavor:
    cloud: mycloud-admin
    name: db.large
    vcpus: 8
    ram: 32768
    disk: 40
    is_public: false
    access: ["{{ project_id }}"]
    extra_specs:
      hw:cpu_policy: dedicated

- name: Take an extra spec away
  nodeworks.openstack.os_flavor:
    cloud: mycloud-admin
    name: db.large
    extra_specs: {}
    purge_extra_specs: true

- name: Remove it
  nodeworks.openstack.os_flavor:
    cloud: mycloud-admin
    name: db.large
    state: absent
"""

RETURN = r"""
flavor:
  description: The flavor, as it is or, in check mode, will be; null if there is none.
  returned: on success
  type: dict
  contains:
    id:
      description: Id.
      type: str
      sample: 6b0c3c6a-0c3e-4cbb-8c48-4e6ab6a4a4d6
    name:
      description: Name.
      type: str
      sample: db.large
    description:
      description: Description.
      type: str
    vcpus:
      description: Number of virtual CPUs.
      type: int
      sample: 8
    ram:
      description: Memory in MiB.
      type: int
      sample: 32768
    disk:
      description: Size of the root disk in GiB.
      type: int
      sample: 40
    ephemeral:
      description: Size of a further disk in GiB.
      type: int
    swap:
      description: Size of the swap disk in MiB.
      type: int
    rxtx_factor:
      description: Factor of the bandwidth; null where there is none any more.
      type: float
    is_public:
      description: Whether all projects may use it.
      type: bool
    disabled:
      description: Whether no new node can have it.
      type: bool
    extra_specs:
      description: Extra specs, if the service shows them to this user.
      type: dict
      sample: {"hw:cpu_policy": dedicated}
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
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.kinds.flavor import ARGUMENT_SPEC
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.flavor import MANAGED_FLAVOR


def main() -> None:
    """Entry point."""
    run_state_module(MANAGED_FLAVOR, ARGUMENT_SPEC)


if __name__ == "__main__":
    main()
