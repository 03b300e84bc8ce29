# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The examples in the documentation of modules and lookups, in their order, in a project of their own."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.nodeworks.openstack.tests.contract.client import Cloud, real_cloud
from ansible_collections.nodeworks.openstack.tests.guides.examples import play_of, reached_here
from ansible_collections.nodeworks.openstack.tests.guides.reader import Reader, made_by, removing
from ansible_collections.nodeworks.openstack.tests.guides.tables import CHECKOUT
from ansible_collections.nodeworks.openstack.tests.guides.test_examples import WARNING

PLUGINS = "ansible_collections.nodeworks.openstack.plugins"
KINDS = ("modules", "lookup")
# The kind of each.
DOCUMENTED = {path.stem: kind for kind in KINDS for path in (CHECKOUT / "plugins" / kind).glob("os_*.py")}
NEEDS: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("module_examples.yml").read_text(encoding="utf-8"))
# The project of the examples, and those that an administrator's examples are about.
PROJECTS = ("examples", "web", "databases")
ROUTER = "examples-router"
THERE: list[Any] = [
    {"nodeworks.openstack.os_network": {"name": "private"}},
    {"nodeworks.openstack.os_subnet": {"name": "private-v4", "network": "private", "cidr": "10.0.0.0/24"}},
    {"nodeworks.openstack.os_router": {"name": ROUTER, "external_gateway": "public", "interfaces": ["private-v4"]}},
]


@pytest.fixture
def projects() -> Iterator[dict[str, str]]:
    """The ids of the projects by their names; the user works in one of them."""
    administrator, user = real_cloud("-admin"), real_cloud()
    for cloud in (administrator, user):
        cloud.log_in()
    made = {name: add_project(administrator, name) for name in PROJECTS}
    (role,) = administrator.send("GET", f"{administrator.identity}/roles?name=member").json()["roles"]
    grant = f"projects/{made['examples']}/users/{user.token_body['user']['id']}/roles/{role['id']}"
    assert administrator.send("PUT", f"{administrator.identity}/{grant}").status_code == 204
    yield {**made, "other": user.project_id}
    administrator.log_in()
    for project in made.values():
        administrator.send("DELETE", f"{administrator.identity}/projects/{project}")


def add_project(administrator: Cloud, name: str) -> str:
    """The id of a new project, or of one that an earlier run has left behind."""
    body = {"project": {"name": name, "domain_id": "default"}}
    made = administrator.send("POST", f"{administrator.identity}/projects", json=body)
    if made.status_code == 201:
        return str(made.json()["project"]["id"])
    (found,) = administrator.send("GET", f"{administrator.identity}/projects?name={name}").json()["projects"]
    return str(found["id"])


def test_examples_of_each_module(projects: Mapping[str, str], ssh_port: int, tmp_path: Path) -> None:
    others = {"mycloud-admin": Reader.cloud("-admin"), "othercloud": Reader.cloud()}
    reader = Reader(tmp_path, others, project=PROJECTS[0])
    here = {"{home}": str(tmp_path), "{auth_url}": reader.auth_url}
    there = [made for task in THERE for made in made_by(task)]
    plays = [
        *play_of(THERE),
        *(play_with(module, here, ssh_port) for module in NEEDS),
        *play_of(removing(there)),
    ]
    with reader.leaving_nothing():
        printed = reader.play(
            plays,
            project_id=projects["examples"],
            other_project_id=projects["other"],
            cloud_password=reader.password,
        )
        assert not WARNING.search(printed), printed


def play_with(module: str, here: Mapping[str, str], ssh_port: int) -> dict[str, Any]:
    """The play that runs the examples of a module, and removes what it has made."""
    needs = NEEDS[module]
    left_out = needs.get("left_out", {})
    instead = {**needs.get("instead", {}), **here}
    examples = yaml.safe_load(reached_here(replaced(documented(module), instead), ssh_port))
    assert set(left_out) <= {example["name"] for example in examples}
    before = json.loads(replaced(json.dumps(needs.get("before", [])), here))
    tasks = [*before, *(example for example in examples if example["name"] not in left_out)]
    made = [one for task in tasks for one in made_by(task)]
    (play,) = play_of([*tasks, *removing(made), *needs.get("after", ())])
    return {"name": f"Examples of {module}", **play}


def documented(module: str) -> str:
    """The examples of a module, or a lookup."""
    return str(importlib.import_module(f"{PLUGINS}.{DOCUMENTED[module]}.{module}").EXAMPLES)


def replaced(text: str, instead: Mapping[str, str]) -> str:
    """A text with others in the place of some."""
    for one, other in instead.items():
        text = text.replace(one, other)
    return text


def test_no_module_is_forgotten() -> None:
    assert sorted(NEEDS) == sorted(DOCUMENTED)


@pytest.mark.parametrize("module", sorted(NEEDS))
def test_what_is_replaced_is_there(module: str) -> None:
    """A text that the examples have no longer would be replaced in vain."""
    text = documented(module)
    assert [one for one in NEEDS[module].get("instead", {}) if one not in text] == []
