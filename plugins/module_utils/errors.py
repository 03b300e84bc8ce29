# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All errors of this collection, as one tree.

For a mistake of the user or of a service every layer raises these errors and no others. Only the faces (module,
inventory, lookup) end a run with one: they catch the root of the tree.

    CloudError
    ├── ConfigError          options that are missing, unknown or contradictory
    ├── MissingLibrary       a Python library that is not installed where the code runs
    ├── TransportError       no answer that could be read
    │   ├── ConnectFailed    nobody answered: name, port, route, proxy
    │   ├── TlsFailed        the certificate or the TLS version was refused
    │   ├── TimedOut         connected, but no answer in time
    │   └── BrokenAnswer     an answer that is cut short, not JSON, or of another shape than documented
    ├── NotUnderstood        an answer that could be read, but makes no sense where it is used
    ├── ApiError             a service answered with an error status
    │   ├── AuthenticationFailed   401
    │   ├── Forbidden        403
    │   ├── NotFound         404
    │   ├── Conflict         409
    │   └── WrongEndpoint    404 from a URL that the user has set, and that is not the service's
    ├── EndpointNotFound     the service catalog has no endpoint like the one asked for
    └── ResourceError        the resources in the cloud do not allow the desired state
        ├── NoSuchResource   nothing of this name or id
        ├── NotUnique        several of this name
        ├── Immutable        a field differs that cannot be changed in place
        ├── InUse            other resources keep it from being removed or changed
        ├── ResourceFailed   the service put the resource into an error state
        ├── WaitTimeout      the resource did not reach its state in time
        └── SomeFailed       some resources of a fleet are not as desired
"""

from __future__ import annotations

import contextlib
import os
import traceback
import typing as t

from .printable import printable


class CloudError(Exception):
    """The root of the tree: `str()` is for people, `facts()` for programs."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
        self.attempt: str | None = None

    def during(self, attempt: str) -> CloudError:
        """Add the attempt that failed, like `create node 'web1'`. If there are several, the innermost is kept: it
        comes first."""
        if self.attempt is None:
            self.attempt = attempt
        return self

    def facts(self) -> dict[str, t.Any]:
        """Data that a program may decide on. They become keys of a failed task's result."""
        return {}

    def __str__(self) -> str:
        # The message has names and words from a service, and Ansible shows it on a terminal as it is.
        return printable(f"Could not {self.attempt}: {self.message}" if self.attempt else self.message)


class ConfigError(CloudError):
    """Options that are missing, unknown or cannot be used together. `problems` has all of them, not just the first."""

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
    """A request got no answer, or none that could be read."""

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
    """The answer did not come in time. It is not known whether the request was carried out."""


class BrokenAnswer(TransportError):
    """An answer came, but it is broken: cut short, not JSON, or of another shape than documented."""

    def __init__(self, message: str, *, method: str, url: str, request_id: str | None = None) -> None:
        super().__init__(message, method=method, url=url)
        self.request_id = request_id

    def facts(self) -> dict[str, t.Any]:
        return {**super().facts(), **({"request_id": self.request_id} if self.request_id else {})}


class NotUnderstood(CloudError):
    """An answer makes no sense where it is used: a text in place of an address, or a list of other items than the API
    reference describes."""


class ApiError(CloudError):
    """A service answered with an error status.

    `service_message` is the service's own sentence. With it and the request id, an operator can find the failure in
    the service's log.
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
        """Add the reasons why the service refused, and the blockers of the resource: kind, id and name of each."""
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
    """401: the identity service does not accept the credentials, or another service does not accept the token."""


class Forbidden(ApiError):
    """403: the user is known, but may not do this. Services answer so too if a quota is exceeded."""


class NotFound(ApiError):
    """404: there is no such resource, or it is not visible with this token."""


class Conflict(ApiError):
    """409: the state of the resource does not allow the request."""


class WrongEndpoint(ApiError):
    """404 from a URL that the user has set: it is the service that is missing there, not the resource."""


class EndpointNotFound(CloudError):
    """The service catalog has no endpoint like the one asked for, or more than one."""


class ResourceError(CloudError):
    """The resources in the cloud do not allow the desired state."""


class NoSuchResource(ResourceError):
    """There is no resource of this name or id."""


class NotUnique(ResourceError):
    """Several resources have this name."""

    def __init__(self, message: str, ids: t.Sequence[str]) -> None:
        super().__init__(message)
        self.ids = list(ids)

    def facts(self) -> dict[str, t.Any]:
        return {"ids": self.ids}


class Immutable(ResourceError):
    """The resource differs from the desired state in a field that cannot be changed in place."""


class InUse(ResourceError):
    """Other resources keep this one from being removed or changed; nothing was changed.

    `blockers` has the kind, id and name of each.
    """

    def __init__(self, message: str, blockers: t.Sequence[t.Mapping[str, t.Any]]) -> None:
        super().__init__(message)
        self.blockers = [dict(one) for one in blockers]

    def facts(self) -> dict[str, t.Any]:
        return {"blockers": self.blockers}


class ResourceFailed(ResourceError):
    """The service gave the resource up and put it into an error state. `is_new` says whether this run created it."""

    def __init__(self, message: str, current: t.Mapping[str, t.Any]) -> None:
        super().__init__(message)
        self.current = dict(current)
        self.is_new = False

    def facts(self) -> dict[str, t.Any]:
        return {"current": self.current}


class WaitTimeout(ResourceError):
    """The resource did not reach the awaited state in time. It may still reach it later."""

    def __init__(self, message: str, current: t.Mapping[str, t.Any]) -> None:
        super().__init__(message)
        self.current = dict(current)

    def facts(self) -> dict[str, t.Any]:
        return {"current": self.current}


class SomeFailed(ResourceError):
    """Some resources of a fleet failed: `failed` has the reason of each. `done` has the result of the others."""

    def __init__(self, message: str, failed: t.Sequence[t.Mapping[str, t.Any]], done: t.Mapping[str, t.Any]) -> None:
        super().__init__(message)
        self.failed = list(failed)
        self.done = dict(done)

    def facts(self) -> dict[str, t.Any]:
        return {"failures": self.failed, **self.done}


def api_error(
    *, method: str, url: str, status: int, service_message: str, request_id: str | None, hint: str = ""
) -> ApiError:
    """An error of the class that fits an HTTP status."""
    kind = {401: AuthenticationFailed, 403: Forbidden, 404: NotFound, 409: Conflict}.get(status, ApiError)
    return kind(
        method=method, url=url, status=status, service_message=service_message, request_id=request_id, hint=hint
    )


# The end of the path to the files of this collection, wherever it is installed.
OURS = os.path.join("nodeworks", "openstack", "plugins")
# The exceptions that Python raises when data have another shape than expected.
SHAPE_ERRORS = (AttributeError, LookupError, TypeError, ValueError, ArithmeticError, RecursionError)


@contextlib.contextmanager
def understanding(what: str, was_said: t.Callable[[], object] = lambda: True) -> t.Iterator[None]:
    """A block that uses answers of services. `what` names them; it begins the sentence of the error.

    Answers are checked when they are read. Some mistakes are noticed only later, when a date, an address or a list is
    used. `was_said` says whether any service has answered so far. If none has, the mistake is in this collection, and
    the exception is raised as it is.

    Raises:
        NotUnderstood: an answer cannot be used.
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
    """The file and line of this collection in which an error occurred."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if OURS in frame.filename] or frames
    return f"{os.path.basename(ours[-1].filename)}, line {ours[-1].lineno}"
