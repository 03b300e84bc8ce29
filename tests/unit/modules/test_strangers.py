# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody else has made under a name is never removed, filled or changed in place of what this run has made."""

from __future__ import annotations

import contextlib
import datetime
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.options import ApplyOptions, Result
from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.reconcile import reconcile
from ansible_collections.nodeworks.openstack.plugins.module_utils.config.load import load_config
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import NotUnique
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.desired import Desired
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.node import NODE
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.volume import MANAGED_VOLUME
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.volume_backup import VOLUME_BACKUP
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.volume_snapshot import VOLUME_SNAPSHOT
from ansible_collections.nodeworks.openstack.plugins.module_utils.service.cloud import Cloud
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.fake.compute.small import new_public_key
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, succeed
from ansible_collections.nodeworks.openstack.tests.unit.support import TurnedClock

Json = dict[str, Any]
KEY, OTHER_KEY = new_public_key(), new_public_key()
# Of each kind: what is asked for, and what another one of the name is.
RESOURCES = {"node": NODE, "volume": MANAGED_VOLUME, "volume_snapshot": VOLUME_SNAPSHOT, "volume_backup": VOLUME_BACKUP}
ASKED: dict[str, Json] = {
    "node": {"image": "cirros", "flavor": "m1.tiny"},
    "volume": {"size": 1},
    "volume_snapshot": {"volume": "parent"},
    "volume_backup": {"volume": "parent"},
}
PATHS = {"node": "servers", "volume": "volumes", "volume_snapshot": "snapshots", "volume_backup": "backups"}


class Kind:
    """One kind of thing of which several may have one name: how it is asked for, and what others have."""

    def __init__(self, name: str, cloud: FakeCloud, ansible: Ansible) -> None:
        self.name, self.cloud, self.ansible = name, cloud, ansible
        self.service = "compute" if name == "node" else "volume"
        self.making: Json = {"method": "POST", "path": rf"/{PATHS[name]}$", "service": self.service}
        if name in ("volume_snapshot", "volume_backup"):
            self.parent = cloud.volume.add_volume("parent")
            self.other = cloud.volume.add_volume("other", size=100)

    def desired(self, **more: Any) -> Desired:
        return Desired(**{"state": "present", "fields": ASKED[self.name], "name": "data", **more})

    def run(self, desired: Desired) -> Result:
        """The outcome on a clock on which nobody waits."""
        config = load_config({**self.ansible.options, "retries": 2}, {"HOME": "/nonexistent"})
        with contextlib.closing(Cloud.open(config, {})) as cloud:
            return reconcile(cloud, RESOURCES[self.name], desired, ApplyOptions(), TurnedClock())

    def add(self, status: str | None = None, is_alike: bool = False) -> str:
        """Somebody has made one of the name, of another kind or the same."""
        if self.name == "node":
            flavor = "m1.tiny" if is_alike else "m1.small"
            server = self.cloud.compute.add_server("data", status or "ACTIVE", flavor=flavor)
            server.created = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(
                seconds=1
            )  # whole seconds
            server.touch()
            return str(server.id)
        if self.name == "volume":
            size = 1 if is_alike else 100
            volume = self.cloud.volume.add_volume("data", size, status or "available")
            return self.just_made(self.cloud.volume.state.volumes[volume["id"]])
        parent = self.parent if is_alike else self.other
        add = self.cloud.volume.add_snapshot if self.name == "volume_snapshot" else self.cloud.volume.add_backup
        made = add("data", parent)
        kept = self.cloud.volume.state.snapshots if self.name == "volume_snapshot" else self.cloud.volume.state.backups
        kept[made["id"]]["status"] = status or "available"
        return self.just_made(kept[made["id"]])

    def just_made(self, made: Json) -> str:
        """The fake adds what has been there for a while; this has not."""
        now = datetime.datetime.now(datetime.timezone.utc)
        made["created_at"] = now.strftime("%Y-%m-%dT%H:%M:%S.%f")
        return str(made["id"])

    def ids(self) -> set[str]:
        found = succeed(self.ansible.run(f"os_{self.name}_info", name="data"))
        return {str(one["id"]) for one in found[RESOURCES[self.name].plural_key]}

    def removed(self) -> list[str]:
        """The ids of what was asked to be removed."""
        calls = self.cloud.calls(self.service, "DELETE")
        return [call.path.rpartition("/")[2] for call in calls]


@pytest.fixture(params=sorted(RESOURCES))
def kind(request: pytest.FixtureRequest, cloud: FakeCloud, ansible: Ansible) -> Kind:
    return Kind(request.param, cloud, ansible)


