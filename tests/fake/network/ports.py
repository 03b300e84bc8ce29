# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Neutron makes of the attributes of a port that are more than a value, and how they go together.

From neutron/db/allowedaddresspairs_db.py, neutron/db/extradhcpopt_db.py and neutron/plugins/ml2/plugin.py.
"""

from __future__ import annotations

from typing import Any

from ..wire import ApiError, Json


def address_pairs(pairs: list[Json] | None, mac: str) -> list[Json]:
    """Return pairs as they are shown: those without a MAC address have the port's."""
    return [{"mac_address": mac, **pair} for pair in pairs or []]


def dhcp_options(there: list[Json], wanted: list[Json] | None) -> list[Json]:
    """Return the options of a port after a change: only those that are named change; those without a value go."""
    found = {(one["opt_name"], one["ip_version"]): one["opt_value"] for one in there}
    found.update({(one["opt_name"], int(one.get("ip_version", 4))): one["opt_value"] for one in wanted or []})
    return [
        {"opt_name": name, "opt_value": value, "ip_version": version}
        for (name, version), value in found.items()
        if value is not None
    ]


def refuse_unsafe(port: Json) -> None:
    """Refuse what a port without port security cannot have."""
    if port["port_security_enabled"]:
        return
    if port["allowed_address_pairs"]:
        sentence = "Port Security must be enabled in order to have allowed address pairs on a port."
        raise ApiError(409, sentence, "AddressPairAndPortSecurityRequired")
    if port["security_groups"]:
        sentence = (
            "Port has security group associated. Cannot disable port security or IP address until security group is "
            "removed."
        )
        raise ApiError(409, sentence, "PortSecurityPortHasSecurityGroup")


def part_changes(port: Json, changes: Json) -> Json:
    """Return the changes of a port with such attributes as they will be shown."""
    changed: dict[str, Any] = dict(changes)
    if "allowed_address_pairs" in changes:
        mac = str(changes.get("mac_address", port["mac_address"]))
        changed["allowed_address_pairs"] = address_pairs(changes["allowed_address_pairs"], mac)
    if "extra_dhcp_opts" in changes:
        changed["extra_dhcp_opts"] = dhcp_options(port["extra_dhcp_opts"], changes["extra_dhcp_opts"])
    refuse_unsafe({**port, **changed})
    return changed
