# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The identity service: which versions of its API are spoken, and its list of them.

Each version is a file of its own and renders the same accounts, tokens and catalog. Real clouds have v3 alone by now,
and so has the fake unless it is told otherwise; with v2.0 it answers what is not v3 as Keystone 12 did, the last
that had both. 1.0 and 1.1 are older than Keystone, and no list of versions names them.
"""

from __future__ import annotations

from collections.abc import Callable

from ..accounts import Accounts
from ..tokens import Tokens
from ..wire import Answer, Json, Request, json_answer
from .base import IdentityData
from .v1 import IdentityV10, IdentityV11
from .v2 import IdentityV2, resource_not_found, version_2_entry
from .v3 import IdentityV3
from .views import version_entry

IDENTITY_VERSIONS = ("v3", "v2.0", "v1.1", "v1.0")


def check_versions(versions: tuple[str, ...]) -> None:
    """Refuse versions that there are not."""
    if not versions or not set(versions) <= set(IDENTITY_VERSIONS):
        raise ValueError(f"identity_versions are some of {', '.join(IDENTITY_VERSIONS)}, not {versions}.")


class Identity:
    """The identity service; one for all regions."""

    def __init__(
        self,
        accounts: Accounts,
        tokens: Tokens,
        catalog: Callable[[], list[Json]],
        versions: tuple[str, ...] = ("v3",),
    ) -> None:
        self.data = IdentityData(accounts, tokens, catalog)
        self.versions = versions
        self._v3 = IdentityV3(self.data)
        handlers: dict[str, Callable[[Request], Answer]] = {
            "v3": self._v3.handle,
            "v2.0": IdentityV2(self.data).handle,
            "v1.1": IdentityV11(self.data).handle,
            "v1.0": IdentityV10(self.data).handle,
        }
        self._handlers = {version: handlers[version] for version in versions}

    @property
    def voms_user(self) -> str | None:
        """Return whose the VOMS proxy certificate is."""
        return self.data.voms_user

    @voms_user.setter
    def voms_user(self, name: str | None) -> None:
        self.data.voms_user = name

    def handle(self, request: Request) -> Answer:
        """Answer a request; every answer carries the request id."""
        answer = self._answer(request)
        answer.headers["x-openstack-request-id"] = request.request_id
        return answer

    def _answer(self, request: Request) -> Answer:
        version = request.rest.split("/")[1]
        if version in self._handlers:
            return self._handlers[version](request)
        is_keystone = "v3" in self.versions or "v2.0" in self.versions
        if not request.rest.strip("/") and is_keystone and request.method in ("GET", "HEAD"):
            return self._list_versions(request)
        # A disabled v3 must not be found by asking the v3 API for its routes.
        return resource_not_found(request) if "v2.0" in self.versions else self._v3.unknown_path()

    def _list_versions(self, request: Request) -> Answer:
        # 300 Multiple Choices, even with one choice (keystone/api/discovery.py).
        entries = {"v2.0": version_2_entry, "v3": version_entry}
        values = [entry(request) for version, entry in entries.items() if version in self.versions]
        headers = {"Vary": "X-Auth-Token"}
        if "v2.0" not in self.versions:
            headers |= {"Location": f"{request.base}/v3/", "x-fake-reason": "MULTIPLE CHOICES"}
        return json_answer(300, {"versions": {"values": values}}, headers)
