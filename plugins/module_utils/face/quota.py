# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The face of the module that sets quotas. There is one quota resource in each service; users see a single one."""

from __future__ import annotations

import dataclasses
import typing as t

from ..apply.options import ApplyOptions, Result
from ..apply.reconcile import reconcile
from ..errors import ConfigError
from ..options.connection import Spec
from ..resource.declaration import Json, Resource
from ..resource.desired import Desired
from ..resources.project import project_meant
from ..resources.quota import DEFAULT, QUOTAS
from ..resources.quota_view import has, quota_of
from ..service.cloud import Cloud
from .desired import desired_from
from .module import ModuleResult, diff_of, module_of, run

# The quota resource of one service, and its desired state.
Part = t.Tuple[Resource, Desired]


def run_quota_module(argument_spec: Spec) -> None:
    """Run a module that sets quotas. It reads and changes only the services that the desired state is about."""
    module = module_of(argument_spec, {})

    def work(cloud: Cloud) -> ModuleResult:
        project = project_meant(cloud, module.params["project"])
        resources = {quota.service: quota.resource for quota in QUOTAS}
        desired_states = {
            service: desired_from(resource, module.params, module.argument_spec)
            for service, resource in resources.items()
        }
        parts = {
            service: (resources[service], dataclasses.replace(desired, id=project["id"], name=project["name"]))
            for service, desired in desired_states.items()
            if desired.fields or (desired.state == DEFAULT and has(cloud, service))
        }
        if any(desired.fields for desired in desired_states.values()) and module.params["state"] == DEFAULT:
            raise ConfigError(["Limits are not given with state default, with which all are the default ones."])
        if not parts:
            raise ConfigError(["Say at least one limit, or set state to default."])
        results = _reconciled(cloud, parts, module.check_mode)
        return _output(project, results, module._diff)

    run(module, work)


def _reconciled(cloud: Cloud, parts: t.Mapping[str, Part], check: bool) -> dict[str, Result]:
    """The result for each service. All are checked before one is changed, so that an error in one leaves all as they
    are."""
    results = {
        service: reconcile(cloud, resource, desired, ApplyOptions(check=True))
        for service, (resource, desired) in parts.items()
    }
    if check:
        return results
    return {
        service: reconcile(cloud, *parts[service], ApplyOptions()) if result.plan.changed else result
        for service, result in results.items()
    }


def _output(project: Json, results: t.Mapping[str, Result], with_diff: bool) -> ModuleResult:
    limits = {service: result.resource["limits"] for service, result in results.items() if result.resource}
    output: ModuleResult = {
        "changed": any(result.plan.changed for result in results.values()),
        "quota": quota_of(project, limits),
    }
    if with_diff:
        output["diff"] = [
            {**diff_of(result), "before_header": service, "after_header": service}
            for service, result in results.items()
            if result.plan.changed
        ]
    return output
