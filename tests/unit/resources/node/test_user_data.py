# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""User data: packed only if it has to be, limited, and compared without being shown."""

from __future__ import annotations

import base64
import gzip
import random

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.user_data import (
    MOST_CHARACTERS,
    digest,
    encoded,
)

# The most that Nova takes unpacked: three bytes are four characters.
LONGEST_PLAIN = MOST_CHARACTERS // 4 * 3


def test_user_data_is_encoded() -> None:
    assert base64.b64decode(encoded("#cloud-config\nü")) == "#cloud-config\nü".encode()


def test_packed_only_if_it_is_too_long() -> None:
    assert base64.b64decode(encoded("a" * LONGEST_PLAIN)) == b"a" * LONGEST_PLAIN
    longer = "a" * (LONGEST_PLAIN + 1)
    packed = encoded(longer)
    assert len(packed) < 1000
    assert gzip.decompress(base64.b64decode(packed)) == longer.encode()
    # The same today and tomorrow: there is no time in it.
    assert base64.b64decode(packed)[4:8] == bytes(4)


def test_what_is_too_long_even_when_packed_is_refused() -> None:
    noise = "".join(random.Random(5).choices("abcdefghijklmnopqrstuvwxyz0123456789-_ ", k=90_000))
    with pytest.raises(ConfigError) as caught:
        encoded(noise)
    assert str(caught.value).startswith("user_data is too long: 90000 bytes, which packed and in base64 are ")
    assert "The compute service takes 65535." in str(caught.value)


def test_digest_is_the_same_however_it_was_packed() -> None:
    content = b"#cloud-config\npassword: hunter2\n"
    ways = [content, gzip.compress(content), gzip.compress(content, compresslevel=1, mtime=7)]
    digests = {digest(base64.b64encode(change).decode()) for change in ways}
    assert len(digests) == 1
    (shown,) = digests
    assert str(shown).startswith("sha256:")
    assert "hunter2" not in str(shown)
    assert digest(encoded("something else")) != shown


@pytest.mark.parametrize("text", [None, ""])
def test_no_user_data_has_no_digest(text: str | None) -> None:
    assert digest(text) is None


@pytest.mark.parametrize(
    "content",
    [b"\x1f\x8b", b"\x1f\x8bnot packed at all", gzip.compress(b"cut short" * 9)[:20]],
    ids=["mark", "text", "cut-short"],
)
def test_what_only_looks_packed_is_taken_as_it_is(content: bytes) -> None:
    assert digest(base64.b64encode(content).decode()) is not None


def test_what_is_not_base64_is_taken_as_it_is() -> None:
    assert digest("YWJj=YWJ") is not None
