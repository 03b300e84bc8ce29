# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever stands in an inventory file: there are hosts or a sentence, soon, and no secret in it."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import pytest
from ansible.errors import AnsibleError
from ansible.inventory.data import InventoryData
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.loader import inventory_loader
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.nodeworks.openstack.tests.controller.inventory.listing import PLUGIN, Inventories
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.property.effort import examples
from ansible_collections.nodeworks.openstack.tests.unit.property.judging import complaint_of, within
from ansible_collections.nodeworks.openstack.tests.unit.property.values import ANYTHING, TEXTS, value_of

SECONDS = 60
# What would lead away from the cloud of the test, or write where the file says.
AWAY = {"auth_url", "base_url", "proxy_url", "token_cache", "trace", "cache_connection", "cache_plugin", "plugin"}
FILE = f"""\
plugin: {PLUGIN}
cloud: loopback
regions: &both [RegionOne, RegionTwo]
filters: {{name: w}}
hostnames:
  - name: metadata.fqdn
    prefix: os_region
  - name
connect_with: [private, fixed_ipv4]
group_by: [region, tags]
attributes: [id, flavor.name, metadata]
compose:
  ansible_user: "'debian'"
groups:
  web: os_name is match('web')
keyed_groups:
  - key: os_metadata.role
    prefix: role
    parent_group: roles
exclude_filters:
  - os_metadata.retire | default('') is match('soon')
strict: false
retries: 0
api_timeout: 5
"""
ODDITIES = {
    "anchors": "regions: &r [RegionOne]\nstatuses: *r",
    "itself": "filters: &f {name: *f}",
    "itself-as-clouds": "clouds: &c [*c]",
    "itself-as-groups": "keyed_groups: &k [{key: os_name, parent_group: *k}]",
    "merge": "filters: {<<: {name: web}}",
    "merge-of-nothing": "<<: null",
    "twice": "regions: [RegionOne]\nregions: [RegionTwo]",
    "dates": "filters: {changes-since: 2026-11-28}\nregion_name: 2026-11-28",
    "octals": "page_size: 010\nconcurrency: 0o7\nproject_name: 0755",
    "sexagesimal": "wait: 1\napi_timeout: 1:30",
    "binary": "cloud: !!binary bG9vcGJhY2s=",
    "binary-that-is-no-text": "hostvars_prefix: !!binary /w==",
    "set": "attributes: !!set {id, name}",
    "pairs": "filters: !!omap [name: web]",
    "object": "compose: !!python/object/apply:os.system ['touch ran']",
    "unsafe": 'compose: {x: !unsafe \'{{ lookup("pipe", "touch ran") }}\'}',
    "vault": "password: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6231",
    "no-text-as-key": "1: x\nnull: y",
    "null-options": "filters: null\nhostnames: null\nregions: null\ncompose: null\nkeyed_groups: null",
    "yes-and-no": "regions: [yes, no]\nhostnames: [on]\ngroup_by: [off]",
    "huge-numbers": f"page_size: {'9' * 400}\nconcurrency: {'9' * 30}",
    "infinite": "api_timeout: .inf\npage_size: .nan",
    "negative": "api_timeout: -1\nretries: -5\nconcurrency: -1\npage_size: -1",
    "path-tricks": "cache: true\ncache_prefix: ../../../evil\ncloud: ../../etc/passwd",
    "control-characters": 'cloud: "\\x1b[31m\\0"\nhostvars_prefix: "\\n"',
    "surrogates": 'cloud: "\\ud800"\nmetadata: {"\\ud800": x}',
    "right-to-left": "cloud: \u202eloopback",
    "template": "cloud: '{{ \"loopback\" }}'\nregions: '{{ [] }}'",
    "template-of-itself": "cloud: '{{ cloud }}'",
    "template-that-is-broken": "cloud: '{{ '",
    "template-of-a-secret": "region_name: '{{ password }}'",
    "broken-expressions": "compose: {x: '[', y: 7, z: null}\ngroups: {a: '}'}\nkeyed_groups: [{key: '('}, {}, null, 7]",
    "names-of-groups": "keyed_groups: [{key: os_name, prefix: '\\0/..', parent_group: '../x'}]\ngroups: {7: true}",
    "own-names": "groups: {all: true, ungrouped: true, web1: true}",
    "names-of-hosts": 'hostnames: ["\'\'", "\'a b\'", "\'../x\'", "\'[1:3]\'", "os_name * 5000"]',
}


@pytest.fixture(name="folder")
def _folder(inventories: Inventories, cloud: FakeCloud) -> pathlib.Path:
    cloud.compute.add_server("web1", metadata={"role": "web", "fqdn": "web1.example.org"}, tags=["a"])
    cloud.compute.add_server("web2", region="RegionTwo")
    return inventories.folder


