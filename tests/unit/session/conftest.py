# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions of one user with an identity service."""

from __future__ import annotations

import datetime
import pathlib
from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.session.session import Session
from ansible_collections.nodeworks.openstack.plugins.module_utils.session.token_store import TokenStore
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.transport import Transport
from ansible_collections.nodeworks.openstack.tests.unit.session.sessions import Keystone, Open
from ansible_collections.nodeworks.openstack.tests.unit.support import (
    NOW,
    Serve,
    WebServer,
    cloud_config,
)


@pytest.fixture
def keystone() -> Keystone:
    return Keystone()


@pytest.fixture
def server(serve: Serve, keystone: Keystone) -> WebServer:
    return serve(keystone)


@pytest.fixture
def open_session(server: WebServer, tmp_path: pathlib.Path) -> Iterator[Open]:
    """Opens sessions which, unless told otherwise, share the files of one folder, as processes of one user do."""
    transports: list[Transport] = []

    def start(
        folder: str | None = str(tmp_path / "tokens"), now: datetime.datetime = NOW, url: str = "", **changes: Any
    ) -> Session:
        config = cloud_config(url or server.url, **changes)
        transports.append(Transport(config, sleep=lambda seconds: None))
        return Session(config, transports[-1], TokenStore(folder), now=lambda: now)

    yield start
    for transport in transports:
        transport.close()
