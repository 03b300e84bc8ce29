# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Profiles, regions, domains and keys of single services: what a cloud of clouds.yaml says, and what is wrong in it."""

from __future__ import annotations

import contextlib
import json
import pathlib
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.config.cloud_config import AddressHints, CloudConfig
from ansible_collections.nodeworks.openstack.plugins.module_utils.config.load import load_config
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError
from ansible_collections.nodeworks.openstack.plugins.module_utils.service.cloud import Cloud

URL = "https://cloud.example.org:5000/v3"
AUTH = {"auth_url": URL, "username": "demo", "password": "pw"}
BY_REGION = {**AUTH, "auth_url": "https://{region_name}.example.org/v3"}


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def loaded(cloud: dict[str, Any], env: dict[str, str] | None = None, /, **options: Any) -> CloudConfig:
    return load_config({"cloud": {"auth": AUTH, **cloud}, **options}, {"HOME": "/nonexistent", **(env or {})})


def refusal(cloud: dict[str, Any], env: dict[str, str] | None = None, /, **options: Any) -> str:
    with pytest.raises(ConfigError) as caught:
        loaded(cloud, env, **options)
    return str(caught.value)


def vendor_file(tmp_path: pathlib.Path, text: str) -> dict[str, str]:
    path = tmp_path / "vendors.yaml"
    path.write_text(text, encoding="utf-8")
    return {"OS_CLIENT_VENDOR_FILE": str(path)}


# --- profiles


VENDOR = """
public-clouds:
  vendor: {interface: internal, region_name: Only, auth: {user_domain_name: Vendor, project_name: shared}}
  odd: text
"""


def test_profile_lies_under_the_cloud(tmp_path: pathlib.Path) -> None:
    env = vendor_file(tmp_path, VENDOR)
    config = loaded({"profile": "vendor", "region_name": "Mine"}, env)
    assert (config.interface, config.region_name) == ("internal", "Mine")
    assert (config.identity.user_domain_name, config.identity.username) == ("Vendor", "demo")


def test_own_project_by_id_replaces_the_profiles_by_name(tmp_path: pathlib.Path) -> None:
    config = loaded({"profile": "vendor", "project_id": "p1"}, vendor_file(tmp_path, VENDOR))
    assert (config.identity.project_name, config.identity.project_id) == (None, "p1")


def test_profile_is_found_in_the_current_folder(tmp_path: pathlib.Path) -> None:
    (tmp_path / "clouds-public.json").write_text('{"public-clouds": {"v": {"region_name": "J"}}}', encoding="utf-8")
    assert loaded({"profile": "v"}).region_name == "J"


def test_unknown_profile_says_what_there_is(tmp_path: pathlib.Path) -> None:
    assert refusal({"profile": "rakspace"}, vendor_file(tmp_path, VENDOR)) == (
        f"In the dictionary cloud the profile 'rakspace' is not known: {tmp_path}/vendors.yaml has odd, vendor. There"
        " are no built-in profiles. Describe it under public-clouds of clouds-public.yaml, or leave profile out and"
        " describe the cloud itself."
    )


def test_unknown_profile_says_where_was_looked(tmp_path: pathlib.Path) -> None:
    message = refusal({"profile": "vendor"})
    assert f"not known: there is no clouds-public.yaml; looked for {tmp_path}/clouds-public.yaml, " in message
    assert "/etc/openstack/clouds-public.yaml" in message


def test_vendor_file_that_does_not_exist_is_an_error() -> None:
    message = refusal({"profile": "vendor"}, {"OS_CLIENT_VENDOR_FILE": "/no/vendors.yaml"})
    assert message == "OS_CLIENT_VENDOR_FILE names /no/vendors.yaml, which does not exist."


def test_vendor_file_is_not_read_for_nothing() -> None:
    assert loaded({}, {"OS_CLIENT_VENDOR_FILE": "/no/vendors.yaml"}).identity.username == "demo"


