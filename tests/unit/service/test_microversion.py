# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Microversions: compared as numbers, asked for by header, and learnt from a refusal."""

from __future__ import annotations

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.service.microversion import (
    Microversion,
    newest_offered,
    parse,
)

NOVA = "Version 2.999 is not supported by the API. Minimum is 2.1 and maximum is 2.96."


def test_header() -> None:
    assert Microversion("2.47").header("compute") == {"OpenStack-API-Version": "compute 2.47"}
    assert Microversion("3.60").header("volume") == {"OpenStack-API-Version": "volume 3.60"}


def test_compared_as_numbers() -> None:
    assert parse("2.100") > parse("2.79") > parse("2.9") > parse("2.1")
    assert parse(" 3.60 ") == (3, 60)


@pytest.mark.parametrize("text", ["", "2", "latest", "2.1.3", "v2.1", "2.x", "compute 2.1"])
def test_what_is_no_microversion(text: str) -> None:
    with pytest.raises(ValueError, match=text or "^$"):
        parse(text)


@pytest.mark.parametrize(
    ("headers", "message", "newest"),
    [
        ({}, NOVA, "2.96"),
        ({"openstack-api-maximum-version": "2.90"}, NOVA, "2.96"),
        ({"openstack-api-maximum-version": "3.71"}, "Not Acceptable", "3.71"),
        ({}, "Not Acceptable", None),
        ({}, "", None),
    ],
)
def test_newest_there_is(headers: dict[str, str], message: str, newest: str | None) -> None:
    assert newest_offered(headers, message) == newest