@pytest.mark.parametrize("is_alike", [False, True], ids=["another", "alike"])
def test_what_a_second_client_makes_while_an_answer_is_lost_stays(kind: Kind, is_alike: bool) -> None:
    theirs: list[str] = []
    kind.cloud.faults.add(**kind.making, kind="lost", after=lambda _request: theirs.append(kind.add(is_alike=is_alike)))
    with pytest.raises(NotUnique) as caught:
        kind.run(kind.desired())
    assert (set(caught.value.ids), len(caught.value.ids), kind.removed()) == (kind.ids(), 2, [])
    assert theirs[0] in caught.value.ids
    assert "none was removed. Look at them, remove those that nobody needs, by their ids, and run again." in str(
        caught.value
    )


def test_what_a_second_client_makes_later_stays(kind: Kind) -> None:
    kind.cloud.faults.add(**kind.making, kind="watch", after=lambda _request: kind.add())
    with pytest.raises(NotUnique) as caught:
        kind.run(kind.desired())
    assert (set(caught.value.ids), kind.removed()) == (kind.ids(), [])


def test_what_is_made_in_the_place_of_a_broken_one_is_not_an_older_namesake(kind: Kind) -> None:
    broken = kind.add("ERROR" if kind.name == "node" else "error")
    kind.cloud.faults.add(kind="watch", method="DELETE", path=broken)
    namesake = kind.add(is_alike=True)
    made_older(kind, namesake)
    outcome = kind.run(kind.desired(name=None, id=broken, policy={"on_error": "recreate"}))
    assert outcome.resource is not None
    assert kind.ids() == {namesake, outcome.resource["id"]}
    assert outcome.resource["id"] not in (namesake, broken)
    assert kind.removed() == [broken]


def made_older(kind: Kind, resource_id: str) -> None:
    """Long before anything of this test."""
    if kind.name == "node":
        (server,) = (one for one in kind.cloud.compute.servers if one.id == resource_id)
        server.created -= datetime.timedelta(hours=1)
        server.touch()
        return
    state = kind.cloud.volume.state
    for things in (state.volumes, state.snapshots, state.backups):
        if resource_id in things:
            things[resource_id]["created_at"] = "2020-01-01T00:00:00.000000"


def test_key_pair_that_was_made_anew_while_an_answer_was_lost_stays(ansible: Ansible, cloud: FakeCloud) -> None:
    for key in (OTHER_KEY, KEY):  # the same key too: it is another key pair all the same
        options: Json = {"name": "alice", "public_key": KEY}
        succeed(ansible.run("os_keypair", **options))

        def anew(_request: Any, public_key: str = key) -> None:
            succeed(ansible.run("os_keypair", name="alice", public_key=public_key))

        cloud.faults.add(method="DELETE", path="/os-keypairs/alice", kind="lost", after=anew)
        cloud.clear_log()
        message = fail(ansible.run("os_keypair", name="alice", state="absent", retries=2))
        assert "there is another one in its place now, which somebody has made since. It was left there." in message
        assert len(cloud.calls("compute", "DELETE")) == 1
        assert succeed(ansible.run("os_keypair_info", name="alice"))["key_pairs"][0]["public_key"] == key
        succeed(ansible.run("os_keypair", name="alice", state="absent"))


@pytest.mark.parametrize("fault", [{"kind": "lost"}, {"kind": "drop"}, {"kind": "answer", "status": 503}], ids=str)
def test_key_pair_goes_though_the_answer_is_lost(ansible: Ansible, cloud: FakeCloud, fault: Json) -> None:
    succeed(ansible.run("os_keypair", name="alice", public_key=KEY))
    cloud.faults.add(method="DELETE", path="/os-keypairs/alice", **fault)
    assert succeed(ansible.run("os_keypair", name="alice", state="absent", retries=1)).changed
    assert succeed(ansible.run("os_keypair_info", name="alice"))["key_pairs"] == []


def test_key_pair_of_another_replacement_is_not_removed(ansible: Ansible, cloud: FakeCloud) -> None:
    succeed(ansible.run("os_keypair", name="alice", public_key=KEY))
    third = new_public_key()

    def anew(_request: Any) -> None:
        succeed(ansible.run("os_keypair", name="alice", public_key=third))

    cloud.faults.add(method="DELETE", path="/os-keypairs/alice", kind="lost", after=anew)
    fail(ansible.run("os_keypair", name="alice", public_key=OTHER_KEY, replace=True, retries=2))
    assert succeed(ansible.run("os_keypair_info", name="alice"))["key_pairs"][0]["public_key"] == third


def test_flavor_that_was_made_anew_under_its_id_stays(administrator: Ansible, cloud: FakeCloud) -> None:
    sizes: Json = {"name": "big", "flavor_id": "big1", "vcpus": 1, "disk": 1}
    succeed(administrator.run("os_flavor", **sizes, ram=64))

    def anew(_request: Any) -> None:
        succeed(administrator.run("os_flavor", **sizes, ram=128))

    cloud.faults.add(method="DELETE", path="/flavors/big1", kind="lost", after=anew)
    assert "there is another one in its place now" in fail(
        administrator.run("os_flavor", name="big", state="absent", retries=2)
    )
    assert succeed(administrator.run("os_flavor_info", name="big"))["flavors"][0]["ram"] == 128
