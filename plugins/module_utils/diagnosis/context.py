# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The state that the steps of a diagnosis share, and the advice after errors."""

from __future__ import annotations

import typing as t

from ..auth.access import Access
from ..catalog.describe import listed
from ..config.cloud_config import Identity
from ..errors import ApiError, AuthenticationFailed, CloudError, ConnectFailed, Forbidden, NotFound, TimedOut
from ..service.cloud import Cloud
from ..transport.contact import Target
from .catalog import Json

OK, WARNING, FAILED, SKIPPED = "ok", "warning", "failed", "skipped"

# Takes the cloud and the services that answer, and returns the quota of the token's project.
QuotaReport = t.Callable[[Cloud, t.Sequence[str]], t.Mapping[str, t.Any]]


class Finding(t.NamedTuple):
    """The result of a step. `advice` says which option to set."""

    outcome: str
    verdict: str
    advice: str | None = None


class DiagnosisContext:
    """The state of one diagnosis: the cloud, and the results of the steps so far."""

    def __init__(self, cloud: Cloud, services: t.Sequence[str], quota_of: QuotaReport) -> None:
        self.cloud = cloud
        self.services = services
        self.quota_of = quota_of
        self.addresses: list[str] = []
        self.access: Access | None = None
        self.endpoints: list[Json] = []
        self.quota: list[Json] = []

    @property
    def identity(self) -> Identity:
        """The identity to connect with."""
        return self.cloud.config.identity

    @property
    def url(self) -> str:
        """The first URL to connect to: the identity service, or without one the service whose URL is forced."""
        forced = (wanted.url for wanted in self.cloud.config.endpoints.values() if wanted.url)
        return self.identity.auth_url or next(forced, "")

    @property
    def proxy(self) -> str | None:
        """The proxy for that URL; None if there is none."""
        return self.cloud.transport.proxy_for(self.url)

    @property
    def target(self) -> Target:
        """The server to connect to: the proxy, if there is one."""
        return Target.of(self.proxy or self.url)

    @property
    def option(self) -> str:
        """The option that names that server."""
        if self.proxy:
            return "proxy_url"
        return "auth_url" if self.identity.auth_url else "base_url"

    def advice(self, step: str, error: CloudError) -> str | None:
        """The advice after an error in a step; None if the error has it in its message."""
        if isinstance(error, AuthenticationFailed):
            return f"Check {who(self.identity)}. The cloud does not say which of them it refuses."
        if isinstance(error, Forbidden):
            return f"Ask for a role there, or name another project. Given were {who(self.identity)}."
        if isinstance(error, NotFound):
            return URL_ADVICE
        if isinstance(error, (ConnectFailed, TimedOut)):
            return f"Check {self.option}, and whether a firewall or VPN stands between."
        if isinstance(error, ApiError) and error.status >= 500:
            return "That is the service's own trouble. Try again later, or show its operators the request id."
        return URL_ADVICE if step == "version" else None


URL_ADVICE = (
    "Set auth_url to the URL of the identity service. It mostly looks like https://HOST:5000/v3 or"
    " https://HOST/identity/v3; the dashboard shows it under API Access."
)


def who(identity: Identity) -> str:
    """The identity and its scope in words, without any secret."""
    domain = identity.user_domain_name or identity.user_domain_id
    project_domain = identity.project_domain_name or identity.project_domain_id
    user = identity.username or identity.user_id
    credential = identity.application_credential_name or identity.application_credential_id
    project = identity.project_name or identity.project_id
    words = [
        f"application credential '{credential}'" if credential else "",
        f"user '{user}'{_in_domain(domain)}" if user else "",
        f"project '{project}'{_in_domain(project_domain)}" if project else "",
        f"domain '{identity.domain_name or identity.domain_id}'" if identity.token_scope == "domain" else "",
        f"trust '{identity.trust_id}'" if identity.trust_id else "",
        "the whole system" if identity.token_scope == "system" else "",
    ]
    return f"{listed(list(filter(None, words)))} and the secret itself"


def _in_domain(domain: str | None) -> str:
    return f" of domain '{domain}'" if domain else ""
