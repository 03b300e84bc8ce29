# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The least that anybody has to do: the bare requests, without any of what makes a tool a tool."""

from __future__ import annotations

import concurrent.futures
import statistics
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import requests
import yaml

Json = dict[str, Any]

POLL_SECONDS = 0.5
PARALLEL = 10
LIMIT_SECONDS = 600
# An answer of another microversion is another answer.
AS_WE_ASK = {"OpenStack-API-Version": "compute 2.47"}


class Floor:
    """A session with the compute service of the cloud that OS_CLOUD names."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        clouds = yaml.safe_load(Path(environ["OS_CLIENT_CONFIG_FILE"]).read_text(encoding="utf-8"))["clouds"]
        cloud = clouds[environ["OS_CLOUD"]]
        self._session = requests.Session()
        self._session.trust_env = False
        adapter = requests.adapters.HTTPAdapter(pool_maxsize=PARALLEL)
        self._session.mount("http://", adapter)
        answer = self._session.post(f"{cloud['auth']['auth_url']}/auth/tokens", json=_credentials(cloud["auth"]))
        answer.raise_for_status()
        self._session.headers["X-Auth-Token"] = answer.headers["X-Subject-Token"]
        self._catalog = answer.json()["token"]["catalog"]
        self._region = cloud["region_name"]
        self.compute = self._endpoint("compute")

    def _endpoint(self, service_type: str) -> str:
        return next(
            str(endpoint["url"]).rstrip("/")
            for service in self._catalog
            for endpoint in service["endpoints"]
            if service["type"] == service_type
            and endpoint["interface"] == "public"
            and endpoint["region"] == self._region
        )

    def get(self, url: str, **params: Any) -> Json:
        """The JSON at a URL."""
        answer = self._session.get(url, params=params, timeout=120)
        answer.raise_for_status()
        content: Json = answer.json()
        return content

    def seconds_of(self, requests_sent: Sequence[str], times: int) -> float:
        """The median time that the cloud takes to answer the reading requests among these, without any tool."""
        urls = [line.partition(" ")[2] for line in requests_sent if line.startswith("GET ")]
        seconds = []
        for _number in range(times):
            started = time.monotonic()
            for url in urls:
                self._session.get(url, headers=AS_WE_ASK, timeout=120).raise_for_status()
            seconds.append(time.monotonic() - started)
        return statistics.median(seconds)

    def pages(self) -> list[Json]:
        """All servers, page by page."""
        found: list[Json] = []
        url: str | None = f"{self.compute}/servers/detail"
        while url:
            page = self.get(url)
            found += page["servers"]
            url = next((link["href"] for link in page.get("servers_links", ()) if link["rel"] == "next"), None)
        return found

    def create(self, names: Sequence[str]) -> None:
        """Make servers, and wait until all are ACTIVE."""
        compute = self.compute
        image = next(item["id"] for item in self.get(f"{compute}/images")["images"] if item["name"] == "cirros")
        flavor = next(item["id"] for item in self.get(f"{compute}/flavors")["flavors"] if item["name"] == "m1.tiny")
        networks = self.get(f"{self._endpoint('network')}/v2.0/networks", name="private")["networks"]

        def create(name: str) -> None:
            server = {"name": name, "imageRef": image, "flavorRef": flavor, "networks": [{"uuid": networks[0]["id"]}]}
            self._session.post(f"{compute}/servers", json={"server": server}, timeout=120).raise_for_status()

        self._in_parallel(create, names)
        self._wait(names, lambda found: sum(server["status"] == "ACTIVE" for server in found) == len(names))

    def delete(self, names: Sequence[str]) -> None:
        """Delete servers, and wait until none is left."""
        ids = [server["id"] for server in self._named(names)]
        if not ids:
            return

        def delete(server_id: str) -> None:
            self._session.delete(f"{self.compute}/servers/{server_id}", timeout=120).raise_for_status()

        self._in_parallel(delete, ids)
        self._wait(names, lambda found: not found)

    def _in_parallel(self, function: Any, items: Sequence[str]) -> None:
        with concurrent.futures.ThreadPoolExecutor(PARALLEL) as pool:
            list(pool.map(function, items))

    def _named(self, names: Sequence[str]) -> list[Json]:
        wanted = set(names)
        return [server for server in self.pages() if server["name"] in wanted]

    def _wait(self, names: Sequence[str], is_done: Any) -> None:
        deadline = time.monotonic() + LIMIT_SECONDS
        while not is_done(self._named(names)):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{names[0]} and others are not there after {LIMIT_SECONDS} s")
            time.sleep(POLL_SECONDS)


def _credentials(auth: Mapping[str, str]) -> Json:
    domain = {"name": auth["user_domain_name"]}
    user = {"name": auth["username"], "password": auth["password"], "domain": domain}
    project = {"name": auth["project_name"], "domain": {"name": auth["project_domain_name"]}}
    identity = {"methods": ["password"], "password": {"user": user}}
    return {"auth": {"identity": identity, "scope": {"project": project}}}
