# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action plugin of all modules: runs a module in the Ansible worker, where that is the same, else as usual.

A module is a process: an archive is built and unpacked, Python starts and imports, all for a question that is answered
in milliseconds. Ansible itself runs each task in a process of its own, the worker, a fork of the main one. The main
process loads the class of an action plugin before it forks; so what is imported at the top of an action plugin, the
module's code and the HTTP library, is there in each worker and costs a task nothing.

All that Ansible does for a module, from the arguments to the result, is left to its own code (`_execute_module`). Three
of its steps are replaced: what is built are the module's arguments alone, nothing is written to a file, and what is
executed is the module's `main`, here.

Each module has an action plugin of its name in plugins/action, which says no more than which module it runs. One for
all, to which meta/runtime.yml sends the names, would not do: to Ansible all modules would then be the same action, and
the `module_defaults` of one would be those of the others.
"""

from __future__ import annotations

import sys
import types
import typing as t

from ansible import constants
from ansible.errors import AnsibleActionFail
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.plugins.action.normal import ActionModule as ModuleAction

from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.progress import SILENT, Progress
from ansible_collections.nodeworks.openstack.plugins.module_utils.face.forecast import HIDDEN
from ansible_collections.nodeworks.openstack.plugins.module_utils.printable import printable
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.transport import HAS_REQUESTS

from . import core
from .forecast_file import forecast_of_run
from .in_process import run_in_process
from .pace import Paced
from .place import IN_PROCESS_VARIABLE, Circumstances

PROGRESS_VARIABLE = "nodeworks_progress"

Variables = t.Mapping[str, t.Any]


class WorkerAction(ModuleAction):
    """Runs `MODULE`, a module of this action's name."""

    MODULE: types.ModuleType

    def run(self, tmp: str | None = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Run the module; its result."""
        self._task_vars: Variables = task_vars or {}
        self._environment: dict[str, t.Any] = {}
        self._compute_environment_string(self._environment)
        reason = self._circumstances().reason_for_a_process()
        self._in_worker = reason is None
        self._forecast = forecast_of_run() if self._task.check_mode else None
        where = f"as a module: {reason}" if reason else "in the worker"
        self._display.vvv(f"Running {self._task.action} {where}", host=self._host_name())
        result: dict[str, t.Any] = super().run(tmp, task_vars)
        return result

    # The steps of a module's execution

    def _execute_module(
        self, module_name: str | None = None, module_args: Variables | None = None, **options: t.Any
    ) -> dict[str, t.Any]:
        """Execute the module. As a process it gets the predictions of earlier tasks, and returns its own."""
        if self._in_worker or self._forecast is None:
            return dict(super()._execute_module(module_name, module_args, **options))
        arguments = self._task.args if module_args is None else module_args
        known = {**arguments, HIDDEN: self._forecast.events()}
        result: dict[str, t.Any] = super()._execute_module(module_name, known, **options)
        self._forecast.add(result.pop(HIDDEN, []))
        return result

    def _configure_module(self, module_name: str, module_args: Variables, task_vars: Variables) -> t.Any:
        if not self._in_worker:
            return super()._configure_module(module_name, module_args, task_vars)
        return core.built_module(module_args, f"#!{sys.executable}"), self.MODULE.__file__

    def _is_pipelining_enabled(self, module_style: str, wrap_async: bool = False) -> bool:
        # Pipelining is Ansible's word for running a module without writing it to a file first.
        return self._in_worker or bool(super()._is_pipelining_enabled(module_style, wrap_async))

    def _low_level_execute_command(self, cmd: str, *positional: t.Any, **options: t.Any) -> dict[str, t.Any]:
        if not self._in_worker:
            outcome: dict[str, t.Any] = super()._low_level_execute_command(cmd, *positional, **options)
            return outcome
        ended = run_in_process(
            self.MODULE.main,
            options["in_data"],
            environment={str(name): str(value) for name, value in self._environment.items()},
            directory=self._loader.get_basedir(),
            progress=self._progress(),
            forecast=self._forecast,
        )
        return {
            "rc": ended.exit_code,
            "stdout": ended.stdout,
            "stdout_lines": ended.stdout.splitlines(),
            "stderr": ended.stderr,
            "stderr_lines": ended.stderr.splitlines(),
        }

    # Settings of the task, its host and Ansible

    def _circumstances(self) -> Circumstances:
        return Circumstances(
            wanted=self._switch(IN_PROCESS_VARIABLE),
            connection=str(self._connection.ansible_name),
            becomes=self._becomes(),
            is_async=bool(self._task.async_val),
            interpreter=self._interpreter(),
            environment=[str(name) for name in self._environment],
            keeps_files=bool(constants.DEFAULT_KEEP_REMOTE_FILES),
            has_libraries=HAS_REQUESTS,
            core_problem=core.problem(),
        )

    def _becomes(self) -> bool:
        """Whether the module is run by another user. As Ansible sees it, nobody becomes oneself."""
        if not self._connection.become:
            return False
        wanted, current = self.get_become_option("become_user"), self._get_remote_user()
        return bool(constants.BECOME_ALLOW_SAME_USER) or wanted != current or not (wanted or current)

    def _interpreter(self) -> str | None:
        configured = constants.config.get_config_value("INTERPRETER_PYTHON", variables=self._variables_of_target())
        value = self._templar.template(configured)
        return str(value).strip() if value else None

    def _variables_of_target(self) -> Variables:
        """The variables of the host on which the module runs."""
        if self._task.delegate_to:
            delegated: Variables = self._task_vars["ansible_delegated_vars"][self._task.delegate_to]
            return delegated
        return self._task_vars

    def _switch(self, name: str) -> bool | None:
        """A variable that is true or false; None if it is not set.

        Raises:
            AnsibleActionFail: it is neither.
        """
        value = self._templar.template(self._task_vars.get(name, self._variables_of_target().get(name)))
        try:
            return None if value is None else bool(boolean(value))
        except TypeError as error:
            raise AnsibleActionFail(f"The variable {name} must be true or false: {error}") from error

    def _progress(self) -> Progress:
        if self._switch(PROGRESS_VARIABLE) is False or self._task.no_log:
            return SILENT

        def show(text: str) -> None:
            # To standard error, since the outcome of a play on standard output may be JSON.
            self._display.display(printable(f"[{self._host_name()}] {text}"), stderr=True)

        return Paced(show)

    def _host_name(self) -> str:
        return str(self._task_vars.get("inventory_hostname"))
