# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests that run in a process as Ansible's controller does, with its plugins and templates.

They are apart from tests/unit, as modules behave differently in a process into which the controller was loaded.
Ansible's import of collections has to be there before anything of this one is imported, or Ansible would not know it as
a collection.
"""

from __future__ import annotations

import pathlib
import sys
from collections.abc import Iterator

import pytest
from ansible.plugins.loader import init_plugin_loader

if "ansible_collections.nodeworks.openstack" in sys.modules:
    raise pytest.UsageError("tests/controller needs a run of its own: pytest tests/controller")
init_plugin_loader([str(pathlib.Path(__file__).resolve().parents[2] / ".build")])


@pytest.fixture(autouse=True)
def _time_limit(request: pytest.FixtureRequest) -> Iterator[None]:
    """Of each test, its other fixtures included."""
    # Not before the collection can be imported as one.
    from ansible_collections.nodeworks.openstack.tests.unit.time_limit import time_limit

    with time_limit(request.node.nodeid):
        yield
