# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One cloud, ready for use: a session, and the clients of its services, each made when it is first needed."""

from __future__ import annotations

import dataclasses
import threading
import typing as t

from ..auth.access import Access
from ..auth.identity_url import identity_root
from ..catalog.choose import Choice, choose, regions_of
from ..config.cloud_config import CloudConfig, EndpointFilter
from ..errors import SHAPE_ERRORS, CloudError, ConfigError, EndpointNotFound
from ..session.faults import raise_for_status
from ..session.session import Session
from ..session.token_store import TokenStore
from ..transport.exchange import Request
from ..transport.trace import Trace
from ..transport.transport import CONNECTIONS, Transport
from .base_url import PROJECT_PLACEHOLDER
from .client import Json, ServiceClient
from .endpoint import Endpoint
from .forecast import Forecast

# In these authentication versions the user's own token is the credential.
TOKEN_VERSIONS = frozenset(("token", "2.0_token", "3.x_token"))
# The role of administrators, unless the services' policies say otherwise.
ADMINISTRATOR = "admin"


class Cloud:
    """The services of one cloud, as one identity sees them."""

    def __init__(
        self, config: CloudConfig, transport: Transport, store: TokenStore, session: Session | None = None
    ) -> None:
        self.config = config
        self.session = session or Session(config, transport, store)
        self._transport = transport
        self._store = store
        self._clients: dict[str, ServiceClient] = {}
        self._lock = threading.Lock()
        self._told: list[str] = []
        # What earlier tasks of a check run would have done. None outside check mode.
        self.forecast: Forecast | None = None

    @classmethod
    def open(
        cls,
        config: CloudConfig,
        environ: t.Mapping[str, str],
        trace: Trace | None = None,
        connections: int = CONNECTIONS,
        tell: t.Callable[[str], None] | None = None,
    ) -> Cloud:
        """A cloud for this configuration, with at most `connections` connections to a server. No request is sent yet.

        `tell` gets messages about waiting for other processes.
        """
        transport = Transport(config, trace=trace, connections=connections)
        store = TokenStore.for_setting(config.token_cache, environ)
        if tell is not None:
            store.tell = tell
        return cls(config, transport, store)

    def elsewhere(self, config: CloudConfig) -> Cloud | None:
        """The same cloud in another region, with the same token and connections.

        None if the configuration differs in more than the region and its endpoints.
        """
        if _without_place(config) != _without_place(self.config):
            return None
        elsewhere = Cloud(config, self._transport, self._store, self.session)
        elsewhere.forecast = self.forecast
        return elsewhere

    def predicting(self, forecast: Forecast) -> Cloud:
        """The same cloud, as it would be after what a forecast has."""
        predicted = Cloud(self.config, self._transport, self._store, self.session)
        predicted.forecast = forecast
        predicted._told = self._told
        return predicted

    @property
    def transport(self) -> Transport:
        """The transport that sends all requests; a diagnosis uses it directly."""
        return self._transport

    @property
    def api_calls(self) -> int:
        """The number of requests that were sent so far, with those to the identity service."""
        return self._transport.calls

    @property
    def warnings(self) -> list[str]:
        """The warnings for the user, of the token cache and of all layers above."""
        return [*self._store.warnings, *self._told]

    def warn(self, text: str) -> None:
        """Warn the user; an equal text is shown once."""
        if text not in self._told:
            self._told.append(text)

    @property
    def secrets(self) -> tuple[str, ...]:
        """All secrets that no message may show, with the tokens that were used."""
        return (*self.config.identity.secrets(), *self.session.tokens)

    @property
    def has_written(self) -> bool:
        """Whether a service has accepted a request that changes something."""
        return any(client.has_written for client in self._clients.values())

    def service(self, service: str) -> ServiceClient:
        """The client of a service.

        Raises:
            EndpointNotFound: the catalog has no endpoint as configured.
        """
        with self._lock:
            if service not in self._clients:
                microversion = self.config.endpoint_filter(service).microversion
                self._clients[service] = ServiceClient(self.session, lambda: self._endpoint(service), microversion)
            return self._clients[service]

    @property
    def project_id(self) -> str | None:
        """The id of the token's project; None for a token of another scope."""
        return (self.session.access().project or {}).get("id")

    @property
    def user_id(self) -> str | None:
        """The id of the token's user; None without an identity service, as nobody can say whose the token is."""
        return self.session.access().user.get("id") if self.config.identity.auth_url else None

    def access_at(self, service: str) -> Access | None:
        """The token for a service, with its user, roles and catalog.

        None for the user's own token, of which nothing is known.
        """
        return self.session.access() if self.token_for(self.choice(service)) is None else None

    def is_administrator(self, service: str) -> bool:
        """Whether the token for a service is known to belong to an administrator."""
        access = self.access_at(service)
        return access is not None and access.has_role(ADMINISTRATOR)

    def regions(self, service: str) -> tuple[str, ...]:
        """The regions in which the catalog has a service."""
        return regions_of(self.session.access().catalog, self.config.endpoint_filter(service))

    def token_for(self, choice: Choice) -> str | None:
        """The token for an endpoint if it is not the session's: the user's own, at a URL that was forced."""
        return self._own_token() if choice.entry is None else None

    def choice(self, service: str, refresh: bool = True) -> Choice:
        """The endpoint that is used for a service, and why.

        A catalog from the token cache may be out of date. With `refresh`, a new one is fetched before it is blamed.
        """
        wanted = self.config.endpoint_filter(service)
        if wanted.problem:
            raise ConfigError([wanted.problem])
        if wanted.url:
            return choose((), dataclasses.replace(wanted, url=self._with_project(wanted.url)))
        access = self.session.access()
        if refresh and self.session.from_store:
            try:
                return choose(access.catalog, wanted, access.scope_in_words)
            except EndpointNotFound:
                access = self.session.renew(access.token)
        return self._chosen(access, wanted)

    def _chosen(self, access: Access, wanted: EndpointFilter) -> Choice:
        try:
            return choose(access.catalog, wanted, access.scope_in_words)
        except EndpointNotFound as error:
            if access.catalog or access.scope != "unscoped":
                raise
            raise EndpointNotFound(f"{error}{_projects_to_choose_from(self)}") from None

    def projects(self) -> list[Json]:
        """The projects for which this user could get a token, each with id and name.

        https://docs.openstack.org/api-ref/identity/v3/#get-available-project-scopes
        """
        url = f"{identity_root(self.config.identity.auth_url or '')}/v3/auth/projects"
        response = raise_for_status(self.session.send(Request("GET", url)))
        try:
            found = [{"id": str(one["id"]), "name": str(one["name"])} for one in response.json_object()["projects"]]
        except SHAPE_ERRORS:
            raise response.misshapen("should be a list of projects with their ids and names") from None
        return sorted(found, key=lambda project: project["name"])

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def where(self) -> str:
        """Project and region in words, for messages."""
        identity = self.config.identity
        project = identity.project_name or identity.project_id
        region = self.config.region_name
        words = [f"project '{project}'" if project else "", f"region '{region}'" if region else ""]
        return " in " + ", ".join(filter(None, words)) if any(words) else ""

    def _with_project(self, url: str) -> str:
        """A forced URL, with the project's id in place of a placeholder."""
        if PROJECT_PLACEHOLDER not in url:
            return url
        project_id = self.project_id if self._own_token() is None else self.config.identity.project_id
        return url.replace(PROJECT_PLACEHOLDER, project_id) if project_id else url

    def _own_token(self) -> str | None:
        """The user's own token, used as it is at a forced URL.

        None if the session has to get one; empty if no token is sent at all.
        """
        identity = self.config.identity
        if identity.auth_version == "none":
            return ""
        return identity.auth_token if identity.auth_version in TOKEN_VERSIONS else None

    def _endpoint(self, service: str) -> Endpoint:
        choice = self.choice(service)
        token = self.token_for(choice)
        if token is not None:
            return Endpoint.of(choice, self.config.identity.project_id, token=token)
        return Endpoint.of(choice, self.project_id, self.session.access().owner)


def _projects_to_choose_from(cloud: Cloud) -> str:
    """For a token without scope: a sentence with the projects that this user could name."""
    identity = cloud.config.identity
    if not identity.auth_url or not identity.auth_version.startswith(("3", "password", "token")):
        return ""
    try:
        names = [project["name"] for project in cloud.projects()]
    except CloudError:
        return ""  # the list is only a help; the user is to see the first error
    return f" This user's projects are: {', '.join(names)}." if names else " This user has no projects."


def _without_place(config: CloudConfig) -> CloudConfig:
    return dataclasses.replace(config, region_name=None, interface="", further_interfaces=(), endpoints={})
