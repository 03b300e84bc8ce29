# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The names that Keystone 12 misses in today's standard library."""

from __future__ import annotations

import types

from ansible_collections.nodeworks.openstack.tests.legacy.keystone_compat import getargspec, provide


def test_a_name_that_is_missing_is_provided() -> None:
    module = types.ModuleType("old")
    provide(module, "lost", 1)
    assert vars(module)["lost"] == 1


def test_a_name_that_is_there_is_left_alone() -> None:
    module = types.ModuleType("old")
    provide(module, "kept", 1)
    provide(module, "kept", 2)
    assert vars(module)["kept"] == 1


def test_the_arguments_of_a_function() -> None:
    def function(first: int, second: int = 2, *rest: int, **more: int) -> None:
        """Has one of each."""

    assert getargspec(function) == (["first", "second"], "rest", "more", (2,))
