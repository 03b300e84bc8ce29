# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The code speaks the field's language: none of the private words that it once had, in names, comments or docstrings.

CONTRIBUTING has a glossary of the words that are used instead.
"""

from __future__ import annotations

import ast
import io
import pathlib
import re
import tokenize
from collections.abc import Iterator

import pytest

CHECKOUT = pathlib.Path(__file__).parents[2]
FOLDERS = ("plugins", "tests")

# Private word -> what the field says.
WORDS = {
    r"[Ww]ish(es|ed)?": "desired",
    r"[Jj]ourneys?": "operation",
    r"[Tt]ravellers?": "executor",
    r"[Cc]onverge[sd]?|[Cc]onvergence": "reconcile",
    r"[Ff]oreseen": "predicted",
    r"Manner": "ApplyOptions",
    r"Looker": "poller",
    r"Maker": "Creator",
    r"Learnt": "Captured",
    r"Inquiry|inquiry": "InfoQuery",
    r"Gate": "Consent",
    r"Turning": "PageFollower",
    r"Asked": "UserRequest",
    r"minds_lock": "refused_while_locked",
    r"leads_to": "end_position",
    r"_serves(_pair)?": "_satisfies",
    r"_?vague": "unspecific",
    r"says(?=\()": "option",
    # Of these the words alone are plain English.
    r"(?<!_)in_vain(?!_)": "best_effort",
    r"(?<!_)for_its_end(?!_)": "until_gone",
    r"(?<!_)stands_open(?!_)": "not_needed",
}
PRIVATE = re.compile(r"(?<![A-Za-z])(" + "|".join(WORDS) + r")(?![A-Za-z])")


def texts_of(path: pathlib.Path) -> Iterator[tuple[int, str]]:
    """Names, comments and docstrings of a file, with their lines. Other texts are for users, or data."""
    source = path.read_text(encoding="utf-8")
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in (tokenize.NAME, tokenize.COMMENT):
            yield token.start[0], token.string
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
            docstring = ast.get_docstring(node, clean=False)
            if docstring is not None:
                first = node.body[0].lineno
                yield from ((first + number, line) for number, line in enumerate(docstring.splitlines()))


def private_words(paths: Iterator[pathlib.Path], root: pathlib.Path) -> list[str]:
    """Where a private word stands, and what to say instead."""
    return [
        f"{path.relative_to(root)}:{line} says {found.group()}"
        for path in paths
        for line, text in texts_of(path)
        for found in PRIVATE.finditer(text)
    ]


def python_files() -> Iterator[pathlib.Path]:
    for folder in FOLDERS:
        yield from (path for path in sorted((CHECKOUT / folder).rglob("*.py")) if path != pathlib.Path(__file__))


def test_no_private_word_is_left() -> None:
    assert private_words(python_files(), CHECKOUT) == []


@pytest.mark.parametrize(
    "source",
    [
        "wish = 1\n",
        "class FleetWish:\n    pass\n".replace("FleetWish", "Wish"),
        "# As wished.\n",
        'def f():\n    """A journey."""\n',
        "the_manner = Manner()\n",
        "step(in_vain=True)\n",
    ],
)
def test_a_private_word_is_found(tmp_path: pathlib.Path, source: str) -> None:
    file = tmp_path / "a.py"
    file.write_text(source, encoding="utf-8")
    assert private_words(iter([file]), tmp_path) != []


@pytest.mark.parametrize("source", ["MESSAGE = 'as you wish'\n", "# An investigation.\n", "navigate()\n"])
def test_what_is_no_private_word_is_not_found(tmp_path: pathlib.Path, source: str) -> None:
    file = tmp_path / "a.py"
    file.write_text(source, encoding="utf-8")
    assert private_words(iter([file]), tmp_path) == []
