# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The last steps of a diagnosis: whether the services answer, and how much quota the project has left."""

from __future__ import annotations

import typing as t

from ..auth.access import CatalogEntry
from ..catalog.choose import FORCING_OPTION
from ..catalog.describe import grouped, listed
from ..errors import CloudError
from .catalog import Json, endpoint_reports
from .context import FAILED, OK, SKIPPED, WARNING, DiagnosisContext, Finding

# The quotas that run out first, with the words for them.
SCARCE = {
    ("compute", "instances"): "nodes",
    ("compute", "cores"): "cores",
    ("compute", "ram"): "MiB of memory",
    ("volume", "volumes"): "volumes",
    ("volume", "gigabytes"): "GiB of volumes",
    ("network", "floating_ips"): "floating IPs",
    ("network", "networks"): "networks",
    ("network", "ports"): "ports",
    ("network", "security_groups"): "security groups",
}
WITH_QUOTA = ("compute", "network", "volume")


def endpoints(context: DiagnosisContext) -> Finding:
    """Checks that each service has an endpoint that answers."""
    reports = endpoint_reports(context.cloud, None, probe=True)
    for service in context.services:
        if service not in reports:
            reports.update(endpoint_reports(context.cloud, service, probe=True))
    context.endpoints = [_endpoint(service, report, context) for service, report in reports.items()]
    bad = {one["service"]: one for one in context.endpoints if one["outcome"] in (FAILED, WARNING)}
    good = [one["service"] for one in context.endpoints if one["outcome"] == OK]
    answering = f"{listed(good)} {'answer' if len(good) > 1 else 'answers'}" if good else "No service answers"
    if not bad:
        return Finding(OK, f"{answering}.")
    reasons = " ".join(f"{service}: {one['verdict']}" for service, one in bad.items())
    needed = [one for one in bad.values() if one["outcome"] == FAILED]
    verdict = f"{answering}, but not {listed(list(bad))}. {reasons}"
    return Finding(FAILED if needed else WARNING, verdict, _advice(context, needed or list(bad.values())))


def _endpoint(service: str, report: Json, context: DiagnosisContext) -> Json:
    probe = report.get("probe") or {}
    answers = bool(probe.get("answers"))
    return {
        "service": service,
        "required": service in context.services,
        "outcome": _outcome(service in context.services, report, answers),
        **{key: report.get(key) for key in ("type", "name", "region", "interface", "url", "why")},
        "seconds": probe.get("seconds"),
        "verdict": probe.get("verdict") or report["why"],
    }


def _outcome(required: bool, report: Json, answers: bool) -> str:
    if answers:
        return OK
    if required:
        return FAILED
    # A cloud may do without the service. If it is in the catalog, it should answer.
    return WARNING if report["url"] else SKIPPED


def _advice(context: DiagnosisContext, bad: t.Sequence[Json]) -> str:
    """The advice which option to set. If no endpoint was chosen, the verdict already says why."""
    silent = [one for one in bad if one["url"]]
    if not silent:
        return "Set what the message names, or leave the service out of those that are needed."
    options = listed([FORCING_OPTION.get(one["service"], f"endpoints.{one['service']}.url") for one in silent])
    if not any(one["type"] for one in silent):
        return f"Correct the URL in {options}, or leave it out, so that the catalog is asked."
    others = {entry.interface for entry in (context.access.catalog if context.access else ())}
    others.discard(context.cloud.config.interface)
    interface = f"Set interface to {listed(sorted(others), quote=True)}, or f" if others else "F"
    return f"{interface}orce a URL that answers from here with {options}."


def services_by_region(catalog: t.Sequence[CatalogEntry], chosen: t.Sequence[Json]) -> list[Json]:
    """The catalog, with a mark at the endpoints that are used."""
    services = grouped(catalog)
    for service in services:
        for endpoint in service["endpoints"]:
            whole = {"type": service["type"], "name": service["name"], **endpoint}
            endpoint["used"] = any(all(one[key] == value for key, value in whole.items()) for one in chosen)
    return services


def quota(context: DiagnosisContext) -> Finding:
    """Checks how much quota the project has left."""
    there = [one["service"] for one in context.endpoints if one["outcome"] == OK and one["service"] in WITH_QUOTA]
    if not there:
        return Finding(SKIPPED, "No service that has quotas answers.")
    if context.access is None or context.access.scope != "project":
        return Finding(SKIPPED, "The token is for no project, and only projects have quotas.")
    try:
        told = context.quota_of(context.cloud, there)
    except CloudError as error:
        return Finding(WARNING, f"It could not be asked for. {error}")
    context.quota = [
        {"service": service, "what": words, **told[service][key]}
        for (service, key), words in SCARCE.items()
        if told.get(service) and key in told[service]
    ]
    used_up = [f"{one['what']} ({one['in_use']} of {one['limit']})" for one in context.quota if one["left"] == 0]
    if used_up:
        advice = "Remove what is not needed, or ask the cloud's administrators for more (os_quota sets it)."
        return Finding(WARNING, f"Nothing is left of {listed(used_up)}.", advice)
    left = [f"{one['left']} {one['what']}" for one in context.quota if one["left"] is not None]
    return Finding(OK, f"Left are {listed(left)}." if left else "There are no limits.")
