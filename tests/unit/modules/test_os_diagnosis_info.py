# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""os_diagnosis_info: each way in which a connection can fail is told at its step, with what to set."""

from __future__ import annotations

import datetime
import json
import pathlib
import socket
import ssl
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.catalog import endpoint
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, Result, succeed
from ansible_collections.nodeworks.openstack.tests.unit.support import PASSWORD, Reply, Serve, demo_cloud, free_port
from ansible_collections.nodeworks.openstack.tests.unit.transport.tls import Certificate, make_certificate

NAMES = ["configuration", "name", "port", "tls", "version", "authentication", "catalog", "endpoints", "quota"]
NOT_TRIED = "Not tried, since a step before it failed."


def look(ansible: Ansible, **options: Any) -> Result:
    return succeed(ansible.run("os_diagnosis_info", **options))


def step(result: Result, name: str) -> dict[str, Any]:
    return next(one for one in result["steps"] if one["name"] == name)


def outcomes(result: Result) -> dict[str, str]:
    return {one["name"]: one["outcome"] for one in result["steps"]}


def failed_at(result: Result, name: str) -> dict[str, Any]:
    """The step, which has to be the first that failed, and to have stopped those that need it."""
    assert (result["healthy"], result["failed_step"]) == (False, name)
    found = step(result, name)
    assert result["verdict"] == f"{found['title']}: {found['verdict']}"
    assert result["advice"] == found["advice"]
    return found


def test_all_is_well(ansible: Ansible, cloud: FakeCloud) -> None:
    result = look(ansible)
    assert list(outcomes(result)) == NAMES
    assert outcomes(result) == {**dict.fromkeys(NAMES, "ok"), "tls": "skipped"}
    assert (result["healthy"], result["verdict"], result["failed_step"]) == (True, "The connection works.", None)
    assert result["connection"]["auth_url"] == cloud.auth_url
    assert step(result, "authentication")["verdict"].startswith("'demo' got a token of scope project 'demo', with the ")
    assert result["token"]["user"]["name"] == "demo"
    assert all(one["seconds"] >= 0 for one in result["steps"])


def test_used_endpoints_are_marked_in_the_catalog(ansible: Ansible) -> None:
    result = look(ansible)
    used = [
        (service["type"], one["region"], one["interface"])
        for service in result["catalog"]
        for one in service["endpoints"]
        if one["used"]
    ]
    assert sorted(used) == sorted((one["type"], one["region"], one["interface"]) for one in result["endpoints"])
    assert ("compute", "RegionOne", "public") in used


def test_quota_that_is_left_and_that_is_used_up(ansible: Ansible, administrator: Ansible) -> None:
    result = look(ansible)
    nodes = next(one for one in result["quota"] if one["what"] == "nodes")
    assert nodes["left"] == nodes["limit"] - nodes["in_use"]
    assert f"{nodes['left']} nodes" in step(result, "quota")["verdict"]
    succeed(administrator.run("os_quota", project="demo", instances=0))
    result = look(ansible)
    assert step(result, "quota")["outcome"] == "warning"
    assert step(result, "quota")["verdict"] == "Nothing is left of nodes (0 of 0)."
    assert (result["healthy"], result["verdict"]) == (True, "The connection works. Worth a look: Quota.")


def test_token_that_was_kept_is_not_used(ansible: Ansible, cloud: FakeCloud) -> None:
    succeed(ansible.os_catalog_info())
    user = cloud.accounts.user("demo", "default")
    assert user is not None
    user.password = "changed-meanwhile"
    assert failed_at(look(ansible), "authentication")


# What can fail, in the order of the steps.


def test_configuration_that_says_too_little(ansible: Ansible) -> None:
    result = look(ansible, password=None)
    found = failed_at(result, "configuration")
    assert "password" in found["verdict"]
    assert {one["verdict"] for one in result["steps"][1:]} == {NOT_TRIED}
    assert (result["connection"], result["catalog"], result["api_calls"]) == (None, [], 0)


