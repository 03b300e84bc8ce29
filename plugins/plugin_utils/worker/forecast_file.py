# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The file in which the tasks of a run in check mode keep their predictions.

Workers are processes of their own, so they share a file. It is in the temporary folder that ansible-core makes for each
run, that only its user may read, and that is removed when the run ends. So nothing is ever kept for another run.
"""

from __future__ import annotations

import fcntl
import json
import os
import typing as t

from ansible import constants, context

NAME = "nodeworks-openstack-forecast"

Events = t.List[t.Dict[str, t.Any]]


def forecast_of_run() -> ForecastFile | None:
    """The file of this run; None if the run as a whole is not in check mode.

    In another run a task with `check_mode` stands for itself: nothing of what it predicts becomes true before the next.
    """
    if not context.CLIARGS.get("check"):
        return None
    return ForecastFile(os.path.join(constants.DEFAULT_LOCAL_TMP, NAME))


class ForecastFile:
    """Predictions in a file: a line of JSON for each."""

    def __init__(self, path: str) -> None:
        """Store the path. The file is made when there is something to write."""
        self._path = path

    def events(self) -> Events:
        """The predictions so far."""
        try:
            with open(self._path, encoding="utf-8") as file:
                fcntl.flock(file, fcntl.LOCK_SH)
                return [json.loads(line) for line in file]
        except FileNotFoundError:
            return []

    def add(self, events: Events) -> None:
        """Keep these predictions, too."""
        if not events:
            return
        lines = "".join(json.dumps(event) + "\n" for event in events)
        descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with open(descriptor, "a", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(lines)
