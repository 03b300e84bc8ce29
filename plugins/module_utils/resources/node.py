# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Nodes: Nova's servers. https://docs.openstack.org/api-ref/compute/#servers-servers"""

from __future__ import annotations

import base64
import json
import typing as t

from ..resource.compare import added, as_set, contained
from ..resource.declaration import UNKNOWN, Changes, Field, Json, Reference, Resource
from ..resource.referred import id_of
from ..resource.step import ID, Step, Wait
from ..service.microversion import Microversion
from .availability_zone import AVAILABILITY_ZONE
from .flavor import FLAVOR
from .image import IMAGE
from .keypair import KEYPAIR
from .network import NETWORK
from .node_view import digest, read_node
from .security_group import SECURITY_GROUP

Node = t.Mapping[str, t.Any]

# From here on a node shows its flavor's name, so that comparing it needs no further request.
READING = Microversion("2.47")
# From here on Nova takes the words `auto` and `none` for networks. It also no longer makes up a description (2.19).
MAKING = Microversion("2.37")
MAKING_WITH_WORDS = Microversion("2.37", needed=True)

PASSING_STATUSES = frozenset(
    ("BUILD", "REBUILD", "REBOOT", "HARD_REBOOT", "RESIZE", "REVERT_RESIZE", "MIGRATING", "PASSWORD")
)


def create(wanted: Node) -> list[Step]:
    """Make a node."""
    body: Json = {"name": wanted["name"], "imageRef": wanted["image"], "flavorRef": wanted["flavor"]}
    for name in ("key_name", "availability_zone", "metadata"):
        if name in wanted:
            body[name] = wanted[name]
    if "security_groups" in wanted:
        body["security_groups"] = [{"name": group} for group in wanted["security_groups"]]
    if "user_data" in wanted:
        body["user_data"] = wanted["user_data"]
    networks = wanted.get("networks")
    # Without a word about networks Nova would take the only one there is, but refuse that from 2.37 on.
    words = "auto" if networks is None else "none"
    body["networks"] = [{"uuid": network} for network in networks] if networks else words
    making = Step(
        title=f"create node '{wanted['name']}'",
        method="POST",
        path="/servers",
        body={"server": body},
        microversion=MAKING if networks else MAKING_WITH_WORDS,
        wait=Wait(f"node '{wanted['name']}' to become active", is_active, build_failure),
    )
    if wanted.get("security_groups") == []:
        # Nova takes the empty list for none said, and gives the node its project's default.
        return [making, _security_group(wanted, "remove", "default")]
    return [making]


def update(current: Node, changes: Changes) -> list[Step]:
    """Change a node in what can be changed."""
    steps = []
    if "metadata" in changes:
        before, after = changes["metadata"]
        new = {key: value for key, value in after.items() if before.get(key) != value}
        steps.append(
            Step(f"set metadata of node '{current['name']}'", "POST", f"/servers/{ID}/metadata", {"metadata": new})
        )
    if "security_groups" in changes:
        before, after = changes["security_groups"]
        # First add, then remove: the node is never without the rules that both have.
        steps += [_security_group(current, "add", group) for group in sorted(set(after) - set(before))]
        steps += [_security_group(current, "remove", group) for group in sorted(set(before) - set(after))]
    return steps


def delete(current: Node) -> list[Step]:
    """Be rid of a node."""
    title = f"delete node '{current['name']}'"
    return [Step(title, "DELETE", f"/servers/{ID}", wait=_until_gone(current))]


def settle(current: Node, state: str) -> Wait | None:
    """A node that is on its way somewhere is left to arrive; to delete one that is not there yet, nobody need wait."""
    if current["task_state"] in ("deleting", "soft-deleting") or is_gone(current):
        return _until_gone(current)
    if state != "absent" and not is_settled(current):
        return Wait(f"node '{current['name']}' to finish what it is doing", is_settled, build_failure)
    return None


def fault(current: Node) -> str | None:
    """Why Nova gave a node up."""
    return build_failure(current) if current["status"] == "ERROR" else None


def predict(current: Node | None, fields: Node) -> Json:
    """What a node will look like, in the shape of one that is there."""
    if "security_groups" in fields:
        fields = {**fields, "security_groups": sorted(fields["security_groups"])}
    if current is not None:
        return {**current, **fields}
    expected = read_node({"id": None, "name": fields["name"], "status": "ACTIVE"})
    same_name = ("metadata", "key_name", "availability_zone", "security_groups")
    expected.update({name: fields[name] for name in same_name if name in fields})
    expected["flavor"]["name"] = fields["flavor"]
    expected["image"] = {"id": None, "name": fields["image"]}
    return expected


def is_settled(current: Node | None) -> bool:
    """Whether nothing is being done with the node."""
    return current is None or (current["status"] not in PASSING_STATUSES and current["task_state"] is None)


