# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the version documents of services, which have several shapes. Pure.

Shapes:

* `{"version": {...}}`: one version, at its own URL
* `{"versions": [{...}, ...]}`: all versions, at the root
* `{"versions": {"values": [...]}}`: the same, Keystone's way
"""

from __future__ import annotations

import typing as t


def read_versions(document: t.Mapping[str, t.Any]) -> list[dict[str, t.Any]]:
    """Each version with its status and its range of microversions (None where there are none)."""
    found = document.get("versions", document.get("version"))
    if isinstance(found, dict):
        found = found.get("values", [found])
    items = found if isinstance(found, list) else []
    return [_version(item) for item in items if isinstance(item, dict)]


def _version(item: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    return {
        "id": item.get("id"),
        "status": item.get("status"),
        "min_microversion": item.get("min_version") or None,
        "max_microversion": item.get("max_version") or item.get("version") or None,
    }
