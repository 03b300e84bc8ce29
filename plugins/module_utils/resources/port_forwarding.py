# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Port forwardings: ports of a floating IP that lead to ports of several nodes. One has no name; its protocol and its
outer ports tell it from others.
https://docs.openstack.org/api-ref/network/v2/#floating-ips-port-forwarding"""

from __future__ import annotations

import typing as t

from ..errors import ConfigError
from ..resource.declaration import Field, Json, Reference, Resource, joined_name
from .floating_ip import FLOATING_IP
from .ip_address import address
from .port_reference import PORT
from .shared_fields import DESCRIPTION

MOST_PORT = 65535
NAMED_BY = ("protocol", "external_port")


def read_port_forwarding(raw: Json) -> Json:
    """A port forwarding as users see it. Ports are texts, since they may be ranges."""
    outer = {"protocol": raw.get("protocol"), "external_port": _ports(raw, "external")}
    return {
        "id": raw["id"],
        "name": joined_name(NAMED_BY, outer),
        **outer,
        "internal_port": _ports(raw, "internal"),
        "internal_ip": raw.get("internal_ip_address"),
        "port_id": raw.get("internal_port_id"),
        "description": raw.get("description"),
    }


def _ports(raw: Json, side: str) -> str | None:
    """One port, or a range of them, as one text. Neutron shows one port in both ways."""
    found = raw.get(f"{side}_port_range") or raw.get(f"{side}_port")
    return None if found is None else _span(str(found).replace(":", "-"))


def _span(text: str) -> str:
    first, _dash, last = text.partition("-")
    return first if last in ("", first) else f"{first}-{last}"


def normalised(option: str) -> t.Callable[[t.Any], str]:
    """The `normalise` of ports: `80`, or a range like `8000-8100`."""

    def ports(given: t.Any) -> str:
        text = _span(str(given).replace(":", "-").replace(" ", ""))
        numbers = text.split("-")
        if not all(one.isdecimal() and 0 < int(one) <= MOST_PORT for one in numbers) or len(numbers) > 2:
            raise ConfigError([f"{option}: '{given}' is neither a port (1 to {MOST_PORT}) nor a range like 8000-8100."])
        return text

    return ports


def _as_sent(text: str) -> str:
    """A range as Neutron takes it; a single port is a range of one."""
    return text.replace("-", ":") if "-" in text else f"{text}:{text}"


PORT_FORWARDING = Resource(
    name="port forwarding",
    plural="port forwardings",
    service="network",
    path="/floatingips/{parent}/port_forwardings",
    one="port_forwarding",
    many="port_forwardings",
    read=read_port_forwarding,
    named=None,
    parent="floating_ip",
    named_by=NAMED_BY,
    fields=(
        Field("floating_ip", key="floating_ip_id", reference=Reference(FLOATING_IP), updatable=False),
        Field("protocol", required=True, normalise=str.lower, updatable=False),
        Field(
            "external_port",
            required=True,
            normalise=normalised("external_port"),
            api_name="external_port_range",
            sent=_as_sent,
            updatable=False,
        ),
        Field(
            "internal_port",
            required=True,
            normalise=normalised("internal_port"),
            api_name="internal_port_range",
            sent=_as_sent,
        ),
        Field("port", required=True, api_name="internal_port_id", key="port_id", reference=Reference(PORT)),
        Field("internal_ip", required=True, normalise=address, api_name="internal_ip_address"),
        DESCRIPTION,
    ),
)
