# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Inventory os_nodes: the nodes of clouds as hosts."""

from __future__ import annotations

DOCUMENTATION = r"""
name: os_nodes
short_description: Nodes (servers of the compute service) as hosts
version_added: 1.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Lists nodes as hosts. A list of a thousand nodes is one request, and nothing is asked for a single node.
  - The configuration is a YAML file whose name ends in C(os_nodes.yml) or C(os_nodes.yaml).
  - Clouds, regions and projects are read side by side. One that cannot be read costs its own hosts only, with a warning
    that says why; see O(strict_clouds).
  - All options may be templates (C({{ }})), except those that are expressions themselves.
extends_documentation_fragment:
  - nodeworks.openstack.connection
  - constructed
  - inventory_cache
seealso:
  - ref: ansible_collections.nodeworks.openstack.docsite.guide_inventory
    description: Recipes, and how to come from other inventories.
options:
  plugin:
    description: Marks the file as one of this plugin.
    type: str
    required: true
    choices: [nodeworks.openstack.os_nodes]
  clouds:
    description:
      - Several clouds instead of one, each as O(cloud) has it, or V(all) for each in C(clouds.yaml).
      - All other options of the connection are for each of them.
    type: list
    elements: raw
  regions:
    description:
      - Several regions instead of O(region_name), or V(all). These are the regions that C(clouds.yaml) lists for the
        cloud; where it lists none, those in which the catalog has a compute service.
    type: list
    elements: str
  projects:
    description:
      - Several projects instead of one, by name or id, or V(all) for each that the user may work in.
      - A token is good for one project, so there is one for each.
    type: list
    elements: str
  all_projects:
    description: The nodes of all projects of the cloud, which the compute service shows to administrators only.
    type: bool
    default: false
  strict_clouds:
    description:
      - Whether it is an error if one cloud, region or project cannot be read. It always is if none can.
    type: bool
    default: false
  concurrency:
    description: How many clouds, regions and projects are read at the same time.
    type: int
    default: 8
  page_size:
    description:
      - How many nodes to ask for in one request. Without it as many as the compute service gives, mostly a thousand.
    type: int
  filters:
    description:
      - Filters of the compute service. Only nodes that pass all of them are listed.
      - For everybody C(name) (a regular expression), C(status), C(ip) and C(ip6) (parts of an address), C(image) and
        C(flavor) (names or ids), C(tags), C(tags-any), C(not-tags), C(not-tags-any), C(changes-since),
        C(changes-before), C(locked), C(availability_zone), C(key_name), C(config_drive), C(user_id), C(vm_state),
        C(task_state), C(power_state), C(progress), C(created_at), C(launched_at), C(terminated_at), C(hostname),
        C(reservation_id).
      - For administrators also C(host), C(node), C(project_id), C(uuid), C(deleted), C(soft_deleted),
        C(description), C(access_ip_v4), C(access_ip_v6), C(locked_by), C(launch_index), C(root_device_name),
        C(kernel_id), C(ramdisk_id), C(auto_disk_config).
      - C(status) and the filters of tags take lists.
    type: dict
    default: {}
  statuses:
    description:
      - The statuses of nodes to list (V(ACTIVE), V(SHUTOFF)), or their states as M(nodeworks.openstack.os_node) returns
        them (V(running), V(stopped)).
      - Without it all nodes are listed but deleted ones.
    type: list
    elements: str
    default: []
  metadata:
    description:
      - Metadata that a node has to have, each with this value or with one of a list of values.
    type: dict
    default: {}
  include_filters:
    description:
      - Expressions over the variables of a host. Only nodes for which one of them is true become hosts.
      - An expression that cannot be evaluated for a node is not true, or is an error if O(strict=true).
    type: list
    elements: str
    default: []
  exclude_filters:
    description: Expressions as in O(include_filters). Nodes for which one of them is true become no hosts.
    type: list
    elements: str
    default: []
  hostnames:
    description:
      - What a host is called. The first of these that gives a name counts; if none does, it is the node's id.
      - A key of a node as M(nodeworks.openstack.os_node) returns it (V(name), V(id)), or a path that begins with one
        (V(metadata.fqdn), V(public_ips.0)).
      - An expression over the variables of the host, for example V(os_name ~ '.example.org').
      - A mapping of C(name) and C(prefix), each one of the above, and C(separator), by default V(_).
      - Where several nodes get the same name, C(-) and the id of the node are put behind it.
      - A name is of letters, digits, C(_), C(-) and C(.), begins with none of the last two, and has 253 characters at
        most; or it is an IPv6 address. It is not V(all), V(ungrouped), a group's name, or a name or address of the
        controller itself (V(localhost), V(127.1)). The host of a node without such a name is called by the node's id,
        and a warning says so.
    type: list
    elements: raw
    default: [name, id]
  connect_with:
    description:
      - Which of a node's addresses is C(ansible_host). The first of these that the node has counts.
      - V(ipv4), V(ipv6), or V(ip) for either, after V(floating_), V(fixed_), V(public_), V(private_) or nothing. For
        example V(private_ipv4). A floating address is a public one, whatever its range.
      - The name of a network, with V(:) and one of the above behind it if wanted, for example V(storage:ipv6). A name
        that could be mistaken for something else is written with V(network:) before it.
      - V(access_ipv4), V(access_ipv6), V(access_ip) for what the node's owner has said; V(name), V(hostname).
      - Where several addresses fit, a floating one goes before a fixed one, then IPv4 before IPv6, then public before
        private.
      - Left at its default, what C(clouds.yaml) says of a cloud counts too. With C(force_ipv4) no IPv6 address is
        taken, and of the fixed addresses those go first that are in the network with C(default_interface) in
        C(networks).
      - One that leads to the controller itself (V(127.0.0.1), V(::1), V(localhost)), or that no host can have, is
        passed over with a warning.
    type: list
    elements: str
    default: [floating_ipv4, floating_ipv6, fixed_ipv4, fixed_ipv6]
  require_address:
    description:
      - What becomes of nodes without an address that O(connect_with) would take.
      - By default they are left out, and one warning counts them. Without C(ansible_host) ssh would connect to a host
        by its name, which whoever makes a node can choose.
      - V(warn) makes them hosts without C(ansible_host), with a warning. V(skip) leaves them out without a word,
        V(fail) ends with an error.
    type: str
    choices: [warn, skip, fail]
  attributes:
    description:
      - The keys of a node that become variables of its host, as M(nodeworks.openstack.os_node) returns them, beside
        C(cloud), C(project) and C(attached_volumes).
      - With a dot a part of a key, for example V(flavor.name), which becomes the variable C(os_flavor_name).
      - V(all) for all of them. User data are never shown.
      - Expressions see all keys, whatever is asked for here.
      - By default C(id), C(name), C(state), C(status), C(public_ips), C(private_ips), C(flavor), C(image), C(metadata),
        C(tags), C(key_name), C(security_groups), C(availability_zone), C(volumes), C(created_at), C(cloud), C(project),
        C(project_id) and C(region), with C(attached_volumes) if O(attached_volumes=true).
    type: list
    elements: str
  hostvars_prefix:
    description: What stands before the names of variables. It cannot make names that begin with C(ansible_).
    type: str
    default: os_
  hostvars_suffix:
    description: What stands behind the names of variables.
    type: str
    default: ''
  group_by:
    description:
      - Groups that need no expression.
      - V(cloud), V(project), V(region), V(availability_zone), V(status), V(flavor), V(image) and V(tags) make groups
        like C(region_RegionOne), C(zone_nova), C(status_active), C(flavor_m1_small), C(image_debian_12) and C(tag_web).
      - V(metadata) makes the groups that a node's metadata C(group), and C(groups) with commas in it, name.
      - Characters that Ansible does not take in names of groups become C(_).
      - Neither here nor in O(keyed_groups) does a node's word make a group that is called V(all) or V(ungrouped), as a
        host that another source has described, or as a node's id. A warning names what is left out.
    type: list
    elements: str
    choices: [cloud, project, region, availability_zone, status, flavor, image, metadata, tags]
    default: []
  attached_volumes:
    description:
      - Whether nodes have C(attached_volumes), a list of volumes with id, name, device, size (GiB), type, bootable,
        encrypted and status. It costs one list of volumes for each region and project.
    type: bool
    default: false
  image_names:
    description:
      - Whether the image of a node has its name beside its id. The compute service does not know it, so it costs a
        request to the image service for each region and project. It is on if O(group_by) has V(image).
    type: bool
    default: false
  compat:
    description:
      - V(openstack.cloud) gives hosts, beside all else, the variable C(openstack) and the groups that the inventory
        C(openstack.cloud.openstack) gives them. Nodes that share a name are called by their ids, as they are there.
      - In names of these groups C(_) stands for characters that host patterns or file systems read otherwise
        (C(/ \ * ? [ ] ! & ~), control characters), and for a first one that is no letter, digit or C(_).
    type: str
    choices: [openstack.cloud]
"""

