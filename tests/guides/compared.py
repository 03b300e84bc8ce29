# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of how the options of a module are compared with what there is, from the declarations."""

from __future__ import annotations

from collections.abc import Sequence

from ansible_collections.nodeworks.openstack.tests.audit import declared


def compared(module: str) -> Sequence[str]:
    """The options of one module."""
    return declared.table(module)
