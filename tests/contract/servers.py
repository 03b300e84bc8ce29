# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers for a test: made, brought into a state step by step, and taken away at its end."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import Any

from ansible_collections.nodeworks.openstack.tests.contract.client import Cloud, Json, unique

VERSION = "2.90"  # early enough to be spoken by any cloud of the last years, and late enough to show all that matters


@dataclass
class Sessions:
    """The sessions of one cloud's people."""

    user: Cloud
    admin: Cloud

    @property
    def patient(self) -> tuple[Cloud, Cloud]:
        """Return the same for RegionTwo, where what is deleted can be restored and what is shelved keeps its host."""
        return replace(self.user, region="RegionTwo"), replace(self.admin, region="RegionTwo")


@dataclass
class Servers:
    """Makes servers."""

    cloud: Cloud
    admin: Cloud
    made: list[str] = field(default_factory=list)

    def make(self, **changes: Any) -> str:
        """Make a server without networks, unless they are asked for, and wait until it is ACTIVE; its id."""
        server_id = self.start({"networks": "none", **changes})
        self.cloud.wait_for(server_id, "ACTIVE")
        return server_id

    def start(self, changes: Json, **options: Any) -> str:
        """Make a server and do not wait; its id."""
        name = changes.pop("name", None) or unique("server")
        body = {**self.cloud.server_body(name, **changes), **options}
        response = self.cloud.compute("POST", "/servers", VERSION, json=body)
        assert response.status_code == 202, response.text
        server_id = str(response.json()["server"]["id"])
        self.made.append(server_id)
        return server_id

    def show(self, server_id: str, microversion: str = VERSION) -> Json:
        """Return what GET shows of a server."""
        response = self.cloud.compute("GET", f"/servers/{server_id}", microversion)
        assert response.status_code == 200, response.text
        server: Json = response.json()["server"]
        return server

    def act(self, server_id: str, action: str | Json, status: str | None) -> Json | None:
        """Carry out an action and wait for the status it leads to; `FAIL` and `DELETE` stand for what they say."""
        if action == "DELETE":
            response = self.cloud.compute("DELETE", f"/servers/{server_id}")
        elif action == "FAIL":
            response = self.admin.act(server_id, {"os-resetState": {"state": "error"}})
        elif action == "shelveOffload":
            response = self.admin.act(server_id, {action: None})
        else:
            response = self.cloud.act(server_id, {action: None} if isinstance(action, str) else action, VERSION)
        assert response.status_code in (200, 202, 204), response.text
        return self.cloud.wait_for(server_id, status)

    def follow(self, server_id: str, way: list[tuple[str | Json, str]]) -> None:
        """Carry out one action after the other, each with the status that it leads to."""
        for action, status in way:
            self.act(server_id, action, status)

    def close(self) -> None:
        """Take all servers away."""
        started = [item for item in self.made if self.admin.act(item, {"forceDelete": None}).status_code == 202]
        for server_id in started:
            self.wait_until_gone(server_id)
        self.made.clear()

    def wait_until_gone(self, server_id: str, seconds: float = 60) -> None:
        """Wait for the 404."""
        deadline = time.monotonic() + seconds
        while self.cloud.compute("GET", f"/servers/{server_id}").status_code != 404:
            assert time.monotonic() < deadline, f"{server_id} does not go."
            time.sleep(0.02 if self.cloud.kind == "fake" else 0.1)
