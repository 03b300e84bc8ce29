# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Microversions as people write them, each for the service it is of."""

from __future__ import annotations

import re
import typing as t

from ..options.services import MICROVERSIONS, service_of_type

FORMS = "'2.79' or 'latest' (of compute), or with the service before it: 'compute 2.79', 'volume 3.60'"


def parse_microversion(text: t.Any) -> tuple[str, str]:
    """The service and its microversion, from the option `microversion`. Without service it is of compute.

    Raises:
        ValueError: it has none of the forms, which the message shows.
    """
    words = str(text).split()
    if len(words) not in (1, 2):
        raise ValueError(f"{FORMS}, not '{text}'")
    service = service_of_type(words[0].replace("_", "-")) if len(words) == 2 else "compute"
    if service not in MICROVERSIONS:
        raise ValueError(f"of {' or '.join(MICROVERSIONS)}, which are the services that have microversions: {FORMS}")
    return service, microversion_of(service, words[-1])


def microversion_of(service: str, text: t.Any) -> str:
    """The microversion of this service that the text means.

    Raises:
        ValueError: it is none of this service.
    """
    version = str(text).strip()
    if service not in MICROVERSIONS:
        raise ValueError(f"left out: {service} has no microversions, only {', '.join(MICROVERSIONS)} have")
    major, first, example = MICROVERSIONS[service]
    if version == "latest" or _minor(version, major) >= first:
        return version
    raise ValueError(f"one of {service}, like '{major}.{example}', or 'latest', not '{version}'")


def implied_microversion(service: str, api_version: t.Any) -> str | None:
    """The microversion that an API version means, as in OS_COMPUTE_API_VERSION=2.79; None if it means none."""
    version = str(api_version).strip()
    if service not in MICROVERSIONS:
        return None
    major, first, _example = MICROVERSIONS[service]
    if version == f"{major}.latest":
        return "latest"
    return version if _minor(version, major) >= first else None


def _minor(version: str, major: int) -> int:
    match = re.match(rf"{major}\.([0-9]+)$", version)
    return int(match.group(1)) if match else -1
