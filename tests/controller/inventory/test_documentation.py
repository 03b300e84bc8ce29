# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the documentation of os_nodes lists is what there is."""

from __future__ import annotations

import re
from typing import Any

import yaml

from ansible_collections.nodeworks.openstack.plugins.inventory.os_nodes import DOCUMENTATION
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.address import DEFAULT_PREFERENCES
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.filters import (
    FOR_ADMINISTRATORS,
    FOR_ALL,
)
from ansible_collections.nodeworks.openstack.plugins.plugin_utils.os_nodes import groups, names, reached, view

OPTIONS: dict[str, Any] = yaml.safe_load(DOCUMENTATION)["options"]


def test_filters() -> None:
    everybody, administrators = OPTIONS["filters"]["description"][1:3]
    assert set(re.findall(r"C\(([\w-]+)\)", everybody)) == set(FOR_ALL)
    assert set(re.findall(r"C\(([\w-]+)\)", administrators)) == FOR_ADMINISTRATORS


def test_attributes() -> None:
    default = OPTIONS["attributes"]["description"][-1]
    listed = re.findall(r"C\((\w+)\)", default)
    assert listed == [*view.DEFAULT_ATTRIBUTES, "attached_volumes"]


def test_defaults_and_choices() -> None:
    assert OPTIONS["connect_with"]["default"] == list(DEFAULT_PREFERENCES)
    assert OPTIONS["hostnames"]["default"] == list(names.DEFAULT_PREFERENCES)
    assert OPTIONS["group_by"]["choices"] == list(groups.GROUP_BY)
    assert OPTIONS["require_address"]["choices"] == [reached.WARN, reached.SKIP, reached.FAIL]
