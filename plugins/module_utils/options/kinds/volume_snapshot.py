# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of a snapshot of a volume. os_volume_snapshot documents them."""

from __future__ import annotations

from ..connection import Spec

ARGUMENT_SPEC: Spec = {
    "name": {"type": "str", "aliases": ["display_name"]},
    "id": {"type": "str"},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "volume": {"type": "str"},
    "force": {"type": "bool", "default": True, "aliases": ["ex_force"]},
    "new_name": {"type": "str"},
    "description": {"type": "str", "aliases": ["ex_description", "display_description"]},
    "metadata": {"type": "dict"},
    "purge_metadata": {"type": "bool", "default": False},
    "on_drift": {"type": "str", "choices": ["fail", "warn", "ignore"], "default": "fail"},
    "on_error": {"type": "str", "choices": ["fail", "recreate", "keep"], "default": "fail"},
}
