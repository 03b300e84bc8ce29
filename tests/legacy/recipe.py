# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the data depend on, as one key: a change of the recipe, of the ports or of the compute address is another."""

from __future__ import annotations

import hashlib
from pathlib import Path

from .configuration import render_all
from .layout import PACKAGE_FOLDER, LegacyLayout

SOURCES = ("layout.py", "*_data.py", "*_requirements.txt")


def recipe_key(layout: LegacyLayout, package_folder: Path = PACKAGE_FOLDER) -> str:
    """The key of the data that would be made now."""
    parts = [layout.compute_endpoint.encode(), layout.requirements.read_bytes()]
    parts.extend(text.encode() for text in render_all(layout).values())
    for pattern in SOURCES:
        parts.extend(file.read_bytes() for file in sorted(package_folder.glob(pattern)))
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:16]
