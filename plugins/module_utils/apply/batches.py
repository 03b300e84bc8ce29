# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Batches: decides which of several resources are changed at the same time.

It takes the resources of a run and the batch size. It gives batches of their numbers, to be applied one after the
other. `reconcile.py` calls it. Pure.
"""

from __future__ import annotations

import typing as t

from ..resource.declaration import Values


def batches_of(numbers: t.Sequence[int], found: t.Sequence[Values | None], size: int | None) -> list[list[int]]:
    """Batches of the numbers. All new resources are one batch, as creating them takes nothing out of service.

    Those that are there follow in batches of `size`. Without a size there is one batch.
    """
    if not size:
        return [list(numbers)] if numbers else []
    new = [number for number in numbers if found[number] is None]
    there = [number for number in numbers if found[number] is not None]
    batches = [there[start : start + size] for start in range(0, len(there), size)]
    return [batch for batch in (new, *batches) if batch]
