# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Routes, of routers and of the hosts in subnets."""

from __future__ import annotations

from .connection import Spec

ROUTE_OPTIONS: Spec = {
    "destination": {"type": "str", "required": True},
    "nexthop": {"type": "str", "required": True},
}
