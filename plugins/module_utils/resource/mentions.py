# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The names and ids that a request mentions. Pure.

It takes the path and the body of a request, and gives the texts. `query/request.py` and `apply/stale_names.py` call it,
because names and ids may mean something else after the request.
"""

from __future__ import annotations

import re
import typing as t

from .collection import UUID


def ids_in(path: str) -> list[str]:
    """The ids in the path of a request."""
    return [found.group() for found in re.finditer(UUID.pattern, path, re.IGNORECASE)]


def names_in(body: t.Any) -> t.Iterator[str]:
    """The names in the body of a request, at any depth."""
    if isinstance(body, dict):
        for key, value in body.items():
            if isinstance(value, str) and (key == "name" or (key == "value" and body.get("path") == "/name")):
                yield value
            else:
                yield from names_in(value)
    elif isinstance(body, list):
        for item in body:
            yield from names_in(item)
