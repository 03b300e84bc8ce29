# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cache of a fetch between two runs: its content and its name. Pure.

Kept is what the services said, less what nobody will look at; names, variables and groups are made anew from it, so a
file may be changed in all that does not touch what is read. It is kept as text: Ansible copies and compares what is in
its cache, and a text costs nothing there.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import typing as t

from ansible_collections.nodeworks.openstack.plugins.module_utils.config.cloud_config import CloudConfig
from ansible_collections.nodeworks.openstack.plugins.module_utils.config.load import load_config
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import SHAPE_ERRORS, CloudError
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node.read import SHOWN

from .fetch import Environ
from .part import Location, Part
from .reading import Reading

Json = t.Dict[str, t.Any]

# Goes up with each change of the format. A cache in another format is not read.
FORMAT = 1

NEVER_KEPT = frozenset(("links", "OS-EXT-SRV-ATTR:user_data", "adminPass"))
WITH_LINKS = ("flavor", "image")
# A password could be guessed from a name that is made of it; a token could not.
GUESSABLE = frozenset(("password", "api_key", "passcode", "application_credential_secret", "client_secret"))


def cache_name(path: str, reading: Reading, environ: Environ, whole: bool) -> str | None:
    """A name that differs wherever the nodes may differ: for another file, identity, region or filter.

    `whole`: all that the services say is kept, not only what most people look at. None if a connection is not described
    well enough to say who asks, which reading will be told.
    """
    try:
        who = [_identity(load_config(options, environ)) for options in reading.connections]
    except CloudError:
        return None
    asked = dataclasses.asdict(dataclasses.replace(reading, connections=(), concurrency=1))
    said = json.dumps([FORMAT, path, whole, asked, who], sort_keys=True, default=_sorted)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def as_text(parts: t.Sequence[Part], whole: bool) -> str:
    """Parts as they are kept."""
    kept = [
        {
            "place": dataclasses.asdict(part.place),
            "connect_with": part.connect_with,
            "nodes": [_kept(node, whole) for node in part.nodes],
            "volumes": part.volumes,
            "images": part.images,
        }
        for part in parts
    ]
    return json.dumps({"format": FORMAT, "parts": kept}, separators=(",", ":"))


def from_text(text: t.Any) -> list[Part] | None:
    """The reverse of `as_text`; None for a text that it did not write."""
    try:
        kept = json.loads(text)
        if kept["format"] != FORMAT:
            return None
        return [
            Part(
                Location(**part["place"]),
                list(part["nodes"]),
                part["volumes"],
                part["images"],
                connect_with=tuple(part["connect_with"]),
            )
            for part in kept["parts"]
        ]
    except SHAPE_ERRORS:
        return None


def _kept(node: Json, whole: bool) -> Json:
    return {
        key: {name: part for name, part in value.items() if name not in NEVER_KEPT}
        if key in WITH_LINKS and value
        else value
        for key, value in node.items()
        if key not in NEVER_KEPT and (whole or key in SHOWN)
    }


def _identity(config: CloudConfig) -> Json:
    """The user, and the place."""
    said = dataclasses.asdict(dataclasses.replace(config, trace=None, token_cache=False))
    said["identity"] = {name: value for name, value in said["identity"].items() if name not in GUESSABLE}
    return said


def _sorted(value: t.Any) -> t.Any:
    """Sets as JSON has no word for them."""
    return sorted(value)
