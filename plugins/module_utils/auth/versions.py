# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The versions that an identity service offers, and advice where another one was configured. Pure."""

from __future__ import annotations

import re
import typing as t

from ..config.cloud_config import Identity
from .identity_url import root_of, version_in

IDENTITY_VERSION = re.compile(r"v(2\.0|3(\.\d+)?)$")


def offered_versions(document: t.Mapping[str, t.Any]) -> list[str]:
    """The ids of the versions in a version document: v3.14, v2.0."""
    found = document.get("versions") or {}
    versions = found.get("values") if isinstance(found, dict) else found
    return [str(one.get("id")) for one in versions or () if isinstance(one, dict)]


def is_identity(document: t.Mapping[str, t.Any], ids: t.Sequence[str]) -> bool:
    """Whether a version document is an identity service's.

    Each service names its media types after itself; not all identity services name any.
    """
    types = re.findall(r"application/vnd\.openstack\.(\w+)", str(document))
    return "identity" in types if types else any(IDENTITY_VERSION.match(one) for one in ids)


def version_advice(identity: Identity, url: str, document: t.Mapping[str, t.Any]) -> str | None:
    """Advice after a request to this URL found no such version; None if the document does not help."""
    wanted, offered = version_in(url), offered_versions(document)
    majors = {found.group(1)[0] for found in map(IDENTITY_VERSION.match, offered) if found}
    if not majors or not is_identity(document, offered) or (wanted or "")[:1] in ("", *majors):
        return None
    root = root_of(identity)
    has = f"{root}/ offers {', '.join(offered)}, but not v{wanted}."
    version = "v3" if "3" in majors else "v2.0"
    if identity.auth_version in ("password", "token"):  # the version is that of the URL
        return f"{has} Set auth_url to {root}/{version}."
    method = "token" if identity.auth_version.endswith("token") else "password"
    keyless = " and give password: there are no API keys" if identity.api_key else ""
    return f"{has} Set auth_version to {'3.x' if version == 'v3' else '2.0'}_{method}{keyless}."
