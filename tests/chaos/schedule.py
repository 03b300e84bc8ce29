# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of each request on its way: by seed, so that a run that finds something can be had again."""

from __future__ import annotations

import collections
import datetime
import email.utils
import random
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Kind = Literal[
    "dropped before the request",  # not carried out, no answer
    "dropped before the answer",  # carried out, no answer
    "dropped in the answer",  # carried out, the body stops short
    "delayed",  # carried out and answered, later
    "stalled",  # carried out and answered, when nobody waits any more
    "refused for now",  # not carried out; 429, 413, 503, with or without Retry-After
    "failed",  # not carried out; 500, 502, 504
    "failed afterwards",  # carried out all the same; 500, 502, 504
    "page of a proxy",  # carried out; 200 and HTML
    "JSON cut off",  # carried out; complete as HTTP goes, not as JSON goes
    "empty body",  # carried out; the status is the service's, the body is not there
    "wrong content type",  # carried out; the body is right
    "token expired",  # not carried out; 401
    "token revoked",  # the token is revoked for good, then the service may answer
    "page twice",  # carried out; the entries of a list come twice
    "list rearranged",  # carried out; the entries come in another order than the one asked for
]
KINDS: tuple[Kind, ...] = get_args(Kind)
RARE = frozenset(("stalled",))
# What is the proxy's own answer: the request goes no further.
NOT_CARRIED_OUT = frozenset(("dropped before the request", "refused for now", "failed", "token expired"))

_ID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}|\d{4}-\d\d-\d\dT[^&]*|127\.0\.0\.1:\d+")


@dataclass(frozen=True)
class Fate:
    """What becomes of one request. `pick` is a number between 0 and 1 for what is still open."""

    kind: Kind
    pick: float = 0.0
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)


class Schedule:
    """The fates of the requests of one run: `share` of them meet one.

    A fate depends on the seed, the request and how often it was sent, and so not on which thread is quicker.
    """

    def __init__(self, seed: int, share: float) -> None:
        self.seed = seed
        self.share = share
        self.met: collections.Counter[str] = collections.Counter()
        self.requests = 0
        self._sent: collections.Counter[str] = collections.Counter()
        self._lock = threading.Lock()

    def fate(self, method: str, path: str) -> Fate | None:
        """Return the fate of the next request, counting it; None if it gets through."""
        line = f"{method} {_ID.sub('<id>', path)}"
        with self._lock:
            self.requests += 1
            self._sent[line] += 1
            dice = random.Random(f"{self.seed} {line} {self._sent[line]}")
            if dice.random() >= self.share:
                return None
            kind = dice.choices(KINDS, [0.2 if kind in RARE else 1 for kind in KINDS])[0]
            self.met[kind] += 1
        return _fate(kind, dice)


def _fate(kind: Kind, dice: random.Random) -> Fate:
    if kind == "refused for now":
        status = dice.choice((429, 413, 503))
    elif kind in ("failed", "failed afterwards"):
        status = dice.choice((500, 502, 504))
    else:
        return Fate(kind, dice.random(), 401 if kind == "token expired" else 0)
    return Fate(kind, dice.random(), status, _retry_after(dice, status))


def _retry_after(dice: random.Random, status: int) -> dict[str, str]:
    soon = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=1)
    sensible = (None, "0", "1", email.utils.format_datetime(soon, usegmt=True))
    absurd = ("-5", "soon", "nan", "Mon, 99 Foo 0 0:0:0 -9999", "Mon, 01 Jan 0001 00:00:00 +2359")
    # Of a server that is busy this is believed, up to half a minute each time: the unit tests of retries wait for that.
    too_long = ("86400", "1e999", "9" * 30, "Fri, 31 Dec 9999 23:59:59 -2359") if status in (413, 429) else ()
    value = dice.choice(sensible if dice.random() < 0.5 else absurd + too_long)
    return {} if value is None else {"Retry-After": value}
