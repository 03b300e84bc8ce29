# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every spelling of auth_url leads to one."""

from __future__ import annotations

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.auth.identity_url import (
    identity_root,
    version_in,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError

TAILS = [
    "", "/", "/v3", "/v3/", "/v2.0", "/v2.0/", "/v3/auth/tokens", "/v3/auth/tokens/", "/v2.0/tokens", "/v3/auth",
    "/v1.0", "/v1.1", "//v3", "/v3//auth//tokens//",
]  # fmt: skip


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize(
    "root",
    [
        "http://127.0.0.1:5000",
        "https://cloud.example.org",
        "https://cloud.example.org/identity",
        "https://cloud.example.org/a/v3less/keystone",
        "http://[2001:db8::5]:5000",
        "https://Keystone.Example.ORG:443",
        "http://v3:5000",
    ],
)
def test_every_spelling_has_one_root(root: str, tail: str) -> None:
    assert identity_root(root + tail) == root


@pytest.mark.parametrize(
    ("auth_url", "root"),
    [
        ("  https://h:5000/v3\n", "https://h:5000"),
        ("HTTPS://h:5000/v3", "https://h:5000"),
        ("http://h/identity/v3/auth/tokens", "http://h/identity"),
        ("http://h//identity//v3", "http://h/identity"),
        ("http://h/v3/identity", "http://h/v3/identity"),
        ("http://h/v30", "http://h/v30"),
        ("http://h/identityv3", "http://h/identityv3"),
    ],
)
def test_roots(auth_url: str, root: str) -> None:
    assert identity_root(auth_url) == root


@pytest.mark.parametrize("auth_url", ["http://h:5000/v3", "http://h/identity/v3/auth/tokens", "http://h"])
def test_root_of_a_root_is_itself(auth_url: str) -> None:
    root = identity_root(auth_url)
    assert identity_root(root) == root


@pytest.mark.parametrize(
    ("auth_url", "message"),
    [
        (
            "cloud.example.org:5000",
            "auth_url 'cloud.example.org:5000' is not a URL: it has to look like https://cloud.example.org:5000/v3.",
        ),
        ("ftp://h/v3", "auth_url 'ftp://h/v3' is not a URL: it has to look like https://cloud.example.org:5000/v3."),
        ("http:///v3", "auth_url 'http:///v3' is not a URL: it has to look like https://cloud.example.org:5000/v3."),
        ("", "auth_url '' is not a URL: it has to look like https://cloud.example.org:5000/v3."),
        (
            "http://h:port/v3",
            "auth_url 'http://h:port/v3' is not a URL: Port could not be cast to integer value as 'port'.",
        ),
        ("http://h:99999", "auth_url 'http://h:99999' is not a URL: Port out of range 0-65535."),
        ("http://[::1/v3", "auth_url 'http://[::1/v3' is not a URL: Invalid IPv6 URL."),
        ("http://h/v3?a=b", "auth_url 'http://h/v3?a=b' must not have a query (?...) or fragment (#...)."),
        ("http://h/v3#x", "auth_url 'http://h/v3#x' must not have a query (?...) or fragment (#...)."),
    ],
)
def test_what_is_no_identity_url_is_refused(auth_url: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        identity_root(auth_url)
    assert str(caught.value) == message


@pytest.mark.parametrize("auth_url", ["http://u:hunter2@h/v3", "http://u:hunter2@h/v3?a=b", "http://u:hunter2@h:x/v3"])
def test_credentials_in_the_url_are_refused_and_not_shown(auth_url: str) -> None:
    with pytest.raises(ConfigError) as caught:
        identity_root(auth_url)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("auth_url", ["http://[::1/v3", "http://[::1", "//[", "https://h]/v2.0"])
def test_url_that_is_none_names_no_version(auth_url: str) -> None:
    """Its root is asked for next, which says what is wrong with it."""
    assert version_in(auth_url) is None
