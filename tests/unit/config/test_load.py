# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options, `auth`, clouds.yaml and the environment become one configuration: who wins, and what is refused."""

from __future__ import annotations

import dataclasses
import pathlib
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.config.cloud_config import CloudConfig, EndpointFilter
from ansible_collections.nodeworks.openstack.plugins.module_utils.config.load import load_config
from ansible_collections.nodeworks.openstack.plugins.module_utils.config.merge import merge_sources
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.auth_versions import AUTH_VERSIONS
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.connection import (
    CONNECTION_OPTIONS,
    ENVIRONMENT,
    IDENTITY_OPTIONS,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.services import SERVICE_TYPES

URL = "https://cloud.example.org:5000/v3"
BASIC = {"auth_url": URL, "username": "demo", "password": "pw-of-option", "project_name": "demo"}
OPENRC = {
    "OS_AUTH_URL": "https://env.example.org/v3",
    "OS_USERNAME": "env-user",
    "OS_PASSWORD": "env-password",
    "OS_PROJECT_NAME": "env-project",
}


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No clouds.yaml in the current folder."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def clouds_yaml(tmp_path: pathlib.Path) -> pathlib.Path:
    path = tmp_path / "clouds-of-test.yaml"
    path.write_text(
        f"""
clouds:
  north:
    auth:
      auth_url: {URL}
      username: file-user
      password: file-password
      project_name: file-project
      user_domain_name: Default
    region_name: North
    interface: internal
    verify: false
    cacert: ~/ca.pem
  appcred:
    auth_type: v3applicationcredential
    auth: {{auth_url: '{URL}', application_credential_id: ac1, application_credential_secret: s3cret}}
""",
        encoding="utf-8",
    )
    return path


def environ(clouds_yaml: pathlib.Path | None = None, /, **more: str) -> dict[str, str]:
    named = {"OS_CLIENT_CONFIG_FILE": str(clouds_yaml)} if clouds_yaml else {}
    return {"HOME": "/nonexistent", **named, **more}


def refusal(options: dict[str, Any], env: dict[str, str] | None = None) -> str:
    with pytest.raises(ConfigError) as caught:
        load_config(options, env or environ())
    return str(caught.value)


def test_defaults() -> None:
    config = load_config(BASIC, environ())
    assert config.name is None
    assert (config.region_name, config.interface, dict(config.endpoints)) == (None, "public", {})
    assert (config.tls.validate_certs, config.tls.ca_cert, config.tls.client_cert) == (True, None, None)
    assert (config.api_timeout, config.retries, config.token_cache, config.proxy_url) == (60.0, 3, True, None)
    assert config.identity.auth_version == "password"
    assert config.identity.token_scope == "project"


SOURCES = ["option", "auth", "cloud", "environment"]


@pytest.mark.parametrize(
    ("said_by", "winner"),
    [
        (("option", "auth", "cloud"), "option"),
        (("auth", "cloud"), "auth"),
        (("cloud",), "cloud"),
        (("option", "auth", "environment"), "option"),
        (("auth", "environment"), "auth"),
        (("environment",), "environment"),
        (("cloud", "environment"), "cloud"),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, tuple) else value,
)
@pytest.mark.parametrize("option", ["username", "password", "project_name"])
def test_precedence(option: str, said_by: tuple[str, ...], winner: str) -> None:
    variable = {"username": "OS_USERNAME", "password": "OS_PASSWORD", "project_name": "OS_PROJECT_NAME"}[option]
    basic = {name: value for name, value in BASIC.items() if name != option}
    options: dict[str, Any] = {}
    env = environ()
    if "option" in said_by:
        options[option] = "of-option"
    if "auth" in said_by:
        options["auth"] = {option: "of-auth"}
    if "environment" in said_by:
        env.update({**OPENRC, variable: "of-environment"})
    if "cloud" in said_by:
        options["cloud"] = {"auth": {**basic, option: "of-cloud"}}
    assert getattr(load_config(options, env).identity, option) == f"of-{winner}"


def test_named_cloud_and_environment_do_not_mix_credentials(clouds_yaml: pathlib.Path) -> None:
    env = environ(clouds_yaml, **{**OPENRC, "OS_USER_DOMAIN_ID": "env-domain", "OS_REGION_NAME": "env-region"})
    config = load_config({"cloud": "north"}, env)
    assert (config.name, config.identity.username, config.identity.password) == ("north", "file-user", "file-password")
    assert (config.identity.project_name, config.identity.user_domain_id) == ("file-project", None)
    assert config.region_name == "North"


def test_os_cloud_names_a_cloud_before_the_environment_describes_one(clouds_yaml: pathlib.Path) -> None:
    assert load_config({}, environ(clouds_yaml, OS_CLOUD="north", **OPENRC)).identity.username == "file-user"


@pytest.mark.parametrize(("variables", "name"), [({}, "envvars"), ({"OS_CLOUD_NAME": "mine"}, "mine")])
def test_cloud_of_the_environment_has_a_name(clouds_yaml: pathlib.Path, variables: dict[str, str], name: str) -> None:
    env = environ(clouds_yaml, **OPENRC, **variables)
    for config in (load_config({"cloud": name}, env), load_config({}, {**env, "OS_CLOUD": name})):
        assert (config.name, config.identity.username) == (name, "env-user")
    with pytest.raises(ConfigError, match="No cloud 'other'"):
        load_config({"cloud": "other"}, env)


def test_name_of_the_environments_cloud_means_the_file_where_that_has_it(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "named.yaml"
    path.write_text(f"clouds: {{envvars: {{auth: {{auth_url: '{URL}', username: u, password: p}}}}}}", encoding="utf-8")
    assert load_config({"cloud": "envvars"}, environ(path, **OPENRC)).identity.username == "u"


def test_name_of_the_environments_cloud_means_nothing_in_an_empty_environment(clouds_yaml: pathlib.Path) -> None:
    assert "No cloud 'envvars'" in refusal({"cloud": "envvars"}, environ(clouds_yaml))


def test_trace_of_the_environment_counts_for_every_cloud(clouds_yaml: pathlib.Path) -> None:
    env = environ(clouds_yaml, NODEWORKS_TRACE="stderr")
    assert load_config({"cloud": "north"}, env).trace == "stderr"
    assert load_config({"cloud": "north", "trace": "result"}, env).trace == "result"
    assert load_config({"cloud": "north"}, environ(clouds_yaml)).trace is None


def test_empty_text_says_nothing_but_in_credentials(clouds_yaml: pathlib.Path) -> None:
    empty = {"region_name": "", "interface": "", "base_url": "", "validate_certs": "", "api_timeout": ""}
    assert load_config({"cloud": "north", **empty}, environ(clouds_yaml)) == load_config(
        {"cloud": "north"}, environ(clouds_yaml)
    )
    assert "needs password" in refusal({"cloud": "north", "password": ""}, environ(clouds_yaml))


def test_option_cloud_goes_before_os_cloud(clouds_yaml: pathlib.Path) -> None:
    config = load_config({"cloud": "appcred"}, environ(clouds_yaml, OS_CLOUD="north"))
    assert (config.name, config.identity.auth_version) == ("appcred", "3.x_appcred")


def test_environment_describes_a_cloud_before_the_file_is_looked_for(clouds_yaml: pathlib.Path) -> None:
    assert load_config({}, environ(clouds_yaml, **OPENRC)).identity.username == "env-user"


def test_task_that_says_all_needs_no_file(clouds_yaml: pathlib.Path) -> None:
    assert load_config(BASIC, environ(clouds_yaml)).identity.username == "demo"


def test_only_cloud_of_the_file_is_meant_when_nothing_is_said(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_text(f"clouds: {{only: {{auth: {{auth_url: '{URL}', username: u, password: p}}}}}}", encoding="utf-8")
    assert load_config({}, environ(path)).name == "only"


def test_several_clouds_and_none_named_is_an_error_that_lists_them(clouds_yaml: pathlib.Path) -> None:
    assert refusal({}, environ(clouds_yaml)) == (
        f"No cloud named, and {clouds_yaml} has several: appcred, north. Set cloud (or OS_CLOUD) to one of these."
    )


def test_nothing_at_all_says_what_was_looked_for(tmp_path: pathlib.Path) -> None:
    message = refusal({}, {"HOME": str(tmp_path / "home")})
    assert message.startswith(
        "No cloud to connect to: neither cloud nor auth_url is given, OS_CLOUD and OS_AUTH_URL are not set, and there"
        f" is no clouds.yaml. Looked for {tmp_path}/clouds.yaml, "
    )
    assert message.endswith("/etc/openstack/clouds.json.")


def test_cloud_of_the_file_is_read_under_its_names(clouds_yaml: pathlib.Path) -> None:
    config = load_config({"cloud": "north"}, {**environ(clouds_yaml), "HOME": "/home/demo"})
    assert (config.region_name, config.interface, config.tls.validate_certs) == ("North", "internal", False)
    assert config.tls.ca_cert is not None
    assert config.tls.ca_cert.endswith("/ca.pem")
    assert not config.tls.ca_cert.startswith("~")


def test_option_goes_before_the_file(clouds_yaml: pathlib.Path) -> None:
    options = {"cloud": "north", "region_name": "South", "interface": "admin", "validate_certs": True}
    config = load_config(options, environ(clouds_yaml))
    assert (config.region_name, config.interface, config.tls.validate_certs) == ("South", "admin", True)


def test_false_and_zero_are_said() -> None:
    config = load_config({**BASIC, "validate_certs": False, "retries": 0, "token_cache": False}, environ())
    assert (config.tls.validate_certs, config.retries, config.token_cache) == (False, 0, False)


@pytest.mark.parametrize("option", sorted(set(CONNECTION_OPTIONS) - {"cloud", "auth"}))
def test_null_says_nothing(option: str) -> None:
    cloud = {"auth": BASIC, "region_name": "R", "interface": "admin", "verify": False, "retries": 7}
    without = load_config({"cloud": cloud}, environ())
    assert load_config({"cloud": cloud, option: None}, environ()) == without
    if option in IDENTITY_OPTIONS:
        assert load_config({"cloud": cloud, "auth": {option: None}}, environ()) == without


@pytest.mark.parametrize("option", sorted(ENVIRONMENT))
def test_empty_variable_says_nothing(option: str) -> None:
    emptied = dict.fromkeys(ENVIRONMENT[option], "")
    assert load_config(BASIC, {**environ(), **emptied}) == load_config(BASIC, environ())


@pytest.mark.parametrize(
    ("variables", "field", "value"),
    [
        ({"OS_PROJECT_NAME": "a", "OS_TENANT_NAME": "b"}, "project_name", "a"),
        ({"OS_PROJECT_NAME": "", "OS_TENANT_NAME": "b"}, "project_name", "b"),
        ({"OS_PROJECT_NAME": "", "OS_TENANT_ID": "b"}, "project_id", "b"),
        ({"OS_USER_DOMAIN_NAME": "d"}, "user_domain_name", "d"),
        ({"OS_PROJECT_DOMAIN_ID": "d"}, "project_domain_id", "d"),
    ],
)
def test_variables_of_the_environment(variables: dict[str, str], field: str, value: str) -> None:
    config = load_config({}, environ(**{**OPENRC, **variables}))
    assert getattr(config.identity, field) == value


@pytest.mark.parametrize(
    ("variables", "read", "value"),
    [
        ({"OS_INSECURE": "true"}, lambda config: config.tls.validate_certs, False),
        ({"OS_INSECURE": "1"}, lambda config: config.tls.validate_certs, False),
        ({"OS_INSECURE": "false"}, lambda config: config.tls.validate_certs, True),
        ({"OS_CACERT": "/etc/ca.pem"}, lambda config: config.tls.ca_cert, "/etc/ca.pem"),
        (
            {"OS_CERT": "/c", "OS_KEY": "/k"},
            lambda config: (config.tls.client_cert, config.tls.client_key),
            ("/c", "/k"),
        ),
        ({"OS_REGION_NAME": "R"}, lambda config: config.region_name, "R"),
        ({"OS_INTERFACE": "internalURL"}, lambda config: config.interface, "internal"),
        ({"OS_INTERFACE": "admin", "OS_ENDPOINT_TYPE": "internal"}, lambda config: config.interface, "admin"),
        ({"OS_ENDPOINT_TYPE": "internal"}, lambda config: config.interface, "internal"),
        ({"OS_AUTH_TYPE": "v3password"}, lambda config: config.identity.auth_version, "3.x_password"),
        (
            {"OS_COMPUTE_ENDPOINT_OVERRIDE": "http://n"},
            lambda config: config.endpoint_filter("compute").url,
            "http://n",
        ),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, dict) else "",
)
def test_variables_of_the_connection(variables: dict[str, str], read: Any, value: Any) -> None:
    assert read(load_config({}, environ(**OPENRC, **variables))) == value


@pytest.mark.parametrize(
    ("weak", "strong", "expected"),
    [
        ({"project_name": "a"}, {"project_id": "1"}, {"project_id": "1"}),
        ({"project_id": "1"}, {"project_name": "a"}, {"project_name": "a"}),
        ({"username": "a"}, {"user_id": "1"}, {"user_id": "1"}),
        ({"user_domain_name": "a"}, {"user_domain_id": "1"}, {"user_domain_id": "1"}),
        ({"project_name": "a", "project_id": "1"}, {}, {"project_name": "a", "project_id": "1"}),
        ({"retries": 3}, {"retries": 0}, {"retries": 0}),
        ({"username": "a"}, {"password": "b"}, {"username": "a", "password": "b"}),
    ],
)
def test_a_source_that_names_a_thing_replaces_other_names_of_a_weaker_one(
    weak: dict[str, Any], strong: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert merge_sources([strong, weak]) == {**expected, "endpoints": {}}


@pytest.mark.parametrize("alias", ["tenant_name", "ex_tenant_name", "project_name", "project-name"])
def test_every_name_of_an_option_works_in_auth(alias: str) -> None:
    auth = {"auth_url": URL, "user": "demo", "password": "x", alias: "mine"}
    assert load_config({"auth": auth}, environ()).identity.project_name == "mine"


def test_numbers_become_texts() -> None:
    config = load_config({"auth": {**BASIC, "project_name": 42, "password": 1234}}, environ())
    assert (config.identity.project_name, config.identity.password) == ("42", "1234")


def test_keys_of_other_tools_in_a_cloud_are_no_error() -> None:
    cloud = {"auth": {**BASIC, "foo": "bar"}, "dns_api_version": 2, "log_level": "debug"}
    assert load_config({"cloud": cloud}, environ()).identity.username == "demo"


def test_unknown_keys_of_auth_are_all_named() -> None:
    message = refusal({"auth": {**BASIC, "usrname": "x", "region_name": "R"}})
    assert message == "auth has no option 'usrname'. auth has no option 'region_name'."


def test_all_problems_are_named_at_once() -> None:
    message = refusal(
        {"auth_url": URL, "auth_version": "3.x_password", "auth": {"bogus": 1}, "endpoints": {"computer": {}}}
    )
    assert message == (
        "auth has no option 'bogus'."
        " endpoints knows no service 'computer'; it knows identity, compute, image, network, volume, placement,"
        " reservation. auth_version 3.x_password needs username or user_id."
        " auth_version 3.x_password needs password."
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param(
            {"auth_url": URL, "username": "u"},
            "No credentials: give a password, an application credential or auth_token.",
            id="no-credentials",
        ),
        pytest.param(
            {"auth_url": URL, "username": "u", "password": ""},
            "auth_version password needs password.",
            id="empty-password",
        ),
        pytest.param(
            {"auth_url": URL, "application_credential_id": "i", "application_credential_secret": ""},
            "auth_version 3.x_appcred needs application_credential_secret.",
            id="no-secret",
        ),
        pytest.param(
            {"auth_url": URL, "application_credential_name": "n", "application_credential_secret": "s"},
            "auth_version 3.x_appcred needs application_credential_id or username or user_id.",
            id="credential-name-without-user",
        ),
        pytest.param(
            {"auth_url": URL, "username": "u", "password": "p", "auth_version": 2.0},
            "auth_version 2.0_apikey needs api_key. As in Libcloud, 2.0 means Rackspace's API keys. For a password ask"
            " for 2.0_password.",
            id="libclouds-2.0",
        ),
        pytest.param(
            {**BASIC, "auth_version": "none"},
            "auth_version none needs base_url. A service without identity service has no catalog: its URL has to be"
            " given.",
            id="none-without-url",
        ),
        pytest.param(
            {**BASIC, "auth_version": "kerberos"},
            "auth_version 'kerberos' is not known. Known are 3.x_password, 3.x_appcred, 3.x_token, and keystoneauth's"
            " names of them.",
            id="unknown-version",
        ),
        pytest.param(
            {**BASIC, "domain_name": "d"},
            "A token has one scope, but options for project and domain are given. Leave out one of them, or say which"
            " with token_scope.",
            id="two-scopes",
        ),
        pytest.param(
            {**BASIC, "token_scope": "domain"}, "token_scope domain needs domain_name or domain_id.", id="scope-lacks"
        ),
        pytest.param(
            {**BASIC, "endpoints": {"volume": {"uri": "x"}}},
            "endpoints.volume takes a mapping of service_type, service_name, region_name, interface, url,"
            " microversion.",
            id="endpoint-key",
        ),
        pytest.param(
            {**BASIC, "endpoints": {"volume": "http://x"}},
            "endpoints.volume takes a mapping of service_type, service_name, region_name, interface, url,"
            " microversion.",
            id="endpoint-a-text",
        ),
    ],
)
def test_refusals(options: dict[str, Any], message: str) -> None:
    known = ", ".join(version.name for version in AUTH_VERSIONS)
    assert refusal(options) == message.replace("3.x_password, 3.x_appcred, 3.x_token", known)


@pytest.mark.parametrize(
    ("options", "version"),
    [
        ({"password": "p", "username": "u"}, "password"),
        ({"application_credential_id": "i", "application_credential_secret": "s"}, "3.x_appcred"),
        ({"application_credential_name": "n", "application_credential_secret": "s", "user_id": "u"}, "3.x_appcred"),
        ({"auth_token": "t"}, "token"),
        ({"auth_token": "t", "password": "p"}, "token"),
        ({"api_key": "k", "username": "u"}, "2.0_apikey"),
        ({"password": "p", "passcode": "1", "username": "u"}, "3.x_multifactor"),
        ({"passcode": "1", "user_id": "u"}, "3.x_totp"),
        ({"access_token": "t", "identity_provider": "i", "protocol": "p"}, "3.x_oidc_access_token"),
        ({"auth_version": "2.0_password", "password": "p", "username": "u"}, "2.0_password"),
        ({"auth_version": "v2password", "password": "p", "username": "u"}, "2.0_password"),
        ({"auth_version": 1.1, "api_key": "k", "username": "u"}, "1.1"),
        ({"auth_version": "none", "base_url": "http://n"}, "none"),
        ({"auth_version": "v3password", "auth_token": "t", "password": "p", "username": "u"}, "3.x_password"),
        ({"auth_version": 3, "password": "p", "username": "u"}, "3.x_password"),
        ({"auth_version": " V3Token ", "auth_token": "t"}, "3.x_token"),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, dict) else value,
)
def test_credentials_tell_the_way_to_authenticate(options: dict[str, Any], version: str) -> None:
    assert load_config({"auth_url": URL, **options}, environ()).identity.auth_version == version


def test_strongest_source_with_credentials_tells_the_way() -> None:
    cloud = {"auth_type": "v3applicationcredential", "auth": {**BASIC, "application_credential_id": "i"}}
    config = load_config({"cloud": cloud, "password": "pw"}, environ())
    assert (config.identity.auth_version, config.identity.password) == ("password", "pw")


@pytest.mark.parametrize(
    ("options", "scope"),
    [
        ({"project_name": "a"}, "project"),
        ({"project_id": "1"}, "project"),
        ({"domain_name": "d"}, "domain"),
        ({"system_scope": "all"}, "system"),
        ({"trust_id": "t"}, "trust"),
        ({}, "unscoped"),
        ({"project_name": "a", "token_scope": "unscoped"}, "unscoped"),
        ({"project_name": "a", "domain_id": "d", "token_scope": "domain"}, "domain"),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, dict) else value,
)
def test_scope(options: dict[str, str], scope: str) -> None:
    config = load_config({"auth_url": URL, "username": "u", "password": "p", **options}, environ())
    assert config.identity.token_scope == scope


def test_scope_of_an_application_credential_is_its_own() -> None:
    options = {
        "auth_url": URL,
        "application_credential_id": "i",
        "application_credential_secret": "s",
        "project_name": "p",
    }
    assert load_config(options, environ()).identity.token_scope == "unscoped"


@pytest.mark.parametrize("option", ["base_url", "endpoints"])
def test_token_and_base_url_need_no_identity_service(option: str) -> None:
    forced: dict[str, Any] = {"base_url": "http://n/v2.1", "endpoints": {"compute": {"url": "http://n/v2.1"}}}
    config = load_config({"base_url": "http://n/v2.1", option: forced[option], "auth_token": "t"}, environ())
    assert config.identity.auth_url is None
    assert config.endpoint_filter("compute").url == "http://n/v2.1"


def test_what_is_said_of_compute_does_not_touch_other_services() -> None:
    options = {
        **BASIC,
        "base_url": "http://n/v2.1",
        "service_type": "compute-legacy",
        "service_name": "nova2",
        "region_name": "R",
        "interface": "internal",
    }
    config = load_config(options, environ())
    assert config.endpoint_filter("compute") == EndpointFilter(
        "compute", "compute-legacy", "nova2", "R", "internal", "http://n/v2.1"
    )
    for service in ("identity", "image", "network", "volume", "placement"):
        assert config.endpoint_filter(service) == EndpointFilter(service, None, None, "R", "internal", None)


@pytest.mark.parametrize(
    ("option", "service"),
    [
        ("base_url", "compute"), ("image_url", "image"), ("network_url", "network"), ("volume_url", "volume"),
        ("reservation_url", "reservation"),
    ],
)  # fmt: skip
def test_forced_url_is_of_one_service(option: str, service: str) -> None:
    config = load_config({**BASIC, option: "http://forced/"}, environ())
    forced = {name for name in SERVICE_TYPES if config.endpoint_filter(name).url}
    assert forced == {service}


def test_endpoints_go_by_any_type_of_a_service_and_before_what_is_said_of_all() -> None:
    endpoints = {"block-storage": {"region_name": "Other", "service_name": "cinder"}, "network": {"interface": "admin"}}
    config = load_config({**BASIC, "region_name": "R", "endpoints": endpoints}, environ())
    assert config.endpoint_filter("volume") == EndpointFilter("volume", None, "cinder", "Other", "public")
    assert config.endpoint_filter("network") == EndpointFilter("network", None, None, "R", "admin")
    assert config.endpoint_filter("compute") == EndpointFilter("compute", None, None, "R", "public")


def test_service_name_in_endpoints_goes_before_the_option_for_compute() -> None:
    options = {**BASIC, "service_name": "general", "endpoints": {"compute": {"service_name": "special"}}}
    assert load_config(options, environ()).endpoint_filter("compute").service_name == "special"


def test_endpoint_overrides_of_a_cloud() -> None:
    cloud = {
        "auth": BASIC,
        "compute_endpoint_override": "http://n",
        "block_storage_endpoint_override": "http://c",
        "image_endpoint_override": None,
        "dns_endpoint_override": "http://d",
    }
    cloud.pop("dns_endpoint_override")
    config = load_config({"cloud": cloud}, environ())
    assert config.endpoint_filter("compute").url == "http://n"
    assert config.endpoint_filter("volume").url == "http://c"
    assert config.endpoint_filter("image").url is None


@pytest.mark.parametrize("weak", ["compute_endpoint_override", "endpoints", "base_url"])
@pytest.mark.parametrize("strong", ["base_url", "endpoints"])
def test_forced_url_of_the_task_goes_before_that_of_the_cloud(strong: str, weak: str) -> None:
    def forced(key: str, url: str) -> dict[str, Any]:
        return {key: {"compute": {"url": url}} if key == "endpoints" else url}

    options = {"cloud": {"auth": BASIC, **forced(weak, "http://weak")}, **forced(strong, "http://strong")}
    assert load_config(options, environ()).endpoint_filter("compute").url == "http://strong"


def test_what_the_task_says_of_a_service_is_laid_over_what_the_cloud_says() -> None:
    cloud = {"auth": BASIC, "endpoints": {"volume": {"region_name": "Other", "interface": "admin"}}}
    config = load_config({"cloud": cloud, "endpoints": {"block-storage": {"interface": "internal"}}}, environ())
    assert config.endpoint_filter("volume") == EndpointFilter("volume", None, None, "Other", "internal")


def test_override_of_a_service_unknown_here_is_another_tools_and_no_error() -> None:
    cloud = {"auth": BASIC, "dns_endpoint_override": "http://d", "object_store_endpoint_override": "http://o"}
    assert load_config({"cloud": cloud}, environ()).identity.username == "demo"


@pytest.mark.parametrize(
    ("cloud", "region"),
    [
        ({"regions": ["A", "B"]}, "A"),
        ({"regions": [{"name": "A", "values": {}}, "B"]}, "A"),
        ({"regions": ["A", "B"], "region_name": "B"}, "B"),
        ({"regions": []}, None),
        ({}, None),
    ],
)
def test_first_region_of_a_cloud_is_its_default(cloud: dict[str, Any], region: str | None) -> None:
    assert load_config({"cloud": {"auth": BASIC, **cloud}}, environ()).region_name == region


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, True), (False, False), ("true", True), ("no", False), ("False", False), ("0", False), ("1", True),
        ("/var/tokens", "/var/tokens"), ("~/tokens", "~/tokens"),
    ],
)  # fmt: skip
def test_token_cache_is_a_switch_or_a_folder(value: Any, expected: str | bool) -> None:
    assert load_config({**BASIC, "token_cache": value}, environ()).token_cache == expected


