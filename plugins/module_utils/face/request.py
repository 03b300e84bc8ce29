# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The face of the module that sends one request, which the user writes."""

from __future__ import annotations

import json
import typing as t

from ..errors import ConfigError
from ..options.connection import Spec
from ..options.request import body_of, headers_of, path_problem, query_of
from ..options.services import service_of_type
from ..query.request import UserRequest, ask
from ..service.apis import APIS
from ..service.cloud import Cloud
from ..transport.exchange import READING
from ..transport.redact import SECRET_HEADERS, SECRET_QUERIES, secrets_in
from .module import CloudModule, ModuleResult, module_of, run

MICROVERSION_HEADER = "OpenStack-API-Version"


class RequestModule(CloudModule):
    """A module whose options are the parts of a request. Some of them may be secret."""

    def _load_params(self) -> None:
        super()._load_params()
        for content in (self.params.get("body"), self.params.get("content")):
            self.keep_secret(secrets_in(_parsed(content)))
        self.keep_secret(_values(self.params.get("headers"), SECRET_HEADERS))
        self.keep_secret(_values(self.params.get("query"), SECRET_QUERIES))


def _parsed(content: t.Any) -> t.Any:
    """The content of a request as data, if it is JSON as text; None if the text is not JSON."""
    if not isinstance(content, str):
        return content
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _values(given: t.Any, secret: t.Container[str]) -> t.Iterator[str]:
    """The values of secret headers or query parameters. A query parameter may have several values."""
    for name, values in given.items() if isinstance(given, dict) else ():
        if str(name).lower() in secret:
            for value in values if isinstance(values, list) else [values]:
                yield "" if value is None else str(value)


def run_request_module(argument_spec: Spec) -> None:
    """Run a module that sends one request and returns the answer."""
    module = module_of(argument_spec, {"mutually_exclusive": [("body", "content")]}, RequestModule)
    service = service_of_type(module.params["service"])

    def work(cloud: Cloud) -> ModuleResult:
        return ask(cloud, _asked(module.params, service), module.check_mode)

    run(module, work, _connection(module.params, service))


def _connection(params: t.Mapping[str, t.Any], service: str) -> t.Mapping[str, t.Any]:
    """The options of the connection. A microversion without a service before it is taken for the service's own."""
    version = _microversion(params, service)
    if version is None:
        return params
    return {**params, "microversion": f"{service} {version}" if service in APIS else None}


def _microversion(params: t.Mapping[str, t.Any], service: str) -> str | None:
    """The microversion for this service; None if none was given, or it is for another service."""
    words = str(params.get("microversion") or "").split()
    if len(words) == 2 and service_of_type(words[0]) == service:
        return words[1]
    return words[0] if len(words) == 1 else None


def _asked(params: t.Mapping[str, t.Any], service: str) -> UserRequest:
    """The request that the options describe.

    Raises:
        ConfigError: options are wrong; the error lists all of them.
    """
    problems = [problem for problem in [path_problem(params["path"])] if problem]
    query = query_of(params.get("query") or {}, problems)
    headers = headers_of(params.get("headers") or {}, problems)
    body = body_of(params.get("body"), problems)
    content, method = params.get("content"), params["method"]
    if method in READING and (body is not None or content is not None):
        problems.append(f"{method} takes neither body nor content.")
    version = _microversion(params, service)
    if version and service not in APIS:
        headers = {MICROVERSION_HEADER: f"{service} {version}", **headers}
    if problems:
        raise ConfigError(problems)
    return UserRequest(
        service,
        method,
        params["path"],
        query,
        body,
        None if content is None else content.encode(),
        headers,
        params.get("statuses"),
        params["all_pages"],
    )
