# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several clouds, regions and projects: which are read, with how many tokens, and what their hosts say of it."""

from __future__ import annotations

import time
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.controller.inventory.listing import Inventories

TOKENS = "/v3/auth/tokens"


@pytest.fixture(autouse=True)
def nodes(inventories: Inventories) -> None:
    """A node in each project of each region."""
    accounts, compute = inventories.cloud.accounts, inventories.cloud.compute
    for name in ("demo", "alt"):
        project = accounts.project(name, "default")
        assert project is not None
        for region in ("RegionOne", "RegionTwo"):
            # A network of the project's own would change nothing here.
            compute.add_server(name=f"{name}-{region}", region=region, project_id=project.id, networks=())


def project_id(inventories: Inventories, name: str) -> str:
    project = inventories.cloud.accounts.project(name, "default")
    assert project is not None
    return project.id


def tokens(inventories: Inventories) -> int:
    return sum(request.rest == TOKENS for request in inventories.cloud.calls("identity", "POST"))


@pytest.mark.parametrize(
    ("options", "hosts", "tokens_needed"),
    [
        ({}, "demo-RegionOne", 1),
        ({"regions": ["RegionTwo"]}, "demo-RegionTwo", 1),
        ({"regions": ["RegionOne", "RegionTwo"]}, "demo-RegionOne demo-RegionTwo", 1),
        ({"regions": "all"}, "demo-RegionOne demo-RegionTwo", 1),
        ({"projects": ["alt"]}, "alt-RegionOne", 1),
        ({"projects": ["demo", "alt"]}, "demo-RegionOne alt-RegionOne", 2),
        ({"projects": "all"}, "alt-RegionOne demo-RegionOne", 2),
        (
            {"projects": ["demo", "alt"], "regions": "all"},
            "demo-RegionOne demo-RegionTwo alt-RegionOne alt-RegionTwo",
            2,
        ),
        ({"clouds": ["loopback-RegionTwo", "loopback"]}, "demo-RegionTwo demo-RegionOne", 2),
        (
            {"clouds": ["loopback-RegionTwo", "loopback"], "projects": ["alt", "demo"]},
            "alt-RegionTwo demo-RegionTwo alt-RegionOne demo-RegionOne",
            4,
        ),
        ({"cloud": "loopback-admin", "all_projects": True}, "alt-RegionOne demo-RegionOne", 1),
    ],
)
def test_what_is_read_and_in_which_order(
    inventories: Inventories, options: dict[str, Any], hosts: str, tokens_needed: int
) -> None:
    listing = inventories.listing(token_cache=False, require_address="warn", **options)
    assert not listing.failed
    assert list(listing.hosts) == hosts.split()
    assert tokens(inventories) == tokens_needed
    assert len(inventories.cloud.calls("compute")) == len(hosts.split()) - ("all_projects" in options)


def test_a_token_that_is_kept_serves_all(inventories: Inventories) -> None:
    for _run in range(2):
        inventories.listing(require_address="warn", clouds=["loopback", "loopback-RegionTwo"], projects=["demo", "alt"])
    assert tokens(inventories) == 2


def test_a_project_that_the_user_may_not_work_in(inventories: Inventories) -> None:
    listing = inventories.listing(require_address="warn", projects=["demo", "service", "nowhere"])
    assert list(listing.hosts) == ["demo-RegionOne"]
    assert [warning.split(": ")[0] for warning in listing.warnings[:2]] == [
        "Could not read cloud 'loopback', project 'service', region 'RegionOne'",
        "Could not read cloud 'loopback', project 'nowhere', region 'RegionOne'",
    ]


def test_what_hosts_say_of_their_place(inventories: Inventories) -> None:
    alt = project_id(inventories, "alt")
    listing = inventories.listing(require_address="warn", clouds=["loopback"], projects=["demo", alt], regions="all")
    seen = {
        name: (host["os_cloud"], host["os_project"], host["os_region"], host["os_project_id"] == alt)
        for name, host in listing.hosts.items()
    }
    assert seen == {
        "demo-RegionOne": ("loopback", "demo", "RegionOne", False),
        "demo-RegionTwo": ("loopback", "demo", "RegionTwo", False),
        "alt-RegionOne": ("loopback", "alt", "RegionOne", True),
        "alt-RegionTwo": ("loopback", "alt", "RegionTwo", True),
    }
    admin = inventories.listing(require_address="warn", cloud="loopback-admin", all_projects=True)
    assert {host["os_project"] for host in admin.hosts.values()} == {None}


def test_regions_that_clouds_yaml_lists_are_all_there_are(inventories: Inventories) -> None:
    path = inventories.folder / "clouds.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("    region_name: RegionOne\n", "    regions: [RegionTwo]\n", 1), encoding="utf-8")
    assert list(inventories.listing(require_address="warn", regions="all").hosts) == ["demo-RegionTwo"]


