# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An identity service and a service beside it, and what sessions of a user ask them for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from ansible_collections.nodeworks.openstack.plugins.module_utils.session.session import Session
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.exchange import Request
from ansible_collections.nodeworks.openstack.tests.unit.support import (
    Reply,
    Seen,
    WebServer,
    token_reply,
)

TOKENS = "POST /v3/auth/tokens"
Open = Callable[..., Session]


class Keystone:
    """Gives out t1, t2, ...; the service beside it takes all but the refused ones."""

    def __init__(self) -> None:
        self.given = 0
        self.refused: set[str] = set()
        self.status_of_refusal = 401
        self.expires_at = "2026-11-22T13:00:00Z"
        self._lock = threading.Lock()

    def __call__(self, seen: Seen) -> Reply:
        if seen.path == "/v3/auth/tokens":
            with self._lock:
                self.given += 1
                return token_reply(token=f"t{self.given}", expires_at=self.expires_at)
        if seen.headers.get("x-auth-token") in self.refused:
            return Reply(self.status_of_refusal, {"error": {"message": "No.", "code": self.status_of_refusal}})
        return Reply(200, {"ok": True})


def get(session: Session, server: WebServer, **arguments: Any) -> int:
    return session.send(Request("GET", f"{server.url}/servers"), **arguments).status


def tokens_used(server: WebServer) -> list[str | None]:
    return [seen.headers.get("x-auth-token") for seen in server.seen if seen.path != "/v3/auth/tokens"]
