# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Batches: decides which of several resources are changed at the same time.

It takes the resources of a run and the batch size. It gives batches of them, to be applied one after the other.
`applier.py` calls it. Pure.
"""

from __future__ import annotations

import typing as t

from .target import Target


def batches_of(targets: t.Sequence[Target], size: int | None) -> list[list[Target]]:
    """Batches of targets. All new resources are one batch, as creating them takes nothing out of service.

    Those that are there follow in batches of `size`. Without a size there is one batch.
    """
    if not size:
        return [list(targets)] if targets else []
    new = [target for target in targets if target.found is None]
    there = [target for target in targets if target.found is not None]
    batches = [there[start : start + size] for start in range(0, len(there), size)]
    return [batch for batch in (new, *batches) if batch]
