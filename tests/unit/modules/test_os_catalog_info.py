# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""os_catalog_info from its entry point to the cloud and back."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.catalog import endpoint
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import TOKEN_REQUEST, Ansible, fail, succeed
from ansible_collections.nodeworks.openstack.tests.unit.support import free_port

SERVICES = ["identity", "compute", "image", "network", "volume", "placement"]


def test_who_the_token_is_for(ansible: Ansible) -> None:
    token = succeed(ansible.os_catalog_info())["token"]
    assert (token["auth_version"], token["scope"]) == ("3.x_password", "project")
    assert (token["user"]["name"], token["project"]["name"], token["domain"]) == ("demo", "demo", None)
    assert token["roles"]
    assert token["expires_at"].endswith("+00:00")
    assert "value" not in token


def test_token_itself_only_when_asked_for(ansible: Ansible, cloud: FakeCloud) -> None:
    value = succeed(ansible.os_catalog_info(return_token=True))["token"]["value"]
    assert cloud.tokens.find(value)


def test_whole_catalog(ansible: Ansible, cloud: FakeCloud) -> None:
    catalog = succeed(ansible.os_catalog_info())["catalog"]
    assert [(service["type"], service["name"]) for service in catalog] == sorted(
        (service["type"], service["name"]) for service in cloud.catalog
    )
    compute = next(service for service in catalog if service["type"] == "compute")
    assert len(compute["endpoints"]) == 6
    assert compute["endpoints"][0] == {
        "region": "RegionOne",
        "interface": "public",
        "url": f"{cloud.origin}/compute/v2.1",
    }


@pytest.mark.parametrize(
    ("options", "types", "endpoints"),
    [
        ({"show_type": "compute"}, ["compute"], 6),
        ({"show_type": "volumev3"}, ["block-storage", "volumev3"], 12),
        ({"show_type": "volume"}, ["block-storage", "volumev3"], 12),
        ({"show_type": "compute", "show_region": "RegionTwo"}, ["compute"], 3),
        ({"show_type": "compute", "show_interface": "internal"}, ["compute"], 2),
        ({"show_name": "nova"}, ["compute"], 6),
        ({"show_name": "nobody"}, [], 0),
        ({"show_type": "dns"}, [], 0),
        ({"show_type": "compute", "show_region": "RegionTwo", "show_interface": "admin"}, ["compute"], 1),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, dict) else "",
)
def test_part_of_the_catalog(ansible: Ansible, options: dict[str, str], types: list[str], endpoints: int) -> None:
    catalog = succeed(ansible.os_catalog_info(**options))["catalog"]
    assert [service["type"] for service in catalog] == types
    assert sum(len(service["endpoints"]) for service in catalog) == endpoints


def test_endpoint_of_every_service_and_why(ansible: Ansible, cloud: FakeCloud) -> None:
    result = succeed(ansible.os_catalog_info())
    assert list(result["endpoints"]) == sorted(SERVICES) or list(result["endpoints"]) == SERVICES
    assert result["endpoints"]["compute"] == {
        "type": "compute",
        "name": "nova",
        "region": "RegionOne",
        "interface": "public",
        "url": f"{cloud.origin}/compute/v2.1",
        "why": "type 'compute', any name, interface public, region 'RegionOne' as asked",
    }
    assert result["endpoints"]["volume"]["type"] == "block-storage"
    assert result["api_calls"] == 1
    assert result.changed is False


def test_endpoint_of_one_service(ansible: Ansible) -> None:
    assert list(succeed(ansible.os_catalog_info(show_type="block-storage"))["endpoints"]) == ["volume"]


def test_service_that_is_not_found_is_a_reason_and_no_failure(ansible: Ansible) -> None:
    compute = succeed(ansible.os_catalog_info(service_name="nova2"))["endpoints"]["compute"]
    assert compute["url"] is None
    assert compute["why"].startswith("Could not find specified endpoint: no 'compute' service named 'nova2'")


def test_region_is_shown_as_missing_not_guessed(ansible: Ansible) -> None:
    endpoints = succeed(ansible.os_catalog_info(region_name=None))["endpoints"]
    assert endpoints["compute"]["url"] is None
    assert "several regions: RegionOne, RegionTwo" in endpoints["compute"]["why"]


def test_forced_url_is_of_one_service_alone(ansible: Ansible, cloud: FakeCloud) -> None:
    endpoints = succeed(ansible.os_catalog_info(base_url="http://forced.example.org/v2.1"))["endpoints"]
    assert endpoints["compute"] == {
        "url": "http://forced.example.org/v2.1",
        "why": "forced by an option; the catalog is not consulted",
    }
    for service in set(SERVICES) - {"compute"}:
        assert endpoints[service]["url"].startswith(cloud.origin)


