# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Steps: one request each, and the wait after it, as data.

Declarations give them, a plan lists them, and the executor (`apply/executor.py`) carries them out. As they are data,
they can be shown and counted in check mode, and left undone.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ..service.microversion import Microversion
from ..service.paging import Query

Json = t.Dict[str, t.Any]
Current = t.Union[t.Mapping[str, t.Any], None]

# Stands in a path for the id of the resource: a plan that makes the resource cannot know it yet.
ID = "{id}"


@dataclasses.dataclass(frozen=True)
class Captured:
    """Stands in a body for a value that an earlier step has captured under this name."""

    name: str


@dataclasses.dataclass(frozen=True)
class OtherResource:
    """Another resource than the planned one, to be waited for: its declaration and its id."""

    resource: t.Any  # a Resource; its module imports this one
    id: str | Captured


@dataclasses.dataclass(frozen=True)
class Wait:
    """A condition to wait for, judged on the resource as users see it; on None once it is gone.

    Args:
        what: The condition in words, for messages: "node 'web1' to be gone".
        reached: Whether the resource has got there.
        failed: The reason if the resource will never get there; else None.
        until_gone: Whether to wait until the resource is gone.
        of: The resource to wait for, if it is not the planned one.
        best_effort: For a wait before a plan: on timeout, continue with the resource as it is. Otherwise a timeout is
            an error.
    """

    what: str
    reached: t.Callable[[Current], bool]
    failed: t.Callable[[Current], str | None] | None = None
    until_gone: bool = False
    of: OtherResource | None = None
    best_effort: bool = False


@dataclasses.dataclass(frozen=True)
class SecretFile:
    """A new file for a secret that the service shows only once: its path, and how to read the secret from the answer.

    It is made before the request, so that the secret is not lost.
    """

    path: str
    read: t.Callable[[Json], str]


@dataclasses.dataclass(frozen=True)
class Download:
    """A file that the content of an answer is written to. It replaces the old file only once the content is complete
    and right.

    Args:
        path: The path of the file.
        checksum: The algorithm and the value in hexadecimal digits, or a value that an earlier step has captured; None
            if it is not known.
        size: The number of bytes, or a value that an earlier step has captured; None if it is not known.
    """

    path: str
    checksum: t.Union[t.Tuple[str, str], Captured, None] = None
    size: t.Union[int, Captured, None] = None


@dataclasses.dataclass(frozen=True)
class Step:
    """One request, and the wait after it.

    Args:
        title: Completes "Could not ...": create node 'web1'.
        method: The HTTP method; empty if nothing is sent and the step only waits.
        path: Path below the base URL of the service. Names in braces stand for captured values, like `{id}`.
        body: The JSON body, in which `Captured` stands for captured values.
        params: The query.
        microversion: The microversion that the request needs.
        wait: The wait after the request.
        service: The service that gets the request, if it is not the resource's own.
        captures: Values that later steps need of the answer: a name for each, and how to read it.
        secret_file: The file for a secret in the answer.
        returns_once: Values of the answer that are returned with the resource, as the service shows them only once.
        each_of: The name of a captured list. The request is sent with one item after the other, until one fits (a 404
            says that it does not).
        makes: Whether the request makes the resource. The answer then has its id, and repeating the request would make
            a second one.
        called: The temporary name of a new resource that is made while the one that it replaces is still there. Later
            steps remove the old one and give the new one its name. If a step fails before that, the new one is removed.
        then: Gives further steps, from the answer: they may depend on what the service has made.
        media_type: The content type of the body, if it is not plain JSON.
        upload: The path of a file that is sent instead of a body.
        download: The file that the answer is written to.
        conflict_ok: Whether another run may do the same at the same time and be first. A 409 is then no refusal if the
            condition of `wait` becomes true all the same.
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
    """Steps, and the state that they lead to, as the option `state` calls it.

    Args:
        steps: The steps, in order.
        state: The state after them.
        shown: Differences for the diff that belong to no field, as (before, after): `{"restarted": (False, True)}`.
        kept: Values that a new resource, or a new part of one, takes over from the one that it replaces.
        warnings: Warnings for the user.
    """

    steps: tuple[Step, ...] = ()
    state: str = "present"
    shown: t.Mapping[str, tuple[t.Any, t.Any]] = dataclasses.field(default_factory=dict)
    kept: t.Mapping[str, t.Any] = dataclasses.field(default_factory=dict)
    warnings: tuple[str, ...] = ()
