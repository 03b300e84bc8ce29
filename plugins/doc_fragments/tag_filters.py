# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the options by which info modules look for tags."""

from __future__ import annotations


class ModuleDocFragment:
    """Read by ansible-doc; the argument spec it describes is plugins/module_utils/options/info.py."""

    DOCUMENTATION = r"""
options:
  tags:
    description: Only what has these tags, all of them.
    type: list
    elements: str
  tags_any:
    description: Only what has at least one of these tags.
    type: list
    elements: str
    aliases: [any_tags]
  not_tags:
    description: What has all of these tags is left out.
    type: list
    elements: str
  not_tags_any:
    description: What has any of these tags is left out.
    type: list
    elements: str
    aliases: [not_any_tags]
"""
