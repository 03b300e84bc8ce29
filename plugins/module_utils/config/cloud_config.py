# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The configuration of one connection, from all sources: immutable, complete, checked.

Secrets are left out of `repr()`, so that no traceback or log line can show them.
"""

from __future__ import annotations

import dataclasses
import typing as t


@dataclasses.dataclass(frozen=True)
class Identity:
    """The user, the credentials and the scope. See the options of the same names."""

    auth_version: str
    auth_url: str | None = None
    username: str | None = None
    user_id: str | None = None
    password: str | None = dataclasses.field(default=None, repr=False)
    api_key: str | None = dataclasses.field(default=None, repr=False)
    passcode: str | None = dataclasses.field(default=None, repr=False)
    user_domain_name: str | None = None
    user_domain_id: str | None = None
    token_scope: str = "unscoped"
    project_name: str | None = None
    project_id: str | None = None
    project_domain_name: str | None = None
    project_domain_id: str | None = None
    domain_name: str | None = None
    domain_id: str | None = None
    system_scope: str | None = None
    trust_id: str | None = None
    application_credential_id: str | None = None
    application_credential_name: str | None = None
    application_credential_secret: str | None = dataclasses.field(default=None, repr=False)
    auth_token: str | None = dataclasses.field(default=None, repr=False)
    identity_provider: str | None = None
    protocol: str | None = None
    access_token: str | None = dataclasses.field(default=None, repr=False)
    client_id: str | None = None
    client_secret: str | None = dataclasses.field(default=None, repr=False)
    discovery_endpoint: str | None = None
    access_token_endpoint: str | None = None
    openid_scope: str | None = None

    def secrets(self) -> tuple[str, ...]:
        """All that must never be shown: the fields that are left out of `repr()`."""
        values = (getattr(self, field.name) for field in dataclasses.fields(self) if not field.repr)
        return tuple(value for value in values if value)


@dataclasses.dataclass(frozen=True)
class EndpointFilter:
    """The choice of one service's endpoint. None means "any" for type and name, else "the default".

    `microversion`: `2.79`, or `latest`; None leaves it to each request.
    """

    service: str
    service_type: str | None = None
    service_name: str | None = None
    region_name: str | None = None
    interface: str = "public"
    url: str | None = None
    microversion: str | None = None
    # Taken in this order where the service has no endpoint of the interface before.
    further_interfaces: tuple[str, ...] = ()
    # The problem with a file's settings for this service. It is an error for tasks that use the service.
    problem: str | None = None


@dataclasses.dataclass(frozen=True)
class Tls:
    """TLS: how servers identify themselves, and how we do."""

    validate_certs: bool = True
    ca_cert: str | None = None
    client_cert: str | None = None
    client_key: str | None = None


@dataclasses.dataclass(frozen=True)
class AddressHints:
    """What clouds.yaml says of the addresses of nodes: whether only IPv4 is of use from here, the network (by name) in
    which nodes are reached, and the one that floating IPs lead to."""

    force_ipv4: bool = False
    default_network: str | None = None
    nat_destination: str | None = None


@dataclasses.dataclass(frozen=True)
class CloudConfig:
    """One connection. `api_timeout` in seconds per request, `retries` in attempts after the first, `max_response_size`
    in MiB per answer.

    `regions` are those that clouds.yaml lists for the cloud, of which `region_name` is one. `not_heeded` are settings
    there that openstacksdk heeds and this collection does not.
    """

    name: str | None
    identity: Identity
    region_name: str | None = None
    regions: tuple[str, ...] = ()
    interface: str = "public"
    further_interfaces: tuple[str, ...] = ()
    endpoints: t.Mapping[str, EndpointFilter] = dataclasses.field(default_factory=dict)
    tls: Tls = Tls()
    proxy_url: str | None = None
    api_timeout: float = 60.0
    max_response_size: float = 100.0
    retries: int = 3
    token_cache: str | bool = True
    trace: str | None = None
    addresses: AddressHints = AddressHints()
    not_heeded: tuple[str, ...] = ()

    def endpoint_filter(self, service: str) -> EndpointFilter:
        """The choice of a service's endpoint. Settings for that service alone take precedence."""
        if service in self.endpoints:
            return self.endpoints[service]
        return EndpointFilter(
            service=service,
            region_name=self.region_name,
            interface=self.interface,
            further_interfaces=self.further_interfaces,
        )
