# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first steps of a diagnosis, before any request: the configuration, the host name, the port and TLS."""

from __future__ import annotations

import datetime
import ipaddress

from ..auth.identity_url import identity_root
from ..catalog.describe import listed
from ..config.cloud_config import CloudConfig
from ..errors import ConnectFailed, TlsFailed, TransportError
from ..transport.contact import Handshake, knock, resolve, shake_hands
from ..transport.failures import proxy_without_user, without_user
from .catalog import Json
from .context import FAILED, OK, SKIPPED, WARNING, DiagnosisContext, Finding

# A certificate that expires within so many days has to be renewed soon.
SOON_DAYS = 14
NOT_HEEDED_ADVICE = (
    "Leave them to the tools that heed them. Where tasks need the same, options of theirs say it; the guide to"
    " connecting has a table."
)


def connection_of(config: CloudConfig) -> Json:
    """The connection for the report: cloud, user, and the options that decide the way there. It has no secret."""
    identity = config.identity
    return {
        "cloud": config.name,
        "auth_url": identity.auth_url,
        "auth_version": identity.auth_version,
        "user": identity.username or identity.user_id,
        "project": identity.project_name or identity.project_id,
        "region": config.region_name,
        "interface": " or ".join((config.interface, *config.further_interfaces)),
        "proxy_url": proxy_without_user(config.proxy_url) if config.proxy_url else None,
        "ca_cert": config.tls.ca_cert,
        "validate_certs": config.tls.validate_certs,
        "not_heeded": list(config.not_heeded),
    }


def configuration(context: DiagnosisContext) -> Finding:
    """Checks that the configuration says what to connect to."""
    if context.identity.auth_url:
        identity_root(context.identity.auth_url)
    shown = connection_of(context.cloud.config)
    words = [f"{key} {shown[key]}" for key in ("cloud", "user", "project", "region", "interface") if shown[key]]
    said = f"{without_user(context.url)} with {context.identity.auth_version}: {listed(words)}."
    if shown["not_heeded"]:
        return Finding(
            WARNING,
            f"{said} clouds.yaml has settings that mean nothing here: {listed(shown['not_heeded'])}.",
            NOT_HEEDED_ADVICE,
        )
    return Finding(OK, said)


def name(context: DiagnosisContext) -> Finding:
    """Checks that the host's name can be resolved."""
    target = context.target
    whose = "the proxy's host" if context.proxy else "the host"
    try:
        context.addresses = resolve(target)
    except ConnectFailed as error:
        return Finding(
            FAILED,
            str(error),
            f"Check the spelling of {whose} in {context.option}. If it is right, this machine cannot look it up: check"
            " its DNS servers, a VPN, or /etc/hosts.",
        )
    if _is_address(target.host):
        return Finding(OK, f"{target.host} is an address; there is nothing to look up.")
    return Finding(OK, f"{target.host} is {listed(context.addresses)}.")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def port(context: DiagnosisContext) -> Finding:
    """Checks that the port takes connections, at each of the host's addresses."""
    target = context.target
    knocks = [knock(address, target.port, context.cloud.config.api_timeout) for address in context.addresses]
    bad = [f"{one.address}: {one.problem}" for one in knocks if one.problem]
    good = [one.address for one in knocks if not one.problem]
    where = (
        f"port {target.port} of the proxy {target.host}" if context.proxy else f"port {target.port} of {target.host}"
    )
    if not good:
        return Finding(
            FAILED,
            f"{where[0].upper()}{where[1:]} takes no connection: {'; '.join(bad)}.",
            f"Check the port in {context.option}, whether the service runs, and whether a firewall stands between.",
        )
    if bad:
        return Finding(
            WARNING,
            f"{where[0].upper()}{where[1:]} takes connections at {listed(good)}, but not at all its addresses:"
            f" {'; '.join(bad)}. Connections may be slow.",
            "Have the addresses that do not answer taken out of DNS, or the network mended on the way to them.",
        )
    return Finding(OK, f"{where[0].upper()}{where[1:]} takes connections at {listed(good)}.")


def tls(context: DiagnosisContext) -> Finding:
    """Checks that a TLS connection can be made."""
    config, target = context.cloud.config, context.target
    if context.proxy:
        return Finding(SKIPPED, f"The proxy {target.host} stands between; TLS is seen in the next step.")
    if not target.is_tls:
        return Finding(SKIPPED, "The URL begins with http://, so there is no TLS.")
    try:
        agreed = shake_hands(target, config.tls, context.cloud.transport.authorities, config.api_timeout)
    except TlsFailed as error:
        return Finding(FAILED, str(error), f"{_setting(str(error))}, unless the server can be mended.")
    except TransportError as error:
        return Finding(FAILED, str(error), "Check ca_cert, client_cert and client_key, and the port.")
    return _judged(agreed)


def _setting(text: str) -> str:
    """The advice which option to set, from the words of the error."""
    for words, setting in (
        ("begin with http://", "Let auth_url begin with http://, or give the port at which TLS is spoken"),
        ("set ca_cert", "Set ca_cert to the file with that authority's certificate"),
        ("client_cert", "Set client_cert and client_key"),
        ("host name", "Set auth_url to the host name that the certificate is for"),
    ):
        if words in text:
            return setting
    return "Look at the server's certificate, and set ca_cert to its authority's"


def _judged(agreed: Handshake) -> Finding:
    what = f"{agreed.version}, {agreed.cipher}"
    if agreed.expires_at is None:
        return Finding(
            WARNING,
            f"{what}. The certificate is not checked, so it may be anybody's.",
            "Set validate_certs to true, and ca_cert to the file with its authority's certificate.",
        )
    left = agreed.expires_at - datetime.datetime.now(datetime.timezone.utc)
    whose = f"certificate of {agreed.subject or 'nobody named'}, by {agreed.issuer or 'an authority without name'}"
    said = f"{what}; {whose}, good until {agreed.expires_at.date().isoformat()}."
    if left < datetime.timedelta(days=SOON_DAYS):
        return Finding(WARNING, f"{said} That is in {left.days} days.", "Have the certificate renewed.")
    return Finding(OK, said)
