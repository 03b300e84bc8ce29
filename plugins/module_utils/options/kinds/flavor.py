# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of a flavor. os_flavor documents them."""

from __future__ import annotations

from ..connection import Spec
from ..named import NAMED

ARGUMENT_SPEC: Spec = {
    **NAMED,
    "flavor_id": {"type": "str", "aliases": ["flavorid"]},
    "description": {"type": "str"},
    "vcpus": {"type": "int"},
    "ram": {"type": "int"},
    "disk": {"type": "int"},
    "ephemeral": {"type": "int"},
    "swap": {"type": "int"},
    "rxtx_factor": {"type": "float"},
    "is_public": {"type": "bool"},
    "replace": {"type": "bool", "default": False},
    "extra_specs": {"type": "dict"},
    "purge_extra_specs": {"type": "bool", "default": False},
    "access": {"type": "list", "elements": "str"},
    "purge_access": {"type": "bool", "default": False},
    "on_drift": {"type": "str", "choices": ["fail", "warn", "ignore"], "default": "fail"},
}
