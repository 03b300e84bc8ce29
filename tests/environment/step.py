# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs one step of a make target: says what begins, lets its output through, and says how long it took.

python3 tests/environment/step.py "what it is" command [argument ...]
"""

from __future__ import annotations

import subprocess
import sys
import time


def main(arguments: list[str]) -> int:
    """Run the step; its exit status, or 127 with a sentence if the command does not exist."""
    title, command = arguments[0], arguments[1:]
    print(f"==> {title}", flush=True)
    started = time.monotonic()
    try:
        status = subprocess.run(command, check=False).returncode
    except FileNotFoundError:
        print(f"==> {title}: there is no command '{command[0]}'. `make tools` installs it.", file=sys.stderr)
        return 127
    verdict = "done" if status == 0 else f"FAILED (status {status})"
    print(f"==> {title}: {verdict} after {time.monotonic() - started:.0f} s", flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
