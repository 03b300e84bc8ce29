# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What modules return is documented, and what is documented they return.

A new module gets an entry in RUNS, with runs that show everything it can return.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.documented import differences
from ansible_collections.nodeworks.openstack.tests.unit.modules.node_answers import answer_all
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


def runs_of_os_node(ansible: Ansible, cloud: FakeCloud) -> Sequence[Result]:
    prepared(cloud)
    cloud.compute.fail_builds("fleet2", "No valid host was found. ")
    failed = ansible.os_node(names=["fleet[1:2]"], image="cirros", flavor="m1.tiny")
    assert fail(failed)
    return [
        succeed(ansible.os_node(name="web1")),
        succeed(ansible.os_node(name="broken", on_error="keep")),
        succeed(ansible.os_node(names=["web1", "broken"], on_error="keep")),
        failed,
    ]


def runs_of_os_node_info(ansible: Ansible, cloud: FakeCloud) -> Sequence[Result]:
    prepared(cloud)
    answer_all(cloud)
    asked: dict[str, Any] = {"console_lines": 5, "console_url": "novnc", "actions": True, "interfaces": True}
    return [
        succeed(ansible.os_node_info()),
        succeed(ansible.os_node_info(**asked, volume_attachments=True, diagnostics=True)),
        succeed(ansible.os_node_info(actions=True, action_events=True)),
    ]


def runs_of_os_catalog_info(ansible: Ansible, cloud: FakeCloud) -> Sequence[Result]:
    administrator = Ansible(cloud, {**ansible.options, **cloud.connection_options("admin")})
    of_a_domain = {"project_name": None, "project_domain_name": None, "token_scope": "domain", "domain_id": "default"}
    return [
        succeed(ansible.os_catalog_info(show_type="compute", probe=True, return_token=True)),
        succeed(administrator.os_catalog_info(show_type="compute", **of_a_domain)),
        succeed(ansible.os_catalog_info(show_type="compute", service_name="nova2")),
    ]


@dataclasses.dataclass(frozen=True)
class Runs:
    """Runs of a module, and the keys whose values have keys of the user's or the service's own."""

    run: Callable[[Ansible, FakeCloud], Sequence[Result]]
    free: Sequence[str] = ()


RUNS = {
    "os_catalog_info": Runs(runs_of_os_catalog_info),
    "os_node": Runs(runs_of_os_node, OF_NODES),
    "os_node_info": Runs(runs_of_os_node_info, (*OF_NODES, "diagnostics", "unavailable")),
}


def test_every_module_has_its_runs() -> None:
    assert sorted(RUNS) == MODULES


@pytest.mark.parametrize("module", MODULES)
def test_what_is_returned_is_documented_and_the_other_way_round(
    module: str, ansible: Ansible, cloud: FakeCloud
) -> None:
    runs = RUNS[module]
    assert differences(module, runs.run(ansible, cloud), runs.free) == []
