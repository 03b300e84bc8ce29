# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The guide to nodes, from its beginning to its end: each example is run as it is written there."""

from __future__ import annotations

from pathlib import Path

from ansible_collections.nodeworks.openstack.tests.guides.examples import Play, examples, reached_here
from ansible_collections.nodeworks.openstack.tests.guides.reader import Reader
from ansible_collections.nodeworks.openstack.tests.guides.tables import GUIDES

GUIDE = (GUIDES / "guide_nodes.rst").read_text(encoding="utf-8")


def test_guide(tmp_path: Path, ssh_port: int) -> None:
    reader, file = Reader(tmp_path), tmp_path / "deployed"
    text = reached_here(GUIDE, ssh_port)
    assert text != GUIDE
    found = list(examples(text.replace("/tmp/deployed", str(file))))
    assert len(found) > 8
    with reader.leaving_nothing():
        for example in found:
            assert isinstance(example, Play)
            printed = reader.plays([example])
            assert "WARNING" not in printed, printed
        assert file.read_text(encoding="utf-8") == "made by db1\n"
