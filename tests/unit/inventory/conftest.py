# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Ansible's plugins, found as ansible-inventory finds them."""

from __future__ import annotations

import pathlib

import pytest
from ansible.plugins.loader import init_plugin_loader

BUILD = pathlib.Path(__file__).resolve().parents[3] / ".build"


@pytest.fixture(scope="session", autouse=True)
def plugin_loader() -> None:
    """Collections are found in the checkout's own folder."""
    init_plugin_loader([str(BUILD)])
