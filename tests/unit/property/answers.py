# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs tasks whose answers are not as they should be, and judges what comes of it."""

from __future__ import annotations

import contextlib
import traceback

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import TOKEN_REQUEST, Ansible, Result
from ansible_collections.nodeworks.openstack.tests.unit.property.judging import complaint, within
from ansible_collections.nodeworks.openstack.tests.unit.property.mutation import (
    Exchange,
    Mutation,
    Mutator,
    Recorder,
    mutations_of,
)
from ansible_collections.nodeworks.openstack.tests.unit.property.tasks import Options, Task, furnish
from ansible_collections.nodeworks.openstack.tests.unit.support import demo_cloud

# Far more than any of these tasks takes, waiting included.
LONGEST_SECONDS = 120


class Tasks:
    """Runs the mutated answers of one task. What changes nothing does so in one cloud, the rest each in a new one."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self._stack = contextlib.ExitStack()
        self._cloud: FakeCloud | None = None
        self._options: Options = {}

    def __enter__(self) -> Tasks:
        return self

    def __exit__(self, *_reason: object) -> None:
        self._stack.close()

    def exchanges(self) -> list[Exchange]:
        """What the task asks, and is told, where all is as it should be."""
        recorder = Recorder()
        result, ansible = self._run(recorder)
        assert result.exit_code == 0, f"{self.task}: {result.data.get('msg')}"
        assert result.changed == self.task.changes, f"{self.task}: {result.data}"
        assert _lie(self.task, result, ansible) is None
        return recorder.exchanges

    def mutations(self) -> list[Mutation]:
        """All that can be done to its answers."""
        return list(mutations_of(self.exchanges()))

    def problem(self, mutation: Mutation) -> str | None:
        """What is wrong with the task's end, if one answer is mutated; None if it is a result, or a clear failure."""
        try:
            with within(LONGEST_SECONDS):
                result, ansible = self._run(Mutator(mutation))
        except Exception:
            return f"{self.task}, {mutation}: {traceback.format_exc()}"
        why = complaint(result, odd_answers=True) or _lie(self.task, result, ansible, mutation.is_visible)
        return f"{self.task}, {mutation}: {why}: {result.data.get('msg')}" if why else None

    def _run(self, alter: Recorder | Mutator) -> tuple[Result, Ansible]:
        cloud = self._fresh()
        cloud.faults.add(kind="altered", times=None, alter=alter)
        ansible = self.task.users(cloud)
        try:
            options = {**self.task.waiting(), **self._options}
            result = ansible.run(self.task.module, check=self.task.foresees, **options)
        finally:
            cloud.faults.clear()
            if ansible.writes():
                self._cloud = None
        return result, ansible

    def _fresh(self) -> FakeCloud:
        if self._cloud is None:
            self._stack.close()
            self._cloud = self._stack.enter_context(demo_cloud(self.task.identity_versions))
            self._options = furnish(self._cloud, self.task)
        self._cloud.clear_log()
        return self._cloud


def _lie(task: Task, result: Result, ansible: Ansible, can_see: bool = True) -> str | None:
    """What the result says of changes and is not so. `can_see`: whether the task could see that an answer is wrong."""
    said = bool(result.data.get("changed"))
    writes = [
        request
        for request in ansible.cloud.requests
        if request.method not in ("GET", "HEAD")
        and f"{request.method} {request.service} {request.rest}" != TOKEN_REQUEST
    ]
    accepted = any(request.status is not None and request.status < 400 for request in writes)
    # What is to be removed and is not there any more: somebody else was faster.
    was_gone = any((request.method, request.status) == ("DELETE", 404) for request in writes)
    if task.module.endswith("_info"):
        return None
    if task.foresees and writes:
        return "it changed something in check mode"
    if not task.foresees and said and not (accepted or was_gone):
        return "it says that it changed something, but has not"
    if accepted and not said:
        return "it changed something, but does not say so"
    if result.exit_code == 0 and task.changes and can_see and not said:
        return "it says that there was nothing to change, but there was"
    return None