@pytest.mark.parametrize(
    ("cloud", "message"),
    [
        (
            {"profile": "https://vendor.example.org"},
            "In the dictionary cloud profile is the URL https://vendor.example.org; profiles are not fetched. Write"
            " what it says under public-clouds of clouds-public.yaml, or into the cloud.",
        ),
        ({"profile": "odd"}, "Profile 'odd' in {path} has to be a mapping of options."),
        (
            {"profile": "vendor", "cloud": "odd"},
            "In the dictionary cloud profile and cloud mean the same, but differ. Leave one of them out.",
        ),
    ],
    ids=["url", "no-mapping", "two-names"],
)
def test_profiles_that_cannot_be_used(tmp_path: pathlib.Path, cloud: dict[str, Any], message: str) -> None:
    env = vendor_file(tmp_path, VENDOR)
    assert refusal(cloud, env) == message.format(path=env["OS_CLIENT_VENDOR_FILE"])


# --- regions


REGIONS = [
    "West",
    {"name": "North", "values": {"interface": "internal", "auth": {"project_id": "p-north"}, "verify": False}},
    {"name": "South", "values": {"image_endpoint_override": "https://image.south.example.org"}},
    {"name": 4},
]


@pytest.mark.parametrize(
    ("own", "option", "region"),
    [
        (None, None, "West"), ("North", None, "North"), ("North", "South", "South"), (None, "South", "South"),
        (None, "4", "4"), (None, 4, "4"), (4, None, "4"), (None, "", "West"),
    ],
)  # fmt: skip
def test_region_is_the_one_asked_for_then_the_clouds_own_then_the_first(
    own: Any, option: str | None, region: str
) -> None:
    config = loaded({"regions": REGIONS, "region_name": own}, region_name=option)
    assert config.region_name == region
    assert config.regions == ("West", "North", "South", "4")
    assert loaded({"region_name": own}, region_name=option).regions == ()


def test_values_of_the_region_go_before_the_rest_of_the_cloud() -> None:
    cloud = {"regions": REGIONS, "interface": "admin", "project_name": "web", "image_endpoint_override": "https://i"}
    north = loaded({**cloud, "region_name": "South"}, region_name="North")
    assert (north.interface, north.tls.validate_certs) == ("internal", False)
    assert (north.identity.project_id, north.identity.project_name) == ("p-north", None)
    assert north.endpoint_filter("image").url == "https://i"
    south = loaded(cloud, region_name="South")
    assert (south.interface, south.identity.project_name) == ("admin", "web")
    assert south.endpoint_filter("image").url == "https://image.south.example.org"


def test_option_goes_before_the_values_of_the_region() -> None:
    config = loaded({"regions": REGIONS}, region_name="North", interface="public", project_name="mine")
    assert (config.interface, config.identity.project_name, config.identity.project_id) == ("public", "mine", None)


def test_region_that_is_not_listed_is_an_error_that_lists_them() -> None:
    assert refusal({"regions": REGIONS}, region_name="north") == (
        "In the dictionary cloud there is no region 'north'; regions lists West, North, South, 4. Set region_name to"
        " one of these (upper and lower case count), or add it to the list."
    )


