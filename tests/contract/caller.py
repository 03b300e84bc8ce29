# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plain HTTP to the fake's identity service, in each of its older versions."""

from __future__ import annotations

from typing import Any

import requests

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud

ALL_VERSIONS = ("v3", "v2.0", "v1.1", "v1.0")
API_KEY = "RAX-KSKEY:apiKeyCredentials"


class Caller:
    """Sends requests to a fake's identity service."""

    def __init__(self, cloud: FakeCloud) -> None:
        self.cloud = cloud
        self.identity = f"{cloud.origin}/identity"
        self.http = requests.Session()
        self.http.trust_env = False

    def send(self, method: str, url: str, **options: Any) -> requests.Response:
        """Send a request; a URL without origin is one of the identity service."""
        return self.http.request(method, url if "://" in url else self.identity + url, timeout=20, **options)

    def login_1_0(self, user: str, key: str) -> requests.Response:
        """Ask for a token with auth 1.0."""
        return self.send("GET", "/v1.0", headers={"X-Auth-User": user, "X-Auth-Key": key})

    def login_1_1(self, **credentials: Any) -> requests.Response:
        """Ask for a token with auth 1.1."""
        return self.send("POST", "/v1.1/auth", json={"credentials": credentials})

    def login_2_0(self, **auth: Any) -> requests.Response:
        """Ask for a token with v2.0."""
        return self.send("POST", "/v2.0/tokens", json={"auth": auth})

    def opens_doors(self, token: str, project: str = "demo") -> bool:
        """Tell whether Nova takes a token, and for which project."""
        url = f"{self.cloud.origin}/compute/v2.1/servers"
        found = self.cloud.tokens.find(token)
        response = self.send("GET", url, headers={"X-Auth-Token": token})
        return response.status_code == 200 and found is not None and found.project_id == self.project_id(project)

    def project_id(self, name: str) -> str:
        """Return the id of a project."""
        project = self.cloud.accounts.project(name, "default")
        assert project is not None
        return project.id
