# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the cloud really has, asked directly and with none of the collection's code."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import requests

from ..contract.client import Cloud

Json = dict[str, Any]
MOST_LOOKS = 5


class Truth:
    """What there is in a cloud of which the name begins so."""

    def __init__(self, cloud: Cloud, prefix: str) -> None:
        self.cloud = cloud
        self.prefix = prefix

    def servers(self) -> list[Json]:
        """All servers, with their details. Of one that is gone Nova says for a moment that it is deleted."""
        found = self._all(self.cloud.compute, "/servers/detail", "servers", microversion="2.79")
        return [server for server in self._ours(found) if server["status"] != "DELETED"]

    def volumes(self) -> list[Json]:
        """All volumes, with their details."""
        return self._ours(self._all(self.cloud.volume, "/volumes/detail", "volumes"))

    def snapshots(self) -> list[Json]:
        """All snapshots of volumes."""
        return self._ours(self._all(self.cloud.volume, "/snapshots/detail", "snapshots"))

    def networks(self) -> list[Json]:
        """All networks."""
        return self._ours(self._all(self.cloud.network, "/networks", "networks"))

    def subnets(self) -> list[Json]:
        """All subnets."""
        return self._ours(self._all(self.cloud.network, "/subnets", "subnets"))

    def security_groups(self) -> list[Json]:
        """All security groups, with their rules."""
        return self._ours(self._all(self.cloud.network, "/security-groups", "security_groups"))

    def keypairs(self) -> list[Json]:
        """All key pairs."""
        wrapped = self._all(self.cloud.compute, "/os-keypairs", "keypairs", microversion="2.79")
        return self._ours([item["keypair"] for item in wrapped])

    def images(self) -> list[Json]:
        """All images."""
        return self._ours(self._all(self.cloud.image, "/images", "images"))

    def floating_ips(self) -> list[Json]:
        """All floating IPs; they have no name, and are known by their description."""
        found = self._all(self.cloud.network, "/floatingips", "floatingips")
        return self._ours([{**one, "name": one["description"]} for one in found])

    def everything(self) -> dict[str, list[str]]:
        """The names of all there is, by kind; kinds of which there is nothing are left out."""
        kinds: dict[str, Callable[[], list[Json]]] = {
            "server": self.servers,
            "volume": self.volumes,
            "snapshot": self.snapshots,
            "network": self.networks,
            "subnet": self.subnets,
            "security group": self.security_groups,
            "key pair": self.keypairs,
            "image": self.images,
            "floating IP": self.floating_ips,
        }
        names = {kind: sorted(item["name"] for item in found()) for kind, found in kinds.items()}
        return {kind: found for kind, found in names.items() if found}

    def remove_everything(self) -> None:
        """Leave nothing behind, whatever went wrong; bounded, and silent about what does not go."""
        deadline = time.monotonic() + 30
        while self.everything() and time.monotonic() < deadline:
            for server in self.servers():
                self.cloud.compute("DELETE", f"/servers/{server['id']}")
            for keypair in self.keypairs():
                self.cloud.compute("DELETE", f"/os-keypairs/{keypair['name']}")
            for kind, items in (("snapshots", self.snapshots()), ("volumes", self.volumes())):
                for item in items:
                    self.cloud.volume("DELETE", f"/{kind}/{item['id']}")
            for image in self.images():
                self.cloud.image("DELETE", f"/images/{image['id']}")
            for kind, items in (
                ("floatingips", self.floating_ips()),
                ("subnets", self.subnets()),
                ("networks", self.networks()),
                ("security-groups", self.security_groups()),
            ):
                for item in items:
                    self.cloud.network("DELETE", f"/{kind}/{item['id']}")
            time.sleep(0.2)

    def _all(self, send: Callable[..., requests.Response], path: str, key: str, **options: Any) -> list[Json]:
        """All pages of a list."""
        items: list[Json] = []
        query = ""
        for _page in range(1000):
            content = self._look(send, path + query, options)
            items += content[key]
            links = [link["href"] for link in content.get(f"{key}_links", ()) if link["rel"] == "next"]
            following = links[0] if links else content.get("next")
            if not following:
                return items
            query = "?" + following.partition("?")[2]
        raise AssertionError(f"{path} has no end.")

    def _look(self, send: Callable[..., requests.Response], path: str, options: Json) -> Json:
        """One page. A cloud that is hard put to it is asked again: what it says of itself must not be a guess."""
        for attempt in range(MOST_LOOKS):
            try:
                response = send("GET", path, **options)
            except requests.RequestException:
                if attempt == MOST_LOOKS - 1:
                    raise
            else:
                if response.status_code == 401:
                    self.cloud.log_in()
                elif response.status_code == 200:
                    return dict(response.json())
            time.sleep(attempt)
        raise AssertionError(f"GET {path} was answered with {response.status_code}: {response.text[:500]}")

    def _ours(self, items: list[Json]) -> list[Json]:
        return [item for item in items if str(item["name"]).startswith(self.prefix)]