@pytest.mark.parametrize("value", [False, "false", "False", "no"])
def test_text_false_does_not_mean_true(value: Any) -> None:
    assert load_config({"cloud": {"auth": BASIC, "verify": value}}, environ()).tls.validate_certs is False


@pytest.mark.parametrize("option", ["api_timeout", "retries"])
def test_text_where_a_number_should_be_is_an_error_that_names_it(option: str) -> None:
    assert option in refusal({"cloud": {"auth": BASIC, option: "many"}})


@pytest.mark.parametrize(
    "cloud",
    [
        pytest.param({"auth": "text"}, id="auth-a-text"),
        pytest.param({"auth": BASIC, "regions": "RegionOne"}, id="regions-a-text"),
        pytest.param({"auth": BASIC, "endpoints": ["a"]}, id="endpoints-a-list"),
    ],
)
def test_cloud_of_the_wrong_shape_is_a_config_error_or_read_as_meant(cloud: dict[str, Any]) -> None:
    try:
        config = load_config({"cloud": cloud}, environ())
    except ConfigError:
        return
    assert config.region_name == "RegionOne"


def test_secrets_are_not_in_repr() -> None:
    options = {
        "auth_url": URL,
        "username": "u",
        "password": "pw-secret",
        "auth_token": "token-secret",
        "application_credential_secret": "ac-secret",
        "auth_version": "3.x_password",
    }
    shown = repr(load_config(options, environ()))
    assert "secret" not in shown
    assert "cloud.example.org" in shown


