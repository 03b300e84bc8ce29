# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nova v2.1 over HTTP: version documents, microversions, routes and error envelopes.

Shapes: https://docs.openstack.org/api-ref/compute/.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ..clock import THERE_SINCE
from ..declared.kinds import COMPUTE_KINDS
from ..declared.service import Declared, Style
from ..image.service import Image
from ..keystonemiddleware import AuthToken
from ..microversions import Range, Version, choose
from ..network.service import Network
from ..network.state import new_id
from ..routes import Route, Router
from ..timing import Schedule, Timings
from ..tokens import Token
from ..volume.state import VolumeState
from ..wire import NOT_FOUND_SENTENCE, Answer, ApiError, Json, Request, html_answer, json_answer
from . import consoles as compute_consoles
from . import flavors as compute_flavors
from . import groups as compute_groups
from . import history as compute_history
from . import interfaces as compute_interfaces
from . import metadata as compute_metadata
from . import places as compute_places
from . import quotas as compute_quotas
from . import servers as compute_servers
from . import small as compute_small
from . import tags as compute_tags
from . import volumes as compute_volumes
from .actions import act
from .create import create, hostname
from .disks import add_disk
from .networks import plug
from .records import STATUS, Flavor, KeyPair, Server
from .state import ComputeState, ServerFault, new_fault
from .views import Call

VERSIONS = Range("compute", (2, 1), (2, 104), (2, 1))
_LEGACY_HEADER = "X-OpenStack-Nova-API-Version"
# nova/api/openstack/wsgi.py Fault
_NAMES = {
    400: "badRequest",
    401: "unauthorized",
    403: "forbidden",
    404: "itemNotFound",
    405: "badMethod",
    409: "conflictingRequest",
    413: "overLimit",
    415: "badMediaType",
}
_STATES = {status: vm_state for vm_state, status in STATUS.items()}

Handler = Callable[..., Answer]


