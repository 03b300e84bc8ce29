# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Name, description and metadata, which volumes, their snapshots and backups change alike. Pure."""

from __future__ import annotations

import typing as t

from ..resource.declaration import Changes, Field, Resource, Values
from ..resource.step import ID, Step
from ..service.microversion import Microversion
from .metadata import to_metadata

# Cinder strips white space from the ends of names and descriptions.
KEPT_TEXT = str.strip
NAME_AND_DESCRIPTION = (
    Field("new_name", key="name", normalise=KEPT_TEXT),
    Field("description", normalise=KEPT_TEXT, show=lambda current: current["description"] or ""),
)
WIRE: t.Mapping[str, str] = {"new_name": "name", "description": "description"}


def to_labels(
    resource: Resource, current: Values, changes: Changes, microversion: Microversion | None = None
) -> list[Step]:
    """The steps that change name, description and metadata."""
    what = f"{resource.name} '{current['name'] or current['id']}'"
    steps = []
    body = {WIRE[option]: changes[option][1] for option in WIRE if option in changes}
    if body:
        title = f"set {' and '.join(body)} of {what}"
        steps.append(Step(title, "PUT", f"{resource.path}/{ID}", {resource.one: body}, microversion))
    if "metadata" in changes:
        steps.append(to_metadata(what, resource.path, *changes["metadata"]))
    return steps
