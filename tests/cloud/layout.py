# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where everything is: folders, ports, regions, accounts. Nothing else computes a path or a port."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..environment.problem import SetupProblem

HOME_VARIABLE = "NODEWORKS_CLOUD_HOME"
PORT_OFFSET_VARIABLE = "NODEWORKS_CLOUD_PORT_OFFSET"
DEFAULT_PORT_OFFSET = 20000

ADDRESS = "127.0.0.1"
PASSWORD = "loopback-secret-pw"  # of every account; unusual, so that a leak of it into some output can be searched for
DEMO_PROJECTS = ("demo", "alt")

# The ports that OpenStack's own documentation gives; the offset is added to them.
STANDARD_PORTS = {"keystone": 5000, "placement": 8778, "nova": 8774, "neutron": 9696, "glance": 9292, "cinder": 8776}
# Under which type the catalog has each of them; of cinder's two the official one.
SERVICE_TYPES = {
    "keystone": "identity",
    "placement": "placement",
    "nova": "compute",
    "neutron": "network",
    "glance": "image",
    "cinder": "block-storage",
}
REGIONAL_PROJECTS = ("placement", "nova", "neutron")

PACKAGE_FOLDER = Path(__file__).resolve().parent
CHECKOUT = PACKAGE_FOLDER.parent.parent
PACKAGE = "tests.cloud"  # this package's name when Python runs with the checkout as its current folder


@dataclass(frozen=True)
class Region:
    """A region of the catalog. The regions share keystone, glance and cinder."""

    name: str
    label: str  # tells the regions' folders and processes apart
    port_shift: int  # keeps the ports of a second nova away from those of the first
    compute_hosts: tuple[str, ...]
    # Nova's options of these names, in seconds; the values here are nova's defaults.
    reclaim_instance_interval: int = 0  # how long a deleted server can be restored
    shelved_offload_time: int = 0  # how long a shelved server stays on its host; -1 is for ever


# Between them the regions show all that a user may meet: in one what is deleted is gone and what is shelved leaves its
# host, in two both wait.
REGION_ONE = Region("RegionOne", "one", 0, ("compute-1", "compute-2", "compute-3"))
REGION_TWO = Region(
    "RegionTwo",
    "two",
    100,
    ("r2-compute-1", "r2-compute-2", "r2-compute-3"),
    reclaim_instance_interval=3600,
    shelved_offload_time=-1,
)
REGIONS = (REGION_ONE, REGION_TWO)


@dataclass(frozen=True)
class Service:
    """One OpenStack project in one region: one process, one port, one folder of data."""

    project: str
    region: Region
    layout: Layout

    @property
    def name(self) -> str:
        """Like `glance`, or `nova-two` for a project that every region has for itself."""
        return f"{self.project}-{self.region.label}" if self.project in REGIONAL_PROJECTS else self.project

    @property
    def port(self) -> int:
        return STANDARD_PORTS[self.project] + self.region.port_shift + self.layout.port_offset

    @property
    def url(self) -> str:
        """Where its API answers, without a path."""
        return f"http://{ADDRESS}:{self.port}"

    @property
    def configuration_folder(self) -> Path:
        return self.layout.home / "etc" / self.name

    @property
    def configuration_file(self) -> Path:
        # Glance's API insists on this name.
        return self.configuration_folder / ("glance-api.conf" if self.project == "glance" else f"{self.project}.conf")

    @property
    def data_folder(self) -> Path:
        return self.layout.data / self.name

    def database_file(self, database: str) -> Path:
        return self.data_folder / f"{database}.sqlite"

    def database_url(self, database: str) -> str:
        """For SQLAlchemy."""
        return f"sqlite:///{self.database_file(database)}"

    @property
    def log(self) -> Path:
        return self.layout.log(self.name)

    @property
    def process_record(self) -> Path:
        return self.layout.process_record(self.name)


@dataclass(frozen=True)
class Layout:
    """One cloud: where its state is kept and how far its ports are moved."""

    home: Path
    port_offset: int = DEFAULT_PORT_OFFSET

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Layout:
        """The layout that the two variables ask for; SetupProblem if they make no sense."""
        home = Path(environment.get(HOME_VARIABLE) or CHECKOUT / ".cloud").absolute()
        offset = environment.get(PORT_OFFSET_VARIABLE) or str(DEFAULT_PORT_OFFSET)
        highest_offset = 65535 - max(STANDARD_PORTS.values()) - REGION_TWO.port_shift
        if not (offset.isascii() and offset.isdigit() and int(offset) <= highest_offset):
            raise SetupProblem(f"{PORT_OFFSET_VARIABLE} must be a number from 0 to {highest_offset}, not {offset!r}.")
        return cls(home, int(offset))

    def to_environment(self) -> dict[str, str]:
        """The variables from which from_environment() makes an equal layout in another process."""
        return {HOME_VARIABLE: str(self.home), PORT_OFFSET_VARIABLE: str(self.port_offset)}

    @property
    def services(self) -> tuple[Service, ...]:
        """All of them, in the order in which they are started: what others wait for comes first."""
        in_region_one = [Service(project, REGION_ONE, self) for project in STANDARD_PORTS]
        return (*in_region_one, *(Service(project, REGION_TWO, self) for project in REGIONAL_PROJECTS))

    def service(self, project: str, region: Region = REGION_ONE) -> Service:
        """The service that answers for a project in a region."""
        return Service(project, region if project in REGIONAL_PROJECTS else REGION_ONE, self)

    @property
    def virtual_environment(self) -> Path:
        return self.home / "venv"

    @property
    def python(self) -> Path:
        return self.virtual_environment / "bin" / "python"

    @property
    def requirements(self) -> Path:
        return PACKAGE_FOLDER / "requirements.txt"

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def data_key(self) -> Path:
        """Written last: data without it are incomplete."""
        return self.data / "key"

    @property
    def templates(self) -> Path:
        """Copies of seeded data, each in a folder named after its key."""
        return self.home / "templates"

    @property
    def cache(self) -> Path:
        """For libraries that would otherwise write into the user's ~/.cache."""
        return self.home / "cache"

    @property
    def clouds_yaml(self) -> Path:
        return self.home / "clouds.yaml"

    @property
    def lock(self) -> Path:
        return self.home / "lock"

    @property
    def process_records(self) -> Path:
        return self.home / "run"

    def process_record(self, name: str) -> Path:
        return self.process_records / f"{name}.json"

    @property
    def server_record(self) -> Path:
        """Of the parent of all services."""
        return self.process_record("serve")

    def log(self, name: str) -> Path:
        return self.home / "logs" / f"{name}.log"


def compute_host_uuid(host: str) -> str:
    """The same at every start: nova refuses a compute host whose identity has changed."""
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{host}.loopback"))
