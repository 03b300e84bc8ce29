# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Groups of Ansible's inventory, and who is in them."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleParserError
from ansible.inventory.data import InventoryData
from ansible.inventory.group import Group
from ansible.inventory.host import Host

Sanitise = t.Callable[[str], str]


class Membership:
    """Puts hosts into groups, making the groups on the way. `sanitise` makes a name of what people wrote.

    Hosts are added to a group itself, not by their names: the inventory takes a host for a group where both have the
    same name. And it looks up both names each time, which for thousands of hosts is most of the time.
    """

    def __init__(self, inventory: InventoryData, sanitise: Sanitise) -> None:
        self._inventory = inventory
        self._sanitise = sanitise
        self._groups: dict[str, Group] = {}

    def join(self, host: Host, name: str) -> None:
        """Put a host into a group, by the name as people wrote it."""
        self.group(name).add_host(host)

    def join_exactly(self, host: Host, name: str) -> None:
        """Put a host into a group whose name only Ansible's own settings may change."""
        self._inventory.groups[self._inventory.add_group(name)].add_host(host)

    def group(self, name: str) -> Group:
        """The group of this name, made if it is not there yet."""
        group = self._groups.get(name)
        if group is None:
            group = self._inventory.groups[self._inventory.add_group(self._sanitise(name))]
            self._groups[name] = group
        return group

    def put_into(self, parent: t.Any, group: Group) -> None:
        """Make a group the child of another.

        Raises:
            AnsibleParserError: the name of the other one is no text, or both are the same.
        """
        if not isinstance(parent, str):
            raise AnsibleParserError(f"A parent group has to be named by a text, not by {type(parent).__name__}.")
        if self.group(parent) is group:
            raise AnsibleParserError(f"Group {group.name} cannot be its own parent.")
        self.group(parent).add_child_group(group)
