# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the files with tokens are."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.session.token_store import FOLDER_NAME, TokenStore
from ansible_collections.nodeworks.openstack.tests.unit.session.token_files import (
    IDENTITY,
    STORED,
    found,
    of_another_user,
)


@pytest.mark.parametrize(
    ("setting", "environ", "folder"),
    [
        (True, {"HOME": "{tmp}/home"}, "{tmp}/home/.cache/nodeworks-openstack"),
        (True, {"HOME": "{tmp}/home", "XDG_CACHE_HOME": "{tmp}/cache"}, "{tmp}/cache/nodeworks-openstack"),
        (True, {"HOME": "{tmp}/home", "XDG_RUNTIME_DIR": "{tmp}"}, "{tmp}/nodeworks-openstack"),
        (True, {"HOME": "{tmp}/home", "XDG_RUNTIME_DIR": "{tmp}/gone"}, "{tmp}/home/.cache/nodeworks-openstack"),
        ("{tmp}/mine", {"HOME": "{tmp}/home", "XDG_RUNTIME_DIR": "{tmp}"}, "{tmp}/mine"),
    ],
    ids=["home", "cache-home", "runtime", "runtime-gone", "folder"],
)
def test_place_of_the_folder(tmp_path: pathlib.Path, setting: Any, environ: dict[str, str], folder: str) -> None:
    def here(text: Any) -> Any:
        return text.replace("{tmp}", str(tmp_path)) if isinstance(text, str) else text

    store = TokenStore.for_setting(here(setting), {name: here(value) for name, value in environ.items()})
    with store.locked(IDENTITY) as file:
        file.write(STORED)
    assert found(pathlib.Path(here(folder))) == STORED


def test_runtime_folder_of_another_user(tmp_path: pathlib.Path) -> None:
    """Root could write there, and what it wrote would be in that user's way."""
    runtime, home = of_another_user(tmp_path / "runtime"), tmp_path / "home"
    store = TokenStore.for_setting(True, {"HOME": str(home), "XDG_RUNTIME_DIR": str(runtime)})
    with store.locked(IDENTITY) as file:
        file.write(STORED)
    assert ((runtime / FOLDER_NAME).exists(), store.warnings) == (False, [])
    assert found(home / ".cache" / "nodeworks-openstack") == STORED


def test_user_without_home(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Python says is the home of an id that no file of users knows is no folder: ~."""
    monkeypatch.chdir(tmp_path)
    store = TokenStore.for_setting(True, {"HOME": "~"})
    with store.locked(IDENTITY) as file:
        file.write(STORED)
    assert store.warnings == ["Token cache not used: this user has no home folder. Set token_cache to a folder."]
    assert list(tmp_path.iterdir()) == []


def test_no_cache_writes_nothing(tmp_path: pathlib.Path) -> None:
    store = TokenStore.for_setting(False, {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)})
    with store.locked(IDENTITY) as file:
        file.write(STORED)
        assert file.read() is None
    assert list(tmp_path.iterdir()) == []
