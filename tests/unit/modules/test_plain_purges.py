# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Of lists and mappings of plain resources: what is not named stays, and goes only with purge_..."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, succeed

# Module, other options, the option with several values, with one of them, and the one besides that is added.
PURGES: list[tuple[str, dict[str, Any], str, Any, Any]] = [
    ("os_host_aggregate", {}, "hosts", ["compute-1", "compute-2"], ["compute-2"]),
    ("os_host_aggregate", {}, "metadata", {"a": "1", "b": "2"}, {"b": "2"}),
    ("os_volume_type", {}, "extra_specs", {"a": "1", "b": "2"}, {"b": "2"}),
    ("os_volume_type", {"is_public": False}, "access", ["demo", "admin"], ["admin"]),
    ("os_group", {}, "users", ["demo", "admin"], ["admin"]),
    ("os_role", {}, "implies", ["member", "reader"], ["reader"]),
    ("os_address_group", {}, "addresses", ["192.0.2.0/24", "198.51.100.0/24"], ["198.51.100.0/24"]),
    ("os_subnet_pool", {"prefixes": ["10.0.0.0/8"]}, "tags", ["a", "b"], ["b"]),
    ("os_project", {}, "tags", ["a", "b"], ["b"]),
]


@pytest.mark.parametrize(("module", "others", "option", "several", "one"), PURGES, ids=lambda value: str(value)[:20])
def test_purge(
    administrator: Ansible, module: str, others: dict[str, Any], option: str, several: Any, one: Any
) -> None:
    def changed(**options: Any) -> bool:
        return succeed(administrator.run(module, name="x", **options)).changed

    purging = {f"purge_{option}": True}
    assert changed(**others, **{option: several})
    assert not changed(**{option: one})
    assert not changed(**{option: several}, **purging)
    assert changed(**{option: one}, **purging)
    assert not changed(**{option: one}, **purging)
    assert changed(**{option: several})
    assert changed(**{option: type(one)()}, **purging)
    assert not changed(**{option: type(one)()}, **purging)