def test_name_and_type_are_of_compute_alone(ansible: Ansible) -> None:
    endpoints = succeed(ansible.os_catalog_info(service_name="nova", service_type="compute"))["endpoints"]
    assert all(endpoints[service]["url"] for service in SERVICES)


def test_endpoints_option(ansible: Ansible, cloud: FakeCloud) -> None:
    wanted = {"volume": {"service_type": "volumev3", "interface": "internal"}, "network": {"region_name": "RegionTwo"}}
    endpoints = succeed(ansible.os_catalog_info(endpoints=wanted))["endpoints"]
    assert (endpoints["volume"]["name"], endpoints["volume"]["interface"]) == ("cinderv3", "internal")
    assert endpoints["network"]["region"] == "RegionTwo"
    assert endpoints["compute"]["region"] == "RegionOne"


def test_unscoped_token_shows_itself(ansible: Ansible) -> None:
    result = succeed(ansible.os_catalog_info(token_scope="unscoped"))
    assert (result["token"]["scope"], result["token"]["project"], result["catalog"]) == ("unscoped", None, [])
    assert "The catalog is empty, as it is for a token without scope." in result["endpoints"]["compute"]["why"]


# Asking the endpoints.


def test_probe(ansible: Ansible) -> None:
    endpoints = succeed(ansible.os_catalog_info(probe=True))["endpoints"]
    probe = endpoints["compute"]["probe"]
    assert probe["answers"] is True
    (version,) = [one for one in probe["versions"] if one["id"] == "v2.1"]
    assert version["min_microversion"] == "2.1"
    assert f"with v2.1 (microversions 2.1 to {version['max_microversion']})" in probe["verdict"]
    assert all(endpoints[service]["probe"]["answers"] for service in SERVICES)


def test_no_probe_unless_asked_for(ansible: Ansible) -> None:
    result = succeed(ansible.os_catalog_info())
    assert all("probe" not in one for one in result["endpoints"].values())
    assert ansible.lines() == [TOKEN_REQUEST]


def moved(cloud: FakeCloud, service_type: str, url: str) -> None:
    service = next(one for one in cloud.catalog if one["type"] == service_type)
    service["endpoints"] = [endpoint(url, "RegionOne")]


def test_probe_of_a_service_that_is_not_there(ansible: Ansible, cloud: FakeCloud) -> None:
    port = free_port()
    moved(cloud, "network", f"http://127.0.0.1:{port}")
    endpoints = succeed(ansible.os_catalog_info(probe=True))["endpoints"]
    assert endpoints["network"]["probe"] == {
        "url": f"http://127.0.0.1:{port}/",
        "answers": False,
        "verdict": f"Cannot reach http://127.0.0.1:{port}: Connection refused. Check the host name, the port and the"
        " network between.",
    }
    assert endpoints["compute"]["probe"]["answers"] is True


@pytest.mark.parametrize(
    ("fault", "answers", "verdict"),
    [
        ({"kind": "html", "status": 503, "body": "<title>Busy</title>"}, False, "answers HTTP 503: Busy"),
        ({"status": 200, "body": "<html>Welcome"}, False, "should be JSON, but begins with: <html>Welcome"),
        (
            {"status": 200, "body": '{"hello": 1}'},
            True,
            "but not with a version document: perhaps another service's URL",
        ),
        ({"status": 200, "body": '{"version": 5}'}, True, "but not with a version document"),
        ({"status": 200, "body": "[]"}, False, "should be a JSON object"),
        ({"kind": "drop"}, False, "closed the connection before its answer to GET was complete"),
        ({"kind": "cut"}, False, "closed the connection before its answer to GET was complete"),
    ],
    ids=["503", "html", "other", "number", "list", "drop", "cut"],
)
def test_probe_of_a_service_that_answers_something_else(
    ansible: Ansible, cloud: FakeCloud, fault: dict[str, Any], answers: bool, verdict: str
) -> None:
    cloud.faults.add(service="network", **fault)
    probe = succeed(ansible.os_catalog_info(probe=True))["endpoints"]["network"]["probe"]
    assert probe["answers"] is answers
    assert verdict in probe["verdict"]


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:99999/", "/relative", "", None, "http://h/$(nonsense)s", "http://exa mple"]
)
def test_broken_url_in_the_catalog_is_a_verdict_and_no_failure(ansible: Ansible, cloud: FakeCloud, url: Any) -> None:
    moved(cloud, "network", url)
    network = succeed(ansible.os_catalog_info(probe=True))["endpoints"]["network"]
    assert network["url"] is None or network["probe"]["answers"] is False


def test_wrong_password_is_a_failure(ansible: Ansible) -> None:
    assert "HTTP 401" in fail(ansible.os_catalog_info(password="wrong-password"))


def test_second_task_costs_nothing(ansible: Ansible) -> None:
    succeed(ansible.os_catalog_info())
    assert succeed(ansible.os_catalog_info())["api_calls"] == 0
    assert ansible.lines() == [TOKEN_REQUEST]
