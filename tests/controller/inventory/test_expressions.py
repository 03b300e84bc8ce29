# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Expressions that are compiled once fail as they would if they were compiled each time."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleError
from ansible.parsing.dataloader import DataLoader
from ansible.template import trust_as_template

from ansible_collections.nodeworks.openstack.plugins.plugin_utils.os_nodes.expressions import Expressions


@pytest.mark.parametrize("text", ["os_name |", "[", "os_name | no_such_filter"])
def test_wrong_expression_is_told_each_time(text: str) -> None:
    """Not what a memory that does not know it would say."""
    expressions = Expressions(DataLoader())
    told = []
    for name in ("web1", "web2", "web3"):
        with pytest.raises(AnsibleError) as caught:
            expressions.value(trust_as_template(text), {"os_name": name})
        told.append(str(caught.value))
    assert len(set(told)) == 1
    assert "Syntax error" in told[0] or "no_such_filter" in told[0]
    assert "KeyError" not in told[0]
    assert expressions.value(trust_as_template("os_name"), {"os_name": "web4"}) == "web4"
