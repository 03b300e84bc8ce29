# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends requests to one service, with its base URL and microversion, and reads pages and errors."""

from __future__ import annotations

import dataclasses
import typing as t
import urllib.parse

from ..catalog.choose import Choice
from ..errors import ApiError, BrokenAnswer, ConfigError, NotFound
from ..session.faults import error_for, raise_for_status
from ..session.session import Session
from ..transport.exchange import READING, JsonObject, Request, Response
from ..transport.files import Sink, Source
from .apis import api_of
from .base_url import base_url, url_of, versions_url
from .microversion import Microversion, newest_offered, parse
from .paging import PageFollower, Query
from .version_document import read_versions
from .wrong_endpoint import is_wrong_place, wrong_endpoint

Json = t.Dict[str, t.Any]

# Stands in a path for the id of the token's user.
USER_ID = "{user_id}"
# A cloud is updated now and then; a day later it may have newer microversions.
NEWEST_SECONDS = 86400.0


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
        choice: Choice,
        *,
        token: str | None,
        project_id: str | None,
        microversion: str | None = None,
    ) -> None:
        self.service = choice.service
        self.choice = choice
        self._session = session
        self._token = token
        self._api = api_of(choice.service)
        self._base_url = base_url(choice.url, self._api, project_id)
        # The microversion that the user has set for all requests, in place of their own.
        self._forced = Microversion(microversion, needed=True) if microversion else None
        # The newest microversion that the service has; None if it is not known yet. This task or an earlier one has
        # learnt it, from a refusal or from the version document.
        self._newest_note = f"newest microversion at {choice.url}"
        self._newest: str | None = session.recall(self._newest_note, NEWEST_SECONDS)
        # Notes of resources whose creation was begun here, and that may be about to appear.
        self.intents = session.intents_at(choice.url)
        # Whether a request that changes something was accepted.
        self.has_written = False

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
        if self._forced is not None:
            microversion = self._forced_for(microversion)
        response = self._send(request, microversion)
        if response.status == 406 and microversion is not None:
            refusal = error_for(response)
            newest = newest_offered(response.headers, refusal.service_message)
            asked = microversion.at_most(newest)
            if asked.needed or newest is None:
                raise self._too_old(refusal, asked)
            self._learn_newest(newest)
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

        The service is asked once a day, and again before a refusal, as it may have been updated. A service that does
        not say is trusted to have it.

        Raises:
            ConfigError: the service is older, or the user has set an older microversion.
        """
        self._forced_for(wanted)
        if self._is_new_enough(self._newest, wanted):
            return
        newest = self._newest_in_document()
        if newest is not None and not self._is_new_enough(newest, wanted):
            raise ConfigError(
                [f"{wanted.who} needs the {self.service} microversion {wanted.text}, but the cloud has none newer than"
                 f" {newest}."]
            )  # fmt: skip

    @staticmethod
    def _is_new_enough(newest: str | None, wanted: Microversion) -> bool:
        return newest is not None and not Microversion(newest).is_older_than(wanted)

    def _newest_in_document(self) -> str | None:
        """The newest microversion, from the service's version document; None if it does not say.

        Some clouds do not let everybody see that document.
        """
        request = Request("GET", versions_url(self.choice.url))
        try:
            versions = read_versions(raise_for_status(self._session.send(request, self._token)).json_object())
            newest = max(
                (one["max_microversion"] for one in versions if one["max_microversion"]), key=parse, default=None
            )
        except (ApiError, BrokenAnswer, ValueError):
            return None
        if newest is not None:
            self._learn_newest(newest)
        return newest

    def _learn_newest(self, newest: str) -> None:
        self._newest = newest
        self._session.remember(self._newest_note, newest)

    def _send(self, request: Request, microversion: Microversion | None) -> Response:
        if microversion is not None and self._api.microversion_name:
            header = microversion.at_most(self._newest).header(self._api.microversion_name)
            request = dataclasses.replace(request, headers={**header, **request.headers})
        request = dataclasses.replace(request, url=self.url_of(request.url))
        return self._session.send(request, token=self._token)

    def _forced_for(self, wanted: Microversion | None) -> Microversion | None:
        """The user's microversion, if it is new enough for what a request needs.

        Raises:
            ConfigError: it is older.
        """
        forced = self._forced
        least = wanted.least if wanted else None
        if least and forced and forced.is_older_than(least):
            raise ConfigError(
                [f"{least.who} needs the {self.service} microversion {least.text} or newer, but {forced.text} is set."
                 " Set microversion higher, or leave it out."]
            )  # fmt: skip
        return forced

    def _too_old(self, refusal: ApiError, microversion: Microversion) -> ApiError:
        refusal.message = (
            f"{microversion.who} needs the {self.service} microversion {microversion.text}, which the cloud does not"
            f" have: {refusal.message}"
        )
        return refusal
