# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The life of each plain resource, on the fake cloud and on a real one: foretold, made, unchanged, changed, removed."""

from __future__ import annotations

import dataclasses
import importlib
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.audit.case import Case, filled
from ansible_collections.nodeworks.openstack.tests.audit.cases_plain import PLAIN_CASES
from ansible_collections.nodeworks.openstack.tests.audit.declared import fields_of, resources_of
from ansible_collections.nodeworks.openstack.tests.audit.place import Place, gone
from ansible_collections.nodeworks.openstack.tests.audit.places import place
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import MODULES, Result, succeed

__all__ = ["place"]

# Values that only the service knows beforehand.
UNKNOWN: tuple[Any, ...] = (None, [], {})


@pytest.mark.parametrize("case", PLAIN_CASES, ids=str)
def test_life(case: Case, place: Place) -> None:
    if place.kind in case.lacking:
        return
    options = place.prepare(case)
    key = resources_of(case.module)[0].key
    changes = filled(dict(case.others), place.words)
    which = {name: options[name] for name in case.which if name in options}
    try:
        predicted, made, again = thrice(place, case, options)
        assert is_foretold(predicted.data[key], made.data[key])
        token = 1
        assert again["api_calls"] <= token + case.calls + references(case, options)
        which = renamed(which, options)
        assert made[key]["id"] in looked_up(place, case, which)
        for option in case.changing:
            thrice(place, case, {**which, **case.fixed, option: changes[option]})
            which = renamed(which, {option: changes[option]})
    finally:
        absent = {**gone(case, {**options, "new_name": None}), **which}
        _predicted, removed, _again = thrice(place, case, absent)
    assert removed[key] is None
    assert made[key]["id"] not in looked_up(place, case, which)
    place.clear()


def references(case: Case, options: dict[str, Any]) -> int:
    """How many other resources the options name."""
    fields = fields_of(case.module)
    return sum(1 for name in options if name in fields and fields[name][1].reference)


def renamed(which: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    """What says which one is meant after a task with these options."""
    return {"name": options["new_name"]} if "new_name" in options else which


def thrice(place: Place, case: Case, options: dict[str, Any]) -> tuple[Result, Result, Result]:
    """A task in check mode, for real, and once more: it is as was foretold, and then there is nothing to do."""
    predicted = succeed(place.run(case, options, check=True, diff=True))
    done = succeed(place.run(case, options, diff=True))
    again = succeed(place.run(case, options, diff=True))
    assert (predicted.changed, done.changed, again.changed) == (True, True, False), options
    assert predicted["diff"] == done["diff"]
    return predicted, done, again


def is_foretold(predicted: Any, done: Any) -> bool:
    """Whether all that was predicted came true, but for what only the service can know."""
    return all(value in UNKNOWN or done[name] == value for name, value in predicted.items())


def looked_up(place: Place, case: Case, which: dict[str, Any]) -> list[str]:
    """The ids of what the info module finds."""
    info = dataclasses.replace(case, module=f"{case.module}_info")
    known = {"name", *getattr(importlib.import_module(f"{MODULES}.{info.module}"), "ARGUMENT_SPEC", {})}
    result = succeed(place.run(info, {**case.seeking, **{name: which[name] for name in which if name in known}}))
    return [str(one["id"]) for one in result[resources_of(case.module)[0].plural_key]]
