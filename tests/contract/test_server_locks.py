# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may lock and unlock a server, and what a lock protects."""

from __future__ import annotations

from ansible_collections.nodeworks.openstack.tests.contract.checks import nova_error
from ansible_collections.nodeworks.openstack.tests.contract.servers import VERSION, Servers


def test_lock_reason(servers: Servers) -> None:
    """Its owner cannot change the reason of a lock, only unlock and lock again."""
    server_id = servers.make()
    for reason in ("first", "second"):
        assert servers.cloud.act(server_id, {"lock": {"locked_reason": reason}}, "2.73").status_code == 202
    assert servers.show(server_id)["locked_reason"] == "first"
    assert servers.admin.act(server_id, {"lock": {"locked_reason": "admin's"}}, "2.73").status_code == 202
    assert servers.show(server_id)["locked_reason"] == "admin's"
    rule = "os_compute_api:os-lock-server:unlock:unlock_override"
    nova_error(servers.cloud.act(server_id, {"unlock": None}), 403, f"Policy doesn't allow {rule} to be performed.")
    assert servers.admin.act(server_id, {"unlock": None}).status_code == 202
    server = servers.show(server_id)
    assert (server["locked"], server["locked_reason"]) == (False, None)


def test_what_a_lock_protects(servers: Servers) -> None:
    cloud, server_id = servers.cloud, servers.make()
    assert cloud.act(server_id, {"lock": None}).status_code == 202
    locked = "Instance <id> is locked"
    path = f"/servers/{server_id}"
    for action in ("os-stop", "pause", "shelve", "rescue", "forceDelete", "unshelve"):
        nova_error(cloud.act(server_id, {action: None}), 409, locked)
    nova_error(cloud.act(server_id, {"restore": None}), 409, "Instance <id> is in an invalid state for 'restore'")
    nova_error(cloud.compute("POST", f"{path}/metadata", json={"metadata": {"a": "b"}}), 409, locked)
    nova_error(cloud.compute("DELETE", path), 409, locked)
    # And what it does not.
    assert cloud.compute("PUT", path, VERSION, json={"server": {"description": "x"}}).status_code == 200
    assert cloud.compute("PUT", f"{path}/tags", VERSION, json={"tags": ["x"]}).status_code == 200
    assert cloud.act(server_id, {"os-getConsoleOutput": {}}).status_code == 200
    # Administrators pass.
    servers.admin.act(server_id, {"os-stop": None})
    cloud.wait_for(server_id, "SHUTOFF")
