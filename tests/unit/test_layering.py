# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The layers of module_utils import in one direction only, and what may be known in one place is known only there."""

from __future__ import annotations

import ast
import dataclasses
import io
import pathlib
import tokenize
from collections.abc import Iterator

import pytest

PLUGINS = pathlib.Path(__file__).parents[2] / "plugins"
PACKAGE = "ansible_collections.nodeworks.openstack.plugins.module_utils"

# Each imports only from those before it.
LAYERS = (
    "printable", "errors", "options", "config", "auth", "transport", "session", "catalog", "service", "diagnosis",
    "resource", "query", "plan", "apply", "resources", "face",
)  # fmt: skip

HTTP_LIBRARIES = {"requests", "urllib3"}
FACE_WORDS = {"AnsibleModule", "exit_json", "fail_json", "missing_required_lib"}
DYNAMIC_MODULES = {"importlib", "pkgutil", "pkg_resources", "runpy"}
DYNAMIC_CALLS = {"__import__", "import_module", "entry_points", "exec", "eval"}
MOST_LINES = 400
MOST_LINES_OF_A_CLASS = 200


@dataclasses.dataclass(frozen=True)
class Import:
    """One imported module: absolute name, and the layer it belongs to if it is ours."""

    file: str
    line: int
    module: str

    @property
    def target_layer(self) -> str | None:
        if not self.module.startswith(f"{PACKAGE}."):
            return None
        return self.module[len(PACKAGE) + 1 :].split(".")[0]

    def __str__(self) -> str:
        return f"{self.file}:{self.line} imports {self.module}"


def parsed(folder: pathlib.Path) -> Iterator[tuple[str, ast.Module]]:
    """Every Python file under a folder, by its path in it."""
    for path in sorted(folder.rglob("*.py")):
        yield path.relative_to(folder).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imports_of(file: str, tree: ast.Module) -> Iterator[Import]:
    """All imports of a file of module_utils, wherever they stand in it, relative ones made absolute."""
    package = [*PACKAGE.split("."), *file.split("/")[:-1]]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Import(file, node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = package[: len(package) + 1 - node.level] if node.level else []
            module = ".".join([*parts, *((node.module or "").split(".") if node.module else [])])
            # `from .. import errors` names the module only behind `import`.
            yield from (Import(file, node.lineno, f"{module}.{alias.name}") for alias in node.names)


def layer_of(file: str) -> str:
    """The layer a file of module_utils belongs to."""
    return file.split("/", maxsplit=1)[0].removesuffix(".py")


def wrong_imports(module_utils: pathlib.Path) -> list[str]:
    """Imports that point to a later layer, and files or imports of no layer at all."""
    found = []
    for file, tree in parsed(module_utils):
        layer = layer_of(file)
        if layer not in LAYERS:
            found.append(f"{file} belongs to no layer")
            continue
        for one in imports_of(file, tree):
            target = one.target_layer
            if target is not None and (target not in LAYERS or LAYERS.index(target) > LAYERS.index(layer)):
                found.append(str(one))
    return found


def foreign_imports(module_utils: pathlib.Path) -> list[str]:
    """The HTTP library outside of transport/transport.py, and Ansible where it is not allowed."""
    found = []
    for file, tree in parsed(module_utils):
        for one in imports_of(file, tree):
            top = one.module.split(".")[0]
            is_yaml = file == "config/text_file.py" and one.module.startswith("ansible.module_utils.common.yaml")
            if (
                (top in HTTP_LIBRARIES and file != "transport/transport.py")
                or (top == "ansible" and layer_of(file) != "face" and not is_yaml)
                or top in DYNAMIC_MODULES
                or (top == "ansible_collections" and one.target_layer is None)
            ):
                found.append(str(one))
    return found


def forbidden_words(module_utils: pathlib.Path) -> list[str]:
    """Words of the face below it, and calls that import by a name made up at run time."""
    found = []
    for file, tree in parsed(module_utils):
        for node in ast.walk(tree):
            word = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
            if (word in FACE_WORDS and layer_of(file) != "face") or word in DYNAMIC_CALLS:
                found.append(f"{file}:{getattr(node, 'lineno', 0)} uses {word}")
    return found


def documentation_lines(tree: ast.Module) -> set[int]:
    """Lines of docstrings and of Ansible's documentation, which are no code."""
    lines: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Expr, ast.Assign)) and isinstance(node.value, ast.Constant):
            if isinstance(node.value.value, str) and node.end_lineno is not None:
                lines.update(range(node.lineno, node.end_lineno + 1))
    return lines


