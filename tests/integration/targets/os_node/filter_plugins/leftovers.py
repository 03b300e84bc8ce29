# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The requests that find and remove what the tests made, by the beginning of its name."""

from __future__ import annotations

from typing import Any

Chain = list[dict[str, Any]]

# Service, path and key, in the order in which things are removed.
KINDS = (
    ("volume", "/snapshots", "snapshots"),
    ("volume", "/volumes", "volumes"),
    ("network", "/ports", "ports"),
    ("network", "/networks", "networks"),
    ("network", "/security-groups", "security_groups"),
    ("compute", "/os-server-groups", "server_groups"),
)

# An answer of 404 is null.
GONE = {key[:-1]: None for _service, _path, key in KINDS}


def looking_for_what_is_left(prefix: str) -> list[Chain]:
    """The chains of calls (see cloud_calls) that list the servers of that prefix, and all else."""
    servers: Chain = [{"path": f"/servers?name={prefix}"}]
    return [servers, *([{"service": service, "path": path}] for service, path, _key in KINDS)]


def removing_what_is_left(answers: list[dict[str, Any]], prefix: str) -> Chain:
    """The chain that removes all but the servers."""
    calls: list[dict[str, Any]] = []
    for service, path, key in KINDS:
        listed = next(answer[key] for answer in answers if key in answer)
        for one in listed:
            if str(one["name"]).startswith(prefix):
                calls.append({"service": service, "method": "DELETE", "path": f"{path}/{one['id']}"})
                calls.append({"service": service, "path": f"{path}/{one['id']}", "until": GONE})
    return calls


class FilterModule:
    def filters(self) -> dict[str, Any]:
        return {
            "looking_for_what_is_left": looking_for_what_is_left,
            "removing_what_is_left": removing_what_is_left,
        }
