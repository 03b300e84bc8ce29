# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Ansible's own import of collections, for all tests: before anything of this one is imported, or it would not be known
as a collection, and Ansible would find no plugin in it."""

from __future__ import annotations

import pathlib

from ansible.plugins.loader import init_plugin_loader

init_plugin_loader([str(pathlib.Path(__file__).resolve().parents[1] / ".build")])
