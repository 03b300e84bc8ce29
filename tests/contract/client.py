# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plain HTTP to a cloud: a token, its catalog, and requests to services. It shares no code with the collection."""

from __future__ import annotations

import os
import re
import time
import urllib.parse
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
import yaml

Json = dict[str, Any]
NO_ID = "00000000-0000-0000-0000-000000000000"

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_HEX = re.compile(r"\b[0-9a-f]{32}\b")
_ROOT = re.compile(r"/v\d[\d.]*(/.*)?$")


def normalised(text: str) -> str:
    """Return a text with the ids in it replaced, so that texts of two clouds can be compared."""
    text = re.sub(r"req-" + _UUID.pattern, "<request>", text)
    return _HEX.sub("<id>", _UUID.sub(lambda match: match[0] if match[0] == NO_ID else "<id>", text))


@dataclass
class Cloud:
    """One cloud and one user's session with it."""

    kind: str
    auth_url: str
    username: str
    password: str
    project_name: str
    user_domain: Json
    project_domain: Json
    region: str
    verify: bool | str = True
    http: requests.Session = field(default_factory=requests.Session)
    token: str = ""
    token_body: Json = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Neither proxies nor .netrc have a say in what is compared here.
        self.http.trust_env = False
        self.http.verify = self.verify

    # Identity

    @property
    def identity(self) -> str:
        """Return the identity URL with its version."""
        return _ROOT.sub("", self.auth_url.rstrip("/")) + "/v3"

    def password_identity(self, **changes: Any) -> Json:
        """Return the `identity` part of a password request, with changes to its user."""
        user = {"name": self.username, "domain": self.user_domain, "password": self.password, **changes}
        return {"methods": ["password"], "password": {"user": user}}

    @property
    def project_scope(self) -> Json:
        """Return the `scope` part for the configured project."""
        return {"project": {"name": self.project_name, "domain": self.project_domain}}

    def authenticate(self, identity: Json | None = None, scope: Any = None, **more: Any) -> requests.Response:
        """Ask for a token."""
        auth: Json = {"identity": identity or self.password_identity(), **more}
        if scope is not None:
            auth["scope"] = scope
        return self.http.post(f"{self.identity}/auth/tokens", json={"auth": auth}, timeout=60)

    def log_in(self) -> None:
        """Get the token that requests are sent with."""
        response = self.authenticate(scope=self.project_scope)
        assert response.status_code == 201, response.text
        self.token = response.headers["X-Subject-Token"]
        self.token_body = response.json()["token"]

    @property
    def project_id(self) -> str:
        """Return the id of the token's project."""
        return str(self.token_body["project"]["id"])

    # Services

    def endpoint(self, kind: str) -> str:
        """Return the public endpoint of a service in the region."""
        for entry in self.token_body["catalog"]:
            for item in entry["endpoints"] if entry["type"] == kind else []:
                if (item["interface"], item["region_id"]) == ("public", self.region):
                    return str(item["url"]).rstrip("/")
        raise LookupError(f"The catalog has no {kind} in {self.region}.")

    def root(self, kind: str) -> str:
        """Return a service's URL without version."""
        return _ROOT.sub("", self.endpoint(kind))

    def send(
        self,
        method: str,
        url: str,
        *,
        microversion: str | None = None,
        token: str | None = "",
        headers: dict[str, str] | None = None,
        **options: Any,
    ) -> requests.Response:
        """Send a request; `token=None` leaves the token out."""
        sent = dict(headers or {})
        if token is not None:
            sent["X-Auth-Token"] = token or self.token
        if microversion is not None:
            sent["OpenStack-API-Version"] = microversion if " " in microversion else f"compute {microversion}"
        return self.http.request(method, url, headers=sent, timeout=60, allow_redirects=False, **options)

    def compute(self, method: str, path: str, microversion: str | None = None, **options: Any) -> requests.Response:
        """Send a request to Nova."""
        return self.send(method, self.root("compute") + "/v2.1" + path, microversion=microversion, **options)

    def network(self, method: str, path: str, **options: Any) -> requests.Response:
        """Send a request to Neutron."""
        return self.send(method, self.root("network") + "/v2.0" + path, **options)

    def image(self, method: str, path: str, **options: Any) -> requests.Response:
        """Send a request to Glance."""
        return self.send(method, self.root("image") + "/v2" + path, **options)

    def volume(self, method: str, path: str, **options: Any) -> requests.Response:
        """Send a request to Cinder."""
        return self.send(method, f"{self.root('block-storage')}/v3/{self.project_id}{path}", **options)

    # Things with names

    def flavor_id(self, name: str) -> str:
        """Return the id of a flavor, on whichever page it is."""
        found: list[Json] = []
        query = ""
        while True:
            page = self.compute("GET", f"/flavors{query}").json()
            found += page["flavors"]
            further = [link["href"] for link in page.get("flavors_links", ()) if link["rel"] == "next"]
            if not further:
                return self._named(found, name)
            query = f"?{urllib.parse.urlsplit(further[0]).query}"

    def image_id(self, name: str) -> str:
        """Return the id of an image."""
        return self._named(self.image("GET", f"/images?name={name}").json()["images"], name)

    def network_id(self, name: str) -> str:
        """Return the id of a network."""
        return self._named(self.network("GET", f"/networks?name={name}").json()["networks"], name)

    @staticmethod
    def _named(items: list[Json], name: str) -> str:
        return next(str(item["id"]) for item in items if item["name"] == name)

    # Servers

    def server_body(self, name: str, /, **changes: Any) -> Json:
        """Return a good request for a server; a change of None leaves the field out."""
        body = {
            "name": name,
            "flavorRef": self.flavor_id("m1.tiny"),
            "imageRef": self.image_id("cirros"),
            "networks": [{"uuid": self.network_id("private")}],
            **changes,
        }
        return {"server": {key: value for key, value in body.items() if value is not None}}

    def wait_for(self, server_id: str, status: str | None, seconds: float = 60) -> Json | None:
        """Wait until a server rests in a status, or is gone (None)."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            response = self.compute("GET", f"/servers/{server_id}", "2.79")
            if response.status_code == 404:
                assert status is None, response.text
                return None
            server: Json = response.json()["server"]
            if server["status"] == status and server["OS-EXT-STS:task_state"] is None:
                return server
            # Out of ERROR there is a way, with a task that shows it.
            at_rest = server["OS-EXT-STS:task_state"] is None
            assert status == "ERROR" or server["status"] != "ERROR" or not at_rest, server
            time.sleep(0.02 if self.kind == "fake" else 0.2)
        raise AssertionError(f"{server_id} did not become {status}.")

    def act(self, server_id: str, body: Json, microversion: str | None = None) -> requests.Response:
        """Send an action."""
        return self.compute("POST", f"/servers/{server_id}/action", microversion, json=body)


def unique(word: str) -> str:
    """Return a name nothing else has."""
    return f"contract-{word}-{uuid.uuid4().hex[:8]}"


def real_cloud(suffix: str = "") -> Cloud:
    """Return the cloud that OS_CLIENT_CONFIG_FILE and OS_CLOUD name; `-admin` after it is its administrator's."""
    path = os.environ.get("OS_CLIENT_CONFIG_FILE")
    name = (os.environ.get("OS_CLOUD") or "loopback") + suffix
    if not path:
        raise AssertionError(
            "The contract needs a real cloud: set OS_CLIENT_CONFIG_FILE to a clouds.yaml "
            f"and OS_CLOUD to the name of a cloud in it (default: {name})."
        )
    clouds = yaml.safe_load(Path(path).read_text())["clouds"]
    if name not in clouds:
        raise AssertionError(f"{path} has no cloud {name!r}; it has {', '.join(sorted(clouds))}.")
    entry = clouds[name]
    auth = entry["auth"]
    return Cloud(
        "real",
        auth["auth_url"],
        auth["username"],
        auth["password"],
        auth["project_name"],
        _domain(auth, "user_domain"),
        _domain(auth, "project_domain"),
        entry["region_name"],
        entry.get("cacert") or entry.get("verify", True),
    )


def _domain(auth: Json, key: str) -> Json:
    if f"{key}_id" in auth:
        return {"id": auth[f"{key}_id"]}
    return {"name": auth.get(f"{key}_name", "Default")}
