# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports on the token, its catalog, and the endpoint that is used for each service."""

from __future__ import annotations

import concurrent.futures
import dataclasses
import typing as t

from ..auth.access import Access, CatalogEntry
from ..catalog.choose import Choice
from ..catalog.describe import grouped
from ..errors import CloudError, ConfigError, EndpointNotFound
from ..options.services import SERVICE_TYPES, service_of_type, types_of_service
from ..service.base_url import versions_url
from ..service.cloud import Cloud
from ..service.version_document import read_versions
from ..session.faults import service_message
from ..transport.exchange import Request, Response

Json = t.Dict[str, t.Any]

# Most clouds do not have these services, and do not need them.
RARE_SERVICES = frozenset(("reservation",))
# A sentence lists all versions up to this number.
MANY = 3


@dataclasses.dataclass(frozen=True)
class Filter:
    """The endpoints of the catalog to show; None lets all through."""

    service_type: str | None = None
    service_name: str | None = None
    region_name: str | None = None
    interface: str | None = None

    def lets_through(self, entry: CatalogEntry) -> bool:
        """Whether an endpoint is to be shown. A type stands for its aliases too."""
        types = types_of_service(service_of_type(self.service_type)) if self.service_type else (entry.type,)
        return (
            entry.type in types
            and self.service_name in (None, entry.name)
            and self.region_name in (None, entry.region)
            and self.interface in (None, entry.interface)
        )


def token_report(access: Access, return_token: bool) -> Json:
    """The user, scope and expiry of the token. The token itself is included only if the user asked for it."""
    report: Json = {
        "auth_version": access.auth_version,
        "scope": access.scope,
        "user": _named(access.user),
        "project": access.project and _named(access.project),
        "domain": access.domain and _named(access.domain),
        "roles": list(access.roles),
        "expires_at": access.expires_at.isoformat() if access.expires_at else None,
    }
    if return_token:
        report["value"] = access.token
    return report


def _named(raw: t.Mapping[str, t.Any]) -> Json:
    """The keys of a user, project or domain that all identity services show."""
    return {key: raw[key] for key in ("id", "name", "domain") if key in raw}


def catalog_report(access: Access, wanted: Filter) -> list[Json]:
    """The services of the catalog with their endpoints."""
    return grouped(entry for entry in access.catalog if wanted.lets_through(entry))


def endpoint_reports(cloud: Cloud, service_type: str | None, probe: bool) -> dict[str, Json]:
    """For each service the endpoint that would be used and why, or the reason why there is none.

    With `probe`, also whether the endpoint answers, and how fast.
    """
    services = [service_of_type(service_type)] if service_type else _services_to_report(cloud)
    reports = {}
    choices: dict[str, Choice] = {}
    for service in services:
        try:
            choice = cloud.choice(service, refresh=False)
            choices[service] = choice
            reports[service] = _chosen(choice)
        except (ConfigError, EndpointNotFound) as error:
            reports[service] = {"url": None, "why": str(error)}
    if probe:
        for service, result in _probe_all(cloud, choices).items():
            reports[service]["probe"] = result
    return reports


def _services_to_report(cloud: Cloud) -> list[str]:
    """The services to report on: common ones always, rare ones only if the catalog has them or a URL is forced."""
    wanted = [service for service in SERVICE_TYPES if cloud.config.endpoint_filter(service).url]
    catalog = cloud.session.access().catalog if cloud.config.identity.auth_url else ()
    there = {service_of_type(entry.type) for entry in catalog}
    return [service for service in SERVICE_TYPES if service not in RARE_SERVICES or service in {*wanted, *there}]


def _chosen(choice: Choice) -> Json:
    entry = dataclasses.asdict(choice.entry) if choice.entry else {}
    return {**entry, "url": choice.url, "why": choice.why}


def _probe_all(cloud: Cloud, choices: t.Mapping[str, Choice]) -> dict[str, Json]:
    """Probe all endpoints at once, so that a silent one does not keep the others waiting."""
    if not choices:
        return {}
    with concurrent.futures.ThreadPoolExecutor(max_workers=len(choices)) as pool:
        results = pool.map(lambda choice: _probe(cloud, choice), choices.values())
        return dict(zip(choices, results))


def _probe(cloud: Cloud, choice: Choice) -> Json:
    url = choice.url
    try:
        url = versions_url(choice.url)
        response = cloud.session.send(Request("GET", url), token=cloud.token_for(choice))
        if response.status not in (200, 300):
            said = response.hint or service_message(response.content)
            if response.hint:  # the service is there, but the token's access rules do not allow this request
                verdict = f"answers HTTP {response.status}. {said}"
                return {**_answering(url, response), "versions": [], "verdict": verdict}
            return {"url": url, "answers": False, "verdict": f"answers HTTP {response.status}: {said}"}
        versions = read_versions(response.json_object())
    except CloudError as error:
        return {"url": url, "answers": False, "verdict": str(error)}
    return {**_answering(url, response), "versions": versions, "verdict": _verdict(versions, response.seconds)}


def _answering(url: str, response: Response) -> Json:
    return {"url": url, "answers": True, "seconds": round(response.seconds, 3)}


def _verdict(versions: t.Sequence[Json], seconds: float) -> str:
    if not versions:
        return f"answers in {seconds:.2f} s, but not with a version document: perhaps another service's URL"
    words = []
    # Glance has a version for each change of its API, so only the current one is shown.
    shown = (
        [one for one in versions if one["status"] == "CURRENT"] or versions[:1] if len(versions) > MANY else versions
    )
    for version in shown:
        microversions = f" (microversions {version['min_microversion']} to {version['max_microversion']})"
        words.append(f"{version['id']}{microversions if version['max_microversion'] else ''}")
    others = f" and {len(versions) - len(shown)} others" if len(versions) > len(shown) else ""
    return f"answers in {seconds:.2f} s with {', '.join(words)}{others}"
