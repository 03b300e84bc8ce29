# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The search criteria of floating IPs. Pure."""

from __future__ import annotations

from ..resource.criterion import FILTERS, Criterion, by_tags

FLOATING_IP_CRITERIA = (
    FILTERS,
    Criterion("node_id", matches=lambda node_id, one: one["node_id"] == node_id),
    Criterion("attached", matches=lambda attached, one: bool(one["port_id"]) is attached),
    *by_tags(),
)