class Compute:
    """The compute services of all regions."""

    def __init__(
        self,
        auth: AuthToken,
        network: Network,
        image: Image,
        volume: VolumeState,
        regions: tuple[str, ...],
        timings: Timings,
        schedule: Schedule,
    ) -> None:
        self._auth = auth
        self._image = image
        self._schedule = schedule
        self.regions = {
            region: ComputeState(region, network.region(region), image, volume, timings, schedule) for region in regions
        }
        self._first = regions[0]
        # Who owns what is added without an owner.
        self.default_project_id = ""
        self.default_user_id = ""
        self._router: Router[Handler] = Router(_routes())
        self.declared = Declared(COMPUTE_KINDS, Style(made=200))

    def region(self, name: str | None = None) -> ComputeState:
        """Return the state of a region, the first one by default."""
        return self.regions[name or self._first]

    @property
    def servers(self) -> list[Server]:
        """Return the servers of all regions, but for those that are deleted and only not yet gone."""
        self._schedule.settle()
        everywhere = [server for state in self.regions.values() for server in state.servers.values()]
        return [server for server in everywhere if server.vm_state != "deleted"]

    # What tests add

    def add_flavor(
        self, name: str, ram: int, vcpus: int, disk: int, region: str | None = None, **fields: Any
    ) -> Flavor:
        """Add a flavor to a region."""
        flavor = Flavor(fields.pop("id", new_id()), name, ram, vcpus, disk, **fields)
        self.region(region).flavors[flavor.id] = flavor
        return flavor

    def add_keypair(
        self, name: str, public_key: str | None = None, region: str | None = None, user_id: str | None = None
    ) -> KeyPair:
        """Add a key pair of the default user to a region."""
        state = self.region(region)
        line = public_key or compute_small.new_public_key()
        mark = compute_small.fingerprint(line) or ""
        pair = KeyPair(len(state.keypairs) + 1, name, user_id or self.default_user_id, line, mark)
        state.keypairs.append(pair)
        return pair

    def add_server(
        self,
        name: str,
        status: str = "ACTIVE",
        region: str | None = None,
        flavor: str = "m1.tiny",
        image: str | None = "cirros",
        networks: tuple[str, ...] = ("private",),
        volumes: tuple[Json, ...] = (),
        overrides: Json | None = None,
        **fields: Any,
    ) -> Server:
        """Add a server that is there already; flavor, image and networks by name, other fields as in `Server`.

        Of volumes the first is the root disk if there is no image. ERROR is a build that failed, without a host; for
        one that has run say `host` and `launched_at`.
        """
        state = self.region(region)
        found = next(item for item in state.flavors.values() if item.name == flavor)
        picture = self._image.named(image) if image else None
        project_id = fields.pop("project_id", self.default_project_id)
        user_id = fields.pop("user_id", self.default_user_id)
        server = Server(new_id(), name, project_id, user_id, found, picture["id"] if picture else None)
        server.hostname, server.availability_zone = hostname(name), "nova"
        server.created -= THERE_SINCE
        state.insert(server)
        if status == "ERROR":
            server.fault = new_fault(500, "No valid host was found. ")
        else:
            plug(state, server, [{"uuid": self._network_id(state, item)} for item in networks], None, is_admin=True)
            server.host = "" if status == "SHELVED_OFFLOADED" else "compute-1"
        for number, volume in enumerate(volumes):
            add_disk(state, server, volume, is_root=image is None and number == 0)
        if status not in ("ERROR", "BUILD"):
            server.enter("active")
        server.enter(_STATES[status])
        for field_name, value in {"overrides": overrides or {}, **fields}.items():
            if not hasattr(server, field_name):
                raise TypeError(f"A server has no field {field_name}.")
            setattr(server, field_name, value)
        server.touch()
        return server

    def finish(self, server: Server) -> None:
        """Bring to its end what goes on with a server, a build or an action, however long it was to take."""
        self._schedule.hurry(server)

    def fail_builds(self, name: str, message: str, region: str | None = None, times: int | None = None) -> ServerFault:
        """Let servers whose names match the regex come to rest in ERROR with this fault message."""
        fault = ServerFault(name, message, times)
        self.region(region).build_faults.append(fault)
        return fault

    def fail_deletes(self, name: str, message: str, times: int | None = None) -> None:
        """Let servers whose names match the regex come to rest in ERROR when they are deleted, and be there still."""
        self.region().delete_faults.append(ServerFault(name, message, times))

    def _network_id(self, state: ComputeState, name: str) -> str:
        networks = state.network.collections["networks"].values()
        return str(next(item["id"] for item in networks if item["name"] == name))

    # HTTP

    def handle(self, request: Request) -> Answer:
        """Answer a request; version documents need no token (nova's paste pipeline has them apart)."""
        parts = request.rest.strip("/").split("/")
        if parts == [""]:
            return json_answer(200, {"versions": [_version(request, item) for item in ("v2.0", "v2.1")]})
        if parts[0] not in ("v2.1", "v2"):
            return json_answer(300, {"choices": [_choice(request, item) for item in ("v2.0", "v2.1")]})
        if len(parts) == 1:
            answer = self._version_document(request, parts[0])
        else:
            token = self._auth.caller(request)
            answer = self._auth.refuse() if token is None else self._versioned(request, token, parts)
        answer.headers["x-openstack-request-id"] = answer.headers["x-compute-request-id"] = request.request_id
        return answer

    def _version_document(self, request: Request, name: str) -> Answer:
        entry = _version(request, "v2.0" if name == "v2" else name)
        entry["links"].append({"rel": "describedby", "type": "text/html", "href": "http://docs.openstack.org/"})
        kind = "2" if name == "v2" else "2.1"
        media = f"application/vnd.openstack.compute+json;version={kind}"
        entry["media-types"] = [{"base": "application/json", "type": media}]
        answer = json_answer(200, {"version": entry})
        return answer if name == "v2" else _versioned_headers(answer, (2, 1))

    def _versioned(self, request: Request, token: Token, parts: list[str]) -> Answer:
        asked: Version | None = None
        try:
            asked = VERSIONS.default if parts[0] == "v2" else choose(VERSIONS, request, _LEGACY_HEADER)
            VERSIONS.check(asked)
            answer = self._route(request, token, asked, parts[1:])
            if answer is None:
                return html_answer(404, NOT_FOUND_SENTENCE)
        except ApiError as error:
            content = {"code": error.status, "message": error.message}
            answer = json_answer(error.status, {_NAMES.get(error.status, "computeFault"): content})
            answer.headers["Content-Type"] += "; charset=UTF-8"
        return answer if asked is None else _versioned_headers(answer, asked)

    def _route(self, request: Request, token: Token, version: Version, parts: list[str]) -> Answer | None:
        # The project id may stand in the path, and must then be the token's (nova/api/openstack/wsgi.py).
        if re.fullmatch(r"[0-9a-f]{32}", parts[0]):
            if parts[0] != token.project_id:
                theirs, ours = parts[0], token.project_id
                sentence = f"URL's project_id '{theirs}' doesn't match Context's project_id '{ours}'"
                raise ApiError(400, f"Malformed request URL: {sentence}")
            parts = parts[1:]
        path = "/" + "/".join(parts)
        found = self._router.find(request.method, path)
        if not request.is_valid_json():
            raise ApiError(400, "Malformed request body")
        if found.handler is None:
            return self.declared.answer(request, token, path)
        state = self.region(request.region)
        return found.handler(Call(request, token, version, state), **found.parameters)


