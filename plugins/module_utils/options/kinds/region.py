# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of a region. os_region documents them."""

from __future__ import annotations

from ..connection import Spec
from ..named import NAMED

ARGUMENT_SPEC: Spec = {
    **NAMED,
    "description": {"type": "str"},
    "parent_region": {"type": "str"},
}
