# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever a node is called, and whatever its metadata say, an inventory means by it no more than that node."""

from __future__ import annotations

import json
import pathlib
import re
from typing import Any

import pytest
from ansible.inventory.manager import InventoryManager
from ansible.parsing.dataloader import DataLoader
from ansible.vars.manager import VariableManager
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.nodeworks.openstack.plugins.plugin_utils.os_nodes.host_names import (
    is_host_name,
    leads_elsewhere,
    safe_group_name,
)
from ansible_collections.nodeworks.openstack.tests.controller.inventory.listing import Inventories
from ansible_collections.nodeworks.openstack.tests.unit.property.effort import examples

BY_IDS = (
    "{} nodes have names that a host cannot have, or that a group has: {}. Their hosts are called by the nodes' ids."
)
AN_ID = re.compile("[0-9a-f]{8}([-_]?[0-9a-f]{4}){3}[-_]?[0-9a-f]{12}")
# A name of each kind that is none of a host.
UNFIT = (
    "-dash", "--long", ".hidden", "..", "a/b", "../up", "/root", "back\\slash", "with blank", "tab\there", "two\nlines",
    "nul\0", "bell\x07", "red\x1b[31m", "right\u202eleft", "zero\u200bwidth", "all", "ungrouped", "localhost",
    "LOCALHOST", "localhost.", "localhost.localdomain", "ip6-localhost", "x.localhost", "\uff4cocalhost", "127.0.0.1",
    "127.1", "127.9.8.7", "0177.0.0.1", "0x7f000001", "2130706433", "0.0.0.0", "0", "::", "::1", "0:0::0:1",
    "::ffff:127.0.0.1", "fe80::1%eth0", "[::1]", "a:b", "a,b", "!x", "&x", "*", "we?b", "web[1]", "web[01:03]", "~web",
    "@file", "user@web", "x=y", "{{ 6 * 7 }}", "{% raw %}", "$(x)", "`x`", "a;b", "a|b", "a'b", 'a"b', "a" * 254,
)  # fmt: skip
FIT = (
    "web1", "web-1", "web_1.example.org", "_web", "1web", "512", "5ab", "Web", "ünï", "web-", "web.", "localhost1",
    "mylocalhost", "all1", "10.0.0.5", "192.0.2.7", "2001:db8::5", "a" * 253,
)  # fmt: skip


def listing_of_names(inventories: Inventories, *names: str, **options: Any) -> tuple[dict[str, str], Any]:
    """Which host stands for which node, by the node's name, of nodes that have just been made."""
    # As a service might tell them; Nova itself takes most of them, too.
    ids = {inventories.cloud.compute.add_server(name="x", overrides={"name": name}).id: name for name in names}
    listing = inventories.listing(**options)
    return {ids[host["os_id"]]: name for name, host in listing.hosts.items()}, listing


@pytest.mark.parametrize("name", UNFIT)
def test_a_name_that_is_none_of_a_host_is_not_one(inventories: Inventories, name: str) -> None:
    found, listing = listing_of_names(inventories, name)
    (host,) = listing.hosts.values()
    assert found == {name.strip() if name.strip() != name else name: host["os_id"]}
    assert host["os_name"] == name
    assert host["ansible_host"].startswith("10.")
    (warning,) = listing.warnings
    assert warning.startswith("1 nodes have names that a host cannot have, or that a group has: '")
    assert not {"\0", "\x07", "\x1b", "\u202e", "\u200b"} & set(listing.said)


@pytest.mark.parametrize("name", FIT)
def test_a_name_of_a_host_is_one(inventories: Inventories, name: str) -> None:
    found, listing = listing_of_names(inventories, name)
    assert (found, listing.warnings) == ({name: name}, [])


def test_names_are_told_apart_by_the_text_alone() -> None:
    """As the filter as_hosts has it, which need not know what groups there are."""
    assert [name for name in UNFIT if is_host_name(name)] == []
    assert [name for name in FIT if not is_host_name(name)] == []


