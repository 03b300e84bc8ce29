# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ordinary tasks of every module, in a cloud that has one of everything: what they find, find as it should be, and
change."""

from __future__ import annotations

import dataclasses
import pathlib
import tempfile
from collections.abc import Iterator, Mapping
from typing import Any

from ansible_collections.nodeworks.openstack.tests.audit.case import Case, filled
from ansible_collections.nodeworks.openstack.tests.audit.cases_plain import PLAIN_CASES
from ansible_collections.nodeworks.openstack.tests.audit.place import Place
from ansible_collections.nodeworks.openstack.tests.fake.catalog import endpoint
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.fake.compute.records import Group
from ansible_collections.nodeworks.openstack.tests.fake.compute.small import new_public_key
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, succeed
from ansible_collections.nodeworks.openstack.tests.unit.support import PASSWORD

Options = Mapping[str, Any]
KEY = new_public_key()


@dataclasses.dataclass(frozen=True)
class Task:
    """One task. `changes`: whether it finds something to do. `foresees`: whether it only says so, in check mode.
    `auth_version`: None for the usual one. `plain`: the case of a plain resource whose words are in the options;
    `is_there`: whether that resource is there already."""

    module: str
    options: Options
    changes: bool = False
    as_administrator: bool = False
    auth_version: str | None = None
    foresees: bool = False
    plain: Case | None = None
    is_there: bool = True

    def __str__(self) -> str:
        does = "foresees" if self.foresees else "changes" if self.changes else "finds"
        return f"{self.module}-{self.auth_version or does}"

    @property
    def identity_versions(self) -> tuple[str, ...]:
        """The versions that the identity service has to have."""
        return ("v3", "v2.0", "v1.1", "v1.0") if self.auth_version else ("v3",)

    def users(self, cloud: FakeCloud) -> Ansible:
        """The user whose task it is, in no hurry to try again, and with nothing kept from one task to the next."""
        user = "admin" if self.as_administrator else "demo"
        hasty = {"retries": 0, "api_timeout": 5, "token_cache": False}
        return Ansible(cloud, {**cloud.connection_options(user, auth_version=self.auth_version), **hasty})

    def waiting(self) -> Options:
        """What it waits for, it does not wait for long."""
        return {} if self.module.endswith("_info") or self.module in ("os_api", "os_quota") else {"wait_timeout": 1}


def furnish(cloud: FakeCloud, task: Task) -> Options:
    """Put one of everything into a cloud; what the services of the fake cloud have to make, only where a module needs
    it. Return the task's options as they are to be given there."""
    module = task.module
    admin = cloud.accounts.user("admin", "default")
    demo, project = cloud.accounts.user("demo", "default"), cloud.accounts.project("demo", "default")
    assert admin
    assert demo
    assert project
    admin.password = PASSWORD
    volume = cloud.volume.add_volume("data", metadata={"role": "db"}, description="of the database")
    web1: dict[str, Any] = {"metadata": {"role": "web"}, "tags": ["a"], "key_name": "demo", "description": "x"}
    cloud.compute.add_server("web1", volumes=(volume,), **web1)
    cloud.compute.add_server("web2", volumes=(cloud.volume.add_volume("scratch"),))
    cloud.compute.add_server("broken", status="ERROR")
    cloud.volume.add_backup("nightly", volume)
    cloud.volume.add_snapshot("before", volume)
    cloud.compute.add_keypair("alice", KEY)
    group = Group("00000000-0000-4000-8000-000000000000", "db", project.id, demo.id, "anti-affinity")
    cloud.compute.region().groups[group.id] = group
    back = cloud.network.add_network("back", "10.9.0.0/24")
    cloud.network.add_security_group("unused")
    for name in ("spare", "mine"):
        cloud.network.add_floating_ip(cloud.network.add_port(back["id"], name=name)["id"])
    cloud.image.add_image("ours", owner=project.id, visibility="shared", tags=["a"], os_distro="debian")
    cloud.reservation.add_lease("mine", project.id)
    cloud.reservation.add_host("compute-1")
    endpoints = [endpoint(f"{cloud.origin}/reservation", cloud.regions[0])]
    cloud.catalog.append({"type": "reservation", "name": "blazar", "id": "blazar", "endpoints": endpoints})
    for made, options, users in MADE:
        if module in users:
            maker = Task(made, options, as_administrator=made == "os_flavor")
            succeed(maker.users(cloud).run(made, **options))
    options = task.options if task.plain is None else _furnish_plain(cloud, task, task.plain)
    cloud.clear_log()
    return options


