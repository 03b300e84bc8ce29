# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every service's way of saying no is read into its own sentence, and into the error that fits the status."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import (
    ApiError,
    AuthenticationFailed,
    Conflict,
    Forbidden,
    NotFound,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.session.faults import (
    LONGEST_TEXT,
    error_for,
    raise_for_status,
    service_message,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.exchange import Response

KEYSTONE = "The request you have made requires authentication."
HAPROXY = (
    b"<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>\n"
)
NGINX = (
    b"<html>\r\n<head><title>504 Gateway Time-out</title></head>\r\n<body>\r\n<center><h1>504 Gateway Time-out</h1>"
    b"</center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)

WEBOB = (
    b"<html>\n <head>\n  <title>403 Forbidden</title>\n </head>\n <body>\n  <h1>403 Forbidden</h1>\n"
    b"  Image i is protected &amp; cannot be deleted.<br /><br />\n\n\n\n </body>\n</html>"
)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param({"error": {"message": KEYSTONE, "code": 401, "title": "Unauthorized"}}, KEYSTONE, id="keystone"),
        pytest.param({"badRequest": {"message": "Invalid key_name.", "code": 400}}, "Invalid key_name.", id="nova"),
        pytest.param({"computeFault": {"message": "Unexpected.", "code": 500}}, "Unexpected.", id="nova-500"),
        pytest.param({"itemNotFound": {"message": "No x.", "code": 404}}, "No x.", id="nova-404"),
        pytest.param({"conflictingRequest": {"code": 409, "message": "Task."}}, "Task.", id="nova-409"),
        pytest.param({"forbidden": {"code": 403, "message": "Quota exceeded."}}, "Quota exceeded.", id="nova-quota"),
        pytest.param({"overLimit": {"code": 413, "message": "Slow.", "retryAfter": "0"}}, "Slow.", id="nova-413"),
        pytest.param(
            {"NeutronError": {"type": "NetworkNotFound", "message": "Network n not found.", "detail": ""}},
            "Network n not found.",
            id="neutron",
        ),
        pytest.param({"NeutronError": "Old text."}, "Old text.", id="neutron-text"),
        pytest.param({"QuantumError": {"message": "Older."}}, "Older.", id="quantum"),
        pytest.param(
            {"message": "No image found.<br /><br />\n\n\n", "code": "404 Not Found", "title": "Not Found"},
            "No image found.",
            id="glance",
        ),
        pytest.param(
            {"errors": [{"status": 400, "title": "Bad Request", "detail": "JSON does not validate."}]},
            "JSON does not validate.",
            id="placement",
        ),
        pytest.param(
            {"errors": [{"title": "A", "detail": "First."}, {"title": "B", "detail": "Second."}]},
            "First.; Second.",
            id="placement-two",
        ),
        pytest.param({"errors": [{"title": "Not Acceptable", "detail": ""}]}, "Not Acceptable", id="title-alone"),
        pytest.param({"faultcode": "Client", "faultstring": "No such thing."}, "No such thing.", id="wsme"),
        pytest.param({"error_message": {"faultstring": "Inner."}}, "Inner.", id="ironic"),
        pytest.param({"error_message": '{"faultstring": "x"}'}, '{"faultstring": "x"}', id="ironic-text"),
        pytest.param(
            {"choices": [{"id": "v2.1", "links": []}]},
            "v2.1",
            id="choices",
        ),
        pytest.param(
            {"computeFault": {"message": "Unexpected API Error.\n<class 'oslo_db.exception.DBError'>"}},
            "Unexpected API Error. <class 'oslo_db.exception.DBError'>",
            id="nova-unexpected",
        ),
        pytest.param({"message": "a < b <p>and</P> <hr/>c"}, "a < b and c", id="tags-alone"),
        pytest.param({"message": "x" * 3000}, "x" * 2000 + "…", id="long"),
        pytest.param("Just a text.", "Just a text.", id="json-text"),
        pytest.param(["a", {"message": "b"}], "a; b", id="json-list"),
        pytest.param({"code": 404, "x": None}, '{"code": 404, "x": null}', id="nothing-to-say"),
        pytest.param(None, "null", id="null"),
        pytest.param(5, "5", id="number"),
        pytest.param({"message": 5}, '{"message": 5}', id="message-a-number"),
        pytest.param({"badRequest": {"message": "a &lt;b&gt; c"}}, "a <b> c", id="entities"),
    ],
)
def test_sentence_of_a_json_fault(body: Any, said: str) -> None:
    assert service_message(json.dumps(body).encode()) == said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"", "", id="empty"),
        pytest.param(b" \n", "", id="blank"),
        pytest.param(b"upstream  connect\nerror", "upstream connect error", id="plain"),
        pytest.param(HAPROXY, "503 Service Unavailable No server is available to handle this request.", id="haproxy"),
        pytest.param(WEBOB, "Image i is protected & cannot be deleted.", id="webob"),
        pytest.param(NGINX, "504 Gateway Time-out", id="nginx"),
        pytest.param(b"<title>Log &amp; in</title>", "Log & in", id="title"),
        pytest.param(b'{"error": {"mess', '{"error": {"mess', id="cut"),
        pytest.param(b"\xff\xfe", "\ufffd\ufffd", id="not-text"),
        pytest.param(b'<?xml version="1.0"?><fault><message>No.</message></fault>', "No.", id="xml"),
    ],
)
def test_sentence_of_another_fault(content: bytes, said: str) -> None:
    assert service_message(content) == said


def test_long_text_is_cut() -> None:
    said = service_message(b"word " * 1000)
    assert len(said) == LONGEST_TEXT + 1
    assert said.endswith("…")


def refused(status: int, body: Any = None, request_id: str | None = "req-1") -> Response:
    headers = {"x-openstack-request-id": request_id} if request_id else {}
    content = b"" if body is None else json.dumps(body).encode()
    return Response("POST", "http://n/v2.1/servers", status, headers, content)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, ApiError), (401, AuthenticationFailed), (403, Forbidden), (404, NotFound), (409, Conflict),
        (413, ApiError), (500, ApiError), (503, ApiError),
    ],
)  # fmt: skip
def test_status_decides_the_kind(status: int, kind: type[ApiError]) -> None:
    assert (error_for(refused(status))).__class__ is kind


def test_error_has_sentence_and_trail() -> None:
    error = error_for(
        refused(409, {"conflictingRequest": {"message": "It is being deleted.", "code": 409}}), hint="Wait."
    )
    assert str(error) == ("It is being deleted. (HTTP 409, POST http://n/v2.1/servers, request id req-1) Wait.")
    assert error.facts() == {
        "method": "POST",
        "url": "http://n/v2.1/servers",
        "status": 409,
        "service_message": "It is being deleted.",
        "request_id": "req-1",
    }


def test_error_says_what_was_tried_and_keeps_the_innermost() -> None:
    error = error_for(refused(403, {"forbidden": {"message": "Quota exceeded."}}, None))
    assert str(error.during("create node 'web1'").during("converge")) == (
        "Could not create node 'web1': Quota exceeded. (HTTP 403, POST http://n/v2.1/servers)"
    )


def test_silent_service() -> None:
    assert str(error_for(refused(500))) == (
        "The service answered 500 without a word. (HTTP 500, POST http://n/v2.1/servers, request id req-1)"
    )


@pytest.mark.parametrize("status", [200, 201, 202, 204, 300])
def test_no_error_is_returned_as_it_is(status: int) -> None:
    response = refused(status)
    assert raise_for_status(response) is response


def test_error_status_is_raised() -> None:
    with pytest.raises(NotFound):
        raise_for_status(refused(404))
