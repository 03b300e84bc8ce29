# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may stand in an option, whether it belongs there or not."""

from __future__ import annotations

import string
from typing import Any

from hypothesis import strategies as st

ODD = [
    *("", " ", "null", "~", "yes", "0", "-1", "1e400", "12:34:56", "9" * 5000, "a" * 5000),
    *("../../etc/passwd", "/dev/null/x", "a\x00b", "\n", "\x1b[31m", "\ud7ff", "ä€😀"),
    *("{{ 7 * 7 }}", "%s%n", "'; --", "-" * 40, "=x", "web[01:3]", "[", "x[9:1]"),
]
NUMBERS = st.one_of(st.integers(-(2**70), 2**70), st.floats())
TEXTS = st.one_of(st.sampled_from(ODD), st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
KEYS = st.one_of(st.text(string.ascii_lowercase, max_size=5), st.sampled_from(["id", "name", "port", "network", ""]))
ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=5,
)


def value_of(option: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values for an option: half of them of its type."""
    kind = option.get("type", "str")
    likely: dict[str, st.SearchStrategy[Any]] = {
        "bool": st.booleans(),
        "int": NUMBERS,
        "float": NUMBERS,
        "list": st.lists(ANYTHING, max_size=3),
        "dict": st.dictionaries(KEYS, ANYTHING, max_size=3),
    }
    good = st.sampled_from(option["choices"]) if option.get("choices") else likely.get(kind, TEXTS)
    # Ansible itself stumbles over a list with nulls for a dict whose keys are options.
    return good if "options" in option else st.one_of(good, ANYTHING)
