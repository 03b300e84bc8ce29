# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The modules on real servers of Identity v2.0 and of auth 1.0: `python3 -m tests.legacy up` first.

Current Nova takes v2.0's tokens too, so here a node is looked for with one, from the token to the compute service.
"""

from __future__ import annotations

import os
import pathlib
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.modules import os_catalog_info, os_node
from ansible_collections.nodeworks.openstack.tests.legacy.layout import (
    NO_PROJECT_PASSWORD,
    PASSWORD,
    SWIFT_KEY,
    LegacyLayout,
)
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Result, fail, run_module, succeed

Options = dict[str, Any]


@pytest.fixture(autouse=True)
def _own_home(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No token of an earlier test, no settings of the one who runs the tests."""
    for variable in list(os.environ):
        if variable.startswith(("OS_", "XDG_")) or variable.lower().endswith("_proxy"):
            monkeypatch.delenv(variable)
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def keystone() -> str:
    return LegacyLayout.from_environment(os.environ).server("keystone-public").url


@pytest.fixture
def swift() -> str:
    return LegacyLayout.from_environment(os.environ).server("swift-proxy").url


def catalog(**options: Any) -> Result:
    return run_module(os_catalog_info.main, {"retries": 0, **options})


def demo(keystone: str, **changes: Any) -> Options:
    return {"auth_url": keystone, "username": "demo", "password": PASSWORD, "auth_version": "2.0_password", **changes}


@pytest.mark.parametrize("spelling", ["", "/", "/v2.0", "/v2.0/", "/v2.0/tokens", "/v3"])
def test_password_with_project_name(keystone: str, spelling: str) -> None:
    result = succeed(
        catalog(**demo(keystone, auth_url=keystone + spelling, project_name="demo", region_name="RegionOne"))
    )
    assert result["token"]["auth_version"] == "2.0_password"
    assert result["token"]["project"]["name"] == "demo"
    assert result["token"]["expires_at"]
    assert {endpoint["region"] for service in result["catalog"] for endpoint in service["endpoints"]} == {
        "RegionOne",
        "RegionTwo",
    }
    assert result["endpoints"]["compute"]["region"] == "RegionOne"


def test_password_with_project_id(keystone: str) -> None:
    by_name = succeed(catalog(**demo(keystone, project_name="demo")))
    project_id = by_name["token"]["project"]["id"]
    by_id = succeed(catalog(**demo(keystone, project_id=project_id)))
    assert by_id["token"]["project"]["id"] == project_id


def test_password_without_project_has_no_catalog(keystone: str) -> None:
    result = succeed(catalog(**demo(keystone)))
    assert result["token"]["scope"] == "unscoped"
    assert result["catalog"] == []
    assert "The catalog is empty" in result["endpoints"]["compute"]["why"]


def test_user_without_any_project(keystone: str) -> None:
    options = demo(keystone, username="noproj", password=NO_PROJECT_PASSWORD)
    assert succeed(catalog(**options))["token"]["scope"] == "unscoped"
    assert "HTTP 401" in fail(catalog(**options, project_name="demo"))


def test_wrong_password_in_the_service_s_own_words(keystone: str) -> None:
    assert fail(catalog(**demo(keystone, password="wrong-one", project_name="demo"))).startswith(
        f"Could not authenticate 'demo' with 2.0_password at {keystone}: The request you have made requires"
        f" authentication. (HTTP 401, POST {keystone}/v2.0/tokens"
    )


def test_two_regions_and_none_asked_for(keystone: str) -> None:
    message = fail(run_module(os_node.main, {**demo(keystone, project_name="demo"), "name": "x", "state": "absent"}))
    assert "several regions: RegionOne, RegionTwo. Set region_name to one of them." in message


def test_version_is_found_out_where_both_are_offered(keystone: str) -> None:
    options = demo(keystone, project_name="demo", auth_version=None)
    assert succeed(catalog(**options))["token"]["auth_version"] == "3.x_password"
    options["auth_url"] = f"{keystone}/v2.0"
    assert succeed(catalog(**options))["token"]["auth_version"] == "2.0_password"


def test_token_of_v2_is_exchanged(keystone: str) -> None:
    token = succeed(catalog(**demo(keystone), return_token=True))["token"]["value"]
    result = succeed(catalog(auth_url=keystone, auth_token=token, auth_version="2.0_token", project_name="second"))
    assert result["token"]["project"]["name"] == "second"


def test_node_is_looked_for_with_a_token_of_v2(keystone: str) -> None:
    """From Identity v2.0 through its catalog to a current Nova: a token, the list by name, whether a cell is down."""
    options = {**demo(keystone, project_name="demo", region_name="RegionOne"), "name": "nobody", "state": "absent"}
    result = succeed(run_module(os_node.main, options))
    assert (result.changed, result["api_calls"]) == (False, 3)
    assert succeed(run_module(os_node.main, options))["api_calls"] == 2


@pytest.mark.parametrize("secret", ["api_key", "password"])
@pytest.mark.parametrize("spelling", ["/auth", "/auth/v1.0"])
def test_auth_1_0(swift: str, secret: str, spelling: str) -> None:
    options = {"auth_url": swift + spelling, "auth_version": 1.0, "username": "test:tester", secret: SWIFT_KEY}
    result = succeed(catalog(**options))
    assert result["token"]["auth_version"] == "1.0"
    (storage,) = result["catalog"]
    assert (storage["type"], storage["name"]) == ("object-store", "cloudFiles")
    assert storage["endpoints"][0]["url"].startswith(f"{swift}/v1/AUTH_")


def test_auth_1_0_wrong_key(swift: str) -> None:
    options = {"auth_url": f"{swift}/auth", "auth_version": "1.0", "username": "test:tester", "api_key": "wrong-one"}
    message = fail(catalog(**options))
    assert message.startswith(f"Could not authenticate 'test:tester' with 1.0 at {swift}/auth: ")
    assert "HTTP 401" in message
