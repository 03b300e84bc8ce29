# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One thing that has to be done, as data: it can be shown, counted and left undone."""

from __future__ import annotations

import dataclasses
import typing as t

from ..service.microversion import Microversion
from ..service.paging import Query

Json = t.Dict[str, t.Any]
Current = t.Union[t.Mapping[str, t.Any], None]

# In a path: the id of the resource, which a plan that makes it cannot know yet.
ID = "{id}"


@dataclasses.dataclass(frozen=True)
class Captured:
    """In a body: what an earlier step has learnt under this name."""

    name: str


@dataclasses.dataclass(frozen=True)
class OtherResource:
    """Another resource than the one that is planned for, which is to be waited for: its declaration and its id."""

    resource: t.Any  # a Resource, which knows this file
    id: str | Captured


@dataclasses.dataclass(frozen=True)
class Wait:
    """What to wait for, judged on the resource as users see it, or None once it is gone.

    `failed` gives the reason when the resource will never get there. `until_gone`: what is waited for is that it is
    gone. `of`: another resource than the planned one. `best_effort`: before a plan, one that does not get there in time
    is judged as it is; else that is an error.
    """

    what: str
    reached: t.Callable[[Current], bool]
    failed: t.Callable[[Current], str | None] | None = None
    until_gone: bool = False
    of: OtherResource | None = None
    best_effort: bool = False


@dataclasses.dataclass(frozen=True)
class SecretFile:
    """A new file that keeps a secret which the service tells only once: its path, and how to read the secret."""

    path: str
    read: t.Callable[[Json], str]


@dataclasses.dataclass(frozen=True)
class Download:
    """A file that gets what is answered, in place of what it had, once all is there and right.

    `checksum` is the algorithm and the value in hexadecimal digits; None, like a `size` of None, if it is not known.
    Both may be what an earlier step has learnt.
    """

    path: str
    checksum: t.Union[t.Tuple[str, str], Captured, None] = None
    size: t.Union[int, Captured, None] = None


@dataclasses.dataclass(frozen=True)
class Step:
    """One request, and what to wait for after it.

    Args:
        title: Completes "Could not ...": create node 'web1'.
        method: Of HTTP; empty if nothing is to be sent, only waited for.
        path: Below the base URL of the service; in braces what earlier steps have learnt, like `{id}`.
        body: JSON, in which `Captured` stands for what earlier steps have learnt.
        params: The query.
        microversion: What it needs.
        wait: What to wait for after it.
        service: Whose request it is, if it is not the resource's own service.
        captures: What later steps need of the answer: a name, and how to read it.
        secret_file: The file into which a secret of the answer goes.
        returns_once: What of the answer is told with the resource, since the service shows it only once.
        each_of: What an earlier step has learnt several of: it is sent with one after the other, until one fits (a 404
            says that it does not).
        makes: Whether it makes the resource, so that the answer has its id, and a second time would make a second one.
        called: The name that it makes the resource under while another one, whose place the new one takes, is still
            there: later steps remove that and give the new one its name. If one of those before that fails, the new one
            is removed.
        then: Further steps, from the answer: what has to be done may depend on what the service has made.
        media_type: What the body is called, where that is not JSON in general.
        upload: The file that is sent instead of a body.
        download: The file that gets what is answered.
        conflict_ok: Whether another run may do the same at the same time and be first: a 409 is then no refusal if what
            is waited for comes about all the same.
    """

    title: str
    method: str = ""
    path: str = ""
    body: t.Any = dataclasses.field(default=None, repr=False)
    microversion: Microversion | None = None
    wait: Wait | None = None
    service: str | None = None
    params: Query = ()
    captures: t.Mapping[str, t.Callable[[Json], t.Any]] = dataclasses.field(default_factory=dict)
    secret_file: SecretFile | None = None
    returns_once: t.Mapping[str, t.Callable[[Json], t.Any]] = dataclasses.field(default_factory=dict)
    each_of: str | None = None
    makes: bool = False
    called: str | None = None
    then: t.Callable[[Json], t.Sequence[Step]] | None = None
    media_type: str | None = None
    upload: str | None = None
    download: Download | None = None
    conflict_ok: bool = False


@dataclasses.dataclass(frozen=True)
class Change:
    """Steps, and the state they lead to, in the word that users ask for it with.

    `warnings` are for the user. `shown` is what of a change no field shows: `{"restarted": (False, True)}`. `kept` is
    what one that is made in the place of another, or what a part of one, is given of that.
    """

    steps: tuple[Step, ...] = ()
    state: str = "present"
    shown: t.Mapping[str, tuple[t.Any, t.Any]] = dataclasses.field(default_factory=dict)
    kept: t.Mapping[str, t.Any] = dataclasses.field(default_factory=dict)
    warnings: tuple[str, ...] = ()
