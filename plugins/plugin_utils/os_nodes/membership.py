# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Groups of Ansible's inventory, and the hosts in them."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleParserError
from ansible.inventory.data import InventoryData
from ansible.inventory.group import Group
from ansible.inventory.host import Host

from .host_names import OF_ANSIBLE, safe_group_name
from .names import listed

Sanitise = t.Callable[[str], str]


class Membership:
    """Puts hosts into groups, and creates the groups. `sanitise` makes a valid name of a text.

    A group that the author of the file names may be called as they like. What a node's own words make (`told`) may not
    stand for something else: it is no group if Ansible has one of that name for all hosts, or if it is the name of a
    host that is there already, or a node's id.

    Hosts are added to a group itself, not by their names: the inventory takes a host for a group where both have the
    same name. And it looks up both names each time, which for thousands of hosts is most of the time.
    """

    def __init__(self, inventory: InventoryData, sanitise: Sanitise) -> None:
        self._inventory = inventory
        self._sanitise = sanitise
        self._groups: dict[str, Group] = {}
        self._told: dict[str, Group | None] = {}
        self._exact: dict[str, Group | None] = {}
        self._of_others: set[str] = set(OF_ANSIBLE)
        self._refused: set[str] = set()
        self._circles: set[str] = set()

    def keep_free(self, names: t.Iterable[str]) -> None:
        """Whether no group may get this name because of a node's data."""
        self._of_others.update(names)

    def join(self, host: Host, name: str) -> None:
        """Put a host into a group, by the name as people wrote it."""
        self.group(name).add_host(host)

    def join_told(self, host: Host, name: str) -> None:
        """Put a host into a group of which a node has said the name."""
        group = self.told(name)
        if group is not None:
            group.add_host(host)

    def join_exactly(self, host: Host, name: str) -> None:
        """The same for a name that only Ansible's own settings may change, unless it would do more than to name."""
        if name not in self._exact:
            self._exact[name] = self._unless_refused(safe_group_name(name))
        group = self._exact[name]
        if group is not None:
            group.add_host(host)

    def group(self, name: str) -> Group:
        """The group of this name, made if it is not there yet."""
        group = self._groups.get(name)
        if group is None:
            group = self._made(self._sanitise(name))
            self._groups[name] = group
        return group

    def told(self, name: str) -> Group | None:
        """The group of which a node has said the name, made if it is not there yet; None if there can be none."""
        if name not in self._told:
            self._told[name] = self._unless_refused(self._sanitise(name))
        return self._told[name]

    def put_into(self, parent: Group, group: Group, strict: bool) -> None:
        """Make a group the child of another, unless that is the same or is in it.

        Nodes' data may make such a circle. It costs no more than this relation, and a warning.

        Raises:
            AnsibleParserError: it would be a circle, and `strict` is on.
        """
        if parent is not group and parent not in group.get_descendants():
            parent.add_child_group(group)
        elif strict:
            raise AnsibleParserError(f"Group {group.name} cannot be in {parent.name}, which is the same or is in it.")
        else:
            self._circles.add(f"{group.name} in {parent.name}")

    def warnings(self) -> list[str]:
        """The warnings: names in nodes' data that cannot be those of groups, and groups that would be in themselves."""
        found = []
        if self._refused:
            found.append(
                f"{len(self._refused)} groups are left out, which nodes name as a host, a node's id or one of Ansible's"
                f" own groups is called: {listed(self._refused)}."
            )
        if self._circles:
            found.append(
                f"{len(self._circles)} groups are not put into a group that is the same or is in them:"
                f" {listed(self._circles)}."
            )
        return found

    def _unless_refused(self, name: str) -> Group | None:
        if name in self._of_others:
            self._refused.add(name)
            return None
        return self._made(name)

    def _made(self, name: str) -> Group:
        group: Group = self._inventory.groups[self._inventory.add_group(name)]
        return group
