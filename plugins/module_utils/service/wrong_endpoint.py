# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Recognises answers that mean that the URL has no such service or version, rather than no such resource."""

from __future__ import annotations

from ..catalog.choose import Choice
from ..catalog.describe import listed
from ..errors import BrokenAnswer, WrongEndpoint
from ..session.faults import error_for, service_message
from ..transport.exchange import Response

# Messages for a path that a service does not have: WebOb's sentence, or the status alone.
NO_SUCH_PATH = ("The resource could not be found.", "Not Found")
# The key around the message of Nova and Cinder when a resource is missing.
OF_A_RESOURCE = "itemNotFound"


def is_wrong_place(response: Response, service: str, is_forced: bool) -> bool:
    """Whether an answer means that the URL is wrong, rather than that a resource is missing.

    A 300 lists the versions that exist instead. A 404 can be told apart only where the URL was forced. For a missing
    resource a service answers in JSON that names it. Keystone, whose URL is the one that is mixed up, puts its errors
    under the key `error`, and answers without JSON for a path that it does not have.
    """
    if response.status == 300:
        return True
    if response.status != 404 or not is_forced:
        return False
    try:
        fault = response.json_object()
    except BrokenAnswer:
        return True
    if not fault or ("error" in fault and service != "identity"):
        return True
    return OF_A_RESOURCE not in fault and service_message(response.content) in NO_SUCH_PATH


def wrong_endpoint(response: Response, choice: Choice) -> WrongEndpoint:
    """The error for such an answer; it names the wrong URL."""
    said = error_for(response).service_message
    if response.status == 300:
        ids = _versions_in(response)
        said = f"this path is of no version there is{f'; there are {listed(ids)}' if ids else ''}."
    if choice.entry is None:
        hint = (
            f"The forced {choice.service} URL {choice.url} may be another service's (the identity service's, say), or"
            " lack its version or project id. os_catalog_info shows what the catalog would have given."
        )
    else:
        hint = f"The catalog's {choice.service} URL {choice.url} is of another version. Force the right one."
    return WrongEndpoint(
        method=response.method,
        url=response.url,
        status=response.status,
        service_message=f"Resource not found: {said}",
        request_id=response.request_id,
        hint=hint,
    )


def _versions_in(response: Response) -> list[str]:
    """The ids of the versions that an answer offers, as far as it can be read."""
    try:
        content = response.json_object()
    except BrokenAnswer:
        return []
    found = content.get("choices") or content.get("versions")
    found = found.get("values") if isinstance(found, dict) else found
    found = found if isinstance(found, list) else []
    return [str(one["id"]) for one in found if isinstance(one, dict) and one.get("id")]
