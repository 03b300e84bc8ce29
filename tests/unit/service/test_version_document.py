# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Version documents in each service's shape."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.service.version_document import read_versions

NOVA = {"id": "v2.1", "status": "CURRENT", "version": "2.96", "min_version": "2.1", "links": []}
NOVA_READ = {"id": "v2.1", "status": "CURRENT", "min_microversion": "2.1", "max_microversion": "2.96"}
OLD = {"id": "v2.0", "status": "SUPPORTED", "version": "", "min_version": ""}
OLD_READ = {"id": "v2.0", "status": "SUPPORTED", "min_microversion": None, "max_microversion": None}


@pytest.mark.parametrize(
    ("document", "versions"),
    [
        pytest.param({"version": NOVA}, [NOVA_READ], id="one"),
        pytest.param({"versions": [OLD, NOVA]}, [OLD_READ, NOVA_READ], id="all"),
        pytest.param({"versions": {"values": [OLD]}}, [OLD_READ], id="keystone"),
        pytest.param(
            {"versions": [{"id": "v1.0", "status": "CURRENT", "min_version": "1.0", "max_version": "1.39"}]},
            [{"id": "v1.0", "status": "CURRENT", "min_microversion": "1.0", "max_microversion": "1.39"}],
            id="placement",
        ),
        pytest.param({}, [], id="nothing"),
        pytest.param({"versions": []}, [], id="none"),
        pytest.param({"versions": None}, [], id="null"),
        pytest.param({"versions": {"values": None}}, [], id="null-values"),
        pytest.param({"versions": ["v2"]}, [], id="texts"),
        pytest.param({"name": "something else"}, [], id="other"),
        pytest.param({"version": "1.2.3"}, [], id="version-a-text"),
        pytest.param({"version": 5}, [], id="version-a-number"),
    ],
)
def test_read_versions(document: dict[str, Any], versions: list[dict[str, Any]]) -> None:
    assert read_versions(document) == versions