def code_lines(source: str) -> int:
    """Lines that hold code: without comments, docstrings, documentation and empty lines."""
    skipped = documentation_lines(ast.parse(source))
    silent = {
        tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER,
        tokenize.ENCODING,
    }  # fmt: skip
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in silent:
            lines.update(range(token.start[0], token.end[0] + 1))
    return len(lines - skipped)


def long_files(plugins: pathlib.Path) -> list[str]:
    """Files with more code than one can keep in mind."""
    counted = ((path, code_lines(path.read_text(encoding="utf-8"))) for path in sorted(plugins.rglob("*.py")))
    return [f"{path.relative_to(plugins)} has {count} lines" for path, count in counted if count > MOST_LINES]


def undocumented(plugins: pathlib.Path) -> list[str]:
    """Public modules, classes, functions and methods without docstring; a method may inherit it from a base class."""
    found = []
    for file, tree in parsed(plugins):
        if not _has_docstring(file, tree):
            found.append(file)
        classes = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
        for node in tree.body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and _lacks(node):
                found.append(f"{file}: {node.name}")
        for kind in (kind for kind in classes.values() if not kind.name.startswith("_")):
            inherited = set(_inherited(kind, classes))
            for node in kind.body:
                if isinstance(node, ast.FunctionDef) and _lacks(node) and node.name not in inherited:
                    found.append(f"{file}: {kind.name}.{node.name}")
    return found


def _lacks(node: ast.FunctionDef | ast.ClassDef) -> bool:
    return not node.name.startswith("_") and ast.get_docstring(node) is None


def _has_docstring(file: str, tree: ast.Module) -> bool:
    # A doc fragment and a module have their docstring behind `from __future__`, or as DOCUMENTATION.
    return ast.get_docstring(tree) is not None or file.endswith("__init__.py")


def _inherited(kind: ast.ClassDef, classes: dict[str, ast.ClassDef]) -> Iterator[str]:
    for base in kind.bases:
        if isinstance(base, ast.Name) and base.id in classes:
            yield from (node.name for node in classes[base.id].body if isinstance(node, ast.FunctionDef))
            yield from _inherited(classes[base.id], classes)


def test_layers_import_only_from_layers_before_them() -> None:
    assert wrong_imports(PLUGINS / "module_utils") == []


def test_http_library_and_ansible_are_known_in_one_place_each() -> None:
    assert foreign_imports(PLUGINS / "module_utils") == []


def test_only_the_face_knows_ansible_module_and_nothing_imports_by_made_up_names() -> None:
    assert forbidden_words(PLUGINS / "module_utils") == []


def test_what_the_inventory_does_without_ansible_knows_nothing_of_it() -> None:
    """Only where expressions are evaluated and hosts are made."""
    folder = PLUGINS / "plugin_utils" / "os_nodes"
    with_ansible = {
        file for file, tree in parsed(folder) for one in imports_of(file, tree) if one.module.split(".")[0] == "ansible"
    }
    assert with_ansible == {"expressions.py", "constructed.py", "keyed_group.py", "membership.py", "hosts.py"}


def test_no_file_is_too_long() -> None:
    assert long_files(PLUGINS) == []


def long_classes(folder: pathlib.Path) -> list[str]:
    """Classes that are longer than what one reads at a time. Documentation that Ansible wants in a class is no code."""
    return [
        f"{file}: {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for file, tree in parsed(folder)
        if not file.startswith("doc_fragments/")
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.end_lineno and node.end_lineno - node.lineno >= MOST_LINES_OF_A_CLASS
    ]


def test_no_class_is_long() -> None:
    assert long_classes(PLUGINS) == []


def test_a_long_class_is_found(tmp_path: pathlib.Path) -> None:
    body = "\n".join(f"    a{number} = 1" for number in range(MOST_LINES_OF_A_CLASS))
    (tmp_path / "long.py").write_text(f"class Long:\n{body}\n", encoding="utf-8")
    assert long_classes(tmp_path) == [f"long.py: Long has {MOST_LINES_OF_A_CLASS + 1} lines"]


def test_everything_public_has_a_docstring() -> None:
    assert undocumented(PLUGINS) == []


def test_there_is_something_to_look_at() -> None:
    layers = {layer_of(file) for file, _tree in parsed(PLUGINS / "module_utils")}
    assert layers == set(LAYERS)


