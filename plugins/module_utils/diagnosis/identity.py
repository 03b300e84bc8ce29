# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The steps of a diagnosis at the identity service: its version, a token, and the catalog that comes with it."""

from __future__ import annotations

from ..auth.access_rules import in_words
from ..auth.versions import is_identity
from ..catalog.describe import listed
from ..errors import CloudError
from ..service.base_url import versions_url
from ..service.cloud import Cloud
from ..service.version_document import read_versions
from ..session.faults import service_message
from ..transport.exchange import Request
from .context import FAILED, OK, SKIPPED, URL_ADVICE, WARNING, DiagnosisContext, Finding

RULES_ADVICE = (
    "The application credential has access rules. If tasks need other requests, make one that has rules for them, too"
    " (os_application_credential, access_rules)."
)
NO_IDENTITY = "No identity service is asked: the token, or its lack, is used as it is."


def version(context: DiagnosisContext) -> Finding:
    """Checks that there is an identity service at the URL."""
    if not context.identity.auth_url:
        return Finding(SKIPPED, NO_IDENTITY)
    if context.identity.auth_version.startswith("1"):
        return Finding(SKIPPED, "Auth 1.0 and 1.1 have no version document.")
    url = versions_url(context.identity.auth_url)
    response = context.cloud.transport.send(Request("GET", url))
    if response.status not in (200, 300):
        said = service_message(response.content) or "nothing more"
        return Finding(FAILED, f"GET {url} answers HTTP {response.status}: {said}", URL_ADVICE)
    document = response.json_object()
    versions = read_versions(document)
    ids = [str(one["id"]) for one in versions]
    if not is_identity(document, ids):
        what = f"the versions {listed(ids)}" if ids else "something that is no version document"
        return Finding(FAILED, f"GET {url} shows {what}, which are not the identity service's.", URL_ADVICE)
    return Finding(OK, f"GET {url} shows the identity service's version{'s' * (len(ids) > 1)} {listed(ids)}.")


def authentication(context: DiagnosisContext) -> Finding:
    """Checks that these credentials get a token."""
    if not context.identity.auth_url:
        return Finding(SKIPPED, NO_IDENTITY)
    access = context.access = context.cloud.session.access()
    whom = access.user.get("name") or access.user.get("id") or "somebody"
    words = [
        f"a token of scope {access.scope_in_words}",
        f"with {'the roles' if len(access.roles) > 1 else 'the role'} {listed(access.roles)}" if access.roles else "",
        f"until {access.expires_at.isoformat(timespec='minutes')}" if access.expires_at else "",
    ]
    got = f"'{whom}' got {', '.join(filter(None, words))}"
    if access.access_rules:
        return Finding(WARNING, f"{got}, which is good for nothing but {in_words(access.access_rules)}.", RULES_ADVICE)
    return Finding(OK, f"{got}.")


def catalog(context: DiagnosisContext) -> Finding:
    """Checks that the catalog of the token has the wanted region."""
    access, wanted = context.access, context.cloud.config.region_name
    if access is None:
        return Finding(SKIPPED, NO_IDENTITY)
    if not access.catalog and access.scope == "unscoped":
        return Finding(FAILED, "The catalog is empty, as it is for a token without scope.", _projects(context.cloud))
    if not access.catalog:
        verdict = f"The catalog is empty, although the token has a scope, {access.scope_in_words}."
        advice = "Ask the cloud's operators, who say which endpoints a project sees, or force URLs: base_url, image_url"
        return Finding(FAILED, verdict, f"{advice}, network_url.")
    regions = sorted({entry.region for entry in access.catalog if entry.region})
    services = {(entry.type, entry.name) for entry in access.catalog}
    what = f"{len(services)} services with {len(access.catalog)} endpoints"
    if wanted and regions and wanted not in regions:
        same = [region for region in regions if region.lower() == wanted.lower()]
        advice = f"Set region_name to {listed(same or regions, quote=True)}."
        return Finding(FAILED, f"The catalog has no region '{wanted}', but {listed(regions)}.", advice)
    if not wanted and len(regions) > 1:
        advice = f"Set region_name to {listed(regions, quote=True)}."
        return Finding(FAILED, f"The catalog has several regions, and none is asked for: {listed(regions)}.", advice)
    where = f"in {'the regions' if len(regions) > 1 else 'the region'} {listed(regions)}" if regions else "of no region"
    return Finding(OK, f"{what} {where}.")


def _projects(cloud: Cloud) -> str:
    try:
        names = [str(project["name"]) for project in cloud.projects()]
    except CloudError:
        names = []
    if not names:
        return "Set project_name or project_id. No project is known that this user could ask for."
    return f"Set project_name to {listed(names, quote=True)}."
