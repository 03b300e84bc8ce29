# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One token for all that a user does, however many tasks, services, regions and forks that is."""

from __future__ import annotations

from typing import Any

from ansible_collections.nodeworks.openstack.tests.plays.conftest import Controller

NODE = {"image": "cirros", "flavor": "m1.tiny", "networks": ["private"], "security_groups": ["default"]}


def play(tasks: list[Any], hosts: str = "localhost") -> list[Any]:
    return [{"hosts": hosts, "gather_facts": False, "connection": "local", "tasks": tasks}]


def cloud_name(controller: Controller) -> str:
    return controller.clouds_yaml.read_text(encoding="utf-8").split("clouds:")[1].split(":")[0].strip()


def test_twenty_tasks_over_three_services_and_two_regions(controller: Controller) -> None:
    tasks = [
        {
            "nodeworks.openstack.os_node": {
                "cloud": cloud_name(controller),
                "region_name": region,
                "name": f"web{number}",
                **NODE,
            }
        }
        for number in range(10)
        for region in ("RegionOne", "RegionTwo")
    ]
    controller.play(play(tasks))
    services = {(request.service, request.region) for request in controller.cloud.requests}
    assert {service for service, _region in services} == {"identity", "compute", "image", "network"}
    assert {region for service, region in services if service == "compute"} == {"RegionOne", "RegionTwo"}
    assert len(controller.cloud.compute.servers) == 20
    assert controller.tokens_asked_for() == 1


def test_fifty_forks_at_once(controller: Controller) -> None:
    inventory = controller.home / "hosts.ini"
    inventory.write_text("\n".join(f"worker{number}" for number in range(50)), encoding="utf-8")
    task = {"nodeworks.openstack.os_node": {"cloud": cloud_name(controller), "name": "nobody", "state": "absent"}}
    controller.play(play([task], "all"), "-i", str(inventory), "--forks", "50")
    # Each looks for its name, and then for those that Nova cannot reach.
    assert len(controller.cloud.calls("compute")) == 100
    assert controller.tokens_asked_for() == 1


def test_inventory_and_a_play_after_it(controller: Controller) -> None:
    controller.cloud.compute.add_server(name="web1")
    inventory = controller.home / "all.os_nodes.yml"
    inventory.write_text(
        f"plugin: nodeworks.openstack.os_nodes\ncloud: {cloud_name(controller)}\nregion_name: RegionOne\n",
        encoding="utf-8",
    )
    assert "web1" in controller.run("ansible-inventory", "-i", str(inventory), "--graph")
    task = {
        "nodeworks.openstack.os_node": {
            "cloud": cloud_name(controller),
            "region_name": "RegionOne",
            "name": "web1",
        },
        "register": "node",
        "failed_when": "node.changed or node.api_calls != 1",
    }
    controller.play(play([task]), "-i", str(inventory))
    assert controller.tokens_asked_for() == 1


def test_revoked_token_is_renewed_once_and_a_wrong_password_finds_none(controller: Controller) -> None:
    options = {"cloud": cloud_name(controller), "region_name": "RegionOne", "name": "nobody", "state": "absent"}
    controller.play(play([{"nodeworks.openstack.os_node": options}]))
    controller.cloud.tokens.revoke_all()
    controller.play(play([{"nodeworks.openstack.os_node": options}, {"nodeworks.openstack.os_node": options}]))
    assert controller.tokens_asked_for() == 2
    wrong = {
        "nodeworks.openstack.os_node": {**options, "password": "a-wrong-guess"},
        "register": "refused",
        "failed_when": "'requires authentication' not in refused.msg",
    }
    controller.play(play([wrong]))
