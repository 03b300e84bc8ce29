# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""TLS is a matter of each task: what one trusts, the next does not."""

from __future__ import annotations

import pathlib
import ssl
from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail, succeed
from ansible_collections.nodeworks.openstack.tests.unit.transport.tls import Certificate, make_certificate

NOT_TRUSTED = "signed by an authority that is not trusted here; set ca_cert"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("tls"), "cloud", "127.0.0.1")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("tls"), "client", "demo.example.org")


@pytest.fixture
def secured(own: Certificate, client: Certificate) -> Iterator[FakeCloud]:
    """A cloud that speaks TLS, and takes a client certificate if one is shown."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own.certificate, own.key)
    context.load_verify_locations(client.certificate)
    context.verify_mode = ssl.CERT_OPTIONAL
    with FakeCloud(identity_versions=("v3", "v2.0"), tls=context) as cloud:
        yield cloud


def options(cloud: FakeCloud, **more: Any) -> dict[str, Any]:
    return {**cloud.connection_options(), "retries": 0, "name": "nobody", "state": "absent", **more}


def test_what_one_task_trusts_the_next_does_not(secured: FakeCloud, own: Certificate, home: pathlib.Path) -> None:
    ansible = Ansible(secured, {"token_cache": False})
    succeed(ansible.os_node(**options(secured, ca_cert=own.certificate)))
    assert NOT_TRUSTED in fail(ansible.os_node(**options(secured)))
    succeed(ansible.os_node(**options(secured, validate_certs=False)))
    assert NOT_TRUSTED in fail(ansible.os_node(**options(secured)))


def test_authority_in_clouds_yaml(secured: FakeCloud, own: Certificate, home: pathlib.Path) -> None:
    auth = {key: value for key, value in secured.connection_options().items() if key != "region_name"}
    cloud = {"auth": auth, "region_name": "RegionOne", "cacert": own.certificate}
    succeed(Ansible(secured, {}).os_node(cloud=cloud, name="nobody", state="absent"))


def test_client_certificate_authenticates_with_voms(
    secured: FakeCloud, own: Certificate, client: Certificate, home: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    secured.identity.voms_user = "demo"
    proxy = tmp_path / "proxy.pem"
    proxy.write_text(pathlib.Path(client.certificate).read_text() + pathlib.Path(client.key).read_text())
    desired = {
        "auth_version": "2.0_voms",
        "auth_url": f"{secured.origin}/identity",
        "project_name": "demo",
        "ca_cert": own.certificate,
        "client_cert": str(proxy),
    }
    result = succeed(Ansible(secured, desired).os_catalog_info())
    assert (result["token"]["auth_version"], result["token"]["user"]["name"]) == ("2.0_voms", "demo")
    assert all(request.client_certificate for request in secured.requests)
