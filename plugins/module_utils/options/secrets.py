# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The secrets among options of which Ansible cannot know them: inside of a cloud, of lists and of URLs. Pure."""

from __future__ import annotations

import typing as t
import urllib.parse

from .connection import SECRET_OPTIONS, option_names


def secrets_in_options(options: t.Mapping[str, t.Any]) -> set[str]:
    """All values of secret options of a connection, in whatever dict of these they stand, and passwords in URLs."""
    spellings = option_names()
    found = set()
    for key, value in options.items():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, t.Mapping):
                found |= secrets_in_options(item)
            elif spellings.get(str(key).replace("-", "_")) in SECRET_OPTIONS and item not in (None, ""):
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