def _routes() -> list[Route[Handler]]:
    servers, small, metadata, tags = compute_servers, compute_small, compute_metadata, compute_tags
    interfaces, volumes, groups, flavors = compute_interfaces, compute_volumes, compute_groups, compute_flavors
    return [
        Route("GET", "/servers", servers.list_brief),
        Route("GET", "/servers/detail", servers.list_detail),
        Route("POST", "/servers", create),
        Route("GET", "/servers/{server_id}", servers.show),
        Route("PUT", "/servers/{server_id}", servers.update),
        Route("DELETE", "/servers/{server_id}", servers.delete),
        Route("POST", "/servers/{server_id}/action", act),
        Route("GET", "/servers/{server_id}/ips", servers.ips),
        Route("GET", "/servers/{server_id}/os-interface", interfaces.list_interfaces),
        Route("POST", "/servers/{server_id}/os-interface", interfaces.attach),
        Route("GET", "/servers/{server_id}/os-interface/{port_id}", interfaces.show_interface),
        Route("DELETE", "/servers/{server_id}/os-interface/{port_id}", interfaces.detach),
        Route("GET", "/servers/{server_id}/os-security-groups", servers.groups),
        Route("GET", "/servers/{server_id}/os-volume_attachments", volumes.list_attachments),
        Route("POST", "/servers/{server_id}/os-volume_attachments", volumes.attach),
        Route("GET", "/servers/{server_id}/os-volume_attachments/{volume_id}", volumes.show_attachment),
        Route("PUT", "/servers/{server_id}/os-volume_attachments/{volume_id}", volumes.update),
        Route("DELETE", "/servers/{server_id}/os-volume_attachments/{volume_id}", volumes.detach),
        Route("POST", "/servers/{server_id}/remote-consoles", compute_consoles.create_console),
        Route("GET", "/servers/{server_id}/diagnostics", compute_consoles.diagnostics),
        Route("GET", "/servers/{server_id}/os-instance-actions", compute_history.list_deeds),
        Route("GET", "/servers/{server_id}/os-instance-actions/{request_id}", compute_history.show_deed),
        Route("GET", "/servers/{server_id}/metadata", metadata.show_metadata),
        Route("POST", "/servers/{server_id}/metadata", metadata.add_metadata),
        Route("PUT", "/servers/{server_id}/metadata", metadata.replace_metadata),
        Route("GET", "/servers/{server_id}/metadata/{key}", metadata.show_meta),
        Route("PUT", "/servers/{server_id}/metadata/{key}", metadata.set_meta),
        Route("DELETE", "/servers/{server_id}/metadata/{key}", metadata.delete_meta),
        Route("GET", "/servers/{server_id}/tags", tags.show_tags),
        Route("PUT", "/servers/{server_id}/tags", tags.replace_tags),
        Route("DELETE", "/servers/{server_id}/tags", tags.delete_tags),
        Route("GET", "/servers/{server_id}/tags/{tag}", tags.show_tag),
        Route("PUT", "/servers/{server_id}/tags/{tag}", tags.set_tag),
        Route("DELETE", "/servers/{server_id}/tags/{tag}", tags.delete_tag),
        Route("GET", "/flavors", lambda call: flavors.list_flavors(call, False)),
        Route("POST", "/flavors", flavors.create_flavor),
        Route("GET", "/flavors/detail", lambda call: flavors.list_flavors(call, True)),
        Route("GET", "/flavors/{flavor_id}", flavors.show_flavor),
        Route("PUT", "/flavors/{flavor_id}", flavors.update_flavor),
        Route("DELETE", "/flavors/{flavor_id}", flavors.delete_flavor),
        Route("GET", "/flavors/{flavor_id}/os-extra_specs", flavors.show_extra_specs),
        Route("POST", "/flavors/{flavor_id}/os-extra_specs", flavors.add_extra_specs),
        Route("DELETE", "/flavors/{flavor_id}/os-extra_specs/{key}", flavors.delete_extra_spec),
        Route("GET", "/flavors/{flavor_id}/os-flavor-access", flavors.list_access),
        Route("POST", "/flavors/{flavor_id}/action", flavors.act_on_flavor),
        Route("GET", "/os-keypairs", small.list_keypairs),
        Route("POST", "/os-keypairs", small.post_keypair),
        Route("GET", "/os-keypairs/{name}", small.show_keypair),
        Route("DELETE", "/os-keypairs/{name}", small.delete_keypair),
        Route("GET", "/os-server-groups", groups.list_groups),
        Route("POST", "/os-server-groups", groups.create),
        Route("GET", "/os-server-groups/{group_id}", groups.show_group),
        Route("DELETE", "/os-server-groups/{group_id}", groups.delete),
        Route("GET", "/os-availability-zone", compute_places.list_zones),
        Route("GET", "/os-availability-zone/detail", compute_places.list_zones_with_hosts),
        Route("GET", "/os-hypervisors", lambda call: compute_places.list_hypervisors(call, False)),
        Route("GET", "/os-hypervisors/detail", lambda call: compute_places.list_hypervisors(call, True)),
        Route("GET", "/os-hypervisors/{hypervisor_id}", compute_places.show_hypervisor),
        Route("GET", "/limits", small.show_limits),
        Route("GET", "/os-quota-sets/{project_id}", compute_quotas.show),
        Route("GET", "/os-quota-sets/{project_id}/detail", compute_quotas.detail),
        Route("GET", "/os-quota-sets/{project_id}/defaults", compute_quotas.defaults),
        Route("PUT", "/os-quota-sets/{project_id}", compute_quotas.update),
        Route("DELETE", "/os-quota-sets/{project_id}", compute_quotas.delete),
    ]


