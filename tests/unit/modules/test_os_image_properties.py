# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""os_image: what is no property is not changed as if it were one."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail


@pytest.mark.parametrize("name", ["golden", "new"])
@pytest.mark.parametrize("properties", [{"owner": "somebody"}, {"min_disk": 5}, {"protected": True, "os_distro": "x"}])
def test_what_every_image_has_is_no_property(
    ansible: Ansible, cloud: FakeCloud, tmp_path: pathlib.Path, name: str, properties: dict[str, Any]
) -> None:
    project = cloud.accounts.project("demo", "default")
    assert project is not None
    cloud.image.add_image("golden", owner=project.id, visibility="private")
    src = tmp_path / "disk.raw"
    src.write_bytes(b"content")
    source: dict[str, Any] = {"src": str(src), "disk_format": "raw"} if name == "new" else {}
    for check in (True, False):
        message = fail(ansible.run("os_image", name=name, properties=properties, check=check, **source))
        assert f"properties has {next(iter(properties))}, which is no property" in message
    assert ansible.writes() == []
