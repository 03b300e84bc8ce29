# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""os_node brings a node from every status to every state; what check mode says beforehand is what happens."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.fake.compute.records import Server
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, succeed

STATUSES = ("ACTIVE", "SHUTOFF", "PAUSED", "SUSPENDED", "SHELVED", "SHELVED_OFFLOADED", "RESCUE", "VERIFY_RESIZE")
# What each state comes to, in Nova's words.
ENDS = {
    "started": ("ACTIVE",),
    "stopped": ("SHUTOFF",),
    "paused": ("PAUSED",),
    "suspended": ("SUSPENDED",),
    "shelved": ("SHELVED", "SHELVED_OFFLOADED"),
    "rescued": ("RESCUE",),
}


def server_in(cloud: FakeCloud, status: str, name: str = "web1") -> Server:
    """A server in a status, from which it can go on; one that was resized has a flavor to go back to."""
    server = cloud.compute.add_server(name, status=status)
    if status == "VERIFY_RESIZE":
        server.old_flavor = next(one for one in cloud.compute.region().flavors.values() if one.name == "m1.small")
    return server


@pytest.mark.parametrize("state", ENDS)
@pytest.mark.parametrize("status", STATUSES)
def test_from_every_status_to_every_state(ansible: Ansible, cloud: FakeCloud, status: str, state: str) -> None:
    server = server_in(cloud, status)
    told = succeed(ansible.os_node(name="web1", state=state, check=True, diff=True))
    assert (ansible.writes(), server.status) == ([], status)
    done = succeed(ansible.os_node(name="web1", state=state, diff=True))
    assert server.status in ENDS[state]
    assert done.changed is told.changed is (status not in ENDS[state])
    assert (done["diff"], done["node"]["state"]) == (told["diff"], told["node"]["state"])
    cloud.clear_log()
    again = succeed(ansible.os_node(name="web1", state=state, diff=True))
    assert not again.changed
    assert again["diff"]["before"] == again["diff"]["after"]
    # Of one that has left its host, Neutron knows the addresses.
    asked = ["ports", "floatingips"] if server.status == "SHELVED_OFFLOADED" else []
    assert ansible.lines() == ["GET compute /v2.1/servers/detail", *(f"GET network /v2.0/{one}" for one in asked)]


@pytest.mark.parametrize("status", [*STATUSES, "ERROR"])
def test_present_leaves_the_status_alone(ansible: Ansible, cloud: FakeCloud, status: str) -> None:
    server_in(cloud, status)
    result = ansible.os_node(name="web1", on_error="keep")
    assert (result.changed, succeed(result)["node"]["status"]) == (False, status)
    assert ansible.writes() == []


@pytest.mark.parametrize("status", [*STATUSES, "ERROR", "BUILD"])
def test_from_every_status_to_absent(ansible: Ansible, cloud: FakeCloud, status: str) -> None:
    server_in(cloud, status)
    assert succeed(ansible.os_node(name="web1", state="absent")).changed
    assert ansible.names() == []


@pytest.mark.parametrize("kind", ["soft", "hard"])
@pytest.mark.parametrize("status", STATUSES)
def test_restarted_from_every_status(ansible: Ansible, cloud: FakeCloud, status: str, kind: str) -> None:
    server = server_in(cloud, status)
    options: dict[str, Any] = {"name": "web1", "state": "restarted", "reboot_type": kind}
    told = succeed(ansible.os_node(**options, check=True, diff=True))
    done = succeed(ansible.os_node(**options, diff=True))
    assert (done.changed, server.status) == (True, "ACTIVE")
    assert done["diff"] == told["diff"]
    assert done["diff"]["after"]["restarted"] is True
    cloud.clear_log()
    assert succeed(ansible.os_node(**options)).changed
    (action,) = cloud.calls("compute", "POST")
    assert action.body == {"reboot": {"type": kind.upper()}}


@pytest.mark.parametrize("status", STATUSES)
def test_rebuilt_from_every_status_and_back(ansible: Ansible, cloud: FakeCloud, status: str) -> None:
    server = server_in(cloud, status)
    told = succeed(ansible.os_node(name="web1", state="rebuilt", image="debian-12", check=True, diff=True))
    done = succeed(ansible.os_node(name="web1", state="rebuilt", image="debian-12", diff=True))
    # A resize is confirmed on the way, which cannot be taken back; a shelved node may leave its host meanwhile.
    same = {"VERIFY_RESIZE": "ACTIVE", "SHELVED": "SHELVED_OFFLOADED"}
    assert server.status == same.get(status, status)
    assert server.image_id == done["node"]["image"]["id"] == cloud.image.named("debian-12")["id"]
    assert done["diff"] == told["diff"]


