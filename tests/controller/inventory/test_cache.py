# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is kept between two runs: when it is used, when it is not, and what is in it."""

from __future__ import annotations

import json
import os
import pathlib
from collections.abc import Callable
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.controller.inventory.listing import Inventories
from ansible_collections.nodeworks.openstack.tests.unit.support import PASSWORD

LIST = r"/servers/detail"


@pytest.fixture(autouse=True)
def nodes(inventories: Inventories) -> None:
    inventories.cloud.compute.add_server(name="web1", metadata={"role": "web"}, user_data="c2VjcmV0")


@pytest.fixture
def folder(home: pathlib.Path) -> pathlib.Path:
    return home / "cache"


@pytest.fixture
def cache(folder: pathlib.Path) -> dict[str, Any]:
    return {"cache": True, "cache_plugin": "ansible.builtin.jsonfile", "cache_connection": str(folder)}


def lists(inventories: Inventories) -> int:
    """How often the list was asked for since the last time."""
    return sum("/servers/detail" in request for request in inventories.requests())


def kept(folder: pathlib.Path) -> list[pathlib.Path]:
    return sorted(folder.glob("ansible_inventory_*"))


def test_a_second_run_asks_nobody(inventories: Inventories, cache: dict[str, Any]) -> None:
    path = inventories.write(cloud="loopback", group_by=["image"], attached_volumes=True, attributes=["all"], **cache)
    first = inventories.listing_of(path)
    assert lists(inventories) == 1
    second = inventories.listing_of(path)
    assert inventories.cloud.requests == []
    assert (second.hosts, second.groups, second.warnings) == (first.hosts, first.groups, [])
    inventories.cloud.compute.add_server(name="web2")
    assert list(inventories.listing_of(path).hosts) == ["web1"]
    assert sorted(inventories.listing_of(path, use_cache=False).hosts) == ["web1", "web2"]
    inventories.requests()
    assert sorted(inventories.listing_of(path).hosts) == ["web1", "web2"]
    assert lists(inventories) == 0


def test_what_only_shows_nodes_may_change_and_what_chooses_them_may_not(
    inventories: Inventories, cache: dict[str, Any]
) -> None:
    path = inventories.write(cloud="loopback", **cache)

    def change(**options: Any) -> int:
        path.write_text(json.dumps({"plugin": "nodeworks.openstack.os_nodes", **cache, **options}), encoding="utf-8")
        assert not inventories.listing_of(path).failed
        return lists(inventories)

    assert change(cloud="loopback") == 1
    shown = {"hostnames": ["id"], "group_by": ["status"], "compose": {"x": "os_name"}, "exclude_filters": ["true"]}
    assert change(cloud="loopback", **shown) == 0
    assert change(cloud="loopback", filters={"name": "web"}) == 1
    assert change(cloud="loopback", regions="all") == 2
    assert change(cloud="loopback", projects=["alt"]) == 1
    assert change(cloud="loopback", statuses=["running"]) == 1
    assert change(cloud="loopback", attributes=["extra"]) == 1
    assert change(cloud="loopback-RegionTwo") == 1
    assert change(cloud="loopback-admin") == 1
    assert change(cloud="loopback") == 0


def test_two_files_never_share(inventories: Inventories, cache: dict[str, Any]) -> None:
    inventories.listing(**cache)
    inventories.listing(**cache)
    assert lists(inventories) == 2


def changed(**changes: Any) -> Callable[[str], str]:
    """A file that Ansible can read, with something else in what the plugin wrote."""

    def change(text: str) -> str:
        content = json.loads(json.loads(json.loads(text)["__payload__"]))
        return json.dumps({"__payload__": json.dumps(json.dumps({**content, **changes}))})

    return change


