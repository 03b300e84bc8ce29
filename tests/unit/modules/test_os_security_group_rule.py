# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""os_security_group_rule: one rule of a group, known by what it lets through."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, Result, fail, succeed

SSH: dict[str, Any] = {"security_group": "web", "protocol": "tcp", "port": "22", "remote_ip_prefix": "192.0.2.7"}


def rule(ansible: Ansible, **options: Any) -> Result:
    return succeed(ansible.run("os_security_group_rule", **options))


@pytest.fixture(autouse=True)
def group(cloud: FakeCloud) -> Any:
    return cloud.network.add_security_group("web")


def there(ansible: Ansible) -> list[str]:
    """The rules of the group that come in, in words."""
    found = succeed(ansible.run("os_security_group", name="web"))["security_group"]["rules"]
    shown = ("protocol", "port_range_min", "remote_ip_prefix", "description")
    return [" ".join(str(one[key]) for key in shown) for one in found if one["direction"] == "ingress"]


def test_rule_is_added_as_predicted_once_and_removed(ansible: Ansible) -> None:
    predicted = rule(ansible, **SSH, check=True, diff=True)
    assert ansible.writes() == []
    made = rule(ansible, **SSH, diff=True)
    assert (predicted.changed, made.changed, predicted["diff"]) == (True, True, made["diff"])
    known = {key: value for key, value in made["security_group_rule"].items() if key not in ("id", "project_id")}
    assert known == {key: predicted["security_group_rule"][key] for key in known}
    assert made["security_group_rule"]["name"] == "ingress IPv4 tcp 22 from 192.0.2.7/32"
    ansible.cloud.clear_log()
    again = rule(ansible, **{**SSH, "protocol": "6", "remote_ip_prefix": "192.0.2.7/32"})
    assert (again.changed, again["security_group_rule"]) == (False, made["security_group_rule"])
    assert len(ansible.lines()) == 1
    assert rule(ansible, **SSH, state="absent", check=True).changed
    assert there(ansible) == ["tcp 22 192.0.2.7/32 "]
    removed = rule(ansible, **SSH, state="absent")
    assert (removed.changed, removed["security_group_rule"]) == (True, None)
    assert there(ansible) == []
    assert not rule(ansible, **SSH, state="absent").changed


def test_others_stay(ansible: Ansible) -> None:
    rule(ansible, **SSH)
    rule(ansible, security_group="web", remote_group="web", protocol="udp", port_range_min=1, port_range_max=65535)
    assert len(there(ansible)) == 2
    assert not rule(ansible, security_group="web", remote_group="web", protocol="udp").changed
    rule(ansible, **SSH, state="absent")
    assert there(ansible) == ["udp None None "]


@pytest.mark.parametrize(
    "other", [{"port": "443"}, {"remote_ip_prefix": "192.0.2.8"}, {"direction": "egress"}, {"protocol": "udp"}], ids=str
)
def test_another_rule_is_another_one(ansible: Ansible, other: dict[str, str]) -> None:
    rule(ansible, **SSH)
    assert not rule(ansible, **{**SSH, **other}, state="absent").changed
    assert rule(ansible, **{**SSH, **other}).changed


def test_description_is_set_by_making_it_anew(ansible: Ansible) -> None:
    rule(ansible, **SSH, description="office")
    assert not rule(ansible, **SSH).changed
    described = rule(ansible, **SSH, description="home")
    assert (described.changed, described["security_group_rule"]["description"]) == (True, "home")
    assert there(ansible) == ["tcp 22 192.0.2.7/32 home"]


def test_group_has_to_be_there_unless_the_rule_is_not_to_be(ansible: Ansible) -> None:
    message = fail(ansible.run("os_security_group_rule", **{**SSH, "security_group": "wbe"}))
    assert "Did you mean 'web'?" in message
    assert not rule(ansible, **{**SSH, "security_group": "gone"}, state="absent").changed


def test_protocol_is_not_that_of_the_connection(ansible: Ansible) -> None:
    """Which would be federation, for which there is no identity provider here."""
    options = {key: value for key, value in ansible.options.items() if key != "auth"}
    told = Ansible(ansible.cloud, {**options, "auth": {"protocol": "openid"}})
    assert rule(told, **SSH).changed
