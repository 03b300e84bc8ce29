# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of a topology: each is marked by a field that it has, and comes after those that it refers to."""

from __future__ import annotations

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.topology.desired import Kind
from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.topology.order import removed_before
from ansible_collections.nodeworks.openstack.plugins.module_utils.face.topology import SPECS
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.topology_kinds import KINDS


class Anything(dict[str, object]):
    """An answer in which every key is null."""

    def __missing__(self, key: str) -> None:
        return None


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.name))
def test_each_is_marked_by_what_it_has(kind: Kind) -> None:
    shown = kind.resource.read(Anything(id="i", name="n"))
    marks = [field for field in kind.resource.fields if field.name == kind.marked_by]
    assert len(marks) == (kind.marked_by is not None)
    # What marks is in every list, whichever microversion it is asked with.
    assert [field.reading for field in marks] == [None] * len(marks)
    assert kind.marked_by is None or kind.marked_by in shown
    has_one = {field.name for field in kind.resource.fields} & {"tags", "metadata"}
    assert kind.marked_by in has_one or not has_one
    assert set(SPECS) == {one.name for one in KINDS}


def test_what_refers_to_others_goes_before_them() -> None:
    before = removed_before(KINDS)
    for kind, others in {
        "network": {"subnet", "router", "port", "node", "floating IP"},
        "subnet": {"router", "port", "node", "floating IP"},
        "router": {"node", "floating IP"},
        "volume": {"node", "volume snapshot", "volume backup"},
        "security group": {"port", "node"},
        "key pair": {"node"},
    }.items():
        assert others <= before[kind], kind
