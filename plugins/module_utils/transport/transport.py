# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends requests. The only file that knows the HTTP library.

Everything a request depends on is given with the request itself: `requests` would else let ~/.netrc add credentials
and REQUESTS_CA_BUNDLE override `validate_certs: false` (its `trust_env`), and would follow a redirect to another host
with the token in its hand.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import random
import threading
import time
import typing as t
import urllib.parse
import zlib

from ..config.cloud_config import CloudConfig, Tls
from ..errors import BrokenAnswer, MissingLibrary, TransportError
from . import failures
from .exchange import READING, UNKNOWN_CONTENT, Request, Response
from .files import CHUNK
from .limit import Deadlines, guard, limited
from .redact import answer_without_secrets, secrets_in
from .retry import delay_after_failure, delay_after_status
from .trace import Trace
from .unpack import ACCEPTED, TooLarge, unpacked, within

try:
    import requests
    import requests.adapters
    import requests.utils
    import urllib3
    import urllib3.exceptions
except ImportError:
    HAS_REQUESTS = False
else:
    HAS_REQUESTS = True

    class _Adapter(requests.adapters.HTTPAdapter):
        """Connections whose handshakes and heads of answers have a time limit as a whole."""

        def __init__(self, deadlines: Deadlines, connections: int) -> None:
            # A request that finds all connections in use waits for one. It does not open another and throw it away.
            super().__init__(SERVERS, pool_maxsize=connections, pool_block=True)
            self._deadlines = deadlines
            guard(self.poolmanager, deadlines)

        def proxy_manager_for(self, proxy: str, **options: t.Any) -> t.Any:
            """The pools of a proxy."""
            return guard(super().proxy_manager_for(proxy, **options), self._deadlines)

    class _Session(requests.Session):
        """A session that leaves redirects alone: it would read their content at once, with no limit."""

        def get_redirect_target(self, *_answer: requests.Response) -> str | None:
            """Nowhere."""
            return None


MEBIBYTE = 1 << 20
USER_AGENT = "nodeworks.openstack"
MOST_REDIRECTS = 3
# How many times the time limit of one part an answer may take as a whole.
PARTS = 10

# How many connections to one server are open at a time at most, unless something is done in parallel.
CONNECTIONS = 10
# How many servers have connections kept open at a time; a cloud has a handful.
SERVERS = 20


