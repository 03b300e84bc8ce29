# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`python3 -m tests.cloud`: looks at the Python it runs on, then hands over to the command line.

This file and __init__.py keep to the syntax of Python 3.6, so that an old Python gets as far as
being told that it is too old.
"""

import os
import sys

OLDEST_PYTHON = (3, 11)


def python_problem(version: "tuple[int, ...]") -> str:
    """One sentence about a Python that is too old, or nothing."""
    if version >= OLDEST_PYTHON:
        return ""
    needed, found = ("{}.{}".format(*numbers[:2]) for numbers in (OLDEST_PYTHON, version))
    return (
        f"the cloud needs Python {needed} or newer and this is {found}: start it with another one, "
        f"for example `python{needed} -m tests.cloud up`."
    )


if __name__ == "__main__":
    problem = python_problem(tuple(sys.version_info[:2]))
    if problem:
        sys.exit("error: " + problem)
    from .command_line import main

    sys.exit(main(sys.argv[1:], os.environ))
