# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Microversions: compared as numbers, asked for by header, and learnt from a refusal."""

from __future__ import annotations

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.service.microversion import (
    Microversion,
    newest_of,
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


def test_latest_is_newer_than_all_others() -> None:
    latest, known = Microversion("latest"), Microversion("2.79")
    assert latest.is_newer_than(known)
    assert known.is_older_than(latest)
    assert not latest.is_older_than(known)
    assert not known.is_newer_than(latest)
    assert newest_of([known, latest]) == latest
    assert latest.at_most("2.96") == latest


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


PREFERRED = Microversion("2.47")
NEEDED = Microversion("2.26", needed=True, reason="tags")


def test_newest_of_several() -> None:
    assert newest_of([]) is None
    assert newest_of([None, PREFERRED, Microversion("2.19")]) == PREFERRED
    assert newest_of([Microversion("2.19"), NEEDED, None]) == NEEDED
    assert newest_of([NEEDED, Microversion("2.79", needed=True), PREFERRED]) == Microversion("2.79", needed=True)


@pytest.mark.parametrize(
    ("newest", "asked", "needed"),
    [
        (None, "2.47", False),
        ("2.96", "2.47", False),
        ("2.38", "2.38", False),
        ("2.26", "2.26", True),
        ("2.10", "2.26", True),
    ],
)
def test_preferred_one_is_given_up_only_down_to_what_is_needed(newest: str | None, asked: str, needed: bool) -> None:
    both = newest_of([NEEDED, PREFERRED])
    assert both is not None
    assert both.least == NEEDED
    assert (both.at_most(newest).text, both.at_most(newest).needed) == (asked, needed)


def test_what_is_given_up_once_may_be_given_up_again() -> None:
    both = newest_of([PREFERRED, NEEDED])
    assert both is not None
    assert both.at_most("2.38").at_most("2.20") == NEEDED


@pytest.mark.parametrize(
    ("wanted", "newest", "asked"),
    [
        (Microversion("2.47"), None, "2.47"),
        (Microversion("2.47"), "2.42", "2.42"),
        (Microversion("2.47"), "2.100", "2.47"),
        (Microversion("2.9"), "2.10", "2.9"),
        (Microversion("2.47", needed=True), "2.42", "2.47"),
        (Microversion("latest", needed=True), "2.42", "latest"),
    ],
)
def test_no_newer_than_there_is(wanted: Microversion, newest: str | None, asked: str) -> None:
    assert wanted.at_most(newest).text == asked


def test_who_needs_it() -> None:
    assert Microversion("2.52", needed=True, reason="tags").who == "tags"
    assert Microversion("2.52").who == "This"
    assert not Microversion("latest").is_older_than(Microversion("2.99"))
