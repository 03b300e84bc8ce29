# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies of seeded data, from which a new cloud starts in a fraction of the time.

The key of a copy is a hash of all that the data depend on; a change of the recipe or of the ports
(the catalog names them) makes another key, and so another copy.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from .configuration import render_service
from .layout import PACKAGE_FOLDER, Layout
from .sqlite_copy import copy_tree

SOURCES = ("layout.py", "databases.py", "seed.py", "services/*.py")


def seeded_data_key(layout: Layout, package_folder: Path = PACKAGE_FOLDER) -> str:
    """The key of the data that the recipe would make now."""
    parts = [render_service(service).encode() for service in layout.services]
    parts.append(layout.requirements.read_bytes())
    for pattern in SOURCES:
        parts.extend(file.read_bytes() for file in sorted(package_folder.glob(pattern)))
    # Hashed one by one, so that text which moves from one part into the next makes a difference.
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:16]


def current_key(layout: Layout) -> str:
    """The key of the data that are there; empty if there are none or they are incomplete."""
    return layout.data_key.read_text(encoding="ascii") if layout.data_key.exists() else ""


def keep_copy(layout: Layout, key: str) -> None:
    """Call the data complete, and keep a copy of them in place of all older ones. The cloud may be running."""
    shutil.rmtree(layout.templates, ignore_errors=True)
    unfinished = layout.templates / "unfinished"
    copy_tree(layout.data, unfinished)
    unfinished.rename(layout.templates / key)
    layout.data_key.write_text(key, encoding="ascii")


def restore_copy(layout: Layout, key: str) -> bool:
    """Make the data from the copy with this key. False if there is none."""
    template = layout.templates / key
    if not template.is_dir():
        return False
    copy_tree(template, layout.data)
    layout.data_key.write_text(key, encoding="ascii")
    return True
