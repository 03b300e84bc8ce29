# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends requests with a token.

The token is fetched when it is first needed, and kept for later tasks. It is renewed before it expires, and once when
it is refused.
"""

from __future__ import annotations

import dataclasses
import datetime
import math
import threading
import time
import typing as t

from ..auth.access import Access
from ..auth.access_rules import are_against, why_refused
from ..auth.conversation import AuthAnswer, AuthRequest, UnusableAnswer
from ..auth.methods import conversation_for
from ..auth.reading import UnreadableField
from ..config.cloud_config import CloudConfig
from ..errors import SHAPE_ERRORS, BrokenAnswer, CloudError, ConfigError
from ..transport.exchange import Request, Response
from ..transport.transport import Transport
from .changes import Changes
from .intents import Intents
from .refused import attempt, refused
from .token_store import StoredFile, StoredToken, TokenStore, content_mark

# A token that expires within this time is not used: an image upload or a long wait may follow.
MARGIN_SECONDS = 120.0


class Session:
    """The requests of one identity to one cloud. Safe to use from several threads."""

    def __init__(
        self,
        config: CloudConfig,
        transport: Transport,
        store: TokenStore,
        now: t.Callable[[], datetime.datetime] = lambda: datetime.datetime.now(datetime.timezone.utc),
    ) -> None:
        self._config = config
        self._transport = transport
        self._store = store
        self._now = now
        self._lock = threading.Lock()
        self._stored: StoredToken | None = None
        self._is_timed = True
        # When runs of this controller changed the meaning of names.
        self.changes = Changes(store.mark_path)
        # The last failure to get a token: its time (of the monotonic clock) and its error.
        self._failed: tuple[float, CloudError | None] = (0.0, None)
        # All tokens that were used, so that no message shows one.
        self.tokens: set[str] = set()
        # Whether the token is from the cache of an earlier process: roles and catalogs may have changed since.
        self.from_store = False

    def access(self) -> Access:
        """The token, with the roles and the catalog that came with it.

        It is taken from memory, the cache or the identity service.
        """
        since = time.monotonic()
        with self._lock:
            if self._stored is None or (self._is_timed and not self._lives(self._stored.access)):
                self._stored = self._obtain(None, since)
            return self._stored.access

    def renew(self, refused: str) -> Access:
        """A token other than the refused one. It is fetched once, however many threads were refused."""
        since = time.monotonic()
        with self._lock:
            if self._stored is None or self._stored.access.token == refused:
                self._stored = self._obtain(refused, since)
            return self._stored.access

    def send(self, request: Request, token: str | None = None) -> Response:
        """Send a request with the session's token, or with the user's own, which cannot be renewed."""
        if token is not None:
            return self._transport.send(_with_token(request, token))
        return self.send_for(lambda _access: request)

    def send_for(self, request_of: t.Callable[[Access], Request]) -> Response:
        """Send the request that is made for a token, with that token.

        A 401, or a 403 for a token from the cache, renews it once and repeats the request. Both statuses say that the
        request was not carried out, so any request may be repeated. It is made anew for the new token, which may be
        another user's or project's of the same name: URLs have their ids. A request that the access rules of a
        credential forbid is not repeated: a new token would have the same rules.
        """
        access = self.access()
        response = self._transport.send(_with_token(request_of(access), access.token))
        is_ruled_out = response.status == 401 and are_against(access.access_rules, response.method, response.url)
        if not is_ruled_out and (response.status == 401 or (response.status == 403 and self.from_store)):
            access = self.renew(access.token)
            response = self._transport.send(_with_token(request_of(access), access.token))
        if response.status != 401 or not access.access_rules:
            return response
        return dataclasses.replace(response, hint=why_refused(access.access_rules, response.method, response.url))

    def recall(self, name: str, oldest_seconds: float, since: float = 0.0) -> t.Any:
        """A note that this or an earlier process made beside the token.

        None if there is none, or if it is older than `oldest_seconds`, or not from after `since` (seconds since the
        epoch).
        """
        return self._stored.note(name, oldest_seconds, since) if self._stored else None

    def remember(self, name: str, value: t.Any, known_at: float | None = None) -> None:
        """Make a note beside the token, for later tasks. A new token takes it over, until it is too old.

        `known_at` is the time when it was true, in seconds since the epoch: by the time an answer comes, it may have
        changed. None: now.
        """
        self.amend(name, lambda _former: value, known_at)

    def amend(self, name: str, change: t.Callable[[t.Any], t.Any], known_at: float | None = None) -> None:
        """Make a note out of the former one, None if there is none. No note of another process is lost in between."""
        with self._lock, self._stored_file() as file:
            stored = file.read() or self._stored
            if stored is None:
                return
            value = change(stored.note(name, math.inf))
            notes = {**stored.notes, name: [value, time.time() if known_at is None else known_at]}
            file.write(dataclasses.replace(stored, notes=notes))
            if self._stored is not None:
                self._stored = dataclasses.replace(self._stored, notes=notes)

    def intents_at(self, place: str) -> Intents:
        """The intents of this and earlier processes at a URL."""
        return Intents(lambda: self._store.path(self._config.identity, self._marks()), place)

    def _obtain(self, refused: str | None, since: float) -> StoredToken:
        """A new token, or one from the cache that was not refused.

        `since` is the time at which this thread began to wait. If another thread has failed to get a token after that,
        its error is raised instead of a further attempt.
        """
        failed_at, failure = self._failed
        if failure is not None and failed_at >= since:
            raise failure
        try:
            obtained = self._from_store_or_service(refused)
        except CloudError as error:
            self._failed = time.monotonic(), error
            raise
        self.tokens.add(obtained.access.token)
        return obtained

    def _from_store_or_service(self, refused: str | None) -> StoredToken:
        with self._stored_file() as file:
            stored = file.read()
            if stored is not None and stored.access.token != refused and self._lives(stored.access):
                self.from_store = True
                return stored
            file.let_others_try()
            access = self._authenticate()
            # Notes stay valid, unless the user or the project was made anew, or all of the cloud: then ids are others.
            is_as_before = stored is not None and stored.access.owner == access.owner
            fresh = StoredToken(access, stored.young_notes() if stored and is_as_before else {})
            # If tokens are short-lived, or this host's clock is ahead, even a new one seems about to expire. It is then
            # used until it is refused, or every request would fetch a token.
            self._is_timed = fresh.access.lives(self._now(), 2 * MARGIN_SECONDS)
            file.write(fresh)
            self.from_store = False
            return fresh

    def _stored_file(self) -> t.ContextManager[StoredFile]:
        """The file of this identity, locked.

        With VOMS the certificate decides who the identity is. Notes from a server whose certificate was not checked are
        kept apart from those for users who check it.
        """
        return self._store.locked(self._config.identity, self._marks(), self._config.api_timeout)

    def _marks(self) -> list[str]:
        tls = self._config.tls
        return [str(tls.validate_certs), str(tls.ca_cert), content_mark(tls.client_cert)]

    def _lives(self, access: Access) -> bool:
        return access.lives(self._now(), MARGIN_SECONDS)

    def _authenticate(self) -> Access:
        """Get a token from the identity service, with as many requests as the method takes."""
        identity = self._config.identity
        conversation = conversation_for(identity)
        request = next(conversation)
        while True:
            response = self._transport.send(_as_sent(request))
            if response.status not in request.expected:
                raise refused(response, identity, self._transport)
            content = _object_in(response) if response.status in (200, 201, 203, 300) else {}
            try:
                request = conversation.send(AuthAnswer(response.status, response.headers, content))
            except StopIteration as end:
                return t.cast(Access, end.value)
            except UnusableAnswer as problem:
                raise ConfigError([str(problem)]).during(attempt(identity)) from None
            except UnreadableField as problem:
                raise response.misshapen(f"is not as the API reference describes a token: {problem}") from None
            except SHAPE_ERRORS:
                raise response.misshapen("is not as the API reference describes a token") from None


def _object_in(response: Response) -> t.Mapping[str, t.Any]:
    """The JSON object of an answer that may hold a token. An error does not quote JSON, as it may have a token."""
    try:
        return response.json_object()
    except BrokenAnswer:
        if response.content.lstrip()[:1] not in (b"{", b"[", b'"'):
            raise
        raise response.misshapen("should be a JSON object, but is cut short or something else") from None


def _as_sent(request: AuthRequest) -> Request:
    # A repeated request costs one more token, and has no other effect.
    return Request(
        request.method, request.url, headers=request.headers, body=request.body, form=request.form, repeatable=True
    )


def _with_token(request: Request, token: str) -> Request:
    if not token:  # auth_version none
        return request
    return dataclasses.replace(request, headers={**request.headers, "X-Auth-Token": token})
