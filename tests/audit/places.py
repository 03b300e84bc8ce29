# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The clouds that the options are tried on: the fake one, and a real one, which must not be left out."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Iterator

import pytest

from ansible_collections.nodeworks.openstack.tests.contract.client import unique
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.fake.network.attributes import DNS, RESOURCES
from ansible_collections.nodeworks.openstack.tests.unit.support import empty_home

from .place import Place


@pytest.fixture(params=["fake", "real"])
def place(request: pytest.FixtureRequest, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """Return a cloud, with its users, and names that nobody else has."""
    files = {name: os.environ[name] for name in ("OS_CLIENT_CONFIG_FILE",) if name in os.environ}
    cloud = os.environ.get("OS_CLOUD", "loopback")
    empty_home(tmp_path, monkeypatch)
    name = unique("audit")
    if request.param == "fake":
        for resource in RESOURCES:  # this one has names of DNS, which the real one lacks
            for attribute, meaning in DNS.get(resource.collection, {}).items():
                monkeypatch.setitem(resource.attributes, attribute, meaning)
        with FakeCloud() as fake:
            fake.timings.build_seconds = fake.timings.action_seconds = fake.timings.delete_seconds = 0.03
            options = {user: {**fake.connection_options(user), "token_cache": False} for user in ("demo", "admin")}
            yield Place("fake", options["demo"], options["admin"], name, tmp_path)
        return
    for variable, value in files.items():
        monkeypatch.setenv(variable, value)
    yield Place("real", {"cloud": cloud}, {"cloud": f"{cloud}-admin"}, name, tmp_path)
