# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A picture, in text, of the nodes that an inventory lists: a box for each region of each cloud."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

MARKS = {"running": "●", "stopped": "○", "error": "✗"}

Host = Mapping[str, Any]


def picture(listing: Mapping[str, Any]) -> str:
    """Draw what `ansible-inventory --list` says."""
    places: dict[tuple[str, str], list[tuple[str, Host]]] = {}
    for name, host in sorted(plain(listing["_meta"]["hostvars"]).items()):
        places.setdefault((host["os_cloud"], host["os_region"]), []).append((name, host))
    boxes = (box(f" {cloud} ── {region} ", [*lines(hosts)]) for (cloud, region), hosts in sorted(places.items()))
    return "\n".join(boxes) or "(no nodes)"


def plain(value: Any) -> Any:
    """A value without the mark that Ansible gives to what it does not trust."""
    if isinstance(value, dict):
        return value.get("__ansible_unsafe") or {key: plain(item) for key, item in value.items()}
    return value


def lines(hosts: list[tuple[str, Host]]) -> Iterator[str]:
    """What is said of the nodes of one place."""
    for number, (name, host) in enumerate(hosts):
        if number:
            yield ""
        flavor = host["os_flavor"]
        mark, address = MARKS.get(host["os_state"], "◌"), host.get("ansible_host", "no address")
        yield f"{mark} {name}   {host['os_state']} at {address}"
        yield f"  {flavor['name']}: {flavor['vcpus']} vCPU, {flavor['ram']} MiB of memory, {flavor['disk']} GiB of disk"
        image = host["os_image"] or {}
        facts = [f"image {image.get('name') or image['id']}"] if image else []
        facts += [f"key {host['os_key_name']}"] if host["os_key_name"] else []
        facts += [f"{key}={value}" for key, value in sorted(host["os_metadata"].items())]
        yield f"  {', '.join(facts)}"


def box(title: str, content: list[str]) -> str:
    """Lines in a frame with a title."""
    width = max(len(line) for line in (*content, title)) + 2
    top = f"╭─{title}{'─' * (width - len(title) - 1)}╮"
    return "\n".join([top, *(f"│ {line:<{width - 1}}│" for line in content), f"╰{'─' * width}╯"])
