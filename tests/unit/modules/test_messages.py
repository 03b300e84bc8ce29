# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user reads when something is wrong: one sentence that says what to do, never a traceback, never a secret."""

from __future__ import annotations

import pathlib
import re
from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.modules import os_node
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import (
    Ansible,
    Result,
    fail,
    run_module,
    succeed,
)
from ansible_collections.nodeworks.openstack.tests.unit.support import Reply, Serve, free_port, in_turn
from ansible_collections.nodeworks.openstack.tests.unit.transport.tls import TlsServer, make_certificate

WEB1: dict[str, Any] = {"name": "web1", "image": "cirros", "flavor": "m1.tiny"}
REQUEST_ID = re.compile(r"req-[0-9a-f-]{36}")


def read(ansible: Ansible, result: Result) -> str:
    """The message, with the parts that differ from run to run replaced."""
    return REQUEST_ID.sub("req-ID", fail(result)).replace(ansible.cloud.origin, "http://CLOUD")


def test_wrong_password(ansible: Ansible) -> None:
    result = ansible.os_node(**WEB1, password="wrong-password")
    assert read(ansible, result) == (
        "Could not authenticate 'demo' with a password at http://CLOUD/identity/v3: The request you have made"
        " requires authentication. (HTTP 401, POST http://CLOUD/identity/v3/auth/tokens, request id req-ID) Check"
        " username and password, the domain and the project or other scope."
    )
    assert (result["status"], result["method"]) == (401, "POST")
    assert result["service_message"] == "The request you have made requires authentication."
    assert result["api_calls"] == 1


@pytest.mark.parametrize("connection", [{"password": ""}, {"auth_token": ""}])
def test_secret_that_came_out_empty_does_not_hide_the_message(ansible: Ansible, connection: dict[str, Any]) -> None:
    message = fail(ansible.os_node(**WEB1, **connection))
    assert "****" not in message
    assert "needs" in message or "HTTP 401" in message


def test_wrong_password_after_the_right_one(ansible: Ansible) -> None:
    succeed(ansible.os_node(name="web1", state="absent"))
    assert "HTTP 401" in fail(ansible.os_node(name="web1", state="absent", password="wrong-password"))


def test_unknown_project(ansible: Ansible) -> None:
    assert "HTTP 401" in fail(ansible.os_node(**WEB1, project_name="nowhere"))


def test_unknown_cloud(ansible: Ansible, home: pathlib.Path) -> None:
    path = home / ".config/openstack/clouds.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(ansible.cloud.clouds_yaml(), encoding="utf-8")
    assert fail(run_module(os_node.main, {"name": "web1", "cloud": "lopback"})) == (
        f"No cloud 'lopback' in {path}, which has loopback, loopback-RegionTwo, loopback-admin. Set cloud (or OS_CLOUD)"
        " to one of these."
    )


def test_cloud_of_a_file_that_is_not_there(home: pathlib.Path) -> None:
    message = fail(run_module(os_node.main, {"name": "web1", "cloud": "loopback"}))
    assert message.startswith(f"No cloud 'loopback': found no clouds.yaml. Looked for {home}/clouds.yaml, ")


def test_no_cloud_at_all(home: pathlib.Path) -> None:
    message = fail(run_module(os_node.main, {"name": "web1"}))
    assert message.startswith(
        "No cloud to connect to: neither cloud nor auth_url is given, OS_CLOUD and OS_AUTH_URL are not set, and there"
        f" is no clouds.yaml. Looked for {home}/clouds.yaml, "
    )


def test_cloud_of_the_file_and_of_the_environment(
    ansible: Ansible, home: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "clouds.yaml").write_text(ansible.cloud.clouds_yaml(), encoding="utf-8")
    assert succeed(run_module(os_node.main, {**WEB1, "cloud": "loopback"})).changed
    monkeypatch.setenv("OS_CLOUD", "loopback")
    assert not succeed(run_module(os_node.main, WEB1)).changed