def is_gone(current: Node | None) -> bool:
    """Whether there is no such node any more. Some clouds keep deleted nodes for a while and show them by their ids."""
    return current is None or current["status"] in ("DELETED", "SOFT_DELETED")


def is_active(current: Node | None) -> bool:
    """Whether the node runs."""
    return current is not None and current["status"] == "ACTIVE" and current["task_state"] is None


def build_failure(current: Node | None) -> str | None:
    """Why a node will not become active, in Nova's words."""
    if current is None:
        return "The node was deleted by somebody else meanwhile."
    if current["status"] != "ERROR":
        return None
    reason = str((current["fault"] or {}).get("message") or "Nova does not say why").rstrip(". ")
    return (
        f"Node '{current['name']}' ({current['id']}) is in status ERROR: {reason}. Remove it (state absent) before it"
        " is made anew."
    )


def _until_gone(current: Node) -> Wait:
    return Wait(f"node '{current['name']}' to be gone", is_gone, for_its_end=True)


def _security_group(current: Node, verb: str, group: str) -> Step:
    preposition = "to" if verb == "add" else "from"
    return Step(
        title=f"{verb} security group '{group}' {preposition} node '{current['name']}'",
        method="POST",
        path=f"/servers/{ID}/action",
        body={f"{verb}SecurityGroup": {"name": id_of(group)}},
    )


def as_texts(metadata: t.Mapping[str, t.Any]) -> dict[str, str]:
    """Metadata as Nova takes it. YAML's `true` and `5` become the texts `true` and `5`."""
    return {str(key): value if isinstance(value, str) else json.dumps(value) for key, value in metadata.items()}


def encoded(user_data: str) -> str:
    """User data as Nova takes it."""
    return base64.b64encode(user_data.encode()).decode()


def _flavor_shown(node: Node) -> t.Any:
    # Before microversion 2.47 only the id is shown.
    return node["flavor"]["name"] or node["flavor"]["id"]


def _image_shown(node: Node) -> t.Any:
    # A node that boots from a volume does not say which image the volume was made from.
    return node["image"]["id"] if node["image"] else UNKNOWN


def _networks_shown(node: Node) -> t.Any:
    if not is_settled(node):
        return UNKNOWN  # it gets its addresses while it is built
    return sorted({address["network"] for address in node["addresses"]})


def _security_groups_shown(node: Node) -> t.Any:
    return node["security_groups"] if is_settled(node) else UNKNOWN


def _availability_zone_shown(node: Node) -> t.Any:
    # A node that is on no host, being built or shelved, is in no zone.
    return node["availability_zone"] or UNKNOWN


def _user_data_shown(node: Node) -> t.Any:
    # Only administrators are shown it.
    return node["user_data"] or UNKNOWN


def _same_user_data(wanted: str, shown: str) -> bool:
    return digest(wanted) == shown


def _zone(text: str) -> str:
    """The zone of `zone:host`, which administrators may ask for."""
    return text.split(":", 1)[0]


NODE = Resource(
    name="node",
    plural="nodes",
    service="compute",
    path="/servers",
    list_path="/servers/detail",
    one="server",
    many="servers",
    read=read_node,
    # Nova takes the name as a regular expression.
    named=lambda name: (("name", f"^{_escaped(name)}$"),),
    microversion=READING,
    fields=(
        Field("image", updatable=False, required=True, show=_image_shown, reference=Reference(IMAGE)),
        Field("flavor", updatable=False, required=True, show=_flavor_shown, reference=Reference(FLAVOR, "name")),
        Field(
            "networks",
            same=as_set,
            updatable=False,
            show=_networks_shown,
            reference=Reference(NETWORK, "name", many=True),
        ),
        Field("key_name", updatable=False, reference=Reference(KEYPAIR, "name")),
        Field(
            "availability_zone",
            updatable=False,
            show=_availability_zone_shown,
            reference=Reference(AVAILABILITY_ZONE, "name", part=_zone),
        ),
        Field(
            "user_data",
            same=_same_user_data,
            updatable=False,
            normalise=encoded,
            show=_user_data_shown,
            display=digest,
        ),
        Field(
            "security_groups",
            same=as_set,
            show=_security_groups_shown,
            reference=Reference(SECURITY_GROUP, "name", many=True),
        ),
        Field("metadata", same=contained, merge=added, normalise=as_texts),
    ),
    create=create,
    update=update,
    delete=delete,
    predict=predict,
    settle=settle,
    fault=fault,
)


def _escaped(name: str) -> str:
    """A name as a regular expression that means just this name, in the dialect of any database Nova runs on."""
    return "".join(f"\\{letter}" if letter in "\\.^$*+?()[]{}|" else letter for letter in name)
