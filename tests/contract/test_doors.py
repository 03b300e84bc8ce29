# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in front of each service: version documents, the token check, unknown paths, microversions."""

from __future__ import annotations

import pytest

from ansible_collections.nodeworks.openstack.tests.contract.checks import nova_error, page_error
from ansible_collections.nodeworks.openstack.tests.contract.client import Cloud

NOT_FOUND = "The resource could not be found."


# Version documents


def test_compute_versions(cloud: Cloud) -> None:
    root = cloud.root("compute")
    response = cloud.send("GET", root + "/", token=None)
    assert response.status_code == 200
    old, new = response.json()["versions"]
    assert (old["id"], old["status"], old["version"]) == ("v2.0", "DEPRECATED", "")
    assert (new["id"], new["status"], new["min_version"]) == ("v2.1", "CURRENT", "2.1")
    assert new["links"] == [{"rel": "self", "href": f"{root}/v2.1/"}]


@pytest.mark.parametrize("slash", ["", "/"])
def test_compute_version(cloud: Cloud, slash: str) -> None:
    response = cloud.send("GET", f"{cloud.root('compute')}/v2.1{slash}", token=None)
    assert response.status_code == 200
    version = response.json()["version"]
    assert set(version) == {"id", "status", "version", "min_version", "updated", "links", "media-types"}
    assert response.headers["OpenStack-API-Version"] == "compute 2.1"


def test_compute_unknown_version_offers_choices(cloud: Cloud) -> None:
    root = cloud.root("compute")
    response = cloud.send("GET", f"{root}/v9/servers", token=None)
    assert response.status_code == 300
    hrefs = [choice["links"][0]["href"] for choice in response.json()["choices"]]
    assert hrefs == [f"{root}/v2/v9/servers", f"{root}/v2.1/v9/servers"]


def test_network_versions(cloud: Cloud) -> None:
    root = cloud.root("network")
    response = cloud.send("GET", root + "/", token=None)
    assert response.status_code == 200
    links = [{"rel": "self", "href": f"{root}/v2.0/"}]
    assert response.json() == {"versions": [{"id": "v2.0", "status": "CURRENT", "links": links}]}


@pytest.mark.parametrize(("path", "status"), [("/", 300), ("/versions", 200), ("/v3", 300)])
def test_image_versions(cloud: Cloud, path: str, status: int) -> None:
    root = cloud.root("image")
    response = cloud.send("GET", root + path, token=None)
    assert response.status_code == status
    versions = response.json()["versions"]
    assert {"id": "v2.0", "status": "SUPPORTED", "links": [{"rel": "self", "href": f"{root}/v2/"}]} in versions


def test_volume_versions(cloud: Cloud) -> None:
    root = cloud.root("block-storage")
    response = cloud.send("GET", root + "/", token=None)
    assert response.status_code == 300
    (version,) = response.json()["versions"]
    assert (version["id"], version["status"], version["min_version"]) == ("v3.0", "CURRENT", "3.0")
    assert {"rel": "self", "href": f"{root}/v3/"} in version["links"]


def test_placement_versions(cloud: Cloud) -> None:
    response = cloud.send("GET", cloud.root("placement") + "/", token=None)
    assert response.status_code == 200
    (version,) = response.json()["versions"]
    assert (version["id"], version["min_version"], version["status"]) == ("v1.0", "1.0", "CURRENT")


# The token check


@pytest.mark.parametrize("token", [None, "nonsense"])
@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("compute", "/v2.1/servers"),
        ("compute", "/v2.1/no-such-thing"),
        ("network", "/v2.0/networks"),
        ("network", "/v2.0"),
        ("block-storage", "/v3/{project}/volumes"),
        ("block-storage", "/v3"),
        ("placement", "/resource_providers"),
    ],
)
def test_token_check(cloud: Cloud, kind: str, path: str, token: str | None) -> None:
    response = cloud.send("GET", cloud.root(kind) + path.format(project=cloud.project_id), token=token)
    assert response.status_code == 401
    message = "The request you have made requires authentication."
    assert response.json() == {"error": {"code": 401, "title": "Unauthorized", "message": message}}
    assert response.headers["WWW-Authenticate"] == f'Keystone uri="{cloud.identity}"'


@pytest.mark.parametrize("token", [None, "nonsense"])
def test_token_check_of_glance_is_a_page(cloud: Cloud, token: str | None) -> None:
    response = cloud.image("GET", "/images", token=token)
    page_error(
        response,
        401,
        "This server could not verify that you are authorized to access the document you requested. Either you "
        "supplied the wrong credentials (e.g., bad password), or your browser does not understand how to supply the "
        "credentials required.",
    )
    assert response.headers["WWW-Authenticate"] == f'Keystone uri="{cloud.identity}"'


# Unknown paths


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("compute", "/v2.1/no-such-thing"),
        ("compute", "/v2.1/servers/x/no-such-thing"),
        ("network", "/v9/networks"),
        ("image", "/v2/no-such-thing"),
        ("block-storage", "/v2/volumes"),
        ("block-storage", "/v3/{project}/no-such-thing"),
    ],
)
def test_unknown_path_is_a_page(cloud: Cloud, kind: str, path: str) -> None:
    url = cloud.root(kind) + path.format(project=cloud.project_id)
    page_error(cloud.send("GET", url), 404, NOT_FOUND)


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_wrong_verb_is_not_found_in_nova(cloud: Cloud, method: str) -> None:
    page_error(cloud.compute(method, "/servers", json={}), 404, NOT_FOUND)


