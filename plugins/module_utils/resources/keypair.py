# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Key pairs. Their names are their ids. https://docs.openstack.org/api-ref/compute/#keypairs-keypairs"""

from __future__ import annotations

import base64
import hashlib
import secrets
import typing as t
import urllib.parse

from ..apply.secret_file import caveat
from ..errors import ConfigError
from ..resource.declaration import Changes, Consent, Field, Json, Resource, Values, never
from ..resource.desired import Desired
from ..resource.step import ID, Change, SecretFile, Step
from ..service.microversion import Microversion
from .public_key import in_one_form, is_certificate, is_judged, problem_of

PATH = "/os-keypairs"
# Nova shows types since 2.2, takes a user's id since 2.10 and pages since 2.35. Since 2.92 it generates no keys any
# more.
READING = Microversion("2.35")
# How many letters of a name go into the name of its trial. Nova takes 255 letters in all.
MOST_OF_NAME = 200


def read_keypair(raw: Json) -> Json:
    """A key pair as users see it. In lists, each is wrapped in a key `keypair`."""
    keypair = raw.get("keypair", raw)
    return {
        "id": keypair["name"],
        "name": keypair["name"],
        "type": keypair.get("type", "ssh"),
        "fingerprint": keypair.get("fingerprint"),
        "public_key": keypair.get("public_key"),
    }


def material(public_key: str | None) -> tuple[str, ...]:
    """The part of a public key that is compared. Of an SSH key: its type and its base64 text, without the comment. Of a
    certificate: its words, so that line breaks do not matter."""
    words = (public_key or "").split()
    return tuple(words) if "BEGIN" in (public_key or "") else tuple(words[:2])


def is_same_key(wanted: str, current: str | None) -> bool:
    """Whether two public keys are the same key."""
    return material(wanted) == material(current)


def _checked(public_key: str) -> str:
    """A public key in the form that Nova expects.

    Raises:
        ConfigError: it is a private key, which must not be sent anywhere, or a key that Nova would not take.
    """
    if "PRIVATE KEY" in public_key:
        raise ConfigError(["public_key is a private key. It was not sent anywhere; give the public one (*.pub)."])
    text = in_one_form(public_key)
    problem = problem_of(text)
    if problem:
        raise ConfigError([f"public_key {problem}."])
    return text


def create(wanted: Values, desired: Desired) -> Change:
    """Plan the creation: import a public key, or let the service generate one, whose private key goes into a file.

    Raises:
        ConfigError: neither is asked for, there is no file for the private key, or the key is of another type.
    """
    _refuse_another_type(wanted)
    title = f"create key pair '{wanted['name']}'"
    body = {key: wanted[key] for key in ("name", "public_key", "type") if key in wanted}
    secret_file = None
    if "public_key" not in wanted:
        path = desired.option("private_key_file")
        if not wanted.get("generate"):
            raise ConfigError([f"To make key pair '{wanted['name']}', give public_key, or set generate to true."])
        if not path:
            raise ConfigError(["generate needs private_key_file: the service shows the private key only once."])
        secret_file = SecretFile(path, lambda answer: str(answer["keypair"]["private_key"]))
    return Change((Step(title, "POST", PATH, {"keypair": body}, READING, secret_file=secret_file, makes=True),))


def update(current: Values, changes: Changes, desired: Desired) -> Change:
    """Plan the replacement. A key cannot be changed, so it is removed and imported again; that needs the user's
    consent.

    A key that only the service can judge is first imported under a trial name. If it is refused, the old one is still
    there.
    """
    if not changes:
        path = desired.option("private_key_file") if desired.fields.get("generate") else None
        return Change(warnings=caveat(path, f"Key pair '{current['name']}'"))
    fields = {"type": current["type"], **desired.fields, "name": current["name"]}
    making = create(fields, desired).steps
    trial = _trial(fields) if "public_key" in fields and not is_judged(fields["public_key"]) else []
    removal = Step(f"replace key pair '{current['name']}'", "DELETE", f"{PATH}/{ID}", microversion=READING)
    return Change((*trial, removal, *making))


def _trial(fields: Values) -> list[Step]:
    """The steps that import a key under a trial name and remove it again."""
    name = f"{fields['name'][:MOST_OF_NAME]} trial {secrets.token_hex(4)}"
    body = {"name": name, "public_key": fields["public_key"], "type": fields["type"]}
    path = f"{PATH}/{urllib.parse.quote(name, safe='')}"
    return [
        Step(f"import the new key on trial, as '{name}'", "POST", PATH, {"keypair": body}, READING),
        Step(f"remove the trial key pair '{name}'", "DELETE", path, microversion=READING),
    ]


def _refuse_another_type(wanted: Values) -> None:
    """Refuse a key that is not of its type: certificates have the type x509, and nothing else has it."""
    key, kind = wanted.get("public_key"), wanted.get("type", "ssh")
    if key is not None and is_certificate(key) != (kind == "x509"):
        is_one = "is a certificate" if is_certificate(key) else "is no certificate"
        raise ConfigError([f"type is {kind}, but public_key {is_one}, which is what the type x509 is for."])


def predict(current: Values | None, fields: Values, _state: str) -> Json:
    """The predicted key pair. Of a key that the service generates, the key itself is unknown."""
    base = current or read_keypair({"name": fields["name"]})
    shown = {key: fields[key] for key in ("public_key", "type") if key in fields}
    return {**base, **shown, "fingerprint": fingerprint(fields.get("public_key"))}


def fingerprint(public_key: str | None) -> str | None:
    """The MD5 fingerprint of an SSH key, as Nova shows it. None for a certificate or no key."""
    try:
        number = base64.b64decode(material(public_key)[1], validate=True)
    except (IndexError, ValueError):
        return None
    digits = hashlib.md5(number, usedforsecurity=False).hexdigest()
    return ":".join(digits[place : place + 2] for place in range(0, len(digits), 2))


REPLACED: t.Final = Consent(
    opens=lambda desired: bool(desired.option("replace")),
    advice="Set replace to true to remove it and import this one; nodes that have the old one keep it.",
)

KEYPAIR = Resource(
    name="key pair",
    plural="key pairs",
    service="compute",
    path=PATH,
    one="keypair",
    many="keypairs",
    read=read_keypair,
    named=None,
    id_key="name",
    names_are_ids=True,
    microversion=READING,
    fields=(
        Field("public_key", same=is_same_key, normalise=_checked, consent=REPLACED, file="public_key_file"),
        Field("type", consent=REPLACED),
        Field("generate", show=never, unseen=None),
    ),
    policies=("replace", "private_key_file"),
    create=create,
    update=update,
    predict=predict,
)
