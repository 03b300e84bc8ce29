# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the modules say where a URL or a version is not what is there: the same on a current cloud and on the fake."""

from __future__ import annotations

import os
import pathlib
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.modules import os_catalog_info, os_flavor_info, os_node
from ansible_collections.nodeworks.openstack.tests.contract.client import NO_ID
from ansible_collections.nodeworks.openstack.tests.contract.site import Person, Site
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Result, fail, run_module, succeed


@pytest.fixture(autouse=True)
def _own_home(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No token of an earlier test."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for variable in list(os.environ):
        if variable.startswith(("OS_", "XDG_")):
            monkeypatch.delenv(variable)


@pytest.fixture(name="user", scope="module")
def user_with_a_password(site: Site) -> Person:
    return site.add_person()


@pytest.fixture(name="root")
def root_of_the_identity_service(site: Site) -> str:
    return site.identity.removesuffix("/v3")


def credentials(person: Person, **options: Any) -> dict[str, Any]:
    return {"username": person.name, "password": person.password, "retries": 0, **options}


def catalog(person: Person, **options: Any) -> Result:
    return run_module(os_catalog_info.main, credentials(person, **options))


@pytest.mark.parametrize(
    ("path", "version", "asked", "advice"),
    [
        ("/v2.0", None, "2.0", "Set auth_url to {root}/v3."),
        ("/v1.0", None, "1.0", "Set auth_url to {root}/v3."),
        ("/v1.1", None, "1.1", "Set auth_url to {root}/v3."),
        ("", "2.0_password", "2.0", "Set auth_version to 3.x_password."),
        ("/v3", "2.0_password", "2.0", "Set auth_version to 3.x_password."),
        ("/v2.0", "v2password", "2.0", "Set auth_version to 3.x_password."),
        ("", "1.0", "1.0", "Set auth_version to 3.x_password."),
        ("", "1.1", "1.1", "Set auth_version to 3.x_password."),
    ],
)
def test_version_that_the_identity_service_has_no_more(
    user: Person, root: str, path: str, version: str | None, asked: str, advice: str
) -> None:
    message = fail(catalog(user, auth_url=f"{root}{path}", auth_version=version, project_name="demo"))
    assert message.endswith(f"{root}/ offers v3.14, but not v{asked}. {advice.format(root=root)}")


def test_api_key_at_a_cloud_without_them(user: Person, root: str) -> None:
    options = {"username": user.name, "api_key": "an-api-key", "auth_version": "2.0", "auth_url": root, "retries": 0}
    message = fail(run_module(os_catalog_info.main, options))
    assert message.endswith("Set auth_version to 3.x_password and give password: there are no API keys.")


@pytest.mark.parametrize("path", ["/v9", "/v2.1/wrong-project/x", "/v2.1/x"])
def test_forced_url_with_something_wrong_in_it(site: Site, user: Person, path: str) -> None:
    forced = site.admin.root("compute") + path
    options = credentials(user, auth_url=site.identity, project_name="demo", base_url=forced)
    message = fail(run_module(os_flavor_info.main, options))
    assert "Resource not found: " in message
    assert f"The forced compute URL {forced} may be another service's" in message
    # Nobody can tell from there whether the node is gone.
    message = fail(run_module(os_node.main, {**options, "id": NO_ID, "state": "absent"}))
    assert "Resource not found: " in message


def test_forced_url_that_is_right_and_a_node_that_is_not_there(site: Site, user: Person) -> None:
    options = credentials(
        user, auth_url=site.identity, project_name="demo", base_url=site.admin.root("compute") + "/v2.1"
    )
    assert not succeed(run_module(os_node.main, {**options, "id": NO_ID, "state": "absent"})).changed


def test_second_run_without_project_says_as_much_as_the_first(site: Site, user: Person, tmp_path: pathlib.Path) -> None:
    """The second has a token that was kept."""
    options = credentials(user, auth_url=site.identity, token_cache=str(tmp_path / "tokens"))
    messages = [fail(run_module(os_flavor_info.main, options)) for _run in range(2)]
    assert messages[0] == messages[1]
    assert messages[0].endswith("This user's projects are: demo.")
