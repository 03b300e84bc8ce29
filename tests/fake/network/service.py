# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Neutron v2.0 over HTTP: paths, policy, lists and error envelopes.

Shapes: https://docs.openstack.org/api-ref/network/v2/.
"""

from __future__ import annotations

from typing import Any

from ..declared.kinds import NETWORK_KINDS
from ..declared.service import Declared
from ..keystonemiddleware import AuthToken
from ..tokens import Token
from ..wire import NOT_FOUND_SENTENCE, Answer, ApiError, Json, Request, empty_answer, html_answer, json_answer
from . import quotas as network_quotas
from .attributes import (
    FLOATING_IP,
    NETWORK,
    PORT,
    QOS_POLICY,
    RESOURCES,
    ROUTER,
    SECURITY_GROUP,
    SECURITY_GROUP_RULE,
    SUBNET,
    Resource,
    bad_request,
    refuse_unknown,
)
from .changes import check_policy, create, create_unchecked, delete, update
from .list import check_filters, list_page, visible
from .parts import change_part
from .state import NetworkState

_FOR_ADMINISTRATORS = ("provider:", "binding:host_id", "binding:profile")
_UNBOUND = {"binding:host_id": "", "binding:profile": {}, "binding:vif_type": "unbound", "binding:vif_details": {}}
# In paths the words of a collection are joined by dashes, in bodies by underscores.
_BY_PATH = {kind.folder + kind.collection.replace("_", "-"): kind for kind in RESOURCES}


class Network:
    """The network services of all regions."""

    def __init__(self, auth: AuthToken, regions: tuple[str, ...]) -> None:
        self._auth = auth
        self.regions = {region: NetworkState() for region in regions}
        self.quotas = {region: network_quotas.new_quotas(state) for region, state in self.regions.items()}
        self.declared = Declared(NETWORK_KINDS)
        self._first = regions[0]
        # Who owns what is added without a project.
        self.default_project_id = ""

    def region(self, name: str | None = None) -> NetworkState:
        """Return the state of a region, the first one by default."""
        return self.regions[name or self._first]

    # What tests add

    def add_network(self, name: str, cidr: str | None = None, region: str | None = None, **fields: Any) -> Json:
        """Add a network, with a subnet `<name>-v4` (or -v6) when a CIDR is given."""
        state = self.region(region)
        project_id = fields.pop("project_id", self.default_project_id)
        network = state.add_network(project_id, name=name, **fields)
        if cidr is not None:
            version = 6 if ":" in cidr else 4
            subnet = {"name": f"{name}-v{version}", "network_id": network["id"], "cidr": cidr, "ip_version": version}
            state.add_subnet(project_id, **subnet)
        return network

    def add_subnet(self, network_id: str, cidr: str, region: str | None = None, **fields: Any) -> Json:
        """Add a subnet."""
        project_id = fields.pop("project_id", self.default_project_id)
        wanted = {"network_id": network_id, "cidr": cidr, "ip_version": 6 if ":" in cidr else 4, **fields}
        return self.region(region).add_subnet(project_id, **wanted)

    def add_security_group(self, name: str, region: str | None = None, **fields: Any) -> Json:
        """Add a security group."""
        project_id = fields.pop("project_id", self.default_project_id)
        return self.region(region).add_security_group(project_id, name=name, **fields)

    def add_port(self, network_id: str, region: str | None = None, **fields: Any) -> Json:
        """Add a port."""
        project_id = fields.pop("project_id", self.default_project_id)
        return self.region(region).add_port(project_id, network_id=network_id, **fields)

    def add_floating_ip(self, port_id: str | None = None, region: str | None = None, **fields: Any) -> Json:
        """Add a floating IP of the first external network."""
        state = self.region(region)
        external = next(item for item in state.collections["networks"].values() if item["router:external"])
        project_id = fields.pop("project_id", self.default_project_id)
        wanted = {"floating_network_id": external["id"], "port_id": port_id, **fields}
        return create_unchecked(state, FLOATING_IP, project_id, wanted)

    def add_qos_policy(self, name: str, region: str | None = None) -> Json:
        """Add a QoS policy."""
        return create_unchecked(self.region(region), QOS_POLICY, self.default_project_id, {"name": name})

    def add_router(self, name: str, region: str | None = None, external_network_id: str | None = None) -> Json:
        """Add a router with a gateway on an external network."""
        gateway = {"network_id": external_network_id, "enable_snat": True} if external_network_id else None
        wanted = {"name": name, "external_gateway_info": gateway}
        return create_unchecked(self.region(region), ROUTER, self.default_project_id, wanted)

    def named(self, collection: str, name: str, region: str | None = None) -> Json:
        """Return the first resource of a collection that has the name."""
        return next(item for item in self.region(region).collections[collection].values() if item["name"] == name)

    # HTTP

    def handle(self, request: Request) -> Answer:
        """Answer a request."""
        parts = request.rest.strip("/").split("/")
        if parts == [""]:
            return self._versions(request)
        if parts[0] != "v2.0":
            return html_answer(404, NOT_FOUND_SENTENCE)
        token = self._auth.caller(request)
        if token is None:
            answer = self._auth.refuse()
        else:
            try:
                answer = self._route(request, token, parts[1:])
            except ApiError as error:
                content = {"type": error.kind or "HTTPBadRequest", "message": error.message, "detail": ""}
                answer = json_answer(error.status, {"NeutronError": content})
        answer.headers["x-openstack-request-id"] = request.request_id
        return answer

    def _versions(self, request: Request) -> Answer:
        links = [{"rel": "self", "href": f"{request.base}/v2.0/"}]
        return json_answer(200, {"versions": [{"id": "v2.0", "status": "CURRENT", "links": links}]})

    def _route(self, request: Request, token: Token, parts: list[str]) -> Answer:
        if not parts:
            # With a token `/v2.0/` lists the resources and `/v2.0` is not found.
            if request.rest.endswith("/"):
                return self._resources(request)
            raise _not_found()
        if parts[0] == "qos":
            parts = ["/".join(parts[:2]), *parts[2:]]
        kind = _BY_PATH.get(parts[0])
        other = self._other_than_resources(request, token, parts)
        if other is not None:
            return other
        if kind is None or len(parts) > 3:
            raise _not_found()
        state = self.region(request.region)
        if len(parts) == 3:
            return self._part(request, token, state, kind, parts[1], parts[2])
        if len(parts) == 1:
            return self._collection(request, token, state, kind)
        return self._member(request, token, state, kind, parts[1].removesuffix(".json"))

    def _other_than_resources(self, request: Request, token: Token, parts: list[str]) -> Answer | None:
        """Answer for what is no resource of Neutron's usual kind."""
        if parts == ["availability_zones"]:
            return json_answer(200, {"availability_zones": self.region(request.region).zones})
        declared = self.declared.answer(request, token, "/" + "/".join(parts))
        if declared is not None:
            return declared
        if parts == ["extensions"]:
            return json_answer(200, {"extensions": []})
        if parts[0] == "quotas" and len(parts) in (2, 3):
            return network_quotas.answer(request, token, self.quotas[request.region], parts[1:])
        return None

    def _resources(self, request: Request) -> Answer:
        entries = [
            {
                "name": kind.name,
                "collection": kind.collection,
                "links": [{"rel": "self", "href": f"{request.base}/v2.0/{path}"}],
            }
            for path, kind in _BY_PATH.items()
        ]
        return json_answer(200, {"resources": entries})

    def _collection(self, request: Request, token: Token, state: NetworkState, kind: Resource) -> Answer:
        if kind is SECURITY_GROUP:
            state.default_group(token.project_id)
        if request.method in ("GET", "HEAD"):
            check_filters(request, kind)
            items = [item for item in state.collections[kind.collection].values() if visible(item, token)]
            page, links = list_page(request, kind, items, lambda item: self._view(state, kind, item, token))
            body: Json = {kind.collection: page}
            if links:
                body[f"{kind.collection}_links"] = links
            return json_answer(200, body)
        if request.method == "POST":
            return self._create(request, token, state, kind)
        raise ApiError(404, kind.missing.format(id=None), kind.missing_kind)

    def _create(self, request: Request, token: Token, state: NetworkState, kind: Resource) -> Answer:
        body = self._body(request)
        if kind.collection in body and kind.name not in body:
            wanted_list = body[kind.collection]
            for wanted in wanted_list:
                check_policy(kind, wanted, token, "create")
            made = [create(state, kind, token, wanted) for wanted in wanted_list]
            return json_answer(201, {kind.collection: [self._view(state, kind, item, token) for item in made]})
        wanted = self._wanted(body, kind)
        # Unknown attributes are refused before any policy is asked.
        refuse_unknown(kind, wanted)
        check_policy(kind, wanted, token, "create")
        item = create(state, kind, token, wanted)
        return json_answer(201, {kind.name: self._view(state, kind, item, token)})

    def _member(self, request: Request, token: Token, state: NetworkState, kind: Resource, key: str) -> Answer:
        if request.method not in ("GET", "HEAD", "PUT", "DELETE"):
            raise ApiError(405, _MALFORMED, "HTTPMethodNotAllowed")
        item = state.find(kind, key)
        if not visible(item, token):
            raise ApiError(404, kind.missing.format(id=key), kind.missing_kind)
        if request.method in ("GET", "HEAD"):
            return json_answer(200, {kind.name: self._fields(request, self._view(state, kind, item, token))})
        if request.method == "PUT" and kind is SECURITY_GROUP_RULE:
            # Nobody has written it.
            sentence = "Request Failed: internal server error while processing your request."
            raise ApiError(500, sentence, "HTTPInternalServerError")
        action = "update" if request.method == "PUT" else "delete"
        wanted = self._wanted(self._body(request), kind) if action == "update" else {}
        is_of_node = action == "delete" and kind is PORT and item["device_owner"].startswith("compute:")
        if not token.is_admin and (is_of_node or item["project_id"] != token.project_id):
            raise ApiError(403, f"rule:{action}_{kind.name} is disallowed by policy", "PolicyNotAuthorized")
        if action == "delete":
            delete(state, kind, item)
            return empty_answer(204)
        # Unknown attributes are refused before any policy is asked.
        refuse_unknown(kind, wanted)
        check_policy(kind, wanted, token, "update")
        update(state, kind, item, wanted)
        return json_answer(200, {kind.name: self._view(state, kind, item, token)})

    def _part(self, request: Request, token: Token, state: NetworkState, kind: Resource, key: str, part: str) -> Answer:
        item = state.find(kind, key)
        if not visible(item, token):
            raise ApiError(404, kind.missing.format(id=key), kind.missing_kind)
        answer = change_part(state, kind, item, part, self._body(request)) if request.method == "PUT" else None
        if answer is None:
            raise _not_found()
        return answer

    def _body(self, request: Request) -> Json:
        if not request.is_valid_json():
            raise bad_request("Body contains invalid data")
        return request.body if isinstance(request.body, dict) else {}

    def _wanted(self, body: Json, kind: Resource) -> Json:
        if kind.name not in body:
            raise bad_request(f"Unable to find '{kind.name}' in request body")
        if not isinstance(body[kind.name], dict):
            raise bad_request(f"Object '{kind.name}' contains invalid data")
        return dict(body[kind.name])

    def _view(self, state: NetworkState, kind: Resource, item: Json, token: Token) -> Json:
        """Return what the caller is shown: administrators see provider attributes, groups come with their rules."""
        if kind is SECURITY_GROUP:
            return {**item, "security_group_rules": state.rules_of(item["id"])}
        if kind in (NETWORK, SUBNET, PORT) and not token.is_admin:
            return {name: value for name, value in item.items() if not name.startswith(_FOR_ADMINISTRATORS)}
        if kind is PORT:
            return {**_UNBOUND, **item}
        return item

    def _fields(self, request: Request, item: Json) -> Json:
        names = request.query.get("fields")
        return {name: value for name, value in item.items() if name in names} if names else item


_MALFORMED = "The server could not comply with the request since it is either malformed or otherwise incorrect."


def _not_found() -> ApiError:
    return ApiError(404, NOT_FOUND_SENTENCE, "HTTPNotFound")