def made_up(folder: pathlib.Path, file: str, text: str) -> pathlib.Path:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("file", "text", "complaint"),
    [
        pytest.param("auth/v9.py", "from ..session.session import Session", "session.session.Session", id="later"),
        pytest.param("auth/v9.py", "from .. import session", "module_utils.session", id="later-layer-as-a-name"),
        pytest.param("plan/a.py", f"import {PACKAGE}.apply.wait", "apply.wait", id="later-absolute"),
        pytest.param("plan/a.py", f"from {PACKAGE}.face import module", "face.module", id="later-absolute-from"),
        pytest.param("config/a.py", "def f():\n    from ..auth import v3", "auth.v3", id="hidden-in-a-function"),
        pytest.param("errors.py", "from .options import services", "options.services", id="errors-import-nothing"),
        pytest.param("plan/a.py", "from ..helpers import x", "helpers.x", id="import-of-no-layer"),
        pytest.param("helpers/a.py", "", "belongs to no layer", id="file-of-no-layer"),
        pytest.param(
            "auth/a.py",
            "import typing as t\nif t.TYPE_CHECKING:\n    from ..apply import wait",
            "apply.wait",
            id="for-types",
        ),
    ],
)
def test_an_import_that_points_the_wrong_way_is_found(
    tmp_path: pathlib.Path, file: str, text: str, complaint: str
) -> None:
    found = wrong_imports(made_up(tmp_path, file, text))
    assert len(found) == 1
    assert file in found[0]
    assert complaint in found[0]


@pytest.mark.parametrize(
    "text",
    ["from ..config import load", "from ..errors import CloudError", "from .session import Session", "import json"],
)
def test_an_import_that_points_the_right_way_is_not_found(tmp_path: pathlib.Path, text: str) -> None:
    assert wrong_imports(made_up(tmp_path, "session/a.py", text)) == []


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("session/a.py", "import requests"),
        ("transport/retry.py", "from urllib3 import Retry"),
        ("transport/transport.py", "import importlib"),
        ("config/load.py", "from ansible.module_utils.common import yaml"),
        ("config/text_file.py", "from ansible.module_utils.basic import AnsibleModule"),
        ("apply/a.py", "from ansible.utils.display import Display"),
        ("face/a.py", "from ansible_collections.openstack.cloud.plugins.module_utils import openstack"),
    ],
)
def test_a_library_in_the_wrong_place_is_found(tmp_path: pathlib.Path, file: str, text: str) -> None:
    assert len(foreign_imports(made_up(tmp_path, file, text))) == 1


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("transport/transport.py", "import requests.adapters"),
        ("config/text_file.py", "from ansible.module_utils.common import yaml"),
        ("face/a.py", "from ansible.module_utils.basic import AnsibleModule"),
    ],
)
def test_a_library_in_its_place_is_not_found(tmp_path: pathlib.Path, file: str, text: str) -> None:
    assert foreign_imports(made_up(tmp_path, file, text)) == []


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("apply/a.py", "def f(module):\n    module.fail_json(msg='no')"),
        ("plan/a.py", "exit_json()"),
        ("face/a.py", "__import__('x')"),
        ("auth/a.py", "metadata.entry_points()"),
    ],
)
def test_a_word_in_the_wrong_place_is_found(tmp_path: pathlib.Path, file: str, text: str) -> None:
    assert len(forbidden_words(made_up(tmp_path, file, text))) == 1


def test_a_long_file_is_found_and_what_is_no_code_does_not_count(tmp_path: pathlib.Path) -> None:
    assert code_lines('"""Doc\nstring."""\n\n# comment\nDOCUMENTATION = r"""\na\nb\n"""\nx = [\n    1,\n]\n') == 3
    made_up(tmp_path, "modules/a.py", "x = 1\n" * MOST_LINES)
    assert long_files(tmp_path) == []
    made_up(tmp_path, "modules/a.py", "x = 1\n" * (MOST_LINES + 1))
    assert long_files(tmp_path) == ["modules/a.py has 401 lines"]


def test_a_missing_docstring_is_found(tmp_path: pathlib.Path) -> None:
    made_up(
        tmp_path,
        "a.py",
        "class A:\n    '''A.'''\n    def f(self): pass\n    def _g(self): pass\n"
        "class B(A):\n    '''B.'''\n    def f(self): pass\n    def h(self):\n        '''H.'''\ndef k(): pass\n",
    )
    assert undocumented(tmp_path) == ["a.py", "a.py: k", "a.py: A.f"]
