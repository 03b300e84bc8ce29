# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The collection as users get it: the built tarball, installed beside ansible-core and requests and nothing else."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
BROUGHT_BY_THE_TWO = {
    "ansible-core", "cffi", "cryptography", "jinja2", "markupsafe", "packaging", "pycparser", "pyyaml", "resolvelib",
    "requests", "certifi", "charset-normalizer", "idna", "urllib3", "pip", "setuptools",
}  # fmt: skip


class User:
    """Somebody who has an environment with two packages, an empty home and our tarball."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = home / "venv"

    def run(self, *command: str, cloud: bool = True) -> str:
        """What a command prints; it has to succeed."""
        variables = {"HOME": str(self.home), "PATH": f"{self.environment / 'bin'}:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
        if cloud:
            variables |= {
                name: os.environ[name] for name in ("OS_CLOUD", "OS_CLIENT_CONFIG_FILE") if name in os.environ
            }
        finished = subprocess.run(command, env=variables, cwd=self.home, capture_output=True, text=True, check=False)
        assert finished.returncode == 0, f"{' '.join(command)}\n{finished.stdout}\n{finished.stderr}"
        return finished.stdout


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> User:
    """The user, with everything installed as the README says."""
    home = tmp_path_factory.mktemp("user")
    user = User(home)
    uv = Path(sys.executable).with_name("uv")
    subprocess.run([sys.executable, "-m", "venv", str(user.environment)], check=True)
    subprocess.run(
        [
            str(uv), "pip", "install", "--quiet", "--python", str(user.environment / "bin" / "python"),
            "--requirement", str(CHECKOUT / "tests" / "requirements" / "user.txt"),
            "--constraint", str(CHECKOUT / "tests" / "requirements" / "tools.txt"),
        ],
        check=True,
    )  # fmt: skip
    user.run("ansible-galaxy", "collection", "build", str(CHECKOUT), "--output-path", str(home), cloud=False)
    (tarball,) = home.glob("nodeworks-openstack-*.tar.gz")
    user.run("ansible-galaxy", "collection", "install", "--offline", str(tarball), cloud=False)
    return user


def test_nothing_else_is_installed(user: User) -> None:
    listed = json.loads(user.run("python", "-m", "pip", "list", "--format", "json", "--disable-pip-version-check"))
    assert {package["name"].lower() for package in listed} <= BROUGHT_BY_THE_TWO


def test_tarball_has_what_users_need_and_no_more(user: User) -> None:
    (installed,) = user.home.glob(".ansible/collections/ansible_collections/nodeworks/openstack")
    found = {path.name for path in installed.iterdir()}
    assert found == {
        "README.md", "CHANGELOG.rst", "CONTRIBUTING.md", "SECURITY.md", "LICENSE", "LICENSES", "MANIFEST.json",
        "FILES.json", "bindep.txt", "requirements.txt", "changelogs", "docs", "meta", "playbooks", "plugins", "roles",
    }  # fmt: skip
    assert {path.name for path in (installed / "changelogs").iterdir()} == {"changelog.yaml", "config.yaml"}


@pytest.mark.parametrize(
    ("kind", "name"), [("module", "os_node"), ("module", "os_catalog_info"), ("inventory", "os_nodes")]
)
def test_documentation_is_found(user: User, kind: str, name: str) -> None:
    assert f"nodeworks.openstack.{name}" in user.run("ansible-doc", "-t", kind, f"nodeworks.openstack.{name}")


def test_catalog_is_read_by_an_ad_hoc_command(user: User) -> None:
    printed = user.run("ansible", "localhost", "-m", "nodeworks.openstack.os_catalog_info", "-a", "probe=true")
    assert re.search(r'"verdict": "answers in [\d.]+ s with v2.1 \(microversions', printed)


def test_module_defaults_of_the_action_group_count(user: User) -> None:
    playbook = user.home / "defaults.yml"
    playbook.write_text(
        """
- hosts: localhost
  gather_facts: false
  module_defaults:
    group/nodeworks.openstack.openstack:
      region_name: RegionNowhere
  tasks:
    - nodeworks.openstack.os_node: {name: nobody, state: absent}
      register: result
      failed_when: "\\"in region 'RegionNowhere'\\" not in result.msg"
""",
        encoding="utf-8",
    )
    user.run("ansible-playbook", str(playbook))


def test_inventory_is_found_by_the_name_of_its_file(user: User) -> None:
    source = user.home / "all.os_nodes.yml"
    source.write_text("plugin: nodeworks.openstack.os_nodes\n", encoding="utf-8")
    listed = user.run("ansible-inventory", "-i", str(source), "--list")
    assert "hostvars" in json.loads(listed)["_meta"]
