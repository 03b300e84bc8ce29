# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text for a terminal: names and messages of a service may hold control characters, which would act on it. Pure."""

from __future__ import annotations

# Lines and columns of messages that have several.
LAYOUT = "\n\t"


def printable(text: str) -> str:
    r"""The same text, with each character that cannot be seen as its escape sequence, as in `\x1b`.

    These are control characters, lone surrogates, and characters that change the direction of what follows.
    """
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() or one in LAYOUT else _escaped(one) for one in text)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")
