# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Roles and modules on a cloud whose names and words are odd: they stay words, on the terminal and in files, too."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.nodeworks.openstack.tests.plays.conftest import CHECKOUT, Controller

TEXT = "{{ 6 * 7 }}"
RED = "red\x1b[31m\x07"
CLOUD = {"group/nodeworks.openstack.openstack": {"cloud": "loopback"}}
# Modules of Ansible that write files where a play says.
WRITERS = {"assemble", "blockinfile", "copy", "fetch", "file", "get_url", "known_hosts", "lineinfile", "replace",
           "script", "synchronize", "template", "tempfile", "unarchive"}  # fmt: skip


def play_of(*tasks: dict[str, Any], hosts: str = "localhost", **more: Any) -> dict[str, Any]:
    return {"hosts": hosts, "gather_facts": False, "module_defaults": CLOUD, "tasks": list(tasks), **more}


def acts_on_a_terminal(text: str) -> bool:
    return any(unicodedata.category(one) in ("Cc", "Cf") and one not in "\n\t" for one in text)


ODD = ("-dash", "all", "a/b", "..", "with blank", "localhost", "127.1", "known", "localnodes", TEXT)


def test_role_nodes_makes_hosts_of_safe_names(controller: Controller) -> None:
    """`localnodes` is the role's own group, and `known` one that was there before."""
    compute = controller.cloud.compute
    ids = {name: compute.add_server("x", overrides={"name": name}, metadata={"words": TEXT}).id for name in ODD}
    compute.add_server("web1", metadata={"words": TEXT})
    compute.add_server("bare", networks=())
    (controller.home / "hosts.yml").write_text("all: {children: {known: {hosts: {}}}}", encoding="utf-8")
    look = {"nodeworks.openstack.os_node_info": {}, "register": "found"}
    role = {
        "ansible.builtin.include_role": {"name": "nodeworks.openstack.nodes", "tasks_from": "inventory"},
        "vars": {"nodes_found": "{{ found.nodes }}", "nodes_group": "localnodes"},
    }
    seen = "{{ ansible_play_hosts | map('extract', hostvars) | list | to_json }}"
    told = {
        "ansible.builtin.copy": {"dest": str(controller.home / "told.json"), "content": seen},
        "run_once": True,
    }
    ours = play_of(told, hosts="localnodes", connection="local")
    printed = controller.play([play_of(look, role), ours], "-i", str(controller.home / "hosts.yml"))
    hosts = json.loads((controller.home / "told.json").read_text(encoding="utf-8"))
    assert {host["nodes_node"]["name"]: host["inventory_hostname"] for host in hosts} == {**ids, "web1": "web1"}
    assert all(host["ansible_host"].startswith("10.") for host in hosts)
    assert {host["nodes_node"]["metadata"]["words"] for host in hosts} == {TEXT}
    said = " ".join(printed.split())
    assert "1 nodes have no address as connect_with wants it: 'bare'. They are left out." in said
    assert f"{len(ODD)} nodes have names that a host cannot have" in said


@pytest.mark.parametrize(("require", "hosts"), [("warn", 2), ("skip", 1)])
def test_role_nodes_and_nodes_without_an_address(controller: Controller, require: str, hosts: int) -> None:
    compute = controller.cloud.compute
    nodes = [compute.add_server("web1"), compute.add_server("bare", networks=())]
    look = {"nodeworks.openstack.os_node_info": {}, "register": "found"}
    role = {
        "ansible.builtin.include_role": {"name": "nodeworks.openstack.nodes", "tasks_from": "inventory"},
        "vars": {"nodes_found": "{{ found.nodes }}", "nodes_require_address": require},
    }
    count = {"ansible.builtin.assert": {"that": f"groups.nodes | length == {hosts}"}}
    printed = controller.play([play_of(look, role, count)])
    assert len(nodes) == 2
    assert ("so that ssh takes their names" in " ".join(printed.split())) is (require == "warn")
    refused = {**role, "vars": {"nodes_found": "{{ found.nodes }}", "nodes_require_address": "fail"}}
    with pytest.raises(AssertionError, match="have no address as connect_with"):
        controller.play([play_of(look, refused)])


def test_what_is_no_list_of_nodes_is_an_error(controller: Controller) -> None:
    wrong = {
        "'web1'": "as_hosts takes a list of nodes",
        "[{'name': 'x'}]": "as_hosts takes a list of nodes",
        "[1]": "as_hosts takes a list of nodes",
        "[], require_address='no'": "require_address is one of warn, skip and fail, not 'no'",
    }
    tasks = []
    for number, given in enumerate(wrong):
        nodes, _comma, more = given.partition(", ")
        message = "{{ " + nodes + " | nodeworks.openstack.as_hosts(" + more + ") }}"
        tasks.append({"ansible.builtin.debug": {"msg": message}, "ignore_errors": True, "register": f"said{number}"})
    told = "{{ [said0, said1, said2, said3] | map(attribute='msg') | to_json }}"
    path = controller.home / "told.json"
    controller.play([play_of(*tasks, {"ansible.builtin.copy": {"dest": str(path), "content": told}})])
    messages = json.loads(path.read_text(encoding="utf-8"))
    assert len(messages) == len(wrong)
    for message, complaint in zip(messages, wrong.values()):
        assert complaint in message


