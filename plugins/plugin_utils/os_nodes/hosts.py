# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From nodes to hosts in Ansible's inventory."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleParserError
from ansible.inventory.data import InventoryData

from . import compat, constructed
from .expressions import Expressions
from .groups import groups_of
from .membership import Membership, Sanitise
from .names import by_their_ids, host_name, settled
from .reached import addressed
from .showing import Showing
from .tally import Tally
from .view import Node

Variables = t.Dict[str, t.Any]


class Hosts:
    """Puts the nodes of one file into the inventory. `warnings` are for the file's author."""

    def __init__(
        self,
        showing: Showing,
        constructions: constructed.Constructions,
        inventory: InventoryData,
        expressions: Expressions,
        sanitise: Sanitise,
    ) -> None:
        self.warnings: list[str] = []
        self._showing = showing
        self._inventory = inventory
        self._expressions = expressions
        self._strict = constructions.strict
        self._membership = Membership(inventory, sanitise)
        self._tally = Tally()
        own = showing.variables.keys
        self._constructed = (
            None
            if constructions.are_empty
            else constructed.Constructed(constructions, self._membership, expressions, own, self._tally)
        )

    def add(self, nodes: t.Sequence[Node]) -> None:
        """Add a host for each node that the file lets through.

        Raises:
            AnsibleError: an expression fails and `strict` is on, or a node lacks the address that it has to have.
        """
        kept = self._filtered(nodes)
        self.warnings += self._tally.told(len(nodes))
        others = set(self._inventory.hosts)
        self._membership.keep_free(others)
        self._membership.keep_free(node["id"] for node in nodes)
        showing = self._showing
        found = addressed(kept, showing.connect_with, showing.require_address, self.warnings)
        names = self._named([node for node, _address in found])
        added = [(name, *pair) for name, pair in zip(names, found) if name is not None]
        for name, node, address in added:
            self._add(name, node, address)
        self._give_way([one for one in added if one[0] not in others])
        self.warnings += [*self._tally.told(len(added)), *self._membership.warnings()]

    def _give_way(self, added: t.Sequence[tuple[str, Node, str | None]]) -> None:
        """Call nodes by their ids of which a group has got the name: a pattern of that name means the group."""
        taken = [one for one in added if one[0] in self._inventory.groups and one[0] != one[1]["id"]]
        for name, node, address in taken:
            self._inventory.remove_host(self._inventory.hosts[name])
            self._add(node["id"], node, address)
        if taken:
            self.warnings.append(by_their_ids([name for name, _node, _address in taken]))

    def _filtered(self, nodes: t.Sequence[Node]) -> t.Sequence[Node]:
        include, exclude = self._showing.include_filters, self._showing.exclude_filters
        if not include and not exclude:
            return nodes
        kept = []
        for node in nodes:
            variables = self._visible(node)
            if include and not self._any("include_filters", include, variables):
                continue
            if not self._any("exclude_filters", exclude, variables):
                kept.append(node)
        return kept

    def _any(self, option: str, conditions: t.Sequence[str], variables: Variables) -> bool:
        """Whether one of the conditions is true; one that cannot be decided is not."""
        for condition in conditions:
            try:
                if self._expressions.holds(condition, variables):
                    return True
            except constructed.FAILURES as error:
                if self._strict:
                    raise AnsibleParserError(f"{option} '{condition}': {error}") from error
                self._tally.failed(f"{option} '{condition}'", error)
        return False

    def _named(self, nodes: t.Sequence[Node]) -> list[str | None]:
        wanted = self._showing.hostnames
        needs_variables = any(preference.needs_variables for preference in wanted)
        names = [
            host_name(node, self._visible(node) if needs_variables else {}, wanted, self._evaluated) for node in nodes
        ]
        # The inventory that compat is for calls nodes that share a name by their ids.
        by_id_alone = self._showing.is_compatible
        return settled(names, nodes, self._inventory.groups, self.warnings, by_id_alone)

    def _evaluated(self, expression: str, variables: t.Mapping[str, t.Any]) -> t.Any:
        """The value of an expression that is one of several preferences: where it fails, the next one counts."""
        try:
            return self._expressions.value(expression, variables)
        except constructed.FAILURES as error:
            self._tally.failed(f"hostnames '{expression}'", error)
            return None

    def _add(self, name: str, node: Node, address: str | None) -> None:
        is_new = name not in self._inventory.hosts
        self._inventory.add_host(name)
        host = self._inventory.hosts[name]
        variables = self._stored(node, address)
        if is_new:
            # Their names are checked, and there is nothing yet that they would have to be combined with.
            host.vars.update(variables)
        else:
            for key, value in variables.items():
                host.set_variable(key, value)
        for group in groups_of(node, self._showing.group_by):
            self._membership.join_told(host, group)
        if self._showing.is_compatible:
            for group in compat.groups_of(node):
                self._membership.join_exactly(host, group)
        if self._constructed:
            named = {"inventory_hostname": name, "ansible_host": address}
            self._constructed.apply(host, node, lambda: {**self._visible(node), **named}, is_new)

    def _stored(self, node: Node, address: str | None) -> Variables:
        variables = self._showing.variables.stored(node)
        if address:
            variables["ansible_host"] = address
        if self._showing.is_compatible:
            variables["openstack"] = compat.server_of(node)
            if address:
                variables["ansible_ssh_host"] = address
        return variables

    def _visible(self, node: Node) -> Variables:
        """The variables of a node for expressions."""
        variables = self._showing.variables.visible(node)
        return {**variables, "openstack": compat.server_of(node)} if self._showing.is_compatible else variables
