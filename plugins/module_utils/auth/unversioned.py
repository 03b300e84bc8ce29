# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A password or token, with the version left to the identity service.

If the URL names a version, that is it. If not, v3 is tried, which nearly every cloud has; only where it is missing the
version document is asked for. So finding out costs nothing on today's clouds.
"""

from __future__ import annotations

import typing as t

from ..config.cloud_config import Identity
from . import v1, v2, v3, v3_password, v3_token
from .conversation import AuthRequest, Conversation, UnusableAnswer
from .identity_url import root_of, version_in
from .versions import offered_versions

# The statuses that servers without v3 answer at its path.
NO_SUCH_VERSION = (300, 404, 405)


def with_password(identity: Identity) -> Conversation:
    """A user's password."""
    version = version_in(identity.auth_url or "")
    if version == "1.0":
        return (yield from v1.converse_1_0(identity, "1.0"))
    if version == "1.1":
        return (yield from v1.converse_1_1(identity, "1.1"))
    if version == "2.0":
        return (yield from v2.converse(identity, v2.password, "2.0_password"))
    if version == "3":
        return (yield from v3.converse(identity, v3_password.fragment, "3.x_password"))
    request = v3.token_request(identity, v3_password.fragment(identity), (200, 201, *NO_SUCH_VERSION))
    answer = yield request
    if answer.status not in NO_SUCH_VERSION:
        return v3.read_access(answer, "3.x_password")
    yield from _require_version_2(identity)
    credentials = {**v2.password(identity), **v2.tenant(identity)}
    answer = yield v2.token_request(identity, credentials, (200, 203, *NO_SUCH_VERSION))
    if answer.status in NO_SUCH_VERSION:
        # Other services list a v2.0, too: Nova does.
        raise UnusableAnswer(
            f"{root_of(identity)}/ answers POST /v3/auth/tokens and POST /v2.0/tokens with HTTP {answer.status}."
            " Is auth_url the identity service's?"
        )
    return v2.read_access(answer, "2.0_password")


def with_token(identity: Identity) -> Conversation:
    """A token that is already there. A service without v3 is asked for another one with v2.0."""
    if version_in(identity.auth_url or "") == "2.0":
        return (yield from v2.converse(identity, v2.token, "2.0_token"))
    return (yield from v3_token.converse(identity, "3.x_token"))


def _require_version_2(identity: Identity) -> t.Generator[AuthRequest, t.Any, None]:
    root = root_of(identity)
    answer = yield AuthRequest("GET", f"{root}/", expected=(200, 300))
    ids = offered_versions(answer.body)
    if "v2.0" not in ids:
        offered = ", ".join(ids) or "no versions at all"
        raise UnusableAnswer(f"{root}/ offers {offered}, but neither v3 nor v2.0. Is auth_url the identity service's?")
