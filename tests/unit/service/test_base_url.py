# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From an endpoint's URL to the one that paths are put behind: the version is there once, whatever the catalog says."""

from __future__ import annotations

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import EndpointNotFound
from ansible_collections.nodeworks.openstack.plugins.module_utils.service.apis import api_of
from ansible_collections.nodeworks.openstack.plugins.module_utils.service.base_url import (
    base_url,
    url_of,
    versions_url,
)


@pytest.mark.parametrize(
    ("service", "endpoint", "expected"),
    [
        ("compute", "http://h:8774/v2.1", "http://h:8774/v2.1"),
        ("compute", "http://h:8774/v2.1/", "http://h:8774/v2.1"),
        ("compute", "http://h:8774/v2.1/p1", "http://h:8774/v2.1/p1"),
        ("compute", "http://h:8774/v2/p1", "http://h:8774/v2/p1"),
        ("compute", "http://h:8774", "http://h:8774/v2.1"),
        ("compute", "http://h:8774/", "http://h:8774/v2.1"),
        ("compute", "https://h/compute", "https://h/compute/v2.1"),
        ("compute", "https://h/compute/v2.1", "https://h/compute/v2.1"),
        ("compute", " https://h/compute/v2.1 ", "https://h/compute/v2.1"),
        ("compute", "http://[::1]:8774", "http://[::1]:8774/v2.1"),
        ("compute", "http://v2.example.org/compute", "http://v2.example.org/compute/v2.1"),
        ("image", "http://h:9292", "http://h:9292/v2"),
        ("image", "http://h:9292/v2/", "http://h:9292/v2"),
        ("image", "http://h/image/v2", "http://h/image/v2"),
        ("network", "http://h:9696", "http://h:9696/v2.0"),
        ("network", "http://h:9696/v2.0", "http://h:9696/v2.0"),
        ("network", "http://h/networking", "http://h/networking/v2.0"),
        ("volume", "http://h:8776/v3/p1", "http://h:8776/v3/p1"),
        ("volume", "http://h:8776", "http://h:8776/v3/p1"),
        ("identity", "http://h/identity", "http://h/identity/v3"),
        ("identity", "http://h:5000/v3", "http://h:5000/v3"),
        ("placement", "http://h/placement", "http://h/placement"),
        ("dns", "http://h:9001", "http://h:9001"),
    ],
)
def test_base_url(service: str, endpoint: str, expected: str) -> None:
    assert base_url(endpoint, api_of(service), "p1") == expected
    # What has its version keeps it: putting it through once more changes nothing.
    assert base_url(expected, api_of(service), "p1") == expected


@pytest.mark.parametrize(
    ("service", "endpoint", "message"),
    [
        (
            "compute",
            "/compute/v2.1",
            "the compute endpoint '/compute/v2.1' is not a complete URL. Force a complete one with"
            " endpoints.compute.url, or have the catalog mended.",
        ),
        (
            "compute",
            "h:8774/v2.1",
            "the compute endpoint 'h:8774/v2.1' is not a complete URL. Force a complete one with endpoints.compute.url,"
            " or have the catalog mended.",
        ),
        (
            "volume",
            "http://h:8776/v3/%(project_id)s",
            "the volume endpoint 'http://h:8776/v3/%(project_id)s' still has a placeholder in it. Force a complete one"
            " with endpoints.volume.url, or have the catalog mended.",
        ),
        (
            "volume",
            "http://h:8776/v3/$(tenant_id)s",
            "the volume endpoint 'http://h:8776/v3/$(tenant_id)s' still has a placeholder in it. Force a complete one"
            " with endpoints.volume.url, or have the catalog mended.",
        ),
    ],
)
def test_endpoint_that_cannot_be_used(service: str, endpoint: str, message: str) -> None:
    with pytest.raises(EndpointNotFound) as caught:
        base_url(endpoint, api_of(service), "p1")
    assert str(caught.value) == f"Could not find specified endpoint: {message}"


def test_endpoint_that_needs_a_project_the_token_does_not_have() -> None:
    with pytest.raises(EndpointNotFound) as caught:
        base_url("http://h:8776", api_of("volume"), None)
    assert str(caught.value) == (
        "Could not find specified endpoint: the volume endpoint 'http://h:8776' needs a project in it, and the token"
        " has none. Force a complete one with endpoints.volume.url, or have the catalog mended."
    )
    assert base_url("http://h:8774", api_of("compute"), None) == "http://h:8774/v2.1"


@pytest.mark.parametrize(
    ("endpoint", "expected"),
    [
        ("http://h:8774/v2.1/p1", "http://h:8774/v2.1/"),
        ("http://h:8774/v2.1/", "http://h:8774/v2.1/"),
        ("http://h:8774", "http://h:8774/"),
        ("https://h/compute/v2.1", "https://h/compute/v2.1/"),
        ("https://h/compute", "https://h/compute/"),
        ("http://h/volume/v3/p1", "http://h/volume/v3/"),
        ("http://v3/volume/v3/p1", "http://v3/volume/v3/"),
        ("http://v2.example.org/network/v2.0", "http://v2.example.org/network/v2.0/"),
    ],
)
def test_place_of_the_version_document(endpoint: str, expected: str) -> None:
    assert versions_url(endpoint) == expected


@pytest.mark.parametrize(
    ("service", "base", "path", "expected"),
    [
        ("compute", "http://h/compute/v2.1", "/servers", "http://h/compute/v2.1/servers"),
        ("compute", "http://h/compute/v2.1", "/v2.1/servers", "http://h/compute/v2.1/servers"),
        ("compute", "http://h/compute/v2.1/p1", "/v2/p1/servers", "http://h/compute/v2/p1/servers"),
        ("volume", "http://h:8776/v3/p1", "/v3/p2/volumes", "http://h:8776/v3/p2/volumes"),
        ("network", "http://h:9696/v2.0", "/v2.0", "http://h:9696/v2.0"),
        ("network", "http://h:9696/v2.0", "/v2.0-like", "http://h:9696/v2.0/v2.0-like"),
        # A container of this name, not a version.
        ("object-store", "http://h/v1/AUTH_p1", "/v1/file", "http://h/v1/AUTH_p1/v1/file"),
        ("dns", "http://h:9001", "/v2/zones", "http://h:9001/v2/zones"),
    ],
)
def test_url_of_a_path(service: str, base: str, path: str, expected: str) -> None:
    assert url_of(path, base, api_of(service)) == expected
