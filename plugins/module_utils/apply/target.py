# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The record of one resource on its way through a run.

It takes a desired state. It gives what was found for it, what is planned and what came of it, as far as the run has
got. reconcile.py makes one for each resource; all other files of a run read them and write into them.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ..errors import CloudError
from ..plan.plan import Plan
from ..resource.declaration import Json
from ..resource.desired import Desired
from .options import Result
from .scheduler import Ending

ResultOrError = t.Union[Result, CloudError]


@dataclasses.dataclass
class Target:
    """One resource on its way.

    Args:
        desired: What the user wants.
        found: The current resource; None if there is none, and an error if it is not known which one is meant.
        details: What was read besides, since no list shows it.
        plan: The plan, or the error that stands in its place; None as long as nothing is planned.
        ending: What came of the plan's operation: the resource as it was seen last, its id if it has to be read anew,
            None if it is gone, or an error.
        result: What the run returns of it.
    """

    desired: Desired
    found: t.Any = None
    details: Json = dataclasses.field(default_factory=dict)
    plan: Plan | CloudError | None = None
    ending: Ending = None
    result: ResultOrError | None = None

    @property
    def current(self) -> Json | None:
        """The current resource, if one was found."""
        return self.found if isinstance(self.found, dict) else None

    @property
    def detailed(self) -> Json | None:
        """The current resource with its details, if one was found."""
        return None if self.current is None else {**self.current, **self.details}

    @property
    def todo(self) -> Plan | None:
        """The plan, if it changes something."""
        return self.plan if isinstance(self.plan, Plan) and self.plan.changed else None

    @property
    def is_planned(self) -> bool:
        """Whether there is a plan, and no error in its place."""
        return isinstance(self.plan, Plan)

    @property
    def has_failed(self) -> bool:
        """Whether its result is an error."""
        return isinstance(self.result, CloudError)
