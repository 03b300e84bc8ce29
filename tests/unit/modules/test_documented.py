# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What modules return is documented, and what is documented they return.

A new module gets an entry in RUNS, with runs that show everything it can return.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.topology_kinds import KINDS
from ansible_collections.nodeworks.openstack.tests.audit.case import Case
from ansible_collections.nodeworks.openstack.tests.audit.cases_plain import PLAIN_CASES
from ansible_collections.nodeworks.openstack.tests.audit.place import Place
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.fake.compute.small import new_public_key
from ansible_collections.nodeworks.openstack.tests.unit.modules.documented import differences
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, Result, fail, succeed

MODULES = sorted(path.stem for path in (Path(__file__).resolve().parents[3] / "plugins" / "modules").glob("*.py"))

# Keys of nodes whose values have keys of the user's or the service's own.
OF_NODES = ("metadata", "extra")


def prepared(cloud: FakeCloud) -> None:
    """A node that runs, and one with a fault that has all that a fault can have."""
    cloud.compute.add_server("web1", metadata={"role": "web"})
    broken = cloud.compute.add_server("broken", status="ERROR")
    assert broken.fault is not None
    broken.fault = {**broken.fault, "details": "Traceback of the scheduler"}


def runs_of_os_node(ansible: Ansible, _administrator: Ansible, cloud: FakeCloud) -> Sequence[Result]:
    prepared(cloud)
    cloud.compute.fail_builds("fleet2", "No valid host was found. ")
    failed = ansible.os_node(names=["fleet[1:2]"], image="cirros", flavor="m1.tiny")
    assert fail(failed)
    cloud.compute.add_server("surplus", metadata={"role": "surplus"})
    return [
        succeed(ansible.os_node(name="web1")),
        succeed(ansible.os_node(name="broken", on_error="keep")),
        succeed(ansible.os_node(names=["web1", "broken"], on_error="keep")),
        succeed(ansible.os_node(names=[], selector={"role": "surplus"}, exact=True, check=True)),
        failed,
    ]


def runs_of_os_node_info(ansible: Ansible, administrator: Ansible, cloud: FakeCloud) -> Sequence[Result]:
    prepared(cloud)
    volume = cloud.volume.add_volume("data")
    succeed(ansible.os_node(name="web2", image="cirros", flavor="m1.tiny", volumes=[volume["id"]]))
    asked: dict[str, Any] = {"console_lines": 5, "console_url": "novnc", "actions": True, "interfaces": True}
    return [
        succeed(ansible.os_node_info()),
        succeed(ansible.os_node_info(**asked, volume_attachments=True)),
        succeed(administrator.os_node_info(all_projects=True, diagnostics=True, actions=True, action_events=True)),
    ]


def runs_of_os_catalog_info(ansible: Ansible, administrator: Ansible, _cloud: FakeCloud) -> Sequence[Result]:
    of_a_domain: dict[str, Any] = {
        "project_name": None,
        "project_domain_name": None,
        "token_scope": "domain",
        "domain_id": "default",
    }
    return [
        succeed(ansible.os_catalog_info(show_type="compute", probe=True, return_token=True)),
        succeed(administrator.os_catalog_info(show_type="compute", **of_a_domain)),
        succeed(ansible.os_catalog_info(show_type="compute", service_name="nova2")),
    ]


def runs_of_os_diagnosis_info(ansible: Ansible, _administrator: Ansible, _cloud: FakeCloud) -> Sequence[Result]:
    return [succeed(ansible.run("os_diagnosis_info")), succeed(ansible.run("os_diagnosis_info", password=None))]


def runs_of_os_security_group(ansible: Ansible, _admin: Ansible, _cloud: FakeCloud) -> Sequence[Result]:
    return [succeed(ansible.run("os_security_group", name="web", rules=[{"protocol": "tcp", "port": "22"}]))]


def runs_of_os_security_group_rule(ansible: Ansible, _admin: Ansible, cloud: FakeCloud) -> Sequence[Result]:
    cloud.network.add_security_group("web")
    return [succeed(ansible.run("os_security_group_rule", security_group="web", remote_group="web"))]


