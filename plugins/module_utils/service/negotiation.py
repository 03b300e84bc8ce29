# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Negotiates the microversion of one service: what a request asks for, and what the service has.

It takes the microversions that requests want. It gives those to ask for, or an error that says which option needs a
newer one. `client.py` calls it.
"""

from __future__ import annotations

from ..catalog.choose import Choice
from ..errors import ApiError, BrokenAnswer, ConfigError
from ..session.faults import raise_for_status
from ..session.session import Session
from ..transport.exchange import Request
from .base_url import versions_url
from .microversion import Microversion, parse
from .version_document import read_versions

# A cloud is updated now and then; a day later it may have newer microversions.
NEWEST_SECONDS = 86400.0


class Negotiation:
    """The microversions of one service.

    `newest` is the newest that the service has; None if it is not known yet. This task or an earlier one has learnt it,
    from a refusal or from the version document.
    """

    def __init__(self, session: Session, choice: Choice, token: str | None, forced: Microversion | None) -> None:
        """`forced` is the microversion that the user has set for all requests, in place of their own."""
        self._session = session
        self._choice = choice
        self._service = choice.service
        self._token = token
        self._forced = forced
        self._note = f"newest microversion at {choice.url}"
        self.newest: str | None = session.recall(self._note, NEWEST_SECONDS)

    def asked_for(self, wanted: Microversion | None) -> Microversion | None:
        """The microversion to ask for: the user's, or else the one that a request wants.

        Raises:
            ConfigError: the user's is older than the request needs.
        """
        return wanted if self._forced is None else self._forced_for(wanted)

    def require(self, wanted: Microversion) -> None:
        """Make sure that the service has a microversion, before work that needs it begins.

        The service is asked once a day, and again before a refusal, as it may have been updated. A service that does
        not say is trusted to have it.

        Raises:
            ConfigError: the service is older, or the user has set an older microversion.
        """
        self._forced_for(wanted)
        if self._is_new_enough(self.newest, wanted):
            return
        newest = self._read()
        if newest is not None and not self._is_new_enough(newest, wanted):
            raise ConfigError(
                [f"{wanted.who} needs the {self._service} microversion {wanted.text}, but the cloud has none newer than"
                 f" {newest}."]
            )  # fmt: skip

    @staticmethod
    def _is_new_enough(newest: str | None, wanted: Microversion) -> bool:
        return newest is not None and not Microversion(newest).is_older_than(wanted)

    def _read(self) -> str | None:
        """The newest microversion, from the service's version document; None if it does not say.

        Some clouds do not let everybody see that document.
        """
        request = Request("GET", versions_url(self._choice.url))
        try:
            versions = read_versions(raise_for_status(self._session.send(request, self._token)).json_object())
            newest = max(
                (one["max_microversion"] for one in versions if one["max_microversion"]), key=parse, default=None
            )
        except (ApiError, BrokenAnswer, ValueError):
            return None
        if newest is not None:
            self.learn(newest)
        return newest

    def learn(self, newest: str) -> None:
        """Remember the newest microversion of the service, for later tasks too."""
        self.newest = newest
        self._session.remember(self._note, newest)

    def _forced_for(self, wanted: Microversion | None) -> Microversion | None:
        """The user's microversion, if it is new enough for what a request needs.

        Raises:
            ConfigError: it is older.
        """
        forced = self._forced
        least = wanted.least if wanted else None
        if least and forced and forced.is_older_than(least):
            raise ConfigError(
                [f"{least.who} needs the {self._service} microversion {least.text} or newer, but {forced.text} is set."
                 " Set microversion higher, or leave it out."]
            )  # fmt: skip
        return forced


def too_old(refusal: ApiError, microversion: Microversion, service: str) -> ApiError:
    """The error of a service that does not have a microversion, with what needs it."""
    refusal.message = (
        f"{microversion.who} needs the {service} microversion {microversion.text}, which the cloud does not"
        f" have: {refusal.message}"
    )
    return refusal
