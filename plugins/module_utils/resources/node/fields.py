# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields of a node: how each option is read, compared and shown. Pure.

Source: https://docs.openstack.org/api-ref/compute/#servers-servers
"""

from __future__ import annotations

import ipaddress
import typing as t

from ...errors import ConfigError
from ...resource.compare import as_set
from ...resource.declaration import UNKNOWN, Consent, Field, Purge, Reference, item_set, keys_in, never
from ...resource.desired import Desired
from ...service.microversion import Microversion
from ..attachment import has_tag
from ..availability_zone import AVAILABILITY_ZONE
from ..flavor_reference import FLAVOR
from ..floating_ip import FLOATING_IP
from ..image_reference import IMAGE
from ..keypair import KEYPAIR
from ..metadata import METADATA
from ..network import NETWORK
from ..port_reference import PORT
from ..security_group import SECURITY_GROUP
from ..server_group import SERVER_GROUP
from ..volume_reference import VOLUME
from ..volume_snapshot import VOLUME_SNAPSHOT
from . import floating_ips as node_floating_ips
from . import networks as node_networks
from . import origin as node_origin
from . import volumes as node_volumes
from .status import Node, is_settled
from .user_data import digest, encoded

FROM_IMAGE = ("boot_volume", "block_device_mapping")
MOST_TAG_CHARACTERS = 60
CLASSES: t.Mapping[int, t.Callable[[str], t.Any]] = {4: ipaddress.IPv4Address, 6: ipaddress.IPv6Address}


def _resizes(desired: Desired) -> bool:
    return desired.option("resize") in ("true", "pending")


def _rebuilds(desired: Desired) -> bool:
    return desired.state == "rebuilt" or desired.option("rebuild") == "true"


OLD = "this cloud does not show it"
BUILDING = "a node that is being built does not show it yet"
MADE_WITH = "Nova does not show what a node was made with"
BY_REBUILD_ALONE = "Set rebuild to true to have it rebuilt, which makes its root disk anew."
RESIZE = Consent(
    _resizes,
    "Set resize to true to have it resized, which interrupts it.",
    ignores=lambda desired: desired.option("resize") in ("ignore", "revert"),
)
REBUILD = Consent(
    _rebuilds,
    BY_REBUILD_ALONE,
    ignores=lambda desired: desired.option("rebuild") == "ignore",
)
WITH_REBUILD = Consent(_rebuilds, BY_REBUILD_ALONE)
# The reason of a lock counts only if the user wants the node locked.
OF_LOCKED = Consent(lambda _desired: True, "", ignores=lambda desired: desired.fields.get("locked") is not True)


def _tags(tags: t.Sequence[t.Any]) -> list[str]:
    texts = sorted({str(tag) for tag in tags})
    for text in texts:
        if not text or len(text) > MOST_TAG_CHARACTERS or set(text) & set("/,"):
            raise ConfigError(
                [f"tags: '{text}' has to have 1 to {MOST_TAG_CHARACTERS} characters, none of them / or ,"]
            )
    return texts


def _access(version: int) -> t.Callable[[str], str]:
    """The `normalise` of an access address, of one IP version. Nova lets it be changed, but not removed."""

    def checked(text: str) -> str:
        try:
            return str(CLASSES[version](text))
        except ValueError:
            empty = " One that was set once can be changed, but not taken away." if not text else ""
            raise ConfigError([f"access_ipv{version}: '{text}' is no IPv{version} address.{empty}"]) from None

    return checked


def _files(files: t.Mapping[str, t.Any]) -> dict[str, str]:
    return {str(path): str(content) for path, content in files.items() if content is not None}


def _flavor_shown(node: Node) -> t.Any:
    # Before microversion 2.47 only the id is shown.
    return node["flavor"]["name"] or node["flavor"]["id"]


def _is_flavor_of(flavor: t.Mapping[str, t.Any], node: Node) -> bool:
    """Whether a flavor is a node's. A node shows its flavor's name and size as they were when it was made. The flavor
    may have been replaced since by a larger one of the same name."""
    made = node["flavor"]
    return all(made[key] is None or made[key] == flavor[key] for key in ("vcpus", "ram", "disk"))


def _image_shown(node: Node) -> t.Any:
    # A node that boots from a volume does not show the volume's image, but the volume does.
    return node["image"]["id"] if node["image"] else node_origin.image_of_root(node)


def _once_settled(show: t.Callable[[Node], t.Any]) -> t.Callable[[Node], t.Any]:
    # A node gets its addresses and groups while it is being built, so they are unknown until then.
    return lambda node: show(node) if is_settled(node) else UNKNOWN


def _or_unknown(key: str) -> t.Callable[[Node], t.Any]:
    # An empty value means "unknown" here: a node that is on no host has no zone, and older clouds show less.
    return lambda node: node[key] or UNKNOWN


def _or_empty(key: str) -> t.Callable[[Node], t.Any]:
    return lambda node: node[key] or ""


def _user_data_shown(node: Node) -> t.Any:
    """The digest of the user data. Nova shows user data, like the host, only to administrators. So an empty value means
    "none" if the host is shown, and "unknown" otherwise."""
    return node["user_data"] or ("" if "OS-EXT-SRV-ATTR:host" in node["extra"] else UNKNOWN)


def _hidden(_value: t.Any) -> str:
    return "(not shown)"


def _zone(text: str) -> str:
    """The zone in `zone:host`, which administrators may ask for."""
    return text.split(":", 1)[0]


def _same_user_data(wanted: str, shown: str) -> bool:
    return digest(wanted) == shown


def _by_digest(value: str) -> t.Any:
    return value if value.startswith("sha256:") or not value else digest(value)


def _same_zone(wanted: str, shown: str) -> bool:
    return _zone(wanted) == shown


_DISK_PARTS = {"volume": Reference(VOLUME), "image": Reference(IMAGE), "snapshot": Reference(VOLUME_SNAPSHOT)}

NODE_FIELDS: tuple[Field, ...] = (
    Field(
        "image",
        required=True,
        replaced_by=FROM_IMAGE,
        show=_image_shown,
        reference=Reference(IMAGE),
        consent=REBUILD,
        always=lambda desired: desired.state == "rebuilt",
        detailed=True,
        unseen="the volume that it boots from does not say of which image it was made",
    ),
    Field(
        "flavor",
        required=True,
        show=_flavor_shown,
        reference=Reference(FLAVOR, "name", is_of=_is_flavor_of),
        consent=RESIZE,
    ),
    Field("new_name", show=lambda node: node["name"]),
    Field("description", show=_or_empty("description")),
    Field("hostname", show=_or_unknown("hostname"), reading=Microversion("2.90"), unseen=OLD),
    Field("access_ipv4", normalise=_access(4), show=_or_empty("access_ipv4")),
    Field("access_ipv6", normalise=_access(6), show=_or_empty("access_ipv6")),
    Field(
        "networks",
        same=node_networks.has,
        merge=node_networks.added,
        purge=Purge("purge_networks", node_networks.is_all, node_networks.replaced),
        normalise=node_networks.normalised,
        show=_once_settled(node_networks.interfaces),
        unseen=BUILDING,
        display=node_networks.displayed,
        parts={"network": Reference(NETWORK, "name"), "port": Reference(PORT)},
        detailed_for=has_tag,
        fixed=node_networks.other_tags,
    ),
    Field("key_name", consent=WITH_REBUILD, reference=Reference(KEYPAIR, "name")),
    Field(
        "availability_zone",
        updatable=False,
        same=_same_zone,
        show=_or_unknown("availability_zone"),
        reference=Reference(AVAILABILITY_ZONE, "name", part=_zone),
        unseen="a node that is on no host is in no zone",
    ),
    Field(
        "user_data",
        same=_same_user_data,
        consent=WITH_REBUILD,
        normalise=encoded,
        show=_user_data_shown,
        display=_by_digest,
        unseen="Nova shows them to administrators alone",
    ),
    Field("config_drive", updatable=False),
    Field("disk_config", show=lambda node: (node["extra"].get("OS-DCF:diskConfig")) or UNKNOWN, unseen=OLD),
    Field(
        "security_groups",
        same=as_set,
        show=_once_settled(lambda node: node["security_groups"]),
        unseen=BUILDING,
        reference=Reference(SECURITY_GROUP, "name", many=True),
    ),
    METADATA,
    item_set("tags", "purge_tags", _tags, reading=Microversion("2.26")),
    Field(
        "trusted_certs",
        same=as_set,
        consent=WITH_REBUILD,
        show=lambda node: node["trusted_certs"] or [],
        reading=Microversion("2.63"),
    ),
    Field(
        "server_group",
        updatable=False,
        show=node_origin.group_shown,
        reference=Reference(SERVER_GROUP),
        reading=Microversion("2.71"),
        detailed=True,
    ),
    Field(
        "volumes",
        same=node_volumes.VOLUMES.has,
        merge=node_volumes.VOLUMES.added,
        purge=Purge("purge_volumes", node_volumes.VOLUMES.is_all, node_volumes.VOLUMES.replaced),
        normalise=node_volumes.VOLUMES.normalised,
        show=_once_settled(node_volumes.attached),
        unseen=BUILDING,
        display=node_volumes.VOLUMES.displayed,
        parts={"volume": Reference(VOLUME)},
        detailed_for=has_tag,
        fixed=node_volumes.VOLUMES.other_tags,
    ),
    Field(
        "floating_ips",
        same=node_floating_ips.has,
        merge=node_floating_ips.added,
        purge=Purge("purge_floating_ips", node_floating_ips.is_all, node_floating_ips.replaced),
        normalise=node_floating_ips.normalised,
        show=_once_settled(node_floating_ips.shown),
        unseen=BUILDING,
        display=node_floating_ips.displayed,
        parts={
            "address": Reference(FLOATING_IP, "name"),
            "network": Reference(NETWORK, "name"),
            "port": Reference(PORT),
            node_floating_ips.PREFERRED: Reference(NETWORK),
        },
        unseen_parts=keys_in("description"),
    ),
    Field("locked"),
    Field("locked_reason", show=_or_empty("locked_reason"), reading=Microversion("2.73"), consent=OF_LOCKED),
    Field(
        "boot_volume",
        same=node_origin.same_root,
        merge=node_origin.merged_root,
        reachable=node_origin.is_within_reach,
        normalise=node_volumes.normalised_root,
        show=_once_settled(node_origin.root_shown),
        unseen=BUILDING,
        display=node_origin.displayed_root,
        parts=_DISK_PARTS,
        detailed=True,
    ),
    Field(
        "scheduler_hints",
        updatable=False,
        same=node_origin.same_hints,
        show=node_origin.hints_shown,
        reading=Microversion("2.100"),
        unseen=OLD,
    ),
    # A node is made with these, and Nova never shows them afterwards.
    Field("disks", normalise=node_volumes.normalised_disks, show=never, parts=_DISK_PARTS, unseen=MADE_WITH),
    Field("block_device_mapping", show=never, unseen=MADE_WITH),
    Field("files", normalise=_files, show=never, display=_hidden, unseen=MADE_WITH),
    Field(
        "admin_password",
        show=never,
        display=_hidden,
        unseen=MADE_WITH,
        set_anyway=lambda desired: (
            desired.option("update_password") == "always" or desired.state in ("rebuilt", "rescued")
        ),
    ),
)
