# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One request to any service of the catalog, in the user's own words.

It takes a cloud and the request, sends it, and gives the answer without secrets. The face calls it for the module
`os_api`.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import CloudError, ConfigError
from ..resource.declaration import Json
from ..resource.mentions import ids_in, names_in
from ..service.client import ServiceClient
from ..service.cloud import Cloud
from ..service.paging import PageFollower, Query, collection_of
from ..transport.exchange import READING, Request, Response
from ..transport.redact import json_without_secrets, redacted_header, without_secrets


@dataclasses.dataclass(frozen=True)
class UserRequest:
    """A request in the user's words.

    Args:
        service: Our word for the service.
        method: The HTTP method.
        path: Path below the service's base URL.
        query: The query behind the path.
        body: The body as JSON.
        content: The body as bytes, in place of `body`.
        headers: Headers besides those of every request.
        statuses: The statuses that are expected. None: all below 400.
        all_pages: Whether the further pages of a list are read too.
    """

    service: str
    method: str
    path: str
    query: Query = ()
    body: t.Any = dataclasses.field(default=None, repr=False)
    content: bytes | None = dataclasses.field(default=None, repr=False)
    headers: t.Mapping[str, str] = dataclasses.field(default_factory=dict, repr=False)
    statuses: t.Collection[int] | None = None
    all_pages: bool = True

    @property
    def reads(self) -> bool:
        """Whether the request changes nothing, and so is sent in check mode too."""
        return self.method in READING

    def request(self, query: Query) -> Request:
        """The request for one page."""
        return Request(self.method, self.path, headers=self.headers, params=query, body=self.body, content=self.content)


def ask(cloud: Cloud, asked: UserRequest, check: bool = False) -> Json:
    """Send a request, in check mode only if it changes nothing. The result has no secret of the session.

    Raises:
        EndpointNotFound: the catalog has no such service.
        ApiError: the service refused.
        ConfigError: the answer has a status that is not expected.
    """
    client = cloud.service(asked.service)
    if check and not asked.reads:
        return {"changed": True, **dict.fromkeys(_EMPTY), "url": client.url_of(asked.path)}
    try:
        response, content = _answered(client, asked)
    except CloudError as error:
        raise error.during(f"send {asked.method} {asked.path} to the {asked.service} service") from None
    if not asked.reads:
        cloud.session.changes.mark([*ids_in(asked.path), *names_in(asked.body)])
    return {"changed": not asked.reads and response.status < 400, **_shown(response, content, cloud.secrets)}


_EMPTY = ("status", "url", "headers", "json", "content", "request_id", "seconds")


def _answered(client: ServiceClient, asked: UserRequest) -> tuple[Response, t.Any]:
    """The last answer, and the content of all pages together."""
    response = _expected(client, asked, asked.query)
    content = _json(response)
    collection = collection_of(content) if isinstance(content, dict) and asked.all_pages and asked.reads else None
    if collection is None:
        return response, content
    follower = PageFollower(asked.query)
    items, query = list(content[collection]), client.next_query(follower, response.json_object(), collection)
    while query is not None:
        response = _expected(client, asked, query)
        page = response.json_object()
        entries = page.get(collection)
        if not isinstance(entries, list):
            raise page.broken(f"has no list '{collection}' on a further page")
        items += entries
        query = client.next_query(follower, page, collection)
    if follower.count == 1:
        return response, content
    # Links are left out: they lead to pages, and all pages are joined here.
    return response, {collection: items}


def _expected(client: ServiceClient, asked: UserRequest, query: Query) -> Response:
    response = client.exchange(asked.request(query))
    if response.status < 400 if asked.statuses is None else response.status in asked.statuses:
        return response
    if response.status >= 400:
        raise client.refusal(response)
    raise ConfigError(
        [f"{response.url} answered {response.status}, which is not among statuses. It may have been carried out."]
    )


def _json(response: Response) -> t.Any:
    """The content of the answer if it is JSON; else None."""
    kind = response.headers.get("content-type", "").partition(";")[0].strip()
    is_json = kind == "application/json" or kind.endswith("+json")
    return response.json() if is_json and response.content.strip() else None


def _shown(response: Response, content: t.Any, secrets: t.Collection[str]) -> Json:
    return {
        "status": response.status,
        "url": response.url,
        "headers": {name: redacted_header(name, value) for name, value in response.headers.items()},
        "json": json_without_secrets(content, secrets),
        "content": None if content is not None else _text(response, secrets),
        "request_id": response.request_id,
        "seconds": round(response.seconds, 3),
    }


def _text(response: Response, secrets: t.Collection[str]) -> str | None:
    """The content of the answer as text; None if it is not UTF-8."""
    try:
        return without_secrets(response.content.decode("utf-8"), secrets)
    except UnicodeDecodeError:
        return None