@pytest.mark.parametrize(
    ("options", "end"),
    [
        ({"state": "restarted", "reboot_type": "hard"}, "ACTIVE"),
        ({"state": "rebuilt"}, "ACTIVE"),
        ({"state": "started", "on_error": "recreate", "image": "cirros", "flavor": "m1.tiny"}, "ACTIVE"),
        ({"state": "stopped", "on_error": "recreate", "image": "cirros", "flavor": "m1.tiny"}, "SHUTOFF"),
    ],
    ids=lambda value: "+".join(map(str, value.values())) if isinstance(value, dict) else value,
)
def test_ways_out_of_error(ansible: Ansible, cloud: FakeCloud, options: dict[str, Any], end: str) -> None:
    broken = cloud.compute.add_server("web1")
    broken.enter("error")
    if "on_error" in options:
        broken.launched_at = None
    result = succeed(ansible.os_node(name="web1", **options))
    (server,) = cloud.compute.servers
    assert (result.changed, server.status) == (True, end)
    assert (server.id == broken.id) is ("on_error" not in options)


@pytest.mark.parametrize("state", [*ENDS, "present", "restarted"])
def test_error_is_told_and_nothing_done(ansible: Ansible, cloud: FakeCloud, state: str) -> None:
    server = cloud.compute.add_server("web1", status="ERROR")
    message = fail(ansible.os_node(name="web1", state=state, metadata={"a": "b"}))
    assert message.startswith(f"Node 'web1' ({server.id}) is in status ERROR: No valid host was found. ")
    assert "on_error" in message
    assert ansible.writes() == []


@pytest.mark.parametrize("status", ["SHELVED", "SHELVED_OFFLOADED", "RESCUE", "VERIFY_RESIZE"])
def test_change_that_nova_does_not_allow_here(ansible: Ansible, cloud: FakeCloud, status: str) -> None:
    server = server_in(cloud, status)
    message = fail(ansible.os_node(name="web1", metadata={"a": "b"}))
    assert message == (
        f"Node 'web1' ({server.id}) is in status {status}, but Nova lets nobody set metadata of node 'web1' unless it"
        " is ACTIVE or PAUSED or SHUTOFF or SUSPENDED. Give a state that leads there, like started."
    )
    assert ansible.writes() == []
    assert succeed(ansible.os_node(name="web1", metadata={"a": "b"}, state="stopped")).changed
    assert (server.metadata, server.status) == ({"a": "b"}, "SHUTOFF")


def test_deleted_softly_is_restored_by_its_id(ansible: Ansible, cloud: FakeCloud) -> None:
    server = cloud.compute.add_server("web1", status="SOFT_DELETED")
    told = succeed(ansible.os_node(id=server.id, check=True, diff=True))
    done = succeed(ansible.os_node(id=server.id, diff=True))
    assert (done.changed, server.status, done["diff"]) == (True, "ACTIVE", told["diff"])


def test_deleted_softly_is_restored_by_its_name_if_asked_for(ansible: Ansible, cloud: FakeCloud) -> None:
    server = cloud.compute.add_server("web1", status="SOFT_DELETED")
    options: dict[str, Any] = {"name": "web1", "image": "cirros", "flavor": "m1.tiny"}
    assert succeed(ansible.os_node(**options, restore=True))["node"]["id"] == server.id
    assert server.status == "ACTIVE"
    assert not succeed(ansible.os_node(**options)).changed


def test_deleted_softly_is_as_good_as_gone(ansible: Ansible, cloud: FakeCloud) -> None:
    server = cloud.compute.add_server("web1", status="SOFT_DELETED")
    assert not succeed(ansible.os_node(name="web1", state="absent")).changed
    assert not succeed(ansible.os_node(id=server.id, state="absent")).changed
    made = succeed(ansible.os_node(name="web1", image="cirros", flavor="m1.tiny"))
    assert made["node"]["id"] != server.id


def test_deleted_by_force_is_gone_for_good(ansible: Ansible, cloud: FakeCloud) -> None:
    server = cloud.compute.add_server("web1", status="SOFT_DELETED")
    assert succeed(ansible.os_node(id=server.id, state="absent", force=True)).changed
    assert server not in cloud.compute.servers
    assert not succeed(ansible.os_node(id=server.id, state="absent", force=True)).changed
