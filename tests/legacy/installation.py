# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The virtual environments: one for Keystone, one for Swift, and the loopback cloud's for Nova."""

from __future__ import annotations

from collections.abc import Mapping

from ..cloud.launcher import Launcher
from ..cloud.progress import Progress
from ..environment.virtual_environment import install
from .layout import LegacyLayout

OWN = ("keystone", "swift")


class CloudEnvironment(Launcher):
    """The loopback cloud's virtual environment, which its own launcher may be making at this moment."""

    def make_home(self) -> None:
        """Make the folder in which ours is, as the cloud does."""
        with self._only_one_at_a_time():
            pass

    def install(self) -> None:
        """Install what the cloud needs, unless it is there."""
        layout = self._layout
        with self._only_one_at_a_time():
            install(layout.virtual_environment, layout.requirements, self._environment, self._progress.report)


def install_all(layout: LegacyLayout, progress: Progress, environment: Mapping[str, str]) -> None:
    """Make the three environments, unless they are there; SetupProblem if it cannot be done."""
    for software in OWN:
        requirements = layout.own_requirements(software)
        # Keystone's own caps, which are lower than what it runs with, give way to the pins. As a URL: uv would
        # take a space in a path for the end of it.
        overridden = {**environment, "UV_OVERRIDE": requirements.as_uri()}

        def report(event: str, software: str = software) -> None:
            progress.report(f"{software}: {event}")

        install(layout.own_environment(software), requirements, overridden, report)
    CloudEnvironment(layout.cloud, progress, environment).install()
