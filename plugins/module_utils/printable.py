# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text for a terminal. Names and messages from a service may have control characters, which the terminal would obey."""

from __future__ import annotations

# Characters that are left as they are: they separate the lines and columns of a message.
LAYOUT = "\n\t"


def printable(text: str) -> str:
    r"""The same text, with an escape sequence like `\x1b` in place of each character that cannot be seen.

    These are control characters, lone surrogates, and characters that change the direction of the text after them.
    """
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() or one in LAYOUT else _escaped(one) for one in text)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")
