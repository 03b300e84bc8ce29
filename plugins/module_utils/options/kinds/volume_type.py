# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of a volume type. os_volume_type documents them."""

from __future__ import annotations

from ..connection import Spec
from ..named import NAMED

ARGUMENT_SPEC: Spec = {
    **NAMED,
    "new_name": {"type": "str"},
    "description": {"type": "str"},
    "is_public": {"type": "bool"},
    "extra_specs": {"type": "dict"},
    "purge_extra_specs": {"type": "bool", "default": False},
    "access": {"type": "list", "elements": "str"},
    "purge_access": {"type": "bool", "default": False},
}
