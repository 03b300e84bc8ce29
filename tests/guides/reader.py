# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody who follows a guide on the cloud that OS_CLOUD names."""

from __future__ import annotations

import contextlib
import copy
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from ansible_collections.nodeworks.openstack.tests.guides.examples import (
    Clouds,
    Command,
    Inventory,
    Options,
    Variables,
    is_printed,
    play_of,
)
from ansible_collections.nodeworks.openstack.tests.guides.tables import CHECKOUT


class Reader:
    """Somebody who does what a guide says, in an empty home with the cloud `mycloud`, and maybe others."""

    def __init__(self, home: Path, others: Mapping[str, Any] | None = None, project: str | None = None) -> None:
        self.home = home
        self.inventory = ""
        self.made: list[tuple[str, dict[str, Any]]] = []
        cloud = self.cloud()
        if project:
            cloud["auth"]["project_name"] = project
        self.auth_url = cloud["auth"]["auth_url"]
        self.password = cloud["auth"]["password"]
        clouds = home / ".config" / "openstack" / "clouds.yaml"
        clouds.parent.mkdir(parents=True)
        clouds.write_text(yaml.safe_dump({"clouds": {"mycloud": cloud, **(others or {})}}), encoding="utf-8")
        clouds.chmod(0o600)
        self.environment = {
            "HOME": str(home),
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "ANSIBLE_COLLECTIONS_PATH": str(CHECKOUT / ".build"),
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
            "ANSIBLE_LOCALHOST_WARNING": "false",
            # Nodes of the cloud have no operating system: what is to be run on them is run here.
            "ANSIBLE_TRANSPORT": "local",
            "ANSIBLE_PYTHON_INTERPRETER": sys.executable,
            "OS_CLOUD": "mycloud",
            "DEMO_PASSWORD": self.password,
            # compat has the names of groups that its model has, which Ansible does not like.
            "ANSIBLE_TRANSFORM_INVALID_GROUP_CHARS": "ignore",
            "LC_ALL": "C.UTF-8",
        }

    @staticmethod
    def cloud(suffix: str = "") -> dict[str, Any]:
        """The cloud that the tests are to use, as its clouds.yaml describes it."""
        text = Path(os.environ["OS_CLIENT_CONFIG_FILE"]).read_text(encoding="utf-8")
        cloud: dict[str, Any] = copy.deepcopy(yaml.safe_load(text)["clouds"][os.environ["OS_CLOUD"] + suffix])
        return cloud

    def plays(self, examples_: list[Any]) -> str:
        """Run playbooks that follow each other as one, which costs less."""
        return self.play([play for example in examples_ for play in example.plays])

    def does(self, example: Any) -> str:
        """Do what another example says; what is printed."""
        if isinstance(example, Inventory):
            self.inventory = example.file
            self._write(example.file, example.text)
            return self.run("ansible-inventory", "-i", example.file, "--list")
        if isinstance(example, Variables):
            self._write(example.file, yaml.safe_dump(example.values))
            looks = [{"ansible.builtin.debug": {"var": name}} for name in example.values]
            self._write("look.yml", yaml.safe_dump([{"hosts": example.group, "gather_facts": False, "tasks": looks}]))
            return self.run("ansible-playbook", "-i", self.inventory, "look.yml")
        if isinstance(example, Options):
            look = {"nodeworks.openstack.os_catalog_info": example.options, "register": "seen"}
            return self.play(play_of([look, {"ansible.builtin.debug": {"var": "seen.endpoints"}}]))
        if isinstance(example, Clouds):
            told = {key: set(cloud.get("auth", ())) for key, cloud in example.clouds.items()}
            assert told["mycloud"] <= set(self.cloud()["auth"]), "a cloud is described in other words than work"
            return ""
        assert isinstance(example, Command)
        printed = self.run("bash", "-c", example.line)
        assert is_printed(example.printed, printed), f"{example.line}\n{printed}"
        return printed

    def play(self, plays: list[Any], **variables: str) -> str:
        """Run a playbook with variables."""
        self.made += [made for play in plays for task in play.get("tasks", ()) for made in made_by(task)]
        self._write("playbook.yml", yaml.safe_dump(plays, sort_keys=False))
        # Not on the command line: another test, at the same time, looks for secrets there.
        self._write("variables.yml", yaml.safe_dump({"auth_url": self.auth_url, **variables}))
        return self.run("ansible-playbook", "playbook.yml", "-e", "@variables.yml")

    def run(self, *command: str) -> str:
        """What a command prints; it has to succeed."""
        finished = subprocess.run(
            command,
            env=self.environment,
            cwd=self.home,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert finished.returncode == 0, finished.stdout
        assert self.password not in finished.stdout
        return finished.stdout

    @contextlib.contextmanager
    def leaving_nothing(self) -> Iterator[None]:
        """Remove what examples have made, if one fails before it is removed by another.

        Each for itself, since what failed may keep another from going, and since the failure to be told is the test's.
        """
        try:
            yield
        except BaseException:
            if self.made:
                self.play(play_of([{**task, "ignore_errors": True} for task in removing(self.made)]))
            raise

    def _write(self, file: str, text: str) -> None:
        path = self.home / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


def removing(made: Sequence[tuple[str, dict[str, Any]]]) -> list[dict[str, Any]]:
    """Tasks that remove what was made, the last first."""
    return [{f"nodeworks.openstack.{module}": {**which, "state": "absent"}} for module, which in reversed(made)]


def made_by(task: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The module of a task and the name of what it may have made."""
    for action, options in task.items():
        module = action.rpartition(".")[2]
        if action.startswith("nodeworks.openstack.") and not module.endswith("_info"):
            which = {key: options[key] for key in ("cloud", "name", "names") if key in options}
            # What an administrator's examples name is everybody's, and was there before.
            if (
                which.keys() - {"cloud"}
                and not str(which.get("cloud")).endswith("-admin")
                and options.get("state") != "absent"
                and "{{" not in str(which)
            ):
                return [(module, which)]
    return []
