# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the module for names of openstack.cloud that are not here: it says what to use, whatever it was given.

It takes no options of its own, so those of a task are not looked at.
"""

from __future__ import annotations

from ..options.elsewhere import advice
from .masking import MaskingModule


class MovedModule(MaskingModule):
    """A module that takes anything. `called` is the name by which a task calls it."""

    called = ""

    def _load_params(self) -> None:
        super()._load_params()
        self.called = str(self.params.get("_ansible_module_name") or "")
        self.params = {name: value for name, value in self.params.items() if name.startswith("_ansible_")}


def run_moved() -> None:
    """Fail with the advice for the name that the task has."""
    module = MovedModule(argument_spec={}, supports_check_mode=True)
    module.fail_json(msg=advice(module.called), changed=False)
