# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads clouds, projects and regions side by side. One that cannot be read costs its own nodes, and is told.

A cloud is opened once for each project, for a token is good for one project; its regions share the token.
"""

from __future__ import annotations

import concurrent.futures
import dataclasses
import re
import threading
import typing as t

from ansible_collections.nodeworks.openstack.plugins.module_utils.config.cloud_config import CloudConfig
from ansible_collections.nodeworks.openstack.plugins.module_utils.config.load import load_config
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import (
    CloudError,
    ConfigError,
    understanding,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.auth_versions import find_auth_version
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.secrets import secrets_in_options
from ansible_collections.nodeworks.openstack.plugins.module_utils.service.cloud import Cloud
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.redact import without_secrets
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.trace import (
    RESULT,
    Trace,
    as_text,
    trace_of,
)

from .part import Location, Part, read_part
from .reading import ALL, Options, Reading

# Projects have ids of 32 hexadecimal digits, those of LDAP of 64; with dashes where somebody chose them.
PROJECT_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Order = t.Tuple[int, ...]
Environ = t.Mapping[str, str]


@dataclasses.dataclass(frozen=True)
class Failure:
    """A place that could not be read, with the reason in a sentence without secrets."""

    place: Location
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}" if str(self.place) else self.reason


@dataclasses.dataclass
class Fetched:
    """The parts that were read, in the order of the request."""

    parts: list[Part] = dataclasses.field(default_factory=list)
    failures: list[Failure] = dataclasses.field(default_factory=list)
    warnings: list[str] = dataclasses.field(default_factory=list)
    trace: list[str] = dataclasses.field(default_factory=list)
    api_calls: int = 0


@dataclasses.dataclass(frozen=True)
class Job:
    """Something to be done in a thread. `order` is where its result belongs."""

    order: Order
    place: Location
    work: t.Callable[[], t.Sequence[Job] | Part]
    cloud: Cloud | None = None


def fetch(reading: Reading, environ: Environ, given: Options) -> Fetched:
    """Read everything. `given` are the options as the file has them, under the names that it gives them."""
    return _Fetch(reading, environ, given).run()


class _Fetch:
    """One fetch, with the connections that it opens."""

    def __init__(self, reading: Reading, environ: Environ, given: Options) -> None:
        self._reading = reading
        self._environ = environ
        self._given = given
        # A file can hold a whole cloud, password and all.
        self._secrets = frozenset().union(*(secrets_in_options(one) for one in (given, *reading.connections)))
        self._opened: list[tuple[Cloud, Trace | None]] = []
        self._lock = threading.Lock()

    def run(self) -> Fetched:
        """Do all jobs, and those that come out of them."""
        jobs = [self._cloud_job((number,), options) for number, options in enumerate(self._reading.connections)]
        outcomes: dict[Order, Part | Failure] = {}
        try:
            with concurrent.futures.ThreadPoolExecutor(self._reading.concurrency) as pool:
                running = {pool.submit(self._done, job): job for job in jobs}
                while running:
                    for future in concurrent.futures.wait(running, return_when="FIRST_COMPLETED").done:
                        job, outcome = running.pop(future), future.result()
                        if isinstance(outcome, (Part, Failure)):
                            outcomes[job.order] = outcome
                        else:
                            running.update({pool.submit(self._done, further): further for further in outcome})
        finally:
            self._close()
        return self._told([outcomes[order] for order in sorted(outcomes)])

    def _done(self, job: Job) -> t.Sequence[Job] | Part | Failure:
        """The result of a job, or its failure."""
        try:
            with understanding("What the services say"):
                return job.work()
        except CloudError as error:
            known = job.cloud.secrets if job.cloud else ()
            return Failure(job.place, without_secrets(str(error), {*self._secrets, *known}))

    def _cloud_job(self, order: Order, options: Options) -> Job:
        return Job(order, _named_location(options), lambda: self._cloud(order, options))

    def _cloud(self, order: Order, options: Options) -> list[Job]:
        """One job for each project that is wanted of a cloud."""
        config = load_config(options, self._environ, self._given)
        if self._reading.projects is None:
            return [self._project_job((*order, 0), options, self._open(config))]
        _refuse_fixed_scope(config)
        if self._reading.projects == (ALL,):
            cloud = self._open(config)
            found = [project["id"] for project in cloud.projects()]
            # The token that the list was asked for with is good for one of them.
            opened = {cloud.project_id: (options, cloud)}
        else:
            found, opened = list(self._reading.projects), {}
        return [
            self._project_job((*order, number), *(opened.get(name) or self._in_project(options, name)))
            for number, name in enumerate(found)
        ]

    def _in_project(self, options: Options, name: str) -> tuple[Options, Cloud]:
        option = "project_id" if PROJECT_ID.fullmatch(name) else "project_name"
        there = {**options, "project_name": None, "project_id": None, option: name}
        return there, self._open(load_config(there, self._environ, self._given))

    def _project_job(self, order: Order, options: Options, cloud: Cloud) -> Job:
        config = cloud.config
        place = Location(config.name, config.identity.project_name or config.identity.project_id, config.region_name)
        return Job(order, place, lambda: self._project(order, place, options, cloud), cloud)

    def _project(self, order: Order, place: Location, options: Options, cloud: Cloud) -> list[Job]:
        """One job for each region that is wanted, in one project of a cloud."""
        if self._reading.regions is None:
            return [Job((*order, 0), place, lambda: read_part(cloud, place, self._reading), cloud)]
        if cloud.config.endpoint_filter("compute").url and not cloud.config.regions:
            raise ConfigError(
                ["regions chooses from the catalog, but the compute service's URL is forced. Leave one out."]
            )
        names = self._reading.regions
        if names == (ALL,):
            names = cloud.config.regions or cloud.regions("compute")
        return [self._region_job((*order, number), place, options, cloud, name) for number, name in enumerate(names)]

    def _region_job(self, order: Order, place: Location, options: Options, cloud: Cloud, region: str) -> Job:
        there = dataclasses.replace(place, region=region)

        def work() -> Part:
            config = load_config({**options, "region_name": region}, self._environ, self._given)
            return read_part(cloud.elsewhere(config) or self._open(config), there, self._reading)

        return Job(order, there, work, cloud)

    def _open(self, config: CloudConfig) -> Cloud:
        trace = trace_of(config, self._secrets)
        cloud = Cloud.open(config, self._environ, trace)
        with self._lock:
            self._opened.append((cloud, trace))
        return cloud

    def _close(self) -> None:
        for cloud, _trace in self._opened:
            cloud.close()

    def _told(self, outcomes: t.Sequence[Part | Failure]) -> Fetched:
        fetched = Fetched(api_calls=sum(cloud.api_calls for cloud, _trace in self._opened))
        for outcome in outcomes:
            if isinstance(outcome, Failure):
                fetched.failures.append(outcome)
            else:
                fetched.parts.append(outcome)
                fetched.failures += [
                    Failure(outcome.place, without_secrets(problem, self._secrets)) for problem in outcome.problems
                ]
        warnings = [warning for cloud, _trace in self._opened for warning in cloud.warnings]
        warnings += [warning for part in fetched.parts for warning in part.warnings]
        fetched.warnings = list(dict.fromkeys(warnings))
        # A plugin has no result of its own to put a trace into.
        traces = [trace for cloud, trace in self._opened if trace and cloud.config.trace == RESULT]
        fetched.trace = [as_text(entry) for trace in traces for entry in trace.entries]
        return fetched


def _named_location(options: Options) -> Location:
    """The place of a cloud of which no more than its name is known."""
    cloud = options.get("cloud")
    return Location(cloud if isinstance(cloud, str) else None)


def _refuse_fixed_scope(config: CloudConfig) -> None:
    version = find_auth_version(config.identity.auth_version)
    if version is not None and not version.takes_scope:
        raise ConfigError(
            [f"projects needs credentials that are good for several projects; those of {version.name} are good for"
             " what they were made for. Leave projects out."]
        )  # fmt: skip
