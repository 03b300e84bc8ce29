# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The clouds, regions, projects and nodes to read, from the options of a file."""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.nodeworks.openstack.plugins.module_utils.config.clouds_yaml import read_clouds
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.connection import CONNECTION_OPTIONS

from .compat import OPENSTACK_CLOUD
from .filters import Selection, selection
from .problems import tried

Options = t.Mapping[str, t.Any]

ALL = "all"

# Each of these is for many clouds, regions or projects; the options beside it are for one.
INSTEAD_OF = {
    "clouds": ("cloud",),
    "regions": ("region_name",),
    "projects": ("project_name", "project_id"),
    "all_projects": ("projects",),
}


@dataclasses.dataclass(frozen=True)
class Reading:
    """The clouds, regions, projects and nodes to read.

    `connections` are the options of one connection for each cloud. `regions` and `projects`: None for the one that the
    connection names, `[all]` for all there are. `page_size`: None for the longest page that the service gives.
    `newest`: nodes are wanted with all that the compute service has come to say of them.
    """

    connections: tuple[Options, ...]
    regions: tuple[str, ...] | None
    projects: tuple[str, ...] | None
    all_projects: bool
    selection: Selection
    page_size: int | None
    attached_volumes: bool
    image_names: bool
    concurrency: int
    newest: bool = False


def reading_of(options: Options, environ: t.Mapping[str, str]) -> Reading:
    """The places and nodes that the options of a file describe. No request is sent yet.

    Raises:
        ConfigError: with all that is wrong.
    """
    problems = _contradictions(options)
    for name in ("concurrency", "page_size"):
        if options.get(name) is not None and options[name] < 1:
            problems.append(f"{name} has to be 1 or more, not {options[name]}.")
    chosen = selection(options["filters"], options["statuses"], options["metadata"], problems)
    connections = tried(problems, lambda: _connections(options, environ))
    if problems or connections is None:
        raise ConfigError(problems)
    return Reading(
        connections=tuple(connections),
        regions=_names(options["regions"]),
        projects=_names(options["projects"]),
        all_projects=options["all_projects"],
        selection=chosen,
        page_size=options["page_size"],
        attached_volumes=options["attached_volumes"],
        image_names=options["image_names"] or "image" in options["group_by"] or options["compat"] == OPENSTACK_CLOUD,
        concurrency=options["concurrency"],
        newest=options["compat"] == OPENSTACK_CLOUD,
    )


def _contradictions(options: Options) -> list[str]:
    return [
        f"{option} stands for {other}, so only one of them can be given."
        for option, others in INSTEAD_OF.items()
        for other in others
        if options.get(option) and options.get(other)
    ]


def _connections(options: Options, environ: t.Mapping[str, str]) -> list[Options]:
    """The options of the connection, for each cloud."""
    one = {name: options[name] for name in CONNECTION_OPTIONS if options.get(name) is not None}
    clouds = options["clouds"] or [None]
    if clouds == [ALL]:
        clouds = _all_clouds(environ)
    return [one if cloud is None else {**one, "cloud": cloud} for cloud in clouds]


def _all_clouds(environ: t.Mapping[str, str]) -> list[str]:
    found = read_clouds(environ)
    if not found.clouds:
        looked = ", ".join(found.searched)
        raise ConfigError([f"clouds is 'all', but there is no clouds.yaml with clouds in it. Looked for {looked}."])
    return sorted(found.clouds)


def _names(given: t.Sequence[t.Any] | None) -> tuple[str, ...] | None:
    return tuple(dict.fromkeys(str(name) for name in given)) if given else None