def runs_of_os_topology(ansible: Ansible, _admin: Ansible, cloud: FakeCloud) -> Sequence[Result]:
    whole: dict[str, Any] = {
        "name": "shop",
        "networks": [{"name": "shop"}],
        "volumes": [{"name": "data", "size": 1}],
        "nodes": [{"name": "web1", "image": "cirros", "flavor": "m1.tiny", "networks": ["private"]}],
    }
    made = succeed(ansible.run("os_topology", **whole))
    cloud.faults.add(method="POST", path=r"/networks$", status=409)
    failed = ansible.run("os_topology", name="shop", networks=[{"name": "other"}])
    fail(failed)
    return [made, failed, succeed(ansible.run("os_topology", name="shop", state="absent"))]


def runs_of_os_topology_info(ansible: Ansible, _admin: Ansible, _cloud: FakeCloud) -> Sequence[Result]:
    succeed(ansible.run("os_topology", name="shop", networks=[{"name": "shop"}]))
    return [succeed(ansible.run("os_topology_info", name="shop"))]


def runs_of_os_floating_ip(ansible: Ansible, _admin: Ansible, _cloud: FakeCloud) -> Sequence[Result]:
    return [succeed(ansible.run("os_floating_ip", network="public"))]


def runs_of_os_network(ansible: Ansible, _admin: Ansible, _cloud: FakeCloud) -> Sequence[Result]:
    return [succeed(ansible.run("os_network", name="private"))]


def runs_of_os_subnet(ansible: Ansible, _admin: Ansible, _cloud: FakeCloud) -> Sequence[Result]:
    routes = [{"destination": "10.9.0.0/16", "nexthop": "10.0.0.5"}]
    return [succeed(ansible.run("os_subnet", name="private-v4", host_routes=routes))]


def runs_of_os_router(ansible: Ansible, _admin: Ansible, _cloud: FakeCloud) -> Sequence[Result]:
    options: dict[str, Any] = {
        "interfaces": ["private-v4"],
        "routes": [{"destination": "10.9.0.0/16", "nexthop": "10.0.0.5"}],
    }
    return [succeed(ansible.run("os_router", name="edge", external_gateway="public", **options))]


def runs_of_os_keypair(ansible: Ansible, _admin: Ansible, _cloud: FakeCloud) -> Sequence[Result]:
    return [succeed(ansible.run("os_keypair", name="alice", public_key=new_public_key()))]


def runs_of_os_keypair_info(ansible: Ansible, _admin: Ansible, _cloud: FakeCloud) -> Sequence[Result]:
    return [succeed(ansible.run("os_keypair_info"))]


def runs_of_os_server_group(ansible: Ansible, _admin: Ansible, _cloud: FakeCloud) -> Sequence[Result]:
    options: dict[str, Any] = {"policy": "anti-affinity", "rules": {"max_server_per_host": 2}}
    return [succeed(ansible.run("os_server_group", name="db", **options))]


def runs_of_os_server_group_info(ansible: Ansible, administrator: Ansible, cloud: FakeCloud) -> Sequence[Result]:
    runs_of_os_server_group(ansible, administrator, cloud)
    return [succeed(ansible.run("os_server_group_info"))]


def runs_of_os_volume(ansible: Ansible, _admin: Ansible, cloud: FakeCloud) -> Sequence[Result]:
    cloud.compute.add_server("db1")
    options: dict[str, Any] = {"size": 1, "image": "cirros", "metadata": {"role": "db"}, "attached_to": ["db1"]}
    return [succeed(ansible.run("os_volume", name="data", **options))]


def runs_of_os_volume_info(ansible: Ansible, administrator: Ansible, cloud: FakeCloud) -> Sequence[Result]:
    runs_of_os_volume(ansible, administrator, cloud)
    runs_of_os_volume_snapshot(ansible, administrator, cloud)
    return [succeed(ansible.run("os_volume_info")), succeed(ansible.run("os_volume_info", snapshots=True))]