def test_settings_for_other_tools_are_named(ansible: Ansible) -> None:
    said = {
        "floating_ip_source": "nova",
        "networks": [{"name": "private", "nat_source": True}],
        "has_network": False,
    }
    result = look(ansible, cloud=said)
    names = ["floating_ip_source", "networks.nat_source", "has_network"]
    assert result["connection"]["not_heeded"] == names
    found = step(result, "configuration")
    assert found["outcome"] == "warning"
    assert found["verdict"].endswith(f"clouds.yaml has settings that mean nothing here: {', '.join(names)}.")
    assert (result["healthy"], result["verdict"]) == (True, "The connection works. Worth a look: Configuration.")


def test_what_is_wrong_with_a_service_that_is_not_needed_is_no_failure(
    ansible: Ansible, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "clouds.yaml"
    wrong = {"volume_interface": "side", "auth": {"auth_url": "http://127.0.0.1:1"}}
    path.write_text(json.dumps({"clouds": {"mine": wrong}}), encoding="utf-8")
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(path))
    found = look(ansible, cloud="mine", services=["compute"])
    assert found["healthy"] is True
    verdict = next(one["verdict"] for one in found["endpoints"] if one["service"] == "volume")
    assert verdict == "endpoints.volume.interface has to be one of public, internal, admin, not 'side'."


def test_empty_catalog_of_a_project(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.catalog.clear()
    verdict = failed_at(look(ansible), "catalog")["verdict"]
    assert verdict == "The catalog is empty, although the token has a scope, project 'demo'."


def test_url_that_is_none(ansible: Ansible) -> None:
    assert "is not a URL" in failed_at(look(ansible, auth_url="cloud.example.org/v3"), "configuration")["verdict"]


def test_password_in_the_url_is_not_shown(ansible: Ansible) -> None:
    result = look(ansible, auth_url=f"http://demo:{PASSWORD}@127.0.0.1:1/v3")
    assert "must not hold a user or password" in failed_at(result, "configuration")["verdict"]
    assert PASSWORD not in result.output


def test_host_that_is_not_known(ansible: Ansible) -> None:
    result = look(ansible, auth_url="http://no-such-host.invalid:5000/v3")
    found = failed_at(result, "name")
    assert found["verdict"].startswith("The host name 'no-such-host.invalid' is not known here: ")
    assert found["advice"].startswith("Check the spelling of the host in auth_url.")
    assert step(result, "port")["verdict"] == NOT_TRIED


def test_name_too_long_for_a_host(ansible: Ansible) -> None:
    assert failed_at(look(ansible, auth_url=f"http://{'a' * 70}.example:5000/v3"), "name")


def test_port_that_is_closed(ansible: Ansible) -> None:
    port = free_port()
    found = failed_at(look(ansible, auth_url=f"http://127.0.0.1:{port}/v3"), "port")
    assert found["verdict"] == f"Port {port} of 127.0.0.1 takes no connection: 127.0.0.1: Connection refused."
    assert found["advice"].startswith("Check the port in auth_url")


@pytest.mark.parametrize("scheme", ["", "http://"])
@pytest.mark.parametrize("secret", ["hunter2", "hunter2/half"])
def test_secret_of_a_proxy_is_not_shown_however_it_is_written(ansible: Ansible, scheme: str, secret: str) -> None:
    result = look(ansible, proxy_url=f"{scheme}me:{secret}@127.0.0.1:3128")
    assert result["connection"]["proxy_url"] == f"{scheme}127.0.0.1:3128"
    assert "hunter2" not in str([result["verdict"], result["steps"]])


def test_proxy_without_scheme(ansible: Ansible) -> None:
    """As variables often have it."""
    with FakeCloud() as proxy:
        address = proxy.auth_url.split("/")[2]
        assert outcomes(look(ansible, proxy_url=address))["port"] == "ok"


def test_proxy_that_is_closed(ansible: Ansible) -> None:
    port = free_port()
    result = look(ansible, proxy_url=f"http://me:{PASSWORD}@127.0.0.1:{port}")
    found = failed_at(result, "port")
    assert found["verdict"].startswith(f"Port {port} of the proxy 127.0.0.1 takes no connection")
    assert found["advice"].startswith("Check the port in proxy_url")
    assert result["connection"]["proxy_url"] == f"http://127.0.0.1:{port}"
    assert PASSWORD not in result.output


def test_tls_to_a_port_without(ansible: Ansible, cloud: FakeCloud) -> None:
    found = failed_at(look(ansible, auth_url=cloud.auth_url.replace("http://", "https://")), "tls")
    assert "It does not speak TLS there" in found["verdict"]
    assert found["advice"].startswith("Let auth_url begin with http://")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("tls"), "cloud", "127.0.0.1")


