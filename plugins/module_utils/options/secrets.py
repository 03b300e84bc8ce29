# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The secrets among options of which Ansible cannot know them: inside of a cloud, of lists and of URLs. Pure."""

from __future__ import annotations

import typing as t
import urllib.parse

from .connection import SECRET_OPTIONS, option_names


def secrets_in_options(options: t.Mapping[str, t.Any]) -> set[str]:
    """All values of secret options of a connection, at any depth, and passwords in URLs."""
    spellings = option_names()
    found: set[str] = set()
    # A YAML file can hold a dict that holds itself.
    seen: set[int] = set()
    left: list[t.Mapping[str, t.Any]] = [options]
    while left:
        for key, value in left.pop().items():
            is_secret = spellings.get(str(key).replace("-", "_")) in SECRET_OPTIONS
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, t.Mapping):
                    if id(item) not in seen:
                        seen.add(id(item))
                        left.append(item)
                elif is_secret and item not in (None, ""):
                    found.add(str(item))
                elif isinstance(item, str) and "://" in item:
                    found |= _password_in(item)
    return found


def _password_in(url: str) -> set[str]:
    """A proxy's password stands in its URL."""
    try:
        password = urllib.parse.urlsplit(url).password
    except ValueError:
        return set()
    return {password, urllib.parse.unquote(password)} if password else set()
