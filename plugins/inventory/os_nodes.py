# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Inventory os_nodes: the nodes of a cloud as hosts."""

from __future__ import annotations

DOCUMENTATION = r"""
name: os_nodes
short_description: Nodes (servers of the compute service) as hosts
version_added: 0.1.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Lists the nodes of a project as hosts. A list of a thousand nodes is one request.
  - The configuration is a YAML file whose name ends in C(os_nodes.yml) or C(os_nodes.yaml).
  - A host is called by its node's name. Nodes that share a name are called by their ids, with a warning.
  - C(ansible_host) is the node's key C(address). A floating address, else a fixed one; IPv4 goes before IPv6. A node
    without address has no C(ansible_host).
  - Each key of a node as M(nodeworks.openstack.os_node) returns it, but for C(name) and C(extra), is a variable of the
    host, with O(hostvars_prefix) before it.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - constructed
  - inventory_cache
options:
  plugin:
    description: Marks the file as one of this plugin.
    type: str
    required: true
    choices: [nodeworks.openstack.os_nodes]
  hostvars_prefix:
    description: What stands before the names of the variables.
    type: str
    default: os_
  filters:
    description:
      - Filters of the compute service, for example C(status) or C(ip). Only the nodes that pass all are listed.
      - C(name) is a regular expression there. A list of values is sent as one filter for each.
    type: dict
    default: {}
"""

EXAMPLES = r"""
# All nodes of a cloud of clouds.yaml
---
plugin: nodeworks.openstack.os_nodes
cloud: mycloud

# Only running ones, grouped by their metadata and zone
---
plugin: nodeworks.openstack.os_nodes
cloud: mycloud
filters:
  status: ACTIVE
keyed_groups:
  - key: os_metadata.role
    prefix: role
  - key: os_availability_zone
    prefix: zone
compose:
  ansible_user: "'debian'"

# The list is kept for ten minutes
---
plugin: nodeworks.openstack.os_nodes
cloud: mycloud
cache: true
cache_plugin: ansible.builtin.jsonfile
cache_connection: ~/.cache/ansible-inventory
cache_timeout: 600
"""

import typing as t

from ansible.errors import AnsibleParserError
from ansible.plugins.inventory import BaseInventoryPlugin, Cacheable, Constructable

from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.collection import Collection
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node import NODE
from ansible_collections.nodeworks.openstack.plugins.plugin_utils.connection import connection_options, opened_cloud
from ansible_collections.nodeworks.openstack.plugins.plugin_utils.hosts import Host, hosts_of, shared_names

Nodes = t.List[t.Dict[str, t.Any]]


class InventoryModule(BaseInventoryPlugin, Constructable, Cacheable):
    """The face towards Ansible's inventory."""

    NAME = "nodeworks.openstack.os_nodes"

    def verify_file(self, path: str) -> bool:
        """Whether this file may be ours: other plugins' files end in .yml too."""
        return super().verify_file(path) and path.endswith(("os_nodes.yml", "os_nodes.yaml"))

    def parse(self, inventory: t.Any, loader: t.Any, path: str, cache: bool = True) -> None:
        """Fill the inventory from the cloud that the file describes."""
        super().parse(inventory, loader, path, cache)
        self._given = self._read_config_data(path)
        self._refuse_unknown(self._given)
        nodes = self._nodes(path, cache)
        for name in shared_names(nodes):
            self.display.warning(f"{path}: several nodes are named '{name}'; these hosts are called by their ids.")
        for host in hosts_of(nodes, self.get_option("hostvars_prefix")):
            self._add(host)

    def _refuse_unknown(self, config: t.Mapping[str, t.Any]) -> None:
        known = set(self.option_definitions)
        for definition in self.option_definitions.values():
            known.update(definition.get("aliases") or ())
        unknown = sorted(set(config) - known)
        if unknown:
            raise AnsibleParserError(f"os_nodes has no option {', '.join(unknown)}.")

    def _nodes(self, path: str, cache: bool) -> Nodes:
        """The nodes, from Ansible's cache if it is on and has them, else from the cloud."""
        use_cache = bool(self.get_option("cache"))
        key = self.get_cache_key(path)
        if use_cache and cache:
            try:
                return t.cast(Nodes, self._cache[key])
            except KeyError:
                pass  # not there, or too old
        nodes = self._fetch()
        if use_cache:
            self._cache[key] = nodes
        return nodes

    def _fetch(self) -> Nodes:
        query = tuple(
            (str(name), str(value))
            for name, values in self.get_option("filters").items()
            for value in (values if isinstance(values, list) else [values])
        )
        # An option may be a template, for example a lookup of a password.
        options = connection_options(self, self.templar.template)
        with opened_cloud(options, AnsibleParserError, self._given) as cloud:
            return list(Collection(cloud, NODE).list(query))

    def _add(self, host: Host) -> None:
        strict = self.get_option("strict")
        self.inventory.add_host(host.name)
        if host.address:
            self.inventory.set_variable(host.name, "ansible_host", host.address)
        for name, value in host.variables.items():
            self.inventory.set_variable(host.name, name, value)
        variables = dict(host.variables, inventory_hostname=host.name, ansible_host=host.address)
        self._set_composite_vars(self.get_option("compose"), variables, host.name, strict=strict)
        self._add_host_to_composed_groups(self.get_option("groups"), variables, host.name, strict=strict)
        self._add_host_to_keyed_groups(self.get_option("keyed_groups"), variables, host.name, strict=strict)
