# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the options for waiting."""

from __future__ import annotations


class ModuleDocFragment:
    """Read by ansible-doc; the argument spec it describes is WAIT_OPTIONS in plugins/module_utils/options."""

    DOCUMENTATION = r"""
options:
  wait:
    description:
      - Whether to wait until the wanted state is reached.
    type: bool
    default: true
  wait_timeout:
    description:
      - Seconds to wait at most, for each thing that is waited for.
    type: int
    default: 300
    aliases: [timeout]
"""
