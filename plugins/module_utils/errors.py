# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that can go wrong, as one tree.

Every layer raises these and nothing else for a user's or a server's mistake; only the faces (module, inventory,
lookup) catch them, and only at the root.

    CloudError
    ├── ConfigError          options that are missing, unknown, contradictory
    ├── MissingLibrary       a Python library that is not installed where the code runs
    ├── TransportError       no answer that could be read
    │   ├── ConnectFailed    nobody answered: name, port, route, proxy
    │   ├── TlsFailed        the certificate or the TLS version was refused
    │   ├── TimedOut         connected, but no answer in time
    │   └── BrokenAnswer     an answer that is cut short, not JSON, or of another shape than documented
    ├── NotUnderstood        an answer that was read, but makes no sense where it is used
    ├── ApiError             a service answered with an error status
    │   ├── AuthenticationFailed   401
    │   ├── Forbidden        403
    │   ├── NotFound         404
    │   ├── Conflict         409
    │   └── WrongEndpoint    404 from a URL that was forced and is not the service's
    ├── EndpointNotFound     the service catalog has no endpoint like the one asked for
    └── ResourceError        the cloud's content does not allow what was asked
        ├── NoSuchResource   nothing of this name or id
        ├── NotUnique        several of this name
        ├── Immutable        differs in what cannot be changed in place
        ├── InUse            others keep it from being removed or changed
        ├── ResourceFailed   the service put the resource into an error state
        ├── WaitTimeout      not there in the time allowed
        └── SomeFailed       of several that were wanted, some are not as wanted
"""

from __future__ import annotations

import contextlib
import os
import traceback
import typing as t

from .printable import printable


class CloudError(Exception):
    """Root of the tree: `str()` is for people, `facts()` for programs."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
        self.attempt: str | None = None

    def during(self, attempt: str) -> CloudError:
        """Say what was tried, as in `create node 'web1'`; the innermost attempt, told first, is kept."""
        if self.attempt is None:
            self.attempt = attempt
        return self

    def facts(self) -> dict[str, t.Any]:
        """What a program may want to decide on; keys of a failed task's result."""
        return {}

    def __str__(self) -> str:
        # Names and words of a service are in it, and Ansible shows it on a terminal as it is.
        return printable(f"Could not {self.attempt}: {self.message}" if self.attempt else self.message)


class ConfigError(CloudError):
    """Options that cannot be used together, are missing or unknown; holds all of them, not just the first."""

    def __init__(self, problems: t.Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)


class MissingLibrary(CloudError):
    """A Python library is not installed for the interpreter that runs this code."""

    def __init__(self, library: str, purpose: str) -> None:
        super().__init__(f"The Python library {library} is needed {purpose}.")
        self.library = library
        self.purpose = purpose


class TransportError(CloudError):
    """A request that got no answer, or none that could be read."""

    def __init__(self, message: str, *, method: str, url: str) -> None:
        super().__init__(message)
        self.method = method
        self.url = url

    def facts(self) -> dict[str, t.Any]:
        return {"method": self.method, "url": self.url}


class ConnectFailed(TransportError):
    """Nobody answered at that address."""


class TlsFailed(TransportError):
    """The two sides could not agree on a secure connection."""


class TimedOut(TransportError):
    """The answer did not come in time; whether the request was carried out is not known."""


class BrokenAnswer(TransportError):
    """An answer came, but it cannot be what the service wanted to say."""

    def __init__(self, message: str, *, method: str, url: str, request_id: str | None = None) -> None:
        super().__init__(message, method=method, url=url)
        self.request_id = request_id

    def facts(self) -> dict[str, t.Any]:
        return {**super().facts(), **({"request_id": self.request_id} if self.request_id else {})}


class NotUnderstood(CloudError):
    """A service said something that makes no sense where it is used: an address that is none, a list of other things
    than its API reference describes."""


class ApiError(CloudError):
    """A service answered with an error status.

    `service_message` is the service's own sentence; it and the request id are what an operator needs to look the
    failure up in the service's log.
    """

    def __init__(
        self, *, method: str, url: str, status: int, service_message: str, request_id: str | None, hint: str = ""
    ) -> None:
        trail = f"HTTP {status}, {method} {url}" + (f", request id {request_id}" if request_id else "")
        super().__init__(f"{service_message} ({trail})" + (f" {hint}" if hint else ""))
        self.method = method
        self.url = url
        self.status = status
        self.service_message = service_message
        self.request_id = request_id
        self.blockers: list[dict[str, t.Any]] = []

    def explain(self, sentences: str, blockers: t.Sequence[dict[str, t.Any]]) -> None:
        """Add why the service refused, in sentences, and what keeps the resource: kind, id and name of each."""
        self.message += f" {sentences}"
        self.blockers = list(blockers)

    def facts(self) -> dict[str, t.Any]:
        return {
            "method": self.method,
            "url": self.url,
            "status": self.status,
            "service_message": self.service_message,
            "request_id": self.request_id,
            **({"blockers": self.blockers} if self.blockers else {}),
        }


