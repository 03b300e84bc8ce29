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
from ..auth.identity_url import root_of
from ..auth.methods import conversation_for
from ..auth.reading import UnreadableField
from ..auth.unversioned import NO_SUCH_VERSION
from ..auth.versions import version_advice
from ..config.cloud_config import CloudConfig
from ..errors import SHAPE_ERRORS, BrokenAnswer, CloudError, ConfigError
from ..transport.exchange import Request, Response
from ..transport.transport import Transport
from .changes import Changes
from .faults import error_for
from .intents import Intents
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
        """Send a request with the token.

        A 401, or a 403 for a token from the cache, renews it once and repeats the request. Both statuses say that the
        request was not carried out, so any request may be repeated. A token given here is the user's own and cannot be
        renewed. A request that the access rules of a credential forbid is not repeated: a new token would have the same
        rules.
        """
        if token is not None:
            return self._transport.send(_with_token(request, token))
        access = self.access()
        response = self._transport.send(_with_token(request, access.token))
        is_ruled_out = response.status == 401 and are_against(access.access_rules, response.method, response.url)
        if not is_ruled_out and (response.status == 401 or (response.status == 403 and self.from_store)):
            access = self.renew(access.token)
            response = self._transport.send(_with_token(request, access.token))
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
            # Notes stay valid: a refused token does not mean another cloud.
            fresh = StoredToken(self._authenticate(), stored.young_notes() if stored else {})
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
        conversation = conversation_for(self._config.identity)
        request = next(conversation)
        while True:
            response = self._transport.send(_as_sent(request))
            if response.status not in request.expected:
                raise self._refused(response)
            content = _object_in(response) if response.status in (200, 201, 203, 300) else {}
            try:
                request = conversation.send(AuthAnswer(response.status, response.headers, content))
            except StopIteration as end:
                return t.cast(Access, end.value)
            except UnusableAnswer as problem:
                raise ConfigError([str(problem)]).during(self._attempt()) from None
            except UnreadableField as problem:
                raise response.misshapen(f"is not as the API reference describes a token: {problem}") from None
            except SHAPE_ERRORS:
                raise response.misshapen("is not as the API reference describes a token") from None

    def _refused(self, response: Response) -> Exception:
        identity = self._config.identity
        hint = ""
        if response.status == 401 and response.headers.get("openstack-auth-receipt"):
            hint = "The password is right, but this user has to give a second factor too: set passcode."
        elif response.status == 401:
            hint = f"Check {_credential_names(identity.auth_version)}, the domain and the project or other scope."
        elif response.status == 404 and identity.auth_token and b'"error"' in response.content:
            hint = (
                "The identity service does not know auth_token: it may have expired, or be another cloud's. With"
                " base_url, and no auth_url, it is used there without being asked about."
            )
        elif response.status in NO_SUCH_VERSION:
            hint = self._about_versions(response.url)
        return error_for(response, hint=hint).during(self._attempt())

    def _about_versions(self, url: str) -> str:
        """The advice when the identity service lacks the version that was asked for: the versions that it has."""
        identity = self._config.identity
        try:
            response = self._transport.send(Request("GET", f"{root_of(identity)}/"))
            advice = version_advice(identity, url, response.json_object() if response.status in (200, 300) else {})
        except CloudError:
            advice = None  # the user is to see the first error
        return advice or f"Is auth_url right? {identity.auth_url} has no Identity API there."

    def _attempt(self) -> str:
        identity = self._config.identity
        who = identity.username or identity.user_id or identity.application_credential_id or identity.client_id
        article = "a " if identity.auth_version in ("password", "token") else ""  # of whatever version there is
        return f"authenticate {who or 'this token'!r} with {article}{identity.auth_version} at {identity.auth_url}"


def _object_in(response: Response) -> t.Mapping[str, t.Any]:
    """The JSON object of an answer that may hold a token. An error does not quote JSON, as it may have a token."""
    try:
        return response.json_object()
    except BrokenAnswer:
        if response.content.lstrip()[:1] not in (b"{", b"[", b'"'):
            raise
        raise response.misshapen("should be a JSON object, but is cut short or something else") from None


def _credential_names(auth_version: str) -> str:
    names = {
        "3.x_appcred": "the application credential's id (or name and user) and secret",
        "3.x_totp": "username and passcode",
        "3.x_multifactor": "username, password and passcode",
        "3.x_oidc_access_token": "identity_provider, protocol and access_token",
        "3.x_oidc_password": "client_id, client_secret, username and password",
        "3.x_oidc_client_credentials": "client_id and client_secret",
        "2.0_apikey": "username and api_key",
        "2.0_voms": "the client certificate",
    }
    if auth_version in names:
        return names[auth_version]
    return "auth_token" if auth_version.endswith("token") else "username and password"


def _as_sent(request: AuthRequest) -> Request:
    # A repeated request costs one more token, and has no other effect.
    return Request(
        request.method, request.url, headers=request.headers, body=request.body, form=request.form, repeatable=True
    )


def _with_token(request: Request, token: str) -> Request:
    if not token:  # auth_version none
        return request
    return dataclasses.replace(request, headers={**request.headers, "X-Auth-Token": token})
