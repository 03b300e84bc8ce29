# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="import-not-found,import-untyped,misc"
"""Makes the rings, without which Swift's proxy does not start: `python -m tests.legacy.swift_data`, in its environment.

The storage servers that they name are not there: for auth the proxy does not need them.
"""

from __future__ import annotations

import os

from .layout import LegacyLayout

STORAGE_PORTS = {"account": 6212, "container": 6211, "object": 6210}
HASH_CONFIGURATION = "[swift-hash]\nswift_hash_path_suffix = loopback\nswift_hash_path_prefix = loopback\n"


def make_data(layout: LegacyLayout) -> None:
    """Make one ring of one device for each kind of storage, and swift.conf beside them."""
    folder = layout.server("swift-proxy").data_folder
    folder.mkdir(parents=True)
    (folder / "swift.conf").write_text(HASH_CONFIGURATION, encoding="ascii")
    from swift.common import utils

    utils.set_swift_dir(str(folder))
    from swift.common.ring import RingBuilder

    for kind, port in STORAGE_PORTS.items():
        builder = RingBuilder(4, 1, 1)
        device = {"id": 0, "region": 1, "zone": 1, "ip": "127.0.0.1", "port": port, "device": "d1", "weight": 1.0}
        builder.add_dev(device)
        builder.rebalance()
        builder.get_ring().save(str(folder / f"{kind}.ring.gz"))


if __name__ == "__main__":
    make_data(LegacyLayout.from_environment(os.environ))
