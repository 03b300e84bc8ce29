# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields that flavors and volume types share: extra specs, and the projects that may use one that is not public."""

from __future__ import annotations

import urllib.parse

from ..resource.declaration import Field, Values, mapping
from ..resource.step import ID, Step
from .members import members
from .metadata import as_texts
from .project import REFERRED_PROJECT


def extra_specs(what: str, path: str) -> Field:
    """The field `extra_specs`. `what` names the kind in titles, `path` is that of one's extra specs."""

    def change(owner: Values, before: Values | None, after: Values) -> list[Step]:
        """The steps that change them. New values go in one request; each removal is a request of its own."""
        there, title = before or {}, f"set extra specs of {what} '{owner['name']}'"
        new = {key: value for key, value in after.items() if there.get(key) != value}
        setting = [Step(title, "POST", path, {"extra_specs": new})] if new else []
        gone = [key for key in there if key not in after]
        return setting + [Step(title, "DELETE", f"{path}/{urllib.parse.quote(key, safe='')}") for key in gone]

    return mapping("extra_specs", "purge_extra_specs", as_texts, own_requests=change)


def access(what: str, path: str, actions: tuple[str, str], key: str) -> Field:
    """The field `access`: the projects that may use one.

    `path` is that of the collection, `actions` are the words to allow and to forbid it, `key` is that of the project.
    """

    def step(owner: Values, project: str, is_allowed: bool) -> Step:
        word, action = ("allow", actions[0]) if is_allowed else ("forbid", actions[1])
        title = f"{word} project {project} to use {what} '{owner['name']}'"
        return Step(title, "POST", f"{path}/{ID}/action", {action: {key: project}})

    return members("access", REFERRED_PROJECT, step)
