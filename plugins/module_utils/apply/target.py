# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Target: the record of one resource during a run.

It takes a desired state. It holds the current resource, the plan and the result, as far as the run has got.
`reconcile.py` creates one for each resource, and the other parts of a run read and fill it.
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
    """One resource during a run.

    Args:
        desired: The desired state.
        found: The current resource; None if there is none, or an error if it is not known.
        details: Values that were read besides, since lists do not show them.
        plan: The plan, or an error in its place; None until it is planned.
        ending: How the plan's operation ended: the resource as it was seen last, its id if it has to be read again,
            None if it is gone, or an error.
        result: The result of the run for this resource, or an error; None until the run has ended.
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