def test_unknown_path_in_neutron(cloud: Cloud) -> None:
    response = cloud.network("GET", "/no-such-thing")
    assert response.status_code == 404
    assert response.json() == {"NeutronError": {"type": "HTTPNotFound", "message": NOT_FOUND, "detail": ""}}


def test_unknown_path_in_placement(cloud: Cloud) -> None:
    response = cloud.send("GET", cloud.root("placement") + "/no-such-thing")
    assert response.status_code == 404
    (error,) = response.json()["errors"]
    assert (error["status"], error["title"]) == (404, "Not Found")
    assert error["request_id"] == response.headers["x-openstack-request-id"]


def test_placement_is_for_administrators(cloud: Cloud) -> None:
    response = cloud.send("GET", cloud.root("placement") + "/resource_providers")
    assert response.status_code == 403
    assert "Policy does not allow placement:resource_providers:list" in response.json()["errors"][0]["detail"]


@pytest.mark.parametrize("kind", ["compute", "block-storage"])
def test_project_id_of_somebody_else(cloud: Cloud, kind: str) -> None:
    other = "0" * 32
    if kind == "compute":
        response = cloud.compute("GET", f"/{other}/servers")
        sentence = f"URL's project_id '{'<id>'}' doesn't match Context's project_id '<id>'"
        nova_error(response, 400, f"Malformed request URL: {sentence}")
    else:
        response = cloud.send("GET", f"{cloud.root(kind)}/v3/{other}/volumes")
        nova_error(response, 400, "Malformed request url")


def test_project_id_in_the_path(cloud: Cloud) -> None:
    assert cloud.compute("GET", f"/{cloud.project_id}/servers").status_code == 200


# Microversions


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        (None, "2.1"),
        ("compute 2.79", "2.79"),
        ("compute 2.79, volume 3.0", "2.79"),
        ("volume 3.0", "2.1"),
        ("Compute 2.26", "2.26"),
    ],
)
def test_compute_microversion(cloud: Cloud, asked: str | None, given: str) -> None:
    response = cloud.compute("GET", "/flavors", asked)
    assert response.status_code == 200
    assert response.headers["OpenStack-API-Version"] == f"compute {given}"
    assert response.headers["X-OpenStack-Nova-API-Version"] == given
    assert response.headers["Vary"] == "OpenStack-API-Version, X-OpenStack-Nova-API-Version"
    assert response.headers["x-openstack-request-id"] == response.headers["x-compute-request-id"]


def test_compute_latest_is_the_maximum(cloud: Cloud) -> None:
    maximum = cloud.send("GET", cloud.root("compute") + "/v2.1", token=None).json()["version"]["version"]
    response = cloud.compute("GET", "/flavors", "latest")
    assert response.headers["OpenStack-API-Version"] == f"compute {maximum}"


def test_compute_legacy_header(cloud: Cloud) -> None:
    response = cloud.compute("GET", "/flavors", headers={"X-OpenStack-Nova-API-Version": "2.26"})
    assert response.headers["OpenStack-API-Version"] == "compute 2.26"


@pytest.mark.parametrize("asked", ["2.2000", "1.0", "3.0"])
def test_compute_microversion_out_of_range(cloud: Cloud, asked: str) -> None:
    maximum = cloud.send("GET", cloud.root("compute") + "/v2.1", token=None).json()["version"]["version"]
    response = cloud.compute("GET", "/flavors", asked)
    bounds = f"Minimum is 2.1 and maximum is {maximum}."
    nova_error(response, 406, f"Version {asked} is not supported by the API. {bounds}")
    assert response.headers["OpenStack-API-Version"] == f"compute {asked}"


@pytest.mark.parametrize("asked", ["2", "abc", "2.01", "2.79.1"])
def test_compute_malformed_microversion(cloud: Cloud, asked: str) -> None:
    response = cloud.compute("GET", "/flavors", asked)
    sentence = f"API Version String {asked} is of invalid format. Must be of format MajorNum.MinorNum."
    nova_error(response, 400, sentence)
    assert "OpenStack-API-Version" not in response.headers


def test_volume_microversion(cloud: Cloud) -> None:
    response = cloud.volume("GET", "/volumes", microversion="volume 3.60")
    assert response.headers["OpenStack-API-Version"] == "volume 3.60"
    assert cloud.volume("GET", "/volumes").headers["OpenStack-API-Version"] == "volume 3.0"
    response = cloud.volume("GET", "/volumes", microversion="volume 3.999")
    assert response.status_code == 406
    assert response.json()["computeFault"]["message"].startswith("Version 3.999 is not supported by the API.")


# Volumes, as far as they go


def test_volume_list(cloud: Cloud) -> None:
    assert isinstance(cloud.volume("GET", "/volumes").json()["volumes"], list)
    assert isinstance(cloud.volume("GET", "/volumes/detail").json()["volumes"], list)
    nova_error(cloud.volume("GET", "/volumes?limit=-1"), 400, "limit param must be positive")
    nova_error(cloud.volume("GET", "/volumes/no-such-volume"), 404, "Volume no-such-volume could not be found.")