def test_many_such_names_are_one_warning(inventories: Inventories) -> None:
    names = [f"-dash{number:02}" for number in range(12)]
    found, listing = listing_of_names(inventories, "web1", *names)
    assert found["web1"] == "web1"
    assert all(found[name] == listing.hosts[found[name]]["os_id"] for name in names)
    shown = ", ".join(f"'{name}'" for name in names[:10])
    assert listing.warnings == [BY_IDS.format(12, f"{shown} and 2 more")]


def test_names_that_expressions_make(inventories: Inventories) -> None:
    metadata = {"fqdn": "-o", "up": ".."}
    server = inventories.cloud.compute.add_server(name="web1", metadata=metadata)
    for hostnames in (["metadata.fqdn"], ["'a/' ~ os_name"], [{"name": "name", "prefix": "metadata.up"}], ["'all'"]):
        listing = inventories.listing(hostnames=hostnames)
        assert list(listing.hosts) == [server.id]
        assert len(listing.warnings) == 1


@pytest.mark.parametrize("use_cache", [True, False])
def test_names_in_compat_and_of_the_cache(inventories: Inventories, use_cache: bool) -> None:
    server = inventories.cloud.compute.add_server(name="-dash")
    inventories.cloud.compute.add_server(name="bare", networks=())
    folder = inventories.folder / "cache"
    options = {"cache": True, "cache_plugin": "ansible.builtin.jsonfile", "cache_connection": str(folder)}
    path = inventories.write(cloud="loopback", compat="openstack.cloud", **options)
    first = inventories.listing_of(path)
    inventories.requests()
    second = inventories.listing_of(path, use_cache=use_cache)
    assert bool(inventories.requests()) is not use_cache
    assert list(first.hosts) == list(second.hosts) == [server.id]
    # Ansible shows a warning once.
    left_out, by_ids = first.warnings
    assert left_out.startswith("1 nodes have no address as connect_with wants it: 'bare'. They are left out.")
    assert by_ids == BY_IDS.format(1, "'-dash'")