def test_all_clouds_of_clouds_yaml(inventories: Inventories) -> None:
    listing = inventories.listing(require_address="warn", clouds="all")
    assert list(listing.hosts) == ["demo-RegionOne", "demo-RegionTwo"]
    (inventories.folder / "clouds.yaml").unlink()
    nothing = inventories.listing(require_address="warn", clouds="all")
    assert nothing.failed
    assert "clouds is 'all', but there is no clouds.yaml with clouds in it." in " ".join(nothing.said.split())


def test_a_node_that_is_found_twice_is_one_host(inventories: Inventories) -> None:
    listing = inventories.listing(require_address="warn", clouds=["loopback", "loopback"], regions=["RegionOne"])
    assert list(listing.hosts) == ["demo-RegionOne"]
    assert listing.warnings[0].startswith("1 nodes were found in more than one place")


def test_regions_are_read_side_by_side_and_no_more_of_them_than_allowed(inventories: Inventories) -> None:
    inventories.cloud.faults.add(path=r"/servers/detail", kind="delay", delay=0.6, times=None)

    def seconds(concurrency: int) -> float:
        started = time.monotonic()
        inventories.listing(require_address="warn", projects=["demo", "alt"], regions="all", concurrency=concurrency)
        return time.monotonic() - started

    one_by_one = seconds(1)
    assert one_by_one > 2.3
    assert seconds(4) < 0.75 * one_by_one


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"clouds": ["a"], "cloud": "b"}, "clouds stands for cloud, so only one of them can be given."),
        ({"regions": ["a"], "region": "b"}, "regions stands for region_name, so only one of them can be given."),
        ({"projects": ["a"], "project_id": "b"}, "projects stands for project_id, so only one of them can be given."),
        ({"projects": ["a"], "all_projects": True}, "all_projects stands for projects, so only one"),
        (
            {"regions": "all", "base_url": "http://127.0.0.1:9"},
            "regions chooses from the catalog, but the compute service's URL is forced.",
        ),
        ({"all_projects": True}, "Policy doesn't allow os_compute_api:servers:detail:get_all_tenants"),
        ({"username": "demo", "user": "admin"}, "username and user mean the same, but differ."),
    ],
)
def test_what_cannot_be_asked_for(inventories: Inventories, options: dict[str, Any], complaint: str) -> None:
    listing = inventories.listing(require_address="warn", **{"cloud": "loopback", **options})
    assert listing.failed
    assert complaint in " ".join(listing.said.split())


def test_an_application_credential_is_good_for_one_project(inventories: Inventories) -> None:
    options = inventories.cloud.connection_options(auth_version="3.x_appcred")
    assert list(inventories.listing(require_address="warn", **options).hosts) == ["demo-RegionOne"]
    options.pop("project_name", None)
    listing = inventories.listing(require_address="warn", **options, projects=["alt"])
    assert listing.failed
    assert "projects needs credentials that are good for several projects" in " ".join(listing.said.split())


def test_a_ready_token_and_a_url_need_no_identity_service(inventories: Inventories) -> None:
    inventories.listing(require_address="warn")
    token = next(iter(inventories.cloud.tokens.issued))
    inventories.requests()
    listing = inventories.listing(
        require_address="warn",
        auth_token=token,
        base_url=f"{inventories.cloud.origin}/RegionTwo/compute/v2.1",
        cloud=None,
        auth_url="",
    )
    assert list(listing.hosts) == ["demo-RegionTwo"]
    assert listing.hosts["demo-RegionTwo"]["os_region"] is None
    assert not inventories.cloud.calls("identity")


def test_a_trace_is_shown(inventories: Inventories) -> None:
    listing = inventories.listing(require_address="warn", trace="result")
    assert "/compute/v2.1/servers/detail -> 200 in" in listing.said


def test_an_endpoint_without_a_region_and_a_token_without_a_project(inventories: Inventories) -> None:
    """The place is then called as the file does, or not at all."""
    compute = next(one for one in inventories.cloud.catalog if one["type"] == "compute")
    compute["endpoints"] = [
        {**endpoint, "region": None, "region_id": None}
        for endpoint in compute["endpoints"]
        if endpoint["region"] == "RegionOne"
    ]
    listing = inventories.listing(token_cache=False, require_address="warn", region_name="RegionOne")
    assert {host["os_region"] for host in listing.hosts.values()} == {"RegionOne"}
    auth = {key: value for key, value in inventories.cloud.connection_options("admin").items() if "project" not in key}
    auth.pop("region_name", None)
    whole = inventories.listing(**auth, system_scope="all", all_projects=True, require_address="warn")
    assert sorted(whole.hosts) == ["alt-RegionOne", "demo-RegionOne"], whole.said
    assert {host.get("os_region") for host in whole.hosts.values()} == {None}
