# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One cloud in several regions, and the projects of its user."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.config.load import load_config
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import (
    BrokenAnswer,
    EndpointNotFound,
    Forbidden,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.service.cloud import Cloud
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.support import demo_cloud


@pytest.fixture
def fake() -> Iterator[FakeCloud]:
    with demo_cloud() as cloud:
        yield cloud


@pytest.fixture
def cloud(fake: FakeCloud) -> Iterator[Cloud]:
    config = load_config({**fake.connection_options(), "token_cache": False, "retries": 0}, {})
    opened = Cloud.open(config, {})
    yield opened
    opened.close()


def test_two_regions_share_a_token_and_are_counted_together(fake: FakeCloud, cloud: Cloud) -> None:
    there = cloud.elsewhere(dataclasses.replace(cloud.config, region_name="RegionTwo"))
    assert there is not None
    for one in (cloud, there):
        one.service("compute").get("/servers")
    assert [request.region for request in fake.calls("compute")] == ["RegionOne", "RegionTwo"]
    assert len(fake.calls("identity", "POST")) == 1
    assert cloud.api_calls == there.api_calls == len(fake.requests)


@pytest.mark.parametrize(
    "change", [{"api_timeout": 1.0}, {"retries": 7}, {"proxy_url": "http://proxy"}, {"token_cache": True}]
)
def test_what_differs_in_more_than_the_place_is_another_cloud(cloud: Cloud, change: dict[str, Any]) -> None:
    assert cloud.elsewhere(dataclasses.replace(cloud.config, **change)) is None
    assert cloud.elsewhere(dataclasses.replace(cloud.config, region_name="RegionTwo")) is not None


def test_another_identity_is_another_cloud(cloud: Cloud) -> None:
    somebody = dataclasses.replace(cloud.config.identity, username="somebody")
    assert cloud.elsewhere(dataclasses.replace(cloud.config, identity=somebody)) is None


def test_regions_of_a_service(cloud: Cloud) -> None:
    assert cloud.regions("compute") == ("RegionOne", "RegionTwo")
    assert cloud.regions("reservation") == ()


def test_forced_url_with_a_place_for_the_project(fake: FakeCloud, cloud: Cloud) -> None:
    """Files of clouds have it, and keystoneauth fills it in."""
    url = cloud.choice("volume").url
    assert cloud.project_id
    forced = url.replace(cloud.project_id, "%(project_id)s")
    options = {**fake.connection_options(), "token_cache": False}
    config = load_config({**options, "volume_url": forced, "image_url": "http://image/%(user)s"}, {})
    with contextlib.closing(Cloud.open(config, {})) as there:
        assert there.choice("volume").url == url
        assert there.service("volume").get("/volumes") == {"volumes": []}
        with pytest.raises(EndpointNotFound, match="still has a placeholder in it"):
            there.service("image")


def test_forced_url_with_a_place_for_the_project_of_a_ready_token() -> None:
    """Nobody is asked whose it is."""
    options = {"auth_token": "t", "token_cache": False, "base_url": "http://compute/%(project_id)s"}
    for project, url in (({"project_id": "p1"}, "http://compute/p1"), ({}, options["base_url"])):
        with contextlib.closing(Cloud.open(load_config({**options, **project}, {}), {})) as cloud:
            assert cloud.choice("compute").url == url


def test_projects_of_the_user(fake: FakeCloud, cloud: Cloud) -> None:
    alt, demo = (fake.accounts.project(name, "default") for name in ("alt", "demo"))
    assert alt is not None
    assert demo is not None
    assert cloud.projects() == [{"id": alt.id, "name": "alt"}, {"id": demo.id, "name": "demo"}]


def test_projects_that_cannot_be_read(fake: FakeCloud, cloud: Cloud) -> None:
    cloud.session.access()
    fake.faults.add(path="/auth/projects", status=403, body={"error": {"code": 403, "message": "No."}})
    with pytest.raises(Forbidden):
        cloud.projects()
    fake.faults.add(path="/auth/projects", status=200, body={"projects": [{"name": "x"}]})
    with pytest.raises(BrokenAnswer, match="should be a list of projects"):
        cloud.projects()


def test_empty_catalog_of_a_project(fake: FakeCloud, cloud: Cloud) -> None:
    fake.catalog.clear()
    with pytest.raises(EndpointNotFound) as caught:
        cloud.service("compute")
    assert "The catalog is empty, although the token has a scope, project 'demo': " in str(caught.value)
    assert "projects are" not in str(caught.value)


def test_token_without_scope_names_the_projects_that_there_are(fake: FakeCloud) -> None:
    """If they can be asked for; if not, the error is still the one of the catalog."""
    options = {key: value for key, value in fake.connection_options().items() if not key.startswith("project_")}
    config = load_config({**options, "token_scope": "unscoped", "token_cache": False, "retries": 0}, {})
    said = []
    bodies: tuple[Any, ...] = ({"projects": []}, None, "Away.")
    for body in bodies:
        if body is not None:
            fake.faults.add(path="/auth/projects", status=200 if isinstance(body, dict) else 500, body=body)
        with contextlib.closing(Cloud.open(config, {})) as there, pytest.raises(EndpointNotFound) as caught:
            there.service("compute")
        said.append(str(caught.value))
    nobody, everybody, unknown = said
    assert "This user has no projects." in nobody
    assert "This user's projects are: alt, demo." in everybody
    assert "Away" not in unknown
    assert "projects are" not in unknown
    assert "has no projects" not in unknown
