# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What hosts an inventory has: variables, names, addresses, groups and filters, and what each costs in requests."""

from __future__ import annotations

import dataclasses
import gc
import json
from typing import Any

import pytest
import yaml

from ansible_collections.nodeworks.openstack.tests.controller.inventory.listing import PLUGIN, Inventories

LIST = "GET RegionOne compute /v2.1/servers/detail"
LIST_TWO = "GET RegionTwo compute /v2.1/servers/detail"


def test_hosts_with_their_variables(inventories: Inventories) -> None:
    server = inventories.cloud.compute.add_server(name="web1", metadata={"role": "web"}, tags=["a"], key_name="demo")
    listing = inventories.listing()
    assert listing.warnings == []
    assert list(listing.hosts) == ["web1"]
    variables = dict(listing.hosts["web1"])
    address = variables.pop("ansible_host")
    assert address.startswith("10.0.")
    assert address in variables.pop("os_private_ips")
    assert variables.pop("os_created_at").startswith("2")
    assert variables.pop("os_image")["name"] is None
    assert variables == {
        "os_id": server.id,
        "os_name": "web1",
        "os_state": "running",
        "os_status": "ACTIVE",
        "os_public_ips": [],
        "os_flavor": {"id": None, "name": "m1.tiny", "vcpus": 1, "ram": 512, "disk": 1},
        "os_metadata": {"role": "web"},
        "os_tags": ["a"],
        "os_key_name": "demo",
        "os_security_groups": ["default"],
        "os_availability_zone": "nova",
        "os_volumes": [],
        "os_cloud": "loopback",
        "os_project": "demo",
        "os_project_id": server.project_id,
        "os_region": "RegionOne",
    }
    assert listing.groups == {"all": [], "ungrouped": ["web1"]}


def test_a_page_is_a_request_and_a_node_is_none(inventories: Inventories) -> None:
    for number in range(7):
        inventories.cloud.compute.add_server(name=f"web{number}")
    inventories.cloud.page_limit = 3
    assert len(inventories.listing().hosts) == 7
    assert inventories.requests() == [LIST] * 3
    assert len(inventories.listing(page_size=2).hosts) == 7
    assert inventories.requests() == [LIST] * 4


@pytest.mark.parametrize("was_on", [True, False])
@pytest.mark.parametrize("options", [{}, {"colud": "x"}, {"require_address": "fail"}])
def test_the_search_for_garbage_is_left_as_it_was(
    inventories: Inventories, options: dict[str, Any], was_on: bool
) -> None:
    inventories.cloud.compute.add_server(name="lost", status="ERROR")
    (gc.enable if was_on else gc.disable)()
    try:
        inventories.listing(**options)
        assert gc.isenabled() is was_on
    finally:
        gc.enable()


def test_no_nodes(inventories: Inventories) -> None:
    listing = inventories.listing(group_by=["region"], compose={"x": "nowhere"})
    assert (listing.hosts, listing.failed, listing.warnings) == ({}, False, [])
    assert inventories.requests() == [LIST]


