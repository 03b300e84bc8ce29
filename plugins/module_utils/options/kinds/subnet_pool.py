# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of a subnet pool. os_subnet_pool documents them."""

from __future__ import annotations

from ..connection import Spec
from ..named import NAMED

ARGUMENT_SPEC: Spec = {
    **NAMED,
    "new_name": {"type": "str"},
    "description": {"type": "str"},
    "prefixes": {"type": "list", "elements": "str"},
    "default_prefix_length": {"type": "int", "aliases": ["default_prefixlen"]},
    "min_prefix_length": {"type": "int", "aliases": ["min_prefixlen"]},
    "max_prefix_length": {"type": "int", "aliases": ["max_prefixlen"]},
    "address_scope": {"type": "str"},
    "default_quota": {"type": "int"},
    "shared": {"type": "bool", "aliases": ["is_shared"]},
    "is_default": {"type": "bool"},
    "tags": {"type": "list", "elements": "str"},
    "purge_tags": {"type": "bool", "default": False},
}
