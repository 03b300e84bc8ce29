# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What plans need of the services, made sure of before the first step: a plan must not end halfway for want of it."""

from __future__ import annotations

import typing as t

from ..plan.plan import Plan
from ..resource.declaration import Resource
from ..service.cloud import Cloud
from ..service.microversion import Microversion, newest_of
from ..transport.files import Source
from .file_transfer import require_place
from .secret_file import require_room


def require_files(plans: t.Sequence[Plan]) -> None:
    """Make sure that files which some plans make have a folder, and those that they send can be read.

    Raises:
        ConfigError: one cannot be made, or read.
    """
    for step in (step for plan in plans for step in plan.steps):
        if step.secret_file:
            require_room(step.secret_file)
        if step.download:
            require_place(step.download.path)
        if step.upload:
            Source(step.upload)


def require_microversions(cloud: Cloud, resource: Resource, plans: t.Sequence[Plan], check: bool = False) -> None:
    """Make sure that the services have the microversions that some plans need.

    A plan's first step needs no such care: if it is refused, nothing has happened. Unless it is only a check: nothing
    would refuse it then.

    Raises:
        ConfigError: one is too old.
    """
    needed: dict[str, list[Microversion]] = {}
    for plan in plans:
        for step in plan.steps if check else plan.steps[1:]:
            if step.microversion and step.microversion.needed:
                needed.setdefault(step.service or resource.service, []).append(step.microversion)
    for service, microversions in needed.items():
        newest = newest_of(microversions)
        if newest is not None:
            cloud.service(service).require(newest)
