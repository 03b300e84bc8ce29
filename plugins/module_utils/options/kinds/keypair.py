# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of a key pair. os_keypair documents them."""

from __future__ import annotations

from ..connection import Spec

ARGUMENT_SPEC: Spec = {
    "name": {"type": "str", "required": True},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "public_key": {"type": "str", "no_log": False, "aliases": ["key_material"]},
    "public_key_file": {"type": "path", "no_log": False, "aliases": ["key_file_path", "keyfile"]},
    "type": {"type": "str", "choices": ["ssh", "x509"]},
    "replace": {"type": "bool", "default": False},
    "generate": {"type": "bool"},
    "private_key_file": {"type": "path", "no_log": False},
}
