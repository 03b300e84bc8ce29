# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Clouds, regions and projects that cannot be read: each costs its own hosts and a warning, and never in silence."""

from __future__ import annotations

import time
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.controller.inventory.listing import Inventories
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.support import PASSWORD

LIST = r"/servers/detail"
UNAVAILABLE = {"computeFault": {"code": 500, "message": "The database is away."}}


@pytest.fixture(autouse=True)
def nodes(cloud: FakeCloud) -> None:
    for number in range(6):
        cloud.compute.add_server(name=f"one{number}", region="RegionOne")
    cloud.compute.add_server(name="two", region="RegionTwo")


def test_a_region_that_fails_on_its_third_page(inventories: Inventories) -> None:
    cloud = inventories.cloud
    cloud.page_limit = 2
    cloud.faults.add(path=LIST, region="RegionOne", skip=2, times=None, status=500, body=UNAVAILABLE)
    listing = inventories.listing(regions="all")
    assert list(listing.hosts) == ["two"]
    (warning,) = listing.warnings
    assert warning.startswith(
        "Could not read cloud 'loopback', project 'demo', region 'RegionOne': The database is away. (HTTP 500, GET"
    )
    strict = inventories.listing(regions="all", strict_clouds=True)
    assert strict.failed
    assert "region 'RegionOne': The database is away." in " ".join(strict.said.split())


def test_a_page_that_comes_at_the_second_attempt(inventories: Inventories) -> None:
    cloud = inventories.cloud
    cloud.page_limit = 2
    cloud.faults.add(path=LIST, region="RegionOne", skip=2, times=1, status=503)
    listing = inventories.listing(regions="all", retries=1)
    assert (len(listing.hosts), listing.warnings) == (7, [])


def test_a_region_that_hangs_holds_up_nobody_for_longer_than_it_may(inventories: Inventories) -> None:
    inventories.cloud.faults.add(path=LIST, region="RegionOne", kind="delay", delay=3.0, times=None)
    started = time.monotonic()
    listing = inventories.listing(regions="all", api_timeout=0.4)
    assert time.monotonic() - started < 2.5
    assert list(listing.hosts) == ["two"]
    assert "region 'RegionOne': " in listing.warnings[0]
    assert "0.4" in listing.warnings[0]


def test_all_that_fail_are_an_error(inventories: Inventories) -> None:
    inventories.cloud.faults.add(path=LIST, times=None, status=500, body=UNAVAILABLE)
    listing = inventories.listing(regions="all")
    assert listing.failed
    said = " ".join(listing.said.split())
    assert "region 'RegionOne': The database is away." in said
    assert "region 'RegionTwo': The database is away." in said


def test_a_region_without_nodes_is_no_failure(inventories: Inventories) -> None:
    listing = inventories.listing(regions=["RegionTwo", "RegionOne"], filters={"name": "one"})
    assert (len(listing.hosts), listing.warnings) == (6, [])


def test_a_region_that_there_is_not(inventories: Inventories) -> None:
    listing = inventories.listing(regions=["RegionTwo", "RegionThree"])
    assert list(listing.hosts) == ["two"]
    assert "region 'RegionThree': Could not find specified endpoint: no 'compute' service" in listing.warnings[0]


def test_a_cloud_that_cannot_be_reached_and_one_that_there_is_not(inventories: Inventories) -> None:
    away = {"auth_url": "http://127.0.0.1:9/v3", "username": "demo", "password": PASSWORD, "project_name": "demo"}
    listing = inventories.listing(clouds=["nowhere", {"auth": away}, "loopback"])
    assert len(listing.hosts) == 6
    missing, unreachable = listing.warnings
    assert missing.startswith("Could not read cloud 'nowhere': No cloud 'nowhere' in ")
    assert unreachable.startswith("Could not read project 'demo': Cannot reach http://127.0.0.1:9: ")
    assert PASSWORD not in listing.said


def test_a_refused_password_is_not_shown(inventories: Inventories) -> None:
    listing = inventories.listing(clouds=["loopback", "loopback-RegionTwo"], password="never-show-this")
    assert listing.failed
    assert "requires authentication" in listing.said
    assert "never-show-this" not in listing.said


