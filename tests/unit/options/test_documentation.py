# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation of each option names its environment variables and its key in clouds.yaml, and no others."""

from __future__ import annotations

import pathlib
import re
from typing import Any

import pytest
import yaml

from ansible_collections.nodeworks.openstack.plugins.doc_fragments.connection import ModuleDocFragment
from ansible_collections.nodeworks.openstack.plugins.module_utils.config.service_keys import SUFFIXES
from ansible_collections.nodeworks.openstack.plugins.module_utils.config.spellings import file_names
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.connection import (
    CONNECTION_OPTIONS,
    DEFAULT_DOMAIN_ENVIRONMENT,
    ENDPOINT_OPTIONS,
    ENVIRONMENT,
    IDENTITY_OPTIONS,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.services import SERVICE_TYPES

DOCUMENTED: dict[str, Any] = yaml.safe_load(ModuleDocFragment.DOCUMENTATION)["options"]

# Variables that are read by code of their own, beside the table ENVIRONMENT.
READ_ELSEWHERE = {
    "auth_version": {"OS_IDENTITY_API_VERSION"},
    "cloud": {"OS_CLOUD", "OS_CLOUD_NAME", "OS_CLIENT_CONFIG_FILE", "OS_CLIENT_SECURE_FILE", "OS_CLIENT_VENDOR_FILE"},
    "user_domain_id": set(DEFAULT_DOMAIN_ENVIRONMENT["default_domain_id"]),
    "user_domain_name": set(DEFAULT_DOMAIN_ENVIRONMENT["default_domain_name"]),
    "project_domain_id": set(DEFAULT_DOMAIN_ENVIRONMENT["default_domain_id"]),
    "project_domain_name": set(DEFAULT_DOMAIN_ENVIRONMENT["default_domain_name"]),
    "microversion": {"OS_COMPUTE_API_VERSION", "OS_COMPUTE_DEFAULT_MICROVERSION"},
    "validate_certs": {"OS_INSECURE"},
    "proxy_url": {"HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"},
    "trace": {"NODEWORKS_TRACE"},
}

# Keys of clouds.yaml that mean an option without being a name of it.
KEYS_ELSEWHERE = {
    "validate_certs": {"insecure"},
    "cloud": {"profile"},
    "retries": {"connect_retries", "status_code_retries"},
}


def text_of(option: str) -> str:
    return " ".join(DOCUMENTED[option]["description"])


def keys_of(option: str) -> set[str]:
    """The keys that the documentation names, in a sentence about clouds.yaml."""
    sentences = re.split(r"(?<=[.;]) ", text_of(option))
    return {key for said in sentences if "C(clouds.yaml)" in said for key in re.findall(r"C\(([a-z_]+)\)", said)}


def test_all_options_are_documented_and_no_others() -> None:
    assert set(DOCUMENTED) == set(CONNECTION_OPTIONS)
    assert set(DOCUMENTED["auth"]["suboptions"]) == set(IDENTITY_OPTIONS)


@pytest.mark.parametrize("option", sorted(CONNECTION_OPTIONS))
def test_environment_variables_are_named(option: str) -> None:
    documented = set(re.findall(r"E\(([A-Z_]+)\)", text_of(option)))
    assert documented == set(ENVIRONMENT.get(option, ())) | READ_ELSEWHERE.get(option, set())


@pytest.mark.parametrize("option", sorted(set(CONNECTION_OPTIONS) - {"cloud", "auth", "endpoints"}))
def test_key_of_clouds_yaml_is_named_and_means_the_option(option: str) -> None:
    keys = keys_of(option) - KEYS_ELSEWHERE.get(option, set()) - {"values", "regions"}
    assert keys
    names = file_names()
    for key in keys:
        if key.startswith("default_domain"):
            assert option.endswith(names[key].replace("default_", ""))
        elif names.get(key) != option:
            # A key with the service in it.
            assert any(key.endswith(suffix) for suffix, _name in SUFFIXES)


def test_services_and_their_keys_are_named() -> None:
    text = text_of("endpoints")
    assert {service for service in SERVICE_TYPES if f"V({service})" in text} == set(SERVICE_TYPES)
    assert {key for key in ENDPOINT_OPTIONS if f"C({key})" in text} == set(ENDPOINT_OPTIONS)
    for key in re.findall(r"C\(volume(_[a-z_]+)\)", text):
        assert key in dict(SUFFIXES)


@pytest.mark.parametrize("option", sorted(CONNECTION_OPTIONS))
def test_documentation_and_specification_agree(option: str) -> None:
    documented, specified = DOCUMENTED[option], CONNECTION_OPTIONS[option]
    assert documented["type"] == specified["type"]
    assert documented.get("aliases", []) == specified.get("aliases", [])
    assert documented.get("choices") == specified.get("choices")


GUIDE = pathlib.Path(__file__).resolve().parents[3] / "docs" / "docsite" / "rst" / "guide_connecting.rst"


@pytest.mark.parametrize("option", sorted(CONNECTION_OPTIONS))
def test_guide_has_every_option_with_its_other_names(option: str) -> None:
    table = GUIDE.read_text(encoding="utf-8").split("All options", 1)[1]
    row = table.split(f"   * - ``{option}``\n", 1)[1].split("   * -", 1)[0]
    for name in (*CONNECTION_OPTIONS[option].get("aliases", ()), *ENVIRONMENT.get(option, ())):
        assert f"``{name}``" in row
