# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for the content of an image, and what the service says of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.step import Download, Wait
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.image_content import (
    download,
    load,
    until_snapshot,
    upload,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.image_reference import read_image

MD5 = "0" * 32


def image(status: str, **more: Any) -> dict[str, Any]:
    return read_image({"id": "i1", "name": "golden", "status": status, "checksum": MD5, "size": 3, **more})


def wait_of(checksum: str | None) -> Wait:
    wait = load("golden", "http://example.org/x", checksum).wait
    assert wait is not None
    return wait


@pytest.mark.parametrize("checksum", [None, f"md5:{MD5}"])
def test_content_that_is_as_wanted(checksum: str | None) -> None:
    wait = wait_of(checksum)
    assert wait.failed is not None
    assert wait.reached(image("active"))
    assert wait.failed(image("active")) is None


def test_content_with_another_checksum() -> None:
    wait = wait_of("md5:f")
    assert wait.failed is not None
    assert not wait.reached(image("active"))
    problem = wait.failed(image("active"))
    assert problem is not None
    assert problem.startswith(f"Its checksum is md5:{MD5}, wanted md5:f. Set replace to true")


def test_image_that_is_gone() -> None:
    wait = until_snapshot("golden")
    assert wait.failed is not None
    assert not wait.reached(None)
    assert wait.failed(None) == "Image 'golden' is gone: the service removes what it cannot fill, or somebody else did."


@pytest.mark.parametrize(
    "more",
    [
        {"status": "saving"},
        {"status": "importing"},
        {"status": "uploading"},
        {"status": "queued", "os_glance_import_task": "t1"},
        {"status": "active", "os_glance_import_task": "t1"},
        {"status": "queued", "image_type": "snapshot"},
    ],
)
def test_content_on_its_way_is_waited_for(more: dict[str, Any]) -> None:
    wait = until_snapshot("golden")
    assert wait.failed is not None
    assert not wait.reached(image(**more))
    assert wait.failed(image(**more)) is None


@pytest.mark.parametrize("status", ["killed", "queued"])
def test_content_that_does_not_come(status: str) -> None:
    wait = until_snapshot("golden")
    assert wait.failed is not None
    assert wait.failed(image(status)) == (
        f"The service gave it up, and does not say why: image 'golden' is {status}, without content."
    )


def test_checksum_to_compare_a_download_with() -> None:
    """The best that there is; none of an image of which the service says none."""
    looking, fetching = download("golden", "/nowhere/x")
    assert isinstance(fetching.download, Download)
    read = looking.captures["checksum"]
    assert read({"id": "i1", "name": "golden"}) is None
    assert read({"id": "i1", "name": "golden", "checksum": MD5}) == ("md5", MD5)
    better = {"os_hash_algo": "sha512", "os_hash_value": "f" * 128}
    assert read({"id": "i1", "name": "golden", "checksum": MD5, **better}) == ("sha512", "f" * 128)


def test_upload_of_what_is_another_content(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"abc")
    wait = upload("golden", str(path), None).wait
    assert wait is not None
    assert wait.failed is not None
    problem = wait.failed(image("active"))
    assert problem is not None
    assert f"What the service has of it is not what is in {path}: its checksum is md5:{MD5}." in problem
