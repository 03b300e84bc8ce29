# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Images: the whole declaration, with which they are created, filled, changed, shared and removed.

`image_reference.py` has only what others need to refer to an image: how one is read and found. This file builds on it.
Source: https://docs.openstack.org/api-ref/image/v2/
"""

from __future__ import annotations

import dataclasses
import re
import typing as t

from ..errors import ConfigError
from ..resource.declaration import UNKNOWN, Changes, Consent, Field, Json, Reference, Values, item_set, mapping
from ..resource.desired import ABSENT, Desired
from ..resource.reference import id_of
from ..resource.step import ID, Change, Step
from ..service.cloud import Cloud
from ..service.microversion import Microversion
from ..service.paging import Query
from . import image_content as content
from . import image_members as members
from .image_patch import of_properties, patch, replacements
from .image_preflight import blockers, preflight
from .image_reference import IMAGE, as_properties, read_image
from .node.node import NODE
from .project import REFERRED_PROJECT
from .shared_fields import as_tags

PATH = content.PATH
# Since 2.45 the answer has the id of the image that is being made.
SNAPSHOT = Microversion("2.45", needed=True, reason="To make an image of a node")
# Our word -> Glance's, of the formats of an image's content.
FORMATS = {"disk_format": "disk_format", "container_format": "container_format"}
# Our word -> Glance's, of the other fields that a new image is created with.
PLAIN = {
    "min_disk": "min_disk",
    "min_ram": "min_ram",
    "visibility": "visibility",
    "protected": "protected",
    "owner": "owner",
    "tags": "tags",
}
# Our word -> Glance's, of the fields that can be changed. Hiding is a change too, not a part of the creation: a hidden
# image would not be found by its name while it is being made.
CHANGEABLE = {"new_name": "name", **PLAIN, "hidden": "os_hidden"}
SOURCES = ("src", "url", "node")
# A change of one of these needs another image, since content cannot be changed.
CONTENT = {"src", "checksum", *FORMATS}
# How many letters of an image's name go into the interim name of its replacement. Glance takes 255 letters in all.
MOST_OF_NAME = 200
# A replacement gets these last, when the old image is gone. Before that, a protected one could not be removed again,
# and a deactivated one could not be downloaded.
AT_LAST = ("protected", "deactivated", "dest")
# A replacement takes these over from the old image.
KEPT = (*FORMATS, *PLAIN, "hidden", "properties", "members")


def extra_queries(desired: Desired) -> list[Query]:
    """More queries for an image. Plain lists leave out hidden images, and shared ones that this project has not
    accepted."""
    found: list[Query] = []
    if "hidden" in desired.fields or desired.state == ABSENT:
        found.append((("os_hidden", "true"),))
    if "membership" in desired.fields:
        found.append((("visibility", "shared"), ("member_status", "all")))
    return found


def details(cloud: Cloud, images: t.Sequence[Json], desired: Desired) -> dict[str, Json]:
    """More details of each image, by id: whether files have its content, its members, this project's membership."""
    return {image["id"]: _details(cloud, image, desired) for image in images if desired.state != ABSENT}


def _details(cloud: Cloud, image: Json, desired: Desired) -> Json:
    found: Json = {}
    for option in ("src", "dest"):
        path = desired.fields.get(option)
        if path is not None and content.has_content(image):
            found[option] = path if content.is_that_of(path, image) else content.OTHER
    if "members" in desired.fields or desired.option("replace"):
        found["members"] = [one["project_id"] for one in members.read(cloud, image)]
    if "membership" in desired.fields:
        found.update(members.own(cloud, image))
    return found


def create(wanted: Values, _desired: Desired) -> Change:
    """Plan the creation: make an image, give it content, then share it and so on.

    Raises:
        ConfigError: no source is given, or more than one; or a needed option is missing.
    """
    source = _source(wanted)
    name = wanted["name"]
    if "membership" in wanted:
        raise ConfigError([f"There is no image '{name}' that is shared with this project."])
    if source is None:
        raise ConfigError([f"There is no image '{name}' yet; to make it, give src, url or node."])
    if source == "node":
        steps = [_snapshot(wanted), *patch(name, replacements(wanted, PLAIN))]
    else:
        steps = [_make(wanted), _fill(wanted, name)]
    steps += patch(name, replacements({"hidden": True} if wanted.get("hidden") else {}, CHANGEABLE))
    steps += members.to_members(name, (), wanted.get("members", ()))
    return Change((*steps, *_last(name, wanted)))


