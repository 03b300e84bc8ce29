#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module os_reservation_info: which hosts are leased, and which can be."""

from __future__ import annotations

DOCUMENTATION = r"""
module: os_reservation_info
short_description: Look for leases of the reservation service, and for hosts that can be leased
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Returns all leases, or all hosts, that satisfy all that is asked for; an empty list if there are none.
  - It is for clouds that have the reservation service (Blazar). So far it has been tried only on a cloud that is
    made up, and answers as the API reference says.
  - Changes nothing.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - nodeworks.openstack.resource_info
  - nodeworks.openstack.attributes.info
options:
  kind:
    description: What is looked for. Only administrators are shown hosts.
    type: str
    choices: [lease, host]
    default: lease
  filters:
    description: What is added to the query, in the words of the reservation service, which has no filters by itself.
    type: dict
seealso:
  - module: nodeworks.openstack.os_node_info
"""

EXAMPLES = r"""
- name: Leases of the project
  nodeworks.openstack.os_reservation_info:
    cloud: mycloud

- name: Hosts that can be leased
  nodeworks.openstack.os_reservation_info:
    cloud: mycloud-admin
    kind: host
    fields: [name, vcpus, memory_mb]
"""

RETURN = r"""
leases:
  description: The leases.
  returned: with O(kind=lease)
  type: list
  elements: dict
  contains:
    id:
      description: Id.
      type: str
    name:
      description: Name.
      type: str
    status:
      description: Status, as the service says it.
      type: str
      sample: ACTIVE
    degraded:
      description: Whether something that is reserved is missing.
      type: bool
    start_date:
      description: When it begins, in UTC.
      type: str
      sample: "2026-11-24T12:00:00.000000"
    end_date:
      description: When it ends, in UTC.
      type: str
      sample: "2026-11-25T12:00:00.000000"
    reservations:
      description:
        - What is reserved. Each has an id, a C(status) and a C(resource_type), like C(physical:host); what else it has
          depends on that.
      type: list
      elements: dict
    events:
      description: What has happened or will.
      type: list
      elements: dict
      contains:
        id:
          description: Id.
          type: str
        event_type:
          description: What it is.
          type: str
          sample: start_lease
        time:
          description: When, in UTC.
          type: str
        status:
          description: Whether it is done.
          type: str
          sample: DONE
    project_id:
      description: Id of the project it belongs to.
      type: str
    user_id:
      description: Id of the user who made it.
      type: str
    created_at:
      description: When it was made.
      type: str
    updated_at:
      description: When it was last changed.
      type: str
    region:
      description: Region that has it.
      type: str
      sample: RegionOne
hosts:
  description: The hosts.
  returned: with O(kind=host)
  type: list
  elements: dict
  contains:
    id:
      description: Id in the reservation service.
      type: str
      sample: "1"
    name:
      description: Name of the hypervisor.
      type: str
      sample: compute-1
    service_name:
      description: Name of the host in the compute service.
      type: str
      sample: compute-1
    hypervisor_type:
      description: What the hypervisor is.
      type: str
      sample: QEMU
    hypervisor_version:
      description: Its version.
      type: int
      sample: 8002002
    vcpus:
      description: Virtual processors.
      type: int
      sample: 64
    memory_mb:
      description: Memory in MiB.
      type: int
      sample: 262144
    local_gb:
      description: Disk in GiB.
      type: int
      sample: 2000
    reservable:
      description: Whether it can be leased.
      type: bool
    status:
      description: Status, as the service says it.
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

from typing import Any, Dict

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import run_info_module
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.reservation import KINDS

ARGUMENT_SPEC: Dict[str, Dict[str, Any]] = {
    "kind": {"type": "str", "choices": ["lease", "host"], "default": "lease"},
}


def main() -> None:
    """Entry point."""
    run_info_module(KINDS, ARGUMENT_SPEC)


if __name__ == "__main__":
    main()
