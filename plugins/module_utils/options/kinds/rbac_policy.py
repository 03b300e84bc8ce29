# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of an RBAC policy. os_rbac_policy documents them."""

from __future__ import annotations

from ..connection import Spec

ARGUMENT_SPEC: Spec = {
    "id": {"type": "str"},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "object_type": {
        "type": "str",
        "choices": ["network", "security_group", "qos_policy", "subnetpool", "address_scope", "address_group"],
    },
    "object": {"type": "str"},
    "action": {"type": "str", "choices": ["access_as_shared", "access_as_external"]},
    "target_project": {"type": "str"},
}
