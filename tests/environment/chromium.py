# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A browser without a window, in which the tests look at the pages that the collection makes."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from .problem import SetupProblem
from .virtual_environment import last_line

# Its names in the distributions.
NAMES = ("chromium", "chromium-browser", "google-chrome")
INSTALL = ("apt-get", "install", "--yes", "--quiet", "--no-install-recommends", "chromium")
# A page in a file needs neither a sandbox, which root does not get, nor a screen.
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-breakpad")
DARK = "--blink-settings=preferredColorScheme=0"
LIGHT = "--blink-settings=preferredColorScheme=1"


def find() -> str:
    """The path of the browser.

    Raises:
        SetupProblem: there is none; with the command that helps.
    """
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise SetupProblem("the tests of the diagnosis page need Chromium: run `sudo apt-get install chromium`.")
    return found


def ensure() -> None:
    """Install the browser with the system's packages, if it is missing and this user may.

    Raises:
        SetupProblem: it is missing, and may or can not be installed.
    """
    if any(map(shutil.which, NAMES)):
        return
    if os.geteuid() != 0 or not shutil.which(INSTALL[0]):
        find()
    print("Installing Chromium, in which the diagnosis page is looked at", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (("apt-get", "update", "--quiet"), INSTALL):
        done = subprocess.run(command, env=quiet, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            said = last_line(done.stderr or done.stdout)
            raise SetupProblem(f"`{' '.join(command)}` failed and said last: `{said}`. Install Chromium by hand.")


def look(page: Path, *, width: int = 1200, height: int = 1600, dark: bool = False) -> bytes:
    """A picture (PNG) of a page, as those who have set their system to light or dark see it."""
    picture = page.with_suffix(".png")
    size = (f"--window-size={width},{height}", f"--screenshot={picture}")
    _run(page, DARK if dark else LIGHT, *size)
    return picture.read_bytes()


def read(page: Path) -> str:
    """The page as the browser understood it, after everything in it was carried out that can be."""
    return _run(page, "--dump-dom")


def _run(page: Path, *flags: str) -> str:
    profile = page.parent / "chromium"
    command = [find(), *FLAGS, f"--user-data-dir={profile}", *flags, page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode != 0:
        raise SetupProblem(f"Chromium failed (status {done.returncode}) and said last: `{last_line(done.stderr)}`.")
    return done.stdout