def test_file_and_cloud_are_named_where_one_was_read(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "clouds.yaml"
    path.write_text(f"clouds: {{a: {{auth: {{auth_url: '{URL}'}}, regions: [One]}}}}", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_config({"cloud": "a", "region_name": "Two"}, {"HOME": "/nonexistent"})
    assert str(caught.value).startswith(f"In {path}, cloud 'a': there is no region 'Two'; regions lists One.")


@pytest.mark.parametrize(
    "regions",
    [
        {"name": "R"}, 7, [["R"]], [{"nom": "R"}], [{"name": "R", "value": {}}], [{"name": ""}], [None], [True],
        [{"name": "R", "values": ["a"]}],
    ],
)  # fmt: skip
def test_regions_of_the_wrong_shape(regions: Any) -> None:
    assert refusal({"regions": regions}).startswith("In the dictionary cloud ")


@pytest.mark.parametrize("region", ["North,South", "North, South", ["North", "South"]])
def test_several_names_of_older_days_are_a_list(region: Any) -> None:
    assert loaded({"region_name": region}).region_name == "North"
    assert loaded({"region_name": region}, region_name="South").region_name == "South"
    assert "regions lists North, South" in refusal({"region_name": region}, region_name="East")


def test_single_region_of_a_cloud_is_no_list() -> None:
    assert loaded({"region_name": "North"}, region_name="South").region_name == "South"


# --- placeholders


def test_placeholder_is_the_region_that_is_used() -> None:
    cloud = {"auth": BY_REGION, "regions": ["One", "Two"], "image_endpoint_override": "https://i.{region_name}.org"}
    assert loaded(cloud).identity.auth_url == "https://One.example.org/v3"
    config = loaded(cloud, region_name="Two")
    assert config.identity.auth_url == "https://Two.example.org/v3"
    assert config.endpoint_filter("image").url == "https://i.Two.org"


@pytest.mark.parametrize("name", ["region_name", "password", "nonsense"])
def test_placeholder_without_a_value_that_may_be_shown_is_an_error(name: str) -> None:
    cloud = {"auth": {**AUTH, "auth_url": f"https://{{{name}}}.example.org"}}
    assert refusal(cloud) == f"auth_url has the placeholder {{{name}}}, but {name} is not given."


# --- domains


@pytest.mark.parametrize(
    ("auth", "user", "project", "scope"),
    [
        ({"project_name": "p", "domain_name": "D"}, ("D", None), ("D", None), "project"),
        ({"project_id": "p", "domain_id": "d"}, (None, "d"), (None, "d"), "project"),
        ({"project_name": "p", "domain_name": "D", "user_domain_id": "u"}, (None, "u"), ("D", None), "project"),
        ({"project_name": "p", "default_domain": "d"}, (None, "d"), (None, "d"), "project"),
        ({"project_name": "p", "default-domain-name": "D"}, ("D", None), ("D", None), "project"),
        ({"project_name": "p", "domain_id": "d", "default_domain_id": "x"}, (None, "d"), (None, "d"), "project"),
        ({"domain_name": "D"}, (None, None), (None, None), "domain"),
        ({"domain_name": "D", "default_domain_id": "x"}, (None, "x"), (None, "x"), "domain"),
        ({"project_name": "p", "domain_id": "d", "token_scope": "domain"}, (None, None), (None, None), "domain"),
    ],
)
@pytest.mark.parametrize("place", ["auth", "beside"])
def test_domain_that_is_said_once(place: str, auth: dict[str, str], user: Any, project: Any, scope: str) -> None:
    beside = {name: value for name, value in auth.items() if place == "beside" or name == "token_scope"}
    inside = {name: value for name, value in auth.items() if name not in beside}
    identity = loaded({"auth": {**AUTH, **inside}, **beside}).identity
    assert (identity.user_domain_name, identity.user_domain_id) == user
    assert (identity.project_domain_name, identity.project_domain_id) == project
    assert identity.token_scope == scope


def test_domain_of_the_cloud_beside_a_project_of_the_task() -> None:
    identity = loaded({"domain_name": "D"}, project_name="p").identity
    assert (identity.user_domain_name, identity.project_domain_name, identity.token_scope) == ("D", "D", "project")


def test_domain_of_the_task_replaces_the_one_said_once() -> None:
    identity = loaded({"default_domain_name": "D", "project_name": "p"}, user_domain_id="u").identity
    assert (identity.user_domain_name, identity.user_domain_id, identity.project_domain_name) == (None, "u", "D")


@pytest.mark.parametrize(
    ("variables", "user"),
    [
        ({"OS_DEFAULT_DOMAIN_ID": "d"}, (None, "d")),
        ({"OS_DEFAULT_DOMAIN": "d"}, (None, "d")),
        ({"OS_DEFAULT_DOMAIN_NAME": "D"}, ("D", None)),
        ({"OS_DEFAULT_DOMAIN_NAME": "D", "OS_USER_DOMAIN_ID": "u"}, (None, "u")),
        ({"OS_DEFAULT_DOMAIN_ID": ""}, (None, None)),
        ({"OS_DOMAIN_NAME": "D"}, ("D", None)),
    ],
)
def test_domain_of_the_environment(variables: dict[str, str], user: Any) -> None:
    openrc = {
        "OS_AUTH_URL": URL,
        "OS_USERNAME": "u",
        "OS_PASSWORD": "p",
        "OS_PROJECT_NAME": "web",
        "HOME": "/nonexistent",
    }
    identity = load_config({}, {**openrc, **variables}).identity
    assert (identity.user_domain_name, identity.user_domain_id) == user


# --- single services


@pytest.mark.parametrize("word", ["volume", "block_storage", "block-storage", "volumev3", "volumev2", "block_store"])
@pytest.mark.parametrize(
    ("suffix", "field", "value"),
    [
        ("endpoint_override", "url", "https://v"),
        ("endpoint", "url", "https://v"),
        ("service_type", "service_type", "volumev3"),
        ("service_name", "service_name", "cinder"),
        ("region_name", "region_name", "Other"),
        ("interface", "interface", "internal"),
        ("endpoint_type", "interface", "internal"),
        ("default_microversion", "microversion", "3.60"),
        ("api_version", "microversion", "3.60"),
    ],
)
def test_service_goes_by_any_of_its_types(word: str, suffix: str, field: str, value: str) -> None:
    config = loaded({f"{word}_{suffix}": value})
    assert getattr(config.endpoint_filter("volume"), field) == value
    assert set(config.endpoints) == {"volume"}


def test_what_is_said_of_a_service_twice_must_agree() -> None:
    same = {"volume_interface": "internalURL", "block_storage_endpoint_type": "internal"}
    assert loaded(same).endpoint_filter("volume").interface == "internal"
    message = refusal({"volume_service_name": "a", "volumev3_service_name": "b"})
    assert message == (
        "In the dictionary cloud volume_service_name and volumev3_service_name mean the same, but differ. Leave one of"
        " them out."
    )


def test_null_in_endpoints_says_nothing() -> None:
    cloud = {"volume_endpoint_override": "https://a", "endpoints": {"volume": {"url": None}, "image": None}}
    option = {"volume": {"url": None, "service_name": "cinder"}, "compute": None}
    wanted = loaded(cloud, endpoints=option).endpoint_filter("volume")
    assert (wanted.url, wanted.service_name) == ("https://a", "cinder")


def test_endpoints_go_before_keys_with_the_service_in_them() -> None:
    cloud = {"volume_endpoint_override": "https://a", "endpoints": {"block_storage": {"url": "https://b"}}}
    assert loaded(cloud).endpoint_filter("volume").url == "https://b"


@pytest.mark.parametrize(
    ("variable", "service", "field", "value"),
    [
        ("OS_BLOCK_STORAGE_ENDPOINT_OVERRIDE", "volume", "url", "https://v"),
        ("OS_PLACEMENT_ENDPOINT_OVERRIDE", "placement", "url", "https://p"),
        ("OS_RESERVATION_ENDPOINT_OVERRIDE", "reservation", "url", "https://r"),
        ("OS_VOLUME_REGION_NAME", "volume", "region_name", "Other"),
        ("OS_COMPUTE_SERVICE_TYPE", "compute", "service_type", "compute-legacy"),
        ("OS_COMPUTE_API_VERSION", "compute", "microversion", "2.79"),
        ("OS_VOLUME_DEFAULT_MICROVERSION", "volume", "microversion", "3.60"),
    ],
)
def test_environment_speaks_of_single_services(variable: str, service: str, field: str, value: str) -> None:
    openrc = {"OS_AUTH_URL": URL, "OS_USERNAME": "u", "OS_PASSWORD": "p", "HOME": "/nonexistent"}
    assert getattr(load_config({}, {**openrc, variable: value}).endpoint_filter(service), field) == value
    assert load_config({}, {**openrc, variable: ""}).endpoints == {}


def test_environment_that_contradicts_itself_matters_only_where_it_is_used() -> None:
    contradiction = {"OS_VOLUME_SERVICE_NAME": "a", "OS_BLOCK_STORAGE_SERVICE_NAME": "b"}
    assert loaded({}, contradiction).identity.username == "demo"
    openrc = {"OS_AUTH_URL": URL, "OS_USERNAME": "u", "OS_PASSWORD": "p", "HOME": "/nonexistent"}
    config = load_config({}, {**openrc, **contradiction})
    assert config.endpoint_filter("volume").problem == (
        "OS_VOLUME_SERVICE_NAME and OS_BLOCK_STORAGE_SERVICE_NAME mean the same, but differ. Leave one of them out."
    )
    assert config.endpoint_filter("compute").problem is None


def test_what_is_wrong_in_a_file_matters_only_where_it_is_used(tmp_path: Any) -> None:
    """A file is shared; what a task says itself is its own."""
    path = tmp_path / "clouds.yaml"
    wrong = {"volume_interface": "side", "compute_default_microversion": "newest", "image_endpoint_override": ["a"]}
    path.write_text(json.dumps({"clouds": {"mine": {"auth": AUTH, **wrong}}}))
    environ = {"HOME": "/nonexistent", "OS_CLIENT_CONFIG_FILE": str(path)}
    config = load_config({"cloud": "mine"}, environ)
    problems = {
        service: config.endpoint_filter(service).problem for service in ("volume", "compute", "image", "network")
    }
    assert problems == {
        "volume": "endpoints.volume.interface has to be one of public, internal, admin, not 'side'.",
        "compute": "endpoints.compute.microversion has to be one of compute, like '2.79', or 'latest', not 'newest'.",
        "image": "endpoints.image.url has to be text, not a list.",
        "network": None,
    }
    with contextlib.ExitStack() as stack:
        cloud = stack.enter_context(contextlib.closing(Cloud.open(config, environ)))
        stack.enter_context(pytest.raises(ConfigError, match=r"^endpoints\.image\.url has to be text, not a list\.$"))
        cloud.service("image")
    with pytest.raises(ConfigError, match=r"endpoints\.volume\.interface has to be one of"):
        load_config({"cloud": "mine", "volume_url": "https://volume.example.org"}, environ)


@pytest.mark.parametrize("spelling", ["internal", "internalURL", "Internal", "INTERNALURL"])
def test_interface_by_any_of_its_names(spelling: str) -> None:
    assert loaded({"interface": spelling}).interface == "internal"
    environ = {"OS_AUTH_URL": URL, "OS_USERNAME": "u", "OS_PASSWORD": "p", "HOME": "/nonexistent"}
    assert load_config({}, {**environ, "OS_INTERFACE": spelling}).interface == "internal"


def test_interfaces_in_the_order_of_preference() -> None:
    config = loaded({"interface": ["internal", "publicURL"], "volume_interface": ["admin"]})
    assert (config.interface, config.further_interfaces) == ("internal", ("public",))
    image, volume = config.endpoint_filter("image"), config.endpoint_filter("volume")
    assert (image.interface, image.further_interfaces) == ("internal", ("public",))
    assert (volume.interface, volume.further_interfaces) == ("admin", ())


def test_settings_that_other_tools_heed() -> None:
    networks = [
        {"name": "inside", "default_interface": True, "nat_destination": True},
        {"name": "b", "nat_source": False, "routes_externally": True},
    ]
    config = loaded(
        {
            "networks": networks,
            "floating_ip_source": "nova",
            "force_ipv4": True,
            "connect_retries": 5,
            "status_code_retries": 2,
            "compute_connect_retries": 7,
            "compute-min-version": "2.1",
            "has_network": False,
            "has_volume": True,
            "rate_limit": None,
            "access_token_type": "urn:x",
        }
    )
    assert config.not_heeded == (
        "networks.routes_externally", "floating_ip_source", "compute_connect_retries", "compute_min_version",
        "has_network", "access_token_type",
    )  # fmt: skip
    assert config.addresses == AddressHints(True, default_network="inside", nat_destination="inside")
    assert config.retries == 5
    assert loaded({"connect_retries": 5, "retries": 1}).retries == 1
    assert loaded({}).not_heeded == ()


@pytest.mark.parametrize(
    ("methods", "version"),
    [
        (["v3password", "v3totp"], "3.x_multifactor"),
        (["v3totp", "v3password"], "3.x_multifactor"),
        (["v3password"], "3.x_password"),
        (["v3totp"], "3.x_totp"),
        (None, "3.x_multifactor"),
    ],
)
def test_methods_of_several_factors(methods: list[str] | None, version: str) -> None:
    said = {"auth": {**AUTH, "passcode": "123456", "auth_methods": methods}, "auth_type": "v3multifactor"}
    assert loaded(said).identity.auth_version == version


def test_methods_that_are_not_known() -> None:
    said = {"auth": {**AUTH, "auth_methods": ["v3password", "v3kerberos"]}, "auth_type": "v3multifactor"}
    assert "auth_methods can be v3password and v3totp here, and others are there." in refusal(said)


def test_standalone_service_has_its_endpoint_in_auth() -> None:
    config = load_config({"cloud": {"auth_type": "none", "auth": {"endpoint": "https://s"}}}, {"HOME": "/nonexistent"})
    assert (config.identity.auth_version, config.endpoint_filter("volume").url) == ("none", "https://s")
    assert "volume" not in loaded({"auth": {**AUTH, "endpoint": "https://s"}}).endpoints


# --- names


@pytest.mark.parametrize(
    ("cloud", "names"),
    [
        ({"auth": {**AUTH, "tenant_name": "a", "project_name": "b"}}, "auth.tenant_name and auth.project_name"),
        ({"auth": {**AUTH, "tenant-id": "a"}, "project_id": "b"}, "project_id and auth.tenant-id"),
        ({"username": "other"}, "username and auth.username"),
        ({"verify": True, "validate_certs": False}, "verify and validate_certs"),
        ({"verify": True, "insecure": True}, "verify and insecure"),
        ({"insecure": False, "verify": "no"}, "insecure and verify"),
        ({"interface": "internal", "endpoint_type": "publicURL"}, "interface and endpoint_type"),
        ({"cacert": "/a", "ca_cert": "/b"}, "cacert and ca_cert"),
        ({"default_domain": "a", "default_domain_id": "b"}, "default_domain and default_domain_id"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_two_names_with_different_values_are_refused(cloud: dict[str, Any], names: str) -> None:
    message = refusal(cloud)
    assert message == f"In the dictionary cloud {names} mean the same, but differ. Leave one of them out."


@pytest.mark.parametrize(
    "cloud",
    [
        {"auth": {**AUTH, "tenant_name": "a", "project_name": "a"}},
        {"verify": "no", "validate_certs": False, "insecure": "yes"},
        {"interface": "internalURL", "endpoint_type": "internal"},
        {"project_id": 42, "tenant_id": "42"},
        {"project_id": "p", "tenant_id": None},
        {"cacert": "~/ca.pem", "ca_cert": "~/ca.pem"},
    ],
)
def test_two_names_with_the_same_value_are_fine(cloud: dict[str, Any]) -> None:
    assert loaded(cloud).identity.username == "demo"


# --- values of the wrong kind


@pytest.mark.parametrize(
    ("cloud", "message"),
    [
        ({"region_name": {"a": 1}}, "region_name has to be text, not a mapping."),
        ({"cacert": ["a"]}, "ca_cert has to be text, not a list."),
        ({"project_name": True}, "project_name has to be text, but YAML takes it for a bool: put it into quotes."),
        ({"interface": "outside"}, "interface has to be one of public, internal, admin, not 'outside'."),
        ({"interface": []}, "interface has to be text, not a list."),
        ({"interface": ["internal", "out"]}, "interface has to be one of public, internal, admin, not 'out'."),
        ({"verify": "/etc/ca.pem"}, "validate_certs has to be true or false, not '/etc/ca.pem'."),
        ({"insecure": "maybe"}, "validate_certs has to be true or false, not 'maybe'."),
        ({"api_timeout": 0}, "api_timeout has to be a number above 0, not '0'."),
        ({"api_timeout": "nan"}, "api_timeout has to be a number above 0, not 'nan'."),
        ({"api_timeout": 1e10}, "api_timeout has to be a number above 0, and at most 100000000, not 1e+10."),
        ({"api_timeout": 10**400}, f"api_timeout has to be a number above 0, not '{10**400}'."),
        ({"ca_cert": "a\0b"}, "ca_cert has to be a path, and no path has a null character."),
        ({"api_timeout": True}, "api_timeout has to be a number above 0, not 'True'."),
        ({"retries": -1}, "retries has to be a number that is not negative, not '-1'."),
        (
            {"volume_interface": "side"},
            "endpoints.volume.interface has to be one of public, internal, admin, not 'side'.",
        ),
        ({"volume_endpoint_override": ["a"]}, "endpoints.volume.url has to be text, not a list."),
        ({"token_scope": "all"}, "token_scope has to be one of project, domain, system, trust, unscoped, not 'all'."),
    ],
    ids=lambda value: "" if isinstance(value, dict) else value.split(" ")[0],
)
def test_values_of_the_wrong_kind(cloud: dict[str, Any], message: str) -> None:
    assert message in refusal(cloud)


def test_secret_of_the_wrong_kind_is_not_shown() -> None:
    message = refusal({"auth": {**AUTH, "password": ["hunter2"]}})
    assert message == "password has to be text, not a list."


WRONG: list[Any] = [None, True, 7, 1.5, "text", [], ["a"], [{}], {}, {"a": 1}, {"a": {"b": []}}, "{x}", "a,b"]


def test_problem_of_a_cloud_of_a_file_tells_the_file(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "clouds.yaml"
    path.write_text("clouds: {mine: {auth: {username: [demo], password: pw}}}", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_config({"cloud": "mine"}, {"HOME": "/nonexistent"})
    assert str(caught.value) == (
        "username has to be text, not a list. auth_version password needs auth_url. Cloud 'mine' is described in"
        f" {path}."
    )


@pytest.mark.parametrize("wrong", WRONG, ids=repr)
def test_no_content_of_a_file_ends_in_anything_but_a_sentence(wrong: Any, tmp_path: pathlib.Path) -> None:
    keys = ["auth", "auth_type", "auth_url", "password", "endpoints", "regions", "region_name", "profile", "interface"]
    keys += [
        "verify",
        "insecure",
        "cacert",
        "cert",
        "key",
        "api_timeout",
        "retries",
        "token_cache",
        "proxy_url",
        "cloud",
    ]
    keys += ["microversion", "compute_api_version", "compute_default_microversion", "volume_interface", "domain_id"]
    keys += ["volume_endpoint_override", "default_domain", "token_scope", "project_name", "base_url", "trace"]
    sentences = []
    for cloud in [{"auth": AUTH, key: wrong} for key in keys]:
        in_region = {"auth": AUTH, "regions": [{"name": "R", "values": cloud}]}
        in_auth = {"auth": {**AUTH, **cloud}}
        for full in (cloud, in_region, in_auth, {"auth": AUTH, "endpoints": cloud}):
            try:
                load_config({"cloud": full}, {"HOME": "/nonexistent"})
            except ConfigError as error:
                sentences.append(str(error))
    # Of 26 settings in 4 places each; `auth` and a list of regions can be none of these in any place.
    assert len(sentences) >= 4
    assert all(sentence.endswith(".") for sentence in sentences)