def test_configuration_cannot_be_changed() -> None:
    config = load_config(BASIC, environ())
    with pytest.raises(dataclasses.FrozenInstanceError):
        config.retries = 9  # type: ignore[misc]
    assert isinstance(config, CloudConfig)


@pytest.mark.parametrize(
    ("wanted", "scope"),
    [
        ({"system_scope": "all"}, "system"),
        ({"domain_id": "d1"}, "domain"),
        ({"trust_id": "t1"}, "trust"),
        ({"project_id": "p1"}, "project"),
    ],
)
def test_scope_of_a_task_replaces_that_of_the_environment(wanted: dict[str, str], scope: str) -> None:
    surroundings = environ(OS_AUTH_URL="http://h/v3", OS_USERNAME="u", OS_PASSWORD="p", OS_PROJECT_NAME="demo")
    identity = load_config(wanted, surroundings).identity
    assert identity.token_scope == scope
    assert identity.project_name is None


def test_domain_of_the_environment_stays_the_user_s_whatever_scope_a_task_wants() -> None:
    surroundings = environ(
        OS_AUTH_URL="http://h/v3", OS_USERNAME="u", OS_PASSWORD="p", OS_PROJECT_NAME="demo", OS_DOMAIN_NAME="corp"
    )
    identity = load_config({"system_scope": "all"}, surroundings).identity
    assert (identity.token_scope, identity.user_domain_name) == ("system", "corp")


