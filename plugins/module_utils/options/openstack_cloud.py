# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of openstack.cloud that are different here, by module. Pure."""

from __future__ import annotations

import re
import typing as t

from .moving import Old, OldOptions, Said, if_true, is_false, is_true, unless_true, without_a_word

UUID = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", re.IGNORECASE)
GLOB = re.compile(r"[*?\[]")

PROJECT = Old("Connect to that project instead, with project_name or project_id.")
IN_ITS_PROJECT = Old("Connect to the project that has it, with project_name or project_id.", unless_true)


def _named_by_id(said: Said) -> Said:
    """A name that is an id, which openstack.cloud takes for both."""
    if "id" in said or not UUID.fullmatch(str(said.get("name", ""))):
        return said
    return {**{key: value for key, value in said.items() if key != "name"}, "id": said["name"]}


def _as_list(value: t.Any) -> list[t.Any]:
    if isinstance(value, str):
        return [one.strip() for one in value.split(",")]
    return list(value) if isinstance(value, (list, tuple)) else [value]


# Nodes: server and server_action

ACTIONS: dict[str, dict[str, t.Any]] = {
    "start": {"state": "started"},
    "stop": {"state": "stopped"},
    "pause": {"state": "paused"},
    "unpause": {"state": "started"},
    "suspend": {"state": "suspended"},
    "resume": {"state": "started"},
    "shelve": {"state": "shelved"},
    "unshelve": {"state": "started"},
    "rebuild": {"state": "rebuilt"},
    "reboot_soft": {"state": "restarted", "reboot_type": "soft"},
    "reboot_hard": {"state": "restarted", "reboot_type": "hard"},
    "lock": {"locked": True},
    "unlock": {"locked": False},
}


def _boot_from_volume(value: t.Any, said: Said) -> dict[str, t.Any] | None:
    if not is_true(value):
        return {} if is_false(value) else None
    ends = is_true(said.get("terminate_volume"))
    return {"boot_volume": {"size": said.get("volume_size"), "delete_on_termination": ends}}


def _terminate_volume(value: t.Any, said: Said) -> dict[str, t.Any]:
    """It is said of the volume that a new node boots from, and of no other."""
    volume = said.get("boot_volume", said.get("root_volume"))
    if not is_true(value) or not isinstance(volume, str):
        return {}
    return {"boot_volume": {"volume": volume, "delete_on_termination": True}}


def _is_ended_volume(value: t.Any, said: Said) -> bool:
    return isinstance(value, str) and is_true(said.get("terminate_volume"))


NODE = OldOptions(
    options={
        "network": Old("networks: [NETWORK].", lambda value, _said: {"networks": [value]}),
        "auto_ip": Old(
            "Nodes get no floating IP by themselves. Name the external network that one is taken from: floating_ips:"
            " [NETWORK].",
            unless_true,
            aliases=("auto_floating_ip", "public_ip"),
        ),
        "floating_ip_pools": Old("floating_ips: [NETWORK].", lambda value, _said: {"floating_ips": _as_list(value)}),
        "reuse_ips": Old("os_floating_ip with reuse: true, in a task of its own.", unless_true),
        "flavor_ram": Old("flavor: its name or id. os_flavor_info with min_ram finds the smallest one."),
        "flavor_include": Old("flavor: its name or id. os_flavor_info shows all."),
        "image_exclude": Old(
            "image: its whole name, or its id.",
            lambda value, _said: {} if value == "(deprecated)" else None,
        ),
        "boot_from_volume": Old("boot_volume: {size: SIZE}.", _boot_from_volume),
        "volume_size": Old("boot_volume: {size: SIZE}.", without_a_word),
        "terminate_volume": Old(
            "boot_volume: {delete_on_termination: true}, when the node is made. To delete all volumes of a node that is"
            " removed, delete_volumes: true.",
            _terminate_volume,
        ),
        "boot_volume": Old(
            "boot_volume: NAME, or a dict.", without_a_word, aliases=("root_volume",), when=_is_ended_volume
        ),
        "action": Old("state: the state that it is to have, or locked.", lambda value, _said: ACTIONS.get(str(value))),
        "server": Old("name: NAME, or id.", lambda value, _said: _named_by_id({"name": value})),
        "all_projects": IN_ITS_PROJECT,
    },
    called=("server", "server_action"),
    under_old_name=_named_by_id,
)


