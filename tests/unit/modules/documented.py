# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares what modules return with what their RETURN blocks say, both ways and at any depth.

A documented key has to be in every result, or, where `returned` names a condition, in one of them at least. Each key
of a result has to be documented, with its type. Where a description says "as RV(...)", the keys documented there count
too, if need be in another module's block. A dict without `contains` has keys of the user's or the service's own: which
those are the test says, so that none is forgotten.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import yaml

from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Result

Json = dict[str, Any]

MODULES = "ansible_collections.nodeworks.openstack.plugins.modules"
# Ansible's own, of every module.
OF_ALL_MODULES = frozenset(("changed", "diff", "invocation", "warnings", "deprecations"))
# What tells of an error; docs/docsite/rst/guide_troubleshooting.rst describes them for all modules.
OF_FAILURES = frozenset((
    "failed", "msg", "exception", "method", "url", "status", "service_message", "request_id", "ids", "current",
))  # fmt: skip
REFERENCE = re.compile(r"\bas RV\((?:nodeworks\.openstack\.(?P<module>\w+)#module:)?(?P<key>\w+)\)", re.IGNORECASE)
TYPES: dict[str, Any] = {
    "str": str,
    "int": int,
    "float": (int, float),
    "bool": bool,
    "list": list,
    "dict": dict,
    # Of which nothing is known.
    "raw": object,
}


def differences(module: str, results: Sequence[Result], free: Collection[str] = ()) -> list[str]:
    """What RETURN says and results do not, or the other way round, in sentences."""
    return list(_Comparison(module, free).of_results([dict(result.data) for result in results]))


def return_block(module: str) -> Json:
    """What a module's documentation says that it returns."""
    block = yaml.safe_load(importlib.import_module(f"{MODULES}.{module}").RETURN)
    assert isinstance(block, dict)
    return block


class _Comparison:
    def __init__(self, module: str, free: Collection[str]) -> None:
        self._module = module
        self._free = free

    def of_results(self, results: Sequence[Json]) -> Iterator[str]:
        shown = []
        for result in results:
            others = OF_ALL_MODULES | (OF_FAILURES if result.get("failed") else frozenset())
            shown.append(_without(others, result))
            if "failures" in result:
                # Each has, besides its name and message, what a task of its own would have failed with.
                shown[-1]["failures"] = [_without(OF_FAILURES - {"msg"}, one) for one in result["failures"]]
        complete = [not result.get("failed") for result in results]
        yield from self._of_dicts("", return_block(self._module), shown, complete)

    def _of_dicts(self, path: str, entries: Json, found: Sequence[Json], complete: Sequence[bool]) -> Iterator[str]:
        for key in sorted({key for one in found for key in one} - set(entries)):
            yield f"{path}{key} is returned, but not documented"
        for key, entry in entries.items():
            there = [key in one for one in found]
            if not any(there):
                yield f"{path}{key} is documented, but was not returned"
            elif not _condition(entry) and not all(is_there for is_there, whole in zip(there, complete) if whole):
                yield f"{path}{key} is not always returned, and its documentation does not say when"
            values = [one[key] for one in found if one.get(key) is not None]
            yield from self._of_values(f"{path}{key}", entry, values)

    def _of_values(self, path: str, entry: Json, values: Sequence[Any]) -> Iterator[str]:
        kind = entry["type"]
        wrong = [value for value in values if not _is_of_type(value, kind)]
        if wrong:
            yield f"{path} is documented as {kind}, but was {wrong[0]!r}"
        elif kind == "list":
            items = [item for value in values for item in value]
            yield from self._of_values(f"{path}[]", {**entry, "type": entry["elements"]}, items)
        elif kind == "dict":
            yield from self._of_dict(path, entry, values)

    def _of_dict(self, path: str, entry: Json, values: Sequence[Json]) -> Iterator[str]:
        keys = self._keys(entry)
        is_free = path.rstrip("[]").rsplit(".", 1)[-1] in self._free
        if is_free and not keys:
            return
        if is_free or not keys:
            yield f"{path} is a dict: either its keys are documented, or it is free, but not both or neither"
        elif not values:
            yield f"{path} was never returned with a value, so that its keys could be looked at"
        else:
            yield from self._of_dicts(f"{path}.", keys, values, [True] * len(values))

    def _keys(self, entry: Json) -> Json:
        keys = dict(entry.get("contains") or {})
        description = entry["description"]
        for text in description if isinstance(description, list) else [description]:
            for found in REFERENCE.finditer(text):
                there = return_block(found["module"] or self._module)[found["key"]]
                keys.update({**self._keys(there), **keys})
        return keys


def _without(others: Collection[str], found: Json) -> Json:
    return {key: value for key, value in found.items() if key not in others}


def _condition(entry: Mapping[str, Any]) -> bool:
    return entry.get("returned", "always") not in ("always", "success")


def _is_of_type(value: Any, kind: str) -> bool:
    return isinstance(value, TYPES[kind]) and (kind == "bool" or not isinstance(value, bool))
