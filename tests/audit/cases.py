# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All that is tried, and which options are not, with the reasons."""

from __future__ import annotations

from .cases_compute import COMPUTE_CASES
from .cases_network import NETWORK_CASES
from .cases_plain import PLAIN_CASES
from .cases_storage import STORAGE_CASES

CASES = (*NETWORK_CASES, *STORAGE_CASES, *COMPUTE_CASES, *PLAIN_CASES)

HOW = "It says how something is removed or mended, which no second run does."
# Options that no case has, by module, with the reason.
UNTRIED: dict[str, dict[str, str]] = {
    "os_floating_ip": {"name": "Which address a new one gets is the service's choice; tests/integration names it."},
    "os_image": {
        "url": "Where the service fetches it from has to be a server of its own; tests/integration has one.",
        "membership": "Another project has to share an image first; tests/integration does so.",
    },
    "os_node": {"wait_for": "No node of the loopback cloud can be reached; tests/integration has one that seems to."},
    "os_volume": dict.fromkeys(("delete_snapshots", "detach", "force"), HOW),
}
# Options of fields that no case wants otherwise.
WHICH_ONE = "It says which one is meant: with another value it is another one."
WITHOUT_OTHER: dict[str, dict[str, str]] = {
    "os_endpoint_definition": {"service": WHICH_ONE},
    "os_port_forwarding": dict.fromkeys(("floating_ip", "protocol", "external_port"), WHICH_ONE),
    "os_role_assignment": {"on_system": WHICH_ONE},
    "os_user": {"user_password": "It is that of a new user, and is shown nowhere."},
    "os_image": {"membership": UNTRIED["os_image"]["membership"]},
    "os_keypair": {"generate": "Of a key that was made nothing is left to compare."},
}
