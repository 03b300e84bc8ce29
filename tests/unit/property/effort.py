# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How much the tests of properties try.

In ordinary runs it is little, and always the same. `make property FACTOR=20` tries so many times more, and other things
in each run; SEED repeats one.
"""

from __future__ import annotations

import os
import random

from hypothesis import HealthCheck, settings

FACTOR = int(os.environ.get("PROPERTY_FACTOR", "1"))
_SEED = os.environ.get("PROPERTY_SEED") or str(random.SystemRandom().randrange(10**6) if FACTOR > 1 else 0)


def seed() -> str:
    """What choices at random begin with."""
    return _SEED


def examples(count: int) -> settings:
    """The settings of a test that tries so many examples in ordinary runs."""
    return settings(
        max_examples=count * FACTOR,
        deadline=None,
        derandomize=FACTOR == 1,
        database=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
