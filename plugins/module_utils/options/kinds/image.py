# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of an image. os_image documents them."""

from __future__ import annotations

from ..connection import Spec
from ..named import NAMED

ARGUMENT_SPEC: Spec = {
    **NAMED,
    "src": {"type": "path", "aliases": ["filename", "path"]},
    "url": {"type": "str", "aliases": ["uri"]},
    "node": {"type": "str", "aliases": ["server"]},
    "checksum": {"type": "str"},
    "replace": {"type": "bool", "default": False},
    "dest": {"type": "path"},
    "disk_format": {"type": "str"},
    "container_format": {"type": "str"},
    "new_name": {"type": "str"},
    "min_disk": {"type": "int"},
    "min_ram": {"type": "int"},
    "visibility": {"type": "str", "choices": ["private", "shared", "community", "public"]},
    "protected": {"type": "bool", "aliases": ["is_protected"]},
    "hidden": {"type": "bool", "aliases": ["is_hidden"]},
    "deactivated": {"type": "bool"},
    "owner": {"type": "str"},
    "tags": {"type": "list", "elements": "str"},
    "purge_tags": {"type": "bool", "default": False},
    "properties": {"type": "dict", "aliases": ["metadata"]},
    "purge_properties": {"type": "bool", "default": False},
    "members": {"type": "list", "elements": "str"},
    "purge_members": {"type": "bool", "default": False},
    "membership": {"type": "str", "choices": ["accepted", "rejected", "pending"]},
    "on_drift": {"type": "str", "choices": ["fail", "warn", "ignore"], "default": "fail"},
    "on_error": {"type": "str", "choices": ["fail", "recreate", "keep"], "default": "fail"},
}
