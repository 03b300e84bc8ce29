# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options that every info module has; documented by the fragment `resource_info`."""

from __future__ import annotations

from .connection import Spec

INFO_OPTIONS: Spec = {
    "name": {"type": "str"},
    "names": {"type": "list", "elements": "str"},
    "id": {"type": "str"},
    "filters": {"type": "dict"},
    "fields": {"type": "list", "elements": "str"},
}
# Filters for tags; documented by the fragment `tag_filters`.
TAG_FILTERS: Spec = {
    "tags": {"type": "list", "elements": "str"},
    "tags_any": {"type": "list", "elements": "str", "aliases": ["any_tags"]},
    "not_tags": {"type": "list", "elements": "str"},
    "not_tags_any": {"type": "list", "elements": "str", "aliases": ["not_any_tags"]},
}
# Each says which resources are meant.
WHICH = ("name", "names", "id")
