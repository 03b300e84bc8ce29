# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files with tokens: what is kept in them, and what is found."""

from __future__ import annotations

import os
import pathlib
import stat
from typing import Any

from ansible_collections.nodeworks.openstack.plugins.module_utils.session.token_store import StoredToken, TokenStore
from ansible_collections.nodeworks.openstack.tests.unit.support import (
    access_of,
    password_identity,
)

IDENTITY = password_identity()
STORED = StoredToken(access_of(), {"image cirros": ["i1", 12.5]})
NOBODY = 65534


def keep(folder: pathlib.Path, stored: StoredToken = STORED) -> TokenStore:
    store = TokenStore(str(folder))
    with store.locked(IDENTITY) as file:
        file.write(stored)
    return store


def found(folder: pathlib.Path, identity: Any = IDENTITY) -> StoredToken | None:
    with TokenStore(str(folder)).locked(identity) as file:
        return file.read()


def of_another_user(folder: pathlib.Path) -> pathlib.Path:
    """A folder that belongs to another user: this one, if it can be given away, else one of root's."""
    if os.geteuid() != 0:
        return pathlib.Path("/usr")
    folder.mkdir(mode=0o700)
    os.chown(folder, NOBODY, NOBODY)
    return folder


def token_file(folder: pathlib.Path) -> pathlib.Path:
    (path,) = folder.glob("*.json")
    return path


def modes(folder: pathlib.Path) -> set[int]:
    return {stat.S_IMODE(path.lstat().st_mode) for path in folder.iterdir()}
