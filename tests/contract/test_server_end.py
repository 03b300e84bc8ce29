# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of a server that is deleted, and who finds it in lists."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ansible_collections.nodeworks.openstack.tests.contract.checks import nova_error
from ansible_collections.nodeworks.openstack.tests.contract.client import unique
from ansible_collections.nodeworks.openstack.tests.contract.servers import Servers, Sessions


def test_soft_deleted_server_can_be_restored(patient_servers: Servers) -> None:
    """Its owner may restore it, and it is ACTIVE then, whatever it was."""
    servers = patient_servers
    server_id = servers.make()
    servers.follow(server_id, [("os-stop", "SHUTOFF"), ("DELETE", "SOFT_DELETED"), ("restore", "ACTIVE")])
    servers.follow(server_id, [("DELETE", "SOFT_DELETED"), ("DELETE", "SOFT_DELETED")])
    assert servers.cloud.act(server_id, {"forceDelete": None}).status_code == 202
    servers.wait_until_gone(server_id)


def test_shelved_server_is_kept_too_unless_it_left_its_host(patient_servers: Servers) -> None:
    servers = patient_servers
    server_id = servers.make()
    servers.follow(server_id, [("shelve", "SHELVED"), ("DELETE", "SOFT_DELETED"), ("restore", "ACTIVE")])
    servers.follow(server_id, [("shelve", "SHELVED"), ("shelveOffload", "SHELVED_OFFLOADED")])
    assert servers.cloud.compute("DELETE", f"/servers/{server_id}").status_code == 204
    servers.wait_until_gone(server_id, 2)


def test_server_that_never_ran_is_not_kept(patient_servers: Servers) -> None:
    servers = patient_servers
    public = [{"uuid": servers.cloud.network_id("public")}]
    server_id = servers.start({"networks": public})
    servers.cloud.wait_for(server_id, "ERROR")
    assert servers.cloud.compute("DELETE", f"/servers/{server_id}").status_code == 204
    servers.wait_until_gone(server_id)


@pytest.fixture(name="patient", scope="module")
def patient_servers_of_all_tests(sessions: Sessions) -> Iterator[Servers]:
    """Return servers that several tests look at."""
    servers = Servers(*sessions.patient)
    yield servers
    servers.close()


@pytest.fixture(name="deleted_name", scope="module")
def names_of_deleted_servers(patient: Servers) -> str:
    """Make a server that is soft-deleted and one that is gone, and return how their names begin."""
    name = unique("deleted")
    kept, gone = patient.make(name=f"{name}-kept"), patient.make(name=f"{name}-gone")
    patient.act(kept, "DELETE", "SOFT_DELETED")
    assert patient.cloud.act(gone, {"forceDelete": None}).status_code == 202
    patient.wait_until_gone(gone)
    return name


ALL_TIMES = "changes-since=1970-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("query", "for_user", "for_admin"),
    [
        ("", "", ""),
        ("status=SOFT_DELETED", "", ""),
        (f"status=SOFT_DELETED&{ALL_TIMES}", "kept", "kept"),
        (ALL_TIMES, "gone kept", "gone kept"),
        (f"deleted=false&{ALL_TIMES}", "gone kept", ""),
        ("deleted=true", "", "gone kept"),
        ("deleted=true&status=SOFT_DELETED", "", "kept"),
        ("deleted=true&soft_deleted=", "", "gone"),
        ("soft_deleted=true", "", "kept"),
        ("soft_deleted=", "", ""),
        ("vm_state=soft-delete", "", ""),
        ("status=DELETED&status=ACTIVE", "", ""),
    ],
)
def test_what_is_deleted_in_lists(
    deleted_name: str, patient: Servers, query: str, for_user: str, for_admin: str
) -> None:
    path = f"/servers/detail?name=^{deleted_name}" + (query and f"&{query}")
    for cloud, expected in ((patient.cloud, for_user), (patient.admin, for_admin)):
        everyone = "&all_tenants=true" if cloud is patient.admin else ""
        found = cloud.compute("GET", path + everyone, "2.79").json()["servers"]
        assert sorted(server["name"].removeprefix(f"{deleted_name}-") for server in found) == expected.split()


def test_statuses_in_lists(servers: Servers) -> None:
    response = servers.cloud.compute("GET", "/servers?status=nonsense", "2.38")
    nova_error(response, 400, "Invalid status value")
    message = "Only administrators may list deleted instances"
    nova_error(servers.cloud.compute("GET", "/servers?status=DELETED"), 403, message)