EXAMPLES = r"""
# All nodes of a cloud of clouds.yaml
---
plugin: nodeworks.openstack.os_nodes
cloud: mycloud

# Only running ones, grouped by region, by their tags and by a key of their metadata
---
plugin: nodeworks.openstack.os_nodes
cloud: mycloud
regions: [RegionOne, RegionTwo]
statuses: [running]
group_by: [region, tags]
keyed_groups:
  - key: os_metadata.role
    prefix: role
compose:
  ansible_user: "'debian'"

# Named by their metadata, reached in a network of their own, without those that are about to go
---
plugin: nodeworks.openstack.os_nodes
cloud: mycloud
hostnames: [metadata.fqdn, name]
connect_with: [management, fixed_ipv4]
exclude_filters:
  - os_metadata.retire | default('') is match('soon')

# Several clouds and all projects of the user; the list is kept for ten minutes
---
plugin: nodeworks.openstack.os_nodes
clouds: [mycloud, othercloud]
projects: all
cache: true
cache_plugin: ansible.builtin.jsonfile
cache_connection: ~/.cache/ansible-inventory
cache_timeout: 600
"""

import os
import typing as t

from ansible.errors import AnsibleError, AnsibleParserError
from ansible.plugins.inventory import BaseInventoryPlugin, Cacheable, Constructable

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import (
    SHAPE_ERRORS,
    CloudError,
    ConfigError,
    understanding,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.printable import printable
from ansible_collections.nodeworks.openstack.plugins.plugin_utils.os_nodes import cache as kept
from ansible_collections.nodeworks.openstack.plugins.plugin_utils.os_nodes.collection_pause import collection_paused
from ansible_collections.nodeworks.openstack.plugins.plugin_utils.os_nodes.constructed import Constructions
from ansible_collections.nodeworks.openstack.plugins.plugin_utils.os_nodes.expressions import Expressions
from ansible_collections.nodeworks.openstack.plugins.plugin_utils.os_nodes.gather import (
    Gathered,
    from_clouds,
    from_parts,
)
from ansible_collections.nodeworks.openstack.plugins.plugin_utils.os_nodes.hosts import Hosts
from ansible_collections.nodeworks.openstack.plugins.plugin_utils.os_nodes.problems import tried
from ansible_collections.nodeworks.openstack.plugins.plugin_utils.os_nodes.reading import Reading, reading_of
from ansible_collections.nodeworks.openstack.plugins.plugin_utils.os_nodes.showing import (
    EXPRESSION_OPTIONS,
    Showing,
    showing_of,
)


class InventoryModule(BaseInventoryPlugin, Constructable, Cacheable):
    """The face towards Ansible's inventory."""

    NAME = "nodeworks.openstack.os_nodes"

    def verify_file(self, path: str) -> bool:
        """Whether this file may be ours: other plugins' files end in .yml too."""
        return super().verify_file(path) and path.endswith(("os_nodes.yml", "os_nodes.yaml"))

    def parse(self, inventory: t.Any, loader: t.Any, path: str, cache: bool = True) -> None:
        """Fill the inventory from the clouds that the file describes."""
        super().parse(inventory, loader, path, cache)
        try:
            self._read_config_data(path)
        except SHAPE_ERRORS:
            if isinstance(loader.load_from_file(path, cache="none"), dict):
                raise
            raise AnsibleParserError(f"{path} is not a file of os_nodes: it has to be a mapping of options.") from None
        with collection_paused():
            try:
                self._fill(path, cache)
            except CloudError as error:
                # Ansible would add Python's words to ours.
                raise AnsibleParserError(str(error)) from None

    def _fill(self, path: str, may_read_cache: bool) -> None:
        showing, reading = self._understood()
        gathered = self._gathered(path, reading, showing.whole, may_read_cache)
        self._tell(path, gathered)
        hosts = Hosts(
            showing, self._constructions(), self.inventory, Expressions(self.loader), self._sanitize_group_name
        )
        with understanding("What the services say of nodes"):
            hosts.add(gathered.nodes)
        for warning in hosts.warnings:
            self.display.warning(printable(f"{path}: {warning}"))

    def set_options(self, task_keys: t.Any = None, var_options: t.Any = None, direct: t.Any = None) -> None:
        """Take the options of the file, with their templates filled in, for example a lookup of a password."""
        given = direct or {}
        self._refuse_unknown(given)
        expressions = {name: value for name, value in given.items() if name in EXPRESSION_OPTIONS}
        self.templar.available_variables = self._vars
        filled = self.templar.template({name: value for name, value in given.items() if name not in expressions})
        self._given = {**expressions, **filled}
        super().set_options(task_keys=task_keys, var_options=var_options, direct=self._given)

    def _refuse_unknown(self, config: t.Mapping[str, t.Any]) -> None:
        known = set(self.option_definitions)
        for definition in self.option_definitions.values():
            known.update(definition.get("aliases") or ())
        unknown = sorted(str(name) for name in config if name not in known)
        if unknown:
            raise AnsibleParserError(f"os_nodes has no option {', '.join(unknown)}.")

    def _understood(self) -> tuple[Showing, Reading]:
        """The request that the options describe.

        Raises:
            ConfigError: with all that is wrong in them.
        """
        options = {name: self.get_option(name) for name in self.option_definitions}
        problems: list[str] = []
        showing = tried(problems, lambda: showing_of(options))
        reading = tried(problems, lambda: reading_of(options, os.environ))
        if showing is None or reading is None:
            raise ConfigError(problems)
        return showing, reading

    def _gathered(self, path: str, reading: Reading, whole: bool, may_read: bool) -> Gathered:
        """The nodes, from Ansible's cache if it is on and has them, else from the clouds."""
        name = kept.cache_name(path, reading, os.environ, whole) if self.get_option("cache") else None
        found = self._kept(path, name) if name and may_read else None
        if found is not None:
            return found
        gathered = from_clouds(reading, os.environ, self._given)
        # An incomplete result is not kept: a later run would not learn that something is missing.
        if name and not gathered.failures:
            self._cache[self._cache_key(path, name)] = kept.as_text(gathered.parts, whole)
        return gathered

    def _cache_key(self, path: str, name: str) -> str:
        return f"{self.get_cache_key(path)}_{name}"

    def _kept(self, path: str, name: str) -> Gathered | None:
        try:
            parts = kept.from_text(self._cache[self._cache_key(path, name)])
        except (KeyError, AnsibleError, AttributeError, TypeError, ValueError):
            return None  # not there, too old, or nothing that Ansible can read
        return from_parts(parts) if parts is not None else None

    def _tell(self, path: str, gathered: Gathered) -> None:
        """Tell of places that could not be read. It is an error if none could, or if the file wants all or nothing.

        Raises:
            AnsibleParserError: as said.
        """
        for text in gathered.trace:
            self.display.display(printable(text))
        failed = [str(failure) for failure in gathered.failures]
        if failed and (self.get_option("strict_clouds") or not gathered.parts):
            raise AnsibleParserError(printable(" ".join(f"Could not read {text}" for text in failed)))
        for warning in [*gathered.warnings, *(f"Could not read {text}" for text in failed)]:
            self.display.warning(printable(f"{path}: {warning}"))
        self.display.vvv(f"{path}: {len(gathered.nodes)} nodes, {gathered.api_calls} requests")

    def _constructions(self) -> Constructions:
        return Constructions(
            compose=self.get_option("compose"),
            groups=self.get_option("groups"),
            keyed_groups=self.get_option("keyed_groups"),
            strict=self.get_option("strict"),
            leading_separator=self.get_option("leading_separator"),
            extra_variables=self._vars if self.get_option("use_extra_vars") else {},
        )
