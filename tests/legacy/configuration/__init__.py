# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The servers' configuration files, rendered from the templates beside this file, and from the cloud's for Nova.

A template says `$name` for what depends on the layout; a name nobody knows is an error.
"""

from __future__ import annotations

from pathlib import Path
from string import Template

from ...cloud.configuration import render_service, write_private
from ..layout import PACKAGE, SWIFT_KEY, LegacyLayout

TEMPLATES = Path(__file__).resolve().parent


def render_all(layout: LegacyLayout) -> dict[Path, str]:
    """Each file and what is in it."""
    keystone, swift, nova = (layout.server(name) for name in ("keystone-public", "swift-proxy", "nova"))
    values = {
        "package": PACKAGE,
        "public_url": keystone.url,
        "admin_url": layout.server("keystone-admin").url,
        "keystone_paste": str(keystone.configuration_folder / "keystone-paste.ini"),
        "keystone_data": str(keystone.data_folder),
        "swift_folder": str(swift.data_folder),
        "swift_port": str(swift.port),
        "swift_key": SWIFT_KEY,
    }
    files = {
        keystone.configuration_file: "keystone.conf",
        keystone.configuration_folder / "keystone-paste.ini": "keystone-paste.ini",
        swift.configuration_file: "proxy-server.conf",
    }
    rendered = {
        file: Template((TEMPLATES / template).read_text(encoding="utf-8")).substitute(values)
        for file, template in files.items()
    }
    return {**rendered, nova.configuration_file: render_service(nova)}


def write_configuration(layout: LegacyLayout) -> None:
    """Write all files; they are made anew at each start and are not meant to be edited."""
    for file, text in render_all(layout).items():
        write_private(file, text)
