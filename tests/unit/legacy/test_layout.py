# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the legacy servers are: beside one loopback cloud, and never on a port of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.nodeworks.openstack.tests.cloud.layout import CHECKOUT, Layout
from ansible_collections.nodeworks.openstack.tests.environment.problem import SetupProblem
from ansible_collections.nodeworks.openstack.tests.legacy.layout import PORTS, LegacyLayout


def test_without_variables_the_home_is_in_that_of_the_cloud() -> None:
    layout = LegacyLayout.from_environment({})
    assert layout.home == CHECKOUT / ".cloud" / "legacy"
    assert layout.server("keystone-public").url == "http://127.0.0.1:25200"
    assert layout.server("keystone-admin").url == "http://127.0.0.1:25201"
    assert layout.server("swift-proxy").url == "http://127.0.0.1:25280"


def test_the_variables_of_the_cloud_hold_here_too() -> None:
    environment = {"NODEWORKS_CLOUD_HOME": "/nowhere/cloud", "NODEWORKS_CLOUD_PORT_OFFSET": "1000"}
    layout = LegacyLayout.from_environment(environment)
    assert layout.home == Path("/nowhere/cloud/legacy")
    assert layout.server("keystone-public").port == 6200
    assert layout.cloud == Layout.from_environment(environment)


def test_another_process_gets_the_same_layout() -> None:
    layout = LegacyLayout(Path("/nowhere/cloud/legacy"), 1000, "http://somewhere/v2.1")
    assert LegacyLayout.from_environment(layout.to_environment()) == layout


@pytest.mark.parametrize("offset", [0, 20000, 22900])
def test_no_port_is_one_of_the_cloud(offset: int) -> None:
    layout = LegacyLayout(Path("/nowhere/legacy"), offset)
    ports = [server.port for server in layout.services]
    assert len(set(ports)) == len(PORTS)
    assert not set(ports) & {service.port for service in layout.cloud.services}


def test_no_log_or_record_is_one_of_the_cloud() -> None:
    layout = LegacyLayout(Path("/nowhere/cloud/legacy"))
    ours = {path for server in layout.services for path in (server.log, server.process_record, server.data_folder)}
    assert all(path.is_relative_to(layout.home) for path in ours)
    assert {layout.lock, layout.data_key, layout.cache} & {layout.cloud.lock, layout.cloud.data_key} == set()


def test_nova_runs_in_the_virtual_environment_of_the_cloud() -> None:
    layout = LegacyLayout(Path("/nowhere/cloud/legacy"))
    assert layout.python_of("nova") == layout.cloud.python
    assert layout.python_of("keystone") == Path("/nowhere/cloud/legacy/keystone-venv/bin/python")


def test_the_servers_of_keystone_share_configuration_and_data() -> None:
    layout = LegacyLayout(Path("/nowhere/legacy"))
    public, admin = layout.server("keystone-public"), layout.server("keystone-admin")
    assert public.configuration_file == admin.configuration_file
    assert public.data_folder == admin.data_folder
    assert public.log != admin.log


def test_compute_is_our_nova_unless_told_otherwise() -> None:
    assert LegacyLayout(Path("/n")).compute_endpoint == "http://127.0.0.1:25274/v2.1/%(tenant_id)s"
    assert LegacyLayout(Path("/n"), 0, "https://there:8774/v2.1").compute_endpoint == "https://there:8774/v2.1"


@pytest.mark.parametrize("url", ["there:8774", "ftp://there"])
def test_a_compute_address_that_is_no_url_is_a_problem(url: str) -> None:
    with pytest.raises(SetupProblem, match="NODEWORKS_LEGACY_COMPUTE_URL must begin with http:// or https://"):
        LegacyLayout.from_environment({"NODEWORKS_LEGACY_COMPUTE_URL": url})
