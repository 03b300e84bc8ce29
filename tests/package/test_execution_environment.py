# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The collection in an execution environment: what ansible-builder takes from it, and how AWX runs it there.

There is no container engine here. What makes a container different is made without one: a uid that nobody knows, no
HOME, a collection that cannot be written to, and ansible-runner, which starts Ansible in AWX.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

CHECKOUT = Path(__file__).resolve().parents[2]
TOOLS = Path(sys.executable).parent
SOMEBODY = 54321

# In a user namespace the process has a uid that is in no list of users, and no rights beyond those of the files' owner.
AS_SOMEBODY = ["unshare", "--user", f"--map-user={SOMEBODY}", f"--map-group={SOMEBODY}", "--"]


def as_somebody() -> tuple[list[str], int]:
    """How to run something as somebody, and his uid; as who runs the tests, where the kernel allows no namespaces."""
    if subprocess.run([*AS_SOMEBODY, "true"], capture_output=True, check=False).returncode == 0:
        return AS_SOMEBODY, SOMEBODY
    print("NOT TESTED, a uid that nobody knows: this kernel gives users no namespaces.")
    return [], os.getuid()


def run(*command: str, **variables: str) -> str:
    """What a tool prints; it has to succeed. It has neither a HOME nor anything else but PATH and what is given."""
    environment = {"PATH": f"{TOOLS}:/usr/bin:/bin", "LC_ALL": "C.UTF-8", **variables}
    finished = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, f"{' '.join(command)}\n{finished.stdout}\n{finished.stderr}"
    return finished.stdout


@pytest.fixture(scope="module")
def tarball(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tarball")
    run("ansible-galaxy", "collection", "build", str(CHECKOUT), "--output-path", str(folder), HOME=str(folder))
    (path,) = folder.glob("nodeworks-openstack-*.tar.gz")
    return path


@pytest.fixture(scope="module")
def collections(tarball: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of collections of an image: nobody can write to it."""
    folder = tmp_path_factory.mktemp("image") / "collections"
    install = ("ansible-galaxy", "collection", "install", "--offline", str(tarball), "--collections-path", str(folder))
    run(*install, HOME=str(folder.parent))
    everything = [folder, *folder.rglob("*")]
    for path in everything:
        path.chmod(path.stat().st_mode & ~0o222)
    yield folder
    for path in everything:
        path.chmod(path.stat().st_mode | stat.S_IWUSR)


def test_builder_finds_what_the_collection_needs(collections: Path) -> None:
    found = yaml.safe_load(run("ansible-builder", "introspect", str(collections), HOME="/nonexistent"))
    assert [line.split("  # ")[0].strip() for line in found["python"]] == ["requests>=2.31"]
    assert {line.split(" ")[0] for line in found["system"]} == {"openssh-clients", "openssh-client"}


def test_builder_creates_the_context_of_an_image(tarball: Path, tmp_path: Path) -> None:
    """The definition is the guide's, with the tarball in place of the name on Galaxy."""
    guide = (CHECKOUT / "docs/docsite/rst/guide_execution_environments.rst").read_text(encoding="utf-8")
    block = guide.split(".. code-block:: yaml\n")[1].split("\n.. code-block::")[0]
    content = yaml.safe_load(textwrap.dedent(block))
    assert content["dependencies"]["galaxy"]["collections"] == [{"name": "nodeworks.openstack"}]
    content["dependencies"]["galaxy"]["collections"] = [{"name": str(tarball), "type": "file"}]
    definition = tmp_path / "execution-environment.yml"
    definition.write_text(yaml.safe_dump(content), encoding="utf-8")
    context = tmp_path / "context"
    run(
        "ansible-builder", "create", "--file", str(definition), "--context", str(context),
        "--output-filename", "Containerfile", HOME=str(tmp_path),
    )  # fmt: skip
    assert "ansible-galaxy collection install" in (context / "Containerfile").read_text(encoding="utf-8")
    assert str(tarball.name) in (context / "_build" / "requirements.yml").read_text(encoding="utf-8")


PLAY = """
- hosts: localhost
  gather_facts: false
  tasks:
    - nodeworks.openstack.os_catalog_info:
      register: catalog
    - nodeworks.openstack.os_node: {name: ee-nobody, state: absent}
      register: node
    - ansible.builtin.command: id -u
      changed_when: false
      register: me
    - ansible.builtin.debug:
        msg: >-
          {{ me.stdout }} {{ node.changed }} {{ lookup('env', 'HOME') | default('no home', true) }}
          {{ groups.regions | length }}
"""

INVENTORY = """
plugin: nodeworks.openstack.os_nodes
groups: {regions: true}
"""


def test_runner_runs_it_as_somebody_without_a_home(collections: Path, tmp_path: Path) -> None:
    """Modules and inventory, as AWX starts them."""
    data = tmp_path / "runner"
    for name, text in (
        ("project/play.yml", PLAY),
        ("inventory/hosts", "localhost ansible_connection=local\n[regions]\nlocalhost\n"),
        ("inventory/cloud.os_nodes.yml", INVENTORY),
    ):
        path = data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    clouds = shutil.copy(os.environ["OS_CLIENT_CONFIG_FILE"], data / "clouds.yaml")
    way, uid = as_somebody()
    run(
        *way, "ansible-runner", "run", str(data), "--playbook", "play.yml", "--ident", "one",
        ANSIBLE_COLLECTIONS_PATH=str(collections), OS_CLOUD=os.environ["OS_CLOUD"], OS_CLIENT_CONFIG_FILE=str(clouds),
    )  # fmt: skip
    artifacts = data / "artifacts" / "one" / "job_events"
    events = [json.loads(path.read_text(encoding="utf-8")).get("event_data", {}) for path in artifacts.iterdir()]
    said = [event["res"]["msg"] for event in events if "res" in event and event["task_action"].endswith("debug")]
    assert said == [f"{uid} False no home 1"]