def _furnish_plain(cloud: FakeCloud, task: Task, case: Case) -> Options:
    """Make what a plain resource needs, and the resource; return the task's options for it."""
    user, administrator = (
        dict(dataclasses.replace(task, as_administrator=admin).users(cloud).options) for admin in (False, True)
    )
    with tempfile.TemporaryDirectory() as folder:
        there = Place("fake", user, administrator, "plain-", pathlib.Path(folder))
        options = there.prepare(case)
        if task.is_there:
            succeed(there.run(case, options))
    return dict(filled(dict(task.options), there.words))


AUTH_VERSIONS = (
    *("1.0", "1.1", "2.0_apikey", "2.0_password", "3.x_appcred", "3.x_totp", "3.x_multifactor"),
    *("3.x_oidc_access_token", "3.x_oidc_password", "3.x_oidc_client_credentials"),
)
ROUTER = {"external_gateway": "public", "interfaces": ["back-v4"], "routes": [], "description": "x", "tags": ["a"]}
ROUTES = [{"destination": "10.77.0.0/24", "nexthop": "10.9.0.5"}]
RULES = {"rules": [{"protocol": "tcp", "port": "22"}, {"remote_group": "web"}], "tags": ["a"], "description": "x"}
PORT = {
    "allowed_address_pairs": ["10.0.0.99"],
    "extra_dhcp_opts": [{"name": "bootfile-name", "value": "boot"}],
    "fixed_ips": [{"subnet": "private-v4"}],
    "security_groups": ["web"],
    "tags": ["a"],
}
CREDENTIAL = {
    "description": "x",
    "access_rules": [{"service": "compute", "method": "GET", "path": "/v2.1/servers"}],
    "expires_at": "2099-01-31",
}
FLAVOR = {
    "vcpus": 8,
    "ram": 16384,
    "disk": 80,
    "extra_specs": {"hw:cpu_policy": "dedicated"},
    "is_public": False,
    "access": ["demo"],
}

# Module and options of what is made, and the modules whose tasks look for it.
MADE: tuple[tuple[str, Options, frozenset[str]], ...] = (
    ("os_image", {"name": "ours", "members": ["2" * 32]}, frozenset(("os_image", "os_image_info"))),
    ("os_router", {"name": "edge", **ROUTER}, frozenset(("os_router", "os_network_info"))),
    (
        "os_security_group",
        {"name": "web", **RULES},
        frozenset(
            (
                "os_security_group",
                "os_security_group_info",
                "os_security_group_rule",
                "os_port",
                "os_network_info",
                "os_node",
            )
        ),
    ),
    ("os_port", {"name": "vip", "network": "private", **PORT}, frozenset(("os_port", "os_network_info"))),
    ("os_application_credential", {"name": "robot", **CREDENTIAL}, frozenset(("os_application_credential",))),
    ("os_flavor", {"name": "big", **FLAVOR}, frozenset(("os_flavor", "os_flavor_info"))),
)