def _source(wanted: Values) -> str | None:
    said = [source for source in SOURCES if source in wanted]
    if len(said) > 1:
        raise ConfigError([f"An image is made from one thing, not from {' and '.join(said)}."])
    return said[0] if said else None


def _make(wanted: Values) -> Step:
    if "disk_format" not in wanted:
        raise ConfigError([f"To make image '{wanted['name']}', give disk_format (like qcow2 or raw) too."])
    body = {"name": wanted["name"], "container_format": "bare", **wanted.get("properties", {})}
    body.update({api_name: wanted[option] for option, api_name in {**FORMATS, **PLAIN}.items() if option in wanted})
    return Step(f"create image '{wanted['name']}'", "POST", PATH, body, makes=True)


def _fill(wanted: Values, name: str) -> Step:
    checksum = wanted.get("checksum")
    if "src" in wanted:
        return content.upload(name, wanted["src"], checksum)
    return content.load(name, wanted["url"], checksum)


def _snapshot(wanted: Values) -> Step:
    """The step with which Nova makes an image of a node.
    https://docs.openstack.org/api-ref/compute/#create-image-createimage-action"""
    name = wanted["name"]
    return Step(
        f"make image '{name}' of node '{wanted['node']}'",
        "POST",
        f"/servers/{id_of(wanted['node'])}/action",
        {"createImage": {"name": name, "metadata": wanted.get("properties", {})}},
        microversion=SNAPSHOT,
        wait=content.until_snapshot(name),
        service="compute",
        captures={"id": lambda answer: answer["image_id"]},
    )


def update(image: Values, changes: Changes, desired: Desired) -> Change:
    """Plan a change. If the content changes, the image is replaced by another.

    Raises:
        ConfigError: more than one source is given, none for a replacement, or there is no content to download.
    """
    name = image["name"] or image["id"]
    after = {option: change[1] for option, change in changes.items()}
    _source(desired.fields)
    if content.has_content(image) and CONTENT & set(changes):
        return _replace(image, after, desired)
    operations = replacements(after, CHANGEABLE) + of_properties(*changes.get("properties", ({}, {})))
    filling: list[Step] = []
    if "src" in changes or "url" in changes:
        said = {option: desired.fields[option] for option in FORMATS if option in desired.fields}
        operations += replacements({option: value for option, value in said.items() if value != image[option]}, FORMATS)
        filling = [_fill(desired.fields, name)]
    if "dest" in changes and not (filling or content.has_content(image)):
        # The service's answer would be empty, and would overwrite the file.
        raise ConfigError([f"Image '{name}' ({image['id']}) is {image['status']}, without content to put into dest."])
    steps = [*patch(name, operations), *filling]
    if "members" in changes:
        steps += members.to_members(name, *changes["members"])
    if "membership" in changes:
        steps.append(members.to_membership(name, image.get("member_id"), after["membership"]))
    return Change((*steps, *_last(name, after)))


def _replace(image: Values, after: Values, desired: Desired) -> Change:
    """Replace an image: make another, which takes over all that does not change, and then remove the old one.

    The old one is removed only when the new one has its content. Until then the new one has an interim name, since
    whoever names the image still means the old one.
    """
    name = image["name"]
    if _source(desired.fields) is None:
        raise ConfigError([f"To make image '{name}' ({image['id']}) anew, give src or url too."])
    kept = {option: image[option] for option in KEPT if image.get(option) is not None}
    wanted = {**desired.fields, **kept, **after, "name": f"{name[:MOST_OF_NAME]} (in place of {image['id']})"}
    last = {option: wanted.pop(option) for option in AT_LAST if option in wanted}
    first, *filling = create(wanted, desired).steps
    removing = [dataclasses.replace(one, path=one.path.replace(ID, image["id"])) for one in delete(image, desired)]
    naming = patch(wanted["name"], replacements({"new_name": after.get("new_name", name), **last}, CHANGEABLE))
    steps = (dataclasses.replace(first, called=wanted["name"]), *filling, *removing, *naming, *_last(name, last))
    return Change(steps, kept=kept)


def delete(image: Values, desired: Desired) -> list[Step]:
    """Plan the removal of an image. A protected one is unprotected first, if the user set `protected` to false."""
    name = image["name"] or image["id"]
    unprotecting = image["protected"] and desired.fields.get("protected") is False
    first = patch(name, replacements({"protected": False}, CHANGEABLE)) if unprotecting else []
    return [*first, Step(f"delete image '{name}'", "DELETE", f"{PATH}/{ID}")]


