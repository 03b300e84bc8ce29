# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action plugin of every module: runs the module of its own name in the Ansible worker, where that is the same.

This is the one file; the others in this folder are links to it. Ansible loads a plugin under the name of its link, and
that says which module is meant. A redirect in meta/runtime.yml would not do: to Ansible all modules would then be one
action, and the module_defaults of the last module would hold for all.
"""

from __future__ import annotations

import importlib

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.module import only_validating
from ansible_collections.nodeworks.openstack.plugins.plugin_utils.worker.action import WorkerAction

_MODULES = "ansible_collections.nodeworks.openstack.plugins.modules"


class ActionModule(WorkerAction):
    """The action of the module that has the name of this file's link."""

    MODULE = importlib.import_module(f"{_MODULES}.{__name__.rpartition('.')[2]}")


def main() -> None:
    """Validate the module's arguments, and do nothing else.

    ansible-lint finds this file before the module, and calls `main` of what it finds to validate a task's options.
    """
    with only_validating():
        ActionModule.MODULE.main()
