# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of the guides are those of the modules, and each example is of a kind that is run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from ansible_collections.nodeworks.openstack.plugins.module_utils.options.moving import Old
from ansible_collections.nodeworks.openstack.tests.guides.examples import (
    Command,
    Options,
    Play,
    Variables,
    examples,
    is_printed,
)
from ansible_collections.nodeworks.openstack.tests.guides.libcloud import ARGUMENTS
from ansible_collections.nodeworks.openstack.tests.guides.openstack_cloud import Module, modules
from ansible_collections.nodeworks.openstack.tests.guides.tables import CHECKOUT, GUIDES, TABLES, with_tables
from ansible_collections.nodeworks.openstack.tests.guides.test_examples import RUN

EXAMPLE = r"\.\. code-block:: (yaml|console)"
# What ansible-builder makes of it is looked at by tests/package; an engine that builds images is not everywhere.
BUILT = {"guide_execution_environments"}
# With a test of its own, on the cloud.
OWN = {"guide_connecting", "guide_inventory", "guide_nodes"}
ISSUE = (
    "server", "server_info", "server_action", "keypair", "security_group", "security_group_rule", "network", "subnet",
    "router", "port", "floating_ip", "volume", "volume_snapshot", "image", "server_group",
)  # fmt: skip


@pytest.mark.parametrize("guide", sorted(GUIDES.glob("*.rst")), ids=lambda path: path.stem)
def test_tables_are_as_they_would_be_written_now(guide: Path) -> None:
    text = guide.read_text(encoding="utf-8")
    assert with_tables(text) == text, "run `make guides`"


def test_each_table_stands_somewhere() -> None:
    texts = [guide.read_text(encoding="utf-8") for guide in GUIDES.glob("*.rst")]
    assert [name for name in TABLES if not any(f".. table: {name}" in text for text in texts)] == []


def test_each_guide_with_examples_is_run() -> None:
    having = {guide.stem for guide in GUIDES.glob("*.rst") if re.search(EXAMPLE, guide.read_text("utf-8"))}
    assert having == {*RUN, *BUILT, *OWN}
    assert {f"test_{guide}" for guide in OWN} <= {test.stem for test in (CHECKOUT / "tests/guides").glob("*.py")}


def test_all_guides_are_in_the_table_of_contents() -> None:
    content = yaml.safe_load((CHECKOUT / "docs" / "docsite" / "extra-docs.yml").read_text(encoding="utf-8"))
    told = [guide for section in content["sections"] for guide in section["toctree"]]
    assert sorted(told) == sorted(guide.stem for guide in GUIDES.glob("*.rst"))


@pytest.mark.parametrize("module", modules(), ids=lambda module: str(module.module))
def test_module_of_openstack_cloud_has_both_names(module: Module) -> None:
    routing = yaml.safe_load((CHECKOUT / "meta" / "runtime.yml").read_text(encoding="utf-8"))["plugin_routing"]
    for kind in ("modules", "action"):
        assert routing[kind][module.module] == {"redirect": f"nodeworks.openstack.{module.here}"}
    assert set(routing["modules"]) == set(routing["action"]) >= set(ISSUE)


@pytest.mark.parametrize("module", modules(), ids=lambda module: str(module.module))
def test_what_a_module_knows_is_in_the_table(module: Module) -> None:
    told = {name for names in module.options for name in names.split(", ")}
    known = {name for key, one in module.ways.options.items() for name in (key, *one.aliases)}
    others = {
        name for one in modules() if one.here == module.here for names in one.options for name in names.split(", ")
    }
    assert known <= others
    assert not [name for name in told if module.option(name) is None]


def test_sentences_end_and_name_no_old_word() -> None:
    ways = [one.way for module in modules() for one in module.ways.options.values() if isinstance(one, Old)]
    assert [way for way in ways if not way.endswith(".")] == []


def test_arguments_of_libcloud_are_there() -> None:
    """As many as its constructor has: those of the base class, those of identity and those of endpoints."""
    rows = yaml.safe_load(ARGUMENTS.read_text(encoding="utf-8"))
    assert len({row["argument"] for row in rows}) == len(rows) == 29


GUIDE = """
.. code-block:: yaml

    - openstack.cloud.server: {name: a}

.. code-block:: console

    $ first
    one
    ...
    two ... four
    $ second
"""


def test_examples_are_read() -> None:
    play, first, second = examples(GUIDE)
    assert isinstance(play, Play)
    assert play.was_moved
    assert play.plays[0]["tasks"] == [{"nodeworks.openstack.server": {"name": "a"}}]
    assert (first, second) == (Command("first", ["one", "...", "two ... four"]), Command("second", []))
    block = ".. code-block:: yaml\n\n    a: 1\n"
    (variables,) = examples(f"In ``group_vars/some.yml`` beside it:\n\n{block}")
    assert variables == Variables("group_vars/some.yml", {"a": 1})
    assert variables.group == "some"
    assert list(examples(block.replace("a: 1", "region_name: a"))) == [Options({"region_name": "a"})]
    with pytest.raises(ValueError, match="Nobody knows how to run ruby"):
        list(examples(".. code-block:: ruby\n\n    puts 1\n"))
    with pytest.raises(ValueError, match="Nobody knows what this is"):
        list(examples(block))


@pytest.mark.parametrize(
    ("printed", "as_expected"),
    [
        ("one\ntwo and four\n", True),
        ("zero\none\nx\ny\ntwo three four\nfive\n", True),
        ("one\nx\n", False),
        ("two  four\none\n", False),
    ],
)
def test_what_is_printed_is_compared(printed: str, as_expected: bool) -> None:
    assert is_printed(["one", "...", "two ... four"], printed) == as_expected
