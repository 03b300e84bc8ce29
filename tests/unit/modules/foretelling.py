# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A playbook of modules: run in check mode, then in earnest, and compared task by task."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.forecast import Events, kept_by
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, Result, succeed

# An id of a service, and one that stands for it.
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|to-be-made-[A-Za-z0-9._-]+")

Registered = Mapping[str, Mapping[str, Any]]


@dataclasses.dataclass(frozen=True)
class Task:
    """One task. Options that are functions get the results of earlier tasks by name, as templates do."""

    called: str
    module: str
    options: Mapping[str, Any]

    def options_with(self, registered: Registered) -> dict[str, Any]:
        return {key: value(registered) if callable(value) else value for key, value in self.options.items()}


def task(called: str, module: str, /, **options: Any) -> Task:
    return Task(called, module, options)


def registered(name: str, kind: str, key: str = "id", many: bool = False) -> Callable[[Registered], Any]:
    """The key of an earlier task's result, as `{{ name.kind.key }}` is in a playbook; `many` makes a list of it."""

    def found(results: Registered) -> Any:
        value = results[name][kind][key]
        assert value is not None, f"{name}.{kind}.{key} is null"
        return [value] if many else value

    return found


class Memory:
    """Keeps predictions as the file of a run does: as text."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def events(self) -> Events:
        return [json.loads(line) for line in self._lines]

    def add(self, events: Events) -> None:
        self._lines += [json.dumps(event) for event in events]


def play(ansible: Ansible, tasks: Sequence[Task], *, check: bool) -> dict[str, Result]:
    """Run the tasks in their order, and return their results by name."""
    results: dict[str, Result] = {}
    with kept_by(Memory()):
        for one in tasks:
            data = {name: result.data for name, result in results.items()}
            results[one.called] = succeed(ansible.run(one.module, check=check, diff=True, **one.options_with(data)))
    return results


def without_ids(diff: Any) -> Any:
    """A diff without ids, which only the service can know of what is still to be made."""
    return json.loads(ID.sub("ID", json.dumps(diff, sort_keys=True)))


def require_foretold(ansible: Ansible, tasks: Sequence[Task]) -> dict[str, Result]:
    """Run tasks in check mode and then in earnest; return the real results.

    Each task has to be predicted: whether it changes something, the diff, and warnings.
    """
    written = len(ansible.writes())
    predicted = play(ansible, tasks, check=True)
    assert len(ansible.writes()) == written
    results = play(ansible, tasks, check=False)
    for called, result in results.items():
        check = predicted[called]
        assert (called, check.changed) == (called, result.changed)
        assert (called, without_ids(check["diff"])) == (called, without_ids(result["diff"]))
        assert (called, check.warnings) == (called, result.warnings)
    return results
