# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The names an option goes by, and values that were given under two of them."""

from __future__ import annotations

import typing as t

from ..options import connection as spec
from .merge import Said
from .values import comparable, switch

# Names that only files and variables know. The default domains are no options of ours: see domains.py.
FILE_NAMES = {
    "auth_plugin": "auth_version",
    "user_name": "username",
    "default_domain": "default_domain_id",
    "default_domain_id": "default_domain_id",
    "default_domain_name": "default_domain_name",
}
DEFAULT_DOMAIN = {"default_domain_id": {"type": "str"}, "default_domain_name": {"type": "str"}}


class Given(t.NamedTuple):
    """One setting: its key, its place for messages, and its value."""

    key: str
    place: str
    value: t.Any


def pairs(mapping: t.Mapping[t.Any, t.Any], place: str = "") -> list[Given]:
    """The content of a mapping, each key written with underscores. Null says nothing and is left out."""
    return [
        Given(str(key).replace("-", "_"), f"{place}{key}", value) for key, value in mapping.items() if value is not None
    ]


def by_option(
    given: t.Iterable[Given], names: t.Mapping[str, str], where: str, problems: list[str]
) -> tuple[Said, list[str]]:
    """The settings, by the option that each key means, and the keys that mean none.

    A value that was given under two names is told to `problems` if the two differ.
    """
    said: Said = {}
    places: dict[str, str] = {}
    unknown = []
    for key, place, value in given:
        option = names.get(key)
        if option is None:
            unknown.append(place)
        elif option not in said:
            said[option], places[option] = value, place
        elif _differ(said[option], value, option):
            problems.append(f"{where}{places[option]} and {place} mean the same, but differ. Leave one of them out.")
    return said, unknown


def contradictions(options: t.Mapping[str, t.Any]) -> list[str]:
    """Options of a task that were given under two names with different values, `auth` included."""
    problems: list[str] = []
    by_option(pairs(options), spec.option_names(), "", problems)
    auth = options.get("auth")
    if isinstance(auth, dict):
        by_option(pairs(auth, "auth."), identity_names(), "", problems)
    return problems


def identity_names() -> dict[str, str]:
    """Every name of the options that may stand in `auth`."""
    return {name: option for name, option in spec.option_names().items() if option in spec.IDENTITY_OPTIONS}


def file_names() -> dict[str, str]:
    """Every name that an option can have in clouds.yaml. Other keys of a cloud are read elsewhere."""
    elsewhere = ("cloud", "auth", "endpoints")
    names = {name: option for name, option in spec.option_names().items() if option not in elsewhere}
    return {**names, **FILE_NAMES}


def secure(insecure: t.Any) -> t.Any:
    """The `validate_certs` that an `insecure` means: its opposite; what is neither true nor false stays so."""
    word = switch(insecure)
    return not word if isinstance(word, bool) else word


def _differ(one: t.Any, other: t.Any, option: str) -> bool:
    declared = {**spec.CONNECTION_OPTIONS, **DEFAULT_DOMAIN}[option]
    return bool(comparable(one, declared) != comparable(other, declared))
