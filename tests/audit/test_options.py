# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every option: what is made with it is unchanged in a second run, and another value of it is never passed over."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Result, succeed

from .case import Case, filled
from .cases import CASES
from .place import Place


@pytest.fixture(autouse=True)
def _as_before(place: Place) -> Iterator[None]:
    yield
    place.clear()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_second_run_changes_nothing_and_no_difference_is_passed_over(case: Case, place: Place) -> None:
    if place.kind in case.lacking:
        tell(place, case, lacking=True)
        return
    options = place.prepare(case)
    first = succeed(place.run(case, options))
    # A port that a node has can be removed only when the node is gone.
    place.made.insert(0 if case.module == "os_port" and "node" in options else len(place.made), (case, options))
    assert first.changed
    again = succeed(place.run(case, options))
    passed_over = [option for option in case.others if is_silent(differing(case, place, options, option))]
    tell(place, case, changed=again.changed, passed_over=passed_over)
    assert (again.changed, passed_over) == (False, []), again.data.get("diff")


def differing(case: Case, place: Place, options: dict[str, Any], option: str) -> Result:
    """What a task says in check mode that wants one option otherwise."""
    which = {name: options[name] for name in case.which if name in options}
    if case.module in ("os_security_group_rule", "os_floating_ip"):
        which = dict(options)  # they have no name of their own
    if case.module == "os_node" and "names" in options:
        which = dict(options)
    other = filled({option: case.others[option]}, place.words)
    fixed = {name: value for name, value in case.fixed.items() if name != option}
    return place.run(case, {**which, **fixed, **other}, check=True)


def is_silent(result: Result) -> bool:
    """Whether nothing was said of what is not as it is wanted."""
    return result.exit_code == 0 and not result.changed and not result.warnings


def tell(place: Place, case: Case, **what: Any) -> None:
    """Write down what was tried, for the figures."""
    folder = os.environ.get("AUDIT_FIGURES")
    if folder:
        entry = {"cloud": place.kind, "module": case.module, "options": sorted(case.options), **what}
        entry["others"] = sorted(case.others)
        with contextlib.ExitStack() as stack:
            path = pathlib.Path(folder) / f"{os.getpid()}.jsonl"
            print(json.dumps(entry), file=stack.enter_context(path.open("a", encoding="utf-8")))
