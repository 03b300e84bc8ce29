# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of an endpoint. os_endpoint_definition documents them."""

from __future__ import annotations

from ..connection import Spec

ARGUMENT_SPEC: Spec = {
    "id": {"type": "str"},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "service": {"type": "str"},
    "endpoint_interface": {"type": "str", "choices": ["public", "internal", "admin"]},
    "endpoint_region": {"type": "str"},
    "url": {"type": "str"},
    "enabled": {"type": "bool"},
}
