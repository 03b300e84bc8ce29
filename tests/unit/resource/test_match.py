# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of the things that are there serves which desired state."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.match import missing, served

RED, BLUE, TWIN = {"colour": "red", "size": 1}, {"colour": "blue", "size": 1}, {"colour": "red", "size": 1}


def serves(one: dict[str, Any], desired: dict[str, Any]) -> bool:
    return desired.items() <= one.items()


def unspecific(desired: dict[str, Any]) -> int:
    return -len(desired)


@pytest.mark.parametrize(
    ("wanted", "there", "found", "left"),
    [
        ([], [RED], [], [RED]),
        ([{"size": 1}], [], [None], []),
        ([{"size": 1}], [BLUE, RED], [BLUE], [RED]),
        # The one that says more chooses first, and the order is that of the desired states.
        ([{"size": 1}, {"size": 1, "colour": "blue"}], [BLUE, RED], [RED, BLUE], []),
        ([{"colour": "red"}, {"colour": "red"}], [RED, BLUE], [RED, None], [BLUE]),
        ([{"colour": "red"}], [RED, TWIN], [RED], [TWIN]),
    ],
)
def test_each_desired_state_is_served_by_one(wanted: Any, there: Any, found: Any, left: Any) -> None:
    assert served(wanted, there, serves, unspecific) == (found, left)
    lacking = [desired for desired, match in zip(wanted, found) if match is None]
    assert missing(wanted, there, serves, unspecific) == (lacking, left)
