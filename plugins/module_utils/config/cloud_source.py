# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One cloud of clouds.yaml as a source: its profile, its own values, and those of its region over each other."""

from __future__ import annotations

import typing as t

from ..errors import ConfigError
from ..options.auth_versions import find_auth_version
from ..options.services import SERVICE_TYPES
from .cloud_config import AddressHints
from .endpoints import by_service, with_endpoints
from .foreign_settings import auth_version_of, network_with, not_heeded, retries_of
from .merge import Said, merge_sources, merged
from .profiles import profile_of
from .regions import choose_region, regions_in
from .service_keys import service_keys
from .spellings import Given, by_option, file_names, pairs, secure
from .values import switch


def from_cloud(
    cloud: t.Mapping[str, t.Any],
    environ: t.Mapping[str, str],
    asked_region: str | None,
    where: str,
    problems: list[str],
) -> Said:
    """The settings of a cloud, in the region that a stronger source asks for, or else in its own.

    Such a file is shared by many tools; keys that mean nothing to us are theirs and no error.

    Raises:
        ConfigError: no such profile or region, or `auth`, `endpoints` or `regions` is of the wrong shape.
    """
    profile = profile_of(cloud, environ, where)
    said = merge_sources([_layer(cloud, where, problems), _layer(profile, f"{where}its profile: ", problems)])
    listed = cloud.get("regions") or profile.get("regions")
    own = said.get("region_name")
    if isinstance(own, list) or "," in str(own or ""):
        listed, own = listed or own, None
    layers = [profile, cloud]
    regions = regions_in(listed, where)
    region = choose_region(regions, asked_region or (str(own) if own else None), where)
    if region is None:
        return {**said, **_beside_options(layers)}
    layers.append(region.values)
    said["regions"] = tuple(one.name for one in regions)
    different = _layer(region.values, f"{where}region {region.name}: ", problems)
    return {**merge_sources([{**different, "region_name": region.name}, said]), **_beside_options(layers)}


def _beside_options(layers: t.Sequence[t.Mapping[str, t.Any]]) -> Said:
    """The settings of a cloud that are no options, the weakest layer first."""
    whole: Said = {}
    for layer in layers:
        whole.update({str(key).replace("-", "_"): value for key, value in layer.items() if value is not None})
    networks = (network_with(whole, "default_interface"), network_with(whole, "nat_destination"))
    hints = AddressHints(switch(whole.get("force_ipv4")) is True, *networks)
    return {"addresses": hints, "not_heeded": tuple(not_heeded(whole))}


def _layer(given: t.Mapping[str, t.Any], where: str, problems: list[str]) -> Said:
    """The settings in one mapping of such a file, by option."""
    wrong = [key for key in ("auth", "endpoints") if not isinstance(given.get(key) or {}, dict)]
    if wrong:
        raise ConfigError([f"{where}{key} has to be a mapping." for key in wrong])
    auth = given.get("auth") or {}
    beside = pairs({key: value for key, value in given.items() if key not in ("auth", "endpoints")})
    everything = [*(_secured(one) for one in beside), *pairs(auth, "auth.")]
    said, _foreign = by_option(everything, file_names(), where, problems)
    if given.get("identity_api_version") is not None:
        said["identity_api_version"] = given["identity_api_version"]
    endpoints = service_keys(beside, where)
    methods = auth.get("auth_methods", given.get("auth_methods"))
    version = auth_version_of(methods)
    asked = find_auth_version(said["auth_version"]) if said.get("auth_version") is not None else None
    if asked is not None and asked.name == "3.x_multifactor" and methods is not None:
        if version is None:
            problems.append(f"{where}auth_methods can be v3password and v3totp here, and others are there.")
        said["auth_version"] = version or asked.name
    retries = retries_of(given)
    if retries is not None and "retries" not in said:
        said["retries"] = retries
    said["endpoints"] = merged(
        merged(_standalone(said, auth), endpoints), by_service(given.get("endpoints") or {}, problems)
    )
    return with_endpoints(said, problems)


def _secured(given: Given) -> Given:
    if given.key != "insecure":
        return given
    return Given("validate_certs", given.place, secure(given.value))


def _standalone(said: Said, auth: t.Mapping[str, t.Any]) -> Said:
    """Without identity service, `auth` holds the `endpoint`: of whichever service is asked."""
    asked = said.get("auth_version")
    version = None if asked is None else find_auth_version(asked)
    if version is None or version.name != "none" or not auth.get("endpoint"):
        return {}
    return {service: {"url": auth["endpoint"]} for service in SERVICE_TYPES}
