# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings of a cloud in clouds.yaml that openstacksdk heeds: which mean something here, and which do not.

Of those that mean nothing here nothing is read; their names are kept, so that a diagnosis can tell them.
Source: https://docs.openstack.org/openstacksdk/latest/user/config/configuration.html, and vendor-support beside it.
"""

from __future__ import annotations

import typing as t

from .values import switch

# Settings of a whole cloud that openstacksdk heeds and this collection does not.
NOT_HEEDED = (
    "access_token_type", "external_ipv4_networks", "external_ipv6_networks", "floating_ip_source",
    "image_api_use_tasks", "image_format", "internal_ipv4_networks", "internal_ipv6_networks", "nat_source",
    "object_store_use_retriable_upload", "rate_limit", "secgroup_source", "use_external_network",
    "use_internal_network", "vendor_hook",
)  # fmt: skip
# Endings of settings for one service that are not heeded.
NOT_HEEDED_OF_A_SERVICE = (
    "_connect_retries", "_connect_retry_delay", "_max_version", "_min_version", "_rate_limit", "_concurrency",
    "_status_code_retries", "_status_code_retry_delay", "_status_code_retry_codes",
)  # fmt: skip
# Keys of an entry of `networks` that are heeded, if they are set. `name` is no setting.
HEEDED_OF_A_NETWORK = ("name", "default_interface", "nat_destination")
# Retries of both kinds are one option here.
RETRIES = ("connect_retries", "status_code_retries")
# Ways to authenticate that auth_methods of v3multifactor can name -> the auth version that does all of them.
AUTH_METHODS = {
    frozenset(("v3password", "v3totp")): "3.x_multifactor",
    frozenset(("v3password",)): "3.x_password",
    frozenset(("v3totp",)): "3.x_totp",
}


def not_heeded(cloud: t.Mapping[str, t.Any]) -> list[str]:
    """The settings of a cloud that openstacksdk heeds and this collection does not, by name."""
    found = []
    for key, value in cloud.items():
        name = str(key).replace("-", "_")
        if value is None:
            continue
        if name.startswith("has_"):
            found += [name] if switch(value) is False else []
        elif name == "networks":
            found += _of_networks(value)
        elif name in NOT_HEEDED or (name.endswith(NOT_HEEDED_OF_A_SERVICE) and name not in RETRIES):
            found.append(name)
    return found


def _of_networks(networks: t.Any) -> list[str]:
    entries = [one for one in networks if isinstance(one, dict)] if isinstance(networks, list) else []
    keys = {str(key) for one in entries for key, value in one.items() if value}
    return [f"networks.{key}" for key in sorted(keys.difference(HEEDED_OF_A_NETWORK))]


def retries_of(cloud: t.Mapping[str, t.Any]) -> t.Any:
    """The number of retries, from the settings for connections and for statuses; None if neither is there."""
    numbers = [cloud[key] for key in RETRIES if isinstance(cloud.get(key), int)]
    return max(numbers) if numbers else None


def auth_version_of(methods: t.Any) -> str | None:
    """The auth version that does all of `auth_methods`; None if there is none here."""
    if not isinstance(methods, list):
        return None
    return AUTH_METHODS.get(frozenset(str(method) for method in methods))


def network_with(cloud: t.Mapping[str, t.Any], setting: str) -> str | None:
    """The first of a cloud's networks for which a setting is true; None if there is none."""
    networks = cloud.get("networks")
    for one in networks if isinstance(networks, list) else ():
        if isinstance(one, dict) and one.get("name") and switch(one.get(setting)) is True:
            return str(one["name"])
    return None
