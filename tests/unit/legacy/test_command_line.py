# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands as people run them: a new process, its exit code and what it prints."""

from __future__ import annotations

import ast
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ansible_collections.nodeworks.openstack.tests.cloud.layout import CHECKOUT
from ansible_collections.nodeworks.openstack.tests.legacy.layout import PACKAGE_FOLDER


@pytest.fixture
def taken_port() -> Iterator[int]:
    """Listen where no outgoing connection can be: one of those might sit on another server's port."""
    for port in range(12000, 13000):
        try:
            stranger = socket.create_server(("127.0.0.1", port))
        except OSError:
            continue
        with stranger:
            yield port
        return


def run(tmp_path: Path, *arguments: str, offset: int | str = 20000) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "NODEWORKS_CLOUD_HOME": str(tmp_path / "home"),
        "NODEWORKS_CLOUD_PORT_OFFSET": str(offset),
    }
    command = [sys.executable, "-m", "tests.legacy", *arguments]
    return subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False)


def test_a_port_taken_is_one_sentence_before_anything_is_installed(tmp_path: Path, taken_port: int) -> None:
    finished = run(tmp_path, "up", offset=taken_port - 5280)
    assert finished.returncode == 1
    assert finished.stderr.startswith(f"error: port {taken_port}, for swift-proxy, is already taken")
    assert finished.stderr.count("\n") == 1
    assert not list((tmp_path / "home" / "legacy").glob("*venv"))


def test_a_home_made_here_is_private_and_ignored_by_git(tmp_path: Path, taken_port: int) -> None:
    run(tmp_path, "up", offset=taken_port - 5280)  # stops before anything is installed
    for folder in (tmp_path / "home", tmp_path / "home" / "legacy"):
        assert folder.stat().st_mode & 0o777 == 0o700
        assert (folder / ".gitignore").read_text() == "*\n"


@pytest.mark.parametrize(
    ("arguments", "offset", "beginning"),
    [
        (["up"], "far", "error: NODEWORKS_CLOUD_PORT_OFFSET must be a number"),
        (["up", "--compute-url", "there:8774"], 20000, "error: NODEWORKS_LEGACY_COMPUTE_URL must begin with http"),
    ],
    ids=["offset", "compute address"],
)
def test_a_wrong_setting_is_one_sentence(
    tmp_path: Path, arguments: list[str], offset: int | str, beginning: str
) -> None:
    finished = run(tmp_path, *arguments, offset=offset)
    assert (finished.returncode, finished.stdout) == (1, "")
    assert finished.stderr.startswith(beginning)
    assert finished.stderr.count("\n") == 1


def test_status_of_servers_that_are_not_up(tmp_path: Path) -> None:
    finished = run(tmp_path, "status")
    assert finished.returncode == 3
    assert len(finished.stdout.splitlines()) == 4
    assert all(line.endswith("down") for line in finished.stdout.splitlines())
    assert not (tmp_path / "home").exists(), "looking leaves no traces"


def test_down_of_servers_that_are_not_up_is_no_error(tmp_path: Path) -> None:
    finished = run(tmp_path, "down")
    assert finished.returncode == 0
    assert "the legacy servers were not up" in finished.stdout


def test_help_names_the_variables(tmp_path: Path) -> None:
    finished = run(tmp_path, "--help")
    assert finished.returncode == 0
    for variable in ("NODEWORKS_CLOUD_HOME", "NODEWORKS_CLOUD_PORT_OFFSET", "NODEWORKS_LEGACY_COMPUTE_URL"):
        assert variable in finished.stdout


@pytest.mark.parametrize("file_name", ["__init__.py", "__main__.py"])
def test_the_first_files_can_be_read_by_old_pythons(file_name: str) -> None:
    source = (PACKAGE_FOLDER / file_name).read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 6))
    assert "from __future__ import annotations" not in source, "3.6 does not know it"
