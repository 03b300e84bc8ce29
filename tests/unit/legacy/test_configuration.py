# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rendered configuration and the key of what is made with it."""

from __future__ import annotations

import configparser
import re
from dataclasses import replace
from pathlib import Path

import pytest

from ansible_collections.nodeworks.openstack.tests.legacy.configuration import render_all, write_configuration
from ansible_collections.nodeworks.openstack.tests.legacy.layout import PACKAGE_FOLDER, LegacyLayout
from ansible_collections.nodeworks.openstack.tests.legacy.recipe import recipe_key

LAYOUT = LegacyLayout(Path("/nowhere/cloud/legacy"), 1000)


def parse(server_name: str) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=False, default_section="none")
    parser.read_string(render_all(LAYOUT)[LAYOUT.server(server_name).configuration_file])
    return parser


def test_every_placeholder_is_filled_in() -> None:
    files = render_all(LAYOUT)
    assert {file.name for file in files} == {"keystone.conf", "keystone-paste.ini", "proxy-server.conf", "nova.conf"}
    assert not [file for file, text in files.items() if re.search(r"\$\w", text)]


def test_keystone_says_where_it_is() -> None:
    keystone = parse("keystone-public")["DEFAULT"]
    assert keystone["public_endpoint"] == "http://127.0.0.1:6200"
    assert keystone["admin_endpoint"] == "http://127.0.0.1:6201"


def test_swift_has_our_cache_in_its_pipeline_and_no_memcached() -> None:
    swift = parse("swift-proxy")
    assert "cache tempauth" in swift["pipeline:main"]["pipeline"]
    assert swift["filter:cache"]["paste.filter_factory"] == "tests.legacy.swift_cache:filter_factory"
    assert swift["DEFAULT"]["bind_port"] == "6280"


def test_nova_asks_the_old_keystone_and_has_databases_of_its_own() -> None:
    nova = parse("nova")
    assert nova["keystone_authtoken"]["auth_url"] == "http://127.0.0.1:6200/v3"
    assert nova["api_database"]["connection"] == "sqlite:////nowhere/cloud/legacy/data/nova/nova_api.sqlite"


def test_files_are_closed_to_others(tmp_path: Path) -> None:
    layout = LegacyLayout(tmp_path / "legacy")
    write_configuration(layout)
    assert len(render_all(layout)) > 1
    for file, text in render_all(layout).items():
        assert file.read_text() == text
        assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "other",
    [
        replace(LAYOUT, port_offset=1001),
        replace(LAYOUT, compute_url="http://elsewhere/v2.1"),
        replace(LAYOUT, home=Path("/elsewhere/legacy")),
    ],
    ids=["ports", "compute address", "home"],
)
def test_another_layout_has_another_key(other: LegacyLayout) -> None:
    assert recipe_key(other) != recipe_key(LAYOUT)
    assert recipe_key(replace(LAYOUT)) == recipe_key(LAYOUT)


def test_a_change_of_the_recipe_has_another_key(tmp_path: Path) -> None:
    before = recipe_key(LAYOUT, tmp_path)
    (tmp_path / "keystone_data.py").write_text("# other accounts")
    assert recipe_key(LAYOUT, tmp_path) != before


@pytest.mark.parametrize("software", ["keystone", "swift"])
def test_every_requirement_is_pinned(software: str) -> None:
    lines = (PACKAGE_FOLDER / f"{software}_requirements.txt").read_text().splitlines()
    packages = [line for line in lines if line and not line.startswith("#")]
    assert packages
    assert all(re.match(r"[\w.-]+==[\w.]+(; .*)?$", line) for line in packages)
