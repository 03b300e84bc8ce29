# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the error message out of a service's answer, in any shape, as one sentence.

The shapes, with the place that shows each:

    {"error": {"message": M, "code": 401}}                       Keystone  (api-ref/identity)
    {"badRequest": {"message": M, "code": 400}}                  Nova, Cinder  (api-ref/compute, "Faults")
    {"computeFault": {...}}, {"itemNotFound": {...}}             the same, other names
    {"NeutronError": {"type": T, "message": M, "detail": D}}     Neutron  (neutron/api/api_common.py)
    {"NeutronError": M}                                          Neutron, older
    {"message": M, "code": "404 Not Found", "title": ...}        Glance  (webob)
    {"errors": [{"title": T, "detail": D, "status": 400}]}       Placement, versioned errors  (api-sig)
    {"faultstring": M}                                           services built on WSME
    <html>...<h1>403 Forbidden</h1> M<br />                      the same, where nobody asked for JSON
    <html>...<title>503 Service Unavailable</title>              a load balancer
"""

from __future__ import annotations

import html
import json
import re
import typing as t

from ..errors import ApiError, api_error
from ..transport.exchange import Response

LONGEST_TEXT = 300
# A service's own sentence is mostly short. Some name all that they allow.
LONGEST_MESSAGE = 2000
# HTML tags that services put into their messages. Other text in angle brackets is part of them: `<class 'KeyError'>`.
TAGS = re.compile(
    r"</?(?:a|b|body|br|code|div|em|h[1-6]|head|hr|html|i|li|ol|p|pre|small|span|strong|table|td|th|title|tr|ul)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)


def error_for(response: Response, hint: str = "") -> ApiError:
    """The error for an answer with an error status."""
    return api_error(
        method=response.method,
        url=response.url,
        status=response.status,
        service_message=service_message(response.content) or f"The service answered {response.status} without a word.",
        request_id=response.request_id,
        hint=hint or response.hint,
    )


def service_message(content: bytes) -> str:
    """The service's error message in its own words; empty if there is none."""
    text = content.decode("utf-8", "replace").strip()
    try:
        fault = json.loads(text)
    except ValueError:
        return _from_text(text)
    return _shortened(_without_tags(_from_fault(fault)), LONGEST_MESSAGE) or _shortened(text)


def _from_fault(fault: t.Any) -> str:
    if isinstance(fault, str):
        return fault
    if isinstance(fault, list):
        return "; ".join(filter(None, (_from_fault(item) for item in fault)))
    if not isinstance(fault, dict):
        return ""
    for key in ("message", "detail", "faultstring", "title"):
        if isinstance(fault.get(key), str) and fault[key].strip():
            return str(fault[key])
    # One key, named for the kind of fault, stands around the fault itself.
    return "; ".join(filter(None, map(_from_fault, fault.values())))


def _from_text(text: str) -> str:
    """The message in plain text, or the sentence or title of an HTML page."""
    if "<" not in text:
        return _shortened(text)
    sentence = re.search(r"</h1>\s*([^<]*\S)\s*<br", text, re.IGNORECASE)
    if sentence:  # as WebOb writes it
        return _shortened(html.unescape(sentence.group(1)))
    title = re.search(r"<title[^>]*>(.*?)</title>", text, re.IGNORECASE | re.DOTALL)
    if title:
        return _shortened(html.unescape(title.group(1)))
    return _shortened(_without_tags(re.sub(r"<[^>]+>", " ", text)))


def _without_tags(text: str) -> str:
    """The text without HTML tags: Glance ends its sentences with <br />, even inside JSON."""
    return " ".join(html.unescape(TAGS.sub(" ", text)).split())


def _shortened(text: str, longest: int = LONGEST_TEXT) -> str:
    words = " ".join(text.split())
    return words if len(words) <= longest else words[:longest] + "…"


def raise_for_status(response: Response) -> Response:
    """The response itself, if it has no error status.

    Raises:
        ApiError: it has one; the message is the service's own sentence.
    """
    if response.status < 400:
        return response
    raise error_for(response)
