# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a module's own entry point in this process, as Ansible would, and reads what it prints."""

from __future__ import annotations

import contextlib
import dataclasses
import importlib
import io
import json
from collections.abc import Callable, Mapping
from typing import Any

from ansible.module_utils.common import warnings as ansible_warnings
from ansible.module_utils.testing import patch_module_args

from ansible_collections.nodeworks.openstack.plugins.modules import os_catalog_info, os_node, os_node_info
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud

MODULES = "ansible_collections.nodeworks.openstack.plugins.modules"


@dataclasses.dataclass(frozen=True)
class Result:
    """What a module returned, how it ended, and all that it printed."""

    exit_code: int
    data: Mapping[str, Any]
    output: str

    def __getitem__(self, key: str) -> Any:
        return self.data[key]

    @property
    def changed(self) -> bool:
        return bool(self.data["changed"])

    @property
    def warnings(self) -> list[str]:
        """The texts of the warnings, which newer versions of Ansible hand over in a structure of their own."""
        found = self.data.get("warnings", ())
        return [str(warning["event"]["msg"] if isinstance(warning, dict) else warning) for warning in found]


def run_module(
    main: Callable[[], None], options: Mapping[str, Any], *, check: bool = False, diff: bool = False
) -> Result:
    """The result of one run; a module that fails in any other way than `fail_json` fails the test."""
    arguments = {**options, "_ansible_check_mode": check, "_ansible_diff": diff}
    # Ansible collects warnings for the life of a process, which in real runs is one module's.
    ansible_warnings._global_warnings.clear()
    printed, complained = io.StringIO(), io.StringIO()
    ended: SystemExit | None = None
    with patch_module_args(arguments), contextlib.redirect_stdout(printed), contextlib.redirect_stderr(complained):
        try:
            main()
        except SystemExit as end:
            ended = end
    assert ended is not None, "the module ended without a result"
    data = json.loads(printed.getvalue())
    # Since 2.22 ansible-core is told what to mask, and shows nothing of that: tests/plays/test_printed_secrets.py.
    handed_over = data.pop("_ansible_new_secrets", None)
    output = printed.getvalue() if handed_over is None else json.dumps(data)
    return Result(int(ended.code or 0), data, output + complained.getvalue())


def succeed(result: Result) -> Result:
    """The result, which has to be a good one."""
    assert result.exit_code == 0, result.data.get("msg")
    assert not result.data.get("failed")
    return result


def fail(result: Result) -> str:
    """The message of a result that has to be a bad one."""
    assert result.exit_code == 1
    assert result["failed"] is True
    assert "Traceback" not in result.output
    assert "exception" not in result.data
    return str(result["msg"])


@dataclasses.dataclass
class Ansible:
    """Runs tasks against one cloud."""

    cloud: FakeCloud
    options: dict[str, Any]

    def os_node(self, *, check: bool = False, diff: bool = False, **options: Any) -> Result:
        return run_module(os_node.main, {**self.options, **options}, check=check, diff=diff)

    def os_node_info(self, *, check: bool = False, diff: bool = False, **options: Any) -> Result:
        return run_module(os_node_info.main, {**self.options, **options}, check=check, diff=diff)

    def os_catalog_info(self, **options: Any) -> Result:
        return run_module(os_catalog_info.main, {**self.options, **options})

    def run(self, module: str, *, check: bool = False, diff: bool = False, **options: Any) -> Result:
        """Run any module, by its name."""
        main = importlib.import_module(f"{MODULES}.{module}").main
        return run_module(main, {**self.options, **options}, check=check, diff=diff)

    def lines(self) -> list[str]:
        """The requests so far, without the prefix of the service: `GET compute /v2.1/servers/detail`."""
        return [f"{request.method} {request.service} {request.rest}" for request in self.cloud.requests]

    def writes(self) -> list[str]:
        """The requests so far that may have changed something."""
        return [line for line in self.lines() if not line.startswith(("GET ", "HEAD ")) and line != TOKEN_REQUEST]

    def names(self) -> list[str]:
        """The names of all servers there are."""
        return sorted(server.name for server in self.cloud.compute.servers)


TOKEN_REQUEST = "POST identity /v3/auth/tokens"