def test_nodes_of_a_part_of_the_cloud_that_does_not_answer(inventories: Inventories) -> None:
    known = {"id": "n1", "name": "web1", "status": "ACTIVE", "tenant_id": "p1"}
    unknown = {"id": "n2", "status": "UNKNOWN", "tenant_id": "p1", "created": "2026-11-24T12:00:00Z", "links": []}
    inventories.cloud.faults.add(path=LIST, status=200, body={"servers": [known, unknown]}, times=None)
    listing = inventories.listing(require_address="warn")
    assert list(listing.hosts) == ["web1"]
    assert listing.warnings[0] == (
        "Could not read cloud 'loopback', project 'demo', region 'RegionOne': 1 nodes are left out, as the part of the"
        " cloud that they are in does not answer."
    )
    assert inventories.listing(strict_clouds=True).failed


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ({"servers": "none"}, "has no list of objects 'servers'"),
        ({"servers": [{"name": "x"}]}, "has a node without an id"),
        ({"servers": [{"id": "n1"}]}, "has a node without 'name'"),
        (
            {"servers": [{"id": "n1", "name": "x", "addresses": {"net": [{"version": 4}]}}]},
            "has a node whose 'addresses'",
        ),
        ({"servers": [{"id": "n1", "name": "x", "metadata": [1]}]}, "has a node whose 'metadata' is a list instead"),
        ("<html>maintenance</html>", "should be JSON"),
    ],
)
def test_an_answer_that_is_no_list_of_nodes(inventories: Inventories, body: Any, complaint: str) -> None:
    inventories.cloud.faults.add(path=LIST, region="RegionOne", status=200, body=body, times=None)
    listing = inventories.listing(regions="all")
    assert list(listing.hosts) == ["two"]
    assert complaint in listing.warnings[0]
    assert "Traceback" not in listing.said


def test_a_list_that_moves_while_it_is_read(inventories: Inventories) -> None:
    """A node is made between two pages, and the last of the first page comes again; then it is gone altogether."""
    cloud = inventories.cloud
    cloud.page_limit = 2
    newest = next(server for server in cloud.compute.servers if server.name == "one5")
    page = {
        "servers": [{"id": newest.id, "name": "one5", "status": "ACTIVE"}, {"id": "n9", "name": "gone"}],
        "servers_links": [{"rel": "next", "href": "http://elsewhere/v2.1/servers/detail?limit=9"}],
    }
    cloud.faults.add(path=LIST, region="RegionOne", status=200, body=page)
    listing = inventories.listing(require_address="warn")
    assert sorted(listing.hosts) == ["gone", "one0", "one1", "one2", "one3", "one4", "one5"]
    assert "more than one place" not in listing.said
    page["servers_links"] = [{"rel": "next", "href": "http://elsewhere/v2.1/servers/detail?marker=n9"}]
    cloud.faults.add(path=LIST, region="RegionOne", status=200, body=page)
    listing = inventories.listing()
    assert (sorted(listing.hosts), listing.warnings) == (["one0", "one1", "one2", "one3", "one4", "one5"], [])


def test_volumes_and_names_of_images_that_cannot_be_read(inventories: Inventories) -> None:
    for path in (r"/volumes/detail", r"/v2/images"):
        inventories.cloud.faults.add(path=path, status=500, times=None, body="Away.")
    options = {"attached_volumes": True, "image_names": True}
    listing = inventories.listing(**options)
    assert len(listing.hosts) == 6
    assert listing.hosts["one0"]["os_attached_volumes"] is None
    assert listing.hosts["one0"]["os_image"]["name"] is None
    assert ["The volumes could not be read. Away." in warning for warning in listing.warnings] == [True, False]
    assert "The names of images could not be read. Away." in listing.warnings[1]
    assert inventories.listing(strict_clouds=True, **options).failed


def test_an_older_service_is_asked_for_what_it_has_and_never_without_a_filter(inventories: Inventories) -> None:
    """A service that is too old for a filter would list all nodes."""
    refusal = "Version {} is not supported by the API. Minimum is 2.1 and maximum is {}."

    def only(newest: str, *refused: str) -> None:
        inventories.cloud.faults.clear()
        for version in refused:
            body = {"computeFault": {"code": 406, "message": refusal.format(version, newest)}}
            inventories.cloud.faults.add(path=LIST, status=406, body=body)

    only("2.60", "2.69")
    assert len(inventories.listing().hosts) == 6
    only("2.60", "2.69")
    assert inventories.listing(filters={"tags": "a"}, token_cache=False).hosts == {}
    only("2.40", "2.69", "2.47")
    listing = inventories.listing(filters={"tags": "a"}, token_cache=False)
    assert listing.failed
    assert "filters.tags needs the compute microversion 2.47" in " ".join(listing.said.split())
