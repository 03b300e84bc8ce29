# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""clouds.yaml is found where people keep it, secure.yaml lies over it, and what is wrong with them is said."""

from __future__ import annotations

import pathlib

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.config.clouds_yaml import (
    read_clouds,
    read_profiles,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.config.merge import merged
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError

ONE = "clouds:\n  {name}:\n    auth:\n      auth_url: https://{name}.example.org\n"


def written(path: pathlib.Path, text: str) -> pathlib.Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def home(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """A home folder, with the current folder beside it."""
    (tmp_path / "here").mkdir()
    (tmp_path / "home").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "home"


def environ(home: pathlib.Path, **more: str) -> dict[str, str]:
    return {"HOME": str(home), **more}


def test_current_folder_goes_before_home(home: pathlib.Path) -> None:
    in_home = written(home / ".config/openstack/clouds.yaml", ONE.format(name="home"))
    assert read_clouds(environ(home)).path == str(in_home)
    here = written(home.parent / "here/clouds.yaml", ONE.format(name="here"))
    found = read_clouds(environ(home))
    assert found.path == str(here)
    assert set(found.clouds) == {"here"}


@pytest.mark.parametrize("extension", ["yaml", "yml", "json"])
def test_every_extension_is_found(home: pathlib.Path, extension: str) -> None:
    path = written(home / f".config/openstack/clouds.{extension}", '{"clouds": {"a": {"region_name": "R"}}}')
    found = read_clouds(environ(home))
    assert found.path == str(path)
    assert found.cloud("a") == {"region_name": "R"}


def test_xdg_config_home_goes_before_home(home: pathlib.Path) -> None:
    written(home / ".config/openstack/clouds.yaml", ONE.format(name="home"))
    xdg = written(home.parent / "xdg/openstack/clouds.yaml", ONE.format(name="xdg"))
    assert read_clouds(environ(home, XDG_CONFIG_HOME=str(home.parent / "xdg"))).path == str(xdg)


def test_named_file_goes_before_all_others(home: pathlib.Path) -> None:
    written(home.parent / "here/clouds.yaml", ONE.format(name="here"))
    named = written(home.parent / "named.yaml", ONE.format(name="named"))
    assert read_clouds(environ(home, OS_CLIENT_CONFIG_FILE=str(named))).path == str(named)


def test_named_file_that_does_not_exist_is_an_error(home: pathlib.Path) -> None:
    written(home.parent / "here/clouds.yaml", ONE.format(name="here"))
    with pytest.raises(ConfigError) as caught:
        read_clouds(environ(home, OS_CLIENT_CONFIG_FILE="/no/such/clouds.yaml"))
    assert str(caught.value) == "OS_CLIENT_CONFIG_FILE names /no/such/clouds.yaml, which does not exist."


def test_empty_variable_says_nothing(home: pathlib.Path) -> None:
    here = written(home.parent / "here/clouds.yaml", ONE.format(name="here"))
    assert read_clouds(environ(home, OS_CLIENT_CONFIG_FILE="")).path == str(here)


def test_no_file_is_no_error_but_no_cloud_either(home: pathlib.Path) -> None:
    found = read_clouds(environ(home))
    assert (found.path, dict(found.clouds)) == (None, {})
    with pytest.raises(ConfigError) as caught:
        found.cloud("mine")
    message = str(caught.value)
    assert message.startswith(f"No cloud 'mine': found no clouds.yaml. Looked for {home.parent}/here/clouds.yaml, ")
    assert f"{home}/.config/openstack/clouds.yaml" in message
    assert "/etc/openstack/clouds.json. Write one there, or set OS_CLIENT_CONFIG_FILE to its path." in message


def test_secure_yaml_is_laid_over_it_level_by_level(home: pathlib.Path) -> None:
    written(
        home / ".config/openstack/clouds.yaml",
        "clouds: {a: {region_name: R, auth: {username: u, password: old}}, b: {region_name: S}}",
    )
    written(home / ".config/openstack/secure.yaml", "clouds: {a: {auth: {password: new}}}")
    found = read_clouds(environ(home))
    assert found.cloud("a") == {"region_name": "R", "auth": {"username": "u", "password": "new"}}
    assert found.cloud("b") == {"region_name": "S"}


def test_secure_file_can_be_named(home: pathlib.Path) -> None:
    written(home / ".config/openstack/clouds.yaml", "clouds: {a: {auth: {password: old}}}")
    secure = written(home.parent / "vault.yaml", "clouds: {a: {auth: {password: new}}}")
    assert read_clouds(environ(home, OS_CLIENT_SECURE_FILE=str(secure))).cloud("a") == {"auth": {"password": "new"}}


def test_secure_file_that_is_named_has_to_exist(home: pathlib.Path) -> None:
    written(home / ".config/openstack/clouds.yaml", "clouds: {}")
    with pytest.raises(ConfigError) as caught:
        read_clouds(environ(home, OS_CLIENT_SECURE_FILE="/no/secure.yaml"))
    assert str(caught.value) == "OS_CLIENT_SECURE_FILE names /no/secure.yaml, which does not exist."


def test_secure_file_can_hold_a_whole_cloud(home: pathlib.Path) -> None:
    secure = written(home / ".config/openstack/secure.yaml", "clouds: {a: {region_name: R}}")
    found = read_clouds(environ(home))
    assert (found.path, found.cloud("a")) == (str(secure), {"region_name": "R"})


def test_secure_file_is_looked_for_in_other_folders_too(home: pathlib.Path) -> None:
    written(home.parent / "here/clouds.yaml", "clouds: {a: {auth: {password: old}}}")
    written(home / ".config/openstack/secure.yml", "clouds: {a: {auth: {password: new}}}")
    assert read_clouds(environ(home)).cloud("a") == {"auth": {"password": "new"}}


def test_folders_of_the_machine_come_last(home: pathlib.Path) -> None:
    first = written(home.parent / "xdg1/openstack/clouds.yaml", "clouds: {}")
    second = written(home.parent / "xdg2/openstack/clouds.yaml", "clouds: {}")
    env = environ(home, XDG_CONFIG_DIRS=f"{home.parent}/xdg1:{home.parent}/xdg2")
    assert read_clouds(env).path == str(first)
    first.unlink()
    assert read_clouds(env).path == str(second)
    in_home = written(home / ".config/openstack/clouds.yaml", "clouds: {}")
    assert read_clouds(env).path == str(in_home)


def test_real_home_of_a_snap(home: pathlib.Path) -> None:
    in_home = written(home / ".config/openstack/clouds.yaml", "clouds: {}")
    env = environ(home.parent / "snap", SNAP_REAL_HOME=str(home))
    assert read_clouds(env).path == str(in_home)


def test_search_order_in_full(home: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = [home.parent / "here", home / ".config/openstack", "/etc/xdg/openstack", "/etc/openstack"]
    assert read_clouds(environ(home)).searched == tuple(
        f"{folder}/clouds.{extension}" for folder in folders for extension in ("yaml", "yml", "json")
    )
    monkeypatch.setattr("sys.platform", "darwin")
    searched = read_clouds(environ(home)).searched
    assert searched[3] == f"{home}/Library/Application Support/openstack/clouds.yaml"
    assert "/Library/Application Support/openstack/clouds.yaml" in searched


def test_file_that_another_user_keeps_for_himself_is_passed_over(
    home: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = written(home.parent / "here/clouds.yaml", "clouds: {}")
    in_home = written(home / ".config/openstack/clouds.yaml", "clouds: {}")
    monkeypatch.setattr("os.access", lambda path, mode: path != str(hidden))
    assert read_clouds(environ(home)).path == str(in_home)


def test_profiles_stand_under_public_clouds(home: pathlib.Path) -> None:
    path = written(
        home / ".config/openstack/clouds-public.yaml", "public-clouds: {v: {region_name: R}}\nclouds: {a: {}}"
    )
    found = read_profiles(environ(home))
    assert (found.path, dict(found.entries)) == (str(path), {"v": {"region_name": "R"}})
    named = written(home / "named.yaml", "public-clouds: {w: {}}")
    assert set(read_profiles(environ(home, OS_CLIENT_VENDOR_FILE=str(named))).entries) == {"w"}


def test_json_is_read_as_json(home: pathlib.Path) -> None:
    # A tab between things is none of YAML's.
    written(home.parent / "here/clouds.json", '{\t"clouds":\t{"a": {"region_name": "R"}}}')
    assert read_clouds(environ(home)).cloud("a") == {"region_name": "R"}


def test_broken_json_is_an_error_with_its_place(home: pathlib.Path) -> None:
    path = written(home.parent / "here/clouds.json", '{"clouds": {\n "a": hunter2}}')
    with pytest.raises(ConfigError) as caught:
        read_clouds(environ(home))
    assert str(caught.value) == f"{path} is not valid JSON near line 2."


def test_number_can_be_the_name_of_a_cloud(home: pathlib.Path) -> None:
    written(home.parent / "here/clouds.yaml", "clouds: {1: {region_name: R}}")
    assert read_clouds(environ(home)).cloud("1") == {"region_name": "R"}


@pytest.mark.parametrize(
    "text",
    [
        "a: 2026-99-99",
        "a: !!timestamp x",
        "a: !!int ''",
        "a: !!bool x",
        "[" * 3000,
        "? [a]\n: b",
        "a: !!python/name:os",
    ],
    ids=lambda text: text[:12],
)
def test_what_yaml_stumbles_over_is_an_error_in_words(home: pathlib.Path, text: str) -> None:
    written(home.parent / "here/clouds.yaml", text)
    with pytest.raises(ConfigError, match=r"clouds.yaml (is not valid YAML|is nested|has to hold a mapping)|No cloud"):
        read_clouds(environ(home)).cloud("x")


def test_unknown_cloud_lists_those_there_are(home: pathlib.Path) -> None:
    path = written(home.parent / "here/clouds.yaml", "clouds: {south: {}, north: {}}")
    with pytest.raises(ConfigError) as caught:
        read_clouds(environ(home)).cloud("nroth")
    assert str(caught.value) == (
        f"No cloud 'nroth' in {path}, which has north, south. Set cloud (or OS_CLOUD) to one of these."
    )


def test_file_without_clouds_says_so(home: pathlib.Path) -> None:
    path = written(home.parent / "here/clouds.yaml", "clouds: {}")
    with pytest.raises(ConfigError, match=f"No cloud 'a' in {path}, which has no clouds"):
        read_clouds(environ(home)).cloud("a")


def test_empty_file_has_no_clouds(home: pathlib.Path) -> None:
    written(home.parent / "here/clouds.yaml", "# nothing yet\n")
    assert dict(read_clouds(environ(home)).clouds) == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("clouds:\n  a: {b\n", "{path} is not valid YAML near line 3.", id="broken"),
        pytest.param("- a\n", "{path} has to hold a mapping 'clouds' of cloud names.", id="a-list"),
        pytest.param("clouds: [a]\n", "{path} has to hold a mapping 'clouds' of cloud names.", id="clouds-a-list"),
        pytest.param("clouds: text\n", "{path} has to hold a mapping 'clouds' of cloud names.", id="clouds-a-text"),
    ],
)
def test_broken_file_is_an_error_with_its_place(home: pathlib.Path, text: str, message: str) -> None:
    path = written(home.parent / "here/clouds.yaml", text)
    with pytest.raises(ConfigError) as caught:
        read_clouds(environ(home))
    assert str(caught.value) == message.format(path=path)


def test_broken_file_does_not_show_what_stands_in_it(home: pathlib.Path) -> None:
    written(home.parent / "here/clouds.yaml", "clouds:\n  a:\n    auth: {password: 'hunter2\n")
    with pytest.raises(ConfigError) as caught:
        read_clouds(environ(home))
    assert "hunter2" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_file_that_is_not_text_is_an_error(home: pathlib.Path) -> None:
    path = home.parent / "here/clouds.yaml"
    path.write_bytes(b"\xff\xfe\x00clouds")
    with pytest.raises(ConfigError, match="is not valid YAML"):
        read_clouds(environ(home))


def test_folder_in_place_of_the_file_is_an_error(home: pathlib.Path) -> None:
    path = home.parent / "folder"
    path.mkdir()
    with pytest.raises(ConfigError) as caught:
        read_clouds(environ(home, OS_CLIENT_CONFIG_FILE=str(path)))
    assert str(caught.value) == f"Cannot read {path}: Is a directory."


def test_cloud_that_is_no_mapping_is_an_error(home: pathlib.Path) -> None:
    path = written(home.parent / "here/clouds.yaml", "clouds: {a: text}")
    with pytest.raises(ConfigError) as caught:
        read_clouds(environ(home)).cloud("a")
    assert str(caught.value) == f"Cloud 'a' in {path} has to be a mapping of options."


@pytest.mark.parametrize(
    ("lower", "higher", "result"),
    [
        ({"a": 1}, {"b": 2}, {"a": 1, "b": 2}),
        ({"a": {"x": 1, "y": 1}}, {"a": {"y": 2}}, {"a": {"x": 1, "y": 2}}),
        ({"a": {"x": 1}}, {"a": 2}, {"a": 2}),
        ({"a": 1}, {"a": {"x": 2}}, {"a": {"x": 2}}),
        ({"a": [1, 2]}, {"a": [3]}, {"a": [3]}),
        ({"a": True}, {"a": False}, {"a": False}),
        ({"a": {"b": {"c": 1, "d": 1}}}, {"a": {"b": {"d": 2}}}, {"a": {"b": {"c": 1, "d": 2}}}),
    ],
)
def test_merged(lower: dict[str, object], higher: dict[str, object], result: dict[str, object]) -> None:
    before = repr((lower, higher))
    assert merged(lower, higher) == result
    assert repr((lower, higher)) == before
