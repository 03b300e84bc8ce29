# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever stands in an option, of whatever module: there is a result or a sentence, and never a traceback."""

from __future__ import annotations

import importlib
import pathlib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.nodeworks.openstack.plugins import modules
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.connection import CONNECTION_OPTIONS
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import MODULES, run_module
from ansible_collections.nodeworks.openstack.tests.unit.property.effort import examples
from ansible_collections.nodeworks.openstack.tests.unit.property.judging import complaint
from ansible_collections.nodeworks.openstack.tests.unit.property.values import value_of
from ansible_collections.nodeworks.openstack.tests.unit.support import demo_cloud, empty_home

FOLDER = pathlib.Path(next(iter(modules.__path__)))
NAMES = sorted(path.stem for path in FOLDER.glob("os_*.py"))
# How many desired states of each module are tried.
EXAMPLES = 12


@pytest.fixture(scope="module", name="cloud")
def _cloud() -> Iterator[FakeCloud]:
    with demo_cloud() as fake:
        fake.compute.add_server("web1")
        yield fake


@pytest.fixture(autouse=True)
def _home(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty_home(tmp_path, monkeypatch)


@pytest.mark.parametrize("name", NAMES)
def test_any_value_of_any_option(name: str, cloud: FakeCloud) -> None:
    module = importlib.import_module(f"{MODULES}.{name}")
    spec: dict[str, Any] = getattr(module, "ARGUMENT_SPEC", {})
    options = {**spec, "name": {"type": "str"}, "wait_timeout": {"type": "str"}, **CONNECTION_OPTIONS}
    # What would lead away from the cloud of the test, or wait for somebody who is not there.
    away = {"auth_url", "base_url", "proxy_url", "retries", "token_cache", "trace", "dest", "url"}
    names = sorted(option for option in options if option not in away and not option.endswith(("_url", "_file")))

    @examples(EXAMPLES)
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        chosen = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True))
        desired = {option: data.draw(value_of(options[option]), label=option) for option in chosen}
        connection = {**cloud.connection_options(), "retries": 0, "api_timeout": 2, "token_cache": False}
        known = {"wait_timeout": 1} if "wait_timeout" in spec or "state" in spec else {}
        result = run_module(module.main, {"name": "web1", **known, **connection, **desired}, check=True)
        assert complaint(result) is None

    holds()
