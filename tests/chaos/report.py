# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The table for people, kept in docs/chaos."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

from .tally import Tally

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "chaos"

INTRODUCTION = """# Nothing lost, nothing doubled, nothing told

Counted by `make chaos` (tests/chaos) on a real OpenStack on this machine's loopback (tests/cloud), {when}.

The modules do a day's work: networks, a subnet, a security group, a key pair, volumes and {nodes} nodes are made,
changed, stopped and started, resized, attached, snapshotted, listed as an inventory and removed. Between them and the
cloud is a proxy that spoils one request of five, by seed. A task that ends with an error is tried again, as people do;
what a task says when it succeeds is compared with what the cloud has, asked past the proxy by code of its own.
All output, at `-vvvv`, is searched for the password, every token and the nodes' user data.
"""


def write(parts: Mapping[str, Tally], nodes: int) -> list[str]:
    """Keep the tables, and return their lines."""
    when = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d")
    lines = INTRODUCTION.format(when=when, nodes=nodes).splitlines()
    for title, tally in parts.items():
        lines += ["", f"## {title}", "", *tally.table()]
        if tally.faults:
            lines += ["", *tally.table_of_faults()]
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return lines