class TestNamesOfOthers:
    """A node is not taken for another one, nor for a group, nor for what another source has described."""

    def test_the_id_of_another_node(self, inventories: Inventories) -> None:
        compute = inventories.cloud.compute
        victim = compute.add_server(name="-dash")
        other = compute.add_server(name=victim.id)
        listing = inventories.listing()
        assert {name: host["os_id"] for name, host in listing.hosts.items()} == {
            victim.id: victim.id,
            other.id: other.id,
        }

    def test_the_id_of_a_node_that_has_a_name(self, inventories: Inventories) -> None:
        """Should it lose its name some day, it would be taken for the other one."""
        compute = inventories.cloud.compute
        victim = compute.add_server(name="web1")
        other = compute.add_server(name=victim.id)
        assert set(inventories.listing().hosts) == {"web1", other.id}

    def test_the_name_that_a_twin_has_with_its_id(self, inventories: Inventories) -> None:
        compute = inventories.cloud.compute
        one, two = compute.add_server(name="web"), compute.add_server(name="web")
        rogue = compute.add_server(name=f"web-{one.id}")
        listing = inventories.listing()
        assert {name: host["os_id"] for name, host in listing.hosts.items()} == {
            one.id: one.id,
            f"web-{two.id}": two.id,
            rogue.id: rogue.id,
        }

    def test_a_twin_whose_name_is_too_long_with_its_id(self, inventories: Inventories) -> None:
        servers = [inventories.cloud.compute.add_server(name="w" * 240) for _node in range(2)]
        assert set(inventories.listing().hosts) == {server.id for server in servers}

    @pytest.mark.parametrize(
        "options",
        [
            {"group_by": ["metadata"]},
            {"groups": {"web": "true"}},
            {"keyed_groups": [{"key": "os_metadata.group", "separator": ""}]},
            {"keyed_groups": [{"key": "os_metadata.group ~ ''", "separator": ""}]},
            {"compat": "openstack.cloud"},
        ],
    )
    def test_a_group_of_the_same_file(self, inventories: Inventories, options: dict[str, Any]) -> None:
        compute = inventories.cloud.compute
        named, other = compute.add_server(name="web"), compute.add_server(name="db", metadata={"group": "web"})
        listing = inventories.listing(compose={"said": "inventory_hostname"}, **options)
        assert set(listing.hosts) == {named.id, "db"}
        assert listing.hosts[named.id]["said"] == named.id
        assert listing.hosts[named.id]["os_id"] == named.id
        assert "db" in listing.groups["web"]
        assert "web" not in listing.groups["web"]
        assert BY_IDS.format(1, "'web'") in listing.warnings
        assert listing.hosts["db"]["os_id"] == other.id

    def test_a_group_and_a_host_of_another_source(self, inventories: Inventories) -> None:
        named = inventories.cloud.compute.add_server(name="web", metadata={"group": "db1", "groups": "all, fine"})
        static = inventories.folder / "static.yml"
        static.write_text("all: {children: {web: {hosts: {db1: {}}}}}", encoding="utf-8")
        for options in ({"group_by": ["metadata"]}, {"compat": "openstack.cloud"}):
            listing = inventories.listing_of(static, inventories.write(cloud="loopback", **options))
            assert set(listing.hosts) == {named.id, "db1"}
            assert listing.groups["web"] == ["db1"]
            assert listing.groups["fine"] == [named.id]
            assert "db1" not in listing.groups
            assert listing.warnings == [
                BY_IDS.format(1, "'web'"),
                "2 groups are left out, which nodes name as a host, a node's id or one of Ansible's own groups is"
                " called: 'all', 'db1'.",
            ]

    @pytest.mark.parametrize("word", ["all", "ungrouped", "db1"])
    def test_groups_and_parents_that_keys_make(self, inventories: Inventories, word: str) -> None:
        inventories.cloud.compute.add_server(name="web1", metadata={"role": word, "site": "here"})
        static = inventories.folder / "static.yml"
        static.write_text("all: {hosts: {db1: {}}}", encoding="utf-8")
        keyed = [
            {"key": "os_metadata.role", "separator": ""},
            {"key": "os_metadata.site", "prefix": "site", "parent_group": "{{ os_metadata.role }}"},
        ]
        listing = inventories.listing_of(static, inventories.write(cloud="loopback", keyed_groups=keyed))
        assert set(listing.groups) == {"all", "ungrouped", "site_here"}
        assert listing.groups["site_here"] == ["web1"]
        assert len(listing.warnings) == 1
        assert listing.warnings[0].startswith("1 groups are left out")

    def test_a_group_with_the_id_of_a_node(self, inventories: Inventories) -> None:
        """Only compat keeps the dashes of an id."""
        compute = inventories.cloud.compute
        victim = compute.add_server(name="-dash")
        compute.add_server(name="web1", metadata={"group": victim.id})
        listing = inventories.listing(compat="openstack.cloud")
        assert set(listing.hosts) == {victim.id, "web1"}
        assert victim.id not in listing.groups


