# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Refuses empty texts where they would mean something else than the user wants. Pure.

Mostly an empty text comes from a template without a value. The functions take values of options, and raise one error
for all that are empty. The face calls them, and so do declarations for options of their own.
"""

from __future__ import annotations

import typing as t

from ..errors import ConfigError
from .declaration import Field, Reference, Resource, Values


def refuse_empty_references(resource: Resource, fields: Values) -> None:
    """Refuse empty texts that should name another resource: some services have resources without a name.

    Raises:
        ConfigError: there are some.
    """
    problems = [
        f"{where} must not be empty: it names a {reference.to.name}. To say nothing of it, leave it out."
        for field in resource.fields
        if field.name in fields
        for where, reference in _empty(field, fields[field.name])
    ]
    if problems:
        raise ConfigError(problems)


def refuse_empty(said: Values, means: str) -> None:
    """Refuse empty texts of options that mean "all" when they are left out.

    Args:
        said: The values, by the words for their options.
        means: The effect of an empty text; completes "it would ...".

    Raises:
        ConfigError: there are some.
    """
    problems = [
        f"{option} must not be empty: it would {means}. Leave it out if that is what is meant."
        for option, value in said.items()
        if isinstance(value, str) and not value.strip()
    ]
    if problems:
        raise ConfigError(problems)


def _empty(field: Field, value: t.Any) -> t.Iterator[tuple[str, Reference]]:
    for one in value if isinstance(value, list) else [value]:
        if field.reference and not field.reference.optional and one == "":
            yield field.name, field.reference
        if isinstance(one, dict):
            yield from ((f"{field.name}: {key}", to) for key, to in field.parts.items() if one.get(key) == "")
