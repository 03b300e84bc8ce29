# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files and variables mean to us what they mean to openstacksdk: both read those in `clouds/`, and agree.

`clouds/<name>.yaml` is a clouds.yaml, `<name>.secure.yaml` its secure.yaml, `<name>.public.yaml` its
clouds-public.yaml, and `<name>.env` holds environment variables. Where the two differ on purpose, the table says so.
"""

from __future__ import annotations

import dataclasses
import os
import pathlib
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from openstack import exceptions
from openstack.config import loader

from ansible_collections.nodeworks.openstack.plugins.module_utils.config.cloud_config import CloudConfig
from ansible_collections.nodeworks.openstack.plugins.module_utils.config.load import load_config
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.auth_versions import find_auth_version
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.services import SERVICE_TYPES

FOLDER = pathlib.Path(__file__).parent / "clouds"
REFUSED = "refused"

# What both call by the same name in `auth`.
IDENTITY = (
    "auth_url", "username", "user_id", "password", "project_name", "project_id", "domain_name", "domain_id",
    "system_scope", "trust_id", "application_credential_id", "application_credential_name",
    "application_credential_secret", "passcode", "identity_provider", "protocol", "access_token",
)  # fmt: skip

Seen = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Case:
    """One cloud of one file, in one region if one is asked for."""

    file: str
    cloud: str | None
    region: str | None = None

    def __str__(self) -> str:
        return f"{self.file}-{self.cloud or 'default'}" + (f"-{self.region}" if self.region else "")

    @property
    def files(self) -> dict[str, pathlib.Path]:
        named = {
            "CONFIG": f"{self.file}.yaml",
            "SECURE": f"{self.file}.secure.yaml",
            "VENDOR": f"{self.file}.public.yaml",
        }
        return {kind: FOLDER / name for kind, name in named.items() if (FOLDER / name).exists()}

    @property
    def environ(self) -> dict[str, str]:
        path = FOLDER / f"{self.file}.env"
        return dict(yaml.safe_load(path.read_text("utf-8"))) if path.exists() else {}


@dataclasses.dataclass(frozen=True)
class Difference:
    """What openstacksdk reads, what we read, and why we do not follow."""

    theirs: Seen | str
    ours: Seen | str
    why: str


TWO_NAMES = "One of two values would be dropped silently; which, nobody can know who reads the file."
LISTED = "A region of the file's own that is not in its own list is a mistake."

DIFFERENCES: dict[str, Difference] = {
    # --- what is refused here
    "tls-insecure_and_verify": Difference({"verify": False}, REFUSED, TWO_NAMES),
    "tenants-both_differ": Difference({"project_name": "web"}, REFUSED, TWO_NAMES),
    "services-twice_but_different": Difference(
        {"volume.url": "https://two.example.org"},
        {"volume.url": "https://one.example.org", "volume.microversion": REFUSED},
        TWO_NAMES,
    ),
    "microversions-nonsense": Difference(
        {"compute.microversion": "newest"},
        {"compute.microversion": REFUSED},
        "The service would refuse it, with a message about a header.",
    ),
    "profile-unknown": Difference(
        {"auth_url": "https://cloud.example.org:5000/v3"},
        REFUSED,
        "They warn and go on with half of what the file says.",
    ),
    "numbers-switch": Difference({"password": True}, REFUSED, "The text that stood there is lost: it is not 'True'."),
    # --- where both understand something, but not the same
    "tls-verify_as_text": Difference(
        {"verify": "false"}, {"verify": False}, "There a text is a file of authorities, even the text 'false'."
    ),
    "tls-insecure_as_number": Difference({"verify": True}, {"verify": False}, "There only the word 'true' is true."),
    "regions-own_choice": Difference(
        {"region": "North"}, {"region": "South"}, "There a list makes the cloud's own region_name go unheard."
    ),
    "regions-wrong_entry": Difference(REFUSED, REFUSED, ""),
    "profile-project_by_id": Difference(
        {"project_name": "shared"},
        {"project_name": None},
        "Whoever names the project by id replaces the profile's name of another.",
    ),
    "domains-name_and_id": Difference(
        {"user_domain": ("Users", "d1")},
        {"user_domain": (None, "d1")},
        "A domain that is given by id needs no name, least of all another domain's.",
    ),
    "domains-default_domain_of_the_command_line": Difference(
        {"user_domain": (None, None), "project_domain": (None, None)},
        {"user_domain": (None, "d1"), "project_domain": (None, "d1")},
        "It is the openstack command that reads default_domain, from the same files.",
    ),
    "microversions-newest_as_version": Difference(
        {"compute.microversion": None},
        {"compute.microversion": "latest"},
        "It is the openstack command that understands 2.latest, from the same files.",
    ),
    "microversions-before_microversions": Difference(
        {"volume.microversion": "2.0"},
        {"volume.microversion": None},
        "The second version of the volume API is gone, and it had no microversions.",
    ),
    **{
        case: Difference(
            {"auth_version": "password"},
            {"auth_version": "3.x_password"},
            "There the version of the identity API, said apart, is left to discovery.",
        )
        for case in ("microversions-major_only", "openrc-default", "openrc-envvars")
    },
    "auth_types-older_key": Difference(
        {"auth_version": "password"},
        {"auth_version": "3.x_password"},
        "There the default of auth_type makes auth_plugin go unheard.",
    ),
    "auth_types-third_version_without_domain": Difference(
        REFUSED, {"user_domain": (None, None)}, "Without domain it is the default one, whichever way to authenticate."
    ),
    "null-project": Difference({"project_name": "None"}, {"project_name": None}, "There null becomes a name."),
    "null-region": Difference(REFUSED, {"region": None}, "Null says nothing, there as here, but for region_name."),
    "auth_types-application_credential_unsaid": Difference(
        REFUSED,
        {"auth_version": "3.x_appcred", "application_credential_id": "ac1"},
        "Here the credentials tell the way to authenticate; there it is 'password' unless said.",
    ),
    "auth_types-unknown": Difference(REFUSED, REFUSED, ""),
    "times-of_one_service": Difference(
        {"api_timeout": 10},
        {"api_timeout": 30},
        "There any key that ends in 'timeout' becomes the limit of all services.",
    ),
}


def theirs(case: Case, monkeypatch: pytest.MonkeyPatch) -> Seen:
    """What openstacksdk makes of it."""
    for variable in [name for name in os.environ if name.startswith("OS_")]:
        monkeypatch.delenv(variable)
    for variable, text in case.environ.items():
        monkeypatch.setenv(variable, text)
    files = {kind: [str(path)] for kind, path in case.files.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        config = loader.OpenStackConfig(
            config_files=files["CONFIG"], secure_files=files.get("SECURE", []), vendor_files=files.get("VENDOR", [])
        )
        asked: dict[str, Any] = {"region_name": case.region} if case.region else {}
        cloud = config.get_one(cloud=case.cloud, **asked)
        auth = cloud.get_auth_args()
        verify, cert = cloud.get_requests_verify_args()
    version = find_auth_version(cloud.config["auth_type"])
    seen = {name: _text(auth.get(name)) for name in IDENTITY}
    seen["project_name"] = _text(auth.get("project_name", auth.get("tenant_name")))
    seen["project_id"] = _text(auth.get("project_id", auth.get("tenant_id")))
    seen["token"] = auth.get("token")
    for owner in ("user", "project"):
        own = (auth.get(f"{owner}_domain_name"), auth.get(f"{owner}_domain_id"))
        # Only those that have no domain of their own get the default: keystoneauth does that when it sends.
        seen[f"{owner}_domain"] = own if any(own) else (auth.get("default_domain_name"), auth.get("default_domain_id"))
    seen["auth_version"] = version.name if version else None
    seen["region"] = cloud.region_name or None
    seen["interface"] = _interface(cloud.get_interface())
    seen["verify"], seen["cert"] = verify, cert
    seen["api_timeout"] = float(cloud.config["api_timeout"]) if cloud.config["api_timeout"] else None
    for service, types in SERVICE_TYPES.items():
        if service == "identity":
            # Without scope they take auth_url for it, which is ours to find out elsewhere.
            seen[f"{service}.url"] = cloud.config.get("identity_endpoint_override") or auth.get("endpoint")
        else:
            seen[f"{service}.url"] = cloud.get_endpoint(types[0])
        asked_type = cloud.get_service_type(types[0])
        seen[f"{service}.type"] = None if asked_type == types[0] else asked_type
        seen[f"{service}.name"] = cloud.get_service_name(types[0])
        seen[f"{service}.region"] = cloud.get_region_name(types[0]) or None
        seen[f"{service}.interface"] = _interface(cloud.get_interface(types[0]))
        seen[f"{service}.microversion"] = _their_microversion(cloud, service, types[0])
    return seen


def _their_microversion(cloud: Any, service: str, service_type: str) -> Any:
    if service not in ("compute", "volume", "placement"):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return cloud._get_version_request(service_type, None).default_microversion
        except exceptions.ConfigException:
            return REFUSED


def ours(case: Case) -> Seen:
    """What we make of it."""
    named = {f"OS_CLIENT_{kind}_FILE": str(path) for kind, path in case.files.items()}
    options = {"cloud": case.cloud, "region_name": case.region}
    config = load_config(options, {"HOME": os.environ["HOME"], **named, **case.environ})
    return _of_config(config)


def _of_config(config: CloudConfig) -> Seen:
    identity, tls = config.identity, config.tls
    seen: Seen = {name: getattr(identity, name) for name in IDENTITY}
    seen["token"] = identity.auth_token
    for owner in ("user", "project"):
        seen[f"{owner}_domain"] = tuple(getattr(identity, f"{owner}_domain_{way}") for way in ("name", "id"))
    seen["auth_version"] = identity.auth_version
    seen["region"] = config.region_name
    seen["interface"] = _one_or_more(config.interface, config.further_interfaces)
    seen["verify"] = tls.ca_cert if tls.validate_certs and tls.ca_cert else tls.validate_certs
    seen["cert"] = (tls.client_cert, tls.client_key) if tls.client_key else tls.client_cert
    seen["api_timeout"] = None if config.api_timeout == CloudConfig.api_timeout else config.api_timeout
    for service in SERVICE_TYPES:
        wanted = config.endpoint_filter(service)
        seen[f"{service}.url"] = wanted.url
        seen[f"{service}.type"] = wanted.service_type
        seen[f"{service}.name"] = wanted.service_name
        seen[f"{service}.region"] = wanted.region_name
        seen[f"{service}.interface"] = _one_or_more(wanted.interface, wanted.further_interfaces)
        # What is wrong with a service is told when it is used.
        seen[f"{service}.microversion"] = REFUSED if wanted.problem else wanted.microversion
    return seen


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def _one_or_more(first: str, others: tuple[str, ...]) -> Any:
    return [first, *others] if others else first


def _interface(value: Any) -> Any:
    return value.removesuffix("URL") if isinstance(value, str) else value


def cases() -> Iterator[Case]:
    """Every cloud of every file; where it has regions, each of them too."""
    for path in sorted(FOLDER.glob("*.yaml")):
        name = path.name.removesuffix(".yaml")
        if "." in name:
            continue
        secure = FOLDER / f"{name}.secure.yaml"
        clouds = dict(yaml.safe_load(path.read_text("utf-8"))["clouds"])
        if secure.exists():
            clouds = {**yaml.safe_load(secure.read_text("utf-8"))["clouds"], **clouds}
        environ = Case(name, None).environ
        if environ:
            yield Case(name, None)
        if "OS_AUTH_URL" in environ:
            yield Case(name, environ.get("OS_CLOUD_NAME", "envvars"))
        for cloud, content in clouds.items():
            yield Case(name, cloud)
            for region in content.get("regions") or []:
                if isinstance(region, str) or "name" in region:
                    yield Case(name, cloud, region if isinstance(region, str) else region["name"])


def outcome(read: Any, errors: type[Exception], *arguments: Any) -> Seen | str:
    """What is seen, or that it is refused."""
    try:
        return dict(read(*arguments))
    except errors as error:
        print(repr(error))
        return REFUSED


@pytest.mark.parametrize("case", list(cases()), ids=str)
def test_both_read_the_same(case: Case, monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    # Some of what they refuse ends in an error of plain Python.
    there, here = outcome(theirs, Exception, case, monkeypatch), outcome(ours, ConfigError, case)
    known = DIFFERENCES.get(str(case))
    if known is None:
        assert here == there
        assert here != REFUSED
        return
    for seen, expected in ((there, known.theirs), (here, known.ours)):
        if isinstance(expected, str) or isinstance(seen, str):
            assert seen == expected
        else:
            assert {name: seen[name] for name in expected} == expected
    if isinstance(there, dict) and isinstance(here, dict) and isinstance(known.ours, dict):
        differing = {name for name in here if here[name] != there[name]}
        # What is said for all services is said for each of them.
        assert {name for name in differing if name.rpartition(".")[2] not in known.ours} <= set(known.ours)


def test_table_of_differences_speaks_of_cases_that_are_there() -> None:
    assert set(DIFFERENCES) <= {str(case) for case in cases()}


def test_there_is_enough_to_compare() -> None:
    assert len({case.file for case in cases()}) >= 15
    assert len(list(cases())) >= 80
