# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests with a token: asked for when first needed, kept, renewed before it expires and once when it is refused."""

from __future__ import annotations

import dataclasses
import datetime
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

# A token that dies within this time is not worth starting with: an image upload or a long wait may follow.
MARGIN_SECONDS = 120.0


class Session:
    """One identity's requests to one cloud. Safe to use from several threads."""

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
        # What runs of this controller have done to what names mean.
        self.changes = Changes(store.mark_path)
        # When the last attempt to get a token failed, and how.
        self._failed: tuple[float, CloudError | None] = (0.0, None)
        # All that were used, so that no message shows one.
        self.tokens: set[str] = set()
        # Whether the token was given to an earlier process: roles and catalogs may have changed since.
        self.from_store = False

    def access(self) -> Access:
        """The token and what came with it, from memory, the store or the identity service."""
        since = time.monotonic()
        with self._lock:
            if self._stored is None or (self._is_timed and not self._lives(self._stored.access)):
                self._stored = self._obtain(None, since)
            return self._stored.access

    def renew(self, refused: str) -> Access:
        """A token other than the one that was refused; asked for once, however many threads were refused."""
        since = time.monotonic()
        with self._lock:
            if self._stored is None or self._stored.access.token == refused:
                self._stored = self._obtain(refused, since)
            return self._stored.access

    def send(self, request: Request, token: str | None = None) -> Response:
        """Send a request with the token. A 401, or a 403 to an old token, renews it once and repeats the request.

        Both statuses say that the request was not carried out, so it may be repeated whatever it is. A token given
        here is the user's own and cannot be renewed. What the access rules of a credential are against is not repeated:
        another token would have the same.
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
        """A note that this or an earlier process made beside the token; None if there is none so young, or none that
        is of after `since`."""
        return self._stored.note(name, oldest_seconds, since) if self._stored else None

    def remember(self, name: str, value: t.Any, known_at: float | None = None) -> None:
        """Make a note beside the token, for later tasks. A new token takes it over, until it is old.

        `known_at` is since when it is known, in seconds since the epoch: what takes a request may be over when the
        answer comes. None: now.
        """
        with self._lock, self._stored_file() as file:
            stored = file.read() or self._stored
            if stored is None:
                return
            notes = {**stored.notes, name: [value, time.time() if known_at is None else known_at]}
            file.write(dataclasses.replace(stored, notes=notes))
            if self._stored is not None:
                self._stored = dataclasses.replace(self._stored, notes=notes)

    def intents_at(self, place: str) -> Intents:
        """What this and earlier processes have begun to make at a URL, and do not know yet whether it was made."""
        return Intents(lambda: self._store.path(self._config.identity, self._marks()), place)

    def _obtain(self, refused: str | None, since: float) -> StoredToken:
        """A token; who has waited for it while another thread tried in vain, `since` when, has that thread's error."""
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
            # What was learnt is of the same cloud still: a token that was refused says nothing of that.
            fresh = StoredToken(self._authenticate(), stored.young_notes() if stored else {})
            # Where tokens live shortly, or this host's clock is ahead, a new one is as good as the one before: it is
            # used until it is refused, or there would be a token for every request.
            self._is_timed = fresh.access.lives(self._now(), 2 * MARGIN_SECONDS)
            file.write(fresh)
            self.from_store = False
            return fresh

    def _stored_file(self) -> t.ContextManager[StoredFile]:
        """The file of who is asking: with VOMS a certificate says that. What was learnt from a server whose certificate
        was not checked is not for those who check."""
        return self._store.locked(self._config.identity, self._marks(), self._config.api_timeout)

    def _marks(self) -> list[str]:
        tls = self._config.tls
        return [str(tls.validate_certs), str(tls.ca_cert), content_mark(tls.client_cert)]

    def _lives(self, access: Access) -> bool:
        return access.lives(self._now(), MARGIN_SECONDS)

    def _authenticate(self) -> Access:
        """Hold the conversation with the identity service."""
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
        """What is there instead of the version that was asked for."""
        identity = self._config.identity
        try:
            response = self._transport.send(Request("GET", f"{root_of(identity)}/"))
            advice = version_advice(identity, url, response.json_object() if response.status in (200, 300) else {})
        except CloudError:
            advice = None  # the error to be told is another
        return advice or f"Is auth_url right? {identity.auth_url} has no Identity API there."

    def _attempt(self) -> str:
        identity = self._config.identity
        who = identity.username or identity.user_id or identity.application_credential_id or identity.client_id
        article = "a " if identity.auth_version in ("password", "token") else ""  # of whatever version there is
        return f"authenticate {who or 'this token'!r} with {article}{identity.auth_version} at {identity.auth_url}"


def _object_in(response: Response) -> t.Mapping[str, t.Any]:
    """The JSON object of an answer that may hold a token: of JSON nothing is shown."""
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
    # Asking twice for a token costs a token, no more.
    return Request(
        request.method, request.url, headers=request.headers, body=request.body, form=request.form, repeatable=True
    )


def _with_token(request: Request, token: str) -> Request:
    if not token:  # auth_version none
        return request
    return dataclasses.replace(request, headers={**request.headers, "X-Auth-Token": token})
