# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Generic code knows no resource: no field, status or word of one stands outside its declaration.

Code that compared the fields of nodes once removed a volume of somebody else.
"""

from __future__ import annotations

import ast
import io
import pathlib
import re
import tokenize
from collections.abc import Iterator

import pytest

MODULE_UTILS = pathlib.Path(__file__).parents[2] / "plugins" / "module_utils"
# The layers that work on resources of any kind.
GENERIC = ("session", "service", "resource", "query", "plan", "apply")
# Services are named there: which are in the catalog, and which versions they have. A service is no resource.
SERVICES = {"service/apis.py"}

FIELDS = "flavors?|images?|key_names?|keypairs?|task_states?|vm_states?|metadata|floating_ips?|subnets?|routers?"
THINGS = "nodes?|servers?|volumes?|networks?|security_groups?|backups?|tenants?"
STATUSES = "ACTIVE|BUILD|SHUTOFF|SHELVED|SHELVED_OFFLOADED|VERIFY_RESIZE|SOFT_DELETED|in-use|reserved|error_extending"
WORD = re.compile(rf"(?<![A-Za-z])({FIELDS}|{THINGS}|{STATUSES})(?![A-Za-z])")
# The names of the query that asks for all projects' things, in the words of the services that have it.
QUERIES = {"all_tenants"}


def words_of_resources(module_utils: pathlib.Path) -> list[str]:
    """Where generic code says a word of one resource, in a name or a text. Comments may give examples."""
    found = []
    for layer in GENERIC:
        for path in sorted((module_utils / layer).rglob("*.py")):
            file = path.relative_to(module_utils).as_posix()
            if file in SERVICES:
                continue
            for line, text in code_of(path.read_text(encoding="utf-8")):
                found += [f"{file}:{line} says {word.group()}" for word in WORD.finditer(text)]
    return found


def code_of(source: str) -> Iterator[tuple[int, str]]:
    """Names and texts of code, with their lines."""
    documented: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node) is not None:
            documented.update(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in (tokenize.NAME, tokenize.STRING) and token.start[0] not in documented:
            if token.string.strip("\"'") not in QUERIES:
                yield token.start[0], token.string


def test_generic_code_knows_no_resource() -> None:
    assert words_of_resources(MODULE_UTILS) == []


@pytest.mark.parametrize(
    "line",
    [
        "key = 'flavor'",
        "volume = found",
        "by_metadata()",
        "if status == 'VERIFY_RESIZE': pass",
        "current['task_state']",
    ],
)
def test_a_word_of_a_resource_is_found(tmp_path: pathlib.Path, line: str) -> None:
    (tmp_path / "apply").mkdir()
    (tmp_path / "apply" / "a.py").write_text(f'"""About volumes."""\n# Of a volume.\n{line}\n', encoding="utf-8")
    assert len(words_of_resources(tmp_path)) == 1


@pytest.mark.parametrize("line", ["import networking", "error = SHAPE_ERRORS", "query = 'all_tenants'", "imagined = 1"])
def test_another_word_is_not_found(tmp_path: pathlib.Path, line: str) -> None:
    (tmp_path / "apply").mkdir()
    (tmp_path / "apply" / "a.py").write_text(f"{line}\n", encoding="utf-8")
    assert words_of_resources(tmp_path) == []
