# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The services' configuration files, rendered from the templates beside this file.

Each service gets common.conf followed by its own file; oslo.config merges sections of one name.
A template says `$name` for what depends on the layout; a name nobody knows is an error.
"""

from __future__ import annotations

import os
from pathlib import Path
from string import Template

from ..layout import PACKAGE, PASSWORD, SERVICE_TYPES, Layout, Service

TEMPLATES = Path(__file__).resolve().parent


def render_template(file_name: str, values: dict[str, str]) -> str:
    """One template with its names filled in."""
    return Template((TEMPLATES / file_name).read_text(encoding="utf-8")).substitute(values)


def render_service(service: Service) -> str:
    """The whole configuration file of a service."""
    layout = service.layout
    values = {
        "project": service.project,
        "package": PACKAGE,
        "service_type": SERVICE_TYPES[service.project],
        "region": service.region.name,
        "first_compute_host": service.region.compute_hosts[0],
        "reclaim_instance_interval": str(service.region.reclaim_instance_interval),
        "shelved_offload_time": str(service.region.shelved_offload_time),
        "password": PASSWORD,
        "data": str(service.data_folder),
        "keystone_url": layout.service("keystone").url,
        "glance_url": layout.service("glance").url,
        # The paste files come with the packages and need no changes.
        "package_etc": str(layout.virtual_environment / "etc" / service.project),
    }
    return render_template("common.conf", values) + "\n" + render_template(service.configuration_file.name, values)


def render_clouds_yaml(layout: Layout) -> str:
    """The users' side: named clouds for openstacksdk and whatever else reads clouds.yaml."""
    return render_template("clouds.yaml", {"auth_url": f"{layout.service('keystone').url}/v3", "password": PASSWORD})


def write_configuration(layout: Layout) -> None:
    """Write all files; they are made anew at each start and are not meant to be edited."""
    for service in layout.services:
        write_private(service.configuration_file, render_service(service))
    write_private(layout.clouds_yaml, render_clouds_yaml(layout))


def write_private(file: Path, text: str) -> None:
    """Write a file that holds a password, readable for its owner only from its first byte on."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
        stream.write(text)
