# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`compose`, `groups` and `keyed_groups` give what Ansible's own code gives: shown on thousands of random files."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from ansible.errors import AnsibleError
from ansible.inventory.data import InventoryData
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.inventory import BaseInventoryPlugin, Constructable, to_safe_group_name
from ansible.template import trust_as_template

from ansible_collections.nodeworks.openstack.plugins.plugin_utils.os_nodes.constructed import Constructed, Constructions
from ansible_collections.nodeworks.openstack.plugins.plugin_utils.os_nodes.expressions import Expressions
from ansible_collections.nodeworks.openstack.plugins.plugin_utils.os_nodes.membership import Membership
from ansible_collections.nodeworks.openstack.plugins.plugin_utils.os_nodes.tally import Tally

Variables = dict[str, Any]

# What can stand in a file. The names are those of the nodes below, of nothing, of each other, and of extra variables.
VALUES = (
    "os_name", "os_metadata", "os_metadata.role", "os_metadata.a.b", "os_metadata['role']", "os_metadata.items",
    "os_metadata.keys()", "os_metadata._x", "os_metadata.role.upper", "os_metadata.missing", "os_tags", "os_tags.0",
    "os_tags[0]", "os_number", "os_number.real", "os_flag", "os_nothing", "os_nothing.x", "os_empty", "os_mixed",
    "os_mixed | map('string') | list", "nowhere", "nowhere.at.all", "inventory_hostname", "ansible_host", "group_names",
    "composed", "composed.role", "extra", "extra.deep", "os_name | upper", "os_name ~ '_' ~ os_metadata.role",
    "os_name | regex_replace('^(.)', '\\\\1_')", "'a\\\\b'", "os_metadata.role | default('none')",
    "os_metadata.missing | default(omit)", "lookup('ansible.builtin.env', 'SHELL_OF_NOBODY', default='dark')",
    "os_tags | join('-')", "[os_name, os_metadata.role]", "{'k': os_name, 'e': '', 'n': none}", "os_name | nofilter",
    "os_name +", "", " ", "(1, 2)", "true", "none", "5", "1.5", "range(3)", "os_name is match('n')",
    "os_name is search('\\\\d')", "'\\\\d'", "dict(os_metadata, **{'x': 1})", "'{{ 7 * 7 }}'", "os_hostile",
    "os_metadata.hostile", "{{ os_name }}", "undef()",
    "os_name if os_flag else os_tags", "os_metadata.role in os_tags", "lipsum", "namespace", "cycler", "self", "joiner",
)  # fmt: skip
# What most files have, so that most random ones come to their end.
USUAL = (
    "os_name", "os_metadata", "os_metadata.role", "os_metadata.missing", "os_tags", "os_nothing", "os_empty",
    "os_mixed", "os_name | upper", "os_metadata.role | default('none')", "os_metadata.a.b", "composed", "os_hostile",
    "group_names",
)  # fmt: skip
CONDITIONS = (
    *VALUES, "os_flag == true", "os_flag", "not os_flag", "os_name == 'n1'", "os_metadata.role is defined",
    "os_metadata.role == 'web'", "'a' in os_tags", "os_number > 3", "composed is defined and composed",
    "'\\\\.' in os_name", "os_name is search('\\\\d')", "extra is defined", "'web' in group_names", "{{ os_flag }}",
    "true", "no",
)  # fmt: skip
PARENTS = (
    None,
    "parent",
    "",
    "a parent",
    "{{ os_name }}",
    "{{ nowhere }}",
    "{{ omit }}",
    "{{ os_metadata.role }}-p",
    "{{",
)
TEXTS = ("", "web", "db 1", "ä", "{{ 7 * 7 }}", "{% raw %}", "n1", "x:y", "True", "0", " ")


def nodes(dice: random.Random) -> list[Variables]:
    """Some nodes, as nasty as clouds allow."""

    def text() -> Any:
        return dice.choice(TEXTS)

    def node(number: int) -> Variables:
        metadata = {
            key: text() for key in dice.sample(["role", "items", "a", "_x", "hostile", "x y"], dice.randint(0, 4))
        }
        if "a" in metadata and dice.random() < 0.5:
            metadata["a"] = {"b": text()}
        return {
            "os_name": f"n{number}",
            "os_metadata": metadata,
            "os_tags": [text() for _tag in range(dice.randint(0, 2))],
            "os_number": dice.choice([0, 5]),
            "os_flag": dice.choice([True, False]),
            "os_nothing": None,
            "os_empty": dice.choice(["", [], {}]),
            "os_mixed": [text(), None, 3, {"k": text()}, [text()]],
            "os_hostile": "{{ lookup('ansible.builtin.pipe', 'touch /tmp/nodeworks-was-here') }}",
        }

    return [node(number) for number in range(1, dice.randint(2, 4))]


def constructions(dice: random.Random) -> Constructions:
    """A file's options."""

    def value() -> Any:
        return trusted(dice.choice(VALUES if dice.random() < 0.3 else USUAL))

    def keyed() -> dict[str, Any]:
        entry: dict[str, Any] = {"key": value()}
        choices = {
            "prefix": TEXTS,
            "separator": ("", "-", "__"),
            "default_value": ("none", ""),
            "parent_group": PARENTS,
        }
        for name, values in choices.items():
            if dice.random() < 0.4:
                entry[name] = trusted(dice.choice(values))
        if "default_value" not in entry and dice.random() < 0.3:
            entry["trailing_separator"] = dice.choice([True, False])
        return entry

    return Constructions(
        compose={
            dice.choice(["composed", "os_name", "ansible_host", "c3"]): trusted(dice.choice(VALUES))
            for _entry in range(2)
        },
        groups={dice.choice(["web", "a b", "g3"]): trusted(dice.choice(CONDITIONS)) for _entry in range(2)},
        keyed_groups=[keyed() for _entry in range(dice.randint(0, 4))],
        strict=dice.random() < 0.15,
        leading_separator=dice.choice([True, False]),
        extra_variables=dice.choice(
            [{}, {}, {"extra": {"deep": "e"}, "os_number": 7}, {"extra": trusted("{{ os_name }}")}]
        ),
    )


