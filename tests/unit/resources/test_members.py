# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Members are put in and taken out with one request each."""

from __future__ import annotations

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.declaration import Resource
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.identity_role import MANAGED_ROLE
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.user_group import USER_GROUP


@pytest.mark.parametrize(
    ("resource", "name", "path"),
    [(USER_GROUP, "users", "/groups/{id}/users"), (MANAGED_ROLE, "implies", "/roles/{id}/implies")],
)
def test_one_by_one_in_order_and_ids_are_one_part_of_a_path(resource: Resource, name: str, path: str) -> None:
    """An id comes from the cloud or the user, so it must not lead to another path."""
    (field,) = (one for one in resource.fields if one.name == name)
    assert field.own_requests is not None
    steps = field.own_requests({"name": "a"}, ["old/1", "kept"], ["new/2", "kept", "new/1"])
    assert [(step.method, step.path) for step in steps] == [
        ("PUT", f"{path}/new%2F1"),
        ("PUT", f"{path}/new%2F2"),
        ("DELETE", f"{path}/old%2F1"),
    ]
