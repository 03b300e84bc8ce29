# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names that Keystone 12 and libraries of its time take from the standard library, which has dropped them since.

Import it before Keystone. No file of a package is changed.
"""

from __future__ import annotations

import base64
import collections
import collections.abc
import inspect
from collections.abc import Callable
from typing import Any, NamedTuple

ABSTRACT_CLASSES = (
    "Callable",
    "Hashable",
    "Iterable",
    "Mapping",
    "MutableMapping",
    "MutableSequence",
    "Sequence",
    "Set",
)


class ArgSpec(NamedTuple):
    """What inspect.getargspec() returned until Python 3.10."""

    args: list[str]
    varargs: str | None
    keywords: str | None
    defaults: tuple[Any, ...] | None


def getargspec(function: Callable[..., Any]) -> ArgSpec:
    """The arguments of a function, as inspect.getargspec() had them."""
    return ArgSpec(*inspect.getfullargspec(function)[:4])


def provide(module: Any, name: str, value: Any) -> None:
    """Give a module a name that it may have lost."""
    if not hasattr(module, name):
        setattr(module, name, value)


def provide_all() -> None:
    """Give the standard library back what is missing."""
    for name in ABSTRACT_CLASSES:
        provide(collections, name, getattr(collections.abc, name))
    provide(inspect, "getargspec", getargspec)
    provide(base64, "encodestring", base64.encodebytes)
    provide(base64, "decodestring", base64.decodebytes)


provide_all()
