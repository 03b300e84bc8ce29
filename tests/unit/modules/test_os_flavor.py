# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""os_flavor and os_flavor_info on the fake cloud."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.fake.compute.records import Flavor
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, Result, fail, succeed

# Ids of projects.
P1, P2, P3 = "1" * 32, "2" * 32, "3" * 32
SPECS = {"hw:cpu_policy": "dedicated", "hw:numa_nodes": 2}
WANTED: dict[str, Any] = {
    "name": "db.large",
    "vcpus": 8,
    "ram": 32768,
    "disk": 40,
    "is_public": False,
    "description": "for databases",
    "extra_specs": SPECS,
    "access": [P2, P1],
}


@pytest.fixture
def flavor(administrator: Ansible) -> Any:
    def run(**options: Any) -> Result:
        return administrator.run("os_flavor", **options)

    return run


def here(cloud: FakeCloud, name: str = "db.large") -> Flavor:
    return next(one for one in cloud.compute.region().flavors.values() if one.name == name)


def test_flavor_is_made_once(administrator: Ansible, flavor: Any, cloud: FakeCloud) -> None:
    predicted = succeed(flavor(**WANTED, check=True, diff=True))
    assert administrator.writes() == []
    made = succeed(flavor(**WANTED, diff=True))
    assert predicted["diff"] == made["diff"]
    shown = made["flavor"]
    assert shown["extra_specs"] == {"hw:cpu_policy": "dedicated", "hw:numa_nodes": "2"}
    assert {**predicted["flavor"], "id": shown["id"]} == shown
    assert here(cloud).projects == [P1, P2]
    cloud.clear_log()
    again = succeed(flavor(**WANTED))
    assert (again.changed, again["flavor"]) == (False, shown)
    assert len(administrator.lines()) == 2
    cloud.clear_log()
    assert not succeed(flavor(name="db.large", ram=32768, extra_specs={"hw:numa_nodes": "2"})).changed
    assert len(administrator.lines()) == 1
    # Who may use it is asked for where that is judged, or has to be given to another; not before it is removed, say.
    cloud.clear_log()
    assert succeed(flavor(name="db.large", state="absent", check=True)).changed
    assert succeed(flavor(name="db.large", description="other", check=True)).changed
    assert not [line for line in administrator.lines() if "os-flavor-access" in line]
    assert succeed(flavor(name="db.large", access=[P1], check=True)).changed is False
    assert [line for line in administrator.lines() if "os-flavor-access" in line]


def test_rival_wipes_extra_specs_that_nobody_named(flavor: Any, cloud: FakeCloud) -> None:
    succeed(flavor(**WANTED))
    assert not succeed(flavor(name="db.large", vcpus=8)).changed
    assert succeed(flavor(name="db.large", extra_specs={"a": True})).changed
    assert here(cloud).extra_specs == {"hw:cpu_policy": "dedicated", "hw:numa_nodes": "2", "a": "true"}


@pytest.mark.parametrize(
    ("change", "requests"),
    [
        ({"description": ""}, 1),
        ({"extra_specs": {"hw:cpu_policy": "shared"}}, 1),
        ({"extra_specs": {"new": 1}, "purge_extra_specs": True}, 3),
        ({"extra_specs": {}, "purge_extra_specs": True}, 2),
        ({"access": [P3]}, 1),
        ({"access": [P3], "purge_access": True}, 3),
        ({"access": [], "purge_access": True}, 2),
    ],
)
def test_change(administrator: Ansible, flavor: Any, change: dict[str, Any], requests: int) -> None:
    succeed(flavor(**WANTED))
    administrator.cloud.clear_log()
    predicted = succeed(flavor(name="db.large", **change, check=True, diff=True))
    assert administrator.writes() == []
    changed = succeed(flavor(name="db.large", **change, diff=True))
    assert (changed.changed, changed["diff"]) == (True, predicted["diff"])
    assert changed["flavor"] == predicted["flavor"]
    assert len(administrator.writes()) == requests
    assert not succeed(flavor(name="db.large", **change)).changed


