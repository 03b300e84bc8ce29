# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""os_server_group and os_server_group_info on the fake cloud."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, Result, fail, succeed

APART: dict[str, Any] = {"policy": "anti-affinity", "rules": {"max_server_per_host": 2}}


@pytest.fixture
def group(ansible: Ansible) -> Any:
    def run(**options: Any) -> Result:
        return ansible.run("os_server_group", **options)

    return run


def test_server_group_is_made_once(ansible: Ansible, group: Any) -> None:
    predicted = succeed(group(name="db", **APART, check=True, diff=True))
    assert ansible.writes() == []
    made = succeed(group(name="db", **APART, diff=True))
    assert predicted["diff"] == made["diff"]
    unknown = dict.fromkeys(("id", "project_id", "user_id"))
    assert predicted["server_group"] == {**made["server_group"], **unknown}
    ansible.cloud.clear_log()
    again = succeed(group(name="db", **APART))
    assert (again.changed, again["server_group"]) == (False, made["server_group"])
    assert len(ansible.lines()) == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"policy": "affinity"}, "policy is 'anti-affinity', wanted 'affinity'"),
        (
            {"rules": {"max_server_per_host": 3}},
            "rules is {'max_server_per_host': 2}, wanted {'max_server_per_host': 3}",
        ),
    ],
    ids=["policy", "rules"],
)
def test_rival_passes_a_changed_policy_over(ansible: Ansible, group: Any, options: Any, message: str) -> None:
    succeed(group(name="db", **APART))
    ansible.cloud.clear_log()
    assert message in fail(group(name="db", **options))
    warned = succeed(group(name="db", **options, on_drift="warn"))
    assert (warned.changed, message in warned.warnings[0]) == (False, True)
    ignored = succeed(group(name="db", **options, on_drift="ignore"))
    assert (ignored.changed, ignored.warnings) == (False, [])
    assert ansible.writes() == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "one of the following is required: name, id"),
        ({"name": "db"}, "There is no server group 'db' yet; to make it, give policy."),
        ({"name": ""}, "name must not be empty."),
        ({"name": "db", "policy": "near"}, "value of policy must be one of"),
        ({"id": "5bbcc3c4-1da2-4437-a48a-66f15b1b13f9", "policy": "affinity"}, "Give a name to make one."),
        (
            {"name": "db", "policy": "affinity", "rules": {"max_server_per_host": 2}},
            "Could not create server group 'db'",
        ),
    ],
    ids=["nothing", "no-policy", "empty", "other-policy", "unknown-id", "rules-of-affinity"],
)
def test_refused(ansible: Ansible, group: Any, options: dict[str, Any], message: str) -> None:
    assert message in fail(group(**options))
    assert not [line for line in ansible.writes() if "rules" not in options]


def test_server_group_is_removed_once(ansible: Ansible, group: Any) -> None:
    made = succeed(group(name="db", **APART))["server_group"]
    ansible.cloud.clear_log()
    assert succeed(group(id=made["id"], state="absent", check=True)).changed
    assert ansible.writes() == []
    removed = succeed(group(id=made["id"], state="absent"))
    assert (removed.changed, removed["server_group"]) == (True, None)
    assert not succeed(group(name="db", state="absent")).changed


def test_two_of_one_name_are_told_by_their_ids(ansible: Ansible, group: Any) -> None:
    twins = ansible.cloud.compute.region().groups
    succeed(group(name="db", **APART))
    first = next(iter(twins.values()))
    succeed(group(name="other", **APART))
    second = next(one for one in twins.values() if one.name == "other")
    second.name = "db"
    message = fail(group(name="db"))
    assert "2 server groups are named 'db'" in message
    assert first.id in message
    assert second.id in message
    assert not succeed(group(id=first.id)).changed


def test_server_groups_are_looked_for(ansible: Ansible, group: Any) -> None:
    made = [succeed(group(name=name, policy="affinity"))["server_group"] for name in ("a", "b")]
    assert succeed(ansible.run("os_server_group_info"))["server_groups"] == made
    assert succeed(ansible.run("os_server_group_info", name="b"))["server_groups"] == made[1:]
    assert succeed(ansible.run("os_server_group_info", id=made[0]["id"]))["server_groups"] == made[:1]
    assert succeed(ansible.run("os_server_group_info", name="c"))["server_groups"] == []
