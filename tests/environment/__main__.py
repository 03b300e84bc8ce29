# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`python3 -m tests.environment`: what the Makefile needs besides the loopback cloud.

This file keeps to the syntax of old Pythons, so that one gets as far as being told that it is too old.
"""

import os
import sys

OLDEST_PYTHON = (3, 11)

TOO_OLD = "error: the tools need Python {}.{} or newer and this is {}.{}: `make PYTHON=python3.11 ...` takes another."

if __name__ == "__main__":
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(TOO_OLD.format(*OLDEST_PYTHON, *sys.version_info[:2]))
    from .command_line import main

    sys.exit(main(sys.argv[1:], os.environ))
