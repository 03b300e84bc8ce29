# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of an application credential. os_application_credential documents them."""

from __future__ import annotations

from ..connection import Spec
from ..named import NAMED

ARGUMENT_SPEC: Spec = {
    **NAMED,
    "description": {"type": "str"},
    "secret": {"type": "str", "no_log": True},
    "secret_file": {"type": "path", "no_log": False},
    "roles": {"type": "list", "elements": "str"},
    "access_rules": {
        "type": "list",
        "elements": "dict",
        "options": {
            "service": {"type": "str", "required": True},
            "method": {
                "type": "str",
                "required": True,
                "choices": ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
            },
            "path": {"type": "str", "required": True},
        },
    },
    "expires_at": {"type": "str"},
    "unrestricted": {"type": "bool"},
    "replace": {"type": "bool", "default": False},
    "on_drift": {"type": "str", "choices": ["fail", "warn", "ignore"], "default": "fail"},
}
