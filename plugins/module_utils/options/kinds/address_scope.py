# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of an address scope. os_address_scope documents them."""

from __future__ import annotations

from ..connection import Spec
from ..named import NAMED

ARGUMENT_SPEC: Spec = {
    **NAMED,
    "new_name": {"type": "str"},
    "ip_version": {"type": "int", "choices": [4, 6]},
    "shared": {"type": "bool", "aliases": ["is_shared"]},
}
