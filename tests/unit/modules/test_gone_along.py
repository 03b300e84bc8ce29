# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands below another resource, or is about one, is gone when that is gone; to be made it needs that."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, succeed

ABOUT_NOTHING: dict[str, tuple[dict[str, Any], str]] = {
    "os_role_assignment": (
        {"role": "reader", "to_user": "nobody", "on_project": "demo"},
        "There is no user named 'nobody'",
    ),
    "os_endpoint_definition": (
        {"service": "computer", "endpoint_interface": "public", "endpoint_region": "RegionOne", "url": "http://x"},
        "There is no service named 'computer' or with that id in project 'admin'",
    ),
    "os_port_forwarding": (
        {"floating_ip": "172.24.9.9", "protocol": "tcp", "external_port": 80},
        "There is no floating IP named '172.24.9.9'",
    ),
    "os_rbac_policy": (
        {"object_type": "network", "object": "privat", "action": "access_as_shared", "target_project": "demo"},
        "There is no network named 'privat'",
    ),
    "os_user": ({"name": "alice", "domain": "orchard"}, "There is no domain named 'orchard'"),
}


@pytest.mark.parametrize("module", ABOUT_NOTHING)
def test_of_nothing(administrator: Ansible, module: str) -> None:
    options, message = ABOUT_NOTHING[module]
    for check in (True, False):
        gone = succeed(administrator.run(module, **options, state="absent", check=check))
        assert gone.changed is False
        assert message in fail(administrator.run(module, **options, check=check))
    assert administrator.writes() == []


def test_which_one_has_to_be_said(administrator: Ansible) -> None:
    said = fail(administrator.run("os_port_forwarding", floating_ip="172.24.9.9", protocol="tcp"))
    assert said == "Say which port forwarding is meant by protocol and external_port, or by its id."
    said = fail(administrator.run("os_role_assignment", role="reader", to_user="demo", to_group="x", on_project="demo"))
    assert said == "Give only one of to_user and to_group."
    said = fail(administrator.run("os_role_assignment", role="reader", on_project="demo"))
    assert said == "Say who has the role with one of to_user and to_group."
    said = fail(administrator.run("os_region", name="a/b"))
    assert said == "name: 'a/b' has a slash. The identity service could not find it again."


def test_domain_that_is_enabled_is_not_removed(administrator: Ansible) -> None:
    succeed(administrator.run("os_domain", name="orchard"))
    administrator.cloud.clear_log()
    for check in (True, False):
        assert "Set enabled to false" in fail(
            administrator.run("os_domain", name="orchard", state="absent", check=check)
        )
    assert administrator.writes() == []
    gone: dict[str, Any] = {"name": "orchard", "state": "absent", "enabled": False}
    assert [succeed(administrator.run("os_domain", **gone)).changed for _run in range(2)] == [True, False]
