# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rendered configuration: complete, of one layout only, and closed to others."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import pytest
import yaml

from ansible_collections.nodeworks.openstack.tests.cloud.configuration import (
    render_service,
    render_template,
    write_configuration,
)
from ansible_collections.nodeworks.openstack.tests.cloud.layout import REGION_ONE, REGION_TWO, Layout, Region, Service

LAYOUT = Layout(Path("/nowhere/cloud"), 1000)


def parse(service: Service) -> configparser.RawConfigParser:
    # As oslo.config does: sections of one name are one section, DEFAULT is like any other.
    parser = configparser.RawConfigParser(strict=False, default_section="none")
    parser.read_string(render_service(service))
    return parser


@pytest.mark.parametrize("service", LAYOUT.services, ids=lambda service: service.name)
def test_every_placeholder_is_filled_in(service: Service) -> None:
    assert not re.search(r"\$\w", render_service(service))


@pytest.mark.parametrize("service", LAYOUT.services, ids=lambda service: service.name)
def test_a_service_reads_the_common_file_and_writes_into_its_own_folder_only(service: Service) -> None:
    configuration = parse(service)
    assert configuration["DEFAULT"]["transport_url"] == "fake://"
    databases = [value for section in configuration.values() for key, value in section.items() if key == "connection"]
    assert databases
    assert all(url.startswith(f"sqlite:////nowhere/cloud/data/{service.name}/") for url in databases)


@pytest.mark.parametrize("service", LAYOUT.services, ids=lambda service: service.name)
def test_a_section_that_refers_to_an_account_finds_one(service: Service) -> None:
    configuration = parse(service)
    for section in configuration.values():
        if "auth_section" in section:
            assert configuration[section["auth_section"]]["username"] == service.project


def test_region_two_talks_to_its_own_region() -> None:
    nova = parse(LAYOUT.service("nova", REGION_TWO))
    assert nova["DEFAULT"]["host"] == "r2-compute-1"
    assert nova["neutron"]["region_name"] == nova["placement"]["region_name"] == "RegionTwo"


@pytest.mark.parametrize(
    ("region", "keeps_for", "offloads_after"), [(REGION_ONE, "0", "0"), (REGION_TWO, "3600", "-1")]
)
def test_only_region_two_keeps_what_is_deleted_or_shelved(region: Region, keeps_for: str, offloads_after: str) -> None:
    options = parse(LAYOUT.service("nova", region))["DEFAULT"]
    assert (options["reclaim_instance_interval"], options["shelved_offload_time"]) == (keeps_for, offloads_after)


def test_ports_follow_the_offset() -> None:
    assert parse(LAYOUT.service("nova"))["keystone_authtoken"]["auth_url"] == "http://127.0.0.1:6000/v3"


def test_a_placeholder_that_nobody_fills_in_is_an_error() -> None:
    with pytest.raises(KeyError):
        render_template("clouds.yaml", {})


def test_clouds_yaml_has_four_clouds_and_is_private(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "home", 1000)
    layout.home.mkdir()
    layout.clouds_yaml.write_text("left by somebody, readable for all")
    layout.clouds_yaml.chmod(0o644)
    write_configuration(layout)
    assert layout.clouds_yaml.stat().st_mode & 0o777 == 0o600
    clouds = yaml.safe_load(layout.clouds_yaml.read_text())["clouds"]
    who_and_where = {name: (cloud["auth"]["username"], cloud["region_name"]) for name, cloud in clouds.items()}
    assert who_and_where == {
        "loopback": ("demo", "RegionOne"),
        "loopback-two": ("demo", "RegionTwo"),
        "loopback-admin": ("admin", "RegionOne"),
        "loopback-admin-two": ("admin", "RegionTwo"),
    }
    assert {cloud["auth"]["auth_url"] for cloud in clouds.values()} == {"http://127.0.0.1:6000/v3"}
    assert {cloud["auth"]["password"] for cloud in clouds.values()} == {"loopback-secret-pw"}


def test_each_service_finds_its_file_closed_to_others(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    write_configuration(layout)
    assert {"keystone", "cinder"} <= {service.name for service in layout.services}
    for service in layout.services:
        assert service.configuration_file.read_text() == render_service(service)
        assert service.configuration_file.stat().st_mode & 0o777 == 0o600
