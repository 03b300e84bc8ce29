# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""os_security_group: only what differs is changed, however rules are written; and faults of openstack.cloud that it has
not."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, Result, fail, succeed

SSH = {"protocol": "tcp", "port": "22", "remote_ip_prefix": "192.0.2.7"}
EGRESS = [{"direction": "egress"}, {"direction": "egress", "ether_type": "IPv6"}]


def rules(result: Result) -> list[tuple[Any, ...]]:
    """What the rules of a result that come in let through."""
    shown = ("protocol", "port_range_min", "port_range_max", "remote_ip_prefix")
    found = result["security_group"]["rules"]
    return [tuple(rule[key] for key in shown) for rule in found if rule["direction"] == "ingress"]


def make(ansible: Ansible, **options: Any) -> Result:
    return succeed(ansible.run("os_security_group", name="web", **options))


def test_group_is_made_with_its_rules_as_predicted(ansible: Ansible, cloud: FakeCloud) -> None:
    options: dict[str, Any] = {"rules": [SSH, {"remote_group": "web"}], "tags": ["b", "a"], "description": "x"}
    predicted = make(ansible, **options, check=True, diff=True)
    assert ansible.writes() == []
    made = make(ansible, **options, diff=True)
    assert (predicted.changed, made.changed, predicted["diff"]) == (True, True, made["diff"])
    assert set(predicted["security_group"]) == set(made["security_group"])
    assert rules(made) == rules(predicted) != []
    group = made["security_group"]
    assert (group["tags"], group["description"], group["stateful"]) == (["a", "b"], "x", True)
    assert [rule["remote_group_id"] for rule in group["rules"] if rule["remote_group_id"]] == [group["id"]]
    again = make(ansible, **options)
    assert not again.changed
    assert len([line for line in ansible.writes() if "rules" in line]) == 1


@pytest.mark.parametrize(
    "again",
    [
        {"protocol": "6", "port_range_min": 22, "remote_ip_prefix": "192.0.2.7/32"},
        {"protocol": "TCP", "from_port": 22, "to_port": 22, "cidr": "192.0.2.7/32"},
        {"ip_protocol": "tcp", "port": "22-22", "ethertype": "IPv4", "remote_ip_prefix": "192.0.2.7"},
    ],
    ids=["number", "aliases", "range"],
)
def test_rival_changes_rules_that_are_written_otherwise_in_every_run(ansible: Ansible, again: dict[str, Any]) -> None:
    make(ansible, rules=[SSH], purge_rules=True)
    assert not make(ansible, rules=[again], purge_rules=True).changed
    assert len(rules(make(ansible, rules=[again, SSH]))) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"protocol": "tcp"}, {"protocol": "tcp", "port": "1-65535"}),
        ({}, {"protocol": "any", "remote_ip_prefix": "0.0.0.0/0"}),
        ({"protocol": "icmp", "ether_type": "IPv6"}, {"protocol": "ipv6-icmp"}),
        ({"protocol": "58"}, {"protocol": "icmpv6", "remote_ip_prefix": "::/0"}),
        ({"remote_ip_prefix": "10.0.0.5/8"}, {"remote_ip_prefix": "10.0.0.0/8"}),
        ({"protocol": "icmp", "port_range_min": -1}, {"protocol": "icmp"}),
        ({"protocol": "icmp", "port_range_min": 8}, {"protocol": "1", "port_range_min": 8, "port_range_max": -1}),
    ],
    ids=["all-ports", "everywhere", "icmp-of-ipv6", "icmp-everywhere", "host-bits", "icmp-any", "icmp-type"],
)
def test_rules_that_let_the_same_through_are_the_same(
    ansible: Ansible, first: dict[str, Any], second: dict[str, Any]
) -> None:
    assert len(make(ansible, rules=[first])["security_group"]["rules"]) == len(EGRESS) + 1
    assert not make(ansible, rules=[second]).changed
    assert make(ansible, rules=[{"protocol": "udp", "port": "7"}], check=True).changed
    assert not make(ansible, rules=[second, *EGRESS], purge_rules=True).changed


def test_rival_removes_rules_before_it_adds_others(ansible: Ansible, cloud: FakeCloud) -> None:
    make(ansible, rules=[SSH, {"protocol": "tcp", "port": "80"}])
    before = len(ansible.writes())
    changed = make(ansible, rules=[SSH, {"protocol": "tcp", "port": "443"}, *EGRESS], purge_rules=True, diff=True)
    methods = [line.split()[0] for line in ansible.writes()[before:]]
    assert methods == ["POST", "DELETE"]
    assert [rule[1] for rule in rules(changed)] == [22, 443]
    assert set(changed["diff"]["before"]["rules"]) - set(changed["diff"]["after"]["rules"]) == {"ingress IPv4 tcp 80"}