def _tasks() -> Iterator[Task]:
    """What finds, what finds nothing to do, and what changes something."""

    def task(module: str, _changes: bool = False, _as_administrator: bool = False, **options: Any) -> Task:
        return Task(module, options, _changes, _as_administrator)

    yield task("os_api", service="network", path="/networks", query={"limit": "2"})
    yield task("os_catalog_info", probe=True)
    for auth_version in AUTH_VERSIONS:
        yield Task("os_catalog_info", {"show_type": "compute"}, auth_version=auth_version)
    yield task("os_diagnosis_info")
    yield task("os_project_info")
    yield task("os_availability_zone_info", services=["compute", "network", "volume"])
    yield task("os_availability_zone_info", _as_administrator=True, hosts=True)
    yield task("os_hypervisor_info", _as_administrator=True, nodes=True)
    yield task("os_reservation_info", kind="lease")
    yield task("os_reservation_info", _as_administrator=True, kind="host")
    yield task("os_quota_info", defaults=True, limits=True)
    yield task("os_quota", _as_administrator=True, project="demo", cores=200_000)
    yield task("os_quota", _as_administrator=True, _changes=True, project="demo", instances=20, networks=5, volumes=7)
    yield task("os_node_info")
    yield task("os_node_info", name="web1", console_lines=5, console_url="novnc", actions=True, interfaces=True)
    yield task("os_node_info", _as_administrator=True, names=["web1"], volume_attachments=True, diagnostics=True)
    yield task("os_node_info", _as_administrator=True, all_projects=True, actions=True, action_events=True)
    yield from _tasks_of_nodes()
    yield from _tasks_of_compute()
    yield from _tasks_of_images()
    yield from _tasks_of_networks()
    yield from _tasks_of_volumes()
    for case in {case.module: case for case in reversed(PLAIN_CASES)}.values():
        yield from _tasks_of_plain(case)


def _tasks_of_plain(case: Case) -> Iterator[Task]:
    def task(module: str, options: Options, changes: bool = False, is_there: bool = True) -> Task:
        who = case.as_administrator
        return Task(module, options, changes, who, plain=case, is_there=is_there)

    which = {name: value for name, value in case.options.items() if name in case.which}
    yield task(f"{case.module}_info", {name: value for name, value in which.items() if name in Place.above(case)})
    yield task(case.module, case.options)
    for option in case.changing[:1]:
        yield task(case.module, {**which, **case.fixed, option: case.others[option]}, changes=True)
    yield task(case.module, case.options, changes=True, is_there=False)


def _tasks_of_nodes() -> Iterator[Task]:
    web1 = {
        "name": "web1",
        "image": "cirros",
        "flavor": "m1.tiny",
        "networks": ["private"],
        "metadata": {"role": "web"},
        "tags": ["a"],
        "key_name": "demo",
        "security_groups": ["default"],
        "volumes": ["data"],
        "description": "x",
    }
    yield Task("os_node", web1)
    yield Task("os_node", {"name": "web2", "state": "present", "floating_ips": []})
    changed = {"metadata": {"role": "db"}, "tags": ["b"], "security_groups": ["default", "web"], "description": "y"}
    yield Task(
        "os_node", {"name": "web1", **changed, "networks": ["private", "back"], "purge_tags": True}, changes=True
    )
    yield Task("os_node", {"name": "web2", "state": "stopped", "floating_ips": [{"network": "public"}]}, changes=True)
    yield Task("os_node", {"name": "web1", "flavor": "m1.small", "resize": "true"}, changes=True)
    yield Task("os_node", {"name": "web1", "image": "debian-12", "rebuild": "true"}, changes=True)
    yield Task("os_node", {"name": "broken", "state": "absent"}, changes=True)
    yield Task("os_node", {"name": "web2", "state": "absent", "delete_volumes": True}, changes=True)
    yield Task("os_node", {"names": ["web1", "web2"], "state": "stopped"}, changes=True)
    new = {"name": "new", "image": "cirros", "flavor": "m1.tiny", "networks": ["private"], "server_group": "db"}
    yield Task("os_node", {**new, "boot_volume": {"size": 1}, "floating_ips": [{"network": "public"}]}, changes=True)


