# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of a volume. os_volume documents them."""

from __future__ import annotations

from ..connection import Spec

ARGUMENT_SPEC: Spec = {
    "name": {"type": "str", "aliases": ["display_name"]},
    "id": {"type": "str"},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "size": {"type": "int"},
    "image": {"type": "str", "aliases": ["ex_image_ref"]},
    "snapshot": {"type": "str", "aliases": ["snapshot_id"]},
    "volume": {"type": "str", "aliases": ["source_volume"]},
    "backup": {"type": "str"},
    "volume_type": {"type": "str", "aliases": ["ex_volume_type"]},
    "migration_policy": {"type": "str", "choices": ["never", "on-demand"], "default": "never"},
    "new_name": {"type": "str"},
    "description": {"type": "str", "aliases": ["display_description"]},
    "metadata": {"type": "dict"},
    "purge_metadata": {"type": "bool", "default": False},
    "availability_zone": {"type": "str", "aliases": ["location"]},
    "bootable": {"type": "bool", "aliases": ["is_bootable"]},
    "read_only": {"type": "bool"},
    "multiattach": {"type": "bool", "aliases": ["is_multiattach"]},
    "scheduler_hints": {"type": "dict"},
    "attached_to": {"type": "list", "elements": "raw"},
    "purge_attached_to": {"type": "bool", "default": False},
    "detach": {"type": "bool", "default": False},
    "delete_snapshots": {"type": "bool", "default": False},
    "force": {"type": "bool", "default": False},
    "on_drift": {"type": "str", "choices": ["fail", "warn", "ignore"], "default": "fail"},
    "on_error": {"type": "str", "choices": ["fail", "recreate", "keep"], "default": "fail"},
}
