# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of a host aggregate. os_host_aggregate documents them."""

from __future__ import annotations

from ..connection import Spec
from ..named import NAMED

ARGUMENT_SPEC: Spec = {
    **NAMED,
    "new_name": {"type": "str"},
    "availability_zone": {"type": "str"},
    "hosts": {"type": "list", "elements": "str"},
    "purge_hosts": {"type": "bool", "default": False},
    "metadata": {"type": "dict"},
    "purge_metadata": {"type": "bool", "default": False},
}
