# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where everything of the legacy servers is: folders, ports, accounts. Nothing else computes a path or a port.

What the loopback cloud has is its own: the variables, and the shapes of a layout and of a service.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..cloud import layout as cloud_layout
from ..environment.problem import SetupProblem

COMPUTE_URL_VARIABLE = "NODEWORKS_LEGACY_COMPUTE_URL"
COMPUTE_PATH = "/v2.1/%(tenant_id)s"

# Of the administrator, demo and noproj, and of Swift's user; unusual, so that a leak into some output can be found.
PASSWORD = "legacy-secret-pw"
NO_PROJECT_PASSWORD = "legacy-noproj-pw"
SWIFT_KEY = "legacy-swift-key"

# The offset is added to them. None of them is one of the loopback cloud's.
PORTS = {"keystone-public": 5200, "keystone-admin": 5201, "swift-proxy": 5280, "nova": 5274}

# Stand in the catalog for services that nobody starts: one port per region.
NOWHERE_PORTS = {cloud_layout.REGION_ONE.name: 18001, cloud_layout.REGION_TWO.name: 18002}

PACKAGE_FOLDER = Path(__file__).resolve().parent
PACKAGE = "tests.legacy"  # this package's name when Python runs with the checkout as its current folder


@dataclass(frozen=True)
class Server(cloud_layout.Service):
    """One of our servers: one process and one port; `project` is its name."""

    @property
    def name(self) -> str:
        return self.project

    @property
    def port(self) -> int:
        return PORTS[self.project] + self.layout.port_offset

    @property
    def software(self) -> str:
        """Keystone's two servers have one configuration and one database."""
        return self.project.partition("-")[0]

    @property
    def configuration_folder(self) -> Path:
        return self.layout.home / "etc" / self.software

    @property
    def configuration_file(self) -> Path:
        # Swift's name for it tells what kind of its servers it is for.
        kind = "proxy-server" if self.software == "swift" else self.software
        return self.configuration_folder / f"{kind}.conf"

    @property
    def data_folder(self) -> Path:
        return self.layout.data / self.software


@dataclass(frozen=True)
class LegacyLayout(cloud_layout.Layout):
    """The servers beside one loopback cloud, whose home holds theirs.

    What is inherited of virtual environments is the cloud's, in which our Nova runs.
    """

    compute_url: str = ""  # of RegionOne in Keystone's catalog; empty for our own Nova

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> LegacyLayout:
        """The layout that the three variables ask for; SetupProblem if they make no sense."""
        cloud = cloud_layout.Layout.from_environment(environment)
        compute_url = environment.get(COMPUTE_URL_VARIABLE) or ""
        if compute_url and not compute_url.startswith(("http://", "https://")):
            raise SetupProblem(f"{COMPUTE_URL_VARIABLE} must begin with http:// or https://, not {compute_url!r}.")
        return cls(cloud.home / "legacy", cloud.port_offset, compute_url)

    def to_environment(self) -> dict[str, str]:
        return {**self.cloud.to_environment(), COMPUTE_URL_VARIABLE: self.compute_url}

    @property
    def cloud(self) -> cloud_layout.Layout:
        """The loopback cloud beside which these servers are."""
        return cloud_layout.Layout(self.home.parent, self.port_offset)

    @property
    def services(self) -> tuple[Server, ...]:
        return tuple(self.server(name) for name in PORTS)

    def server(self, name: str) -> Server:
        """The server with this name."""
        return Server(name, cloud_layout.REGION_ONE, self)

    def service(self, project: str, region: cloud_layout.Region = cloud_layout.REGION_ONE) -> cloud_layout.Service:
        """Who answers for a project: Nova's configuration asks for Keystone, and for services that are not there."""
        if project == "keystone":
            return self.server("keystone-public")
        return self.server(project) if project in PORTS else self.cloud.service(project, region)

    @property
    def virtual_environment(self) -> Path:
        return self.cloud.virtual_environment

    def own_environment(self, software: str) -> Path:
        """The virtual environment of Keystone or of Swift."""
        return self.home / f"{software}-venv"

    def own_requirements(self, software: str) -> Path:
        """What is in it."""
        return PACKAGE_FOLDER / f"{software}_requirements.txt"

    def python_of(self, software: str) -> Path:
        """The interpreter that has the software."""
        if software == "nova":
            return self.python
        return self.own_environment(software) / "bin" / "python"

    @property
    def compute_endpoint(self) -> str:
        """The endpoint of compute of RegionOne, for Keystone's catalog."""
        return self.compute_url or self.server("nova").url + COMPUTE_PATH
