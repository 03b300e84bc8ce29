# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Whatever stands in an option, of whatever module: there is a result or a sentence, and never a traceback."""

from __future__ import annotations

import importlib
import pathlib
import string
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.nodeworks.openstack.plugins import modules
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.connection import CONNECTION_OPTIONS
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import MODULES, run_module
from ansible_collections.nodeworks.openstack.tests.unit.support import PASSWORD, demo_cloud, empty_home

FOLDER = pathlib.Path(next(iter(modules.__path__)))
NAMES = sorted(path.stem for path in FOLDER.glob("os_*.py"))
# How many wishes of each module are tried.
EXAMPLES = 12

ODD = [
    *("", " ", "null", "~", "yes", "0", "-1", "1e400", "12:34:56", "9" * 5000, "a" * 5000),
    *("../../etc/passwd", "/dev/null/x", "a\x00b", "\n", "\x1b[31m", "\ud7ff", "ä€😀"),
    *("{{ 7 * 7 }}", "%s%n", "'; --", "-" * 40, "=x", "web[01:3]", "[", "x[9:1]"),
]
NUMBERS = st.one_of(st.integers(-(2**70), 2**70), st.floats())
TEXTS = st.one_of(st.sampled_from(ODD), st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
KEYS = st.one_of(st.text(string.ascii_lowercase, max_size=5), st.sampled_from(["id", "name", "port", "network", ""]))
ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=5,
)


@pytest.fixture(scope="module", name="cloud")
def _cloud() -> Iterator[FakeCloud]:
    with demo_cloud() as fake:
        fake.compute.add_server("web1")
        yield fake


@pytest.fixture(autouse=True)
def _home(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty_home(tmp_path, monkeypatch)


def value_of(option: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values for an option: half of them of its type."""
    kind = option.get("type", "str")
    likely: dict[str, st.SearchStrategy[Any]] = {
        "bool": st.booleans(),
        "int": NUMBERS,
        "float": NUMBERS,
        "list": st.lists(ANYTHING, max_size=3),
        "dict": st.dictionaries(KEYS, ANYTHING, max_size=3),
    }
    good = st.sampled_from(option["choices"]) if option.get("choices") else likely.get(kind, TEXTS)
    # Ansible itself stumbles over a list with nulls for a dict whose keys are options.
    return good if "options" in option else st.one_of(good, ANYTHING)


@pytest.mark.parametrize("name", NAMES)
def test_any_value_of_any_option(name: str, cloud: FakeCloud) -> None:
    module = importlib.import_module(f"{MODULES}.{name}")
    spec: dict[str, Any] = getattr(module, "ARGUMENT_SPEC", {})
    options = {**spec, "name": {"type": "str"}, "wait_timeout": {"type": "str"}, **CONNECTION_OPTIONS}
    # What would lead away from the cloud of the test, or wait for somebody who is not there.
    away = {"auth_url", "base_url", "proxy_url", "retries", "token_cache", "trace", "dest", "url"}
    names = sorted(option for option in options if option not in away and not option.endswith(("_url", "_file")))

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        chosen = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True))
        wish = {option: data.draw(value_of(options[option]), label=option) for option in chosen}
        connection = {**cloud.connection_options(), "retries": 0, "api_timeout": 2, "token_cache": False}
        known = {"wait_timeout": 1} if "wait_timeout" in spec or "state" in spec else {}
        result = run_module(module.main, {"name": "web1", **known, **connection, **wish}, check=True)
        assert "Traceback" not in result.output
        assert "exception" not in result.data
        assert result.exit_code == 0 or str(result["msg"]).strip()
        assert PASSWORD not in result.output

    holds()