def _filters_as_options(said: Said) -> Said:
    """openstack.cloud filters the list itself, by any key. Nova has no filter for these two."""
    filters = said.get("filters")
    if not isinstance(filters, dict):
        return said
    moved = {key: filters[key] for key in ("id", "metadata") if filters.get(key) is not None and key not in said}
    return {**said, **moved, "filters": {key: value for key, value in filters.items() if key not in moved}}


def _name_or_pattern(said: Said) -> Said:
    """openstack.cloud looks for names with the wildcards of shells; Nova looks for regular expressions."""
    said = _filters_as_options(said)
    name, filters = str(said.get("name", "")), said.get("filters") or {}
    if not GLOB.search(name) or not isinstance(filters, dict):
        return _named_by_id(said)
    pattern = re.sub(r"[.^$+(){}|\\]", lambda found: f"\\{found.group()}", name)
    pattern = f"^{pattern.replace('*', '.*').replace('?', '.')}$"
    rest = {key: value for key, value in said.items() if key != "name"}
    return {**rest, "filters": {**filters, "name": pattern}}


NODE_INFO = OldOptions(
    options={
        "server": Old("name, id, or filters: {name: ^web}.", lambda value, _said: _name_or_pattern({"name": value})),
        "detailed": Old("All that is known is returned in any case.", without_a_word),
    },
    called=("server_info",),
    under_old_name=_name_or_pattern,
)

# Options of nodes

KEYPAIR = OldOptions(
    options={
        "state": Old(
            "replace: true.",
            lambda _value, _said: {"state": "present", "replace": True},
            when=lambda value, _said: value == "replace",
        ),
    },
)
SERVER_GROUP = OldOptions(
    options={
        "policies": Old(
            "policy: POLICY.",
            lambda value, _said: {"policy": _as_list(value)[0]} if len(_as_list(value)) == 1 else None,
        )
    },
    called=("server_group",),
    under_old_name=_named_by_id,
)


def _of_usual_format(said: Said) -> Said:
    """There, content is of the format qcow2 unless something else is said."""
    has_content = "filename" in said or "uri" in said
    return _named_by_id({"disk_format": "qcow2", **said} if has_content else said)


def _visibility(value: t.Any, _said: Said) -> dict[str, t.Any]:
    return {"visibility": "public" if is_true(value) else "private"}


OF_PROPERTIES = "properties: {{{0}_id: ID}}, with the id that os_image_info tells."
IMAGE = OldOptions(
    options={
        "is_public": Old("visibility: public, or private.", _visibility),
        "project": Old("owner: the project's name or id.", lambda value, _said: {"owner": value}),
        "owner_domain": Old("owner: the project's id, which says the domain too.", aliases=("project_domain",)),
        "kernel": Old(OF_PROPERTIES.format("kernel")),
        "ramdisk": Old(OF_PROPERTIES.format("ramdisk")),
        "volume": Old("Images of volumes are made with os_api: POST /volumes/ID/action with os-volume_upload_image."),
        "use_import": Old("With url the service fetches the content itself.", without_a_word),
        "import_method": Old(
            "url: where the service fetches the content from.",
            lambda value, _said: {} if value == "web-download" else None,
        ),
        "id": Old(
            "id: of an image that exists. New ones are given theirs by the service.",
            when=lambda _value, said: "name" in said,
        ),
        "state": Old(
            "deactivated: true.",
            lambda _value, _said: {"state": "present", "deactivated": True},
            when=lambda value, _said: value == "inactive",
        ),
    },
    called=("image",),
    under_old_name=_of_usual_format,
)

# Networks

NETWORK = OldOptions(
    options={
        "project": PROJECT,
        "is_vlan_transparent": Old("os_api, to POST it to /networks."),
    },
    called=("network",),
    under_old_name=_named_by_id,
)


