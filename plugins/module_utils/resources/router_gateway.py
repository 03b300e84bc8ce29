# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The gateway of a router, which connects it to an external network: compared and sent. Pure.

https://docs.openstack.org/api-ref/network/v2/#create-router, the parameter `external_gateway_info`.
"""

from __future__ import annotations

import typing as t

from ..errors import ConfigError
from ..options.dicts import boolean, said_in
from ..resource.declaration import Json, Values
from ..resource.reference import id_of
from .ip_address import address

KEYS = ("network", "enable_snat", "fixed_ips")
# A key of the gateway after a change: it lists the keys that are sent to the service.
TOLD = "told"


def read(raw: t.Any) -> Json | None:
    """The gateway as users see it. None if there is none."""
    if not raw:
        return None
    return {
        "network_id": raw.get("network_id"),
        "enable_snat": raw.get("enable_snat"),
        "fixed_ips": [
            {"ip": one.get("ip_address"), "subnet_id": one.get("subnet_id")}
            for one in raw.get("external_fixed_ips") or ()
        ],
    }


def normalised(wanted: t.Any) -> Json:
    """A gateway as it is compared: a dict with the network and the other keys that the user gave. Empty for no gateway.

    Raises:
        ConfigError: the value is neither a name or id of a network nor a dict of the known keys.
    """
    said = {"network": wanted} if isinstance(wanted, str) and wanted else wanted or {}
    if not isinstance(said, dict):
        raise ConfigError([f"external_gateway is {wanted!r}, which is neither a network nor a dict."])
    said = said_in("external_gateway", said, KEYS)
    if said and not said.get("network"):
        raise ConfigError(["external_gateway needs a network; to have no gateway, give an empty text."])
    if "enable_snat" in said:
        said["enable_snat"] = boolean("external_gateway: enable_snat", said["enable_snat"])
    if "fixed_ips" in said:
        said["fixed_ips"] = _addresses(said["fixed_ips"])
    return said


def _addresses(given: t.Any) -> list[str]:
    texts = [given] if isinstance(given, str) else given
    if not isinstance(texts, list) or not all(isinstance(text, str) and text for text in texts):
        raise ConfigError([f"external_gateway has the fixed_ips {given!r}, which are no list of addresses."])
    return [address(text) for text in texts]


def shown(router: Values) -> Json:
    """The current gateway in the same form."""
    there = router["external_gateway"]
    if not there:
        return {}
    addresses = [one["ip"] for one in there["fixed_ips"]]
    return {"network": there["network_id"], "enable_snat": there["enable_snat"], "fixed_ips": addresses}


def same(wanted: Values, current: Values) -> bool:
    """Whether the current gateway is the wanted one. Keys that the user did not give are not compared."""
    if not wanted or not current:
        return bool(wanted) == bool(current)
    if id_of(wanted["network"]) != current["network"]:
        return False
    if wanted.get("enable_snat") not in (None, current["enable_snat"]):
        return False
    return "fixed_ips" not in wanted or set(wanted["fixed_ips"]) == set(current["fixed_ips"])


def merged(wanted: Values, current: Values) -> Json:
    """The gateway after a change. Keys that the user did not give stay as they are; addresses only on the same network.

    The service keeps addresses that a request does not name. But it resets `enable_snat` to its default, which usually
    is true. So a false has to be sent again.
    """
    if not wanted or not current:
        return dict(wanted)
    told = {*wanted, *(() if current["enable_snat"] in (None, True) else ("enable_snat",))}
    stays = id_of(wanted["network"]) == current["network"]
    kept = {key: current[key] for key in (("enable_snat", "fixed_ips") if stays else ("enable_snat",))}
    return {**kept, **wanted, TOLD: sorted(told)}


def displayed(gateway: Values) -> Json:
    """A gateway for a diff."""
    return {key: value for key, value in gateway.items() if key != TOLD}


def sent(wanted: Values) -> Json | None:
    """The gateway as the service takes it, with as few keys as possible: by default only administrators may send
    `enable_snat`."""
    if not wanted:
        return None
    told = wanted.get(TOLD, wanted)
    body: Json = {"network_id": wanted["network"]}
    if "enable_snat" in told:
        body["enable_snat"] = wanted["enable_snat"]
    if "fixed_ips" in told:
        body["external_fixed_ips"] = [{"ip_address": one} for one in wanted["fixed_ips"]]
    return body


def predicted(wanted: Values) -> Json | None:
    """The predicted gateway, as far as it is known."""
    if not wanted:
        return None
    addresses = [{"ip": one, "subnet_id": None} for one in wanted.get("fixed_ips", ())]
    known = {"enable_snat": wanted.get("enable_snat"), "fixed_ips": addresses}
    return {"network_id": id_of(wanted["network"]), **known}
