# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is shown on a terminal does not act on it."""

from __future__ import annotations

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ApiError, CloudError
from ansible_collections.nodeworks.openstack.plugins.module_utils.printable import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("web1", "web1"),
        ("", ""),
        ("ünï 日本 €", "ünï 日本 €"),
        ("two\nlines\tand columns", "two\nlines\tand columns"),
        ("\x1b[31mred\x07", r"\x1b[31mred\x07"),
        ("back\rover", r"back\rover"),
        ("nul\0del\x7fcsi\x9b", r"nul\x00del\x7fcsi\x9b"),
        ("right\u202eleft", r"right\u202eleft"),
        ("half\ud800", r"half\ud800"),
        ("tag\U000e0041", r"tag\U000e0041"),
    ],
)
def test_each_kind(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_errors_are_printable() -> None:
    """A service may say anything, and an attempt has names in it."""
    refusal = ApiError(
        method="GET", url="http://x", status=500, service_message="away\x1b[2J", request_id="req\x07"
    ).during("create node 'web\x1b'")
    assert str(refusal).isprintable()
    assert str(refusal).startswith(r"Could not create node 'web\x1b': away\x1b[2J (HTTP 500")
    # Programs get it as it was said.
    assert refusal.facts()["service_message"] == "away\x1b[2J"
    assert str(CloudError("one\ntwo")) == "one\ntwo"
