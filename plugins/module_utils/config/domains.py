# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The domain that a file or the environment says once, for user and project both."""

from __future__ import annotations

from .merge import Said

OWNERS = ("user", "project")


def with_domains(said: Said, project_scoped: bool) -> Said:
    """The same, with the domains of user and project filled in where they are missing.

    In clouds.yaml and in openrc files `domain_name` beside a project is no scope but both domains, and
    `default_domain` is meant for whichever is missing. `project_scoped`: the token will be for a project.
    """
    result = dict(said)
    defaults = {way: result.pop(f"default_domain_{way}", None) for way in ("id", "name")}
    common = {way: result.pop(f"domain_{way}", None) if project_scoped else None for way in ("id", "name")}
    for domain in (common, defaults):
        for owner in OWNERS:
            _fill(result, owner, domain)
    return result


def _fill(said: Said, owner: str, domain: dict[str, str | None]) -> None:
    if any(said.get(f"{owner}_domain_{way}") for way in domain):
        return
    said.update({f"{owner}_domain_{way}": value for way, value in domain.items() if value})
