# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the options of all info modules."""

from __future__ import annotations


class ModuleDocFragment:
    """Read by ansible-doc; the argument spec it describes is plugins/module_utils/options/info.py."""

    DOCUMENTATION = r"""
options:
  name:
    description:
      - Only what has exactly this name. Several may have it; that there is none is no error, but an empty list.
      - Ranges are given in O(names); a name with one is an error.
    type: str
  names:
    description:
      - Only what has exactly one of these names, in this order, with one list for all of them.
      - Ranges are written as in inventories, V(web[01:50]) or V(db-[a:c]), with a step as in V(web[0:20:5]).
    type: list
    elements: str
  id:
    description:
      - Only what has this id. That there is none is no error, but an empty list.
      - It is read alone, and not found by a list; so what the service would have to be asked for in a list, like
        O(filters), cannot be said beside it.
    type: str
  filters:
    description:
      - Filters of the service, in its own words. Only what passes all of them is returned, and no more than that is
        sent over the network.
      - A list of values is sent as one filter for each; C(true) and C(false) are sent as such words.
    type: dict
  fields:
    description:
      - Keys that are returned of each; by default all. What other options of the module add is returned besides.
    type: list
    elements: str
"""
