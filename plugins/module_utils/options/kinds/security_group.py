# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of a security group. os_security_group documents them."""

from __future__ import annotations

from ..connection import Spec
from ..named import NAMED
from ..rule import RULE_OPTIONS

ARGUMENT_SPEC: Spec = {
    **NAMED,
    "new_name": {"type": "str"},
    "description": {"type": "str"},
    "stateful": {"type": "bool"},
    "rules": {"type": "list", "elements": "dict", "options": RULE_OPTIONS},
    "purge_rules": {"type": "bool", "default": False},
    "tags": {"type": "list", "elements": "str"},
    "purge_tags": {"type": "bool", "default": False},
}