def _pool(value: t.Any, said: Said) -> dict[str, t.Any]:
    return {"allocation_pools": [{"start": value, "end": said.get("allocation_pool_end")}]}


SUBNET = OldOptions(
    options={
        "allocation_pool_start": Old("allocation_pools: [{start: FIRST, end: LAST}].", _pool),
        "allocation_pool_end": Old("allocation_pools: [{start: FIRST, end: LAST}].", without_a_word),
        "disable_gateway_ip": Old(
            'gateway_ip: "".',
            if_true({"gateway_ip": ""}),
            aliases=("no_gateway_ip",),
        ),
        "use_default_subnet_pool": Old(
            "subnet_pool: its name or id.", unless_true, aliases=("use_default_subnetpool",)
        ),
        "extra_attrs": Old(
            "The options that have their names; others with os_api.",
            lambda value, _said: None if value else {},
            aliases=("extra_specs",),
        ),
        "network_segment": Old("os_api, to POST it to /subnets as segment_id."),
        "project": PROJECT,
    },
    called=("subnet",),
    under_old_name=_named_by_id,
)


OF_GATEWAY = ("network", "enable_snat", "external_fixed_ips")


def _gateway(said: Said) -> dict[str, t.Any] | None:
    """openstack.cloud's options of a gateway in one; addresses there are said without their subnets."""
    fixed = said.get("external_fixed_ips") or []
    addresses = [_address(one) for one in fixed] if isinstance(fixed, list) else [None]
    if None in addresses or not said.get("network"):
        return None
    found = {"network": said["network"], "enable_snat": said.get("enable_snat")}
    return {"external_gateway": {**found, **({"fixed_ips": addresses} if fixed else {})}}


def _address(one: t.Any) -> t.Any:
    return one.get("ip_address", one.get("ip")) if isinstance(one, dict) else None


def _gateway_info(value: t.Any, _said: Said) -> dict[str, t.Any] | None:
    return _gateway(value) if isinstance(value, dict) and set(value) <= set(OF_GATEWAY) else None


def _part_of_gateway(_value: t.Any, said: Said) -> dict[str, t.Any] | None:
    return _gateway(said)


GATEWAY = "external_gateway: {network: NETWORK, enable_snat: true, fixed_ips: [ADDRESS]}."
ROUTER = OldOptions(
    options={
        "network": Old("external_gateway: NETWORK.", _part_of_gateway),
        "enable_snat": Old(GATEWAY, _part_of_gateway),
        "external_fixed_ips": Old(GATEWAY, _part_of_gateway),
        "external_gateway_info": Old(GATEWAY, _gateway_info),
        "project": PROJECT,
    },
    called=("router",),
    under_old_name=_named_by_id,
)
PORT = OldOptions(
    options={"no_security_groups": Old("security_groups: [].", if_true({"security_groups": []}))},
    called=("port",),
    under_old_name=_named_by_id,
)
SECURITY_GROUP = OldOptions(
    options={
        "security_group_rules": Old(
            "rules, with purge_rules: true where there are to be no others.",
            lambda value, _said: {"rules": value, "purge_rules": True},
        ),
        "project": PROJECT,
    },
    called=("security_group",),
    under_old_name=_named_by_id,
)
SECURITY_GROUP_RULE = OldOptions(options={"project": PROJECT})


def _kept_unless_purged(said: Said) -> Said:
    """There, one that is absent is taken from its node, and released only with purge."""
    return {"purge": False, **said}


def _purge(value: t.Any, said: Said) -> dict[str, t.Any]:
    if said.get("state") != "absent":
        return {}
    return {"state": "absent" if is_true(value) else "detached"}


FLOATING_IP = OldOptions(
    options={
        "purge": Old("state: absent releases it, state: detached takes it from the node alone.", _purge),
    },
    called=("floating_ip",),
    under_old_name=_kept_unless_purged,
)

# Volumes

VOLUME = OldOptions(called=("volume",), under_old_name=_named_by_id)
VOLUME_SNAPSHOT = OldOptions(called=("volume_snapshot",), under_old_name=_named_by_id)
