# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Application credentials: secrets that let a program act as a user in one project, and nowhere else.
https://docs.openstack.org/api-ref/identity/v3/#application-credentials"""

from __future__ import annotations

import datetime
import typing as t

from ..apply.secret_file import caveat
from ..errors import ConfigError
from ..resource.declaration import Changes, Consent, Field, Json, Reference, Resource, Values, never
from ..resource.desired import Desired
from ..resource.preflight import PlannedChange
from ..resource.reference import id_of
from ..resource.step import ID, Change, SecretFile, Step
from ..service.cloud import Cloud
from .role import ROLE, ROLE_ID, role_of_token

PATH = "/users/{user_id}/application_credentials"
# The default roles of a cloud -> the roles that each implies. Whoever has a role also has those that it implies.
IMPLIED = {"admin": ("manager", "member", "reader"), "manager": ("member", "reader"), "member": ("reader",)}
RULE = ("service", "method", "path")
MOST_LETTERS_OF_PATH = 225


def read_application_credential(raw: Json) -> Json:
    """An application credential as users see it, without its secret."""
    return {
        "id": raw["id"],
        "name": raw["name"],
        "description": raw.get("description"),
        "roles": [{"id": role.get("id"), "name": role.get("name")} for role in raw.get("roles") or ()],
        "access_rules": [{key: rule.get(key) for key in RULE} for rule in raw.get("access_rules") or ()],
        "expires_at": raw.get("expires_at"),
        "unrestricted": bool(raw.get("unrestricted")),
        "project_id": raw.get("project_id"),
    }


def has_roles(wanted: t.Sequence[str], current: t.Sequence[Values]) -> bool:
    """Whether the current roles are the wanted ones. Roles that these imply are fine, any others are not. Case is
    ignored."""
    texts = {text.casefold() for text in wanted}
    there = [{str(value).casefold() for value in role.values()} for role in current]
    implied = {name for text in texts for name in IMPLIED.get(text, ())}
    missing = [text for text in texts if not any(text in role for role in there)]
    others = [role for role in there if not role & (texts | implied)]
    return not missing and not others


def same_rules(wanted: t.Sequence[Values], current: t.Sequence[Values]) -> bool:
    """Whether two lists have the same rules, in any order."""
    return {_rule(one) for one in wanted} == {_rule(one) for one in current}


def _rule(rule: Values) -> tuple[t.Any, ...]:
    return tuple(rule[key] for key in RULE)


def moment(text: str) -> str:
    """A time in the identity service's form, in UTC. A text without a zone is taken as UTC.

    Raises:
        ConfigError: the text is not a time.
    """
    try:
        parsed = datetime.datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        raise ConfigError([f"expires_at has to be a time like 2027-01-31T12:00:00Z, not {text!r}."]) from None
    if parsed.tzinfo is not None:
        parsed = parsed.astimezone(datetime.timezone.utc)
    return parsed.strftime("%Y-%m-%dT%H:%M:%S.%f")


def _names(roles: t.Sequence[t.Any]) -> list[str]:
    return sorted(str(role["name"] if isinstance(role, dict) else role) for role in roles)


def _sent_roles(roles: t.Sequence[str]) -> list[dict[str, str]]:
    """The roles as the service takes them: by id where it is known, since names may or may not be case-sensitive."""
    return [{"id" if ROLE_ID.fullmatch(id_of(text)) else "name": id_of(text)} for text in roles]


def create(wanted: Values, desired: Desired) -> Change:
    """Plan the creation.

    Raises:
        ConfigError: roles or access_rules is an empty list, or the service would refuse the fields.
    """
    _refuse_empty("access_rules", wanted)
    return _made(wanted, desired)


def _refuse_empty(option: str, wanted: Values) -> None:
    """Refuse an empty list. The service takes it as "not given" and allows everything. A list that came out empty by
    accident means the opposite."""
    if wanted.get(option) == []:
        problem = f"{option} must not be empty: the identity service would allow everything. Leave it out for that."
        raise ConfigError([problem])