def test_rules_that_are_not_named_stay_unless_they_are_purged(ansible: Ansible) -> None:
    make(ansible, rules=[SSH])
    assert not make(ansible, rules=[]).changed
    assert not make(ansible, purge_rules=True).changed
    purged = make(ansible, rules=[], purge_rules=True)
    assert (purged.changed, purged["security_group"]["rules"]) == (True, [])
    assert not make(ansible, rules=[], purge_rules=True).changed


def test_rival_fails_at_a_new_description_of_a_rule(ansible: Ansible) -> None:
    make(ansible, rules=[{**SSH, "description": "office"}])
    assert not make(ansible, rules=[SSH]).changed
    described = make(ansible, rules=[{**SSH, "description": "home"}])
    texts = [rule["description"] for rule in described["security_group"]["rules"] if rule["protocol"]]
    assert (described.changed, texts) == (True, ["home"])
    assert not make(ansible, rules=[{**SSH, "description": "home"}]).changed


def test_group_is_changed_renamed_and_removed(ansible: Ansible, cloud: FakeCloud) -> None:
    made = make(ansible, tags=["a"])
    changed = make(ansible, new_name="www", description="y", stateful=False, tags=["b"], purge_tags=True)
    group = changed["security_group"]
    assert (group["id"], group["name"], group["description"]) == (made["security_group"]["id"], "www", "y")
    assert (group["stateful"], group["tags"]) == (False, ["b"])
    assert not make(ansible, new_name="www", description="y", tags=["b"], purge_tags=True).changed
    gone = succeed(ansible.run("os_security_group", name="www", state="absent"))
    assert (gone.changed, gone["security_group"]) == (True, None)
    assert not succeed(ansible.run("os_security_group", name="www", state="absent")).changed


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ({"protocol": "tpc"}, "there is no protocol 'tpc'"),
        ({"protocol": "256"}, "there is no protocol '256'"),
        ({"port": "22"}, "needs a protocol"),
        ({"protocol": "tcp", "port": "ssh"}, "not 'ssh'"),
        ({"protocol": "tcp", "port": "90-80"}, "end before they begin"),
        ({"protocol": "tcp", "port": "22", "port_range_min": 22}, "either port, or"),
        ({"remote_ip_prefix": "10.0.0.0/33"}, "neither an address nor a network"),
        ({"remote_ip_prefix": "fd00::/8", "ether_type": "IPv4"}, "not of ether_type IPv4"),
        ({"remote_ip_prefix": "10.0.0.0/8", "remote_group": "web"}, "either remote_ip_prefix or remote_group"),
        ({"remote_group": "wbe"}, "There is no security group named 'wbe'"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_refused_rules(ansible: Ansible, rule: dict[str, Any], message: str) -> None:
    for check in (True, False):
        assert message in fail(ansible.run("os_security_group", name="web", rules=[rule], check=check))
    assert ansible.writes() == []


def test_two_of_one_name_are_told_by_their_ids(ansible: Ansible, cloud: FakeCloud) -> None:
    first, second = twins = [cloud.network.add_security_group("web") for _number in range(2)]
    for twin in twins:
        # Young ones might be those of two runs at once, which are given time to agree.
        twin["created_at"] = "2020-01-01T00:00:00Z"
    message = fail(ansible.run("os_security_group", name="web", rules=[SSH]))
    assert first["id"] in message
    assert second["id"] in message
    succeed(ansible.run("os_security_group", id=first["id"], rules=[SSH]))


# Faults of openstack.cloud.security_group


def test_rival_deletes_rules_that_let_out_unless_they_are_listed(ansible: Ansible) -> None:
    directions = [rule["direction"] for rule in make(ansible, rules=[SSH])["security_group"]["rules"]]
    assert sorted(directions) == ["egress", "egress", "ingress"]


def test_rival_never_updates_stateful(ansible: Ansible) -> None:
    make(ansible)
    assert make(ansible, stateful=False)["security_group"]["stateful"] is False
    assert not make(ansible, stateful=False).changed


def test_rival_wipes_what_is_not_named(ansible: Ansible) -> None:
    make(ansible, rules=[SSH], tags=["a"], description="x")
    after = make(ansible, stateful=False)["security_group"]
    assert (len(after["rules"]), after["tags"], after["description"]) == (3, ["a"], "x")


def test_rival_takes_a_task_with_several_requests_for_each_rule(ansible: Ansible, cloud: FakeCloud) -> None:
    wanted = [{"protocol": "tcp", "port": str(port)} for port in range(1000, 1020)]
    make(ansible, rules=wanted)
    assert len([line for line in ansible.writes() if line.endswith("/security-group-rules")]) == 1
    cloud.clear_log()
    assert not make(ansible, rules=wanted).changed
    assert len(ansible.lines()) == 1
