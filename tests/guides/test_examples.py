# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each example of the guides is run as it is written there, on the cloud that `make test` uses, one after the other."""

from __future__ import annotations

import copy
import itertools
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.nodeworks.openstack.tests.guides.examples import (
    Clouds,
    Command,
    Inventory,
    Play,
    examples,
    is_printed,
)
from ansible_collections.nodeworks.openstack.tests.guides.tables import CHECKOUT, GUIDES

# The others are run on the fake cloud (tests/plays), where there are several clouds, tokens and ports.
RUN = [
    "guide_first_node",
    "guide_fleets",
    "guide_from_libcloud",
    "guide_from_openstack_cloud",
    "guide_performance",
    "guide_security",
    "guide_troubleshooting",
]
# The nodes of other guides, which are run at the same time, may have no address yet.
WARNING = re.compile(r"\[WARNING\](?!.*No address as connect_with)")
OUTCOME = re.compile(r"^TASK \[.+?\] \**\n(?:\[.*\n)*(\w+):", re.MULTILINE)


class Reader:
    """Somebody who does what a guide says, in an empty home with a clouds.yaml that has the cloud `mycloud`."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.made: list[tuple[str, dict[str, Any]]] = []
        cloud = self.cloud()
        self.auth_url = cloud["auth"]["auth_url"]
        self.password = cloud["auth"]["password"]
        clouds = home / ".config" / "openstack" / "clouds.yaml"
        clouds.parent.mkdir(parents=True)
        clouds.write_text(yaml.safe_dump({"clouds": {"mycloud": cloud}}), encoding="utf-8")
        clouds.chmod(0o600)

    @staticmethod
    def cloud() -> dict[str, Any]:
        """The cloud that the tests are to use, as its clouds.yaml describes it."""
        text = Path(os.environ["OS_CLIENT_CONFIG_FILE"]).read_text(encoding="utf-8")
        cloud: dict[str, Any] = copy.deepcopy(yaml.safe_load(text)["clouds"][os.environ["OS_CLOUD"]])
        return cloud

    def plays(self, examples_: list[Any]) -> str:
        """Run playbooks that follow each other as one, which costs less."""
        return self.play([play for example in examples_ for play in example.plays])

    def does(self, example: Any) -> str:
        """Do what another example says; what is printed."""
        if isinstance(example, Inventory):
            (self.home / example.file).write_text(example.text, encoding="utf-8")
            return self.run("ansible-inventory", "-i", example.file, "--list")
        if isinstance(example, Clouds):
            told = {key: set(cloud.get("auth", ())) for key, cloud in example.clouds.items()}
            assert told["mycloud"] <= set(self.cloud()["auth"]), "a cloud is described in other words than work"
            return ""
        assert isinstance(example, Command)
        printed = self.run("bash", "-c", example.line)
        assert is_printed(example.printed, printed), f"{example.line}\n{printed}"
        return printed

    def play(self, plays: list[Any]) -> str:
        """Run a playbook."""
        self.made += [made for play in plays for task in play.get("tasks", ()) for made in _made_by(task)]
        (self.home / "playbook.yml").write_text(yaml.safe_dump(plays, sort_keys=False), encoding="utf-8")
        return self.run("ansible-playbook", "playbook.yml", "-e", f"auth_url={self.auth_url}")

    def run(self, *command: str) -> str:
        """What a command prints; it has to succeed."""
        variables = {
            "HOME": str(self.home),
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "ANSIBLE_COLLECTIONS_PATH": str(CHECKOUT / ".build"),
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_TRANSPORT": "local",
            "ANSIBLE_PYTHON_INTERPRETER": sys.executable,
            "OS_CLOUD": "mycloud",
            "DEMO_PASSWORD": self.password,
            # compat has the names of groups that its model has, which Ansible does not like.
            "ANSIBLE_TRANSFORM_INVALID_GROUP_CHARS": "ignore",
            "LC_ALL": "C.UTF-8",
        }
        finished = subprocess.run(
            command,
            env=variables,
            cwd=self.home,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert finished.returncode == 0, finished.stdout
        assert self.password not in finished.stdout
        return finished.stdout

    def tidy_up(self) -> None:
        """Remove what examples have made, if one failed before it was removed by another."""
        tasks = [
            {f"nodeworks.openstack.{module}": {**which, "state": "absent"}, "ignore_errors": True}
            for module, which in reversed(self.made)
        ]
        if tasks:
            self.play([{"hosts": "localhost", "gather_facts": False, "tasks": tasks}])


def _made_by(task: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The module of a task and the name of what it may have made."""
    for action, options in task.items():
        module = action.rpartition(".")[2]
        if action.startswith("nodeworks.openstack.") and not module.endswith("_info"):
            which = {key: options[key] for key in ("name", "names") if key in options}
            if which and options.get("state") != "absent" and "{{" not in str(which):
                return [(module, which)]
    return []


@pytest.mark.parametrize("guide", RUN)
def test_guide(guide: str, tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    found = list(examples((GUIDES / f"{guide}.rst").read_text(encoding="utf-8")))
    assert found
    failed, before = True, None
    try:
        for are_plays, some in itertools.groupby(found, lambda example: isinstance(example, Play)):
            group: list[Any] = list(some)
            printed = reader.plays(group) if are_plays else "".join(map(reader.does, group))
            assert not WARNING.search(printed), printed
            if are_plays:
                check_that_new_words_mean_the_same(before, group, printed)
                before = group[-1]
        failed = False
    finally:
        if failed:
            reader.tidy_up()


def check_that_new_words_mean_the_same(before: Play | None, examples_: list[Play], printed: str) -> None:
    """After what was written for openstack.cloud, the same in the words of this collection finds nothing to do."""
    outcomes = iter([OUTCOME.findall(play) for play in printed.split("PLAY [")[1:]])
    for example in examples_:
        ended = [outcome for _play in example.plays for outcome in next(outcomes)]
        if before is not None and before.was_moved:
            number = sum(len(play["tasks"]) for play in before.plays)
            assert set(ended[:number]) == {"ok"}, printed
        before = example
