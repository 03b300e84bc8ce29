# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of options: every name means one thing, every secret is known as one."""

from __future__ import annotations

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.options.auth_versions import (
    AUTH_VERSIONS,
    TELLTALES,
    find_auth_version,
    infer_auth_version,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.connection import (
    ALTERNATIVES,
    CONNECTION_OPTIONS,
    ENVIRONMENT,
    IDENTITY_OPTIONS,
    SECRET_OPTIONS,
    option_names,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.services import (
    SERVICE_TYPES,
    service_of_type,
    types_of_service,
)

# Names that people bring along from Libcloud's driver and from openstack.cloud.
OLD_NAMES = {
    "ex_force_auth_url": "auth_url",
    "ex_force_auth_version": "auth_version",
    "auth_type": "auth_version",
    "ex_tenant_name": "project_name",
    "tenant_id": "project_id",
    "ex_domain_name": "user_domain_name",
    "ex_tenant_domain_id": "project_domain_id",
    "ex_token_scope": "token_scope",
    "ex_force_auth_token": "auth_token",
    "ex_force_service_region": "region_name",
    "ex_force_service_type": "service_type",
    "ex_force_service_name": "service_name",
    "ex_service_region": "region_name",
    "ex_service_type": "service_type",
    "ex_service_name": "service_name",
    "ex_force_base_url": "base_url",
    "ex_force_image_url": "image_url",
    "ex_force_network_url": "network_url",
    "ex_force_volume_url": "volume_url",
    "ex_force_reservation_url": "reservation_url",
    "ex_force_microversion": "microversion",
    "ex_auth_cache": "token_cache",
    "verify": "validate_certs",
    "cacert": "ca_cert",
    "cert": "client_cert",
    "key": "client_key",
    "endpoint_type": "interface",
}


def test_every_spelling_means_one_option() -> None:
    spellings = [name for option, spec in CONNECTION_OPTIONS.items() for name in (option, *spec.get("aliases", ()))]
    assert len(spellings) == len(set(spellings))
    assert set(option_names()) == set(spellings)


@pytest.mark.parametrize("old", sorted(OLD_NAMES))
def test_old_names_are_understood(old: str) -> None:
    assert option_names()[old] == OLD_NAMES[old]


def test_secrets_are_known_as_secrets() -> None:
    secrets = {"password", "api_key", "passcode", "application_credential_secret", "auth_token", "access_token"}
    assert {*secrets, "client_secret"} <= SECRET_OPTIONS
    for option in SECRET_OPTIONS & set(IDENTITY_OPTIONS):
        assert IDENTITY_OPTIONS[option]["no_log"] is True


def test_tables_speak_of_options_that_exist() -> None:
    options = set(CONNECTION_OPTIONS)
    assert set(ENVIRONMENT) <= options
    assert {option for pair in ALTERNATIVES for option in pair} <= options
    assert {option for given, _version in TELLTALES for option in given} <= options
    assert {option for version in AUTH_VERSIONS for needs in version.needs for option in needs} <= options


def test_names_of_auth_versions_are_unique_and_found() -> None:
    names = [name for version in AUTH_VERSIONS for name in (version.name, *version.aliases)]
    assert len(names) == len(set(names))
    for version in AUTH_VERSIONS:
        assert {find_auth_version(name) for name in (version.name, *version.aliases)} == {version}
    assert find_auth_version("nonsense") is None
    assert all(find_auth_version(name) for _given, name in TELLTALES)


def test_nothing_given_tells_no_auth_version() -> None:
    assert infer_auth_version({}) is None
    assert infer_auth_version({"username": "u", "password": None}) is None


@pytest.mark.parametrize(
    ("service_type", "service"),
    [
        ("compute", "compute"),
        ("volumev3", "volume"),
        ("block-storage", "volume"),
        ("block-store", "volume"),
        ("volumev2", "volume"),
        ("volume", "volume"),
        ("image", "image"),
        ("dns", "dns"),
    ],
)
def test_service_of_type(service_type: str, service: str) -> None:
    assert service_of_type(service_type) == service


def test_types_of_service() -> None:
    assert types_of_service("volume")[:2] == ("block-storage", "volumev3")
    assert types_of_service("dns") == ("dns",)
    types = [service_type for types in SERVICE_TYPES.values() for service_type in types]
    assert len(types) == len(set(types))
