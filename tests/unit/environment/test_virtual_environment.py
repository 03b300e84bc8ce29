# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The installation's clear errors, and what uv is told."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
from pathlib import Path

import pytest

from ansible_collections.nodeworks.openstack.tests.environment.problem import SetupProblem
from ansible_collections.nodeworks.openstack.tests.environment.virtual_environment import (
    STAMP,
    count_packages,
    install,
    require_virtual_environment_support,
    run_tool,
    uv_environment,
)


def test_a_python_without_ensurepip_is_told_what_to_install() -> None:
    with pytest.raises(SetupProblem, match=r"lacks the module ensurepip: .*apt install python3-venv"):
        require_virtual_environment_support(lambda name: None if name == "ensurepip" else object())


def test_a_python_with_everything_passes() -> None:
    looked_for = []

    def find(name: str) -> object:
        looked_for.append(name)
        return importlib.util.find_spec(name)

    require_virtual_environment_support(find)
    assert "ensurepip" in looked_for


def test_a_failing_tool_is_quoted_with_what_can_be_done(tmp_path: Path) -> None:
    script = "print('trying'); print('\\x1b[31mERROR: no route to index\\x1b[0m\\n'); raise SystemExit(2)"
    with pytest.raises(SetupProblem) as caught:
        run_tool("pip", [sys.executable, "-c", script], {}, tmp_path / "logs" / "install.log")
    message = str(caught.value)
    assert "pip failed" in message
    assert script in message
    assert "said last: `ERROR: no route to index`. If no package index" in message
    assert all(variable in message for variable in ("PIP_INDEX_URL", "UV_INDEX_URL", "https_proxy"))
    assert str(tmp_path / "logs" / "install.log") in message
    assert "trying" in (tmp_path / "logs" / "install.log").read_text()


def test_a_tool_that_fails_silently_is_quoted_too(tmp_path: Path) -> None:
    with pytest.raises(SetupProblem, match=r"said last: `\(nothing\)`"):
        run_tool("uv", [sys.executable, "-c", "raise SystemExit(1)"], {}, tmp_path / "log")


@pytest.mark.parametrize("variable", ["UV_DEFAULT_INDEX", "UV_INDEX_URL"])
def test_uv_keeps_its_own_index(variable: str) -> None:
    environment = {"PIP_INDEX_URL": "https://pip.example", variable: "https://uv.example"}
    assert uv_environment(environment) == environment


def test_uv_takes_over_the_index_of_pip() -> None:
    environment = {"PIP_INDEX_URL": "https://pip.example", "PATH": "/bin"}
    assert uv_environment(environment) == {**environment, "UV_DEFAULT_INDEX": "https://pip.example"}


def test_uv_is_told_nothing_that_pip_was_not() -> None:
    assert uv_environment({"PATH": "/bin"}) == {"PATH": "/bin"}


def test_packages_are_counted_once_each() -> None:
    assert count_packages("# pins\na==1\nb==2; python_version < '3.12'\nb==3; python_version >= '3.12'\n\n") == 2


def test_what_is_installed_is_not_installed_again(tmp_path: Path) -> None:
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("a==1\n")
    (tmp_path / "venv").mkdir()
    (tmp_path / "venv" / STAMP).write_text(hashlib.sha256(requirements.read_bytes()).hexdigest())
    events: list[str] = []
    install(tmp_path / "venv", requirements, {}, events.append)
    assert events == []


def test_other_requirements_make_the_environment_anew(tmp_path: Path) -> None:
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("a==2\n")
    (tmp_path / "venv").mkdir()
    (tmp_path / "venv" / STAMP).write_text("the hash of another file")
    events: list[str] = []
    unreachable = {**os.environ, "PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "0", "PIP_NO_INDEX": "1"}
    with pytest.raises(SetupProblem, match="pip failed"):
        install(tmp_path / "venv", requirements, {**unreachable, "PIP_FIND_LINKS": str(tmp_path)}, events.append)
    assert [event.split()[0] for event in events] == ["making", "installing"]
