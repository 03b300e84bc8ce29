# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One region for one project: its nodes and, on request, their volumes and the names of their images.

A page is a request; nothing is asked for a single node.
"""

from __future__ import annotations

import contextlib
import dataclasses
import typing as t

from ansible_collections.nodeworks.openstack.plugins.module_utils.auth.access import Access, CatalogEntry
from ansible_collections.nodeworks.openstack.plugins.module_utils.config.cloud_config import AddressHints
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ApiError, CloudError
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.collection import Collection
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.declaration import Resource
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.reading import (
    Misshapen,
    read_one,
    read_page,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.flavor_reference import FLAVOR
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.image_reference import IMAGE
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.address import preferences_of_cloud
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.cells import is_out_of_reach
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.node import NODE
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.offloaded import (
    OFFLOADED,
    current_addresses,
    without_floating,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.read import as_told
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.volume_reference import VOLUME
from ansible_collections.nodeworks.openstack.plugins.module_utils.service.client import Page, ServiceClient
from ansible_collections.nodeworks.openstack.plugins.module_utils.service.cloud import Cloud
from ansible_collections.nodeworks.openstack.plugins.module_utils.service.microversion import Microversion, newest_of
from ansible_collections.nodeworks.openstack.plugins.module_utils.service.paging import Query
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.redact import without_secrets

from .reading import Reading

Json = t.Dict[str, t.Any]
Result = t.TypeVar("Result")

ALL_PROJECTS = ("all_tenants", "1")
# Filters whose values are ids for the service, but names for people.
REFERENCES: dict[str, Resource] = {"image": IMAGE, "flavor": FLAVOR}
# What openstacksdk asks for, which takes the newest that it knows: since 2.90 Nova tells a node's host name, and since
# 2.100 the hints that it was scheduled by.
NEWEST = Microversion("2.100")
# Ids in one request; more would make its URL too long for some servers.
MOST_IDS = 50


@dataclasses.dataclass(frozen=True)
class Location:
    """Where nodes are. `project` is None for all projects, and `cloud` for one without a name."""

    cloud: str | None = None
    project: str | None = None
    region: str | None = None

    def __str__(self) -> str:
        words = (f"{name} '{value}'" for name, value in dataclasses.asdict(self).items() if value)
        return ", ".join(words)


@dataclasses.dataclass
class Part:
    """The data of one place.

    `nodes` are in the service's JSON. `volumes` are those attached to each node, by its id, and `images` the names of
    images by their ids; None where they were not asked for or could not be read. `problems` say what could not be read.
    `connect_with` is how clouds.yaml wants nodes to be reached there; empty if it says nothing of that.
    """

    place: Location
    nodes: list[Json]
    volumes: dict[str, list[Json]] | None = None
    images: dict[str, str] | None = None
    problems: list[str] = dataclasses.field(default_factory=list)
    warnings: list[str] = dataclasses.field(default_factory=list)
    connect_with: tuple[str, ...] = ()


def read_part(cloud: Cloud, place: Location, reading: Reading) -> Part:
    """Read one region, in the project that the cloud was opened for.

    Raises:
        CloudError: the list of nodes could not be read, or not to its end.
    """
    client = cloud.service(NODE.service)
    is_administrator = cloud.is_administrator(NODE.service)
    part = Part(_exact(place, client.choice.entry, cloud.access_at(NODE.service), reading), [])
    hints = cloud.config.addresses
    if hints != AddressHints():
        part.connect_with = preferences_of_cloud(hints.force_ipv4, hints.default_network)
    unknown = 0
    versions = reading.selection.microversions(is_administrator)
    if reading.newest:
        # Negotiated: where it is not there, the best of the others.
        versions = [newest_of((NEWEST, versions[-1])) or NEWEST]
    for node in _nodes(client, _query(cloud, reading), versions):
        if is_out_of_reach(node):
            unknown += 1
        elif reading.selection.lets_through(node):
            part.nodes.append(node)
    if unknown:
        part.problems.append(
            f"{unknown} nodes are left out, as the part of the cloud that they are in does not answer."
        )
    _correct_addresses(cloud, part)
    dropped = reading.selection.for_administrators()
    if dropped and not is_administrator:
        part.warnings.append(
            f"filters {', '.join(dropped)} are for administrators. For others the compute service drops them, and lists"
            " all nodes."
        )
    if reading.attached_volumes:
        part.volumes = _tried(cloud, part, "volumes", lambda: _volumes(cloud, reading))
    if reading.image_names:
        part.images = _tried(cloud, part, "names of images", lambda: _image_names(cloud, part.nodes))
    return part


def _correct_addresses(cloud: Cloud, part: Part) -> None:
    """Give nodes that are on no host the addresses that they have: an old one may be another machine's by now."""
    offloaded: dict[str, Json] = {}
    for raw in part.nodes:
        if raw.get("status") == OFFLOADED:
            with contextlib.suppress(Misshapen):  # the part that makes hosts of them warns of that
                offloaded[raw["id"]] = read_one(NODE, raw)
    nodes = list(offloaded.values())
    found = _tried(cloud, part, "addresses of shelved nodes", lambda: current_addresses(cloud, nodes))
    current = without_floating(nodes) if found is None else found
    for raw in part.nodes:
        if raw["id"] in current:
            raw["addresses"] = as_told(current[raw["id"]]["addresses"])


