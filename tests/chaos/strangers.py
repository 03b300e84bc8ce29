# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Others at work on the same things: what they make stays, and nothing is left half done because of it.

Others make something of the same name while the answer to a request is lost; and what keeps a thing from being removed
appears, before a task looks or between its look and its first request that changes something. They use the same user,
as colleagues do, and none of the collection's code.
"""

from __future__ import annotations

import importlib
import json
import random
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..contract.client import Cloud
from ..unit.modules.running import MODULES, Result, run_module
from .ambush import Ambush, WatchedProxy
from .connection import options_of
from .run import HANG_SECONDS, Hang, time_limit
from .scenery import KEPT, NAMESAKES, Scene, Stage
from .schedule import Schedule
from .tally import HALF_DONE, HANG, LOST, STRANGER, TRACEBACK, UNFINISHED, WRONG, Tally
from .truth import Truth

# How often somebody tries when the others have gone.
MOST_TRIES = 6
NOBODY = Ambush(None, "", None)


@dataclass
class Strangers:
    """One seed: each scene once. `home` is an empty folder."""

    cloud: Cloud
    seed: int
    home: Path
    tally: Tally = field(default_factory=Tally)

    def __post_init__(self) -> None:
        self.prefix = f"strange-{self.seed}-"
        self.truth = Truth(self.cloud, self.prefix)
        self._dice = random.Random(self.seed)
        image = self.home / "image.raw"
        image.write_bytes(b"content")
        self.stage = Stage(self.cloud, self.prefix, image)

    def work(self) -> Tally:
        """Play all scenes, and return what came of them."""
        self.proxy = WatchedProxy(Schedule(0, 0.0), self.cloud.auth_url, self.cloud.verify)
        with self.proxy:
            try:
                for scene in NAMESAKES:
                    self._play(scene, self._namesake)
                for scene in KEPT:
                    self._play(scene, self._kept)
            finally:
                self.stage.clear()
                self.truth.remove_everything()
        self.tally.counts["seeds"] = 1
        return self.tally

    def _play(self, scene: Scene, play: Callable[[Scene, str], None]) -> None:
        where = f"seed {self.seed}, {scene.module} {scene.path}"
        try:
            scene.prepare(self.stage)
            play(scene, where)
        finally:
            self.stage.clear()
            self.truth.remove_everything()

    def _namesake(self, scene: Scene, where: str) -> None:
        """Somebody makes one of the name, another than is asked for, while the answer is lost."""
        theirs: list[str] = []
        result = self._do(scene, Ambush("POST", scene.path, lambda: theirs.append(scene.deed(self.stage)), loses=True))
        if not theirs:
            self.tally.found(UNFINISHED, f"{where}: it never came so far: {_said(result)}")
            return
        self.tally.counts["namesakes of others, made while an answer was lost"] += 1
        self._look_for(theirs[0], scene, where, result)
        if result is not None and result.exit_code == 0 and theirs[0] in _told(result):
            self.tally.found(WRONG, f"{where}: it took another's for its own, which is not as it was asked for")
        self._go_on_without(theirs[0], scene, where)

    def _kept(self, scene: Scene, where: str) -> None:
        """Something of others keeps a thing from being removed: since before the look, or since after it."""
        theirs: list[str] = []
        was_there = self._dice.random() < 0.5
        if was_there:
            theirs.append(scene.deed(self.stage))
            ambush = Ambush(None, scene.path, None)
        else:
            ambush = Ambush(None, scene.path, lambda: theirs.append(scene.deed(self.stage)))
        result = self._do(scene, ambush)
        changes = self.proxy.changes
        when = "there before a look" if was_there else "made between a look and the deed"
        if not theirs:
            self.tally.found(UNFINISHED, f"{where}: it never came so far: {_said(result)}")
            return
        self.tally.counts[f"hindrances of others, {when}"] += 1
        self._look_for(theirs[0], scene, where, result)
        if was_there and changes and result is not None and result.exit_code:
            self.tally.found(HALF_DONE, f"{where}: {_said(result)}, after {changes}")
        self._go_on_without(theirs[0], scene, where)

    def _look_for(self, theirs: str, scene: Scene, where: str, result: Result | None) -> None:
        if result is not None and result.exit_code:
            self.tally.counts["clear errors, after which it was tried again"] += 1
        if not scene.is_there(self.stage, theirs):
            self.tally.found(STRANGER, f"{where}: {theirs} is gone. {_said(result)}")

    def _go_on_without(self, theirs: str, scene: Scene, where: str) -> None:
        """They take away what they have made; now the task comes through, and leaves what it was to leave."""
        scene.undo(self.stage, theirs)
        said = []
        for _attempt in range(MOST_TRIES):
            result = self._do(scene, NOBODY)
            if result is not None and result.exit_code == 0:
                problem = scene.problem(self.truth)
                if problem:
                    self.tally.found(LOST, f"{where}: {problem}")
                return
            said.append(_said(result))
        self.tally.found(UNFINISHED, f"{where}: {said}")

    def _do(self, scene: Scene, ambush: Ambush) -> Result | None:
        """Run the task; None if it ended without a result, which is a finding."""
        ambush.set_at(self.proxy)
        options: dict[str, Any] = {
            **options_of(self.cloud, self.proxy.auth_url),
            "api_timeout": 10.0,
            "retries": 2,
            "token_cache": str(self.home / "tokens"),
            "_ansible_verbosity": 4,
            **scene.options(self.stage),
        }
        main = importlib.import_module(f"{MODULES}.{scene.module}").main
        where = f"seed {self.seed}, {scene.module}"
        try:
            with time_limit(HANG_SECONDS):
                result = run_module(main, options)
        except Hang:
            self.tally.found(HANG, f"{where}: {traceback.format_exc()[-1500:]}")
            return None
        except Exception:
            self.tally.found(TRACEBACK, f"{where}: {traceback.format_exc()[-3000:]}")
            return None
        self.tally.inspect(result.output, {self.cloud.password, *self.proxy.tokens}, where)
        return result


def _told(result: Result) -> str:
    """What a task says that there is, without how it got to know."""
    return json.dumps({key: value for key, value in result.data.items() if key not in ("trace", "invocation")})


def _said(result: Result | None) -> str:
    return "it ended without a result" if result is None else str(result.data.get("msg") or "it succeeded")
