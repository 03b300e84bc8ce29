# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Microversions in all the forms people write them."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.config.load import load_config
from ansible_collections.nodeworks.openstack.plugins.module_utils.config.microversions import (
    implied_microversion,
    microversion_of,
    parse_microversion,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError

BASIC = {"auth_url": "https://cloud.example.org/v3", "username": "u", "password": "p"}


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2.79", ("compute", "2.79")),
        (" latest ", ("compute", "latest")),
        ("compute 2.1", ("compute", "2.1")),
        ("compute  latest", ("compute", "latest")),
        ("volume 3.60", ("volume", "3.60")),
        ("volumev3 3.0", ("volume", "3.0")),
        ("block_storage 3.60", ("volume", "3.60")),
        ("placement 1.36", ("placement", "1.36")),
        (2.79, ("compute", "2.79")),
    ],
)
def test_parse_microversion(text: Any, expected: tuple[str, str]) -> None:
    assert parse_microversion(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "2", "2.", ".79", "2.79.1", "3.60", "volume 2.79", "2.0", "newest", "a b c", "image 2.3", "compute", "2.79x"],
)
def test_what_is_no_microversion(text: str) -> None:
    with pytest.raises(ValueError, match=r"like '2.79'|'2.79' or 'latest'|like '3.60'"):
        parse_microversion(text)


@pytest.mark.parametrize(
    ("service", "version", "expected"),
    [
        ("compute", "2.79", "2.79"), ("compute", 2.79, "2.79"), ("compute", "2", None), ("compute", "2.0", None),
        ("compute", "2.1", "2.1"), ("compute", "1.1", None), ("compute", "2.latest", "latest"), ("compute", "", None),
        ("compute", "latest", None), ("volume", "3", None), ("volume", 3, None), ("volume", "3.60", "3.60"),
        ("volume", "2.0", None), ("placement", "1.36", "1.36"), ("image", "2.9", None), ("identity", "3.14", None),
        ("compute", "2.79\n2", None),
    ],
)  # fmt: skip
def test_implied_microversion(service: str, version: Any, expected: str | None) -> None:
    assert implied_microversion(service, version) == expected


def test_service_without_microversions() -> None:
    with pytest.raises(ValueError, match="left out: image has no microversions, only compute, volume, placement have"):
        microversion_of("image", "2.9")


@pytest.mark.parametrize(
    ("options", "compute", "volume"),
    [
        ({}, None, None),
        ({"microversion": "2.79"}, "2.79", None),
        ({"microversion": "volume 3.60"}, None, "3.60"),
        ({"endpoints": {"compute": {"microversion": "latest"}}}, "latest", None),
        ({"microversion": "2.79", "endpoints": {"compute": {"microversion": "2.90"}}}, "2.90", None),
        ({"microversion": "2.79", "endpoints": {"volumev3": {"microversion": 3.5}}}, "2.79", "3.5"),
        (
            {"microversion": "2.79", "cloud": {"compute_default_microversion": "2.1", "volume_api_version": "3.60"}},
            "2.79",
            "3.60",
        ),
        ({"cloud": {"microversion": "2.90"}}, "2.90", None),
        ({"cloud": {"ex_force_microversion": "volume 3.60"}}, None, "3.60"),
    ],
)
def test_desired_state_of_the_service_it_is_for(
    options: dict[str, Any], compute: str | None, volume: str | None
) -> None:
    config = load_config({**BASIC, **options}, {"HOME": "/nonexistent"})
    assert config.endpoint_filter("compute").microversion == compute
    assert config.endpoint_filter("volume").microversion == volume
    assert config.endpoint_filter("network").microversion is None


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"microversion": "3.60"}, "microversion has to be one of compute, like '2.79', or 'latest', not '3.60'."),
        (
            {"microversion": "a b c"},
            "microversion has to be '2.79' or 'latest' (of compute), or with the service before it: 'compute 2.79',"
            " 'volume 3.60', not 'a b c'.",
        ),
        (
            {"microversion": "network 2.0"},
            "microversion has to be of compute or volume or placement, which are the services that have microversions:"
            " '2.79' or 'latest' (of compute), or with the service before it: 'compute 2.79', 'volume 3.60'.",
        ),
        (
            {"endpoints": {"compute": {"microversion": "new"}}},
            "endpoints.compute.microversion has to be one of compute, like '2.79', or 'latest', not 'new'.",
        ),
        (
            {"endpoints": {"image": {"microversion": "2.9"}}},
            "endpoints.image.microversion has to be left out: image has no microversions, only compute, volume,"
            " placement have.",
        ),
    ],
)
def test_refusals(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config({**BASIC, **options}, {"HOME": "/nonexistent"})
    assert str(caught.value) == message
