# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""os_project_info on the fake cloud."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import (
    TOKEN_REQUEST,
    Ansible,
    Result,
    fail,
    succeed,
)


def names(result: Result) -> list[str]:
    return sorted(project["name"] for project in succeed(result)["projects"])


def test_projects_of_the_user(ansible: Ansible, cloud: FakeCloud) -> None:
    result = ansible.run("os_project_info")
    assert names(result) == ["alt", "demo"]
    assert ansible.lines() == [TOKEN_REQUEST, "GET identity /v3/auth/projects"]
    demo = cloud.accounts.project("demo", "default")
    assert demo is not None
    assert names(ansible.run("os_project_info", name="demo")) == ["demo"]
    assert names(ansible.run("os_project_info", names=["demo", "admin"])) == ["demo"]
    assert succeed(ansible.run("os_project_info", id=demo.id, fields=["name"]))["projects"] == [{"name": "demo"}]


def test_project_of_the_user_that_the_token_is_not_for_is_shown_by_its_id(ansible: Ansible, cloud: FakeCloud) -> None:
    alt = cloud.accounts.project("alt", "default")
    assert alt is not None
    assert names(ansible.run("os_project_info", id=alt.id)) == ["alt"]


@pytest.mark.parametrize("options", [{"name": "nobody"}, {"id": "0" * 32}, {"names": []}])
def test_none_is_no_error(ansible: Ansible, options: dict[str, Any]) -> None:
    assert names(ansible.run("os_project_info", **options)) == []
    assert "demo" in names(ansible.run("os_project_info"))


def test_administrators_see_all(ansible: Ansible, administrator: Ansible, cloud: FakeCloud) -> None:
    assert names(administrator.run("os_project_info", all_projects=True)) == ["admin", "alt", "demo", "service"]
    cloud.clear_log()
    assert names(administrator.run("os_project_info", all_projects=True, name="demo")) == ["demo"]
    assert cloud.requests[-1].query == {"name": ["demo"]}
    service = cloud.accounts.project("service", "default")
    assert service is not None
    assert names(administrator.run("os_project_info", all_projects=True, id=service.id)) == ["service"]
    assert cloud.requests[-1].rest == f"/v3/projects/{service.id}"
    assert "Only administrators may use all_projects" in fail(ansible.run("os_project_info", all_projects=True))