def _exact(place: Location, entry: CatalogEntry | None, access: Access | None, reading: Reading) -> Location:
    """The place by the names that the cloud itself has for it."""
    project = access.project.get("name") if access and access.project else place.project
    return dataclasses.replace(
        place,
        region=entry.region if entry and entry.region else place.region,
        project=None if reading.all_projects else project,
    )


def _query(cloud: Cloud, reading: Reading) -> Query:
    """The query of the list, with ids in place of names."""
    pairs = [
        (name, str(Collection(cloud, REFERENCES[name]).referred(value)["id"]) if name in REFERENCES else value)
        for name, value in reading.selection.query()
    ]
    if reading.all_projects:
        pairs.append(ALL_PROJECTS)
    if reading.page_size:
        pairs.append(("limit", str(reading.page_size)))
    return tuple(pairs)


def _nodes(client: ServiceClient, query: Query, versions: t.Sequence[Microversion]) -> list[Json]:
    """All nodes that the query lets through, asked for with the first microversion that the service has."""
    for version in versions[:-1]:
        try:
            return _all_pages(client, query, version)
        except ApiError as error:
            if error.status != 406:
                raise
    return _all_pages(client, query, versions[-1])


def _all_pages(client: ServiceClient, query: Query, version: Microversion) -> list[Json]:
    """All pages of the list of nodes.

    The list moves while it is read. A node that comes twice is there once; and where the one that a page ended with is
    gone, the service may not find the next page, so the list is read anew.
    """
    try:
        return _unique(client.pages(NODE.list_path or NODE.path, NODE.many, query, version))
    except ApiError as error:
        if error.status != 400 or "marker" not in error.service_message:
            raise
        return _unique(client.pages(NODE.list_path or NODE.path, NODE.many, query, version))


def _unique(pages: t.Iterable[Page]) -> list[Json]:
    """Each node once, as the service says it."""
    unique: dict[str, Json] = {}
    for page in pages:
        for node in page:
            if not isinstance(node.get("id"), str):
                raise page.answer.broken("has a node without an id")
            unique[node["id"]] = node
    return list(unique.values())


def _tried(cloud: Cloud, part: Part, what: str, read: t.Callable[[], Result]) -> Result | None:
    """Further data of nodes. If it cannot be read, the nodes stay."""
    try:
        return read() if part.nodes else None
    except CloudError as error:
        part.problems.append(f"The {what} could not be read. {without_secrets(str(error), cloud.secrets)}")
        return None


def _volumes(cloud: Cloud, reading: Reading) -> dict[str, list[Json]]:
    """The volumes attached to each node.
    https://docs.openstack.org/api-ref/block-storage/v3/#list-accessible-volumes-with-details"""
    client = cloud.service("volume")
    query = (ALL_PROJECTS,) if reading.all_projects else ()
    attached: dict[str, list[Json]] = {}
    for page in client.pages("/volumes/detail", "volumes", query):
        for volume in read_page(VOLUME, page):
            for attachment in volume["attachments"]:
                attached.setdefault(attachment["node_id"], []).append(_volume(volume, attachment))
    return attached


def _volume(volume: Json, attachment: Json) -> Json:
    """A volume, as seen by a node that it is attached to. `size` is in GiB."""
    return {
        "id": volume["id"],
        "name": volume["name"],
        "device": attachment["device"],
        "size": volume["size"],
        "type": volume["volume_type"],
        "bootable": volume["bootable"],
        "encrypted": volume["encrypted"],
        "status": volume["status"],
    }


def _image_names(cloud: Cloud, nodes: t.Sequence[Json]) -> dict[str, str]:
    """The names of the nodes' images by their ids; an image that was deleted has none."""
    ids = sorted(
        {node["image"]["id"] for node in nodes if isinstance(node.get("image"), dict) and node["image"].get("id")}
    )
    names = {}
    for start in range(0, len(ids), MOST_IDS):
        query = (("id", f"in:{','.join(ids[start : start + MOST_IDS])}"),)
        names.update({image["id"]: image["name"] for image in Collection(cloud, IMAGE).list(query)})
    return names
