# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Passwords of users: set when they are meant to be, and shown nowhere."""

from __future__ import annotations

from typing import Any

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, Result, succeed

FIRST, SECOND = "battery-staple-first", "battery-staple-second"


def passwords(cloud: FakeCloud) -> list[Any]:
    """The passwords that were sent for users."""
    sent = [call.body["user"] for call in cloud.calls("identity") if call.rest.startswith("/v3/users") and call.body]
    return [user["password"] for user in sent if "password" in user]


def shows_nothing(result: Result) -> bool:
    return FIRST not in result.output and SECOND not in result.output


def test_password_of_a_new_user_alone(administrator: Ansible, cloud: FakeCloud) -> None:
    made = succeed(administrator.run("os_user", name="alice", user_password=FIRST, diff=True, trace="result"))
    assert (made.changed, passwords(cloud), shows_nothing(made)) == (True, [FIRST], True)
    again = succeed(administrator.run("os_user", name="alice", user_password=SECOND, diff=True))
    assert (again.changed, again.warnings, passwords(cloud)) == (False, [], [FIRST])
    other = succeed(administrator.run("os_user", name="alice", user_password=SECOND, email="a@example.org"))
    assert (other.changed, passwords(cloud)) == (True, [FIRST])


def test_password_that_is_always_set(administrator: Ansible, cloud: FakeCloud) -> None:
    succeed(administrator.run("os_user", name="alice"))
    options: dict[str, Any] = {"name": "alice", "user_password": FIRST, "update_password": "always"}
    predicted = succeed(administrator.run("os_user", **options, check=True, diff=True))
    assert (predicted.changed, passwords(cloud)) == (True, [])
    for times in (1, 2):
        result = succeed(administrator.run("os_user", **options, diff=True, trace="result"))
        assert (result.changed, passwords(cloud), shows_nothing(result)) == (True, [FIRST] * times, True)
        assert result["diff"] == predicted["diff"]
        assert result["diff"]["after"]["user_password"] == "set"
