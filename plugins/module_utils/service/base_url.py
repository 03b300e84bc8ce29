# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the base URL of a service from its endpoint, so that the version is neither doubled nor missing. Pure."""

from __future__ import annotations

import re
import urllib.parse

from ..errors import EndpointNotFound
from .apis import Api

VERSION_SEGMENT = re.compile(r"/v\d+(\.\d+)?(?=/|$)")
# Keystone fills in these placeholders when it gives out a catalog. One that is left is a mistake in the endpoint's URL.
TEMPLATE = re.compile(r"[%$]\([a-z_]+\)s?")
# A forced URL may have this in place of the project's id, as in clouds.yaml. keystoneauth fills it in, too.
PROJECT_PLACEHOLDER = "%(project_id)s"


def base_url(endpoint_url: str, api: Api, project_id: str | None) -> str:
    """The base URL of a service, without a slash at the end.

    Raises:
        EndpointNotFound: the URL is relative or has a placeholder, or the API's path needs a project and there is none.
    """
    url = endpoint_url.strip().rstrip("/")
    parts = _split(url, api.service)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise EndpointNotFound(_unusable(api.service, endpoint_url, "is not a complete URL"))
    if TEMPLATE.search(url):
        raise EndpointNotFound(_unusable(api.service, endpoint_url, "still has a placeholder in it"))
    if VERSION_SEGMENT.search(parts.path) or not api.version_path:
        return url
    if "{project_id}" in api.version_path and not project_id:
        raise EndpointNotFound(_unusable(api.service, endpoint_url, "needs a project in it, and the token has none"))
    return url + api.version_path.format(project_id=project_id)


def url_of(path: str, base: str, api: Api) -> str:
    """The URL of a path.

    A path that begins with a version gets that version, in place of the one in the base URL, if the API's URLs have
    one.
    """
    found = VERSION_SEGMENT.match(path) if api.version_path else None
    if not found:
        return base + path
    parts = _split(base, api.service)
    version = VERSION_SEGMENT.search(parts.path)
    root = parts.path[: version.start()] if version else parts.path
    return urllib.parse.urlunsplit((parts.scheme, parts.netloc, root + path, "", ""))


def versions_url(endpoint_url: str) -> str:
    """The URL where an endpoint shows its versions: up to and with the version, or the root if it has none."""
    parts = _split(endpoint_url.strip(), "chosen")
    path = parts.path.rstrip("/")
    found = VERSION_SEGMENT.search(path)
    return urllib.parse.urlunsplit((parts.scheme, parts.netloc, f"{path[: found.end()] if found else path}/", "", ""))


def _split(url: str, service: str) -> urllib.parse.SplitResult:
    try:
        return urllib.parse.urlsplit(url)
    except ValueError:  # an IPv6 address without its bracket, say
        raise EndpointNotFound(_unusable(service, url, "is not a complete URL")) from None


def _unusable(service: str, endpoint_url: str, why: str) -> str:
    return (
        f"Could not find specified endpoint: the {service} endpoint '{endpoint_url}' {why}."
        f" Force a complete one with endpoints.{service}.url, or have the catalog mended."
    )
