# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The layout: ports that one variable moves, folders that another one moves."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.nodeworks.openstack.tests.cloud.layout import (
    CHECKOUT,
    REGION_ONE,
    REGION_TWO,
    Layout,
    compute_host_uuid,
)
from ansible_collections.nodeworks.openstack.tests.environment.problem import SetupProblem


def test_defaults_keep_the_state_in_the_checkout() -> None:
    layout = Layout.from_environment({})
    assert layout.home == CHECKOUT / ".cloud"
    assert layout.service("keystone").url == "http://127.0.0.1:25000"


def test_one_variable_moves_all_ports(tmp_path: Path) -> None:
    ports = {service.name: service.port for service in Layout(tmp_path, 1000).services}
    moved = {service.name: service.port for service in Layout(tmp_path, 1500).services}
    assert moved == {name: port + 500 for name, port in ports.items()}
    assert ports["nova-one"] == 9774


def test_services_share_no_port_no_folder_and_no_log(tmp_path: Path) -> None:
    services = Layout(tmp_path).services
    for what in ("port", "name", "configuration_file", "data_folder", "log", "process_record"):
        assert len({getattr(service, what) for service in services}) == len(services) == 9, what


def test_regions_have_their_own_nova_but_share_keystone(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    assert layout.service("nova", REGION_TWO).port == layout.service("nova", REGION_ONE).port + 100
    assert layout.service("keystone", REGION_TWO) == layout.service("keystone", REGION_ONE)


def test_another_process_finds_the_same_layout(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "with space", 123)
    assert Layout.from_environment(layout.to_environment()) == layout


def test_a_relative_home_does_not_depend_on_where_a_process_runs() -> None:
    assert Layout.from_environment({"NODEWORKS_CLOUD_HOME": "somewhere"}).home == Path.cwd() / "somewhere"


@pytest.mark.parametrize("offset", ["many", "-1", "1.5", "60000", "²"])
def test_an_offset_that_makes_no_ports_is_refused(offset: str) -> None:
    with pytest.raises(SetupProblem, match="NODEWORKS_CLOUD_PORT_OFFSET must be a number from 0 to"):
        Layout.from_environment({"NODEWORKS_CLOUD_PORT_OFFSET": offset})


def test_a_compute_host_keeps_its_identity_over_releases() -> None:
    assert compute_host_uuid("compute-1") == "23d42c05-be9a-5c9b-92c9-e60ac836ef67"
    assert compute_host_uuid("compute-1") != compute_host_uuid("compute-2")