def outcome(path: pathlib.Path) -> InventoryData | str:
    """The hosts, or the sentence that says why there are none."""
    plugin = inventory_loader.get(PLUGIN)
    inventory = InventoryData()
    before = files_of(path.parent)
    try:
        with within(SECONDS):
            plugin.parse(inventory, DataLoader(), str(path), cache=False)
            inventory.reconcile_inventory()
    except AnsibleError as error:
        message = str(error)
        # What Ansible says of a file that it cannot read is Ansible's.
        assert message.startswith("YAML parsing failed") or complaint_of(message) is None, message
        return message
    finally:
        assert files_of(path.parent) - before <= CACHES
    return inventory


# Folders of what is kept.
CACHES = {".cache", ".ansible"}


def files_of(home: pathlib.Path) -> set[str]:
    """What is in the home folder, and beside it."""
    return {path.name for folder in (home, home.parent) for path in folder.iterdir()}


def test_file_that_is_whole(folder: pathlib.Path) -> None:
    path = folder / "whole.os_nodes.yml"
    path.write_text(FILE, encoding="utf-8")
    found = outcome(path)
    assert isinstance(found, InventoryData)
    assert sorted(found.hosts) == ["RegionOne_web1.example.org", "web2"]


@pytest.mark.parametrize("count", [1, 3])
def test_any_value_of_any_option(folder: pathlib.Path, count: int) -> None:
    path = folder / "any.os_nodes.yml"
    definitions = inventory_loader.get(PLUGIN).option_definitions
    names = sorted(name for name in definitions if name not in AWAY and not name.endswith("_url"))

    @examples(120)
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        chosen = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=count, unique=True))
        options = {name: data.draw(value_of(definitions[name]), label=name) for name in chosen}
        known = {"plugin": PLUGIN, "cloud": "loopback", "retries": 0, "api_timeout": 2}
        path.write_text(json.dumps({**known, **options}), encoding="utf-8", errors="surrogatepass")
        outcome(path)

    holds()


EXPRESSIONS = ("compose", "groups", "keyed_groups", "hostnames", "include_filters", "exclude_filters", "connect_with")


def test_any_shape_of_what_is_nested(folder: pathlib.Path) -> None:
    path = folder / "nested.os_nodes.yml"
    entry = st.dictionaries(
        st.sampled_from(["key", "prefix", "separator", "parent_group", "default_value", "trailing_separator", "name"]),
        st.one_of(
            ANYTHING, st.sampled_from(["os_name", "os_metadata", "os_tags", "os_nothing.x", "1/0", "x[", "os_id.x"])
        ),
        max_size=4,
    )
    mapping = st.dictionaries(
        TEXTS, st.one_of(ANYTHING, st.sampled_from(["os_name", "'a'", "os_x", "1/0", "true"])), max_size=3
    )
    shapes = st.one_of(st.lists(st.one_of(entry, TEXTS), max_size=3), mapping)

    @examples(80)
    @given(st.sampled_from(EXPRESSIONS), shapes, st.booleans())
    def holds(option: str, value: Any, strict: bool) -> None:
        options = {"plugin": PLUGIN, "cloud": "loopback", "strict": strict, option: value}
        path.write_text(json.dumps(options), encoding="utf-8", errors="surrogatepass")
        outcome(path)

    holds()


@pytest.mark.parametrize("text", ODDITIES.values(), ids=ODDITIES)
def test_oddities_of_yaml(folder: pathlib.Path, text: str) -> None:
    path = folder / "odd.os_nodes.yml"
    where = "" if "cloud" in text else "cloud: loopback\n"
    path.write_text(f"plugin: {PLUGIN}\n{where}{text}\n", encoding="utf-8")
    outcome(path)
    assert not (folder / "ran").exists()


def test_any_bytes_changed(folder: pathlib.Path) -> None:
    path = folder / "damaged.os_nodes.yml"
    content = FILE.encode()
    changes = st.lists(st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255)), min_size=1, max_size=3)

    @examples(80)
    @given(changes)
    def holds(changed: list[tuple[int, int]]) -> None:
        damaged = bytearray(content)
        for place, byte in changed:
            damaged[place] = byte
        path.write_bytes(bytes(damaged))
        outcome(path)

    holds()


def test_cut_off_anywhere(folder: pathlib.Path) -> None:
    path = folder / "cut.os_nodes.yml"
    content = FILE.encode()

    @examples(40)
    @given(st.integers(0, len(content)))
    def holds(length: int) -> None:
        path.write_bytes(content[:length])
        outcome(path)

    holds()


def test_content_that_is_no_mapping(folder: pathlib.Path) -> None:
    path = folder / "other.os_nodes.yml"
    for content in (
        "",
        "[]",
        "7",
        "- plugin: x",
        "plugin",
        "null",
        f"plugin: {PLUGIN}",
        "plugin: [x]",
        "a: 1\n---\nb: 2",
    ):
        path.write_text(content, encoding="utf-8")
        found = outcome(path)
        assert isinstance(found, str)
    path.write_text("7", encoding="utf-8")
    assert outcome(path) == f"{path} is not a file of os_nodes: it has to be a mapping of options."
