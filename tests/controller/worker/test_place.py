# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a task runs, and the words for it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.plugin_utils.worker.place import Circumstances, is_ours


@pytest.mark.parametrize(
    "circumstances",
    [
        {"platform": "linux"},
        {"platform": "linux", "wanted": True},
        {"platform": "darwin", "wanted": True},
        {"platform": "linux", "interpreter": "auto"},
        {"platform": "linux", "interpreter": "auto_legacy_silent"},
        {"platform": "linux", "interpreter": ""},
        {"platform": "linux", "interpreter": sys.executable},
        {"platform": "linux", "environment": ["OS_CLOUD", "http_proxy", "HOME"]},
    ],
)
def test_runs_in_the_worker(circumstances: dict[str, Any]) -> None:
    assert Circumstances(**circumstances).reason_for_a_process() is None


@pytest.mark.parametrize(
    ("circumstances", "reason"),
    [
        ({"wanted": False}, "nodeworks_in_process is false"),
        ({"platform": "darwin"}, "networking is not safe in forks on macOS"),
        ({"connection": "ansible.builtin.ssh"}, "the connection is ansible.builtin.ssh"),
        ({"becomes": True}, "it becomes another user"),
        ({"is_async": True}, "it is asynchronous"),
        ({"interpreter": "/opt/other/bin/python3"}, "the interpreter is /opt/other/bin/python3"),
        ({"environment": ["TZ", "OS_CLOUD", "LD_PRELOAD"]}, "the environment has LD_PRELOAD, TZ"),
        ({"keeps_files": True}, "its files are to be kept"),
        ({"has_libraries": False}, f"{sys.executable} has no library requests"),
        ({"core_problem": "ansible-core has no wheels"}, "ansible-core has no wheels"),
    ],
)
def test_needs_a_process(circumstances: dict[str, Any], reason: str) -> None:
    assert Circumstances(**{"platform": "linux", **circumstances}).reason_for_a_process() == reason
    if circumstances != {"platform": "darwin"}:
        wanted = {"platform": "linux", "wanted": True, **circumstances}
        assert Circumstances(**wanted).reason_for_a_process() == reason, "the user cannot want what would be different"


def test_python_of_another_folder_is_another_python(tmp_path: Path) -> None:
    """A virtual environment's Python is a link to one that has other libraries."""
    same_file = tmp_path / Path(sys.executable).name
    same_file.symlink_to(sys.executable)
    same_folder = tmp_path / "link"
    same_folder.symlink_to(Path(sys.executable).parent)
    assert is_ours(str(same_folder / Path(sys.executable).name))
    assert not is_ours(str(same_file))
    assert not is_ours(str(Path(sys.executable).with_name("other-python")))
    assert not is_ours("python3")
    assert not is_ours("/usr/bin/env python3")