def _tasks_of_compute() -> Iterator[Task]:
    yield Task("os_flavor_info", {"visibility": "all", "access": True}, as_administrator=True)
    yield Task("os_flavor_info", {"min_ram": 1000, "min_vcpus": 1})
    yield Task("os_flavor", {"name": "big", **FLAVOR}, as_administrator=True)
    more = {"extra_specs": {"hw:cpu_policy": "shared"}, "access": ["admin"], "purge_access": True}
    yield Task("os_flavor", {"name": "big", **more, "description": "y"}, changes=True, as_administrator=True)
    yield Task("os_flavor", {"name": "new", "ram": 1, "vcpus": 1, "disk": 1}, changes=True, as_administrator=True)
    yield Task("os_flavor", {"name": "big", "state": "absent"}, changes=True, as_administrator=True)
    yield Task("os_keypair_info", {})
    yield Task("os_keypair", {"name": "alice", "public_key": KEY})
    yield Task("os_keypair", {"name": "new", "public_key": KEY}, changes=True)
    yield Task("os_keypair", {"name": "alice", "public_key": new_public_key(), "replace": True}, changes=True)
    yield Task("os_keypair", {"name": "alice", "state": "absent"}, changes=True)
    yield Task("os_server_group_info", {})
    yield Task("os_server_group", {"name": "db", "policy": "anti-affinity"})
    yield Task("os_server_group", {"name": "new", "policy": "affinity"}, changes=True)
    yield Task("os_server_group", {"name": "db", "state": "absent"}, changes=True)
    whole = {"networks": [{"name": "private"}], "server_groups": [{"name": "db", "policy": "anti-affinity"}]}
    yield Task("os_topology", whole)
    yield Task("os_topology_info", {"name": "db"})
    yield Task("os_topology", {"name": "new", "server_groups": [{"name": "new", "policy": "affinity"}]}, changes=True)
    yield Task("os_application_credential", {"name": "robot", **CREDENTIAL})
    yield Task("os_application_credential", {"name": "new", **CREDENTIAL}, changes=True)
    yield Task("os_application_credential", {"name": "robot", "state": "absent"}, changes=True)


def _tasks_of_images() -> Iterator[Task]:
    yield Task("os_image_info", {"members": True})
    yield Task("os_image_info", {"name": "cirros"})
    yield Task("os_image", {"name": "ours", "tags": ["a"], "properties": {"os_distro": "debian"}})
    more = {
        "tags": ["b"],
        "properties": {"os_distro": "fedora"},
        "min_disk": 1,
        "members": ["1" * 32],
        "new_name": "other",
    }
    yield Task("os_image", {"name": "ours", **more, "purge_members": True}, changes=True)
    yield Task("os_image", {"name": "snapshot", "node": "web2"}, changes=True)
    yield Task("os_image", {"name": "ours", "state": "absent"}, changes=True)


