# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The talk with the identity service as data: requests go out, answers come in, nothing here touches a socket.

An auth version is a generator: it yields each request it wants sent, is resumed with the answer, and returns the
Access in the end. Most yield once; some (federation) need several requests. Whoever drives it decides on retries,
TLS and tracing, so an auth version says only what is its own.
"""

from __future__ import annotations

import dataclasses
import typing as t

from .access import Access


@dataclasses.dataclass(frozen=True)
class AuthRequest:
    """One request to the identity service. Its headers, body and form hold secrets: not in `repr()`.

    An answer of one of the `expected` statuses goes back into the conversation; any other ends it with an error.
    """

    method: str
    url: str
    headers: t.Mapping[str, str] = dataclasses.field(default_factory=dict, repr=False)
    body: t.Mapping[str, t.Any] | None = dataclasses.field(default=None, repr=False)
    form: t.Mapping[str, str] | None = dataclasses.field(default=None, repr=False)
    expected: tuple[int, ...] = (200, 201)


@dataclasses.dataclass(frozen=True)
class AuthAnswer:
    """The answer to it. Header names are lower case."""

    status: int
    headers: t.Mapping[str, str]
    body: t.Mapping[str, t.Any]


class UnusableAnswer(Exception):
    """The identity service answered as documented, but with nothing that leads on; says why."""


Conversation = t.Generator[AuthRequest, AuthAnswer, Access]
