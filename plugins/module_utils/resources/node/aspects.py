# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The aspects of nodes, each read with requests of its own: console, actions, interfaces, volumes, diagnostics.

Source: https://docs.openstack.org/api-ref/compute/
"""

from __future__ import annotations

import typing as t

from ...query.aspect import Aspect
from ...resource.declaration import Json
from ...service.cloud import Cloud
from ...service.microversion import Microversion
from .status import Node

Options = t.Mapping[str, t.Any]

CONSOLE_URL = Microversion("2.6", needed=True, reason="console_url")
# Console types that came later than `remote-consoles` itself.
NEWER_CONSOLES = {
    "webmks": Microversion("2.8", needed=True, reason="The console type webmks"),
    "spice-direct": Microversion("2.99", needed=True, reason="The console type spice-direct"),
}
PROTOCOLS = {
    "novnc": "vnc",
    "xvpvnc": "vnc",
    "spice-html5": "spice",
    "spice-direct": "spice",
    "serial": "serial",
    "webmks": "mks",
    "rdp-html5": "rdp",
}

# Each of these shows more than earlier ones. They are not needed: older services show what they have.
ACTIONS = Microversion("2.58")
EVENTS = Microversion("2.84")
INTERFACES = Microversion("2.70")
ATTACHMENTS = Microversion("2.89")
DIAGNOSTICS = Microversion("2.48")


def console_lines(cloud: Cloud, node: Node, options: Options) -> list[str]:
    """The last lines of the console's output. All lines if the number is not positive."""
    wanted = options["console_lines"]
    # Nova counts the text after the last line break as a line too. It is usually empty, so one more line is requested.
    body = {"os-getConsoleOutput": {"length": wanted + 1} if wanted > 0 else {}}
    answer = cloud.service("compute").call("POST", f"{_path(node)}/action", body=body)
    lines = str(answer.get("output") or "").splitlines()
    return lines[-wanted:] if wanted > 0 else lines


def console_url(cloud: Cloud, node: Node, options: Options) -> str | None:
    """A URL at which a browser shows the console. It expires after a while."""
    kind = options["console_url"]
    body = {"remote_console": {"protocol": PROTOCOLS[kind], "type": kind}}
    microversion = NEWER_CONSOLES.get(kind, CONSOLE_URL)
    answer = cloud.service("compute").call(
        "POST", f"{_path(node)}/remote-consoles", body=body, microversion=microversion
    )
    url = _dict_in(answer, "remote_console").get("url")
    return str(url) if url else None


def actions(cloud: Cloud, node: Node, options: Options) -> list[Json]:
    """The actions on a node, the latest first. With the option `action_events`, each has its events."""
    path = f"{_path(node)}/os-instance-actions"
    found = [_action(one) for one in _all(cloud, path, "instanceActions", ACTIONS)]
    for action in found if options.get("action_events") else ():
        answer = cloud.service("compute").get(f"{path}/{action['request_id']}", microversion=EVENTS)
        action["events"] = _events(answer)
    return found


def interfaces(cloud: Cloud, node: Node, _options: Options) -> list[Json]:
    """The ports that connect the node to networks."""
    found = _all(cloud, f"{_path(node)}/os-interface", "interfaceAttachments", INTERFACES)
    return [_interface(one) for one in found]


def volume_attachments(cloud: Cloud, node: Node, _options: Options) -> list[Json]:
    """The attachments of the node's volumes: device, tag and so on."""
    found = _all(cloud, f"{_path(node)}/os-volume_attachments", "volumeAttachments", ATTACHMENTS)
    return [_attachment(one) for one in found]


def diagnostics(cloud: Cloud, node: Node, _options: Options) -> Json:
    """Counters of the node's processors, memory, disks and interfaces, in Nova's words."""
    return dict(cloud.service("compute").get(f"{_path(node)}/diagnostics", microversion=DIAGNOSTICS))


def _path(node: Node) -> str:
    return f"/servers/{node['id']}"


def _all(cloud: Cloud, path: str, collection: str, microversion: Microversion) -> t.Iterator[Json]:
    for page in cloud.service("compute").pages(path, collection, microversion=microversion):
        yield from page


def _dict_in(answer: Json, key: str) -> Json:
    found = answer.get(key)
    return found if isinstance(found, dict) else {}


def _action(raw: Json) -> Json:
    return {
        "action": raw.get("action"),
        "request_id": raw.get("request_id"),
        "user_id": raw.get("user_id"),
        "project_id": raw.get("project_id"),
        "started_at": raw.get("start_time"),
        "updated_at": raw.get("updated_at"),
        "message": raw.get("message"),
    }


def _events(answer: Json) -> list[Json] | None:
    """The events of an action. None if Nova does not show them."""
    found = _dict_in(answer, "instanceAction").get("events")
    return [_event(one) for one in found] if isinstance(found, list) else None


def _event(raw: Json) -> Json:
    return {
        "event": raw.get("event"),
        "started_at": raw.get("start_time"),
        "finished_at": raw.get("finish_time"),
        "result": raw.get("result"),
        "details": raw.get("details"),
        "traceback": raw.get("traceback"),
        "host": raw.get("host"),
        "host_id": raw.get("hostId"),
    }


def _interface(raw: Json) -> Json:
    fixed_ips = raw.get("fixed_ips") or ()
    return {
        "port_id": raw.get("port_id"),
        "network_id": raw.get("net_id"),
        "mac": raw.get("mac_addr"),
        "status": raw.get("port_state"),
        "fixed_ips": [{"ip": one.get("ip_address"), "subnet_id": one.get("subnet_id")} for one in fixed_ips],
        "tag": raw.get("tag"),
    }


def _attachment(raw: Json) -> Json:
    return {
        "volume_id": raw.get("volumeId"),
        "attachment_id": raw.get("attachment_id"),
        "device": raw.get("device"),
        "delete_on_termination": raw.get("delete_on_termination"),
        "tag": raw.get("tag"),
    }


NODE_ASPECTS = (
    Aspect("console_lines", console_lines),
    Aspect("console_url", console_url),
    Aspect("actions", actions),
    Aspect("interfaces", interfaces),
    Aspect("volume_attachments", volume_attachments),
    Aspect("diagnostics", diagnostics),
)