class TestGroupsOfCompat:
    """Their characters are those of openstack.cloud, but for what would do more than to name."""

    @pytest.mark.parametrize(
        ("said", "name"),
        [
            ("..", "_."), ("../up", "_._up"), ("/etc", "_etc"), ("-dash", "_dash"), ("!web", "_web"), ("&web", "_web"),
            ("~web", "_web"), ("@file", "_file"), ("we*b?", "we_b_"), ("web[1]", "web_1_"), ("a\x1b[31mb", "a__31mb"),
            ("a\\b", "a_b"), ("web.example", "web.example"), ("web-1 x", "web-1 x"), ("{{ 6 * 7 }}", "_{ 6 _ 7 }}"),
        ],
    )  # fmt: skip
    def test_what_becomes_of_a_name(self, inventories: Inventories, said: str, name: str) -> None:
        inventories.cloud.compute.add_server(name="web1", metadata={"group": said})
        listing = inventories.listing(compat="openstack.cloud")
        assert listing.groups[name] == ["web1"]
        assert said == name or said not in listing.groups
        assert not [group for group in listing.groups if "/" in group or not group.isprintable()]

    def test_a_group_reads_no_files_beside_its_own(self, inventories: Inventories) -> None:
        """Ansible looks for group_vars/NAME: with `..` that would be the folder above."""
        inventories.cloud.compute.add_server(name="web1", metadata={"group": "..", "groups": "../beside"})
        (inventories.folder / "group_vars").mkdir()
        (inventories.folder / "beside.yml").write_text("read: true", encoding="utf-8")
        path = inventories.write(cloud="loopback", compat="openstack.cloud")
        manager = InventoryManager(loader=DataLoader(), sources=[str(path)])
        host = manager.get_host("web1")
        assert len(host.get_groups()) > 2
        assert "read" not in VariableManager(loader=DataLoader(), inventory=manager).get_vars(host=host)


class TestWhereHostsAreReached:
    """No address of a node leads to the controller."""

    @pytest.mark.parametrize(
        "address", ["127.0.0.1", "127.8.8.8", "::1", "0.0.0.0", "::ffff:127.0.0.1", "-oX=y", "x y"]
    )
    @pytest.mark.parametrize("expression", ["access_ip", "private:ip", "fixed_ip", None])
    def test_an_address_that_is_the_controllers(
        self, inventories: Inventories, address: str, expression: str | None
    ) -> None:
        """Whoever makes a node says its access address, and may make a network of any range."""
        body: dict[str, Any] = {
            "id": "n1", "name": "web1", "status": "ACTIVE", "tenant_id": "p1", "accessIPv4": address,
            "addresses": {"private": [{"addr": address, "version": 4, "OS-EXT-IPS:type": "fixed"}]},
        }  # fmt: skip
        inventories.cloud.faults.add(path="/servers/detail$", status=200, body={"servers": [body]}, times=None)
        wanted: dict[str, Any] = {"connect_with": [expression]} if expression else {}
        listing = inventories.listing(**wanted)
        assert listing.hosts == {}
        unfit, left_out = listing.warnings
        assert unfit == (
            f"No host is reached at '{address}': these are no addresses, or those of the controller itself."
        )
        assert left_out.startswith("1 nodes have no address")
        body["addresses"]["private"].append({"addr": "10.0.0.9", "version": 4, "OS-EXT-IPS:type": "fixed"})
        next_best = inventories.listing(connect_with=[expression, "private"] if expression else ["fixed_ipv4"])
        assert next_best.hosts["web1"]["ansible_host"] == "10.0.0.9"

    @pytest.mark.parametrize("name", ["-dash", "localhost", "127.1", "a b"])
    def test_a_name_that_is_no_place_to_connect_to(self, inventories: Inventories, name: str) -> None:
        server = inventories.cloud.compute.add_server(name=name)
        assert inventories.listing(connect_with=["name"]).hosts == {}
        listing = inventories.listing(connect_with=["name", "ip"])
        assert listing.hosts[server.id]["ansible_host"].startswith("10.")

    def test_metadata_that_are_called_as_variables_of_ansible(self, inventories: Inventories) -> None:
        metadata = {"ansible_host": "192.0.2.1", "ansible_connection": "local", "ansible_user": "root"}
        inventories.cloud.compute.add_server(name="web1", metadata=metadata, tags=["ansible_port"])
        expected = {"ansible_host"}
        for options in ({"attributes": ["all"]}, {"hostvars_prefix": ""}, {"compat": "openstack.cloud"}):
            host = inventories.listing(**options).hosts["web1"]
            assert {name for name in host if name.startswith("ansible_")} - {"ansible_ssh_host"} == expected
            assert host["ansible_host"].startswith("10.")
            assert host.get("ansible_ssh_host", host["ansible_host"]) == host["ansible_host"]