PLACE = {"cloud": None, "project": None, "region": None}


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: len(text) // 2],
        lambda _text: "",
        lambda _text: "[]",
        lambda _text: json.dumps({"__payload__": "no json"}),
        lambda _text: json.dumps({"__payload__": json.dumps("no json")}),
        lambda _text: json.dumps({"__payload__": json.dumps([{"id": "n1", "name": "of-old"}])}),
        changed(format=0),
        changed(parts=5),
        changed(parts=[{"place": PLACE, "nodes": [{"id": "n1"}]}]),
        changed(parts=[{"place": PLACE, "nodes": [{"name": "x"}], "volumes": None, "images": None}]),
        changed(parts=[{"place": PLACE, "nodes": [5], "volumes": None, "images": None}]),
        changed(parts=[{"place": {"planet": "x"}, "nodes": [], "volumes": None, "images": None}]),
    ],
)
def test_what_cannot_be_used_is_fetched_anew(
    inventories: Inventories, cache: dict[str, Any], folder: pathlib.Path, damage: Any
) -> None:
    path = inventories.write(cloud="loopback", **cache)
    inventories.listing_of(path)
    (file,) = kept(folder)
    whole = file.read_text(encoding="utf-8")
    file.write_text(damage(whole), encoding="utf-8")
    inventories.requests()
    listing = inventories.listing_of(path)
    assert (list(listing.hosts), listing.failed) == (["web1"], False)
    assert lists(inventories) == 1
    assert file.read_text(encoding="utf-8") == whole


def test_what_is_not_whole_is_not_kept(inventories: Inventories, cache: dict[str, Any], folder: pathlib.Path) -> None:
    inventories.cloud.faults.add(path=LIST, region="RegionTwo", status=500)
    path = inventories.write(cloud="loopback", regions="all", retries=0, **cache)
    assert inventories.listing_of(path).warnings
    assert kept(folder) == []
    assert inventories.listing_of(path).warnings == []
    assert len(kept(folder)) == 1


def test_a_cloud_that_is_not_described_costs_its_own_hosts_only(
    inventories: Inventories, cache: dict[str, Any], folder: pathlib.Path
) -> None:
    listing = inventories.listing(clouds=["nowhere", "loopback"], **cache)
    assert (list(listing.hosts), len(listing.warnings)) == (["web1"], 1)
    assert kept(folder) == []


def test_no_secret_and_nothing_that_nobody_looks_at_is_kept(
    inventories: Inventories, cache: dict[str, Any], folder: pathlib.Path
) -> None:
    inventories.listing(**cache, cloud="loopback-admin", all_projects=True, attributes=["all"])
    inventories.listing(**cache)
    whole, small = sorted(kept(folder), key=lambda file: -file.stat().st_size)
    for file in (whole, small):
        text = file.name + file.read_text(encoding="utf-8")
        assert "web1" in text
        for secret in (PASSWORD, "c2VjcmV0", "links", *inventories.cloud.tokens.issued):
            assert secret not in text
    assert "hostId" in whole.read_text(encoding="utf-8")
    assert "hostId" not in small.read_text(encoding="utf-8")


def test_another_password_is_another_secret_but_the_same_identity(
    inventories: Inventories, cache: dict[str, Any], folder: pathlib.Path
) -> None:
    """A name made of a password would let people try passwords against it."""
    path = inventories.write(cloud="loopback", **cache)
    inventories.listing_of(path)
    before = kept(folder)
    user = inventories.cloud.accounts.user("demo", "default")
    assert user is not None
    user.password = "changed-since"
    (inventories.folder / "clouds.yaml").write_text(inventories.cloud.clouds_yaml(), encoding="utf-8")
    inventories.listing_of(path, use_cache=False)
    assert kept(folder) == before


def test_too_old(inventories: Inventories, cache: dict[str, Any], folder: pathlib.Path) -> None:
    path = inventories.write(cloud="loopback", **cache, cache_timeout=60)
    inventories.listing_of(path)
    (file,) = kept(folder)
    os.utime(file, (1, 1))
    inventories.requests()
    inventories.listing_of(path)
    assert lists(inventories) == 1