class Transport:
    """Sends requests over kept-open connections, with time limits and retries. Safe to use from several threads.

    To one server `connections` are open at most, however many threads there are.
    """

    def __init__(
        self,
        config: CloudConfig,
        *,
        trace: Trace | None = None,
        connections: int = CONNECTIONS,
        environ_proxies: bool = True,
        sleep: t.Callable[[float], None] = time.sleep,
    ) -> None:
        if not HAS_REQUESTS:
            raise MissingLibrary("requests", "to speak with the services")
        self._config = config
        self._sleep = sleep
        self._trace = trace
        self._environ_proxies = environ_proxies
        if not config.tls.validate_certs:
            # The user has said so; a warning with every request would tell nobody anything.
            urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
        self._deadlines = Deadlines(config.api_timeout)
        self._session = _Session()
        self._session.trust_env = False
        adapter = _Adapter(self._deadlines, connections)
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)
        self.calls = 0
        self._counting = threading.Lock()

    def close(self) -> None:
        """Close the connections."""
        self._session.close()
        self._deadlines.close()

    def proxy_for(self, url: str) -> str | None:
        """The proxy that requests to a URL go through, as a URL; None if they go straight to it."""
        proxy: str | None = requests.utils.select_proxy(url, self._proxies(url))
        # Variables often have host and port alone, and the library takes that.
        return f"http://{proxy}" if proxy and "://" not in proxy else proxy

    @property
    def authorities(self) -> str | None:
        """The file or folder of the authorities whose certificates are trusted; None if all are."""
        verify = _verify(self._config.tls)
        if isinstance(verify, str):
            return verify
        return str(requests.utils.DEFAULT_CA_BUNDLE_PATH) if verify else None

    def send(self, request: Request) -> Response:
        """Send one request and return the answer, of whatever status.

        Raises:
            TransportError: there was no answer, or it was cut short, also after the retries that are harmless.
        """
        attempt = 0
        while True:
            outcome = self._attempt(request)
            delay = None if attempt >= self._config.retries else _delay(request, outcome, attempt)
            if delay is None:
                if isinstance(outcome, failures.Failure):
                    raise failures.told_of(request, outcome)
                return self._follow(request, outcome)
            self._sleep(delay)
            attempt += 1

    def _attempt(self, request: Request) -> Response | failures.Failure:
        """One sending, written down in the trace if there is one."""
        with self._counting:
            self.calls += 1
        try:
            outcome = self._exchange(request)
        except TransportError as error:
            self._record(request, error)
            raise
        self._record(request, outcome.error if isinstance(outcome, failures.Failure) else outcome)
        return outcome

    def _record(self, request: Request, outcome: Response | TransportError) -> None:
        if self._trace is not None:
            self._trace.record(request, outcome)

    def _exchange(self, request: Request) -> Response | failures.Failure:
        # Errors show this URL, so it has no password.
        url, method = failures.without_user(request.url), request.method
        started = time.monotonic()
        try:
            with _data(request) as data:
                answer = self._session.request(
                    method,
                    request.url,
                    params=list(request.params) or None,
                    data=data,
                    headers=_headers(request),
                    timeout=self._config.api_timeout,
                    allow_redirects=False,
                    stream=True,
                    verify=_verify(self._config.tls),
                    cert=_client_certificate(self._config.tls),
                    proxies=self._proxies(request.url),
                )
            content = self._content(request, answer)
        except requests.exceptions.SSLError as error:
            # A certificate does not get better by asking again.
            raise failures.tls_failed(error, method, url) from error
        except requests.exceptions.ProxyError as error:
            return failures.Failure(failures.proxy_failed(error, method, url), was_sent=not _stopped_at_proxy(error))
        except requests.exceptions.ConnectTimeout as error:
            return failures.Failure(failures.connect_failed(error, method, url), was_sent=False)
        except requests.exceptions.ReadTimeout:
            return failures.Failure(failures.timed_out(self._config.api_timeout, method, url), was_sent=True)
        except requests.exceptions.ConnectionError as error:
            return _connection_lost(error, method, url, self._config.api_timeout)
        except ValueError as error:  # what requests says of a URL or header that cannot be sent
            raise self._unusable(error, request) from None
        except requests.exceptions.RequestException as error:
            return failures.Failure(failures.cut_short(error, method, url), was_sent=True)
        except OSError as error:  # a CA or client certificate file that does not exist
            raise TransportError(
                f"{error}. Check ca_cert, client_cert and client_key.", method=method, url=url
            ) from error
        if answer.status_code >= 400:
            content = answer_without_secrets(
                content, [*secrets_in(request.body), *secrets_in(dict(request.form or {}))]
            )
        return Response(
            method=method,
            url=failures.without_user(str(answer.url)),
            status=answer.status_code,
            headers={name.lower(): value for name, value in answer.headers.items()},
            content=content,
            seconds=time.monotonic() - started,
        )

    def _content(self, request: Request, answer: requests.Response) -> bytes:
        """The content of an answer, unless it is a good one that goes elsewhere, which may take as long as it does."""
        with contextlib.closing(answer):
            chunks = _unpacked(answer)
            if request.sink is not None and answer.status_code == 200:
                request.sink.fill(chunks)
                return b""
            seconds = PARTS * self._config.api_timeout
            with limited(self._deadlines, answer, seconds) as limit:
                try:
                    content = within(chunks, int(self._config.max_response_size * MEBIBYTE))
                except TooLarge:
                    most = self._config.max_response_size
                    raise failures.too_large(most, request.method, failures.without_user(request.url)) from None
                except requests.exceptions.RequestException:
                    if not limit.is_over:
                        raise
                # Where no length was told, what came so far looks like all of it.
                if not limit.is_over:
                    return content
            raise failures.without_end(seconds, request.method, failures.without_user(request.url))

    def _follow(self, request: Request, response: Response) -> Response:
        """Follow a redirect within the server if the request only reads. Any other is an error with its target."""
        for hop in range(MOST_REDIRECTS + 1):
            target = response.headers.get("location")
            if response.status not in (301, 302, 303, 307, 308) or not target:
                return response
            if hop == MOST_REDIRECTS:
                break
            url = urllib.parse.urljoin(response.url, target)
            if request.method not in READING or failures.origin(url) != failures.origin(response.url):
                break
            outcome = self._attempt(
                Request(request.method, url, headers=request.headers, repeatable=True, sink=request.sink)
            )
            if isinstance(outcome, failures.Failure):
                raise outcome.error
            response = outcome
        raise BrokenAnswer(
            f"{request.method} {response.url} was redirected to {response.headers.get('location')}; a token is not"
            " carried there. If that is the right place, give that URL (auth_url, or the service's URL).",
            method=request.method,
            url=response.url,
        )

    def _unusable(self, error: ValueError, request: Request) -> TransportError:
        """A request that cannot be sent; if its URL could be, it is the proxy's that is wrong."""
        url = failures.without_user(request.url)
        with contextlib.suppress(ValueError):
            requests.Request(request.method, request.url).prepare()
            if not failures.is_of_header(error) and self.proxy_for(request.url):
                return failures.proxy_unusable(error, request.method, url)
        return failures.cannot_be_sent(error, request.method, url)

    def _proxies(self, url: str) -> dict[str, str]:
        if self._config.proxy_url:
            return {"http": self._config.proxy_url, "https": self._config.proxy_url}
        return dict(requests.utils.get_environ_proxies(url)) if self._environ_proxies else {}


