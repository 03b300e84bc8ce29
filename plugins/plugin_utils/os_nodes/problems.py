# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All that is wrong in a file, told at once. Pure."""

from __future__ import annotations

import typing as t

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError

Made = t.TypeVar("Made")


def tried(problems: list[str], make: t.Callable[[], Made]) -> Made | None:
    """The result of `make`; None if it fails, with the reasons added to `problems`."""
    try:
        return make()
    except ConfigError as error:
        problems += error.problems
        return None
