# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of a role assignment. os_role_assignment documents them."""

from __future__ import annotations

from ..connection import Spec

ARGUMENT_SPEC: Spec = {
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "role": {"type": "str", "required": True},
    "to_user": {"type": "str"},
    "to_group": {"type": "str"},
    "on_project": {"type": "str"},
    "on_domain": {"type": "str"},
    "on_system": {"type": "bool"},
    "inherited": {"type": "bool"},
}