def runs_of_os_volume_snapshot(ansible: Ansible, _admin: Ansible, cloud: FakeCloud) -> Sequence[Result]:
    volume = cloud.volume.add_volume("source")
    options: dict[str, Any] = {"volume": volume["id"], "metadata": {"release": "12"}}
    return [succeed(ansible.run("os_volume_snapshot", name="before", **options))]


def runs_of_os_volume_backup(ansible: Ansible, _admin: Ansible, cloud: FakeCloud) -> Sequence[Result]:
    volume = cloud.volume.add_volume("data")
    return [succeed(ansible.run("os_volume_backup", name="safe", volume=volume["id"]))]


def runs_of_os_port(ansible: Ansible, administrator: Ansible, _cloud: FakeCloud) -> Sequence[Result]:
    options: dict[str, Any] = {
        "allowed_address_pairs": ["10.0.0.99"],
        "extra_dhcp_opts": [{"name": "bootfile-name", "value": "boot"}],
    }
    made = succeed(ansible.run("os_port", name="vip", network="private", **options))
    profile: dict[str, Any] = {"id": made["port"]["id"], "profile": {"pci_slot": "0000:01:00.1"}}
    return [made, succeed(administrator.run("os_port", **profile))]


def runs_of_os_network_info(ansible: Ansible, administrator: Ansible, cloud: FakeCloud) -> Sequence[Result]:
    runs_of_os_port(ansible, administrator, cloud)
    runs_of_os_router(ansible, administrator, cloud)
    runs_of_os_subnet(ansible, administrator, cloud)
    kinds = ("network", "subnet", "port", "router")
    return [succeed(ansible.run("os_network_info", kind=kind)) for kind in kinds]


def runs_of_os_security_group_info(ansible: Ansible, administrator: Ansible, cloud: FakeCloud) -> Sequence[Result]:
    runs_of_os_security_group(ansible, administrator, cloud)
    return [succeed(ansible.run("os_security_group_info"))]


def runs_of_os_floating_ip_info(ansible: Ansible, administrator: Ansible, cloud: FakeCloud) -> Sequence[Result]:
    runs_of_os_floating_ip(ansible, administrator, cloud)
    return [succeed(ansible.run("os_floating_ip_info"))]


def runs_of_os_image(ansible: Ansible, _admin: Ansible, _cloud: FakeCloud) -> Sequence[Result]:
    return [succeed(ansible.run("os_image", name="cirros"))]


def runs_of_os_image_info(ansible: Ansible, _admin: Ansible, cloud: FakeCloud) -> Sequence[Result]:
    project = cloud.accounts.project("demo", "default")
    assert project is not None
    cloud.image.add_image("ours", owner=project.id, visibility="shared")
    succeed(ansible.run("os_image", name="ours", members=["1" * 32]))
    return [succeed(ansible.run("os_image_info")), succeed(ansible.run("os_image_info", name="ours", members=True))]


def runs_of_os_flavor(_ansible: Ansible, administrator: Ansible, _cloud: FakeCloud) -> Sequence[Result]:
    return [succeed(administrator.run("os_flavor", name="m1.tiny"))]


def runs_of_os_flavor_info(_ansible: Ansible, administrator: Ansible, _cloud: FakeCloud) -> Sequence[Result]:
    return [
        succeed(administrator.run("os_flavor_info")),
        succeed(administrator.run("os_flavor_info", visibility="all", access=True)),
    ]


def runs_of_os_availability_zone_info(_ansible: Ansible, administrator: Ansible, _cloud: FakeCloud) -> Sequence[Result]:
    return [succeed(administrator.run("os_availability_zone_info", hosts=True))]


def runs_of_os_hypervisor_info(_ansible: Ansible, administrator: Ansible, cloud: FakeCloud) -> Sequence[Result]:
    cloud.compute.add_server("web1")
    return [succeed(administrator.run("os_hypervisor_info", nodes=True))]


