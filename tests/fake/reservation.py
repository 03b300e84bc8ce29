# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Blazar: leases and hosts, only to be read. No loopback cloud has it, so no test compares this with a real one.

Shapes: https://docs.openstack.org/api-ref/reservation/v1/; errors as its WSME says them.
"""

from __future__ import annotations

from typing import Any

from .accounts import new_hex_id
from .keystonemiddleware import AuthToken
from .network.state import new_id
from .routes import Route, Router
from .tokens import Token
from .wire import Answer, ApiError, Json, Request, json_answer

_START, _END = "2026-11-24T12:00:00.000000", "2026-11-25T12:00:00.000000"


class Reservation:
    """The reservation service; one for all regions."""

    def __init__(self, auth: AuthToken) -> None:
        self._auth = auth
        self.leases: list[Json] = []
        self.hosts: list[Json] = []
        self._router: Router[Any] = Router(
            [
                Route("GET", "/v1/leases", self._list_leases),
                Route("GET", "/v1/leases/{id}", self._show_lease),
                Route("GET", "/v1/os-hosts", self._list_hosts),
                Route("GET", "/v1/os-hosts/{id}", self._show_host),
            ]
        )

    def add_lease(self, name: str, project_id: str, **fields: Any) -> Json:
        """Add a lease of one host."""
        lease_id = new_id()
        event = {"id": new_id(), "lease_id": lease_id, "event_type": "start_lease", "time": _START, "status": "DONE"}
        reservation = {
            "id": new_id(),
            "lease_id": lease_id,
            "status": "active",
            "resource_id": new_id(),
            "resource_type": "physical:host",
            "min": 1,
            "max": 1,
            "hypervisor_properties": "",
            "resource_properties": "",
            "before_end": "default",
            "missing_resources": False,
            "resources_changed": False,
            "created_at": _START,
            "updated_at": _START,
        }
        lease = {
            "id": lease_id,
            "name": name,
            "start_date": _START,
            "end_date": _END,
            "status": "ACTIVE",
            "degraded": False,
            "user_id": new_hex_id(),
            "project_id": project_id,
            "trust_id": new_hex_id(),
            "created_at": _START,
            "updated_at": None,
            "reservations": [reservation],
            "events": [event],
            **fields,
        }
        self.leases.append(lease)
        return lease

    def add_host(self, name: str, **fields: Any) -> Json:
        """Add a host that can be leased."""
        host = {
            "id": str(len(self.hosts) + 1),
            "hypervisor_hostname": name,
            "hypervisor_type": "QEMU",
            "hypervisor_version": 8002002,
            "service_name": name,
            "vcpus": 64,
            "memory_mb": 262144,
            "local_gb": 2000,
            "cpu_info": "{}",
            "status": None,
            "reservable": True,
            "trust_id": new_hex_id(),
            "created_at": _START,
            "updated_at": None,
            **fields,
        }
        self.hosts.append(host)
        return host

    def handle(self, request: Request) -> Answer:
        """Answer a request."""
        token = self._auth.caller(request)
        if token is None:
            return self._auth.refuse()
        found = self._router.find(request.method, request.rest)
        try:
            if found.handler is None:
                raise ApiError(404, "Not Found")
            answer: Answer = found.handler(request, token, **found.parameters)
        except ApiError as error:
            content = {"error_code": error.status, "error_message": error.message, "error_name": error.status}
            answer = json_answer(error.status, content)
        answer.headers["x-openstack-request-id"] = request.request_id
        return answer

    def _list_leases(self, request: Request, token: Token) -> Answer:
        return json_answer(200, {"leases": [lease for lease in self.leases if _may_see(token, lease)]})

    def _show_lease(self, request: Request, token: Token, id: str) -> Answer:
        found = [lease for lease in self.leases if lease["id"] == id and _may_see(token, lease)]
        if not found:
            raise ApiError(404, f"Object with {{'lease_id': '{id}'}} not found")
        return json_answer(200, {"lease": found[0]})

    def _list_hosts(self, request: Request, token: Token) -> Answer:
        _check_policy(token, "blazar:oshosts:get")
        return json_answer(200, {"hosts": self.hosts})

    def _show_host(self, request: Request, token: Token, id: str) -> Answer:
        _check_policy(token, "blazar:oshosts:get")
        found = [host for host in self.hosts if host["id"] == id]
        if not found:
            raise ApiError(404, f"Object with {{'host_id': '{id}'}} not found")
        return json_answer(200, {"host": found[0]})


def _may_see(token: Token, lease: Json) -> bool:
    return token.is_admin or lease["project_id"] == token.project_id


def _check_policy(token: Token, rule: str) -> None:
    if not token.is_admin:
        raise ApiError(403, f"Policy doesn't allow {rule} to be performed.")
