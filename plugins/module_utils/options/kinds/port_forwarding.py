# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of a port forwarding. os_port_forwarding documents them."""

from __future__ import annotations

from ..connection import Spec

ARGUMENT_SPEC: Spec = {
    "id": {"type": "str"},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "floating_ip": {"type": "str", "required": True},
    "protocol": {"type": "str"},
    "external_port": {"type": "str"},
    "internal_port": {"type": "str"},
    "port": {"type": "str"},
    "internal_ip": {"type": "str"},
    "description": {"type": "str"},
}
