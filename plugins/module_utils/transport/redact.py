# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes secrets out of texts and JSON that are shown. Pure, but for a key that is drawn once per process.

Each secret becomes a name like SECRET_1a2b3c4d: the same secret always the same name, so that it can be seen which
requests used the same token, and a different one in each run, so that nobody can try guesses against it.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import typing as t
import urllib.parse

_KEY = secrets.token_bytes(16)

SECRET_HEADERS = frozenset((
    "x-auth-token", "x-subject-token", "x-service-token", "x-storage-token", "x-auth-key", "authorization",
    "openstack-auth-receipt", "proxy-authorization", "cookie", "set-cookie",
))  # fmt: skip

# Keys of JSON bodies and of forms. `key` is the secret of auth 1.1.
SECRET_KEYS = frozenset((
    "password", "original_password", "adminpass", "admin_pass", "secret", "apikey", "key", "passcode", "client_secret",
    "access_token", "refresh_token", "id_token", "user_data", "private_key", "blob",
))  # fmt: skip

# Names in a query: a token stands there as a text, which in a body is an object.
SECRET_QUERIES = SECRET_KEYS - {"key"} | {"token", "auth_token"}

_SECRET_IN_TEXT = re.compile(rf'("(?:{"|".join(sorted(SECRET_KEYS))})"\s*:\s*")(?:[^"\\]|\\.)*', re.IGNORECASE)


def secret_name(secret: str) -> str:
    """The name that stands for a secret."""
    return f"SECRET_{hashlib.blake2b(secret.encode(), key=_KEY, digest_size=4).hexdigest()}"


def redacted_query(name: str, value: str) -> str:
    """The value of a part of a query as it may be shown. Some services take a token there."""
    return secret_name(value) if name.lower() in SECRET_QUERIES else value


def redacted_header(name: str, value: str) -> str:
    """A header's value as it may be shown."""
    return secret_name(value) if name.lower() in SECRET_HEADERS else value


def redacted_json(value: t.Any, parent: str = "") -> t.Any:
    """A body as it may be shown. The id of a token is the token."""
    if isinstance(value, dict):
        return {key: _redacted_item(str(key), item, parent) for key, item in value.items()}
    if isinstance(value, list):
        return [redacted_json(item, parent) for item in value]
    return value


def _redacted_item(key: str, value: t.Any, parent: str) -> t.Any:
    if _is_secret(key, value, parent):
        return secret_name(str(value))
    return redacted_json(value, key)


def _is_secret(key: str, value: t.Any, parent: str) -> bool:
    named = key.lower() in SECRET_KEYS or (key == "id" and parent == "token")
    return named and isinstance(value, (str, int, float))


def secrets_in(value: t.Any, parent: str = "") -> t.Iterator[str]:
    """The secrets of a body. `key` is not taken for one here, as it is the name of many things that are none."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key != "key" and _is_secret(str(key), item, parent):
                yield str(item)
            else:
                yield from secrets_in(item, str(key))
    elif isinstance(value, list):
        for item in value:
            yield from secrets_in(item, parent)


def spellings_of(known: t.Iterable[str]) -> tuple[str, ...]:
    """Secrets in each spelling in which a text may hold them: as they are, within JSON, within a URL.

    The longest first: one secret may be the beginning of another.
    """
    spellings: set[str] = set()
    for secret in filter(None, known):
        in_json = (json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1])
        spellings.update((secret, *in_json, urllib.parse.quote(secret, safe=""), urllib.parse.quote_plus(secret)))
    return tuple(sorted(spellings, key=len, reverse=True))


def without_secrets(text: str, known: t.Iterable[str]) -> str:
    """A service's text without secrets; services may repeat parts of the request."""
    return str(_masked(text, spellings_of(known)))


def _masked(value: t.Any, spellings: t.Sequence[str]) -> t.Any:
    """A value, however nested, without any text that is among the spellings. The keys of objects are left alone."""
    if isinstance(value, str):
        for spelling in spellings:
            if spelling in value:
                value = value.replace(spelling, "********")
        return value
    if isinstance(value, t.Mapping):
        return {key: _masked(item, spellings) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_masked(item, spellings) for item in value]
    if isinstance(value, (int, float)) and not isinstance(value, bool) and str(value) in spellings:
        return "********"  # a passcode, say
    return value


def text_without_secrets(text: str) -> str:
    """The beginning of an answer that may be JSON, but could not be read as such."""
    return _SECRET_IN_TEXT.sub(r"\1********", text)


def json_without_secrets(value: t.Any, known: t.Iterable[str]) -> t.Any:
    """An answer of a service or a module's result, likewise, however deep in it a text stands."""
    spellings = spellings_of(known)
    return _masked(value, spellings) if spellings else value


def answer_without_secrets(content: bytes, known: t.Collection[str]) -> bytes:
    """The answer of a service that refuses a request, without the secrets that it repeats: JSON, or a text."""
    repeated = [secret for secret in known if secret]
    if not repeated:
        return content
    text = content.decode("utf-8", "replace")
    try:
        answer = json.loads(text)
    except ValueError:
        return without_secrets(text, repeated).encode()
    quiet = json_without_secrets(answer, repeated)
    return content if quiet == answer else json.dumps(quiet).encode()
