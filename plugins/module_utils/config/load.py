# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All sources of a connection, merged into one CloudConfig.

Precedence, highest first: the option; the dict `auth`; the named cloud of clouds.yaml or, where none is named, the
OS_* environment (the two do not mix their credentials); the default.
"""

from __future__ import annotations

import dataclasses
import os
import typing as t

from ..errors import ConfigError
from ..options import connection as spec
from ..options.auth_versions import (
    AUTH_VERSIONS,
    AuthVersion,
    find_auth_version,
    infer_auth_version,
    of_identity_api,
)
from .cloud_config import AddressHints, CloudConfig, EndpointFilter, Identity, Tls
from .cloud_source import from_cloud
from .clouds_yaml import CloudsFile, read_clouds
from .domains import with_domains
from .endpoints import interfaces, wanted, with_endpoints
from .merge import Said, merge_sources
from .placeholders import with_placeholders_filled
from .sources import from_auth, from_environment, from_options
from .spellings import contradictions
from .values import checked, switch


def load_config(
    options: t.Mapping[str, t.Any],
    environ: t.Mapping[str, str],
    given: t.Mapping[str, t.Any] | None = None,
) -> CloudConfig:
    """The connection that options, files and environment describe together.

    `given` are the options as the user wrote them, before Ansible replaced one name of an option by another: only
    there can be seen that two names were given different values.

    Raises:
        ConfigError: with all that is wrong, not only the first thing.
    """
    problems = contradictions(options if given is None else given)
    try:
        cloud_name, sources = _sources(options, environ, problems)
    except ConfigError as error:
        raise ConfigError([*problems, *error.problems]) from error.__cause__
    base = sources[-1]
    regions, path, not_heeded = base.pop("regions", ()), base.pop("path", None), base.pop("not_heeded", ())
    hints = base.pop("addresses", AddressHints())
    version = _auth_version(sources, problems)
    said = checked(merge_sources(sources), spec.CONNECTION_OPTIONS, problems)
    said = with_placeholders_filled(said, problems)
    # A description of a cloud that stands in the task is the task's own.
    own = {*sources[0]["endpoints"], *(base["endpoints"] if isinstance(options.get("cloud"), dict) else ())}
    endpoints = wanted(said, own, problems)
    if version is not None:
        problems += _missing(version, said, endpoints)
    scope = _scope(version, said, problems)
    if problems or version is None:
        raise ConfigError([*problems, *_origin(cloud_name, path, problems)])
    return CloudConfig(
        name=cloud_name,
        identity=_identity(version, scope, said),
        region_name=said.get("region_name"),
        regions=regions,
        **interfaces(said.get("interface")),
        endpoints=endpoints,
        tls=_tls(said),
        proxy_url=said.get("proxy_url"),
        api_timeout=said.get("api_timeout", CloudConfig.api_timeout),
        max_response_size=said.get("max_response_size", CloudConfig.max_response_size),
        retries=int(said.get("retries", CloudConfig.retries)),
        token_cache=switch(said.get("token_cache", True)),
        # Unlike the OS_* variables it does not describe a cloud: it counts for whichever is used.
        trace=said.get("trace") or environ.get("NODEWORKS_TRACE") or None,
        addresses=hints,
        not_heeded=not_heeded,
    )


def _sources(
    options: t.Mapping[str, t.Any], environ: t.Mapping[str, str], problems: list[str]
) -> tuple[str | None, list[Said]]:
    said = from_options(options)
    cloud = said.pop("cloud", None)
    auth = from_auth(said.pop("auth", {}), problems)
    said = with_endpoints(said, problems)
    task = merge_sources([said, auth])
    name, base = _base(cloud, environ, task, problems)
    # The base's domain has its own meaning, even if the task wants another scope.
    project_scoped = _is_for_project(base) or _is_for_project(merge_sources([task, base]))
    base = with_domains(base, project_scoped)
    return name, [said, auth, base]


def _base(cloud: t.Any, environ: t.Mapping[str, str], task: Said, problems: list[str]) -> tuple[str | None, Said]:
    """The weakest source: a named cloud, else the environment, else the only cloud of the file."""
    region = task.get("region_name")
    if isinstance(cloud, dict):
        return None, from_cloud(cloud, environ, region, "In the dictionary cloud ", problems)
    name = str(cloud or environ.get("OS_CLOUD") or "")
    of_environment: list[str] = []
    environment = from_environment(environ, of_environment)
    if not name and (_describes_cloud(task) or _describes_cloud(environment)):
        problems += of_environment
        return None, environment
    clouds_file = read_clouds(environ)
    if not name:
        name = _only_name(clouds_file)
    elif name not in clouds_file.clouds and _is_environment(name, environ) and _describes_cloud(environment):
        problems += of_environment
        return name, environment
    where = f"In {clouds_file.path}, cloud '{name}': "
    said = from_cloud(clouds_file.cloud(name), environ, region, where, problems)
    return name, {**said, "path": clouds_file.path}


def _origin(cloud_name: str | None, path: str | None, problems: t.Sequence[str]) -> list[str]:
    """Where to look for what is wrong, if it is not said yet: what a task says and what a file says are one by then."""
    if path is None or any(path in problem for problem in problems):
        return []
    return [f"Cloud '{cloud_name}' is described in {path}."]


def _describes_cloud(said: Said) -> bool:
    """Whether a source says so much that no cloud of a file is meant."""
    return bool(said.get("auth_url") or said["endpoints"].get("compute", {}).get("url"))


def _is_environment(name: str, environ: t.Mapping[str, str]) -> bool:
    """Whether this is the name that the cloud of the environment has among those of the file."""
    return name == (environ.get("OS_CLOUD_NAME") or "envvars")


def _is_for_project(said: Said) -> bool:
    asked = said.get("token_scope", "project")
    return asked == "project" and any(said.get(name) for name in spec.SCOPES["project"])


def _only_name(clouds_file: CloudsFile) -> str:
    """The name of the file's cloud, if there is but one.

    Raises:
        ConfigError: there are none or several.
    """
    if len(clouds_file.clouds) != 1:
        raise ConfigError([_no_cloud(clouds_file)])
    return next(iter(clouds_file.clouds))


def _no_cloud(clouds_file: CloudsFile) -> str:
    if clouds_file.path is None:
        return (
            "No cloud to connect to: neither cloud nor auth_url is given, OS_CLOUD and OS_AUTH_URL are not set, and"
            f" there is no clouds.yaml. Looked for {', '.join(clouds_file.searched)}."
        )
    names = ", ".join(sorted(str(name) for name in clouds_file.clouds))
    return f"No cloud named, and {clouds_file.path} has several: {names}. Set cloud (or OS_CLOUD) to one of these."


def _auth_version(sources: t.Sequence[Said], problems: list[str]) -> AuthVersion | None:
    """The way to authenticate: of the strongest source that says anything about credentials."""
    # The options of a task belong together, whether they stand in `auth` or beside it.
    task, base = merge_sources(sources[:-1]), sources[-1]
    # A task with an identity service of its own does not care for the version of another one.
    api_version = None if task.get("auth_url") else base.get("identity_api_version")
    for source in (task, base):
        asked = source.get("auth_version")
        version = infer_auth_version(source) if asked is None else find_auth_version(asked)
        if version is not None:
            return of_identity_api(version, api_version)
        if asked is not None:
            known = ", ".join(v.name for v in AUTH_VERSIONS)
            problems.append(
                f"auth_version '{asked}' is not known. Known are {known}, and keystoneauth's names of them."
            )
            return None
    problems.append("No credentials: give a password, an application credential or auth_token.")
    return None


def _missing(version: AuthVersion, said: Said, endpoints: t.Mapping[str, EndpointFilter]) -> list[str]:
    # An endpoint forced in `endpoints` or clouds.yaml spares the identity service as base_url does.
    given = {"base_url"} if any(wanted.url for wanted in endpoints.values()) else set()
    given |= {name for name, value in said.items() if value not in (None, "")}
    return [
        f"auth_version {version.name} needs {' or '.join(alternatives)}. {version.advice}".rstrip()
        for alternatives in version.needs
        if not given.intersection(alternatives)
    ]


def _scope(version: AuthVersion | None, said: Said, problems: list[str]) -> str:
    asked = said.get("token_scope")
    if version is None or not version.takes_scope:
        return "unscoped"
    given = [scope for scope, names in spec.SCOPES.items() if any(said.get(name) for name in names)]
    if asked is None:
        if len(given) > 1:
            problems.append(
                f"A token has one scope, but options for {' and '.join(given)} are given. Leave out one of them, or"
                " say which with token_scope."
            )
        return given[0] if given else "unscoped"
    if asked in list(spec.SCOPES) and asked not in given:
        problems.append(f"token_scope {asked} needs {' or '.join(spec.SCOPES[asked])}.")
    return str(asked)


def _identity(version: AuthVersion, scope: str, said: Said) -> Identity:
    known = {field.name for field in dataclasses.fields(Identity)} - {"auth_version", "token_scope"}
    values = {name: str(said[name]) for name in known if said.get(name) is not None}
    if "auth_token" in values:
        values["auth_token"] = values["auth_token"].strip()  # read from a file, it often ends with a line break
    return Identity(auth_version=version.name, token_scope=scope, **values)


def _tls(said: Said) -> Tls:
    paths = {
        name: os.path.expanduser(said[name]) for name in ("ca_cert", "client_cert", "client_key") if said.get(name)
    }
    return Tls(validate_certs=said.get("validate_certs", True), **paths)
