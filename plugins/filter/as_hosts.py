# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter as_hosts: nodes as hosts of the running play."""

from __future__ import annotations

DOCUMENTATION = r"""
name: as_hosts
short_description: Nodes as hosts of the running play, under names that are those of hosts
version_added: 1.1.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Says of each node what C(add_host) is to be told, as the inventory
    P(nodeworks.openstack.os_nodes#inventory) would call the node and reach it.
  - Whoever makes a node chooses its name. A name that could be taken for something else (an option of ssh, a path, a
    group, the controller) is not a host's; such a node is called by its id, with a warning. So are nodes that share a
    name, with the name before it.
  - An address that leads to the controller itself is passed over with a warning.
options:
  _input:
    description: Nodes as M(nodeworks.openstack.os_node) and M(nodeworks.openstack.os_node_info) return them.
    type: list
    elements: dict
    required: true
  taken:
    description: Names that no host may get, such as those of groups.
    type: list
    elements: str
    default: []
  require_address:
    description:
      - What becomes of nodes without an address. By default they are left out, and one warning counts them.
      - V(warn) keeps them, with an empty C(address) and a warning, V(skip) leaves them out without a word, V(fail) is
        an error.
    type: str
    choices: [warn, skip, fail]
"""

EXAMPLES = r"""
- name: Look for nodes
  nodeworks.openstack.os_node_info:
    metadata: {role: web}
  register: found

- name: Make them hosts of this run
  ansible.builtin.add_host:
    name: "{{ item.name }}"
    groups: [web]
    ansible_host: "{{ item.address }}"
  loop: "{{ found.nodes | nodeworks.openstack.as_hosts(taken=groups) }}"
  loop_control:
    label: "{{ item.name }}"
"""

RETURN = r"""
_value:
  description: The hosts, each with C(name), C(address) (null where there is none) and C(node), in the nodes' order.
  type: list
  elements: dict
"""

import typing as t

from ansible.errors import AnsibleFilterError
from ansible.utils.display import Display

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import CloudError, ConfigError, understanding
from ansible_collections.nodeworks.openstack.plugins.module_utils.printable import printable
from ansible_collections.nodeworks.openstack.plugins.plugin_utils.os_nodes.names import settled
from ansible_collections.nodeworks.openstack.plugins.plugin_utils.os_nodes.reached import (
    BY_DEFAULT,
    FAIL,
    SKIP,
    WARN,
    addressed,
)

Node = t.Dict[str, t.Any]


def as_hosts(
    nodes: t.Sequence[Node], taken: t.Iterable[str] = (), require_address: str | None = None
) -> list[dict[str, t.Any]]:
    """The hosts that nodes make.

    Raises:
        AnsibleFilterError: these are no nodes, or one lacks the address that it has to have.
    """
    warnings: list[str] = []
    try:
        with understanding("What as_hosts was given"):
            hosts = _hosts(nodes, frozenset(taken), require_address, warnings)
    except CloudError as error:
        raise AnsibleFilterError(str(error)) from None
    for warning in warnings:
        Display().warning(printable(f"as_hosts: {warning}"))
    return hosts


def _hosts(
    nodes: t.Sequence[Node], taken: frozenset[str], require: str | None, warnings: list[str]
) -> list[dict[str, t.Any]]:
    if require not in (None, WARN, SKIP, FAIL):
        raise ConfigError([f"require_address is one of {WARN}, {SKIP} and {FAIL}, not {require!r}."])
    if isinstance(nodes, (str, dict)) or not all(isinstance(node, dict) and "address" in node for node in nodes):
        raise ConfigError(["as_hosts takes a list of nodes, each with name, id, address and addresses."])
    found = addressed(nodes, BY_DEFAULT, require, warnings)
    kept = [node for node, _address in found]
    names = settled([str(node["name"] or node["id"]) for node in kept], kept, taken, warnings)
    return [
        {"name": name, "address": address, "node": node}
        for name, (node, address) in zip(names, found)
        if name is not None
    ]


class FilterModule:
    """The face towards Ansible's templates."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """The filter, by its name."""
        return {"as_hosts": as_hosts}
