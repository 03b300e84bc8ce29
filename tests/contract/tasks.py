# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Modules that are run with the credentials of a session: what they do has to be so on the fake and on a real cloud."""

from __future__ import annotations

import importlib
from typing import Any

from ansible_collections.nodeworks.openstack.tests.contract.client import Cloud, Json
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Result, run_module, succeed

MODULES = "ansible_collections.nodeworks.openstack.plugins.modules"


class Tasks:
    """Runs modules with the credentials of a session."""

    def __init__(self, session: Cloud) -> None:
        self._options = {
            "auth_url": session.auth_url,
            "username": session.username,
            "password": session.password,
            "project_name": session.project_name,
            **{f"user_domain_{key}": value for key, value in session.user_domain.items()},
            **{f"project_domain_{key}": value for key, value in session.project_domain.items()},
            "region_name": session.region,
            "retries": 0,
        }

    def run(self, module: str, *, check: bool = False, **options: Any) -> Result:
        main = importlib.import_module(f"{MODULES}.os_{module}").main
        return run_module(main, {**self._options, **options}, check=check)

    def one(self, kind: str, **options: Any) -> Json:
        return dict(succeed(self.run(kind, **options))[kind])
