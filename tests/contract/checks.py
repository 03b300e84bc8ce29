# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The error envelopes of the services, checked in one place each."""

from __future__ import annotations

import re
from html import unescape

import requests

from ansible_collections.nodeworks.openstack.tests.contract.client import normalised

_NOVA = {400: "badRequest", 403: "forbidden", 404: "itemNotFound", 406: "computeFault", 409: "conflictingRequest"}


def nova_error(response: requests.Response, status: int, message: str) -> None:
    """Check Nova's (and Cinder's) envelope: one name for the status, in it code and message."""
    assert response.status_code == status, response.text
    body = response.json()
    assert list(body) == [_NOVA[status]]
    assert body[_NOVA[status]]["code"] == status
    assert normalised(body[_NOVA[status]]["message"]) == message


def neutron_error(response: requests.Response, status: int, kind: str, message: str) -> None:
    """Check Neutron's envelope: the exception's name, its message, an empty detail."""
    assert response.status_code == status, response.text
    content = response.json()["NeutronError"]
    assert (content["type"], normalised(content["message"]), content["detail"]) == (kind, message, "")


def keystone_error(response: requests.Response, status: int, message: str) -> None:
    """Check Keystone's envelope: code, message, title."""
    assert response.status_code == status, response.text
    content = response.json()["error"]
    titles = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found"}
    assert (content["code"], normalised(content["message"]), content["title"]) == (status, message, titles[status])


def page_error(response: requests.Response, status: int, sentence: str) -> None:
    """Check the HTML page that Glance, and Nova for unknown paths, answer with."""
    assert response.status_code == status, response.text
    assert response.headers["Content-Type"].startswith("text/html")
    found = re.search(r"</h1>\s*(.*?)<br", response.text, re.DOTALL)
    assert found is not None, response.text
    assert normalised(unescape(found[1]).strip()) == sentence.strip()