class AuthenticationFailed(ApiError):
    """401: the identity service does not accept these credentials, or a service not this token."""


class Forbidden(ApiError):
    """403: known, but not allowed; quotas come as 403 too."""


class NotFound(ApiError):
    """404: no such thing, or not visible with this token."""


class Conflict(ApiError):
    """409: the resource is not in a state that allows this."""


class WrongEndpoint(ApiError):
    """404 from a URL that was forced: not the resource is missing there, but the service."""


class EndpointNotFound(CloudError):
    """The service catalog has no (single) endpoint like the one asked for."""


class ResourceError(CloudError):
    """The cloud's content does not allow what was asked."""


class NoSuchResource(ResourceError):
    """Nothing of this name or id."""


class NotUnique(ResourceError):
    """Several resources have this name."""

    def __init__(self, message: str, ids: t.Sequence[str]) -> None:
        super().__init__(message)
        self.ids = list(ids)

    def facts(self) -> dict[str, t.Any]:
        return {"ids": self.ids}


class Immutable(ResourceError):
    """The resource differs from what is wanted in something that cannot be changed in place."""


class InUse(ResourceError):
    """Others keep the resource from being removed or changed; nothing was changed. `blockers` has kind, id and name of
    each."""

    def __init__(self, message: str, blockers: t.Sequence[t.Mapping[str, t.Any]]) -> None:
        super().__init__(message)
        self.blockers = [dict(one) for one in blockers]

    def facts(self) -> dict[str, t.Any]:
        return {"blockers": self.blockers}


class ResourceFailed(ResourceError):
    """The service gave the resource up and put it into an error state. `is_new`: this run has made it."""

    def __init__(self, message: str, current: t.Mapping[str, t.Any]) -> None:
        super().__init__(message)
        self.current = dict(current)
        self.is_new = False

    def facts(self) -> dict[str, t.Any]:
        return {"current": self.current}


class WaitTimeout(ResourceError):
    """What was waited for did not happen in the time allowed; it may still happen later."""

    def __init__(self, message: str, current: t.Mapping[str, t.Any]) -> None:
        super().__init__(message)
        self.current = dict(current)

    def facts(self) -> dict[str, t.Any]:
        return {"current": self.current}


class SomeFailed(ResourceError):
    """Of several resources that were wanted some failed, each for its reason; `done` tells of the others."""

    def __init__(self, message: str, failed: t.Sequence[t.Mapping[str, t.Any]], done: t.Mapping[str, t.Any]) -> None:
        super().__init__(message)
        self.failed = list(failed)
        self.done = dict(done)

    def facts(self) -> dict[str, t.Any]:
        return {"failures": self.failed, **self.done}


def api_error(
    *, method: str, url: str, status: int, service_message: str, request_id: str | None, hint: str = ""
) -> ApiError:
    """The class of the tree that fits an error status, filled."""
    kind = {401: AuthenticationFailed, 403: Forbidden, 404: NotFound, 409: Conflict}.get(status, ApiError)
    return kind(
        method=method, url=url, status=status, service_message=service_message, request_id=request_id, hint=hint
    )


# Where the files of this collection are, wherever it is installed.
OURS = os.path.join("nodeworks", "openstack", "plugins")
# What Python raises over data that are not of the shape that was promised.
SHAPE_ERRORS = (AttributeError, LookupError, TypeError, ValueError, ArithmeticError, RecursionError)


@contextlib.contextmanager
def understanding(what: str, was_said: t.Callable[[], object] = lambda: True) -> t.Iterator[None]:
    """Use what services have said, for the length of the block. `what` it is, begins a sentence.

    Answers are looked at when they are read; what nobody sees there shows when a date, an address or a list is used.
    `was_said`: whether any service has said anything by now. If none has, the mistake is this collection's.

    Raises:
        NotUnderstood: it cannot be used.
    """
    try:
        yield
    except SHAPE_ERRORS as error:
        if not was_said():
            raise
        raise NotUnderstood(
            f"{what} is not as the API reference describes it, or not foreseen here ({_place_of(error)}). With -vvv, or"
            " trace set to result, the answers can be seen."
        ) from error


def _place_of(error: BaseException) -> str:
    """Where the code found that it cannot go on."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if OURS in frame.filename] or frames
    return f"{os.path.basename(ours[-1].filename)}, line {ours[-1].lineno}"
