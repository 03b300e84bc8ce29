# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The face of the module that sets quotas: one resource in each service, which users know as one."""

from __future__ import annotations

import dataclasses
import typing as t

from ..apply.options import Manner, Outcome
from ..apply.reconcile import converge
from ..errors import ConfigError
from ..options.connection import Spec
from ..resource.declaration import Json, Resource
from ..resource.desired import Wish
from ..resources.project import project_meant
from ..resources.quota import DEFAULT, QUOTAS
from ..resources.quota_view import has, quota_of
from ..service.cloud import Cloud
from .module import Result, diff_of, module_of, run, wish_of

# A wish for what one service has.
Part = t.Tuple[Resource, Wish]


def run_quota_module(argument_spec: Spec) -> None:
    """A module that sets quotas. It reads and changes only services of which something is wished."""
    module = module_of(argument_spec, {})

    def work(cloud: Cloud) -> Result:
        project = project_meant(cloud, module.params["project"])
        resources = {quota.service: quota.resource for quota in QUOTAS}
        wishes = {service: wish_of(module, resource) for service, resource in resources.items()}
        parts = {
            service: (resources[service], dataclasses.replace(wish, id=project["id"], name=project["name"]))
            for service, wish in wishes.items()
            if wish.fields or (wish.state == DEFAULT and has(cloud, service))
        }
        if any(wish.fields for wish in wishes.values()) and module.params["state"] == DEFAULT:
            raise ConfigError(["Limits are not given with state default, with which all are the default ones."])
        if not parts:
            raise ConfigError(["Say at least one limit, or set state to default."])
        outcomes = _converged(cloud, parts, module.check_mode)
        return _result(project, outcomes, module._diff)

    run(module, work)


def _converged(cloud: Cloud, parts: t.Mapping[str, Part], check: bool) -> dict[str, Outcome]:
    """What comes of each. All are looked at before one is changed, so that an error in one leaves all as they are."""
    outcomes = {
        service: converge(cloud, resource, wish, Manner(check=True)) for service, (resource, wish) in parts.items()
    }
    if check:
        return outcomes
    return {
        service: converge(cloud, *parts[service], Manner()) if outcome.plan.changed else outcome
        for service, outcome in outcomes.items()
    }


def _result(project: Json, outcomes: t.Mapping[str, Outcome], with_diff: bool) -> Result:
    limits = {service: outcome.resource["limits"] for service, outcome in outcomes.items() if outcome.resource}
    result: Result = {
        "changed": any(outcome.plan.changed for outcome in outcomes.values()),
        "quota": quota_of(project, limits),
    }
    if with_diff:
        result["diff"] = [
            {**diff_of(outcome), "before_header": service, "after_header": service}
            for service, outcome in outcomes.items()
            if outcome.plan.changed
        ]
    return result
