# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of a user's own request: checks them, and converts them to the form that is sent. Pure."""

from __future__ import annotations

import json
import re
import typing as t
import urllib.parse

# They say where a request goes, where it ends and whose it is; none of which is for the user to say.
OWN_HEADERS = frozenset(("host", "content-length", "transfer-encoding", "connection", "x-auth-token"))

Pairs = t.Tuple[t.Tuple[str, str], ...]


def path_problem(path: str) -> str | None:
    """The reason why a path cannot be sent; None if it can. It never leaves the service's base URL."""
    segments = urllib.parse.unquote(path).replace("\\", "/").split("/")
    if not path.startswith("/") or path.startswith("//") or "\\" in path:
        return f"path has to begin with one slash, like /servers, and not with a host; it is {path!r}."
    if "?" in path or "#" in path:
        return f"path ends before the query, which is the option query; it is {path!r}."
    if "." in segments or ".." in segments or re.search(r"[\x00-\x20\x7f]", urllib.parse.unquote(path)):
        return f"path must have neither '.' nor '..' between its slashes, nor blanks or control characters: {path!r}."
    return None


def query_of(given: t.Mapping[str, t.Any], problems: list[str]) -> Pairs:
    """A query as it is sent: of a list each item, of null nothing, and `true` as such a word."""
    pairs = []
    for name, values in given.items():
        for value in values if isinstance(values, list) else [values]:
            if isinstance(value, (dict, list)):
                problems.append(f"query.{name} has to be a text, a number, true or false, or a list of those.")
            elif value is not None:
                pairs.append((str(name), _text(value)))
    return tuple(pairs)


def headers_of(given: t.Mapping[str, t.Any], problems: list[str]) -> dict[str, str]:
    """Headers as they are sent."""
    problems += [
        f"headers must not have {name}, which is the module's to set." for name in given if name.lower() in OWN_HEADERS
    ]
    return {str(name): _text(value) for name, value in given.items() if value is not None}


def body_of(given: t.Any, problems: list[str]) -> t.Any:
    """A body that is sent as JSON. A text is one that is JSON already: templates give such."""
    if not isinstance(given, str):
        return given
    try:
        return json.loads(given)
    except ValueError:
        problems.append("body is a text that is not JSON. What is to be sent as it is, give as content.")
        return None


def _text(value: t.Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
