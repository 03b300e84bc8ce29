# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requirements: checks before the first step that files and microversions that plans need are there.

It takes the plans of a run. It gives nothing, and raises if one cannot be completed: a plan must not end halfway.
`reconcile.py` calls it.
"""

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
    """Make sure that the files that plans write can be created, and that the files that they upload can be read.

    Raises:
        ConfigError: one cannot be created or read.
    """
    for step in (step for plan in plans for step in plan.steps):
        if step.secret_file:
            require_room(step.secret_file)
        if step.download:
            require_place(step.download.path)
        if step.upload:
            Source(step.upload)


def require_microversions(cloud: Cloud, resource: Resource, plans: t.Sequence[Plan], check: bool = False) -> None:
    """Make sure that the services have the microversions that plans need.

    The first step of a plan is not checked: if the service refuses it, nothing has changed yet. In check mode it is,
    since nothing is sent that could be refused.

    Raises:
        ConfigError: a service is too old.
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
