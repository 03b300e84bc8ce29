# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each example of the guides is run as it is written there, on the cloud that `make test` uses, one after the other."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.guides.examples import (
    Play,
    examples,
)
from ansible_collections.nodeworks.openstack.tests.guides.reader import Reader
from ansible_collections.nodeworks.openstack.tests.guides.tables import GUIDES

# Others have a test of their own, here beside it.
RUN = [
    "guide_first_node",
    "guide_environments",
    "guide_project",
    "guide_fleets",
    "guide_from_libcloud",
    "guide_from_openstack_cloud",
    "guide_performance",
    "guide_security",
    "guide_troubleshooting",
]
# The nodes of other guides, which are run at the same time, may have no address yet.
WARNING = re.compile(r"\[WARNING\](?!.*no address as connect_with)")
OUTCOME = re.compile(r"^TASK \[.+?\] \**\n(?:\[.*\n)*(\w+):", re.MULTILINE)


@pytest.mark.parametrize("guide", RUN)
def test_guide(guide: str, tmp_path: Path) -> None:
    reader = Reader(tmp_path, {"mycloud-admin": Reader.cloud("-admin")})
    found = list(examples((GUIDES / f"{guide}.rst").read_text(encoding="utf-8")))
    assert found
    before = None
    with reader.leaving_nothing():
        for are_plays, some in itertools.groupby(found, lambda example: isinstance(example, Play)):
            group: list[Any] = list(some)
            printed = reader.plays(group) if are_plays else "".join(map(reader.does, group))
            assert not WARNING.search(printed), printed
            if are_plays:
                check_that_new_words_mean_the_same(before, group, printed)
                before = group[-1]


def check_that_new_words_mean_the_same(before: Play | None, examples_: list[Play], printed: str) -> None:
    """After what was written for openstack.cloud, the same in the words of this collection finds nothing to do."""
    outcomes = iter([OUTCOME.findall(play) for play in printed.split("PLAY [")[1:]])
    for example in examples_:
        ended = [outcome for _play in example.plays for outcome in next(outcomes)]
        if before is not None and before.was_moved:
            number = sum(len(play["tasks"]) for play in before.plays)
            assert set(ended[:number]) == {"ok"}, printed
        before = example