@pytest.mark.parametrize(
    ("more", "options", "used"),
    [
        ({"OS_IDENTITY_API_VERSION": "3"}, {}, "3.x_password"),
        ({"OS_IDENTITY_API_VERSION": "2.0"}, {}, "2.0_password"),
        ({"OS_IDENTITY_API_VERSION": "v2"}, {}, "2.0_password"),
        ({"OS_IDENTITY_API_VERSION": "nonsense"}, {}, "password"),
        ({"OS_IDENTITY_API_VERSION": "2"}, {"auth_version": "3.x_password"}, "3.x_password"),
        ({"OS_IDENTITY_API_VERSION": "2"}, {"auth_url": "http://other"}, "password"),
        ({"OS_IDENTITY_API_VERSION": "2"}, {"auth_token": "t"}, "2.0_token"),
        (
            {"OS_IDENTITY_API_VERSION": "2"},
            {"application_credential_id": "a", "application_credential_secret": "s"},
            "3.x_appcred",
        ),
    ],
)
def test_version_of_the_identity_service_said_apart(more: dict[str, str], options: dict[str, str], used: str) -> None:
    surroundings = environ(OS_AUTH_URL="http://h", OS_USERNAME="u", OS_PASSWORD="p", **more)
    assert load_config(options, surroundings).identity.auth_version == used


def test_version_of_the_identity_service_in_a_cloud() -> None:
    cloud = {"auth": {"auth_url": "http://h", "username": "u", "password": "p"}, "identity_api_version": 2.0}
    assert load_config({"cloud": cloud}, environ()).identity.auth_version == "2.0_password"
