# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An image that is to be replaced is left alone where the quota has no room for another."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, succeed


@pytest.fixture
def replacing(ansible: Ansible, tmp_path: pathlib.Path) -> dict[str, Any]:
    """Options that replace an image which is there."""
    src = tmp_path / "disk.raw"
    src.write_bytes(b"a" * 3 * 2**20)
    options: dict[str, Any] = {"name": "golden", "src": str(src), "disk_format": "raw", "replace": True}
    succeed(ansible.run("os_image", **options))
    src.write_bytes(b"b" * 2**20)
    ansible.cloud.clear_log()
    return options


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({"image_count_total": 0}, "it has 1 of 0 images."),
        ({"image_size_total": 2}, "it has 3 of 2 MiB of images."),
        ({"image_size_total": 2, "image_count_total": 0}, "it has 1 of 0 images and 3 of 2 MiB of images."),
    ],
    ids=["count", "size", "both"],
)
def test_no_room(
    ansible: Ansible, cloud: FakeCloud, replacing: dict[str, Any], limits: dict[str, int], message: str
) -> None:
    before = dict(cloud.image.named("golden"))
    cloud.image.limits.update(limits)
    for check in (True, False):
        assert message in fail(ansible.run("os_image", **replacing, check=check))
    assert ansible.writes() == []
    assert cloud.image.named("golden") == before


@pytest.mark.parametrize("limits", [{}, {"image_count_total": 10, "image_size_total": -1}, {"image_size_total": 3}])
def test_room_enough(ansible: Ansible, cloud: FakeCloud, replacing: dict[str, Any], limits: dict[str, int]) -> None:
    cloud.image.limits.update(limits)
    assert succeed(ansible.run("os_image", **replacing)).changed
    assert not succeed(ansible.run("os_image", **replacing)).changed


def test_old_service_does_not_tell(ansible: Ansible, cloud: FakeCloud, replacing: dict[str, Any]) -> None:
    cloud.faults.add(path="/v2/info/usage", status=404)
    assert succeed(ansible.run("os_image", **replacing)).changed
