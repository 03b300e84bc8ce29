# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that would hold up a task, fill the memory or end the process are refused, and others are read."""

from __future__ import annotations

import os
import pathlib

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.config.text_file import (
    MOST_ENTRIES,
    MOST_LEVELS,
    content_of,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError

TOO_MUCH = "is nested more than 50 levels deep, or has more than 100000 entries, with all that its anchors stand for."
LAUGHS = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9) if n else 'lol'}]" for n in range(12))
MERGES = "\n".join(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}" if n else "a0: &a0 {}" for n in range(12))


def refused(path: pathlib.Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        content_of(str(path))
    return str(caught.value)


@pytest.mark.parametrize(
    "text",
    ["&a [*a]", "a: &a {b: *a}", LAUGHS, MERGES, "[" * 300_000, "[" * 5000 + "]" * 5000,
     "- " * 60, "[" * 60 + "]" * 60],
    ids=["itself", "itself-in-a-mapping", "laughs", "merged-laughs", "very-deep", "deeper", "deep-block", "deep"],
)  # fmt: skip
def test_what_stands_for_too_much_is_refused(tmp_path: pathlib.Path, text: str) -> None:
    path = tmp_path / "clouds.yaml"
    assert refused(path, text) == f"{path} {TOO_MUCH}"


def test_what_anchors_and_depth_are_for_is_read(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "clouds.yaml"
    path.write_text("a: &a {x: 1}\nb: {<<: *a, y: 2}\nc: [*a, *a]", encoding="utf-8")
    assert content_of(str(path)) == {"a": {"x": 1}, "b": {"x": 1, "y": 2}, "c": [{"x": 1}, {"x": 1}]}
    path.write_text("[" * MOST_LEVELS + "]" * MOST_LEVELS, encoding="utf-8")
    assert isinstance(content_of(str(path)), list)
    path.write_text(f"[{'1, ' * (MOST_ENTRIES // 10)}]", encoding="utf-8")
    assert len(content_of(str(path))) == MOST_ENTRIES // 10


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "null"])
def test_nothing_is_nothing(tmp_path: pathlib.Path, text: str) -> None:
    path = tmp_path / "clouds.yaml"
    path.write_text(text, encoding="utf-8")
    assert content_of(str(path)) is None
    assert content_of(os.devnull) is None


def test_pipe_is_not_waited_for(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "clouds.yaml"
    os.mkfifo(path)
    with pytest.raises(ConfigError) as caught:
        content_of(str(path))
    assert str(caught.value) == f"{path} is not a file. Each task reads it anew, which a pipe cannot be."


def test_file_without_end_is_refused(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "clouds.yaml"
    assert refused(path, "a: " + "x" * (1 << 20)) == f"{path} has more than 1 MiB, and so is no file of clouds."


def test_json_that_is_nested_too_deep_is_no_json(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "clouds.json"
    assert refused(path, "[" * 500_000) == f"{path} is not valid JSON."


def test_file_that_ansible_vault_has_encrypted_is_called_that(tmp_path: pathlib.Path) -> None:
    for name in ("clouds.yaml", "clouds.json"):
        path = tmp_path / name
        path.write_text("$ANSIBLE_VAULT;1.1;AES256\n6162636465666768\n")
        with pytest.raises(ConfigError) as caught:
            content_of(str(path))
        assert str(caught.value).startswith(f"{path} is encrypted by ansible-vault, and tasks read it as it is. ")
