# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Public keys as Nova takes them. Pure.

Nova parses a key before it stores it, and refuses a wrong one. By then the old key pair would be gone: on replacement
it is removed first, since its name is its id. So a key is parsed here in the same way before anything is sent. Sources:
https://docs.openstack.org/api-ref/compute/#import-or-create-keypair, RFC 4253 (6.6), RFC 5656 (3.1), RFC 8709 (4)
"""

from __future__ import annotations

import base64
import binascii
import struct
import typing as t

LIKE = "it has to be a line like 'ssh-ed25519 AAAA... comment'"
# Key types that are not parsed here, or depend on the version of the service's libraries. Only the service can judge
# them.
UNJUDGED = ("ssh-dss", "sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com")
OF_CERTIFICATES = "-cert-v01@openssh.com"
CERTIFICATE = ("-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----")
# Curve -> its prime and the constant b of y^2 = x^3 - 3x + b (NIST SP 800-186, 3.2.1).
CURVES = {
    "nistp256": (
        2**256 - 2**224 + 2**192 + 2**96 - 1,
        0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    ),
    "nistp384": (
        2**384 - 2**128 - 2**96 + 2**32 - 1,
        0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
    ),
    "nistp521": (
        2**521 - 1,
        0x0051953EB9618E1C9A1F929A21A0B68540EEA2DA725B99B315F3B8B489918EF109E156193951EC7E937B1652C0BD3BB1BF073573DF883D2C34F1EF451FD46B503F00,
    ),
}
ED25519_BYTES = 32
# The first byte of an uncompressed point.
UNCOMPRESSED = 4


def in_one_form(text: str) -> str:
    """A key in the form that Nova expects: an SSH key with one blank between its parts, a certificate without white
    space around it. With two blanks, Nova would show the fingerprint of an empty text."""
    words = text.split(None, 2)
    return text.strip() if is_certificate(text) else " ".join(word.strip() for word in words)


def is_certificate(text: str) -> bool:
    """Whether the text is a certificate, for which Nova has the type x509."""
    return CERTIFICATE[0] in text


def is_judged(text: str) -> bool:
    """Whether `problem_of` finds all that the service would find wrong with this key."""
    kind = (text.split() or [""])[0]
    return not (is_certificate(text) or kind in UNJUDGED or kind.endswith(OF_CERTIFICATES))


def problem_of(text: str) -> str | None:
    """The fault of a public key, in words that complete "public_key ...". None if there is none.

    `text` is as `in_one_form` returns it.
    """
    if is_certificate(text):
        return _problem_of_certificate(text)
    words = text.split(None, 2)
    if len(words) < 2 or "-----" in text:
        return f"is no public key: {LIKE}"
    kind, number = words[:2]
    curve = kind.replace("ecdsa-sha2-", "")
    if kind not in ("ssh-rsa", "ssh-ed25519") and curve not in CURVES and is_judged(text):
        return f"begins with {kind!r}, which is no type of a key: {LIKE}"
    try:
        first, *parts = _parts(base64.b64decode(number, validate=True), all_of_it=is_judged(text))
    except (binascii.Error, struct.error, ValueError):
        return f"is damaged: what follows {kind} is no key; it may be cut off, or wrapped"
    if first != kind.encode():
        return f"is damaged: it begins with {kind!r}, but its content is of another type"
    if is_judged(text) and not _fits(kind, curve, parts):
        return f"is damaged: what follows {kind} is no such key; it may be cut off, or mistyped"
    return None


def _parts(blob: bytes, *, all_of_it: bool) -> list[bytes]:
    """The strings in a key, each stored after its length in 4 bytes. `all_of_it`: all of them; else only the first,
    which is the type.

    Raises:
        struct.error, ValueError: the bytes are not such a list.
    """
    found: list[bytes] = []
    while blob and (all_of_it or not found):
        (length,) = struct.unpack(">I", blob[:4])
        if len(blob) < 4 + length:
            raise ValueError("the last part is shorter than its length says")
        found.append(blob[4 : 4 + length])
        blob = blob[4 + length :]
    if not found:
        raise ValueError("there are no parts")
    return found


def _fits(kind: str, curve: str, parts: t.Sequence[bytes]) -> bool:
    if kind == "ssh-ed25519":
        return [len(part) for part in parts] == [ED25519_BYTES]
    try:
        first, second = parts
    except ValueError:
        return False
    if kind == "ssh-rsa":
        exponent, modulus = int.from_bytes(first, "big"), int.from_bytes(second, "big")
        return exponent > 1 and exponent % 2 == 1 and modulus > exponent
    return first == curve.encode() and _is_on_curve(second, *CURVES[curve])


def _is_on_curve(point: bytes, prime: int, constant: int) -> bool:
    size = (prime.bit_length() + 7) // 8
    if len(point) != 1 + 2 * size or point[0] != UNCOMPRESSED:
        return False
    x, y = (int.from_bytes(part, "big") for part in (point[1 : 1 + size], point[1 + size :]))
    return x < prime and y < prime and (y * y - (x * x * x - 3 * x + constant)) % prime == 0


def _problem_of_certificate(text: str) -> str | None:
    begin, end = CERTIFICATE
    body = text.partition(begin)[2].partition(end)
    try:
        content = base64.b64decode("".join(body[0].split()), validate=True)
    except (binascii.Error, ValueError):
        content = b""
    # In ASN.1 a certificate is a sequence (0x30), whose header has its length.
    if not body[1] or not content.startswith(b"\x30") or not _is_whole(content):
        return f"is a damaged certificate: between {begin} and {end} is none; it may be cut off"
    return None


def _is_whole(content: bytes) -> bool:
    """Whether an ASN.1 value has the length that its header gives (X.690, 8.1.3)."""
    header = content[1:2]
    if not header:
        return False
    size = header[0] & 0x7F if header[0] & 0x80 else 0
    length = int.from_bytes(content[2 : 2 + size], "big") if size else header[0]
    return len(content) == 2 + size + length