def context_of(certificate: Certificate) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.certificate, certificate.key)
    return context


@pytest.fixture
def secured(certificate: Certificate) -> Iterator[Ansible]:
    """Tasks on a cloud at https, whose authority nobody knows."""
    with demo_cloud(tls=context_of(certificate)) as cloud:
        yield Ansible(cloud, cloud.connection_options())


def test_certificate_of_an_unknown_authority(secured: Ansible) -> None:
    found = failed_at(look(secured), "tls")
    assert "certificate verify failed" in found["verdict"]
    assert found["advice"].startswith("Set ca_cert to the file with that authority's certificate")


def test_certificate_of_a_known_authority(secured: Ansible, certificate: Certificate) -> None:
    result = look(secured, ca_cert=certificate.certificate)
    assert result["healthy"], result["verdict"]
    assert step(result, "tls")["outcome"] == "ok"
    assert "; certificate of cloud, by Testing CA " in step(result, "tls")["verdict"]


def test_certificate_that_nobody_checks(secured: Ansible) -> None:
    found = step(look(secured, validate_certs=False), "tls")
    assert (found["outcome"], found["advice"].startswith("Set validate_certs to true")) == ("warning", True)


def test_certificate_that_expires_soon(tmp_path: pathlib.Path) -> None:
    soon = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=3, hours=1)
    short = make_certificate(tmp_path, "short", "127.0.0.1", not_after=soon)
    with demo_cloud(tls=context_of(short)) as cloud:
        found = step(look(Ansible(cloud, cloud.connection_options()), ca_cert=short.certificate), "tls")
    assert (found["outcome"], found["advice"]) == ("warning", "Have the certificate renewed.")
    assert found["verdict"].endswith("That is in 3 days.")


def test_file_of_authorities_that_is_not_there(secured: Ansible, tmp_path: pathlib.Path) -> None:
    found = failed_at(look(secured, ca_cert=str(tmp_path / "none.pem")), "tls")
    assert found["verdict"] == "A file of certificates cannot be used: No such file or directory."


def test_server_that_hangs_up_on_tls(ansible: Ansible) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"https://127.0.0.1:{server.getsockname()[1]}/v3"
        server.settimeout(30)

        def hang_up() -> None:
            for _number in range(2):  # the first is the step before, which only knocks
                server.accept()[0].close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        result = look(ansible, auth_url=url)
        thread.join()
    assert failed_at(result, "tls")


def test_path_of_another_service(ansible: Ansible, cloud: FakeCloud) -> None:
    found = failed_at(look(ansible, auth_url=f"{cloud.origin}/compute/v2.1"), "version")
    assert "which are not the identity service's" in found["verdict"]
    assert found["advice"].startswith("Set auth_url to the URL of the identity service.")


@pytest.mark.parametrize(
    "reply",
    [Reply(404, "<title>404 Not Found</title>"), Reply(200, "<html>Welcome"), Reply(200, {"hello": 1}), Reply(200, [])],
    ids=["404", "page", "other", "list"],
)
def test_server_without_an_identity_service(ansible: Ansible, serve: Serve, reply: Reply) -> None:
    found = failed_at(look(ansible, auth_url=f"{serve(lambda _seen: reply).url}/v3"), "version")
    assert found["advice"].startswith("Set auth_url to the URL of the identity service.")


