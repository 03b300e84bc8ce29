# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The endpoint of a service that was chosen for a token.

It takes the choice from the catalog and the token's owner. It gives the base URL, which may have the project's id in
it. `cloud.py` makes it, `client.py` uses it.
"""

from __future__ import annotations

import dataclasses

from ..catalog.choose import Choice
from .apis import Api, api_of
from .base_url import base_url


@dataclasses.dataclass(frozen=True)
class Endpoint:
    """An endpoint: the choice of it, the service's API and its base URL.

    `owner` is the owner of the token that it was chosen for. `token` is the user's own token for a URL that was forced;
    None if the session's is used.
    """

    choice: Choice
    api: Api
    base_url: str
    owner: tuple[str | None, ...]
    token: str | None

    @classmethod
    def of(
        cls, choice: Choice, project_id: str | None, owner: tuple[str | None, ...] = (), token: str | None = None
    ) -> Endpoint:
        """The endpoint of a choice.

        Raises:
            EndpointNotFound: its URL cannot be used, or needs a project and there is none.
        """
        api = api_of(choice.service)
        return cls(choice, api, base_url(choice.url, api, project_id), owner, token)
