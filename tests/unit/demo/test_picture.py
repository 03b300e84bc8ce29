# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `make demo` ends with."""

from __future__ import annotations

from typing import Any

from ansible_collections.nodeworks.openstack.tests.demo.picture import picture


def host(**changes: Any) -> dict[str, Any]:
    return {
        "ansible_host": "10.0.0.7",
        "os_cloud": {"__ansible_unsafe": "mine"},
        "os_region": "One",
        "os_state": "running",
        "os_flavor": {"name": "m1.tiny", "vcpus": 1, "ram": 512, "disk": 1},
        "os_image": {"name": "cirros"},
        "os_key_name": "demo",
        "os_metadata": {"role": "demo"},
        **changes,
    }


def test_a_box_for_each_place() -> None:
    hosts = {
        "web2": host(os_state="stopped", os_image=None, os_key_name=None),
        "web1": host(),
        "far": host(os_region="Two", os_metadata={}, os_image={"id": "1a2b", "name": None}),
    }
    assert picture({"_meta": {"hostvars": hosts}}).splitlines() == [
        "╭─ mine ── One ───────────────────────────────────────╮",
        "│ ● web1   running at 10.0.0.7                        │",
        "│   m1.tiny: 1 vCPU, 512 MiB of memory, 1 GiB of disk │",
        "│   image cirros, key demo, role=demo                 │",
        "│                                                     │",
        "│ ○ web2   stopped at 10.0.0.7                        │",
        "│   m1.tiny: 1 vCPU, 512 MiB of memory, 1 GiB of disk │",
        "│   role=demo                                         │",
        "╰─────────────────────────────────────────────────────╯",
        "╭─ mine ── Two ───────────────────────────────────────╮",
        "│ ● far   running at 10.0.0.7                         │",
        "│   m1.tiny: 1 vCPU, 512 MiB of memory, 1 GiB of disk │",
        "│   image 1a2b, key demo                              │",
        "╰─────────────────────────────────────────────────────╯",
    ]


def test_without_nodes() -> None:
    assert picture({"_meta": {"hostvars": {}}}) == "(no nodes)"


def test_a_node_without_an_address() -> None:
    without = {key: value for key, value in host(os_state="starting").items() if key != "ansible_host"}
    assert "◌ new   starting at no address" in picture({"_meta": {"hostvars": {"new": without}}})
