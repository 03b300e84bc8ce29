# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nodes as os_node returns them, with the place where they were found; and nodes as variables of hosts. Pure."""

from __future__ import annotations

import typing as t

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import BrokenAnswer, ConfigError
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.reading import Misshapen, read_one
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.address import address_of, preferences
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.node import NODE
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.read import read_node

from .compat import TOLD_FLAVOR
from .part import Part

Node = t.Dict[str, t.Any]

# No host needs its user data, which often hold passwords.
NEVER_SHOWN = "user_data"
# Keys that only the inventory knows.
FOUND = ("cloud", "project", "region", "attached_volumes")
KEYS = (*(key for key in read_node({"id": ""}) if key != NEVER_SHOWN), *FOUND)

ALL = "all"
# Prefixes of variables with which Ansible connects, and in which it keeps facts.
OF_ANSIBLE = "ansible_"
# The default variables of hosts. They are few, since each host has its own copy.
DEFAULT_ATTRIBUTES = (
    "id", "name", "state", "status", "public_ips", "private_ips", "flavor", "image", "metadata", "tags", "key_name",
    "security_groups", "availability_zone", "volumes", "created_at", "cloud", "project", "project_id", "region",
)  # fmt: skip


def nodes_of(part: Part) -> list[Node]:
    """The nodes of a part, as users see them.

    Raises:
        BrokenAnswer: one is not of the shape that the API reference promises.
    """
    where = {"cloud": part.place.cloud, "project": part.place.project, "region": part.place.region}
    wanted = preferences(part.connect_with)
    nodes = [_node(raw, where, part) for raw in part.nodes]
    for node in nodes if wanted else ():
        node["address"] = address_of(node, wanted)
    return nodes


def _node(raw: Node, where: Node, part: Part) -> Node:
    try:
        node = read_one(NODE, raw)
    except Misshapen as problem:
        raise BrokenAnswer(f"The list of nodes has {problem}.", method="GET", url=str(part.place)) from problem
    node["extra"].pop("adminPass", None)
    # For compat alone: it is no key of a node, and no variable is made of it.
    node[TOLD_FLAVOR] = raw.get("flavor")
    node.update(where)
    node["attached_volumes"] = part.volumes.get(node["id"], []) if part.volumes is not None else None
    if part.images and node["image"]:
        node["image"]["name"] = part.images.get(node["image"]["id"])
    return node


class Variables:
    """From a node to the variables of its host.

    `attributes` are keys of a node, and keys of mappings in it with dots before them: `flavor.name`.
    """

    def __init__(self, attributes: t.Sequence[str | None], prefix: str, suffix: str) -> None:
        """Store the wanted attributes.

        Raises:
            ConfigError: with all attributes that there are not, and all names that no variable can have.
        """
        named = [one for one in attributes if isinstance(one, str)]  # a list of a file may have a null in it
        wanted = [key for one in named for key in (KEYS if one == ALL else (one,))]
        problems = [_unknown(path) for path in wanted if path.partition(".")[0] not in KEYS]
        if len(named) < len(attributes):
            problems.append(f"attributes has null, but a node has only {', '.join(KEYS)}.")
        paths = dict.fromkeys(wanted)
        self._stored = [(f"{prefix}{path}{suffix}", path) for path in paths if "." not in path]
        self._parts = [(f"{prefix}{path.replace('.', '_')}{suffix}", path.split(".")) for path in paths if "." in path]
        # The key behind each variable that expressions see.
        self.keys = {f"{prefix}{key}{suffix}": key for key in KEYS}
        if not f"{prefix}x{suffix}".isidentifier():
            problems.append(
                f"hostvars_prefix '{prefix}' and hostvars_suffix '{suffix}' do not make names of variables."
            )
        of_ansible = [name for name in (*self.keys, *dict(self._parts)) if name.startswith(OF_ANSIBLE)]
        if of_ansible:
            problems.append(
                f"hostvars_prefix '{prefix}' makes variables that are Ansible's own, such as {of_ansible[0]}: nodes"
                " could say by them how to connect."
            )
        if problems:
            raise ConfigError(problems)

    def visible(self, node: Node) -> Node:
        """All that expressions see: each key of the node."""
        return {name: node[key] for name, key in self.keys.items()}

    def stored(self, node: Node) -> Node:
        """The variables of a host."""
        variables = {name: node[key] for name, key in self._stored}
        for name, path in self._parts:
            variables[name] = _at(node, path)
        return variables


def _at(node: Node, path: t.Sequence[str]) -> t.Any:
    value: t.Any = node
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _unknown(path: str) -> str:
    if path == NEVER_SHOWN:
        return "attributes cannot have user_data, which often hold passwords."
    return f"attributes has '{path}', but a node has only {', '.join(KEYS)}."
