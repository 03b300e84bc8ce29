# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of a backup of a volume. os_volume_backup documents them."""

from __future__ import annotations

from ..connection import Spec
from ..named import NAMED

ARGUMENT_SPEC: Spec = {
    **NAMED,
    "volume": {"type": "str"},
    "snapshot": {"type": "str"},
    "incremental": {"type": "bool", "aliases": ["is_incremental"]},
    "container": {"type": "str"},
    "force": {"type": "bool", "default": False},
    "new_name": {"type": "str"},
    "description": {"type": "str"},
    "on_drift": {"type": "str", "choices": ["fail", "warn", "ignore"], "default": "fail"},
    "on_error": {"type": "str", "choices": ["fail", "recreate", "keep"], "default": "fail"},
}