def _tasks_of_networks() -> Iterator[Task]:
    for kind in ("network", "subnet", "port", "router"):
        yield Task("os_network_info", {"kind": kind})
    yield Task("os_security_group_info", {})
    yield Task("os_floating_ip_info", {})
    yield Task("os_network", {"name": "back", "admin_state_up": True})
    yield Task("os_network", {"name": "back", "description": "y", "tags": ["b"], "mtu": 1400}, changes=True)
    yield Task("os_network", {"name": "new", "tags": ["b"]}, changes=True)
    yield Task("os_subnet", {"name": "back-v4", "cidr": "10.9.0.0/24", "network": "back"})
    subnet = {"dns_nameservers": ["10.9.0.2"], "host_routes": ROUTES, "gateway_ip": "10.9.0.1", "tags": ["b"]}
    yield Task("os_subnet", {"name": "back-v4", **subnet}, changes=True)
    yield Task("os_subnet", {"name": "new", "network": "back", "cidr": "10.10.0.0/24", **subnet_of_new()}, changes=True)
    yield Task("os_router", {"name": "edge", **ROUTER})
    interfaces = {"interfaces": ["private-v4"], "purge_interfaces": True, "external_gateway": "", "tags": ["b"]}
    yield Task("os_router", {"name": "edge", **interfaces}, changes=True)
    yield Task("os_router", {"name": "edge", "routes": ROUTES}, changes=True)
    yield Task("os_router", {"name": "edge", "state": "absent"}, changes=True)
    yield Task("os_port", {"name": "vip", "network": "private", **PORT})
    pairs = {"allowed_address_pairs": [{"ip": "10.0.0.98", "mac": "fa:16:3e:00:00:01"}], "description": "y"}
    yield Task("os_port", {"name": "vip", **pairs, "extra_dhcp_opts": [], "node": "web2"}, changes=True)
    yield Task("os_port", {"name": "new", "network": "private", **PORT}, changes=True)
    yield Task("os_port", {"name": "vip", "state": "absent"}, changes=True)
    yield Task("os_security_group", {"name": "web", **RULES})
    rules = [{"protocol": "udp", "port": "53", "remote_ip_prefix": "10.0.0.0/8"}]
    yield Task("os_security_group", {"name": "web", "rules": rules, "purge_rules": True, "tags": ["b"]}, changes=True)
    yield Task("os_security_group", {"name": "new", "rules": rules}, changes=True)
    yield Task("os_security_group", {"name": "unused", "state": "absent"}, changes=True)
    rule: Options = {"security_group": "web", "protocol": "tcp", "port": 22}
    yield Task("os_security_group_rule", rule)
    yield Task("os_security_group_rule", {**rule, "port": 443}, changes=True)
    yield Task("os_security_group_rule", {**rule, "state": "absent"}, changes=True)
    yield Task("os_floating_ip", {"network": "public", "port": "mine"})
    yield Task("os_floating_ip", {"network": "public", "node": "web1", "description": "y"}, changes=True)
    yield Task("os_floating_ip", {"port": "mine", "state": "detached"}, changes=True)
    yield Task("os_floating_ip", {"port": "mine", "state": "absent"}, changes=True)


def subnet_of_new() -> Options:
    """What a new subnet is asked for."""
    return {"allocation_pools": [{"start": "10.10.0.10", "end": "10.10.0.20"}], "dns_nameservers": ["10.9.0.2"]}


def _tasks_of_volumes() -> Iterator[Task]:
    yield Task("os_volume_info", {"snapshots": True})
    yield Task("os_volume_snapshot_info", {"volume": "data"})
    yield Task("os_volume_backup_info", {})
    there = {"size": 1, "metadata": {"role": "db"}, "attached_to": ["web1"], "description": "of the database"}
    yield Task("os_volume", {"name": "data", **there})
    changed = {"size": 2, "metadata": {"role": "web"}, "bootable": True, "read_only": True, "attached_to": ["web2"]}
    yield Task("os_volume", {"name": "data", **changed, "purge_attached_to": True}, changes=True)
    yield Task("os_volume", {"name": "new", "size": 1, "image": "cirros", "attached_to": ["web2"]}, changes=True)
    yield Task("os_volume", {"name": "data", "state": "absent", "detach": True, "delete_snapshots": True}, changes=True)
    yield Task("os_volume_snapshot", {"name": "before", "volume": "data"})
    labels = {"description": "y", "metadata": {"a": "b"}, "new_name": "other"}
    yield Task("os_volume_snapshot", {"name": "before", **labels}, changes=True)
    yield Task("os_volume_snapshot", {"name": "new", "volume": "data", "force": True}, changes=True)
    yield Task("os_volume_snapshot", {"name": "before", "state": "absent"}, changes=True)
    yield Task("os_volume_backup", {"name": "nightly", "volume": "data"})
    yield Task("os_volume_backup", {"name": "new", "volume": "data", "force": True}, changes=True)
    yield Task("os_volume_backup", {"name": "nightly", "description": "y"}, changes=True)
    yield Task("os_volume_backup", {"name": "nightly", "state": "absent"}, changes=True)


_PLAIN = tuple(_tasks())
TASKS = (*_PLAIN, *(dataclasses.replace(task, foresees=True) for task in _PLAIN if task.changes))
