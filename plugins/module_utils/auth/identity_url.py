# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Any spelling of the identity service's URL, brought to one: scheme, host and path prefix, without version.

Openrc files hold `http://h:5000/v3`, Libcloud's users write `http://h:5000/v3/auth/tokens` or `http://h:5000`, and
clouds behind one host name `https://h/identity`. What a caller needs is the part before the version, so that any
version's path can be put behind it exactly once.
"""

from __future__ import annotations

import re
import urllib.parse

from ..config.cloud_config import Identity
from ..errors import ConfigError

VERSION_TAIL = re.compile(r"/v(1\.0|1\.1|2\.0|3)(?:/auth/tokens|/tokens|/auth)?$")


def root_of(identity: Identity) -> str:
    """The root of the identity service that this identity is known to.

    Raises:
        ConfigError: none was given; a ready token and forced URLs can do without, until something else is needed.
    """
    if not identity.auth_url:
        raise ConfigError(
            [f"auth_version {identity.auth_version} needs auth_url to ask for a token and a catalog, or the URL of each"
             " service that is used: base_url (of compute), image_url, network_url, volume_url."]
        )  # fmt: skip
    return identity_root(identity.auth_url)


def version_in(auth_url: str) -> str | None:
    """The version that a URL names: 1.0, 1.1, 2.0 or 3; None if it names none, or is no URL."""
    try:
        path = urllib.parse.urlsplit(auth_url.strip()).path
    except ValueError:  # told by who asks for its root
        return None
    found = VERSION_TAIL.search(path.rstrip("/"))
    return found.group(1) if found else None


def identity_root(auth_url: str) -> str:
    """The URL of the identity service without version and without a slash at the end.

    Raises:
        ConfigError: it is not an http or https URL, has no host, or has a query or fragment.
    """
    text = auth_url.strip()
    if "@" in text:  # first of all, since the other messages show the URL
        raise ConfigError(["auth_url must not hold a user or password; give them as username and password."])
    try:
        parts = urllib.parse.urlsplit(text)
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise ConfigError([f"auth_url '{text}' is not a URL: {error}."]) from error
    if parts.scheme.lower() not in ("http", "https") or not host:
        raise ConfigError([f"auth_url '{text}' is not a URL: it has to look like https://cloud.example.org:5000/v3."])
    if parts.query or parts.fragment:
        raise ConfigError([f"auth_url '{text}' must not have a query (?...) or fragment (#...)."])
    path = VERSION_TAIL.sub("", re.sub(r"/{2,}", "/", parts.path).rstrip("/"))
    return f"{parts.scheme.lower()}://{parts.netloc}{path}".rstrip("/")
