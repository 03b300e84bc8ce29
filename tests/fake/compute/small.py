# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nova's smaller resources: key pairs, limits; and pages."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
import struct

from ..wire import Answer, ApiError, Json, empty_answer, format_query, json_answer
from .records import KeyPair
from .schemas import create_keypair, validate, validate_query
from .views import Call

LIMIT: Json = {"type": "array", "items": {"type": "string", "pattern": "^[0-9]*$"}}


def page_limit(call: Call) -> int:
    """Return how many entries a page may have."""
    text = call.request.one("limit")
    return min(int(text), call.state.timings.page_limit) if text else call.state.timings.page_limit


def next_link(call: Call, marker: str) -> list[Json]:
    """Return the link to the page after the entry."""
    pairs = [(name, values[-1]) for name, values in call.request.query.items() if name != "marker"]
    href = f"{call.request.base}{call.request.rest}?{format_query([*pairs, ('marker', marker)])}"
    return [{"rel": "next", "href": href}]


# Key pairs


def list_keypairs(call: Call) -> Answer:
    """Answer GET /os-keypairs; paged since 2.35."""
    names: Json = {"limit": LIMIT, "marker": {}} if call.version >= (2, 35) else {}
    names |= {"user_id": {}} if call.version >= (2, 10) else {}
    extra = call.version < (2, 75)
    validate_query(call.request.query, {"type": "object", "properties": names, "additionalProperties": extra})
    mine = [item for item in call.state.keypairs if item.user_id == call.token.user.id]
    body: Json = {"keypairs": []}
    if call.version >= (2, 35):
        mine.sort(key=lambda item: item.name)
        marker = call.request.one("marker")
        if marker:
            known = [item.name for item in mine]
            if marker not in known:
                raise ApiError(400, f"marker [{marker}] not found")
            mine = mine[known.index(marker) + 1 :]
        limit = page_limit(call)
        mine = mine[:limit]
        if mine and len(mine) == limit:
            body["keypairs_links"] = next_link(call, mine[-1].name)
    body["keypairs"] = [{"keypair": _keypair_view(call, item)} for item in mine]
    return json_answer(200, body)


def _keypair_view(call: Call, pair: KeyPair) -> Json:
    view: Json = {"name": pair.name, "public_key": pair.public_key, "fingerprint": pair.fingerprint}
    return view | {"type": pair.type} if call.version >= (2, 2) else view


def _find_keypair(call: Call, name: str) -> KeyPair:
    pair = call.state.keypair(name, call.token.user.id)
    if pair is None:
        raise ApiError(404, f"Keypair {name} not found for user {call.token.user.id}")
    return pair


def show_keypair(call: Call, name: str) -> Answer:
    """Answer GET /os-keypairs/{name}."""
    pair = _find_keypair(call, name)
    view = _keypair_view(call, pair) | {
        "user_id": pair.user_id,
        "created_at": pair.created_at.strftime("%Y-%m-%dT%H:%M:%S.%f"),
        "deleted": False,
        "deleted_at": None,
        "id": pair.id,
        "updated_at": None,
    }
    return json_answer(200, {"keypair": view})


def post_keypair(call: Call) -> Answer:
    """Answer POST /os-keypairs: 200 at first, 201 since 2.2."""
    validate(call.request.body, create_keypair(call.version))
    wanted = call.request.body["keypair"]
    given = wanted.get("public_key")
    public_key = given if given is not None else new_public_key()
    mark = fingerprint(public_key)
    if mark is None:
        raise ApiError(400, "Keypair data is invalid: failed to generate fingerprint")
    if call.state.keypair(wanted["name"], call.token.user.id) is not None:
        raise ApiError(409, f"Key pair '{wanted['name']}' already exists.")
    pair = KeyPair(
        len(call.state.keypairs) + 1, wanted["name"], call.token.user.id, public_key, mark, wanted.get("type", "ssh")
    )
    call.state.keypairs.append(pair)
    view = _keypair_view(call, pair) | {"user_id": pair.user_id}
    if given is None:
        view["private_key"] = _PRIVATE_KEY
    return json_answer(200 if call.version < (2, 2) else 201, {"keypair": view})


def delete_keypair(call: Call, name: str) -> Answer:
    """Answer DELETE /os-keypairs/{name}: 202 at first, 204 since 2.2."""
    call.state.keypairs.remove(_find_keypair(call, name))
    return empty_answer(202 if call.version < (2, 2) else 204, {"Content-Type": "application/json"})


# Made up, and no key: the standard library cannot make one, and no client should try to use it.
_PRIVATE_KEY = "-----BEGIN RSA PRIVATE KEY-----\nbm90IGEga2V5\n-----END RSA PRIVATE KEY-----\n"


def new_public_key() -> str:
    """Return a line in the form of an RSA public key (RFC 4253, 6.6); the number in it is not one of a key pair."""
    parts = (b"ssh-rsa", b"\x01\x00\x01", b"\x00" + secrets.token_bytes(256))
    blob = b"".join(struct.pack(">I", len(part)) + part for part in parts)
    return f"ssh-rsa {base64.b64encode(blob).decode()} Generated-by-Nova"


def fingerprint(public_key: str) -> str | None:
    """Return the MD5 of the key's blob as Nova shows it, or None when the line is no public key."""
    try:
        kind, text = re.match(r"(\S+)[ \t]+(\S+)", public_key).groups()  # type: ignore[union-attr]
        if kind.encode() != _parts(base64.b64decode(text), all_of_it="-cert-" not in kind)[0]:
            return None
        # From nova/crypto.py: of two blanks it takes the nothing between them.
        blob = base64.b64decode(public_key.split(" ")[1])
    except (AttributeError, IndexError, ValueError, struct.error):
        return None
    digest = hashlib.md5(blob, usedforsecurity=False).hexdigest()
    return ":".join(digest[index : index + 2] for index in range(0, 32, 2))


def _parts(blob: bytes, *, all_of_it: bool) -> list[bytes]:
    """Return the strings that a key consists of, each after its length; of a certificate the first alone."""
    found: list[bytes] = []
    while blob and (all_of_it or not found):
        (length,) = struct.unpack(">I", blob[:4])
        if len(blob) < 4 + length:
            raise ValueError("too short")
        found.append(blob[4 : 4 + length])
        blob = blob[4 + length :]
    return found


# Limits


def show_limits(call: Call) -> Answer:
    """Answer GET /limits, as far as clients look at it."""
    mine = [server for server in call.state.servers.values() if server.project_id == call.token.project_id]
    absolute = {
        "maxTotalCores": 200000,
        "maxTotalInstances": 20000,
        "maxTotalKeypairs": 1000,
        "maxServerMeta": 128,
        "maxTotalRAMSize": 1000000000,
        "maxServerGroups": 1000,
        "maxServerGroupMembers": 1000,
        "totalRAMUsed": sum(server.flavor.ram for server in mine),
        "totalCoresUsed": sum(server.flavor.vcpus for server in mine),
        "totalInstancesUsed": len(mine),
    }
    return json_answer(200, {"limits": {"rate": [], "absolute": absolute}})
