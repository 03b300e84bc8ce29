# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends requests to one service, with its base URL and microversion, and reads pages and errors."""

from __future__ import annotations

import dataclasses
import typing as t
import urllib.parse

from ..auth.access import Access
from ..errors import ApiError, ConfigError, NotFound
from ..session.faults import error_for
from ..session.session import Session
from ..transport.exchange import READING, JsonObject, Request, Response
from ..transport.files import Sink, Source
from .base_url import url_of
from .endpoint import Endpoint
from .microversion import Microversion, newest_offered
from .negotiation import Negotiation, too_old
from .paging import PageFollower, Query
from .wrong_endpoint import is_wrong_place, wrong_endpoint

Json = t.Dict[str, t.Any]

# Stands in a path for the id of the token's user.
USER_ID = "{user_id}"


class Page(t.List[Json]):
    """The JSON objects of one page of a list, and the answer that they came in."""

    def __init__(self, items: t.Iterable[Json], answer: JsonObject) -> None:
        super().__init__(items)
        self.answer = answer


class ServiceClient:
    """One service of one cloud in one region."""

    def __init__(
        self,
        session: Session,
        find_endpoint: t.Callable[[], Endpoint],
        microversion: str | None = None,
    ) -> None:
        """A client. `find_endpoint` finds the endpoint for the session's newest token.

        Raises:
            EndpointNotFound: there is none.
        """
        self._session = session
        self._find_endpoint = find_endpoint
        self._forced = Microversion(microversion, needed=True) if microversion else None
        # Whether a request that changes something was accepted.
        self.has_written = False
        self._settle()

    def _settle(self) -> None:
        """Use the endpoint of the session's newest token."""
        endpoint = self._find_endpoint()
        self.choice = endpoint.choice
        self.service = endpoint.choice.service
        self._api = endpoint.api
        self._base_url = endpoint.base_url
        self._owner = endpoint.owner
        # The user's own token; None if the session has to get one.
        self._token = endpoint.token
        self._negotiation = Negotiation(self._session, endpoint.choice, self._token, self._forced)
        # Notes of resources whose creation was begun here, and that may be about to appear.
        self.intents = self._session.intents_at(endpoint.choice.url)

    def get(self, path: str, params: Query = (), microversion: Microversion | None = None) -> JsonObject:
        """The JSON object at a path."""
        return self.call("GET", path, params=params, microversion=microversion)

    def find(self, path: str, microversion: Microversion | None = None) -> JsonObject | None:
        """The JSON object at a path; None if there is none."""
        try:
            return self.get(path, microversion=microversion)
        except NotFound:
            return None

    def pages(
        self, path: str, collection: str, params: Query = (), microversion: Microversion | None = None
    ) -> t.Iterator[Page]:
        """All pages of a list, each as a list of JSON objects.

        Raises:
            BrokenAnswer: a page is not a list of objects, or the list has no end.
        """
        follower = PageFollower(params)
        query: Query | None = params
        while query is not None:
            page = self.get(path, query, microversion)
            items = page.get(collection)
            if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
                raise page.broken(f"has no list of objects '{collection}'")
            yield Page(items, page)
            query = self.next_query(follower, page, collection)

    @staticmethod
    def next_query(follower: PageFollower, page: JsonObject, collection: str) -> Query | None:
        """The query of the next page; None after the last.

        Raises:
            BrokenAnswer: the list has no end.
        """
        try:
            return follower.next_query(page, collection)
        except ValueError as problem:
            raise page.broken(str(problem)) from None

    def call(
        self,
        method: str,
        path: str,
        *,
        params: Query = (),
        body: t.Any = None,
        microversion: Microversion | None = None,
        media_type: str | None = None,
        source: Source | None = None,
        sink: Sink | None = None,
        repeatable: bool | None = None,
    ) -> JsonObject:
        """Send a request, and return the JSON object of the answer, empty if there is none.

        `media_type` is the content type of the body, if it is not plain JSON. `source` is sent instead of a body,
        `sink` gets the content of the answer. `repeatable` says whether the request may be repeated when its outcome is
        unknown; None leaves that to the method.

        Raises:
            ApiError: the service refused.
        """
        headers = {"Content-Type": media_type} if media_type else {}
        request = Request(
            method, path, headers=headers, params=params, body=body, source=source, sink=sink, repeatable=repeatable
        )
        response = self.exchange(request, microversion)
        if response.status >= 400 or response.status == 300:
            raise self.refusal(response)
        return response.json_object()

    def exchange(self, request: Request, microversion: Microversion | None = None) -> Response:
        """Send a request and return the answer, of any status. The request's URL is a path below the base URL.

        Raises:
            ApiError: the service does not have the microversion that is needed.
        """
        microversion = self._negotiation.asked_for(microversion)
        response = self._send(request, microversion)
        if response.status == 406 and microversion is not None:
            refusal = error_for(response)
            newest = newest_offered(response.headers, refusal.service_message)
            asked = microversion.at_most(newest)
            if asked.needed or newest is None:
                raise too_old(refusal, asked, self.service)
            self._negotiation.learn(newest)
            response = self._send(request, microversion)
        if response.status < 400 and request.method not in READING:
            self.has_written = True
        return response

    def url_of(self, path: str) -> str:
        """The URL of a path below the service's base URL, in which `{user_id}` is the token's user.

        Raises:
            ConfigError: the path has `{user_id}`, and the user of the token is not known.
        """
        if USER_ID in path:
            user_id = self._session.access().user.get("id") if self._token is None else None
            if not user_id:
                raise ConfigError(
                    [f"Nothing is known of whom the token for the {self.service} service is, and the path needs it."]
                )
            path = path.replace(USER_ID, urllib.parse.quote(str(user_id), safe=""))
        return url_of(path, self._base_url, self._api)

    def refusal(self, response: Response) -> ApiError:
        """The error for an answer with an error status."""
        if is_wrong_place(response, self.service, is_forced=self.choice.entry is None):
            return wrong_endpoint(response, self.choice)
        return error_for(response)

    def require(self, wanted: Microversion) -> None:
        """Make sure that the service has a microversion, before work that needs it begins.

        Raises:
            ConfigError: the service is older, or the user has set an older microversion.
        """
        self._negotiation.require(wanted)

    def _send(self, request: Request, microversion: Microversion | None) -> Response:
        if microversion is not None and self._api.microversion_name:
            header = microversion.at_most(self._negotiation.newest).header(self._api.microversion_name)
            request = dataclasses.replace(request, headers={**header, **request.headers})
        if self._token is not None:
            return self._session.send(self._located(request), self._token)
        return self._session.send_for(lambda access: self._located_for(access, request))

    def _located_for(self, access: Access, request: Request) -> Request:
        """The request at the endpoint that is right for a token. Only a token of another owner needs another one."""
        if access.owner != self._owner:
            self._settle()
        return self._located(request)

    def _located(self, request: Request) -> Request:
        return dataclasses.replace(request, url=self.url_of(request.url))
