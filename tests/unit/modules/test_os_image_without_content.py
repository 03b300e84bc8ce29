# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""os_image and an image that was made and has got no content."""

from __future__ import annotations

import pathlib

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, succeed


@pytest.fixture(autouse=True)
def empty(cloud: FakeCloud) -> None:
    project = cloud.accounts.project("demo", "default")
    assert project is not None
    cloud.image.queue("empty", project.id)


def test_a_file_is_not_replaced_with_nothing(ansible: Ansible, tmp_path: pathlib.Path) -> None:
    dest = tmp_path / "here.raw"
    dest.write_bytes(b"before")
    for check in (True, False):
        message = fail(ansible.run("os_image", name="empty", dest=str(dest), check=check))
        assert "is queued, without content to put into dest" in message
    assert dest.read_bytes() == b"before"


def test_it_gets_its_content_and_then_the_file_does(ansible: Ansible, tmp_path: pathlib.Path) -> None:
    src, dest = tmp_path / "disk.raw", tmp_path / "here.raw"
    src.write_bytes(b"content")
    succeed(ansible.run("os_image", name="empty", src=str(src), dest=str(dest)))
    assert dest.read_bytes() == b"content"