def test_what_a_node_says_is_no_template(inventories: Inventories) -> None:
    """Not in a variable, nor in what a play makes of it."""
    text = "{{ 6 * 7 }}"
    metadata = {"a": text, "group": text, text: "key"}
    server = inventories.cloud.compute.add_server(name=text, metadata=metadata, tags=[text])
    for options in ({}, {"compat": "openstack.cloud"}, {"hostnames": ["os_name ~ ''"]}):
        listing = inventories.listing(group_by=["metadata", "tags"], compose={"copied": "os_metadata.a"}, **options)
        host = listing.hosts[server.id]
        assert host["os_name"] == host["os_metadata"]["a"] == host["copied"] == text
        assert host["os_metadata"][text] == "key"
        assert host["os_tags"] == [text]
        # Ids may have any digits.
        groups = [AN_ID.sub("", group) for group in listing.groups]
        assert "42" not in json.dumps([host["os_name"], host["copied"], host["os_tags"], groups])


def test_every_name_that_is_taken_means_that_host_alone(tmp_path: pathlib.Path) -> None:
    """By Ansible's own patterns; and ssh takes none of them for an option."""
    usual = st.text(st.sampled_from("ab01.-_~!&*?[]:,@%/ \\{}\n"), min_size=1, max_size=8)
    tried = []

    @examples(400)
    @given(st.one_of(usual, st.text(min_size=1, max_size=8), st.sampled_from(UNFIT + FIT)))
    def holds(name: str) -> None:
        if not is_host_name(name):
            return
        tried.append(name)
        manager = InventoryManager(loader=DataLoader(), sources=None, parse=False)
        for one in ("other", name, "a", "b", "a1"):
            manager._inventory.add_host(one)
        manager._inventory.reconcile_inventory()
        assert [host.name for host in manager.list_hosts(name)] == [name]
        everybody = [host.name for host in manager.list_hosts(f"all:!{name}" if ":" not in name else f"all,!{name}")]
        assert name not in everybody
        assert "other" in everybody or name == "other"
        assert name[0] not in "-@."
        assert (tmp_path / name).resolve().parent == tmp_path.resolve()
        assert leads_elsewhere(name)

    holds()
    assert len(tried) > 20


@pytest.mark.parametrize("text", ["", " ", "\0", "a" * 10_000, "127.0.0.1:22", "999.1.1.1", "256.1.1.1"])
def test_odd_texts_make_no_trouble(text: str) -> None:
    assert is_host_name(text) in (True, False)
    assert safe_group_name(text) == "" if not text else safe_group_name(text).isprintable()


@pytest.mark.parametrize("parent", ["role_web", "role_{{ os_metadata.within }}"])
def test_groups_of_metadata_that_contain_themselves(inventories: Inventories, parent: str) -> None:
    """It is no more than that relation that is left out, with a warning, unless the file is strict."""
    for name, role, within in (("web1", "web", "db"), ("db1", "db", "web"), ("app1", "app", "app")):
        inventories.cloud.compute.add_server(name, metadata={"role": role, "within": within})
    keyed = [{"key": "os_metadata.role", "prefix": "role", "parent_group": parent}]
    listing = inventories.listing(keyed_groups=keyed)
    assert not listing.failed
    assert sorted(listing.hosts) == ["app1", "db1", "web1"]
    assert {role: listing.groups[f"role_{role}"] for role in ("web", "db", "app")}.keys() == {"web", "db", "app"}
    (warning,) = listing.warnings
    assert "groups are not put into a group that is the same or is in them: " in warning
    assert inventories.listing(keyed_groups=keyed, strict=True).failed
