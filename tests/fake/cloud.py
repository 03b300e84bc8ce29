# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The assembly: accounts, services and regions behind one port, seeded as development clouds are."""

from __future__ import annotations

import ssl
import threading
from types import TracebackType
from typing import Any, Protocol

from .accounts import Accounts, seed_accounts
from .catalog import default_catalog
from .compute.service import Compute
from .connections import Connections
from .faults import Faults
from .identity.service import Identity, check_versions
from .image.service import Image
from .keystonemiddleware import AuthToken
from .network.service import Network
from .oidc import OidcProvider
from .placement import Placement
from .reservation import Reservation
from .server import FakeServer
from .timing import Schedule, Timings
from .tokens import Tokens
from .volume.service import Volume
from .wire import Answer, Json, Request, html_answer

_FLAVORS = (("m1.tiny", 512, 1, 1), ("m1.small", 2048, 1, 20), ("m1.medium", 4096, 2, 40), ("m1.large", 8192, 4, 80))


class Service(Protocol):
    """What answers the requests below one prefix."""

    def handle(self, request: Request) -> Answer:
        """Answer a request."""


class FakeCloud:
    """A cloud for the time of a `with` block.

    Everything a test changes is an attribute: `accounts`, `tokens`, `catalog`, `compute`, `network`, `image`,
    `volume`, `faults`, `timings`. What clients did stands in `requests`. A region of Nova has settings of its own:
    `compute.region("RegionTwo").keeps_deleted = True` lets deleted servers be restored there, and `offloads_at_once`
    says what becomes of shelved ones. What takes long is brought to its end by `compute.finish` and `volume.finish`.

    `identity_versions` are the versions of the identity API it speaks: v3, as clouds do by now; v2.0, v1.1, v1.0 for
    those who ask. `tls` is a server's context: the cloud is then at https.
    """

    def __init__(
        self,
        regions: tuple[str, ...] = ("RegionOne", "RegionTwo"),
        *,
        port: int = 0,
        seeded: bool = True,
        identity_versions: tuple[str, ...] = ("v3",),
        tls: ssl.SSLContext | None = None,
    ) -> None:
        check_versions(identity_versions)
        self.regions = regions
        self.faults = Faults()
        self.tokens = Tokens()
        self.timings = Timings()
        self._schedule = Schedule()
        self.accounts: Accounts = seed_accounts()
        self._lock = threading.RLock()
        self._server = FakeServer(self._locate, self._dispatch, self.faults, port, tls)
        self._scheme = "https" if tls is not None else "http"
        self.origin = f"{self._scheme}://127.0.0.1:{self._server.port}"
        self.catalog: list[Json] = default_catalog(self.origin, regions)
        auth = AuthToken(self.tokens, f"{self.origin}/identity/v3")
        self.identity = Identity(self.accounts, self.tokens, lambda: self.catalog, identity_versions)
        self.oidc = OidcProvider(self.accounts)
        self.image = Image(auth)
        self.volume = Volume(auth, self.image, self.timings, self._schedule)
        self.network = Network(auth, regions)
        self.compute = Compute(auth, self.network, self.image, self.volume.state, regions, self.timings, self._schedule)
        # In no catalog, until a test puts it into one: few clouds have it.
        self.reservation = Reservation(auth)
        self._services: dict[str, Service] = {
            "identity": self.identity,
            "oidc": self.oidc,
            "compute": self.compute,
            "network": self.network,
            "image": self.image,
            "volume": self.volume,
            "placement": Placement(auth),
            "reservation": self.reservation,
        }
        self._name_owners()
        if seeded:
            self._seed()

    def __enter__(self) -> FakeCloud:
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()

    # What clients are given

    @property
    def auth_url(self) -> str:
        """Return the identity URL."""
        return f"{self.origin}/identity/v3"

    def connection_options(
        self, username: str = "demo", project_name: str | None = None, auth_version: str | None = None
    ) -> dict[str, Any]:
        """Return what a user would put into a module's arguments, for an auth version if one is asked for."""
        options = Connections(self.accounts, self.origin).options(username, project_name or username, auth_version)
        return {**options, "region_name": self.regions[0]}

    def clouds_yaml(self) -> str:
        """Return a clouds.yaml: `loopback`, one `loopback-<region>` for each further region, `loopback-admin`."""
        lines = ["clouds:"]
        lines += self._cloud_entry("loopback", "demo", self.regions[0])
        for region in self.regions[1:]:
            lines += self._cloud_entry(f"loopback-{region}", "demo", region)
        lines += self._cloud_entry("loopback-admin", "admin", self.regions[0])
        return "\n".join(lines) + "\n"

    def _cloud_entry(self, name: str, username: str, region: str) -> list[str]:
        options = {**self.connection_options(username), "region_name": region}
        auth = [f"      {key}: {value}" for key, value in options.items() if key != "region_name"]
        return [f"  {name}:", "    auth:", *auth, f"    region_name: {region}", "    identity_api_version: 3"]

    # What clients did

    @property
    def requests(self) -> list[Request]:
        """Return the log of all requests, oldest first."""
        return self._server.requests

    def calls(self, service: str | None = None, method: str | None = None) -> list[Request]:
        """Return the logged requests to a service, with a method."""
        return [item for item in self.requests if service in (None, item.service) and method in (None, item.method)]

    def clear_log(self) -> None:
        """Forget what was logged."""
        self._server.requests.clear()

    # Shorthands for the timings

    @property
    def build_seconds(self) -> float:
        """Return how long a server stays BUILD."""
        return self.timings.build_seconds

    @build_seconds.setter
    def build_seconds(self, value: float) -> None:
        self.timings.build_seconds = value

    @property
    def page_limit(self) -> int:
        """Return how many entries a page has at most."""
        return self.timings.page_limit

    @page_limit.setter
    def page_limit(self, value: int) -> None:
        self.timings.page_limit = self.image.page_limit = self.volume.page_limit = value

    # Requests

    def _dispatch(self, request: Request) -> Answer:
        with self._lock:
            self._schedule.settle()
            return self._services[request.service].handle(request) if request.service else _nowhere()

    def _locate(self, request: Request) -> bool:
        """Find out which service and region a path belongs to: `/compute/...` or `/RegionTwo/compute/...`."""
        parts = request.path.split("/")
        region = parts.pop(1) if len(parts) > 2 and parts[1] in self.regions else None
        if len(parts) < 2 or parts[1] not in self._services:
            return False
        request.region = region or self.regions[0]
        request.service = parts[1]
        request.rest = "/" + "/".join(parts[2:])
        prefix = f"/{region}" if region else ""
        host = request.headers.get("Host", self.origin.removeprefix(f"{self._scheme}://"))
        request.base = f"{self._scheme}://{host}{prefix}/{request.service}"
        return True

    # Content

    def _name_owners(self) -> None:
        demo, project = self.accounts.user("demo", "default"), self.accounts.project("demo", "default")
        assert demo is not None
        assert project is not None
        self.compute.default_user_id = demo.id
        self.compute.default_project_id = self.network.default_project_id = project.id
        self.volume.state.default_project_id = project.id
        admin = self.accounts.project("admin", "default")
        self.image.default_owner = admin.id if admin else ""

    def _seed(self) -> None:
        for name in ("cirros", "debian-12"):
            self.image.add_image(name)
        for region in self.regions:
            for name, ram, vcpus, disk in _FLAVORS:
                self.compute.add_flavor(name, ram, vcpus, disk, region=region)
            self.compute.add_keypair("demo", region=region)
            self._seed_networks(region)

    def _seed_networks(self, region: str) -> None:
        network = self.network
        owner = self.image.default_owner
        public = network.add_network("public", "172.24.0.0/16", region, project_id=owner, mtu=1500, **_EXTERNAL)
        network.add_subnet(
            public["id"], "2001:db8:1::/64", region, project_id=owner, name="public-v6", enable_dhcp=False
        )
        private = network.add_network("private", "10.0.0.0/16", region)
        slaac = {"ipv6_ra_mode": "slaac", "ipv6_address_mode": "slaac"}
        network.add_subnet(private["id"], "fd00:1::/64", region, name="private-v6", **slaac)
        network.region(region).default_group(network.default_project_id)
        network.add_router("router", region, public["id"])


_EXTERNAL: dict[str, Any] = {"router:external": True}


def _nowhere() -> Answer:
    return html_answer(404, "No service answers here.")