def test_another_size_is_an_error_unless_it_is_to_be_replaced(
    administrator: Ansible, flavor: Any, cloud: FakeCloud
) -> None:
    before = succeed(flavor(**WANTED))["flavor"]
    cloud.clear_log()
    assert "ram is 32768, wanted 65536" in fail(flavor(name="db.large", ram=65536))
    assert succeed(flavor(name="db.large", ram=65536, on_drift="warn")).warnings
    assert administrator.writes() == []
    change = {"name": "db.large", "ram": 65536, "replace": True}
    predicted = succeed(flavor(**change, check=True, diff=True))
    replaced = succeed(flavor(**change, diff=True))
    assert replaced["diff"] == predicted["diff"]
    assert replaced["flavor"] == predicted["flavor"] == {**before, "ram": 65536}
    assert here(cloud).projects == [P1, P2]
    assert not succeed(flavor(**change)).changed


def test_id_of_a_new_flavor(flavor: Any) -> None:
    made = succeed(flavor(name="tiny", flavor_id="42", vcpus=1, ram=64, disk=0))
    assert made["flavor"]["id"] == "42"
    assert not succeed(flavor(id="42", ram=64)).changed
    assert "flavor_id is '42', wanted '43'" in fail(flavor(name="tiny", flavor_id="43"))


def test_flavor_is_removed_once(administrator: Ansible, flavor: Any) -> None:
    succeed(flavor(**WANTED))
    administrator.cloud.clear_log()
    assert succeed(flavor(name="db.large", state="absent", check=True)).changed
    assert administrator.writes() == []
    removed = succeed(flavor(name="db.large", state="absent"))
    assert (removed.changed, removed["flavor"]) == (True, None)
    assert not succeed(flavor(name="db.large", state="absent")).changed


def test_refused(ansible: Ansible, flavor: Any) -> None:
    assert "one of the following is required: name, id" in fail(flavor())
    assert "to make it, give vcpus and disk" in fail(flavor(name="new", ram=1))
    assert "Policy doesn't allow" in fail(ansible.run("os_flavor", **WANTED))


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ({"min_ram": 2000}, ["m1.small", "odd", "m1.medium", "m1.large"]),
        ({"min_vcpus": 2}, ["odd", "m1.medium", "m1.large"]),
        ({"min_disk": 21, "min_ram": 3000}, ["m1.medium", "m1.large"]),
        ({"min_ram": 100000}, []),
        ({"min_vcpus": 1, "names": ["m1.large", "m1.tiny"]}, ["m1.large", "m1.tiny"]),
        ({"extra_specs": {"fast": True}}, ["odd"]),
    ],
)
def test_what_fits_comes_first(ansible: Ansible, cloud: FakeCloud, options: dict[str, Any], names: list[str]) -> None:
    cloud.compute.add_flavor("odd", 2048, 4, 10, extra_specs={"fast": "true"})
    found = succeed(ansible.run("os_flavor_info", **options))["flavors"]
    assert [flavor["name"] for flavor in found] == names
    assert len(cloud.calls("compute")) == 1


def test_rival_has_no_way_to_private_flavors(ansible: Ansible, administrator: Ansible, flavor: Any) -> None:
    succeed(flavor(**{**WANTED, "extra_specs": {}}))
    assert succeed(administrator.run("os_flavor_info", name="db.large"))["flavors"] == []
    (found,) = succeed(administrator.run("os_flavor_info", visibility="private", access=True))["flavors"]
    assert (found["access"], found["unavailable"]) == ([P1, P2], {})
    everything = succeed(administrator.run("os_flavor_info", visibility="all", access=True))["flavors"]
    assert {one["name"]: one["access"] for one in everything}["m1.tiny"] == []
    assert "db.large" not in [one["name"] for one in succeed(ansible.run("os_flavor_info"))["flavors"]]


def test_extra_specs_of_one(ansible: Ansible, cloud: FakeCloud) -> None:
    made = cloud.compute.add_flavor("odd", 2048, 4, 10, extra_specs={"fast": "true"})
    (found,) = succeed(ansible.run("os_flavor_info", id=made.id))["flavors"]
    assert found["extra_specs"] == {"fast": "true"}
