# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fake cloud in a process of its own, as a server that answers at once."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .rival import CHECKOUT
from .runs import Runner


@contextlib.contextmanager
def fake_cloud(runner: Runner, nodes: int = 0) -> Iterator[Runner]:
    """A runner on a fake cloud that has so many nodes."""
    command = [sys.executable, "-m", "tests.fake", "--nodes", str(nodes), "--build-seconds", "0.01"]
    process = subprocess.Popen(command, cwd=CHECKOUT, env=dict(os.environ), stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        text = ""
        # The clouds.yaml that it prints ends with the entry of the administrator.
        while not (
            text.count("identity_api_version") and "loopback-admin" in text.rpartition("identity_api_version")[0]
        ):
            line = process.stdout.readline()
            assert line, "the fake cloud has ended"
            text += line
        with tempfile.TemporaryDirectory() as folder:
            clouds_yaml = Path(folder) / "clouds.yaml"
            clouds_yaml.write_text(text.partition("\n\n")[2], encoding="utf-8")
            yield runner.on_cloud(clouds_yaml, "loopback")
    finally:
        process.kill()
        process.wait()
