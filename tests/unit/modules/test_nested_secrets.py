# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets that a service repeats, deep in a result. What Ansible prints of it: tests/plays/test_printed_secrets.py."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import pytest
import yaml

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.fake.wire import Answer, Request
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, succeed

WEB: dict[str, Any] = {"image": "cirros", "flavor": "m1.tiny", "networks": ["private"]}


def repeat(request: Request, _answer: Answer) -> Answer:
    """Tell in a refusal the token that came with the request."""
    message = f"No, {request.headers.get('X-Auth-Token')}!"
    return Answer(400, json.dumps({"badRequest": {"code": 400, "message": message}}).encode(), {})


def test_failures_of_a_fleet_do_not_show_the_token(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.faults.add(method="POST", path="/servers$", times=None, kind="altered", alter=repeat)
    result = ansible.os_node(names=["y1", "y2"], **WEB)
    assert "No, ********!" in fail(result)
    assert len(result["failures"]) == 2
    for failure in result["failures"]:
        assert "No, ********!" in failure["msg"]
        assert failure["service_message"] == "No, ********!"
    (token,) = cloud.tokens.issued
    assert token not in result.output


def test_fault_of_a_node_does_not_show_the_token(ansible: Ansible, cloud: FakeCloud) -> None:
    """It stands in `current`, as the service tells it."""
    succeed(ansible.os_node_info())
    (token,) = cloud.tokens.issued
    cloud.compute.fail_builds("web1", f"Refused by the scheduler: {token}")
    result = ansible.os_node(name="web1", **WEB)
    assert "Refused by the scheduler: ********" in fail(result)
    assert "********" in result["current"]["fault"]["message"]
    assert token not in result.output


def test_short_password_of_a_file_is_not_searched_for_in_names(
    cloud: FakeCloud, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be a word. In an error it is."""
    user = cloud.accounts.user("demo", "default")
    assert user is not None
    user.password = "web"
    path = tmp_path / "clouds.yaml"
    path.write_text(cloud.clouds_yaml(), encoding="utf-8")
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(path))
    cloud.compute.add_server("web1")
    name = next(iter(yaml.safe_load(path.read_text(encoding="utf-8"))["clouds"]))
    ansible = Ansible(cloud, {"cloud": name, "region_name": "RegionOne", "token_cache": False})
    assert [node["name"] for node in succeed(ansible.os_node_info())["nodes"]] == ["web1"]
    cloud.faults.add(path="/servers", status=400, body={"badRequest": {"code": 400, "message": "Not (web)."}})
    assert "Not (********)." in fail(ansible.os_node_info())
