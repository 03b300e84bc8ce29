# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lookup os_endpoint, as templates call it."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator

import pytest
from ansible.errors import AnsibleLookupError
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.loader import lookup_loader
from ansible.template import Templar

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.support import demo_cloud, empty_home

NAME = "nodeworks.openstack.os_endpoint"


@pytest.fixture
def cloud(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeCloud]:
    home = empty_home(tmp_path, monkeypatch)
    with demo_cloud() as fake:
        (home / "clouds.yaml").write_text(fake.clouds_yaml(), encoding="utf-8")
        yield fake


def looked_up(*terms: str, **options: object) -> list[str]:
    loader = DataLoader()
    found: list[str] = lookup_loader.get(NAME, loader=loader, templar=Templar(loader=loader)).run(
        list(terms), variables={}, **options
    )
    return found


def test_urls_in_the_order_of_the_terms(cloud: FakeCloud) -> None:
    """By our words, and by types of the catalog."""
    one, two, three = looked_up("image", "compute", "volumev3", cloud="loopback", region="RegionTwo")
    assert [url.startswith("http://127.0.0.1:") for url in (one, two, three)] == [True] * 3
    assert one != two != three
    assert looked_up("volume", cloud="loopback", region_name="RegionTwo") == [three]
    assert looked_up("compute", cloud="loopback", region_name="RegionOne") != [two]
    assert looked_up(cloud="loopback") == []


def test_what_cannot_be_answered_is_an_error(cloud: FakeCloud) -> None:
    with pytest.raises(AnsibleLookupError, match="os_endpoint has no option regio, x"):
        looked_up("image", cloud="loopback", regio="RegionTwo", x=1)
    with pytest.raises(AnsibleLookupError, match="Could not find specified endpoint: no 'dns' service"):
        looked_up("dns", cloud="loopback")
    cloud.accounts.users[0].password = "never-show-this"
    with pytest.raises(AnsibleLookupError) as caught:
        looked_up("image", cloud="loopback", password="wrong-and-never-shown", token_cache=False)
    assert "requires authentication" in str(caught.value)
    assert "wrong-and-never-shown" not in str(caught.value)
