# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The face of the module that says why a connection fails. It reports the errors that other modules fail with."""

from __future__ import annotations

import os
import typing as t

from ..config.load import load_config
from ..diagnosis.diagnosis import diagnosis, diagnosis_without_configuration
from ..errors import ConfigError
from ..options.connection import Spec
from ..resources.quota_view import report as quotas
from ..service.cloud import Cloud
from .module import module_of, run

# Options of the connection that are always set so. A cached token would hide wrong credentials, and a retry would hide
# that the first attempt failed.
AFRESH: t.Mapping[str, t.Any] = {"token_cache": False, "retries": 0}


def run_diagnosis_module(argument_spec: Spec) -> None:
    """Run a module that connects step by step. It succeeds even if a step fails, and returns what failed."""
    module = module_of(argument_spec, {})
    connection = {**module.params, **AFRESH}
    try:
        load_config(connection, os.environ, module.given)
    except ConfigError as error:
        module.exit_json(changed=False, **diagnosis_without_configuration(error), api_calls=0)
    services: t.Sequence[str] = module.params["services"]
    run(module, lambda cloud: {"changed": False, **diagnosis(cloud, services, _quota)}, connection)


def _quota(cloud: Cloud, services: t.Sequence[str]) -> t.Mapping[str, t.Any]:
    asked = {"services": services, "projects": None, "for_user": None, "defaults": False, "limits": False}
    (quota,) = quotas(cloud, asked)["quotas"]
    return t.cast(t.Mapping[str, t.Any], quota)
