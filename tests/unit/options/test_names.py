# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names with ranges in them."""

from __future__ import annotations

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.names import MOST_NAMES, expanded


@pytest.mark.parametrize(
    ("patterns", "names"),
    [
        ([], []),
        (["web"], ["web"]),
        (["b", "a"], ["b", "a"]),
        (["web[1:3]"], ["web1", "web2", "web3"]),
        (["web[01:03]"], ["web01", "web02", "web03"]),
        (["web[08:11]"], ["web08", "web09", "web10", "web11"]),
        (["web[8:11]"], ["web8", "web9", "web10", "web11"]),
        (["web[099:101]"], ["web099", "web100", "web101"]),
        (["web[0:2]"], ["web0", "web1", "web2"]),
        (["web[5:5]"], ["web5"]),
        (["web[1:9:3]"], ["web1", "web4", "web7"]),
        (["web[1:2:9]"], ["web1"]),
        (["[a:c]"], ["a", "b", "c"]),
        (["[A:E:2]x"], ["Ax", "Cx", "Ex"]),
        (["r[1:2]-n[a:b].example"], ["r1-na.example", "r1-nb.example", "r2-na.example", "r2-nb.example"]),
        (["db", "web[1:2]"], ["db", "web1", "web2"]),
        # Not a range: a name may have brackets in it.
        (["web[1]", "a[b"], ["web[1]", "a[b"]),
        ([5], ["5"]),
    ],
)
def test_names(patterns: list[str], names: list[str]) -> None:
    assert expanded(patterns) == names


@pytest.mark.parametrize(
    "pattern",
    [
        "[3:1]",
        "[c:a]",
        "[a:3]",
        "[1:c]",
        "[aa:ac]",
        "[a:Z]",
        "[A:z]",
        "[1:3:0]",
        "[1:3:x]",
        "[1:3:-1]",
        "[-1:3]",
        "[ä:ö]",
        "[1.5:2]",
        "[:3]",
        "[1:]",
        "[:]",
        "[1::2]",
        "[1:2:3:4]",
        "[1:3:]",
    ],
)
def test_range_that_is_none_is_an_error_and_no_name(pattern: str) -> None:
    with pytest.raises(ConfigError) as caught:
        expanded([f"web{pattern}"])
    assert str(caught.value) == (
        f"names: 'web{pattern}' has a range that is none; write [first:last] or [first:last:step]."
    )


@pytest.mark.parametrize("pattern", ["[1:1000000000000]", "[1:10001]", "[1:101][1:100]", "[0:99][0:99][0:1]"])
def test_too_many_are_refused_before_they_are_written_out(pattern: str) -> None:
    with pytest.raises(ConfigError, match=rf"stands for more than {MOST_NAMES} names\.$"):
        expanded([pattern])


def test_as_many_as_there_may_be() -> None:
    assert len(expanded([f"[1:{MOST_NAMES}]"])) == MOST_NAMES
    assert len(expanded([f"[1:{2 * MOST_NAMES}:2]"])) == MOST_NAMES


@pytest.mark.parametrize(
    ("patterns", "message"),
    [
        (["a", "b", "a", "[a:b]"], "names has a, b more than once."),
        (["web1", "web[1:2]"], "names has web1 more than once."),
        (["a", ""], "names must not have an empty name."),
    ],
)
def test_names_that_cannot_be_meant(patterns: list[str], message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        expanded(patterns)
    assert str(caught.value) == message


def test_many_names_with_one_twice_are_looked_through_at_once() -> None:
    with pytest.raises(ConfigError, match=r"^names has 7 more than once\.$"):
        expanded([f"[1:{MOST_NAMES}]", "7"])