def test_openrc(ansible: Ansible, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ansible.cloud.connection_options().items():
        monkeypatch.setenv(f"OS_{name.upper()}", value)
    assert succeed(run_module(os_node.main, WEB1)).changed


def test_unreachable_host(ansible: Ansible) -> None:
    port = free_port()
    assert fail(ansible.os_node(**WEB1, auth_url=f"http://127.0.0.1:{port}/v3")) == (
        f"Cannot reach http://127.0.0.1:{port}: Connection refused. Check the host name, the port and the network"
        " between."
    )


def test_unknown_region(ansible: Ansible) -> None:
    assert fail(ansible.os_node(**WEB1, region_name="RegionThree")) == (
        "Could not find specified endpoint: no 'compute' service with a public endpoint in region 'RegionThree'. The"
        " catalog has: compute 'nova' (public, internal, admin: RegionOne, RegionTwo). Set region_name to 'RegionOne'"
        " or 'RegionTwo', or force the endpoint with base_url."
    )


def test_region_in_the_wrong_case(ansible: Ansible) -> None:
    assert "Set region_name to 'RegionOne' (upper and lower case count), or force" in fail(
        ansible.os_node(**WEB1, region_name="regionone")
    )


def test_several_regions_and_none_asked_for(ansible: Ansible) -> None:
    assert fail(ansible.os_node(**WEB1, region_name=None)) == (
        "Could not find specified endpoint: 'compute' has public endpoints in several regions: RegionOne, RegionTwo."
        " Set region_name to one of them."
    )


def test_wrong_service_name(ansible: Ansible) -> None:
    assert fail(ansible.os_node(**WEB1, service_name="nova2")) == (
        "Could not find specified endpoint: no 'compute' service named 'nova2' with a public endpoint in region"
        " 'RegionOne'. The catalog has: compute 'nova' (public, internal, admin: RegionOne, RegionTwo). Set"
        " service_name to 'nova', leave it out, or force the endpoint with base_url."
    )


@pytest.mark.parametrize("change", [{"token_scope": "unscoped"}, {"project_name": None}], ids=["asked", "nothing-said"])
def test_token_without_scope(ansible: Ansible, change: dict[str, Any]) -> None:
    assert fail(ansible.os_node(**{**WEB1, "project_domain_name": None, **change})) == (
        "Could not find specified endpoint: no 'compute' service with a public endpoint in region 'RegionOne'. The"
        " catalog is empty, as it is for a token without scope. Give a project (project_name or project_id), or force"
        " the endpoint with base_url. This user's projects are: alt, demo."
    )


def test_unknown_image(ansible: Ansible) -> None:
    assert fail(ansible.os_node(**{**WEB1, "image": "cirrus"})) == (
        "There is no image named 'cirrus' or with that id in project 'demo', region 'RegionOne'. Did you mean 'cirros'?"
    )


def test_unknown_flavor_unlike_any(ansible: Ansible) -> None:
    assert fail(ansible.os_node(**{**WEB1, "flavor": "x"})) == (
        "There is no flavor named 'x' or with that id in project 'demo', region 'RegionOne'. There are: m1.large,"
        " m1.medium, m1.small, m1.tiny."
    )


def test_two_images_of_one_name(ansible: Ansible) -> None:
    ansible.cloud.image.add_image("cirros")
    result = ansible.os_node(**WEB1)
    first, second = result["ids"]
    assert fail(result) == (
        f"2 images are named 'cirros' in project 'demo', region 'RegionOne': {first}, {second}. Say which one by its"
        " id, or rename the others."
    )


def test_two_nodes_of_one_name(ansible: Ansible) -> None:
    for _time in range(2):
        ansible.cloud.compute.add_server("web1")
    result = ansible.os_node(**WEB1)
    first, second = result["ids"]
    assert fail(result) == (
        f"2 nodes are named 'web1' in project 'demo', region 'RegionOne': {first}, {second}. Say which one by its id,"
        " or rename the others."
    )


def test_unknown_option_in_auth(ansible: Ansible) -> None:
    message = fail(ansible.os_node(**WEB1, auth={"usrname": "demo"}))
    assert message.startswith("Unsupported parameters for ")
    assert "module: auth.usrname. Supported parameters include: " in message
    assert ansible.lines() == []


def test_no_credentials(ansible: Ansible) -> None:
    assert fail(ansible.os_node(**WEB1, password=None)) == (
        "No credentials: give a password, an application credential or auth_token."
    )
    assert ansible.lines() == []


def test_several_problems_at_once(ansible: Ansible) -> None:
    message = fail(
        ansible.os_node(**WEB1, auth_version="3.x_password", password=None, username=None, endpoints={"computer": {}})
    )
    assert message == (
        "endpoints knows no service 'computer'; it knows identity, compute, image, network, volume, placement,"
        " reservation. auth_version 3.x_password needs username or user_id. auth_version 3.x_password needs password."
    )


@pytest.mark.parametrize("auth_url", ["cloud.example.org:5000", "ftp://cloud.example.org"])
def test_auth_url_that_is_none(ansible: Ansible, auth_url: str) -> None:
    assert fail(ansible.os_node(**WEB1, auth_url=auth_url)) == (
        f"auth_url '{auth_url}' is not a URL: it has to look like https://cloud.example.org:5000/v3."
    )


def test_auth_url_of_another_service(ansible: Ansible) -> None:
    result = ansible.os_node(**WEB1, auth_url=f"{ansible.cloud.origin}/nothing/v3")
    message = read(ansible, result)
    assert message.startswith("Could not authenticate 'demo' with a password at http://CLOUD/nothing/v3: ")
    assert message.endswith("Is auth_url right? http://CLOUD/nothing/v3 has no Identity API there.")


@pytest.mark.parametrize(
    ("service", "attempt"),
    [
        (
            "identity",
            "Could not authenticate 'demo' with a password at http://CLOUD/identity/v3: 503 Service Unavailable (HTTP"
            " 503, POST http://CLOUD/identity/v3/auth/tokens)",
        ),
        (
            "compute",
            "503 Service Unavailable (HTTP 503, GET http://CLOUD/compute/v2.1/servers/detail?name=%5Eweb1%24)",
        ),
    ],
)
def test_page_of_a_load_balancer(ansible: Ansible, service: str, attempt: str) -> None:
    ansible.cloud.faults.add(
        service=service, kind="html", status=503, body="<html><title>503 Service Unavailable</title></html>"
    )
    assert read(ansible, ansible.os_node(**WEB1)) == attempt


def test_page_of_a_portal(ansible: Ansible) -> None:
    ansible.cloud.faults.add(service="identity", kind="html", status=200, body="<html><body>Welcome!</body></html>")
    assert read(ansible, ansible.os_node(**WEB1)) == (
        "The answer to POST http://CLOUD/identity/v3/auth/tokens (HTTP 200) should be JSON, but begins with:"
        " <html><body>Welcome!</body></html>"
    )


@pytest.mark.parametrize("body", ["[]", "{}", "null", '{"servers": 5}', '{"servers": [5]}', '{"servers": [{}]}', "x"])
def test_answer_of_another_shape(ansible: Ansible, body: str) -> None:
    ansible.cloud.faults.add(service="compute", status=200, body=body)
    assert "/compute/v2.1/servers" in fail(ansible.os_node(**WEB1))


@pytest.mark.parametrize("body", ["[]", '{"server": 5}', '{"server": {}}', "x"])
def test_node_of_another_shape(ansible: Ansible, body: str) -> None:
    server = ansible.cloud.compute.add_server("web1")
    ansible.cloud.faults.add(service="compute", status=200, body=body)
    assert "/compute/v2.1/servers" in fail(ansible.os_node(id=server.id))


def test_answer_that_is_cut_short(ansible: Ansible) -> None:
    ansible.cloud.faults.add(service="compute", kind="cut")
    assert read(ansible, ansible.os_node(**WEB1)).startswith(
        "http://CLOUD closed the connection before its answer to GET was complete: "
    )


def test_https_to_a_server_without_tls(ansible: Ansible) -> None:
    auth_url = ansible.cloud.auth_url.replace("http://", "https://")
    message = read(ansible, ansible.os_node(**WEB1, auth_url=auth_url)).replace(
        ansible.cloud.origin.replace("http://", "https://"), "https://CLOUD"
    )
    assert message.startswith("No secure connection to https://CLOUD: ")
    assert message.endswith("It does not speak TLS there: perhaps the URL should begin with http://.")


@pytest.fixture
def tls_server(tmp_path: pathlib.Path) -> Iterator[TlsServer]:
    server = TlsServer(in_turn(Reply()), make_certificate(tmp_path, "cloud", "127.0.0.1"))
    yield server
    server.stop()


def test_http_to_a_server_with_tls(ansible: Ansible, tls_server: TlsServer) -> None:
    auth_url = tls_server.url.replace("https://", "http://")
    message = fail(ansible.os_node(**WEB1, auth_url=auth_url))
    assert message.startswith(f"{auth_url} closed the connection before its answer to POST was complete: ")
    assert "perhaps the URL should begin with https://" in message


def test_certificate_of_an_unknown_authority(ansible: Ansible, tls_server: TlsServer) -> None:
    message = fail(ansible.os_node(**WEB1, auth_url=tls_server.url))
    assert message.startswith(f"No secure connection to {tls_server.url}: ")
    assert message.endswith(
        "Its certificate is signed by an authority that is not trusted here; set ca_cert to the file with that"
        " authority's certificate."
    )


OTHER_SERVICE = (
    " The forced compute URL http://CLOUD/identity/v3 may be another service's (the identity service's, say), or lack"
    " its version or project id. os_catalog_info shows what the catalog would have given."
)


def test_forced_url_of_the_identity_service(ansible: Ansible) -> None:
    message = read(ansible, ansible.os_node(**WEB1, base_url=ansible.cloud.auth_url))
    assert message.startswith("Resource not found: ")
    assert message.endswith(OTHER_SERVICE)


def test_forced_url_of_the_identity_service_and_a_node_to_remove(ansible: Ansible) -> None:
    """An id that the wrong service does not know is no sign that the node is gone."""
    server = ansible.cloud.compute.add_server("web1")
    message = read(ansible, ansible.os_node(id=server.id, state="absent", base_url=ansible.cloud.auth_url))
    assert "Resource not found: " in message
    assert message.endswith(OTHER_SERVICE)


@pytest.mark.parametrize("option", ["auth_token", "auth_version"])
def test_forced_url_of_one_service_and_no_way_to_find_another(ansible: Ansible, serve: Serve, option: str) -> None:
    """A token and the URL of the compute service do not lead to the image service."""
    server = serve(in_turn(Reply(200, {"servers": []})))
    value = "mine" if option == "auth_token" else "none"
    bare = Ansible(ansible.cloud, {"base_url": f"{server.url}/v2.1", "retries": 0, option: value})
    message = fail(bare.os_node(**WEB1))
    assert "image_url" in message or "auth_url" in message
    assert "auth_url ''" not in message
    assert server.lines() == ["GET /v2.1/servers/detail", "GET /v2.1/servers"]


def test_service_without_identity_service(ansible: Ansible, serve: Serve) -> None:
    server = serve(in_turn(Reply(200, {"servers": []})))
    bare = Ansible(ansible.cloud, {"base_url": f"{server.url}/v2.1", "auth_version": "none"})
    assert not succeed(bare.os_node(name="web1", state="absent")).changed
    assert "x-auth-token" not in server.seen[0].headers


def test_quota(ansible: Ansible) -> None:
    sentence = "Quota exceeded for instances: Requested 1, but already used 10 of 10 instances"
    ansible.cloud.faults.add(
        method="POST", path=r"/servers$", status=403, body={"forbidden": {"code": 403, "message": sentence}}, times=None
    )
    result = ansible.os_node(**WEB1)
    assert read(ansible, result) == (
        f"Could not create node 'web1': {sentence} (HTTP 403, POST http://CLOUD/compute/v2.1/servers)"
    )
    assert (result["status"], result["service_message"]) == (403, sentence)


def test_old_nova_that_lacks_what_is_needed(ansible: Ansible) -> None:
    message = "Version 2.37 is not supported by the API. Minimum is 2.1 and maximum is 2.35."
    body = {"computeFault": {"code": 406, "message": message}}
    ansible.cloud.faults.add(method="POST", path=r"/servers$", status=406, body=body)
    assert read(ansible, ansible.os_node(**WEB1)) == (
        "Could not create node 'web1': A node without a list of networks needs the compute microversion 2.37, which the"
        f" cloud does not have: {message} (HTTP 406, POST http://CLOUD/compute/v2.1/servers)"
    )


def test_cache_folder_that_others_can_use(ansible: Ansible, tmp_path: pathlib.Path) -> None:
    folder = tmp_path / "tokens"
    folder.mkdir()
    folder.chmod(0o755)
    result = succeed(ansible.os_node(name="web1", state="absent", token_cache=str(folder)))
    assert result.warnings == [f"Token cache not used: {folder} can be used by others (mode 0755)."]
    assert list(folder.iterdir()) == []


# Secrets.

SECRET = "s3cret-w0rd-of-demo"


def secrets_of(cloud: FakeCloud) -> list[str]:
    return [SECRET, *cloud.tokens.issued]


def assert_silent(ansible: Ansible, home: pathlib.Path, *results: Result) -> None:
    """No secret is in what was printed, nor in the name of a file, nor, but for the token, in one."""
    for secret in secrets_of(ansible.cloud):
        assert all(secret not in result.output for result in results)
        assert all(secret not in path.name for path in home.rglob("*"))
    assert all(SECRET.encode() not in path.read_bytes() for path in home.rglob("*") if path.is_file())


@pytest.fixture
def secretive(ansible: Ansible) -> Ansible:
    """The user demo with a password that stands nowhere else."""
    user = ansible.cloud.accounts.user("demo", "default")
    assert user is not None
    user.password = SECRET
    ansible.options["password"] = SECRET
    return ansible


@pytest.mark.parametrize("place", ["option", "auth", "cloud", "environment", "file"])
def test_password_is_in_no_output(
    secretive: Ansible, home: pathlib.Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    given = secretive.cloud.connection_options()
    identity = {name: value for name, value in given.items() if name != "region_name"}
    options: dict[str, Any] = {"region_name": "RegionOne", "retries": 0}
    if place == "option":
        options.update(identity)
    elif place == "auth":
        options["auth"] = identity
    elif place == "cloud":
        options["cloud"] = {"auth": identity}
    elif place == "environment":
        for name, value in identity.items():
            monkeypatch.setenv(f"OS_{name.upper()}", value)
    else:
        options["cloud"] = "loopback"
        monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(home.parent / "clouds.yaml"))
        (home.parent / "clouds.yaml").write_text(secretive.cloud.clouds_yaml(), encoding="utf-8")
    task = Ansible(secretive.cloud, options)
    good = succeed(task.os_node(**WEB1, diff=True))
    info = succeed(task.os_catalog_info())
    secretive.cloud.tokens.revoke_all()
    bad = task.os_node(**{**WEB1, "flavor": "m1.large"})
    fail(bad)
    assert_silent(secretive, home, good, info, bad)


def test_refused_password_is_in_no_output(secretive: Ansible, home: pathlib.Path) -> None:
    user = secretive.cloud.accounts.user("demo", "default")
    assert user is not None
    user.password = "another"
    result = secretive.os_node(**WEB1)
    fail(result)
    assert_silent(secretive, home, result)


def test_password_that_a_service_repeats_is_in_no_output(secretive: Ansible, home: pathlib.Path) -> None:
    body = {"error": {"message": f"Invalid input: {SECRET}", "code": 400}}
    secretive.cloud.faults.add(service="identity", status=400, body=body)
    result = secretive.os_node(**WEB1)
    assert re.search(r"Invalid input: (\*{8}|SECRET_[0-9a-f]{8}) \(HTTP 400, ", fail(result))
    assert_silent(secretive, home, result)


def test_own_token_is_in_no_output(ansible: Ansible, home: pathlib.Path) -> None:
    succeed(ansible.os_node(name="web1", state="absent"))
    token = next(iter(ansible.cloud.tokens.issued))
    bare = Ansible(ansible.cloud, {"auth_token": token, "base_url": f"{ansible.cloud.origin}/compute/v2.1"})
    good = succeed(bare.os_node(name="web1", state="absent"))
    ansible.cloud.tokens.revoke_all()
    bad = bare.os_node(name="web1", state="absent")
    assert "HTTP 401" in fail(bad)
    broken = bare.os_node(name="web1", state="absent", auth_token=f"{token}\n")
    assert_silent(ansible, home, good, bad, broken)


def test_password_of_a_proxy_is_in_no_output(ansible: Ansible, home: pathlib.Path) -> None:
    proxy = f"http://user:{SECRET}@127.0.0.1:{free_port()}"
    result = ansible.os_node(**WEB1, auth_url="http://cloud.example.org/v3", proxy_url=proxy)
    assert "through the proxy" in fail(result)
    assert_silent(ansible, home, result)


@pytest.mark.parametrize("option", ["auth_url", "base_url"])
def test_password_in_a_url_is_in_no_output(ansible: Ansible, home: pathlib.Path, serve: Serve, option: str) -> None:
    server = serve(in_turn(Reply(404)))
    url = server.url.replace("http://", f"http://user:{SECRET}@")
    result = ansible.os_node(**{**WEB1, option: f"{url}/v2.1"})
    fail(result)
    assert_silent(ansible, home, result)


# The trace.


@pytest.mark.parametrize("options", [{"trace": "result"}, {"_ansible_verbosity": 3}], ids=["option", "vvv"])
def test_trace_in_the_result_has_no_secret(secretive: Ansible, home: pathlib.Path, options: dict[str, Any]) -> None:
    good = succeed(secretive.os_node(**WEB1, **options))
    assert [entry["method"] for entry in good["trace"]] == [request.method for request in secretive.cloud.requests]
    assert len(good["trace"]) == good["api_calls"]
    bad = secretive.os_node(**{**WEB1, "flavor": "m1.large"}, **options)
    fail(bad)
    assert bad["trace"]
    refused = secretive.os_node(**{**WEB1, "password": f"{SECRET}2"}, **options)
    assert "HTTP 401" in fail(refused)
    assert refused["trace"][0]["status"] == 401
    assert_silent(secretive, home, good, bad, refused)


@pytest.mark.parametrize("how", ["option", "variable"])
def test_trace_in_a_file_has_no_secret(
    secretive: Ansible, home: pathlib.Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    path = home / "trace.txt"
    options: dict[str, Any] = {}
    if how == "option":
        options["trace"] = str(path)
    else:
        monkeypatch.setenv("NODEWORKS_TRACE", str(path))
    result = succeed(secretive.os_node(**WEB1, **options))
    assert "trace" not in result.data
    text = path.read_text(encoding="utf-8")
    assert text.count("\ncurl ") == result["api_calls"]
    assert not any(secret in text for secret in secrets_of(secretive.cloud))


def test_no_trace_unless_asked_for(ansible: Ansible) -> None:
    assert "trace" not in succeed(ansible.os_node(**WEB1)).data


def test_trace_file_that_cannot_be_written(ansible: Ansible, home: pathlib.Path) -> None:
    path = home / "missing" / "trace.txt"
    assert fail(ansible.os_node(**WEB1, trace=str(path))) == (
        f"The trace cannot be written to {path}: No such file or directory."
    )
    assert ansible.lines() == []


@pytest.mark.parametrize("trace", [None, "result"])
def test_token_that_a_service_repeats_is_in_no_output(ansible: Ansible, home: pathlib.Path, trace: str | None) -> None:
    succeed(ansible.os_node(name="web1", state="absent"))
    token = next(iter(ansible.cloud.tokens.issued))
    body = {"error": {"message": f"Could not find token: {token}", "code": 500}}
    ansible.cloud.faults.add(service="compute", status=500, body=body)
    result = ansible.os_node(name="web1", state="absent", trace=trace)
    assert "Could not find token: " in fail(result)
    assert_silent(ansible, home, result)