def runs_of_os_api(ansible: Ansible, _administrator: Ansible, _cloud: FakeCloud) -> Sequence[Result]:
    return [
        succeed(ansible.run("os_api", service="network", path="/networks")),
        succeed(ansible.run("os_api", service="network", path="/extensions", method="HEAD")),
    ]


def runs_of_os_application_credential(ansible: Ansible, _admin: Ansible, _cloud: FakeCloud) -> Sequence[Result]:
    rules = [{"service": "compute", "method": "GET", "path": "/v2.1/servers"}]
    options: dict[str, Any] = {"name": "backup", "access_rules": rules, "expires_at": "2099-01-31"}
    return [
        succeed(ansible.run("os_application_credential", **options)),
        succeed(ansible.run("os_application_credential", **options)),
    ]


def runs_of_os_volume_snapshot_info(ansible: Ansible, _admin: Ansible, cloud: FakeCloud) -> Sequence[Result]:
    cloud.volume.add_snapshot("safe", cloud.volume.add_volume("data"))
    return [succeed(ansible.run("os_volume_snapshot_info"))]


def runs_of_os_volume_backup_info(ansible: Ansible, _admin: Ansible, cloud: FakeCloud) -> Sequence[Result]:
    cloud.volume.add_backup("safe", cloud.volume.add_volume("data"))
    return [succeed(ansible.run("os_volume_backup_info"))]


def runs_of_os_reservation_info(_ansible: Ansible, administrator: Ansible, cloud: FakeCloud) -> Sequence[Result]:
    cloud.reservation.add_lease("mine", "p1", updated_at="2026-11-24T12:00:00.000000")
    cloud.reservation.add_host("compute-1", status="up")
    url = f"{cloud.origin}/reservation"
    return [
        succeed(administrator.run("os_reservation_info", reservation_url=url, kind=kind)) for kind in ("lease", "host")
    ]


def runs_of_os_project_info(ansible: Ansible, _administrator: Ansible, _cloud: FakeCloud) -> Sequence[Result]:
    return [succeed(ansible.run("os_project_info"))]


def runs_of_os_quota(_ansible: Ansible, administrator: Ansible, _cloud: FakeCloud) -> Sequence[Result]:
    return [succeed(administrator.run("os_quota", state="default"))]


def runs_of_os_quota_info(ansible: Ansible, _administrator: Ansible, _cloud: FakeCloud) -> Sequence[Result]:
    return [
        succeed(ansible.run("os_quota_info", defaults=True, limits=True)),
        succeed(ansible.run("os_quota_info")),
    ]


# What each service gives out, in its own words.
OF_QUOTAS = ("compute", "network", "volume")


@dataclasses.dataclass(frozen=True)
class Runs:
    """Runs of a module, by a user and an administrator, and the keys whose values have keys that no module knows of."""

    run: Callable[[Ansible, Ansible, FakeCloud], Sequence[Result]]
    free: Sequence[str] = ()


