# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options whose value stands in a file."""

from __future__ import annotations

import pathlib

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.files import text_of


def test_text_of_a_file_also_in_the_home_folder(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_text("words\n", encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert text_of("key_file", str(tmp_path / "key")) == text_of("key_file", "~/key") == "words\n"


def test_file_that_is_not_there_or_no_text(tmp_path: pathlib.Path) -> None:
    with pytest.raises(ConfigError, match=r"key_file: .*nope cannot be read: No such file"):
        text_of("key_file", str(tmp_path / "nope"))
    (tmp_path / "key").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match=r"key_file: .*key is not a text in UTF-8"):
        text_of("key_file", str(tmp_path / "key"))
    with pytest.raises(ConfigError, match=r"key_file: 'a\\x00b' cannot be read: embedded null byte"):
        text_of("key_file", "a\0b")
