# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of a task that were given under two names: the same value is fine, two values are refused."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.config.load import load_config
from ansible_collections.nodeworks.openstack.plugins.module_utils.config.spellings import contradictions
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError

BASIC = {"auth_url": "https://cloud.example.org/v3", "username": "u", "password": "p"}


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"auth_url": "a", "ex_force_auth_url": "b"}, "auth_url and ex_force_auth_url"),
        ({"project_name": "a", "tenant_name": "b"}, "project_name and tenant_name"),
        ({"tenant_name": "a", "ex_tenant_name": "b"}, "tenant_name and ex_tenant_name"),
        ({"verify": "no", "validate_certs": True}, "verify and validate_certs"),
        ({"auth": {"project_name": "a", "tenant_name": "b"}}, "auth.project_name and auth.tenant_name"),
        ({"microversion": "2.79", "ex_force_microversion": "volume 3.60"}, "microversion and ex_force_microversion"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_two_values_are_refused(given: dict[str, Any], names: str) -> None:
    assert contradictions(given) == [f"{names} mean the same, but differ. Leave one of them out."]


@pytest.mark.parametrize(
    "given",
    [
        {"auth_url": "a", "ex_force_auth_url": "a"},
        {"verify": "no", "validate_certs": False},
        {"auth_url": "a", "ex_force_auth_url": None},
        {"ca_cert": "/home/$USERNAME_OF_TEST/ca", "cacert": "/home/$USERNAME_OF_TEST/ca"},
        {"project_name": "a", "auth": {"tenant_name": "b"}},
        {"name": "web", "flavor": "small", "timeout": 3, "wait_timeout": 4},
        {"auth": "text"},
        {"endpoints": {"a": {"b": 1}}, "token_cache": "no", "ex_auth_cache": "no"},
    ],
    ids=repr,
)
def test_one_value_is_fine(given: dict[str, Any]) -> None:
    assert contradictions(given) == []


def test_path_that_ansible_has_expanded_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/demo")
    assert contradictions({"ca_cert": "/home/demo/ca.pem", "cacert": "~/ca.pem"}) == []
    assert contradictions({"ca_cert": "/home/demo/ca.pem", "cacert": "$HOME/ca.pem"}) == []
    assert contradictions({"ca_cert": "/home/demo/other.pem", "cacert": "$HOME/ca.pem"}) != []


def test_secrets_are_not_shown() -> None:
    assert "hunter" not in contradictions({"auth_token": "hunter1", "token": "hunter2"})[0]


def test_options_as_the_user_wrote_them_are_what_counts(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    # Ansible has put the alias over the option and left the alias beside it.
    folded = {**BASIC, "auth_url": "https://b", "ex_force_auth_url": "https://b"}
    given = {**BASIC, "auth_url": "https://a", "ex_force_auth_url": "https://b"}
    assert load_config(folded, {"HOME": "/nonexistent"}).identity.auth_url == "https://b"
    with pytest.raises(
        ConfigError, match=r"^auth_url and ex_force_auth_url mean the same, but differ. Leave one of them"
    ):
        load_config(folded, {"HOME": "/nonexistent"}, given)


def test_contradiction_is_named_along_with_a_cloud_that_is_not_there(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    given = {"cloud": "mine", "region": "a", "region_name": "b", "auth": {"bogus": 1}}
    with pytest.raises(ConfigError) as caught:
        load_config(given, {"HOME": "/nonexistent"})
    assert [problem.split(":")[0] for problem in caught.value.problems] == [
        "region and region_name mean the same, but differ. Leave one of them out.",
        "auth has no option 'bogus'.",
        "No cloud 'mine'",
    ]


def test_contradiction_is_named_along_with_all_other_problems(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    given = {
        "auth_url": "a",
        "ex_force_auth_url": "b",
        "username": "u",
        "auth": {"bogus": 1, "tenant_id": 1, "project_id": 2},
    }
    with pytest.raises(ConfigError) as caught:
        load_config(given, {"HOME": "/nonexistent"})
    assert str(caught.value) == (
        "auth_url and ex_force_auth_url mean the same, but differ. Leave one of them out."
        " auth.tenant_id and auth.project_id mean the same, but differ. Leave one of them out."
        " auth has no option 'bogus'."
        " No credentials: give a password, an application credential or auth_token."
    )
