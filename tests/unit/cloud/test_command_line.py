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
from pathlib import Path

import pytest

from ansible_collections.nodeworks.openstack.tests.cloud.__main__ import python_problem
from ansible_collections.nodeworks.openstack.tests.cloud.layout import CHECKOUT, PACKAGE_FOLDER


def run(tmp_path: Path, *arguments: str, offset: int | str = 20000) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "NODEWORKS_CLOUD_HOME": str(tmp_path / "home"),
        "NODEWORKS_CLOUD_PORT_OFFSET": str(offset),
    }
    command = [sys.executable, "-m", "tests.cloud", *arguments]
    return subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False)


def test_a_port_taken_is_one_sentence_before_anything_is_installed(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        port = stranger.getsockname()[1]
        finished = run(tmp_path, "up", offset=port - 9696)
    assert finished.returncode == 1
    assert finished.stderr.startswith(f"error: port {port}, for neutron-one, is already taken")
    assert finished.stderr.count("\n") == 1
    assert not (tmp_path / "home" / "venv").exists()


def test_a_wrong_offset_is_one_sentence(tmp_path: Path) -> None:
    finished = run(tmp_path, "up", offset="far")
    assert (finished.returncode, finished.stdout) == (1, "")
    assert finished.stderr.startswith("error: NODEWORKS_CLOUD_PORT_OFFSET must be a number")
    assert finished.stderr.count("\n") == 1


def test_status_of_a_cloud_that_is_not_up(tmp_path: Path) -> None:
    finished = run(tmp_path, "status")
    assert finished.returncode == 3
    assert len(finished.stdout.splitlines()) == 9
    assert all(line.endswith("down") for line in finished.stdout.splitlines())
    assert not (tmp_path / "home").exists(), "looking leaves no traces"


def test_down_of_a_cloud_that_is_not_up_is_no_error(tmp_path: Path) -> None:
    finished = run(tmp_path, "down")
    assert finished.returncode == 0
    assert "the cloud was not up" in finished.stdout


def test_help_names_the_two_variables(tmp_path: Path) -> None:
    finished = run(tmp_path, "--help")
    assert finished.returncode == 0
    assert "NODEWORKS_CLOUD_HOME" in finished.stdout
    assert "NODEWORKS_CLOUD_PORT_OFFSET" in finished.stdout


@pytest.mark.parametrize("version", [(3, 6), (3, 9), (3, 10), (2, 7)])
def test_an_old_python_is_told_so(version: tuple[int, int]) -> None:
    assert f"needs Python 3.11 or newer and this is {version[0]}.{version[1]}" in python_problem(version)


@pytest.mark.parametrize("version", [(3, 11), (3, 13), (4, 0)])
def test_a_new_python_is_welcome(version: tuple[int, int]) -> None:
    assert python_problem(version) == ""


@pytest.mark.parametrize("file_name", ["__init__.py", "__main__.py"])
def test_the_first_files_can_be_read_by_python_3_6(file_name: str) -> None:
    source = (PACKAGE_FOLDER / file_name).read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 6))
    assert "from __future__ import annotations" not in source, "3.6 does not know it"