def test_templates_of_options_and_none_of_what_nodes_say(
    inventories: Inventories, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = "{{ lookup('ansible.builtin.env', 'SECRET_OF_THE_CONTROLLER') }}"
    monkeypatch.setenv("SECRET_OF_THE_CONTROLLER", "shown")
    monkeypatch.setenv("WHICH", "loopback")
    inventories.cloud.compute.add_server(name="web1", metadata={"a": hostile, "group": hostile}, tags=["{{1+1}}"])
    listing = inventories.listing(
        cloud="{{ lookup('ansible.builtin.env', 'WHICH') }}",
        page_size="{{ 5 + 5 }}",
        regions="{{ ['RegionOne'] }}",
        connect_with="{{ omit }}",
        group_by=["metadata", "tags"],
        keyed_groups=[{"key": "os_metadata.a", "prefix": "a"}],
        compose={
            "copied": "os_metadata.a",
            "made": "os_metadata.a ~ ''",
            "right": "lookup('ansible.builtin.env', 'WHICH')",
        },
    )
    assert not listing.failed
    host = listing.hosts["web1"]
    assert host["os_metadata"]["a"] == host["copied"] == host["made"] == hostile
    assert host["right"] == "loopback"
    assert host["ansible_host"].startswith("10.")
    assert "shown" not in str((listing.groups, host))


class TestAddresses:
    """Which address is ansible_host."""

    @pytest.fixture
    def web1(self, inventories: Inventories) -> dict[str, str]:
        """Two fixed addresses and a floating one, by kind."""
        cloud = inventories.cloud
        server = cloud.compute.add_server(name="web1", access_ipv6="2001:db8:2::1")
        (port,) = cloud.network.region().ports_of(server.id)
        floating = cloud.network.add_floating_ip(port["id"])
        addresses = {"floating": floating["floating_ip_address"], "access": "2001:db8:2::1", "name": "web1"}
        for fixed in port["fixed_ips"]:
            addresses["ipv6" if ":" in fixed["ip_address"] else "ipv4"] = fixed["ip_address"]
        return addresses

    @pytest.mark.parametrize(
        ("connect_with", "kind"),
        [
            (None, "floating"),
            (["fixed_ipv4"], "ipv4"),
            (["ipv6"], "ipv6"),
            (["private:ipv6"], "ipv6"),
            (["network:private:fixed_ip"], "ipv4"),
            (["storage", "fixed_ipv6"], "ipv6"),
            (["access_ipv4", "access_ipv6"], "access"),
            (["name"], "name"),
        ],
    )
    def test_the_first_preference_that_fits(
        self, inventories: Inventories, web1: dict[str, str], connect_with: list[str] | None, kind: str
    ) -> None:
        options: dict[str, Any] = {"connect_with": connect_with} if connect_with else {}
        assert inventories.listing(**options).hosts["web1"]["ansible_host"] == web1[kind]

    @pytest.mark.parametrize(
        ("said", "kind"),
        [
            ({}, "ipv6"),
            ({"force_ipv4": True}, "ipv4"),
            ({"networks": [{"name": "private", "default_interface": True}]}, "private"),
            ({"networks": [{"name": "private", "default_interface": False}]}, "ipv6"),
            ({"networks": [{"name": "elsewhere", "default_interface": True}], "force_ipv4": True}, "ipv4"),
        ],
    )
    def test_what_clouds_yaml_says_of_addresses(
        self, inventories: Inventories, said: dict[str, Any], kind: str
    ) -> None:
        """Of two networks the first has no IPv4; nothing else is read, so the cache keeps it with the nodes."""
        addresses = {
            "side": [{"addr": "2001:db8:9::1", "version": 6, "OS-EXT-IPS:type": "floating"}],
            "other": [{"addr": "192.0.2.7", "version": 4, "OS-EXT-IPS:type": "fixed"}],
            "private": [{"addr": "10.0.0.7", "version": 4, "OS-EXT-IPS:type": "fixed"}],
        }
        expected = {"ipv6": "2001:db8:9::1", "ipv4": "192.0.2.7", "private": "10.0.0.7"}
        if kind == "private":
            del addresses["side"]
        inventories.cloud.compute.add_server(name="web1")

        def alter(_request: Any, answer: Any) -> Any:
            body = json.loads(answer.body)
            for server in body["servers"]:
                server["addresses"] = addresses
            return dataclasses.replace(answer, body=json.dumps(body).encode())

        inventories.cloud.faults.add(path="/servers/detail", kind="altered", alter=alter)
        path = inventories.folder / "clouds.yaml"
        clouds = yaml.safe_load(path.read_text(encoding="utf-8"))
        clouds["clouds"]["loopback"].update(said)
        path.write_text(json.dumps(clouds), encoding="utf-8")
        cache = {"cache": True, "cache_plugin": "jsonfile", "cache_connection": str(inventories.folder / "cache")}
        source = inventories.write(cloud="loopback", retries=0, **cache)
        for _run in range(2):
            assert inventories.listing_of(source).hosts["web1"]["ansible_host"] == expected[kind]

    @pytest.mark.parametrize("options", [{}, {"compat": "openstack.cloud"}], ids=str)
    def test_one_that_left_its_host_has_the_addresses_that_neutron_knows(
        self, inventories: Inventories, options: dict[str, Any]
    ) -> None:
        """Nova shows what it had: a floating IP that may be another machine's by now."""
        cloud = inventories.cloud
        for name in ("lost", "given"):
            cloud.compute.add_server(name=name, status="SHELVED_OFFLOADED")
        lost, given = sorted(cloud.compute.servers, key=lambda one: one.name, reverse=True)
        (port,) = cloud.network.region().ports_of(given.id)
        floating = cloud.network.add_floating_ip(port["id"])["floating_ip_address"]
        stale = {"addr": "198.51.100.9", "version": 4, "OS-EXT-IPS:type": "floating"}
        lost.last_addresses, given.last_addresses = {"private": [stale]}, {}
        before = len(cloud.requests)
        hosts = inventories.listing(**options).hosts
        assert hosts["given"]["ansible_host"] == floating
        assert hosts["lost"]["ansible_host"].startswith("10.")
        assert "198.51.100.9" not in str(hosts)
        asked = [one.rest.split("?")[0] for one in cloud.requests[before:] if one.service == "network"]
        assert asked == ["/v2.0/ports", "/v2.0/floatingips", "/v2.0/networks"]

    def test_one_that_left_its_host_where_neutron_fails(self, inventories: Inventories) -> None:
        """It keeps its fixed addresses, and it is said that they may be out of date."""
        cloud = inventories.cloud
        server = cloud.compute.add_server(name="lost", status="SHELVED_OFFLOADED")
        stale = [
            {"addr": "198.51.100.9", "version": 4, "OS-EXT-IPS:type": "floating"},
            {"addr": "10.0.0.77", "version": 4, "OS-EXT-IPS:type": "fixed"},
        ]
        server.last_addresses = {"private": stale}
        cloud.faults.add(service="network", status=500, times=None)
        listing = inventories.listing()
        assert listing.hosts["lost"]["ansible_host"] == "10.0.0.77"
        assert "addresses of shelved nodes could not be read" in " ".join(listing.said.split())

    def test_no_address(self, inventories: Inventories) -> None:
        inventories.cloud.compute.add_server(name="web1")
        inventories.cloud.compute.add_server(name="failed", status="ERROR")
        inventories.cloud.compute.add_server(name="bare", networks=())
        told = "2 nodes have no address as connect_with wants it: 'bare', 'failed'."
        listing = inventories.listing()
        assert list(listing.hosts) == ["web1"]
        assert listing.warnings == [
            f"{told} They are left out. With require_address: warn they are hosts, with skip nothing is said."
        ]
        kept = inventories.listing(require_address="warn")
        assert {name for name, host in kept.hosts.items() if "ansible_host" not in host} == {"failed", "bare"}
        assert kept.warnings == [f"{told} These hosts have no ansible_host, so that ssh takes their names."]
        skipped = inventories.listing(require_address="skip")
        assert (list(skipped.hosts), skipped.warnings) == (["web1"], [])
        refused = inventories.listing(require_address="fail")
        assert refused.failed
        assert told in " ".join(refused.said.split())

    def test_a_desired_state_that_is_none(self, inventories: Inventories) -> None:
        listing = inventories.listing(connect_with=["floating_ip4"])
        assert listing.failed
        assert "connect_with has 'floating_ip4', which is no kind of address" in " ".join(listing.said.split())
        assert inventories.requests() == []


class TestNames:
    """What hosts are called."""

    @pytest.mark.parametrize(
        ("hostnames", "name"),
        [
            (["metadata.fqdn", "name"], "web1.example.org"),
            (["metadata.missing", "name"], "web1"),
            (["metadata.empty", "name"], "web1"),
            (["private_ips.1"], "ip"),
            (["metadata"], "id"),
            (["locked"], "id"),
            (["flavor.ram"], "512"),
            (["os_name ~ '.example.net'"], "web1.example.net"),
            (["os_metadata.missing", "nowhere", "id"], "id"),
            ([{"name": "name", "prefix": "metadata.env"}], "prod_web1"),
            ([{"name": "name", "prefix": "os_metadata.env | upper", "separator": "-"}], "PROD-web1"),
            ([{"name": "name", "prefix": "metadata.env", "separator": ""}], "prodweb1"),
            ([{"name": "name", "prefix": "metadata.missing"}], "web1"),
            ([{"name": "metadata.missing", "prefix": "metadata.env"}, "name"], "web1"),
        ],
    )
    def test_the_first_preference_that_gives_a_name(
        self, inventories: Inventories, hostnames: list[Any], name: str
    ) -> None:
        metadata = {"fqdn": "web1.example.org", "env": "prod", "empty": " "}
        server = inventories.cloud.compute.add_server(name="web1", metadata=metadata)
        (found,) = inventories.listing(hostnames=hostnames).hosts.items()
        known = {"id": server.id, "ip": found[1]["os_private_ips"][1]}
        assert found[0] == known.get(name, name)

    def test_names_that_several_nodes_have_and_the_controllers(self, inventories: Inventories) -> None:
        compute = inventories.cloud.compute
        one, two = compute.add_server(name="web"), compute.add_server(name="web", region="RegionTwo")
        local = compute.add_server(name="localhost")
        compute.add_server(name="db")
        listing = inventories.listing(regions="all")
        assert set(listing.hosts) == {f"web-{one.id}", f"web-{two.id}", local.id, "db"}
        assert listing.warnings == [
            "Several nodes are called 'web'; the names of these hosts end with the nodes' ids.",
            "1 nodes have names that a host cannot have, or that a group has: 'localhost'. Their hosts are called by"
            " the nodes' ids.",
        ]

    def test_a_node_without_name(self, inventories: Inventories) -> None:
        server = inventories.cloud.compute.add_server(name="", overrides={"name": ""})
        assert list(inventories.listing().hosts) == [server.id]

    @pytest.mark.parametrize("expression", [5, "", {"prefix": "name"}, {"name": "name", "suffix": "x"}, ["name"]])
    def test_a_desired_state_that_is_none(self, inventories: Inventories, expression: Any) -> None:
        listing = inventories.listing(hostnames=[expression])
        assert listing.failed
        assert "but takes keys of a node, expressions, and mappings" in " ".join(listing.said.split())


class TestVariables:
    """Which variables hosts have, and what they are called."""

    def test_attributes_prefix_and_suffix(self, inventories: Inventories) -> None:
        inventories.cloud.compute.add_server(name="web1")
        listing = inventories.listing(
            attributes=["name", "flavor.name", "image.name", "flavor.ram", "metadata.x"],
            hostvars_prefix="node_",
            hostvars_suffix="_x",
            compose={"seen": "node_status_x"},
        )
        host = dict(listing.hosts["web1"])
        assert host.pop("ansible_host")
        assert host == {
            "node_name_x": "web1",
            "node_flavor_name_x": "m1.tiny",
            "node_image_name_x": None,
            "node_flavor_ram_x": 512,
            "node_metadata_x_x": None,
            "seen": "ACTIVE",
        }

    def test_all_of_them_but_no_user_data(self, inventories: Inventories) -> None:
        inventories.cloud.compute.add_server(name="web1", user_data="c2VjcmV0")
        admin = inventories.listing(cloud="loopback-admin", all_projects=True, attributes=["all"])
        host = admin.hosts["web1"]
        assert host["os_extra"]["OS-EXT-SRV-ATTR:host"] == "compute-1"
        assert host["os_addresses"][0]["network"] == "private"
        assert "user_data" not in str(host)
        assert "c2VjcmV0" not in str(host)

    @pytest.mark.parametrize(
        ("options", "complaint"),
        [
            ({"attributes": ["colour"]}, "attributes has 'colour', but a node has only id, name,"),
            ({"attributes": [None]}, "attributes has null, but a node has only id, name,"),
            ({"attributes": ["user_data"]}, "attributes cannot have user_data"),
            ({"hostvars_prefix": "my-"}, "hostvars_prefix 'my-' and hostvars_suffix '' do not make names"),
            ({"hostvars_prefix": "ansible_"}, "hostvars_prefix 'ansible_' makes variables that are Ansible's own"),
            (
                {"hostvars_prefix": "ansible_", "attributes": ["metadata.host"]},
                "hostvars_prefix 'ansible_' makes variables that are Ansible's own",
            ),
        ],
    )
    def test_desired_states_that_are_none(
        self, inventories: Inventories, options: dict[str, Any], complaint: str
    ) -> None:
        listing = inventories.listing(**options)
        assert listing.failed
        assert complaint in " ".join(listing.said.split())


class TestGroups:
    """Groups without expressions, and those of `constructed`."""

    def test_each_kind(self, inventories: Inventories) -> None:
        cloud = inventories.cloud
        cloud.compute.add_server(name="web1", metadata={"group": "web", "groups": "a, b-c,,"}, tags=["t 1", "t2"])
        cloud.compute.add_server(name="db1", image=None, status="SHUTOFF", region="RegionTwo", flavor="m1.small")
        kinds = ["cloud", "project", "region", "availability_zone", "status", "flavor", "image", "metadata", "tags"]
        groups = {
            "cloud": {"cloud_loopback": ["web1", "db1"]},
            "project": {"project_demo": ["web1", "db1"]},
            "region": {"region_RegionOne": ["web1"], "region_RegionTwo": ["db1"]},
            "availability_zone": {"zone_nova": ["web1", "db1"]},
            "status": {"status_active": ["web1"], "status_shutoff": ["db1"]},
            "flavor": {"flavor_m1_tiny": ["web1"], "flavor_m1_small": ["db1"]},
            "image": {"image_cirros": ["web1"]},
            "metadata": {"web": ["web1"], "a": ["web1"], "b_c": ["web1"]},
            "tags": {"tag_t_1": ["web1"], "tag_t2": ["web1"]},
        }
        for kind in kinds:
            listing = inventories.listing(regions="all", group_by=[kind])
            assert {name: hosts for name, hosts in listing.groups.items() if hosts and name != "ungrouped"} == groups[
                kind
            ]
        inventories.requests()
        inventories.listing(regions="all", group_by=kinds)
        assert sorted(inventories.requests()) == [
            LIST,
            "GET RegionOne image /v2/images",
            LIST_TWO,
        ]

    def test_expressions_see_all_of_a_node_and_a_mistake_is_told(self, inventories: Inventories) -> None:
        inventories.cloud.compute.add_server(name="web1", metadata={"role": "web"})
        inventories.cloud.compute.add_server(name="db1")
        listing = inventories.listing(
            attributes=["id"],
            groups={"running": "os_state == 'running'", "typo": "os_stat == 'running'"},
            keyed_groups=[{"key": "os_metadata.role", "prefix": "role"}, {"key": "os_metadata.rule", "prefix": "rule"}],
            compose={"port": "os_extra.hostId is defined", "half": "os_metadata.role", "wrong": "os_name |"},
        )
        assert listing.groups["running"] == ["db1", "web1"]
        assert listing.groups["role_web"] == ["web1"]
        assert [host["port"] for host in listing.hosts.values()] == [True, True]
        assert [sorted(host) for host in listing.hosts.values()] == [
            ["ansible_host", "os_id", "port"],
            ["ansible_host", "half", "os_id", "port"],
        ]
        told = [warning.split(" gave nothing for any of the 2 hosts. ")[0] for warning in listing.warnings]
        assert told == ["compose 'wrong'", "groups 'typo'", "keyed_groups 'os_metadata.rule'"]
        strict = inventories.listing(strict=True, compose={"half": "os_metadata.role"})
        assert strict.failed
        assert "Could not set half of host db1" in " ".join(strict.said.split())

    def test_a_host_that_another_source_has_described(self, inventories: Inventories) -> None:
        inventories.cloud.compute.add_server(name="web1", metadata={"role": "web"})
        static = inventories.folder / "static.yml"
        static.write_text("all: {hosts: {web1: {os_metadata: {role: theirs}, mine: 1}}}", encoding="utf-8")
        ours = inventories.write(
            cloud="loopback", attributes=["id"], keyed_groups=[{"key": "os_metadata.role", "prefix": "role"}]
        )
        listing = inventories.listing_of(static, ours)
        assert listing.groups["role_theirs"] == ["web1"]
        assert listing.hosts["web1"]["mine"] == 1


class TestFilters:
    """Which nodes become hosts."""

    @pytest.fixture(autouse=True)
    def nodes(self, inventories: Inventories) -> None:
        compute = inventories.cloud.compute
        compute.add_server(name="web1", metadata={"role": "web", "env": "prod"}, tags=["a", "b"])
        compute.add_server(name="web2", metadata={"role": "web", "env": "stage"}, tags=["a"], image="debian-12")
        compute.add_server(name="db1", metadata={"role": "db", "no": "true"}, status="SHUTOFF", flavor="m1.small")
        compute.add_server(name="lost", status="ERROR")

    @pytest.mark.parametrize(
        ("options", "names"),
        [
            ({}, "db1 lost web1 web2"),
            ({"filters": {"name": "^web"}}, "web1 web2"),
            ({"filters": {"status": "ACTIVE"}}, "web1 web2"),
            ({"filters": {"status": ["SHUTOFF", "ERROR"]}}, "db1 lost"),
            ({"filters": {"tags": ["a", "b"]}}, "web1"),
            ({"filters": {"tags_any": ["a", "b"]}}, "web1 web2"),
            ({"filters": {"not-tags": "b"}}, "db1 lost web2"),
            ({"filters": {"image": "debian-12"}}, "web2"),
            ({"filters": {"flavor": "m1.small"}}, "db1"),
            ({"filters": {"changes_since": "2099-01-01T00:00:00Z"}}, ""),
            ({"filters": {"name": None, "status": ""}}, "db1 lost web1 web2"),
            ({"filters": {"locked": False}}, "db1 lost web1 web2"),
            ({"statuses": ["ACTIVE", "shutoff"]}, "db1 web1 web2"),
            ({"statuses": ["running"]}, "web1 web2"),
            ({"statuses": ["running", "error"]}, "lost web1 web2"),
            ({"metadata": {"role": "web"}}, "web1 web2"),
            ({"metadata": {"role": ["web", "db"], "env": ["prod", "test"]}}, "web1"),
            ({"metadata": {"no": True}}, "db1"),
            ({"metadata": {"role": None}}, "db1 lost web1 web2"),
            ({"include_filters": ["os_metadata.role == 'web'"]}, "web1 web2"),
            ({"include_filters": ["os_metadata.env == 'prod'", "os_status == 'ERROR'"]}, "lost web1"),
            ({"exclude_filters": ["os_metadata.env == 'prod'", "os_status == 'ERROR'"]}, "db1 web2"),
            ({"include_filters": ["'a' in os_tags"], "exclude_filters": ["os_name == 'web2'"]}, "web1"),
        ],
    )
    def test_what_passes(self, inventories: Inventories, options: dict[str, Any], names: str) -> None:
        listing = inventories.listing(require_address="warn", **options)
        assert not listing.failed
        assert sorted(listing.hosts) == names.split()

    def test_the_service_filters_and_names_are_looked_up_once(self, inventories: Inventories) -> None:
        inventories.listing(statuses=["running", "stopped"], filters={"image": "cirros"})
        requests = [request for request in inventories.cloud.requests if request.service in ("compute", "image")]
        assert [request.rest for request in requests] == ["/v2/images", "/v2.1/servers/detail"]
        assert requests[1].query["status"] == ["ACTIVE", "SHUTOFF"]
        assert len(requests[1].query["image"][0]) == 36

    @pytest.mark.parametrize(
        ("options", "complaint"),
        [
            ({"filters": {"stauts": "ACTIVE"}}, "The compute service has no filter 'stauts'. Did you mean status?"),
            ({"filters": {"xyz": 1}}, "It has access_ip_v4,"),
            ({"filters": {"all_tenants": 1}}, "filters.all_tenants is the option all_projects."),
            ({"filters": {"name": ["a", "b"]}}, "filters.name takes one value"),
            ({"filters": {"status": "ACTIVE"}, "statuses": ["ERROR"]}, "statuses and filters.status say the same."),
            ({"statuses": ["RUNING"]}, "statuses has 'RUNING', which is none of ACTIVE,"),
            ({"filters": {"image": "debian-13"}}, "There is no image named 'debian-13'"),
            ({"page_size": 0}, "page_size has to be 1 or more, not 0."),
            ({"concurrency": 0}, "concurrency has to be 1 or more, not 0."),
            ({"include_filters": ["os_nam == 'x'"], "strict": True}, "include_filters 'os_nam == 'x''"),
            ({"colud": "x"}, "os_nodes has no option colud."),
            ({"keyed_groups": ["os_name"]}, "keyed_groups has 'os_name', but takes mappings, each with a key."),
            ({"keyed_groups": [None]}, "keyed_groups has None, but takes mappings, each with a key."),
        ],
    )
    def test_what_cannot_be_asked_for(self, inventories: Inventories, options: dict[str, Any], complaint: str) -> None:
        listing = inventories.listing(**options)
        assert listing.failed
        assert complaint in " ".join(listing.said.split())

    def test_options_whose_names_are_no_texts(self, inventories: Inventories) -> None:
        path = inventories.folder / "odd.os_nodes.yml"
        path.write_text(f"plugin: {PLUGIN}\n1: x\nnull: y\ncolud: z", encoding="utf-8")
        assert "os_nodes has no option 1, None, colud." in " ".join(inventories.listing_of(path).said.split())
        for option in ("compose", "groups"):
            path.write_text(f"plugin: {PLUGIN}\ncloud: loopback\n{option}: {{7: 'true'}}", encoding="utf-8")
            said = " ".join(inventories.listing_of(path).said.split())
            assert f"{option} has 7 as a name, but names are texts." in said

    def test_deleted_nodes_are_listed_on_request_only(self, inventories: Inventories) -> None:
        compute = inventories.cloud.compute
        state = compute.region()
        state.remove(next(server for server in compute.servers if server.name == "web1"))
        long_ago = {"changes-since": "2020-01-01T00:00:00Z"}

        def names(**options: Any) -> list[str]:
            listing = inventories.listing(cloud="loopback-admin", all_projects=True, require_address="warn", **options)
            return sorted(listing.hosts)

        assert names(filters=long_ago) == ["db1", "lost", "web2"]
        assert names(filters={**long_ago, "deleted": True}) == ["web1"]
        assert names(filters=long_ago, statuses=["DELETED"]) == ["web1"]
        assert names(filters={**long_ago, "status": "DELETED"}) == ["web1"]

    def test_all_that_is_wrong_is_said_at_once(self, inventories: Inventories) -> None:
        wrong: dict[str, Any] = {
            "connect_with": ["ip4"],
            "hostnames": [{}],
            "attributes": ["x"],
            "statuses": ["y"],
            "filters": {"z": 1},
        }
        said = " ".join(inventories.listing(**wrong, page_size=0).said.split())
        for word in ("connect_with has 'ip4'", "hostnames has {}", "attributes has 'x'", "statuses has 'y'",
                     "no filter 'z'", "page_size has to be 1"):  # fmt: skip
            assert word in said

    def test_a_condition_that_fails_for_all_is_told(self, inventories: Inventories) -> None:
        listing = inventories.listing(include_filters=["os_nam == 'x'"])
        assert listing.hosts == {}
        assert listing.warnings[0].startswith("include_filters 'os_nam == 'x'' gave nothing for any of the 4 hosts.")

    def test_filters_of_administrators(self, inventories: Inventories) -> None:
        listing = inventories.listing(filters={"host": "compute-1"}, require_address="skip")
        assert sorted(listing.hosts) == ["db1", "web1", "web2"]
        assert listing.warnings == [
            "filters host are for administrators. For others the compute service drops them, and lists all nodes.",
        ]
        admin = inventories.listing(cloud="loopback-admin", all_projects=True, filters={"host": "compute-1"})
        assert (sorted(admin.hosts), admin.warnings) == (["db1", "web1", "web2"], [])