def _last(name: str, wanted: Values) -> list[Step]:
    """The last steps, which need the image's content: reactivate, download, deactivate."""
    steps: list[Step] = []
    if wanted.get("deactivated") is False:
        steps += [Step(f"reactivate image '{name}'", "POST", f"{PATH}/{ID}/actions/reactivate")]
    if "dest" in wanted:
        steps += content.download(name, wanted["dest"])
    if wanted.get("deactivated"):
        steps += [Step(f"deactivate image '{name}'", "POST", f"{PATH}/{ID}/actions/deactivate")]
    return steps


def predict(image: Values | None, fields: Values, _state: str) -> Json:
    """The predicted image."""
    base = image or {**read_image({"id": None, "name": None}), "container_format": "bare", "name": fields["name"]}
    shown = {key: value for key, value in fields.items() if key in base}
    renamed = {"name": fields["new_name"]} if "new_name" in fields else {}
    owned = {"project_id": fields["owner"]} if "owner" in fields else {}
    is_deactivated = fields.get("deactivated", base["status"] == "deactivated")
    return {
        **base,
        **shown,
        **renamed,
        **owned,
        "checksum": base["checksum"],
        "status": "deactivated" if is_deactivated else "active",
    }


def _checksum(text: str) -> str:
    """A checksum as it is compared, like `sha512:0a1b2c...`.

    Raises:
        ConfigError: the text is not a checksum.
    """
    if not re.fullmatch(r"[a-z0-9_-]+:[0-9a-f]+", text.lower()):
        raise ConfigError([f"checksum is {text!r}, but has to be like sha512:0a1b2c..."])
    return text.lower()


def _deactivated(image: Values) -> t.Any:
    return image["status"] == "deactivated"


REPLACED: t.Final = Consent(
    opens=lambda desired: bool(desired.option("replace")),
    advice="Set replace to true to remove it and make it anew; nodes that were made from it keep what they have.",
    not_needed=lambda before: before is None,
)


EMPTY = "the image has no content yet"


def _unless_empty(option: str) -> t.Callable[[Values], t.Any]:
    """The `show` of a field that is unknown until the image has its content."""
    return lambda image: image[option] if content.has_content(image) else UNKNOWN


MANAGED_IMAGE = dataclasses.replace(
    IMAGE,
    exclusive=True,
    owner="owner",
    born_with=("node", "properties", "disk_format", "container_format"),
    fields=(
        Field("new_name", show=lambda image: image["name"]),
        Field("src", consent=REPLACED, detailed=True),
        Field(
            "url",
            show=lambda image: UNKNOWN if content.has_content(image) else None,
            unseen="the image service does not tell where a content came from; give checksum",
            set_anyway=lambda desired: "checksum" in desired.fields,
        ),
        Field(
            "checksum",
            same=lambda wanted, there: wanted in there,
            normalise=_checksum,
            show=lambda image: content.checksums(image) if content.has_content(image) else UNKNOWN,
            unseen=EMPTY,
            consent=REPLACED,
        ),
        Field(
            "node",
            show=lambda image: image["properties"].get("instance_uuid") or UNKNOWN,
            unseen="the image does not say which node it was made of",
            reference=Reference(NODE),
            updatable=False,
        ),
        *(Field(option, show=_unless_empty(option), consent=REPLACED, unseen=EMPTY) for option in FORMATS),
        Field("min_disk"),
        Field("min_ram"),
        Field("visibility"),
        Field("protected"),
        Field("hidden"),
        Field("owner", show=lambda image: image["project_id"], reference=Reference(REFERRED_PROJECT)),
        item_set("tags", "purge_tags", as_tags),
        mapping("properties", "purge_properties", as_properties),
        Field("deactivated", show=_deactivated),
        item_set("members", "purge_members", as_tags, reference=Reference(REFERRED_PROJECT, many=True), detailed=True),
        Field("membership", detailed=True),
        Field("dest", detailed=True),
    ),
    policies=("purge_members", "purge_properties", "purge_tags", "replace", "on_drift", "on_error"),
    extra_queries=extra_queries,
    details=details,
    create=create,
    update=update,
    delete=delete,
    predict=predict,
    wait_until_stable=content.wait_until_stable,
    fault=content.fault,
    never_usable=content.never_usable,
    preflight=preflight,
    blockers=blockers,
)
