# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of DNS, of networks and ports, on a cloud that has them: capital and small letters are the same."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.network.attributes import DNS, RESOURCES
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, succeed


@pytest.fixture(autouse=True)
def extensions(monkeypatch: pytest.MonkeyPatch) -> None:
    for resource in RESOURCES:
        for name, attribute in DNS.get(resource.collection, {}).items():
            monkeypatch.setitem(resource.attributes, name, attribute)


@pytest.mark.parametrize(
    ("module", "options"),
    [
        ("os_network", {"dns_domain": "Example.ORG."}),
        ("os_port", {"network": "public", "dns_name": "Web1", "dns_domain": "Example.ORG."}),
    ],
)
def test_names_are_the_same_in_small_letters(ansible: Ansible, module: str, options: dict[str, Any]) -> None:
    predicted = succeed(ansible.run(module, name="named", **options, check=True, diff=True))
    made = succeed(ansible.run(module, name="named", **options, diff=True))
    assert predicted["diff"] == made["diff"]
    assert made[module[3:]]["dns_domain"] == "example.org."
    assert not succeed(ansible.run(module, name="named", **options)).changed