def trusted(value: Any) -> Any:
    """What a file says, as Ansible hands it over."""
    return trust_as_template(value) if isinstance(value, str) else value


class Stock(BaseInventoryPlugin, Constructable):  # type: ignore[misc]
    """Ansible's own code, and nothing else."""

    NAME = "stock"

    def verify_file(self, path: str) -> bool:
        return True

    def construct(self, inventory: InventoryData, wanted: Constructions, host: str, variables: Variables) -> None:
        self.inventory = inventory
        self._vars = dict(wanted.extra_variables)
        self._options = {
            "use_extra_vars": bool(wanted.extra_variables),
            "leading_separator": wanted.leading_separator,
        }
        self._set_composite_vars(wanted.compose, variables, host, strict=wanted.strict)
        self._add_host_to_composed_groups(wanted.groups, variables, host, strict=wanted.strict)
        try:
            self._add_host_to_keyed_groups(list(wanted.keyed_groups), variables, host, strict=wanted.strict)
        except AnsibleError:
            raise
        except Exception as error:  # a parent group that is no text or the group itself, for which it has no words
            raise AnsibleError(str(error)) from error


@dataclasses.dataclass
class Outcome:
    """An inventory as data, or the host at which it failed."""

    hosts: dict[str, Variables] = dataclasses.field(default_factory=dict)
    groups: dict[str, tuple[list[str], list[str]]] = dataclasses.field(default_factory=dict)
    failed_at: str | None = None


Construct = Callable[[str, Variables], None]


def outcome(inventory: InventoryData, found: list[Variables], construct: Construct) -> Outcome:
    """What comes of adding each node as a host with its variables."""
    for node in found:
        name = node["os_name"]
        inventory.add_host(name)
        inventory.hosts[name].vars.update(node)
        try:
            construct(name, {**node, "inventory_hostname": name, "ansible_host": "10.0.0.1"})
        except AnsibleError:
            return Outcome(failed_at=name)
    return Outcome(
        hosts={name: host.vars for name, host in inventory.hosts.items()},
        groups={
            name: ([host.name for host in group.hosts], [child.name for child in group.child_groups])
            for name, group in inventory.groups.items()
        },
    )


def of_stock(wanted: Constructions, found: list[Variables]) -> Outcome:
    inventory, stock = InventoryData(), Stock()
    return outcome(inventory, found, lambda host, variables: stock.construct(inventory, wanted, host, variables))


def of_ours(wanted: Constructions, found: list[Variables], is_new: bool) -> Outcome:
    return with_warnings(wanted, found, is_new)[0]


def with_warnings(wanted: Constructions, found: list[Variables], is_new: bool) -> tuple[Outcome, list[str]]:
    inventory = InventoryData()
    membership = Membership(inventory, to_safe_group_name)
    own = {name: name for name in found[0]}
    constructed = Constructed(wanted, membership, Expressions(DataLoader()), own, Tally())

    def construct(host: str, variables: Variables) -> None:
        constructed.apply(inventory.hosts[host], variables, lambda: variables, is_new)

    return outcome(inventory, found, construct), membership.warnings()


@pytest.mark.parametrize("is_new", [True, False])
@pytest.mark.parametrize("seed", range(20))
def test_same_as_ansible(seed: int, is_new: bool) -> None:
    dice = random.Random(seed)
    for number in range(40):
        found, wanted = nodes(dice), constructions(dice)
        (ours, warnings), stock = with_warnings(wanted, found, is_new), of_stock(wanted, found)
        if any("not put into a group that is the same or is in them" in warning for warning in warnings):
            assert stock.failed_at is not None  # the whole file, for what a node says
            continue
        assert ours == stock, (number, wanted, found)


def test_one_text_as_value_and_as_condition() -> None:
    """What is remembered of the one must not be taken for the other, wherever Ansible compiles them differently."""
    text = trusted("os_name is search('\\\\d')")
    wanted = Constructions(compose={"composed": text}, groups={"g": text})
    found = [{"os_name": "n1"}]
    ours = of_ours(wanted, found, True)
    assert ours == of_stock(wanted, found)
    assert ours.groups["g"][0] == ["n1"]


def test_every_value_and_condition_alone() -> None:
    found = [{**node, "os_number": 5} for node in nodes(random.Random(7))]
    assert found
    assert min(len(VALUES), len(CONDITIONS)) > 10
    for strict in (True, False):
        for value in VALUES:
            entry: Mapping[str, Any] = {"key": trusted(value), "prefix": "p"}
            for wanted in (
                Constructions(compose={"composed": trusted(value)}, strict=strict),
                Constructions(keyed_groups=[entry], strict=strict),
            ):
                assert of_ours(wanted, found, True) == of_stock(wanted, found), wanted
        for condition in CONDITIONS:
            wanted = Constructions(groups={"g": trusted(condition)}, strict=strict)
            assert of_ours(wanted, found, True) == of_stock(wanted, found), wanted
