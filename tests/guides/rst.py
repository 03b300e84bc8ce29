# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables and words as reStructuredText has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

SPECIAL = re.compile(r"([*`|\\\\]|_(?=\W|$))")


def code(text: str) -> str:
    """A text as it is typed."""
    return f"``{text}``"


def plain(text: str) -> str:
    """A text of which nothing is taken for markup."""
    return SPECIAL.sub(r"\\\1", text)


def list_table(headers: Sequence[str], rows: Sequence[Sequence[str]], widths: str = "auto") -> Iterator[str]:
    """A table of cells that are reStructuredText."""
    yield ".. list-table::"
    yield "   :header-rows: 1"
    yield f"   :widths: {widths}"
    yield ""
    for row in [headers, *rows]:
        for number, cell in enumerate(row):
            yield f"   {'*' if number == 0 else ' '} - {cell}".rstrip()