def _made(wanted: Values, desired: Desired) -> Change:
    """The step that creates one. Its secret goes into a file, or is returned this once. A secret that the user gave is
    not returned."""
    _refuse_empty("roles", wanted)
    _refuse_what_the_service_would(wanted)
    fields = {field.name: field for field in APPLICATION_CREDENTIAL.fields}
    body = {name: fields[name].sent(value) if name in fields else value for name, value in wanted.items()}
    path = desired.option("secret_file")

    def secret(answer: Json) -> t.Any:
        return answer.get("secret")

    return Change(
        (
            Step(
                f"create application credential '{wanted['name']}'",
                "POST",
                PATH,
                {"application_credential": body},
                makes=True,
                secret_file=SecretFile(path, lambda answer: str(answer["application_credential"]["secret"]))
                if path
                else None,
                returns_once={} if path or "secret" in wanted else {"secret": secret},
            ),
        )
    )


def _refuse_what_the_service_would(wanted: Values) -> None:
    """Check here what the service would refuse: on replacement, the old credential is removed before the service sees
    the new one.

    Raises:
        ConfigError: it would have expired already, or has rules that the service does not take.
    """
    problems = [
        f"access_rules has the path {rule['path']!r}, which has to begin with / and be no longer than"
        f" {MOST_LETTERS_OF_PATH} letters."
        for rule in wanted.get("access_rules", ())
        if not rule["path"].startswith("/") or len(rule["path"]) > MOST_LETTERS_OF_PATH
    ]
    expires_at = wanted.get("expires_at")
    if expires_at and moment(expires_at) <= moment(datetime.datetime.now(datetime.timezone.utc).isoformat()):
        problems.append(f"expires_at is {expires_at}, which is past. Give one that is to come.")
    if problems:
        raise ConfigError(problems)


def preflight(cloud: Cloud, change: PlannedChange) -> t.Sequence[str]:
    """Make sure that a replacement can get the same roles again, if the user names no others.

    Raises:
        NoSuchResource: the token lacks one of the roles.
    """
    if change.removes and change.makes and change.current is not None and "roles" not in change.desired.fields:
        for role in change.current["roles"]:
            role_of_token(cloud, str(role["name"] or role["id"]))
    return ()


def update(current: Values, changes: Changes, desired: Desired) -> Change:
    """Plan the replacement. The service cannot change a credential, so it is removed and created again, with another id
    and secret."""
    if not changes:
        path = None if "secret" in desired.fields else desired.option("secret_file")
        return Change(warnings=caveat(path, f"Application credential '{current['name']}'"))
    kept = {name: current[name] for name in ("description", "unrestricted") if current[name]}
    kept["roles"] = _names(current["roles"])
    for name in ("access_rules", "expires_at"):
        if current[name]:
            kept[name] = current[name]
    removal = Step(f"replace application credential '{current['name']}'", "DELETE", f"{PATH}/{ID}")
    return Change((removal, *_made({**kept, **desired.fields, "name": current["name"]}, desired).steps))


def predict(current: Values | None, fields: Values, _state: str) -> Json:
    """The predicted credential. Implied roles are left out, since only the service knows them."""
    shown = current or read_application_credential({"id": None, "name": fields["name"]})
    known = {key: value for key, value in fields.items() if key in shown and key not in ("roles", "name")}
    roles = {"roles": [{"id": None, "name": text} for text in fields["roles"]]} if "roles" in fields else {}
    return {**shown, **known, **roles}


REPLACED: t.Final = Consent(
    opens=lambda desired: bool(desired.option("replace")),
    advice="Set replace to true to remove it and make it anew, with another secret; who uses the old one is shut out.",
)

APPLICATION_CREDENTIAL = Resource(
    name="application credential",
    plural="application credentials",
    service="identity",
    path=PATH,
    one="application_credential",
    many="application_credentials",
    read=read_application_credential,
    fields=(
        Field("description", consent=REPLACED, show=lambda one: one["description"] or ""),
        Field(
            "secret",
            show=never,
            display=lambda _secret: "********",
            unseen="the identity service shows it only once",
        ),
        Field(
            "roles",
            same=has_roles,
            display=_names,
            sent=_sent_roles,
            consent=REPLACED,
            reference=Reference(ROLE, shown_by="name", many=True),
        ),
        Field("access_rules", same=same_rules, consent=REPLACED),
        Field("expires_at", normalise=moment, sent=lambda text: f"{text}Z", consent=REPLACED),
        Field("unrestricted", consent=REPLACED),
    ),
    policies=("replace", "on_drift", "secret_file"),
    create=create,
    update=update,
    predict=predict,
    preflight=preflight,
)