def _version(request: Request, name: str) -> Json:
    legacy = name == "v2.0"
    return {
        "id": name,
        "status": "DEPRECATED" if legacy else "CURRENT",
        "version": "" if legacy else VERSIONS.text(VERSIONS.maximum),
        "min_version": "" if legacy else VERSIONS.text(VERSIONS.minimum),
        "updated": "2025-07-04T12:00:00Z" if legacy else "2013-07-23T11:33:21Z",
        "links": [{"rel": "self", "href": f"{request.base}/{'v2' if legacy else name}/"}],
    }


def _choice(request: Request, name: str) -> Json:
    """Return one choice of the 300 that any unknown path gets (nova/api/openstack/compute/versions.py)."""
    path = "v2" if name == "v2.0" else name
    media = f"application/vnd.openstack.compute+json;version={path[1:]}"
    return {
        "id": name,
        "status": "DEPRECATED" if name == "v2.0" else "CURRENT",
        "links": [{"rel": "self", "href": f"{request.base}/{path}{request.rest}"}],
        "media-types": [{"base": "application/json", "type": media}],
    }


def _versioned_headers(answer: Answer, version: Version) -> Answer:
    text = VERSIONS.text(version)
    answer.headers |= {
        "OpenStack-API-Version": f"compute {text}",
        _LEGACY_HEADER: text,
        "Vary": f"OpenStack-API-Version, {_LEGACY_HEADER}",
    }
    return answer