def _delay(request: Request, outcome: Response | failures.Failure, attempt: int) -> float | None:
    """How long to wait before a request is sent again, in seconds; None if it is not."""
    if isinstance(outcome, failures.Failure):
        return delay_after_failure(request, outcome.was_sent, attempt, random.random())
    now = datetime.datetime.now(datetime.timezone.utc)
    return delay_after_status(request, outcome.status, outcome.headers, attempt, random.random(), now)


def _verify(tls: Tls) -> bool | str:
    """Whether certificates are checked, or the file of the authorities that they are checked with."""
    return tls.ca_cert if tls.validate_certs and tls.ca_cert else tls.validate_certs


def _client_certificate(tls: Tls) -> str | tuple[str, str] | None:
    """The file of the client's certificate, with that of its key if it is another."""
    return (tls.client_cert, tls.client_key) if tls.client_cert and tls.client_key else tls.client_cert


def _connection_lost(
    error: requests.exceptions.ConnectionError, method: str, url: str, api_timeout: float
) -> failures.Failure:
    """Whether a request was sent before its connection broke, and the error for it."""
    reason = getattr(error.args[0], "reason", error.args[0]) if error.args else None
    if isinstance(reason, urllib3.exceptions.NewConnectionError):
        return failures.Failure(failures.connect_failed(error, method, url), was_sent=False)
    if isinstance(reason, urllib3.exceptions.ReadTimeoutError):
        return failures.Failure(failures.timed_out(api_timeout, method, url), was_sent=True)
    return failures.Failure(failures.cut_short(error, method, url), was_sent=True)


def _headers(request: Request) -> dict[str, str]:
    headers = {
        "Accept": "application/json",
        "Accept-Encoding": ACCEPTED,
        "User-Agent": USER_AGENT,
        **request.headers,
    }
    if request.sink is not None:
        # As it is kept there, and not packed for the way.
        headers.update({"Accept": "*/*", "Accept-Encoding": "identity"})
    if "content-type" not in map(str.lower, headers):
        if request.body is not None:
            headers["Content-Type"] = "application/json"
        elif request.content is not None or request.source is not None:
            headers["Content-Type"] = UNKNOWN_CONTENT
    return headers


def _unpacked(answer: requests.Response) -> t.Iterator[bytes]:
    """The content of an answer. It is unpacked here, since the library sets no limit for what a piece unpacks to."""
    encoding = answer.raw.headers.pop("content-encoding", None)
    try:
        yield from unpacked(answer.iter_content(CHUNK), encoding)
    except zlib.error as error:
        raise requests.exceptions.ContentDecodingError(error) from error


@contextlib.contextmanager
def _data(request: Request) -> t.Iterator[t.Any]:
    """The body of a request, in a form that the library takes."""
    if request.source is not None:
        with request.source.opened() as body:
            yield body
    elif request.body is not None:
        yield json.dumps(request.body).encode()
    else:
        yield request.form if request.content is None else request.content


def _stopped_at_proxy(error: BaseException) -> bool:
    """Whether a request got no further than the proxy, so that the server cannot have carried it out.

    The library speaks of the proxy as well when the connection breaks after the request went through it.
    """
    reason = getattr(error.args[0], "reason", None) if error.args else None
    original = getattr(reason, "original_error", None)
    never_connected = (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError)
    return isinstance(original, never_connected) or "Tunnel connection failed" in str(original)
