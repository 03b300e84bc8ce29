# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Contract tests: what the fake cloud and a real OpenStack must both do, in plain HTTP."""

from __future__ import annotations

import pytest

# What they assert is shown with its values, as in a test.
pytest.register_assert_rewrite(
    *(
        f"ansible_collections.nodeworks.openstack.tests.contract.{module}"
        for module in ("caller", "checks", "servers", "volumes")
    )
)
