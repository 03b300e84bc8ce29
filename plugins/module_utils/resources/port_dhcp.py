# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The DHCP options of a port: compared and sent. Pure.

The service keeps options that a request does not name, and removes those whose value is null. Source:
https://docs.openstack.org/api-ref/network/v2/#create-port, the parameter `extra_dhcp_opts`.
"""

from __future__ import annotations

import typing as t

from ..resource.declaration import Json

Options = t.Sequence[Json]


def normalised(wanted: Options) -> list[Json]:
    """Options as they are compared: dicts with name, value and ip_version (4 unless given)."""
    return [{"name": one["name"], "value": one["value"], "ip_version": one.get("ip_version") or 4} for one in wanted]


def merged(wanted: Options, there: Options) -> list[Json]:
    """The options after a change: the wanted ones, and with a null value those that have to go."""
    named = [_identity(one) for one in wanted]
    return [*wanted, *({**one, "value": None} for one in there if _identity(one) not in named)]


def _identity(one: Json) -> tuple[t.Any, t.Any]:
    return one["name"], one["ip_version"]


def sent(after: Options) -> list[Json]:
    """Options as the service takes them."""
    api_name = {"name": "opt_name", "value": "opt_value", "ip_version": "ip_version"}
    return [{api_name[key]: value for key, value in one.items()} for one in after]


def predicted(after: Options) -> list[Json]:
    """The predicted options, in the order of results."""
    return sorted((one for one in after if one["value"] is not None), key=_identity)


def displayed(options: Options) -> list[str]:
    """Options as texts, for a diff."""
    return [
        f"{one['name']}={one['value']}" + (" (IPv6)" if one["ip_version"] == 6 else "") for one in predicted(options)
    ]