def test_version_document_that_is_hidden_is_no_obstacle(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.faults.add(service="identity", method="GET", path="/v3/$", status=403, body={"error": {"message": "No."}})
    result = look(ansible)
    assert (result["healthy"], step(result, "version")["outcome"]) == (True, "warning")


def test_wrong_password(ansible: Ansible) -> None:
    result = look(ansible, password="wrong-horse")
    found = failed_at(result, "authentication")
    assert "(HTTP 401, POST " in found["verdict"]
    asked = "user 'demo' of domain 'Default', project 'demo' of domain 'Default' and the secret itself"
    assert found["advice"] == f"Check {asked}. The cloud does not say which of them it refuses."
    assert "wrong-horse" not in result.output
    assert result["token"] is None
    assert step(result, "catalog")["verdict"] == NOT_TRIED


def test_region_that_is_missing(ansible: Ansible) -> None:
    result = look(ansible, region_name="regionone")
    found = failed_at(result, "catalog")
    assert found["verdict"] == "The catalog has no region 'regionone', but RegionOne, RegionTwo."
    assert found["advice"] == "Set region_name to 'RegionOne'."
    # What there is helps to find out what should be asked for.
    assert result["catalog"]
    assert result["token"]["user"]["name"] == "demo"


def test_region_that_has_to_be_named(ansible: Ansible) -> None:
    found = failed_at(look(ansible, region_name=None), "catalog")
    assert found["advice"] == "Set region_name to 'RegionOne' or 'RegionTwo'."


def test_token_without_scope(ansible: Ansible) -> None:
    found = failed_at(look(ansible, token_scope="unscoped"), "catalog")
    assert found["verdict"].startswith("The catalog is empty")
    assert "'demo'" in found["advice"]


def without(cloud: FakeCloud, service_type: str) -> None:
    cloud.catalog[:] = [one for one in cloud.catalog if one["type"] != service_type]


def test_service_that_is_missing(ansible: Ansible, cloud: FakeCloud) -> None:
    without(cloud, "network")
    result = look(ansible)
    found = failed_at(result, "endpoints")
    assert "network: Could not find specified endpoint: no 'network' service" in found["verdict"]
    network = next(one for one in result["endpoints"] if one["service"] == "network")
    assert (network["outcome"], network["url"], network["required"]) == ("failed", None, True)


def test_service_that_nobody_needs_may_be_missing(ansible: Ansible, cloud: FakeCloud) -> None:
    without(cloud, "network")
    result = look(ansible, services=["compute"])
    assert result["healthy"]
    assert step(result, "endpoints")["outcome"] == "ok"


def test_service_that_few_clouds_have_can_be_needed(ansible: Ansible) -> None:
    assert "reservation: " in failed_at(look(ansible, services=["reservation"]), "endpoints")["verdict"]


@pytest.mark.parametrize(("services", "outcome"), [(["network"], "failed"), (["compute"], "warning")])
def test_service_that_does_not_answer(ansible: Ansible, cloud: FakeCloud, services: list[str], outcome: str) -> None:
    network = next(one for one in cloud.catalog if one["type"] == "network")
    network["endpoints"] = [endpoint(f"http://127.0.0.1:{free_port()}", "RegionOne")]
    found = step(look(ansible, services=services), "endpoints")
    assert found["outcome"] == outcome
    assert "network: Cannot reach " in found["verdict"]
    assert found["advice"].endswith("orce a URL that answers from here with network_url.")


def test_forced_url_that_does_not_answer(ansible: Ansible) -> None:
    found = failed_at(look(ansible, network_url=f"http://127.0.0.1:{free_port()}"), "endpoints")
    assert found["advice"] == "Correct the URL in network_url, or leave it out, so that the catalog is asked."


def test_quota_that_may_not_be_asked_for(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.faults.add(service="compute", path="/os-quota-sets", status=403, body={"forbidden": {"message": "No."}})
    result = look(ansible)
    assert (result["healthy"], step(result, "quota")["outcome"]) == (True, "warning")
    assert step(result, "quota")["verdict"].startswith("It could not be asked for. No.")


def test_token_of_ones_own_at_a_forced_url(ansible: Ansible, cloud: FakeCloud) -> None:
    token = succeed(ansible.os_catalog_info(return_token=True))["token"]["value"]
    project = cloud.accounts.project("demo", "default")
    assert project is not None
    only: dict[str, Any] = dict.fromkeys(ansible.options)
    only.update(base_url=f"{cloud.origin}/compute/v2.1", auth_token=token, project_id=project.id)
    result = look(ansible, **only, services=["compute"])
    assert outcomes(result)["authentication"] == "skipped"
    assert result["healthy"], result["verdict"]
    assert token not in result.output


def test_no_secret_is_in_it(ansible: Ansible, cloud: FakeCloud) -> None:
    result = look(ansible)
    assert PASSWORD not in result.output
    assert not [token for token in cloud.tokens.issued if token in result.output]
