# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a v3 token may see: its catalog, the projects, domains and the system it may enter; regions; users."""

from __future__ import annotations

from ..catalog import filled_in
from ..routes import Route
from ..wire import Answer, Request, json_answer
from .base import Handler, Part
from .views import project_view


class Lists(Part):
    """The lists that everybody may see, and those for administrators."""

    def routes(self) -> list[Route[Handler]]:
        """Return what the part answers."""
        return [
            Route("GET", "/v3/auth/projects", self._projects),
            Route("GET", "/v3/OS-FEDERATION/projects", self._projects),
            Route("GET", "/v3/auth/domains", self._domains),
            Route("GET", "/v3/OS-FEDERATION/domains", self._domains),
            Route("GET", "/v3/auth/system", self._system),
            Route("GET", "/v3/auth/catalog", self._own_catalog),
        ]

    def _own_catalog(self, request: Request) -> Answer:
        token = self.caller(request)
        catalog = filled_in(self.data.catalog(), token.project_id, token.user.id)
        return json_answer(200, {"catalog": catalog, "links": {"self": f"{request.base}/v3/auth/catalog"}})

    def _projects(self, request: Request) -> Answer:
        projects = self.accounts.projects_of(self.caller(request).user.id)
        return self.collection(request, "projects", [project_view(request, item) for item in projects])

    def _domains(self, request: Request) -> Answer:
        domains = self.accounts.domains_of(self.caller(request).user.id)
        views = [{"id": item.id, "name": item.name, "enabled": True, "description": ""} for item in domains]
        return self.collection(request, "domains", views)

    def _system(self, request: Request) -> Answer:
        mine = self.accounts.roles(self.caller(request).user.id, "system", "all")
        links = {"self": f"{request.base}/v3/auth/system"}
        return json_answer(200, {"system": [{"all": True}] if mine else [], "links": links})
