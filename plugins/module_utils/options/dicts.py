# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dicts that stand in options beside shorter forms, so that Ansible does not judge them."""

from __future__ import annotations

import typing as t

from ..errors import ConfigError
from .moving import is_false, is_true


def said_in(option: str, value: t.Mapping[t.Any, t.Any], keys: t.Sequence[str]) -> dict[str, t.Any]:
    """The values in a dict of an option, without nulls.

    Raises:
        ConfigError: it has other keys than these.
    """
    said = {str(key): item for key, item in value.items() if item is not None}
    unknown = sorted(set(said) - set(keys))
    if unknown:
        raise ConfigError([f"{option} has no key {', '.join(unknown)}; there are {', '.join(keys)}."])
    return said


def boolean(what: str, value: t.Any) -> bool:
    """True or false, however Ansible lets it be written: a variable of the command line is a text.

    Raises:
        ConfigError: it is neither.
    """
    if not (is_true(value) or is_false(value)):
        raise ConfigError([f"{what} has to be true or false, not {value!r}."])
    return is_true(value)
