# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The names of openstack.cloud: each leads to a module here, or to one that says what to use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.nodeworks.openstack.plugins.module_utils.options.elsewhere import ELSEWHERE, advice
from ansible_collections.nodeworks.openstack.plugins.modules import moved
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, run_module, succeed

CHECKOUT = Path(__file__).resolve().parents[3]
ROUTING = yaml.safe_load((CHECKOUT / "meta" / "runtime.yml").read_text(encoding="utf-8"))["plugin_routing"]["modules"]
MOVED = {"redirect": "nodeworks.openstack.moved"}
# The modules of openstack.cloud 2.6.0.
HOW_MANY = 106


def test_each_name_leads_somewhere() -> None:
    """Those from before Ansible 2.10 begin with os_."""
    names = [name for name in ROUTING if not name.startswith("os_")]
    assert len(names) == HOW_MANY
    targets = {one["redirect"].rpartition(".")[2] for one in ROUTING.values()}
    assert [name for name in targets if not (CHECKOUT / "plugins" / "modules" / f"{name}.py").exists()] == []


def test_what_is_not_here_is_told() -> None:
    assert {name.removeprefix("os_") for name, one in ROUTING.items() if one == MOVED} == set(ELSEWHERE)


@pytest.mark.parametrize("name", sorted(ELSEWHERE))
def test_task_of_a_name_that_is_not_here_says_what_to_use(name: str) -> None:
    options = {"cloud": "any", "server": "web1", "_ansible_module_name": f"nodeworks.openstack.{name}"}
    result = run_module(moved.main, options)
    assert (result.exit_code, result["msg"], result["changed"]) == (1, advice(name), False)
    assert f"openstack.cloud.{name} is not here under its name. " in result["msg"]


def test_the_name_says_the_kind(ansible: Ansible) -> None:
    for called, key in (("networks_info", "networks"), ("subnets_info", "subnets"), ("port_info", "ports")):
        result = succeed(ansible.run("os_network_info", _ansible_module_name=f"nodeworks.openstack.{called}"))
        assert key in result.data


@pytest.mark.parametrize(
    ("called", "module", "options"),
    [
        ("identity_user", "os_user", {"name": "u1", "password": "correct-horse", "is_enabled": True}),
        ("identity_group", "os_group", {"name": "g1", "domain_id": "default"}),
        ("project", "os_project", {"name": "p1", "domain_id": "default", "is_enabled": False}),
        ("role_assignment", "os_role_assignment", {"role": "reader", "user": "demo", "project": "admin"}),
        ("role_assignment", "os_role_assignment", {"role": "reader", "user": "demo", "system": "all"}),
        ("catalog_service", "os_service", {"name": "s1", "service_type": "rating", "is_enabled": True}),
        (
            "endpoint",
            "os_endpoint_definition",
            {"service": "compute", "endpoint_interface": "admin", "region": "RegionX", "url": "http://x"},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_options_under_an_old_name(administrator: Ansible, called: str, module: str, options: dict[str, Any]) -> None:
    """Who runs the task logs in by `auth`, as there."""
    region = administrator.options["region_name"]
    auth = {name: value for name, value in administrator.options.items() if name not in ("region_name", "retries")}
    user = Ansible(administrator.cloud, {"auth": auth, "region_name": region, "retries": 0})
    named = {**options, "_ansible_module_name": f"nodeworks.openstack.{called}"}
    assert [succeed(user.run(module, **named)).changed for _run in range(2)] == [True, False]


def test_password_of_a_task_is_not_the_users(administrator: Ansible) -> None:
    """Only under the old name: here `password` is that of whoever runs the task."""
    assert "password" in fail(administrator.run("os_user", name="u1", password="wrong"))