@pytest.mark.parametrize("in_worker", [True, False])
def test_results_are_no_templates(controller: Controller, in_worker: bool) -> None:
    """Of a name, metadata, a description and an error of the service: each is as it was said."""
    controller.cloud.compute.add_server("x", overrides={"name": TEXT}, metadata={"words": TEXT}, description=TEXT)
    network = {"nodeworks.openstack.os_network": {"name": TEXT, "description": "{% raw %}" + TEXT + "{% endraw %}"}}
    network["nodeworks.openstack.os_network"]["name"] = "{% raw %}" + TEXT + "{% endraw %}"
    look = {"nodeworks.openstack.os_node_info": {}, "register": "found"}
    told = {
        "ansible.builtin.copy": {
            "dest": str(controller.home / "told.json"),
            "content": "{{ [found.nodes[0].name, found.nodes[0].metadata.words, made.network.description] | to_json }}",
        }
    }
    play = play_of(look, {**network, "register": "made"}, told, vars={"nodeworks_in_process": in_worker})
    printed = controller.play([play], "-vvv", "--diff")
    assert json.loads((controller.home / "told.json").read_text(encoding="utf-8")) == [TEXT, TEXT, TEXT]
    assert "Running nodeworks.openstack.os_node_info " + ("in the worker" if in_worker else "as a module") in printed


@pytest.mark.parametrize("in_worker", [True, False])
def test_nothing_acts_on_the_terminal(controller: Controller, in_worker: bool) -> None:
    """Not as a warning, an error, progress, a diff or the label of a loop."""
    compute = controller.cloud.compute
    for _twin in range(2):
        compute.add_server(RED)
    slow = compute.add_server(f"slow{RED}", status="SHUTOFF")
    controller.cloud.timings.action_seconds = 6  # twice as long as until the first word
    tasks: list[dict[str, Any]] = [
        {"nodeworks.openstack.os_node": {"name": RED, "state": "stopped"}, "ignore_errors": True},
        {"nodeworks.openstack.os_node": {"id": slow.id, "state": "started"}},
        {"nodeworks.openstack.os_node": {"names": [f"slow{RED}"], "metadata": {"words": RED}}},
        {"nodeworks.openstack.os_node_info": {}, "register": "found"},
        {
            "ansible.builtin.include_role": {"name": "nodeworks.openstack.nodes", "tasks_from": "inventory"},
            "vars": {"nodes_found": "{{ found.nodes }}"},
        },
    ]
    printed = controller.play([play_of(*tasks, vars={"nodeworks_in_process": in_worker})], "--diff")
    assert not acts_on_a_terminal(printed)
    assert r"red\x1b[31m\x07" in printed
    assert "[ERROR]" in printed
    assert (r"[localhost] waiting for node 'slowred\x1b[31m\x07'" in printed) is in_worker
    path = controller.home / "x.os_nodes.yml"
    path.write_text(
        "plugin: nodeworks.openstack.os_nodes\ncloud: loopback\ncompat: openstack.cloud\n", encoding="utf-8"
    )
    for how in (["--graph"], ["--list"], ["--graph", "-vvvv"]):
        assert not acts_on_a_terminal(controller.run("ansible-inventory", "-i", str(path), *how))


def test_fleet_and_teardown_show_names_as_text(controller: Controller) -> None:
    """Anybody in the project can mark something as the fleet's."""
    volume = controller.cloud.volume.add_volume(f"v{RED}", 1, metadata={"nodeworks_fleet": "web"})
    roles = [
        {"role": "nodeworks.openstack.teardown", "vars": {"teardown_fleet": "web", "teardown_confirm": "web"}},
    ]
    printed = controller.play([play_of(roles=roles)])
    assert not acts_on_a_terminal(printed)
    assert "item=vred\\u001b[31m\\u0007" in printed
    assert volume["id"] not in str(controller.cloud.volume.volumes)


def test_report_of_a_cloud_with_odd_words_is_safe_to_look_at(controller: Controller) -> None:
    controller.cloud.faults.add(path=r"/servers$", times=None, status=500, body=f"Away {RED} {TEXT} <b>")
    controller.cloud.faults.add(path=r"/v2.1/?$", times=None, status=500, body=f"Away {RED} {TEXT} <b>")
    files = {
        "diagnose_text_file": str(controller.home / "d.txt"),
        "diagnose_page_file": str(controller.home / "d.html"),
    }
    roles = [{"role": "nodeworks.openstack.diagnose", "vars": {**files, "diagnose_fail": False}}]
    printed = controller.play([play_of(roles=roles)])
    text, page = (Path(path).read_text(encoding="utf-8") for path in files.values())
    assert f"Away red?[31m? {TEXT}" in text
    assert "<b>" not in page.partition("<body>")[2].replace("<b>What to set</b>", "")
    assert not acts_on_a_terminal(text)
    assert not acts_on_a_terminal(printed)


def test_roles_and_playbooks_write_no_files_but_those_that_a_user_names() -> None:
    """So nothing that a cloud says can choose where one is written."""
    written = {}
    for path in sorted([*CHECKOUT.glob("roles/*/tasks/*.yml"), *CHECKOUT.glob("playbooks/*.yml")]):
        for task in tasks_in(yaml.safe_load(path.read_text(encoding="utf-8"))):
            for module, options in task.items():
                if module.rpartition(".")[2] in WRITERS and isinstance(options, dict):
                    written[f"{path.parent.parent.name}: {task['name']}"] = options.get("dest", options.get("path"))
                assert module not in ("ansible.builtin.shell", "ansible.builtin.command", "ansible.builtin.raw")
    assert written == {
        "diagnose: Write the text": "{{ diagnose_text_file }}",
        "diagnose: Write the page": "{{ diagnose_page_file }}",
    }


def tasks_in(content: Any) -> list[dict[str, Any]]:
    """All tasks of a file, those of blocks and plays included."""
    found = []
    for one in content or []:
        nested = [
            key for key in ("tasks", "pre_tasks", "post_tasks", "handlers", "block", "rescue", "always") if key in one
        ]
        found += [one, *(task for key in nested for task in tasks_in(one[key]))]
    return found