RUNS = {
    "os_availability_zone_info": Runs(runs_of_os_availability_zone_info, ("unavailable",)),
    "os_hypervisor_info": Runs(runs_of_os_hypervisor_info, ("cpu_info",)),
    "os_reservation_info": Runs(runs_of_os_reservation_info, ("reservations",)),
    "os_volume_backup_info": Runs(runs_of_os_volume_backup_info),
    "os_volume_snapshot_info": Runs(runs_of_os_volume_snapshot_info, ("metadata",)),
    "os_application_credential": Runs(runs_of_os_application_credential),
    "os_project_info": Runs(runs_of_os_project_info, ("options",)),
    "os_quota": Runs(runs_of_os_quota, OF_QUOTAS),
    "os_quota_info": Runs(runs_of_os_quota_info, (*OF_QUOTAS, "defaults", "limits")),
    "os_api": Runs(runs_of_os_api, ("headers",)),
    "os_catalog_info": Runs(runs_of_os_catalog_info),
    "os_diagnosis_info": Runs(runs_of_os_diagnosis_info, ("token",)),
    "os_image": Runs(runs_of_os_image, ("properties",)),
    "os_image_info": Runs(runs_of_os_image_info, ("properties", "unavailable")),
    "os_flavor": Runs(runs_of_os_flavor, ("extra_specs",)),
    "os_flavor_info": Runs(runs_of_os_flavor_info, ("extra_specs", "unavailable")),
    "os_floating_ip": Runs(runs_of_os_floating_ip),
    "os_floating_ip_info": Runs(runs_of_os_floating_ip_info),
    "os_keypair": Runs(runs_of_os_keypair),
    "os_keypair_info": Runs(runs_of_os_keypair_info),
    "os_network": Runs(runs_of_os_network),
    "os_network_info": Runs(runs_of_os_network_info, ("profile",)),
    "os_port": Runs(runs_of_os_port, ("profile",)),
    "os_router": Runs(runs_of_os_router),
    "os_security_group": Runs(runs_of_os_security_group),
    "os_security_group_info": Runs(runs_of_os_security_group_info),
    "os_security_group_rule": Runs(runs_of_os_security_group_rule),
    "os_topology": Runs(runs_of_os_topology, tuple(kind.resource.plural_key for kind in KINDS)),
    "os_topology_info": Runs(runs_of_os_topology_info, tuple(kind.resource.plural_key for kind in KINDS)),
    "os_server_group": Runs(runs_of_os_server_group, ("rules",)),
    "os_server_group_info": Runs(runs_of_os_server_group_info, ("rules",)),
    "os_subnet": Runs(runs_of_os_subnet),
    "os_volume": Runs(runs_of_os_volume, ("metadata",)),
    "os_volume_backup": Runs(runs_of_os_volume_backup),
    "os_volume_info": Runs(runs_of_os_volume_info, ("metadata", "unavailable")),
    "os_volume_snapshot": Runs(runs_of_os_volume_snapshot, ("metadata",)),
    "os_node": Runs(runs_of_os_node, OF_NODES),
    "os_node_info": Runs(runs_of_os_node_info, (*OF_NODES, "diagnostics", "unavailable")),
}


def runs_of_plain(case: Case, folder: Path) -> Callable[[Ansible, Ansible, FakeCloud], Sequence[Result]]:
    """Runs of a plain resource's module, which make it with all options, or look for it."""

    def run(ansible: Ansible, administrator: Ansible, _cloud: FakeCloud) -> Sequence[Result]:
        there = Place("fake", ansible.options, administrator.options, "plain-", folder)
        options = there.prepare(case)
        made = succeed(there.run(case, options))
        info = dataclasses.replace(case, module=f"{case.module}_info")
        above = {name: value for name, value in options.items() if name in there.above(case)}
        return [made, succeed(there.run(case, options)), succeed(there.run(info, above))]

    return run


# The first case of each plain resource, which has all options.
PLAIN = {case.module: case for case in reversed(PLAIN_CASES)}


def test_every_module_has_its_runs() -> None:
    plain = {name for module in PLAIN for name in (module, f"{module}_info")}
    # One that only fails: tests/unit/modules/test_names_of_openstack_cloud.py.
    always_fails = {"moved"}
    assert sorted(set(MODULES) ^ ({*RUNS} | plain | always_fails)) == [], (
        "modules without runs in RUNS, or runs of no module"
    )


@pytest.mark.parametrize("module", PLAIN)
def test_plain_module_returns_what_is_documented(
    module: str, ansible: Ansible, administrator: Ansible, cloud: FakeCloud, tmp_path: Path
) -> None:
    case = PLAIN[module]
    made, again, found = runs_of_plain(case, tmp_path)(ansible, administrator, cloud)
    assert differences(module, [made, again], case.free) == []
    assert differences(f"{module}_info", [found], case.free) == []


@pytest.mark.parametrize("module", sorted(RUNS))
def test_what_is_returned_is_documented_and_the_other_way_round(
    module: str, ansible: Ansible, administrator: Ansible, cloud: FakeCloud
) -> None:
    runs = RUNS[module]
    assert differences(module, runs.run(ansible, administrator, cloud), runs.free) == []
