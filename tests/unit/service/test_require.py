# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a service has to have is made sure of before anything is begun, with few requests and no false alarm."""

from __future__ import annotations

import pathlib
from collections.abc import Callable, Iterator

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.requirements import require_microversions
from ansible_collections.nodeworks.openstack.plugins.module_utils.config.cloud_config import EndpointFilter
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError
from ansible_collections.nodeworks.openstack.plugins.module_utils.plan.plan import Plan
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.step import Step
from ansible_collections.nodeworks.openstack.plugins.module_utils.service.cloud import Cloud
from ansible_collections.nodeworks.openstack.plugins.module_utils.service.microversion import Microversion
from ansible_collections.nodeworks.openstack.plugins.module_utils.session.token_store import TokenStore
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.transport import Transport
from ansible_collections.nodeworks.openstack.tests.unit.apply.boxes import BOX
from ansible_collections.nodeworks.openstack.tests.unit.support import (
    Reply,
    Serve,
    WebServer,
    by_path,
    cloud_config,
    entry,
    in_turn,
    token_reply,
)

TAGS = Microversion("2.52", needed=True, reason="tags")
VERSION = "GET /v2.1/"


def having(newest: str | None) -> Reply:
    return Reply(200, {"version": {"id": "v2.1", "version": newest, "min_version": "2.1"}})


Open = Callable[..., "tuple[Cloud, WebServer]"]


@pytest.fixture
def open_cloud(serve: Serve, tmp_path: pathlib.Path) -> Iterator[Open]:
    """Opens clouds that share what was learnt, as the tasks of a play do."""
    server = serve(in_turn(Reply()))
    identity = serve(in_turn(token_reply([entry(f"{server.url}/v2.1")])))
    clouds: list[Cloud] = []

    def start(document: Reply | None = None, microversion: str | None = None) -> tuple[Cloud, WebServer]:
        endpoint_filters = {"compute": EndpointFilter("compute", microversion=microversion)} if microversion else {}
        config = cloud_config(identity.url, retries=0, endpoints=endpoint_filters)
        server.answers = by_path({} if document is None else {VERSION: document})
        clouds.append(Cloud(config, Transport(config), TokenStore(str(tmp_path))))
        return clouds[-1], server

    yield start
    for cloud in clouds:
        cloud.close()


def require(cloud: Cloud, wanted: Microversion = TAGS) -> None:
    cloud.service("compute").require(wanted)


def test_new_enough(open_cloud: Open) -> None:
    cloud, server = open_cloud(having("2.52"))
    require(cloud)
    require(cloud)
    assert server.lines() == [VERSION]


def test_too_old(open_cloud: Open) -> None:
    cloud, _server = open_cloud(having("2.51"))
    with pytest.raises(ConfigError) as caught:
        require(cloud)
    assert str(caught.value) == ("tags needs the compute microversion 2.52, but the cloud has none newer than 2.51.")


def test_what_was_learnt_lately_is_enough_to_agree(open_cloud: Open) -> None:
    require(open_cloud(having("2.96"))[0])
    cloud, server = open_cloud(None)
    require(cloud)
    assert server.lines() == [VERSION]


def test_cloud_that_has_become_newer_is_not_refused(open_cloud: Open) -> None:
    with pytest.raises(ConfigError):
        require(open_cloud(having("2.42"))[0])
    cloud, server = open_cloud(having("2.96"))
    require(cloud)
    assert server.lines() == [VERSION] * 2


@pytest.mark.parametrize(
    "document",
    [having(None), having(""), having("odd"), Reply(404), Reply(401), Reply(200, "<html>"), Reply(500)],
    ids=["null", "empty", "odd", "not-found", "not-for-all", "page", "sick"],
)
def test_cloud_that_does_not_say_is_trusted(open_cloud: Open, document: Reply) -> None:
    cloud, server = open_cloud(document)
    require(cloud)
    # Once more with a new token where this one was refused.
    assert set(server.lines()) == {VERSION}


def test_several_versions_are_told_by_some(open_cloud: Open) -> None:
    versions = [{"id": "v2.0", "version": ""}, {"id": "v2.1", "version": "2.100"}, {"id": "v2.2", "version": "2.9"}]
    cloud, server = open_cloud(Reply(300, {"versions": versions}))
    require(cloud, Microversion("2.100", needed=True))
    assert server.lines() == [VERSION]


@pytest.mark.parametrize(("forced", "refused"), [("2.51", True), ("2.52", False), ("latest", False)])
def test_microversion_of_the_user_goes_first(open_cloud: Open, forced: str, refused: bool) -> None:
    cloud, server = open_cloud(having("2.96"), forced)
    if refused:
        with pytest.raises(ConfigError, match=r"^tags needs the compute microversion 2\.52 or newer, but 2\.51 is set"):
            require(cloud)
        assert server.lines() == []
    else:
        require(cloud)


def test_plans_need_what_their_later_steps_need(open_cloud: Open) -> None:
    def plan(*needs: Microversion | None) -> Plan:
        return Plan(tuple(Step("do it", microversion=one) for one in needs), {}, {"state": "present"})

    prefers = Microversion("2.90")
    cloud, server = open_cloud(having("2.60"))
    # A first step that is refused has done no harm, and what is only preferred is not needed.
    require_microversions(cloud, BOX, [plan(), plan(Microversion("2.99", needed=True)), plan(None, prefers)])
    assert server.lines() == []
    require_microversions(cloud, BOX, [plan(None, TAGS), plan(None, None, TAGS)])
    assert server.lines() == [VERSION]
    with pytest.raises(ConfigError, match=r"2\.79"):
        require_microversions(cloud, BOX, [plan(None, TAGS), plan(None, Microversion("2.79", needed=True))])


def test_in_a_check_first_steps_are_looked_at_too(open_cloud: Open) -> None:
    """Nothing else would tell that the step will be refused."""
    cloud, _server = open_cloud(having("2.60"))
    plan = Plan(
        (Step("do it", microversion=Microversion("2.79", needed=True, reason="tag")),), {}, {"state": "present"}
    )
    with pytest.raises(ConfigError, match=r"^tag needs the compute microversion 2\.79"):
        require_microversions(cloud, BOX, [plan], check=True)
