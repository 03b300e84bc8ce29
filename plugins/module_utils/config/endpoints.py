# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The choice of each service's endpoint, from all settings for it."""

from __future__ import annotations

import typing as t

from ..options import connection as spec
from ..options.services import SERVICE_TYPES, service_of_type
from .cloud_config import EndpointFilter
from .merge import Said, merged
from .microversions import microversion_of, parse_microversion
from .service_keys import PROBLEM
from .values import checked

# Options that are about one service: (option, service, key of that service's desired state).
SERVICE_OPTIONS = (
    ("base_url", "compute", "url"),
    ("image_url", "image", "url"),
    ("network_url", "network", "url"),
    ("volume_url", "volume", "url"),
    ("reservation_url", "reservation", "url"),
    ("service_type", "compute", "service_type"),
    ("service_name", "compute", "service_name"),
)


def with_endpoints(said: Said, problems: list[str]) -> Said:
    """The same, with the options that are about one service moved into `endpoints`, where the others are.

    Done for each source by itself, so that a strong `endpoints` is not beaten by a weak `base_url`.
    """
    moved = {"microversion", *(option for option, _service, _key in SERVICE_OPTIONS)}
    endpoints: Said = {}
    for option, service, key in SERVICE_OPTIONS:
        if said.get(option):
            endpoints.setdefault(service, {})[key] = said[option]
    if said.get("microversion"):
        try:
            service, version = parse_microversion(said["microversion"])
            endpoints.setdefault(service, {})["microversion"] = version
        except ValueError as error:
            problems.append(f"microversion has to be {error}.")
    rest = {option: value for option, value in said.items() if option not in moved}
    return {**rest, "endpoints": merged(endpoints, by_service(said.get("endpoints") or {}, problems))}


def wanted(said: Said, of_the_task: t.Container[str], problems: list[str]) -> dict[str, EndpointFilter]:
    """The desired state for each service of which something was said. What was said of all fills the gaps.

    What is wrong with it is an error at once if the task says something of that service. A file is shared by many
    tasks: what is wrong there is told to those that use the service.
    """
    common = {"region_name": said.get("region_name"), **interfaces(said.get("interface"))}
    result = {}
    for service, wanted in said.get("endpoints", {}).items():
        wrong = [wanted[PROBLEM]] if wanted.get(PROBLEM) else []
        values = _checked_desired(service, {key: value for key, value in wanted.items() if key != PROBLEM}, wrong)
        if service in of_the_task:
            problems += wrong
        if "interface" in values:
            values.update(interfaces(values["interface"]))
        values["problem"] = " ".join(wrong) or None
        result[service] = EndpointFilter(service=service, **{**common, **values})
    return result


def interfaces(given: t.Any) -> dict[str, t.Any]:
    """An interface, or a list of them, as a desired state and a configuration have it."""
    first, *others = given if isinstance(given, list) and given else [given or "public"]
    return {"interface": first, "further_interfaces": tuple(others)}


def by_service(given: t.Any, problems: list[str]) -> Said:
    """`endpoints` with our word for each service, whichever of its types was written."""
    if not isinstance(given, dict):
        problems.append("endpoints has to be a mapping of services.")
        return {}
    endpoints: Said = {}
    for key, wanted in given.items():
        service = service_of_type(str(key).replace("_", "-"))
        if wanted is None:
            continue
        if service not in SERVICE_TYPES:
            problems.append(f"endpoints knows no service '{key}'; it knows {', '.join(SERVICE_TYPES)}.")
        elif not isinstance(wanted, dict) or set(wanted) - {*spec.ENDPOINT_OPTIONS, PROBLEM}:
            problems.append(f"endpoints.{key} takes a mapping of {', '.join(spec.ENDPOINT_OPTIONS)}.")
        else:
            values = {name: value for name, value in wanted.items() if value is not None}
            known = endpoints.setdefault(service, {})
            problems += [
                f"endpoints has {name} of the service {service} twice, but they differ. Leave one of them out."
                for name, value in values.items()
                if known.get(name, value) != value
            ]
            known.update(values)
    return endpoints


def _checked_desired(service: str, wanted: t.Mapping[str, t.Any], problems: list[str]) -> dict[str, t.Any]:
    values = checked(wanted, spec.ENDPOINT_OPTIONS, problems, prefix=f"endpoints.{service}.")
    if "microversion" in values:
        try:
            values["microversion"] = microversion_of(service, values["microversion"])
        except ValueError as error:
            problems.append(f"endpoints.{service}.microversion has to be {error}.")
    return values
