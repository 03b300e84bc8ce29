# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many are waited for."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.wait import how_many, seconds_of


@pytest.mark.parametrize(
    ("wait", "number"),
    [
        (True, None),
        ("true", None),
        ("Yes", None),
        (" all ", None),
        # Null is as good as not said.
        (None, None),
        (False, 0),
        ("no", 0),
        ("none", 0),
        (0, 0),
        ("0", 0),
        (5, 5),
        ("12", 12),
    ],
)
def test_how_many(wait: Any, number: int | None) -> None:
    assert how_many(wait) == number


@pytest.mark.parametrize("wait", ["", "some", -1, 1.5, [], "5 of them", "9" * 5000], ids=repr)
def test_what_is_no_number_is_an_error(wait: Any) -> None:
    with pytest.raises(ConfigError, match=r"^wait has to be all, none or a number, not "):
        how_many(wait)


@pytest.mark.parametrize("wait_timeout", [-1, float("nan"), float("inf")], ids=repr)
def test_time_that_is_none_is_an_error(wait_timeout: float) -> None:
    with pytest.raises(ConfigError, match=r"^wait_timeout (must not be below 0|has to be a number of seconds)"):
        seconds_of(wait_timeout)
