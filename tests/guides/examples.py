# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The examples of a guide, in their order: what is in its code blocks, and what each of them is.

A block of YAML is a playbook, a list of tasks, options of a connection, the file of an inventory, variables of one of
its groups or a `clouds.yaml`. A block of console is commands, each after a `$`, with what they print; `...` stands for
any text, and alone in a line for any lines.
"""

from __future__ import annotations

import dataclasses
import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from ansible_collections.nodeworks.openstack.plugins.module_utils.options.connection import CONNECTION_OPTIONS

BLOCK = re.compile(r"^\.\. code-block:: (?P<language>\w+)\n\n(?P<text>(?:    .*\n|\n)+)", re.MULTILINE)
VARIABLES = re.compile(r"``(group_vars/[\w.-]+\.yml)`` beside it:\s*\Z")
FILE = re.compile(r"``([\w.-]+\.os_nodes\.yml)``")
ANY = "..."


@dataclasses.dataclass(frozen=True)
class Play:
    """A playbook. `was_moved`: it was written for openstack.cloud."""

    plays: list[Any]
    was_moved: bool = False


@dataclasses.dataclass(frozen=True)
class Inventory:
    """The file of an inventory, under the name that the text before it says."""

    file: str
    text: str


@dataclasses.dataclass(frozen=True)
class Variables:
    """The file of a group's variables, beside the inventory."""

    file: str
    values: dict[str, Any]

    @property
    def group(self) -> str:
        """Whose variables they are."""
        return self.file.removeprefix("group_vars/").removesuffix(".yml")


@dataclasses.dataclass(frozen=True)
class Options:
    """Options of the connection, which any module takes."""

    options: dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Clouds:
    """A `clouds.yaml`, which says less than a whole one does, or what another cloud would say."""

    clouds: dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Command:
    """A command, and the lines that are shown of what it prints."""

    line: str
    printed: Sequence[str]


Example = Play | Inventory | Variables | Options | Clouds | Command


def examples(guide: str) -> Iterator[Example]:
    """All examples of a guide that can be run.

    Raises:
        ValueError: a block is none of those that there are.
    """
    for block in BLOCK.finditer(guide):
        text = textwrap.dedent(block["text"])
        if block["language"] == "yaml":
            yield from _of_yaml(text, guide[: block.start()])
        elif block["language"] == "console":
            yield from _commands(text)
        elif block["language"] not in ("text", "python"):
            raise ValueError(f"Nobody knows how to run {block['language']}: {text}")


def _of_yaml(text: str, before: str) -> Iterator[Example]:
    moved = text.replace("openstack.cloud.", "nodeworks.openstack.")
    content = yaml.safe_load(moved)
    if isinstance(content, list):
        yield Play(content if "hosts" in content[0] else play_of(content), was_moved=moved != text)
    elif "clouds" in content and "plugin" not in content:
        yield Clouds(content["clouds"])
    elif str(content.get("plugin")).startswith("nodeworks.openstack."):
        # What is named last before it; openstack.cloud's own file is not ours to list.
        if not yaml.safe_load(text)["plugin"].startswith("openstack.cloud."):
            yield Inventory(FILE.findall(before)[-1], text)
    elif VARIABLES.search(before):
        yield Variables(VARIABLES.findall(before)[-1], content)
    elif set(content) <= set(CONNECTION_OPTIONS):
        yield Options(content)
    else:
        raise ValueError(f"Nobody knows what this is: {text}")


def reached_here(text: str, ssh_port: int) -> str:
    """A text in which nodes are reached on this host, where a port answers as SSH does: no packet gets to a node."""
    wait = f"wait_for: {{ssh: true, port: {ssh_port}, connect_with: [access_ip]}}"
    return re.sub(r"^( +)wait_for: \{ssh: true\}", rf"\1{wait}\n\1access_ipv4: 127.0.0.1", text, flags=re.MULTILINE)


def play_of(tasks: list[Any]) -> list[Any]:
    """A playbook of tasks."""
    return [{"hosts": "localhost", "gather_facts": False, "tasks": tasks}]


def _commands(text: str) -> Iterator[Command]:
    for one in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        line, *printed = one.strip().splitlines()
        yield Command(line, printed)


def is_printed(expected: Sequence[str], printed: str) -> bool:
    """Whether lines stand in what was printed, one after the other, but where `...` says otherwise."""
    pattern = "".join(r"(?:.*\n)*?" if line.strip() == ANY else f"{_pattern(line)}(?:\\n|\\Z)" for line in expected)
    # Ansible leaves spaces at the ends of some lines, which nobody sees in a guide.
    seen = "\n".join(line.rstrip() for line in printed.splitlines())
    return re.search(f"^{pattern}", seen, re.MULTILINE) is not None


def _pattern(line: str) -> str:
    return ".*".join(re.escape(part.rstrip() if ANY not in line else part) for part in line.split(ANY))
