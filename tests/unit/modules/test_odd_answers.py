# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers that are JSON, but not as the API reference describes them: a task fails with a sentence that says where."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.fake.wire import Answer, Request
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, succeed

Change = Callable[[Any], object]


def altered(cloud: FakeCloud, path: str, change: Change, method: str = "GET") -> None:
    """Have the answers at a path changed on their way."""

    def alter(_request: Request, answer: Answer) -> Answer:
        document = json.loads(answer.body)
        change(document)
        return dataclasses.replace(answer, body=json.dumps(document).encode())

    cloud.faults.add(kind="altered", method=method, path=path, alter=alter, times=None)


def test_answer_names_the_key_the_request_and_its_id(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    altered(cloud, "/servers/detail", lambda document: document["servers"][0].update(addresses=["10.0.0.5"]))
    result = ansible.os_node(name="web1", description="x")
    asked = cloud.requests[-1]
    message = fail(result)
    assert message.startswith(f"The answer to GET {cloud.origin}/compute/v2.1/servers/detail?name=%5Eweb1%24 (HTTP 200")
    assert message.endswith("has a node whose 'addresses' is not as the API reference describes it.")
    assert result["url"].startswith(f"{cloud.origin}/compute/v2.1/servers/detail")
    assert asked.rest == "/v2.1/servers/detail"
    assert ansible.writes() == []


def test_what_is_seen_only_in_use_names_the_resource(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.network.add_port(cloud.network.named("networks", "private")["id"], name="vip")
    altered(cloud, "/ports", lambda document: document["ports"][0].update(mac_address="none of your business"))
    message = fail(ansible.run("os_port", name="vip", fixed_ips=[{"ip": "10.0.0.77"}]))
    assert message.startswith(
        "What the network service says of port 'vip' is not as the API reference describes it, or not foreseen here"
        " (port_addresses.py, line "
    )
    assert ansible.writes() == []


def test_one_without_a_name_is_not_taken_for_another(ansible: Ansible, cloud: FakeCloud) -> None:
    """Else it would not be found, and be there twice, or be as good as removed."""
    cloud.volume.add_volume("data")
    altered(cloud, "/volumes/detail", lambda document: document["volumes"][0].pop("name"))
    for options in ({"size": 1}, {"state": "absent"}):
        assert "has a volume without 'name'." in fail(ansible.run("os_volume", name="data", **options))
    assert ansible.writes() == []


def test_answer_to_a_step_that_says_not_what_the_next_one_needs(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1")
    altered(cloud, "/action", lambda document: document.pop("image_id"), method="POST")
    result = ansible.run("os_image", name="snapshot", node="web1")
    message = fail(result)
    assert message.startswith("Could not make image 'snapshot' of node ")
    assert "': What the compute service answers is not as the API reference describes it, or not foreseen" in message
    assert result["changed"] is True


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda token: token.update(project="demo"), "token.project is text, not a mapping"),
        (lambda token: token.update(roles=[{"name": None}]), "token.roles[0].name is missing or empty"),
        (lambda token: token["catalog"][0].update(type=["x"]), "token.catalog[0].type is a list, not text"),
        (
            lambda token: token["catalog"][0]["endpoints"][0].update(url=["http://h"]),
            "token.catalog[0].endpoints[0].url is a list, not text",
        ),
        (lambda token: token.update(expires_at=["soon"]), "token.expires_at is a list, not text"),
        (lambda token: token["user"].update(id={}), "token.user.id is a mapping, not text"),
    ],
    ids=["project", "role", "type", "url", "expiry", "user"],
)
def test_token_of_another_shape(ansible: Ansible, cloud: FakeCloud, change: Change, problem: str) -> None:
    altered(cloud, "/auth/tokens", lambda document: change(document["token"]), method="POST")
    message = fail(ansible.os_node_info())
    assert message.startswith(f"The answer to POST {cloud.auth_url}/auth/tokens (HTTP 201, request id req-")
    assert message.endswith(f") is not as the API reference describes a token: {problem}.")


def test_token_with_numbers_for_ids_is_good(ansible: Ansible, cloud: FakeCloud) -> None:
    altered(cloud, "/auth/tokens", lambda document: document["token"]["user"].update(id=7), method="POST")
    assert succeed(ansible.os_node_info())["nodes"] == []


@pytest.mark.parametrize("body", ['{"access": {"token": {"id": "never-show-this"', '["never-show-this"]'])
def test_token_in_an_answer_that_cannot_be_read_is_not_shown(ansible: Ansible, cloud: FakeCloud, body: str) -> None:
    cloud.faults.add(method="POST", path="/auth/tokens", status=200, body=body)
    result = ansible.os_node_info()
    assert "should be a JSON object, but is cut short or something else." in fail(result)
    assert "never-show-this" not in result.output


def test_secret_in_an_answer_that_cannot_be_read_is_not_shown(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.faults.add(path="/servers/detail", status=200, body='{"server": {"adminPass": "never-show-this", "id": ')
    result = ansible.os_node_info()
    assert 'but begins with: {"server": {"adminPass": "********' in fail(result)
    assert "never-show-this" not in result.output


def test_a_page_that_does_not_say_where_the_next_one_is(ansible: Ansible, cloud: FakeCloud) -> None:
    """Else what is on the further pages would be missing, without a word."""
    cloud.page_limit = 1
    for name in ("web1", "web2"):
        cloud.compute.add_server(name)
    assert len(succeed(ansible.os_node_info())["nodes"]) == 2
    altered(cloud, "/servers/detail", lambda document: document["servers_links"][0].pop("href"))
    assert fail(ansible.os_node_info()).endswith("has a next page, but no URL of it.")
