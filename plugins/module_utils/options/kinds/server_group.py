# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of a server group. os_server_group documents them."""

from __future__ import annotations

from ..connection import Spec
from ..named import NAMED

POLICIES = ["affinity", "anti-affinity", "soft-affinity", "soft-anti-affinity"]
ARGUMENT_SPEC: Spec = {
    **NAMED,
    "policy": {"type": "str", "choices": POLICIES},
    "rules": {"type": "dict", "options": {"max_server_per_host": {"type": "int"}}},
    "on_drift": {"type": "str", "choices": ["fail", "warn", "ignore"], "default": "fail"},
}
