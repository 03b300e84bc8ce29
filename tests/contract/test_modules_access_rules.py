# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Modules with an application credential that has access rules: what is allowed works, what is not is told as that."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from ansible_collections.nodeworks.openstack.plugins.modules import (
    os_catalog_info,
    os_diagnosis_info,
    os_flavor_info,
    os_keypair_info,
    os_node_info,
)
from ansible_collections.nodeworks.openstack.tests.contract.client import Cloud, Json, unique
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Result, fail, run_module, succeed

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def _own_home(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No token of an earlier test."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for variable in list(os.environ):
        if variable.startswith(("OS_", "XDG_")):
            monkeypatch.delenv(variable)


def nodes_of(cloud: Cloud) -> Json:
    """Return the rule for a list of nodes."""
    return {"service": "compute", "method": "GET", "path": urlsplit(cloud.endpoint("compute")).path + "/servers/**"}


@pytest.fixture(name="credential")
def credential_with_rules(cloud: Cloud) -> Iterator[Json]:
    url = f"{cloud.identity}/users/{cloud.token_body['user']['id']}/application_credentials"
    elsewhere = {"service": "image", "method": "GET", "path": urlsplit(cloud.endpoint("compute")).path + "/os-keypairs"}
    body = {"name": unique("rules"), "access_rules": [nodes_of(cloud), elsewhere]}
    made = cloud.send("POST", url, json={"application_credential": body}).json()["application_credential"]
    yield made
    assert cloud.send("DELETE", f"{url}/{made['id']}").status_code == 204


@pytest.fixture(name="run")
def runner(cloud: Cloud, credential: Json) -> Run:
    def run(main: Callable[[], None], **options: Any) -> Result:
        who = {"application_credential_id": credential["id"], "application_credential_secret": credential["secret"]}
        where = {"auth_url": cloud.identity, "region_name": cloud.region, "retries": 0}
        return run_module(main, {**where, **who, **options})

    return run


def test_request_that_a_rule_allows(run: Run) -> None:
    assert isinstance(succeed(run(os_node_info.main))["nodes"], list)


def test_request_that_no_rule_allows(cloud: Cloud, run: Run) -> None:
    result = run(os_flavor_info.main)
    path = urlsplit(cloud.endpoint("compute")).path
    message = fail(result)
    assert f"The application credential has access rules, and GET {path}/flavors/detail is in none of them." in message
    assert f"GET {path}/servers/** (compute)" in message
    assert message.endswith("Use one that has a rule for this request too.")
    assert result["status"] == 401
    # A token, and the request; another token would have the same rules.
    assert result["api_calls"] == 2


def test_request_that_a_rule_of_another_service_allows(run: Run) -> None:
    message = fail(run(os_keypair_info.main))
    assert "/os-keypairs (image). If this is another service, a rule for it is missing;" in message


def test_diagnosis_names_the_rules_and_does_not_advise_interfaces(run: Run) -> None:
    report = succeed(run(os_diagnosis_info.main, services=["compute", "image", "network"]))
    assert report["healthy"] is True
    steps = {step["name"]: step for step in report["steps"]}
    assert steps["authentication"]["outcome"] == "warning"
    assert "which is good for nothing but GET " in steps["authentication"]["verdict"]
    assert steps["endpoints"]["outcome"] == "ok"
    assert "interface" not in str([step["advice"] for step in report["steps"]])


def test_token_of_such_a_credential_as_it_is(cloud: Cloud, credential: Json, run: Run) -> None:
    who = {"id": credential["id"], "secret": credential["secret"]}
    answer = cloud.authenticate({"methods": ["application_credential"], "application_credential": who})
    token = answer.headers["X-Subject-Token"]
    options = {"auth_url": cloud.identity, "auth_token": token, "retries": 0}
    assert succeed(run_module(os_catalog_info.main, options))["token"]["project"]["id"] == cloud.project_id
