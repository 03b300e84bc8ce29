# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Server groups, and servers that are made in them."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from ansible_collections.nodeworks.openstack.tests.contract.checks import nova_error
from ansible_collections.nodeworks.openstack.tests.contract.client import NO_ID, Cloud, Json, unique
from ansible_collections.nodeworks.openstack.tests.contract.servers import Servers


class Groups:
    """Makes server groups."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.made: list[str] = []

    def make(self, microversion: str = "2.64", **fields: object) -> Json:
        """Make a group."""
        body = {"server_group": {"name": unique("group"), **fields}}
        response = self.cloud.compute("POST", "/os-server-groups", microversion, json=body)
        assert response.status_code == 200, response.text
        group: Json = response.json()["server_group"]
        self.made.append(group["id"])
        return group

    def show(self, group_id: str, microversion: str = "2.64") -> Json:
        """Return a group."""
        group: Json = self.cloud.compute("GET", f"/os-server-groups/{group_id}", microversion).json()["server_group"]
        return group

    def close(self) -> None:
        """Take all groups away."""
        for group_id in self.made:
            self.cloud.compute("DELETE", f"/os-server-groups/{group_id}")


@pytest.fixture(name="groups")
def server_groups(cloud: Cloud) -> Iterator[Groups]:
    """Return who makes groups for a test, and takes them away."""
    made = Groups(cloud)
    yield made
    made.close()


def test_shapes(groups: Groups) -> None:
    """A list of policies, of which there is one, became a policy with rules."""
    rules = {"max_server_per_host": 2}
    made = groups.make(policy="anti-affinity", rules=rules)
    assert (made["policy"], made["rules"], made["members"]) == ("anti-affinity", rules, [])
    assert set(made) == {"id", "name", "policy", "rules", "members", "project_id", "user_id"}
    assert groups.show(made["id"]) == made
    older = groups.show(made["id"], "2.63")
    assert set(older) == {"id", "name", "policies", "metadata", "members", "project_id", "user_id"}
    assert (older["policies"], older["metadata"]) == (["anti-affinity"], {})
    assert set(older) - set(groups.show(made["id"], "2.12")) == {"project_id", "user_id"}
    first = groups.make("2.1", policies=["affinity"])
    assert first["policies"] == ["affinity"]
    assert groups.show(first["id"])["rules"] == {}


WHERE = "Invalid input for field/attribute"


@pytest.mark.parametrize(
    ("microversion", "group", "message"),
    [
        (
            "2.64",
            {"name": "x", "policies": ["affinity"]},
            f"{WHERE} server_group. Value: {{'name': 'x', 'policies': ['affinity']}}. 'policy' is a required property",
        ),
        (
            "2.63",
            {"name": "x", "policy": "affinity"},
            f"{WHERE} server_group. Value: {{'name': 'x', 'policy': 'affinity'}}. 'policies' is a required property",
        ),
        (
            "2.14",
            {"name": "x", "policies": ["soft-affinity"]},
            f"{WHERE} 0. Value: soft-affinity. 'soft-affinity' is not one of ['anti-affinity', 'affinity']",
        ),
        ("2.1", {"name": "x", "policies": []}, f"{WHERE} policies. Value: []. [] should be non-empty"),
        (
            "2.64",
            {"name": "x", "policy": "affinity", "rules": {"max_server_per_host": 2}},
            "Only anti-affinity policy supports rules.",
        ),
        (
            "2.64",
            {"name": "x", "policy": "anti-affinity", "rules": {"max_server_per_host": 0}},
            f"{WHERE} max_server_per_host. Value: 0. 0 is less than the minimum of 1",
        ),
    ],
)
def test_refused(cloud: Cloud, microversion: str, group: Json, message: str) -> None:
    response = cloud.compute("POST", "/os-server-groups", microversion, json={"server_group": group})
    nova_error(response, 400, message)


def test_members(groups: Groups, servers: Servers) -> None:
    """A group keeps no server that is gone, and takes none with it when it goes."""
    group_id = groups.make(policy="soft-anti-affinity")["id"]
    stays, goes = (servers.start({"networks": "none"}, **{hints: {"group": group_id}}) for hints in HINTS)
    for server_id in (stays, goes):
        servers.cloud.wait_for(server_id, "ACTIVE")
    assert set(groups.show(group_id)["members"]) == {stays, goes}
    shown = servers.show(stays, "2.100")
    assert (shown["server_groups"], shown["scheduler_hints"]) == ([group_id], {"group": [group_id]})
    assert servers.cloud.compute("DELETE", f"/servers/{goes}").status_code == 204
    servers.wait_until_gone(goes)
    assert groups.show(group_id)["members"] == [stays]
    deleted = groups.cloud.compute("DELETE", f"/os-server-groups/{group_id}")
    assert (deleted.status_code, deleted.text) == (204, "")
    assert servers.show(stays)["server_groups"] == []
    missing = "Instance group <id> could not be found."
    nova_error(groups.cloud.compute("DELETE", f"/os-server-groups/{group_id}"), 404, missing)
    nova_error(groups.cloud.compute("GET", f"/os-server-groups/{group_id}"), 404, missing)


HINTS = ("os:scheduler_hints", "OS-SCH-HNT:scheduler_hints")


def test_one_server_per_host(groups: Groups, servers: Servers) -> None:
    """There are three hosts. What finds none is in ERROR, and is a member all the same."""
    group_id = groups.make(policy="anti-affinity")["id"]
    hint = {HINTS[0]: {"group": group_id}}
    placed: list[str] = []
    refused: list[str] = []
    # The scheduler gives up where the last host that is left is claimed by a server of another test at the same moment.
    while len(placed) < 3 and len(refused) < 5:
        server_id = servers.start({"networks": "none"}, **hint)
        (placed if settled(servers, server_id) == "ACTIVE" else refused).append(server_id)
    refused.append(servers.start({"networks": "none"}, **hint))
    servers.cloud.wait_for(refused[-1], "ERROR")
    fault = servers.show(refused[-1])["fault"]["message"]
    assert fault == "No valid host was found. There are not enough hosts available."
    assert set(groups.show(group_id)["members"]) == {*placed, *refused}
    assert len({servers.show(server_id)["hostId"] for server_id in placed}) == 3


def settled(servers: Servers, server_id: str) -> str:
    """Wait until a server is built, or is not, and return its status."""
    deadline = time.monotonic() + 60
    while (status := str(servers.show(server_id)["status"])) not in ("ACTIVE", "ERROR"):
        assert time.monotonic() < deadline, status
        time.sleep(0.1)
    return status


def test_one_host_for_all(groups: Groups, servers: Servers) -> None:
    group_id = groups.make(policy="affinity")["id"]
    made = [servers.start({"networks": "none"}, **{HINTS[0]: {"group": group_id}})]
    servers.cloud.wait_for(made[0], "ACTIVE")
    made.append(servers.start({"networks": "none"}, **{HINTS[0]: {"group": group_id}}))
    servers.cloud.wait_for(made[1], "ACTIVE")
    assert len({servers.show(server_id)["hostId"] for server_id in made}) == 1


def test_unknown_group(cloud: Cloud) -> None:
    body = {**cloud.server_body(unique("refused"), networks="none"), HINTS[0]: {"group": NO_ID}}
    message = f"Instance group {NO_ID} could not be found."
    nova_error(cloud.compute("POST", "/servers", "2.79", json=body), 400, message)
    body[HINTS[0]] = {"group": "nonsense"}
    message = f"{WHERE} group. Value: nonsense. 'nonsense' is not valid under any of the given schemas"
    nova_error(cloud.compute("POST", "/servers", "2.79", json=body), 400, message)


def test_lists(groups: Groups, admin: Cloud) -> None:
    mine = [groups.make(policy="affinity")["id"] for _number in range(2)]
    path = "/os-server-groups"
    listed = [item["id"] for item in groups.cloud.compute("GET", path, "2.64").json()["server_groups"]]
    assert set(mine) <= set(listed)
    page = groups.cloud.compute("GET", f"{path}?limit=1&offset=1", "2.64").json()
    assert [item["id"] for item in page["server_groups"]] == listed[1:2]
    own = {item["id"] for item in admin.compute("GET", path, "2.64").json()["server_groups"]}
    assert not own & set(mine)
    all_of_them = admin.compute("GET", f"{path}?all_projects=true", "2.64").json()["server_groups"]
    assert set(mine) <= {item["id"] for item in all_of_them}
    message = "Additional properties are not allowed ('colour' was unexpected)"
    nova_error(groups.cloud.compute("GET", f"{path}?colour=red", "2.75"), 400, message)
