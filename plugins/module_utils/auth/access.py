# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The content of a token answer in one form for all auth versions: token, user, scope and catalog."""

from __future__ import annotations

import dataclasses
import datetime
import typing as t

from .access_rules import AccessRule


@dataclasses.dataclass(frozen=True)
class CatalogEntry:
    """One endpoint of the service catalog."""

    type: str
    name: str | None
    region: str | None
    interface: str
    url: str

    def __post_init__(self) -> None:
        """Make sure of the types.

        Raises:
            TypeError: one of them is no text.
        """
        _require((self.type, self.interface, self.url), str)
        _require((self.name, self.region), str, type(None))


@dataclasses.dataclass(frozen=True)
class Access:
    """An accepted token, with the data that came with it.

    `expires_at` is UTC, None if the service did not say. `project`, `domain` and `user` have id and name, and
    their domain where there is one; of project, domain and system at most one is set. `role_ids` are in the order of
    `roles`; empty if the service did not say.
    """

    token: str = dataclasses.field(repr=False)
    auth_version: str
    expires_at: datetime.datetime | None = None
    user: t.Mapping[str, t.Any] = dataclasses.field(default_factory=dict)
    project: t.Mapping[str, t.Any] | None = None
    domain: t.Mapping[str, t.Any] | None = None
    system: bool = False
    roles: tuple[str, ...] = ()
    role_ids: tuple[str, ...] = ()
    catalog: tuple[CatalogEntry, ...] = ()
    # The access rules of the application credential; empty if it may do everything.
    access_rules: tuple[AccessRule, ...] = ()

    def __post_init__(self) -> None:
        """Make sure of the types.

        Raises:
            TypeError: the answer, or the file, that it was read from has something else in some place.
        """
        _require((self.token, *self.roles, *self.role_ids), str)
        _require((self.user,), dict)
        _require((self.project, self.domain), dict, type(None))
        named = [one for one in (self.user, self.project, self.domain) if one]
        _require([one.get(key) for one in named for key in ("id", "name")], str, type(None))
        if not self.token:
            raise TypeError("a token is not empty")

    @property
    def scope(self) -> str:
        """The kind of scope in a word: project, domain, system or unscoped."""
        if self.project:
            return "project"
        if self.domain:
            return "domain"
        return "system" if self.system else "unscoped"

    @property
    def scope_in_words(self) -> str:
        """The scope in words, with its name: project 'demo'."""
        place = self.project or self.domain or {}
        name = place.get("name") or place.get("id")
        return f"{self.scope} '{name}'" if name else self.scope

    @property
    def owner(self) -> tuple[str | None, ...]:
        """The ids of the user and of the project or domain: with these the services' URLs and answers are the same."""
        return tuple((one or {}).get("id") for one in (self.user, self.project, self.domain))

    def has_role(self, name: str) -> bool:
        """Whether the token's user has a role. The services' policies ignore case in the names of roles, so we do.

        https://docs.openstack.org/oslo.policy/latest/reference/api/oslo_policy.policy.html
        """
        return name.casefold() in (role.casefold() for role in self.roles)

    def lives(self, now: datetime.datetime, margin_seconds: float) -> bool:
        """Whether the token is good for `margin_seconds` more."""
        return self.expires_at is None or (self.expires_at - now).total_seconds() > margin_seconds

    def to_data(self) -> dict[str, t.Any]:
        """As JSON can hold it, token included: for the cache file."""
        data = dataclasses.asdict(self)
        data["expires_at"] = self.expires_at.isoformat() if self.expires_at else None
        return data

    @classmethod
    def from_data(cls, data: t.Mapping[str, t.Any]) -> Access:
        """The reverse of `to_data`.

        Raises:
            KeyError, TypeError, ValueError: the data does not come from `to_data`.
        """
        fields = dict(data)
        fields["catalog"] = tuple(CatalogEntry(**entry) for entry in fields["catalog"])
        fields["roles"] = tuple(fields["roles"])
        fields["access_rules"] = tuple(AccessRule(**rule) for rule in fields.get("access_rules", ()))
        fields["role_ids"] = tuple(fields.get("role_ids") or ())
        fields["expires_at"] = parse_time(fields["expires_at"]) if fields["expires_at"] else None
        return cls(**fields)


def _require(values: t.Iterable[t.Any], *kinds: type) -> None:
    if not all(isinstance(value, kinds) for value in values):
        raise TypeError(f"what is said of a token is no {kinds[0].__name__}")


def parse_time(text: str) -> datetime.datetime:
    """An ISO 8601 time as the services write it; without a zone it is UTC.

    Raises:
        ValueError: not such a time.
    """
    # Python before 3.11 does not read the Z.
    time = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return time if time.tzinfo else time.replace(tzinfo=datetime.timezone.utc)
