# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The content of images: whether it is there, whether it is on its way, and whether it is the same as a file's.

Glance takes an image's content once, after the image was made. The content cannot be changed after that. Glance shows
its size in bytes and its checksum: `os_hash_value`, by an algorithm that the operator chose, and an older MD5.
https://docs.openstack.org/api-ref/image/v2/#image-data
"""

from __future__ import annotations

import os
import typing as t

from ..resource.declaration import Values
from ..resource.desired import ABSENT
from ..resource.step import ID, Captured, Download, Step, Wait
from ..transport.files import checksum_of
from .image_reference import read_image

PATH = "/images"
FULL = frozenset(("active", "deactivated"))
# The content is on its way. If an upload was cut, an image may keep such a status for ever.
PASSING = frozenset(("saving", "importing", "uploading"))
# Stands for the content of an image if it is not the wanted one.
OTHER = "another content"

Current = t.Union[Values, None]


def has_content(image: Values) -> bool:
    """Whether the content is there."""
    return image["status"] in FULL and not image["importing"]


def is_passing(image: Current) -> bool:
    """Whether the content is on its way. A snapshot's counts as such even before Nova sends it."""
    if image is None:
        return False
    is_snapshot = image["properties"].get("image_type") == "snapshot"
    return image["status"] in PASSING or image["importing"] or (image["status"] == "queued" and is_snapshot)


def wait_until_stable(image: Values, state: str) -> Wait | None:
    """What to wait for before the image is compared: content that is on its way. If it does not arrive, its upload was
    cut. None if there is nothing to wait for."""
    if state == ABSENT or not is_passing(image):
        return None
    return Wait(f"image '{image['name']}' to have its content", lambda one: not is_passing(one), best_effort=True)


def fault(image: Values) -> str | None:
    """Why an image cannot be used, None if it can."""
    if image["status"] != "killed" and not is_passing(image):
        return None
    how_it_is = f"Image '{image['name']}' ({image['id']}) is in status {image['status']}"
    if not never_usable(image):
        return f"{how_it_is} and is still being imported. Set wait_timeout higher, or look at what becomes of it."
    return (
        f"{how_it_is} and gets no content: perhaps an upload was cut. Set on_error to recreate to have it made anew, or"
        " wait_timeout higher if somebody still sends it."
    )


def never_usable(image: Values) -> bool:
    """Whether the image never got its content."""
    return image["status"] not in FULL


def checksums(image: Values) -> list[str]:
    """All checksums that the service shows, each as `sha512:1a2b...`, the strongest first."""
    said = ((image["hash_algorithm"], image["hash_value"]), ("md5", image["checksum"]))
    return [f"{algorithm}:{value}" for algorithm, value in said if algorithm and value]


def is_that_of(path: str, image: Values) -> bool:
    """Whether a file has the same content as an image. False if the image has no checksum or the file does not exist.

    Raises:
        ConfigError: the file cannot be read.
    """
    known = checksums(image)
    if not known or not os.path.isfile(path) or (image["size"] is not None and os.path.getsize(path) != image["size"]):
        return False
    algorithm, value = known[0].split(":")
    return checksum_of(path, algorithm) == value


def upload(name: str, path: str, checksum: str | None) -> Step:
    """The step that uploads a file, waits for the content and compares its checksum."""
    verdicts: dict[str, str | None] = {}

    def problem(image: Values) -> str | None:
        # Called twice for each poll. The verdict is kept, so that the file is read once.
        if image["id"] not in verdicts:
            verdicts[image["id"]] = _problem_of_file(path, image) or _problem_of_checksum(checksum, image)
        return verdicts[image["id"]]

    title = f"upload {path} into image '{name}'"
    return Step(title, "PUT", f"{PATH}/{ID}/file", upload=path, wait=_until_full(name, problem))


def download(name: str, path: str) -> list[Step]:
    """The steps that download the content into a file, and compare it with the service's checksum and size."""
    title = f"download image '{name}' into {path}"
    return [
        Step(title, "GET", f"{PATH}/{ID}", captures={"checksum": _first_checksum, "size": lambda raw: raw.get("size")}),
        Step(title, "GET", f"{PATH}/{ID}/file", download=Download(path, Captured("checksum"), Captured("size"))),
    ]


def load(name: str, url: str, checksum: str | None) -> Step:
    """The step with which the service fetches the content from a URL.
    https://docs.openstack.org/api-ref/image/v2/#import-an-image"""
    body = {"method": {"name": "web-download", "uri": url}}
    wait = _until_full(name, lambda image: _problem_of_checksum(checksum, image))
    return Step(f"import {url} into image '{name}'", "POST", f"{PATH}/{ID}/import", body, wait=wait)


def until_snapshot(name: str) -> Wait:
    """Wait until Nova has uploaded the content of a snapshot."""
    return _until_full(name, lambda _image: None)


def _first_checksum(raw: t.Dict[str, t.Any]) -> tuple[str, str] | None:
    known = checksums(read_image(raw))
    if not known:
        return None
    algorithm, value = known[0].split(":")
    return algorithm, value


def _problem_of_file(path: str, image: Values) -> str | None:
    if is_that_of(path, image):
        return None
    return f"What the service has of it is not what is in {path}: its checksum is {' or '.join(checksums(image))}."


def _problem_of_checksum(checksum: str | None, image: Values) -> str | None:
    if checksum is None or checksum in checksums(image):
        return None
    return f"Its checksum is {' or '.join(checksums(image))}, wanted {checksum}."


def _until_full(name: str, problem: t.Callable[[Values], str | None]) -> Wait:
    """Wait until an image has its content and `problem` finds nothing wrong with it."""

    def reached(image: Current) -> bool:
        return image is not None and has_content(image) and problem(image) is None

    def failed(image: Current) -> str | None:
        if image is None:
            return f"Image '{name}' is gone: the service removes what it cannot fill, or somebody else did."
        if has_content(image):
            found = problem(image)
            advice = " Set replace to true to have it made anew."
            return f"{found}{advice}" if found else None
        if image["status"] == "killed" or not is_passing(image):
            return (
                f"The service gave it up, and does not say why: image '{name}' is {image['status']}, without content."
            )
        return None

    return Wait(f"image '{name}' to have its content", reached, failed)
