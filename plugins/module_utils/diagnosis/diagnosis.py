# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connects step by step, to say which step fails, why, and which option to set.

Each step needs that those before it went well, and is not tried otherwise. None raises an error: errors are findings,
and part of the report.
"""

from __future__ import annotations

import dataclasses
import datetime
import socket
import time
import typing as t

from ..errors import CloudError, ConfigError
from ..service.cloud import Cloud
from ..transport.redact import json_without_secrets
from .catalog import Json, token_report
from .context import FAILED, OK, SKIPPED, WARNING, DiagnosisContext, Finding, QuotaReport
from .identity import authentication, catalog, version
from .network import configuration, connection_of, name, port, tls
from .services import endpoints, quota, services_by_region


@dataclasses.dataclass(frozen=True)
class Step:
    """One step. `needs` are the steps that have to go well before it."""

    name: str
    title: str
    look: t.Callable[[DiagnosisContext], Finding]
    needs: tuple[str, ...] = ()


UP_TO_TLS = ("configuration", "name", "port", "tls")
STEPS = (
    Step("configuration", "Configuration", configuration),
    Step("name", "Host name", name, UP_TO_TLS[:1]),
    Step("port", "Port", port, UP_TO_TLS[:2]),
    Step("tls", "TLS", tls, UP_TO_TLS[:3]),
    Step("version", "Version document", version, UP_TO_TLS),
    # It does not need "version": some clouds show their versions to nobody, and give tokens all the same.
    Step("authentication", "Authentication", authentication, UP_TO_TLS),
    Step("catalog", "Catalog", catalog, (*UP_TO_TLS, "authentication")),
    Step("endpoints", "Endpoints", endpoints, (*UP_TO_TLS, "authentication", "catalog")),
    Step("quota", "Quota", quota, (*UP_TO_TLS, "authentication", "catalog")),
)
TITLES = {step.name: step.title for step in STEPS}


def diagnosis(cloud: Cloud, services: t.Sequence[str], quota_of: QuotaReport) -> Json:
    """The whole report on a connection.

    `services` are those that have to answer. `quota_of` asks for quotas. The cloud has to have a session of its own: a
    token from the cache would not test the credentials.
    """
    context = DiagnosisContext(cloud, services, quota_of)
    told: list[Json] = []
    for step in STEPS:
        told.append(_tried(step, context, told))
    _forgive_the_version(told)
    access = context.access
    report = {
        **_summed_up(told),
        "connection": connection_of(cloud.config),
        "steps": told,
        "token": token_report(access, False) if access else None,
        "catalog": services_by_region(access.catalog if access else (), context.endpoints),
        "endpoints": context.endpoints,
        "quota": context.quota,
    }
    known = [secret for secret in cloud.secrets if secret]
    return {key: json_without_secrets(value, known) for key, value in report.items()}


def diagnosis_without_configuration(error: ConfigError) -> Json:
    """The report if the configuration is not even clear enough to connect."""
    first, *others = STEPS
    finding = Finding(FAILED, str(error), "Mend what the message names; the other steps need it.")
    told = [_told(first, finding, 0.0), *(_not_tried(step) for step in others)]
    nothing: Json = {"connection": None, "token": None, "catalog": [], "endpoints": [], "quota": []}
    return {**_summed_up(told), **nothing, "steps": told}


def _tried(step: Step, context: DiagnosisContext, before: t.Sequence[Json]) -> Json:
    if any(one["outcome"] == FAILED and one["name"] in step.needs for one in before):
        return _not_tried(step)
    started = time.monotonic()
    try:
        finding = step.look(context)
    except CloudError as error:
        finding = Finding(FAILED, str(error), context.advice(step.name, error))
    return _told(step, finding, time.monotonic() - started)


def _not_tried(step: Step) -> Json:
    return _told(step, Finding(SKIPPED, "Not tried, since a step before it failed."), 0.0)


def _told(step: Step, finding: Finding, seconds: float) -> Json:
    return {
        "name": step.name,
        "title": step.title,
        "outcome": finding.outcome,
        "verdict": finding.verdict,
        "advice": finding.advice,
        "seconds": round(seconds, 4),
    }


def _forgive_the_version(told: t.Sequence[Json]) -> None:
    """Turn a missing version document into a warning where a token was given, as it is no obstacle then."""
    outcomes = {one["name"]: one for one in told}
    if outcomes["version"]["outcome"] == FAILED and outcomes["authentication"]["outcome"] == OK:
        outcomes["version"].update(outcome=WARNING, advice=None)


def _summed_up(told: t.Sequence[Json]) -> Json:
    failed = next((one for one in told if one["outcome"] == FAILED), None)
    warnings = [one["title"] for one in told if one["outcome"] == WARNING]
    if failed:
        verdict = f"{failed['title']}: {failed['verdict']}"
    elif warnings:
        verdict = f"The connection works. Worth a look: {', '.join(warnings)}."
    else:
        verdict = "The connection works."
    return {
        "healthy": failed is None,
        "verdict": verdict,
        "failed_step": failed["name"] if failed else None,
        "advice": failed["advice"] if failed else None,
        "when": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "host": socket.gethostname(),
    }
