# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One thing laid over another: mappings, and whole sources of a connection."""

from __future__ import annotations

import typing as t

from ..options import connection as spec

# The settings of a source: option name -> value. Options of single services stand under `endpoints`.
Said = t.Dict[str, t.Any]


def merged(lower: t.Mapping[str, t.Any], higher: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """One mapping over another, level by level."""
    result = dict(lower)
    for key, value in higher.items():
        below = result.get(key)
        both = isinstance(below, dict) and isinstance(value, dict)
        result[key] = merged(result[key], value) if both else value
    return result


def merge_sources(sources: t.Sequence[Said]) -> Said:
    """Lay the sources over each other, the strongest first in the list.

    A source that gives one way to name a thing (`project_id`) replaces the other ways of a weaker one
    (`project_name`), and one that gives a scope replaces the scope of a weaker one: else a task that asks for a project
    by id, or for the system, would be refused because of an openrc file.
    """
    result: Said = {}
    for source in reversed(sources):
        for name in _replaced_by(source):
            result.pop(name, None)
        endpoints = merged(result.get("endpoints", {}), source.get("endpoints", {}))
        result.update(source)
        result["endpoints"] = endpoints
    return result


def _replaced_by(source: Said) -> t.Iterator[str]:
    """The options of weaker sources that this source overrides."""
    for alternatives in spec.ALTERNATIVES:
        if any(name in source for name in alternatives):
            yield from alternatives
    scope_options = [name for names in spec.SCOPES.values() for name in names]
    if any(name in source for name in scope_options):
        yield from (*scope_options, "token_scope")
