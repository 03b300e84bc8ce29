# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets among options, wherever they stand."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.options.connection import (
    CONNECTION_OPTIONS,
    SECRET_OPTIONS,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.secrets import secrets_in_options


@pytest.mark.parametrize("option", sorted(SECRET_OPTIONS))
def test_every_secret_option_under_each_of_its_names(option: str) -> None:
    for name in (option, *CONNECTION_OPTIONS[option].get("aliases", ())):
        for spelling in (name, name.replace("_", "-")):
            for options in ({spelling: "P"}, {"auth": {spelling: "P"}}, {"cloud": [{"auth": {spelling: "P"}}]}):
                assert secrets_in_options(options) == {"P"}, spelling


@pytest.mark.parametrize(
    ("options", "secrets"),
    [
        ({"password": 12345}, {"12345"}),
        ({"password": ["P", None, ""]}, {"P"}),
        ({"proxy_url": "http://me:a%2Fb@proxy:3128"}, {"a%2Fb", "a/b"}),
        ({"proxy_url": "http://me@proxy:3128", "auth_url": "http://[::1"}, set()),
        ({"username": "me", "key": "~/client.key", "name": "password"}, set()),
    ],
    ids=["number", "list", "url", "no-password", "no-secrets"],
)
def test_values_of_other_kinds(options: dict[str, Any], secrets: set[str]) -> None:
    assert secrets_in_options(options) == secrets


def test_dict_that_holds_itself_or_is_deep() -> None:
    """As a file of an inventory may."""
    itself: dict[str, Any] = {"password": "P"}
    itself["cloud"] = itself
    assert secrets_in_options(itself) == {"P"}
    deep: dict[str, Any] = {"password": "P"}
    for _level in range(5000):
        deep = {"auth": deep}
    assert secrets_in_options(deep) == {"P"}
