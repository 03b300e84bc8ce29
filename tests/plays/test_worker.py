# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A module that runs in the worker has the same result as one that runs in its own process, key by key."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.plays.conftest import CHECKOUT, PASSWORD, Controller
from ansible_collections.nodeworks.openstack.tests.plays.test_one_token import NODE, cloud_name, play

Task = dict[str, Any]

ACTION = """
from ansible_collections.acme.testing.plugins.modules import probe
from ansible_collections.nodeworks.openstack.plugins.plugin_utils.worker.action import WorkerAction


class ActionModule(WorkerAction):
    MODULE = probe
"""

# What differs between two runs of the same way too.
VOLATILE = re.compile(r"/[^\"]*/ansible-(?:module)?tmp-[^\"]*|req-[0-9a-f-]+|SECRET_[0-9a-f]{8}|\"seconds\": [0-9.]+")
VOLATILE_KEYS = {"seconds"}

# Each task, and what has to stand in its result so that it is known to have done what it is there for.
PROBES: list[tuple[Task, str]] = [
    ({"probe": {}}, '"PROBE_OUTSIDE": "is here"'),
    (
        {"probe": {}, "environment": {"PROBE_ONE": "a b'$c", "PROBE_OPTION": "of the task", "PROBE_TWO": 2}},
        '"option": "of the task"',
    ),
    ({"probe": {"do": "change", "number": "7"}}, '"changed": true'),
    ({"probe": {"what": "change"}, "check_mode": True, "diff": True}, '"check": true'),
    ({"probe": {"what": "change"}, "diff": True}, '"diff": {"before"'),
    ({"probe": {"what": "warn"}}, "careful"),
    ({"probe": {"what": "tell", "secret": "unspeakable"}}, '"in": "-********-"'),
    ({"probe": {"what": "tell", "secret": "unspeakable"}, "no_log": True}, "1180591620717411303424"),
    ({"probe": {"what": "chatter"}}, '"stdout_lines": ["a", "b"]'),
    ({"probe": {"what": "fail", "secret": "unspeakable"}}, '"msg": "no, not ********"'),
    ({"probe": {"what": "fail_with_exception"}}, '"msg": "no"'),
    ({"probe": {"what": "crash", "number": 3}}, "Module failed: boom 3"),
    ({"probe": {"what": "leave"}}, '"rc": 3'),
    ({"probe": {"what": "complain_and_leave"}}, '"module_stderr": "that was it\\n"'),
    ({"probe": {"what": "end_silently"}}, "did not handle its own exit"),
    ({"probe": {"unknown": 1}}, "Unsupported parameters for (probe) module: unknown"),
    ({"probe": {"number": "many"}}, "we were unable to convert to int"),
    ({"probe": {"choice": "c"}}, "value of choice must be one of: a, b"),
    ({"probe": {"number": 1, "choice": "a"}}, "mutually exclusive: number|choice"),
    ({"probe": {"what": "{{ item }}"}, "loop": ["spoil", "look", "fail", "look"]}, "spoilt"),
    ({"probe": {"what": "remember_folder"}}, '"is_there": true'),
    (
        {"probe": {"what": "try_again", "path": "{{ scratch }}/tries"}, "until": "result.tries == 3", "delay": 0},
        '"attempts": 3',
    ),
    ({"probe": {"what": "sleep", "seconds": 30}, "timeout": 1}, "Timed out after 1 second"),
    ({"probe": {}, "delegate_to": "localhost"}, '"directory"'),
    ({"probe": {"what": "change"}, "changed_when": False, "failed_when": "not result.changed"}, '"failed": true'),
]


@pytest.fixture
def collections(tmp_path: Path) -> str:
    """Where the collection of the probe and ours are."""
    plugins = tmp_path / "collections" / "ansible_collections" / "acme" / "testing" / "plugins"
    for kind in ("action", "modules"):
        (plugins / kind).mkdir(parents=True)
    shutil.copy(Path(__file__).with_name("probe.py"), plugins / "modules")
    (plugins / "action" / "probe.py").write_text(ACTION, encoding="utf-8")
    return f"{tmp_path / 'collections'}:{CHECKOUT / '.build'}"


def both_ways(controller: Controller, collections: str, tasks: list[Task], *arguments: str, **variables: str) -> Any:
    """The results of the tasks, each in the worker and in a process: a list of pairs."""
    plays = [way_play(controller, way, tasks) for way in (True, False)]
    # Newer Ansibles return the arguments as the module understood them only if they are told to.
    variables |= {"ANSIBLE_COLLECTIONS_PATH": collections, "ANSIBLE_INJECT_INVOCATION": "true"}
    printed = controller.play(plays, *arguments, **variables)
    worker, process = (json.loads((controller.home / f"{way}.json").read_text("utf-8")) for way in (True, False))
    return printed, list(zip(worker, process, strict=True))


def way_play(controller: Controller, in_process: bool, tasks: list[Task]) -> dict[str, Any]:
    """A play that writes the results of its tasks into a file."""
    scratch = controller.home / str(in_process)
    scratch.mkdir()
    noted: list[Task] = [{"ansible.builtin.set_fact": {"results": []}}]
    for task in tasks:
        noted.append({"ignore_errors": True, **task, "register": "result"})
        noted.append({"ansible.builtin.set_fact": {"results": "{{ results + [result] }}"}, "no_log": True})
    write = {"content": "{{ results | to_json }}", "dest": f"{controller.home}/{in_process}.json", "mode": "0600"}
    return {
        "hosts": "localhost",
        "gather_facts": False,
        "collections": ["acme.testing"],
        "vars": {"nodeworks_in_process": in_process, "scratch": str(scratch)},
        "tasks": [*noted, {"ansible.builtin.copy": write, "no_log": True}],
    }


def comparable(value: Any, scratch: Path) -> Any:
    """A result without what differs from run to run."""
    if isinstance(value, Mapping):
        return {key: comparable(item, scratch) for key, item in value.items() if key not in VOLATILE_KEYS}
    if isinstance(value, list):
        return [comparable(item, scratch) for item in value]
    if isinstance(value, str):
        return VOLATILE.sub(
            "...", value.replace(f"{scratch}/True/", "{scratch}/").replace(f"{scratch}/False/", "{scratch}/")
        )
    return value


def shown(printed: str, scratch: Path) -> list[list[str]]:
    """The results as each of the two plays showed them."""
    plays = re.split(r"(?m)^PLAY ", printed)[1:3]
    results = [re.findall(r"(?ms)^(?:ok|changed|fatal|failed|skipping): \[.*?^}", play) for play in plays]
    return [[str(comparable(result, scratch)) for result in shown] for shown in results]


def test_results_are_the_same(controller: Controller, collections: str) -> None:
    tasks = [task for task, _word in PROBES]
    printed, results = both_ways(controller, collections, tasks, "-vvv", PROBE_OUTSIDE="is here")
    assert printed.count("Running probe in the worker") >= len(PROBES)
    assert printed.count("Running probe as a module: nodeworks_in_process is false") >= len(PROBES)
    for (task, word), (worker, process) in zip(PROBES, results, strict=True):
        assert word in json.dumps(worker), task
        assert comparable(worker, controller.home) == comparable(process, controller.home), task
    worker, process = shown(printed, controller.home)
    assert '"number": 7' in "".join(worker), "the arguments of the module as it understood them"
    assert "[WARNING]: careful" in printed
    assert len(worker) > len(PROBES)
    assert worker == process
    assert "unspeakable" not in printed


# Our own modules: what changes nothing, so that the second way finds what the first did.
NODES: list[tuple[Task, str]] = [
    ({"name": "web1", **NODE}, '"changed": false'),
    ({"name": "web1", "metadata": {"role": "web"}, "size": "m1.tiny"}, '"changed": true'),
    ({"name": "web2", **NODE}, '"changed": true'),
    ({"name": "web2", **NODE, "image": "cirrus"}, "Did you mean 'cirros'?"),
    ({"name": "web1", "flavor": "m1.small"}, "flavor is 'm1.tiny', wanted 'm1.small'"),
    ({"name": "web1", "id": "x"}, "mutually exclusive: name|names|id"),
    ({"name": "web1", "metadata": "none"}, "dict"),
    ({"name": "web1", "flavor": "a", "size": "b"}, "flavor and size mean the same, but differ"),
    ({"name": "web1", "region_name": "nowhere"}, "Could not find specified endpoint"),
    ({"name": "web1", "password": PASSWORD, "trace": "result"}, '"curl": "curl -sS'),
    ({"name": "web1", "api_timeout": 5, "validate_certs": False}, '"state": "running"'),
    ({"name": "web1", "cloud": "no-such-cloud"}, "no-such-cloud"),
]


def test_results_of_a_node_are_the_same(controller: Controller, collections: str) -> None:
    controller.cloud.compute.add_server(name="web1", key_name=None)
    default = {"cloud": cloud_name(controller), "region_name": "RegionOne"}
    tasks: list[Task] = [
        {"nodeworks.openstack.os_node": {**default, **options}, "check_mode": True, "diff": True}
        for options, _word in NODES
    ]
    # The first who comes asks for a token, and for the ids of images.
    controller.play(play([{**task, "ignore_errors": True} for task in tasks]))
    printed, results = both_ways(controller, collections, tasks, "-vvv")
    for (options, word), (worker, process) in zip(NODES, results, strict=True):
        assert word in json.dumps(worker), (options, worker)
        assert comparable(worker, controller.home) == comparable(process, controller.home), options
    worker, process = shown(printed, controller.home)
    assert '"invocation": {' in worker[1]
    assert worker == process
    assert PASSWORD not in printed


LOCAL = {"ansible_connection": "local"}
LINKED_PYTHON = "{{ playbook_dir }}/python"

# Each task, and where and why it runs there in the words of -vvv.
PLACES: list[tuple[Task, str]] = [
    ({"connection": "local"}, "in the worker"),
    ({"vars": LOCAL}, "in the worker"),
    ({"vars": {"ansible_connection": "ansible.builtin.local"}}, "in the worker"),
    ({"delegate_to": "localhost"}, "in the worker"),
    ({"local_action": "probe what=where", "probe": None}, "in the worker"),
    ({"vars": {**LOCAL, "nodeworks_in_process": "{{ 1 == 1 }}"}}, "in the worker"),
    ({"vars": {**LOCAL, "ansible_python_interpreter": "auto_silent"}}, "in the worker"),
    ({"vars": {**LOCAL, "nodeworks_in_process": "{{ 1 == 2 }}"}}, "as a module: nodeworks_in_process is false"),
    ({"vars": {**LOCAL, "ansible_python_interpreter": LINKED_PYTHON}}, "as a module: the interpreter is"),
    ({"connection": "local", "async": 20, "poll": 1}, "as a module: it is asynchronous"),
    ({"connection": "local", "environment": {"PYTHONUTF8": "1"}}, "as a module: the environment has PYTHONUTF8"),
    (
        {"vars": {**LOCAL, "ansible_become_exe": "/bin/false"}, "become": True, "become_user": "nobody"},
        "as a module: it becomes another user",
    ),
    (
        {"vars": {"ansible_connection": "ssh", "ansible_ssh_executable": "/bin/false"}, "ignore_unreachable": True},
        "as a module: the connection is ansible.builtin.ssh",
    ),
]


def places(controller: Controller, collections: str, tasks: list[Task], **variables: str) -> list[str]:
    """How each task that looks where it runs was run, in the words of -vvv. What it says itself has to agree."""
    looks = [{"probe": {"what": "where"}, "ignore_errors": True, **task} for task in tasks]
    looks = [{key: value for key, value in look.items() if value is not None} for look in looks]
    head = {"hosts": "web1", "gather_facts": False, "collections": ["acme.testing"], "tasks": looks}
    variables = {"ANSIBLE_COLLECTIONS_PATH": collections, **variables}
    printed = controller.play([head], "-i", "web1,", "-vvv", **variables)
    found = []
    for part in re.split(r"(?m)^TASK ", printed)[1:]:
        words = re.findall(r"Running probe (in the worker|as a module: .*)$", part, re.MULTILINE)
        assert len(words) == 1, part
        assert ('"in_worker": true' in part) == (words[0] == "in the worker"), part
        found += words
    return found


def test_place(controller: Controller, collections: str) -> None:
    (controller.home / "python").symlink_to(sys.executable)
    found = places(controller, collections, [task for task, _word in PLACES])
    for (task, word), place in zip(PLACES, found, strict=True):
        assert place.startswith(word), task


def test_files_that_are_to_be_kept_are_made(controller: Controller, collections: str) -> None:
    found = places(controller, collections, [{"connection": "local"}], ANSIBLE_KEEP_REMOTE_FILES="1")
    assert found == ["as a module: its files are to be kept"]


@pytest.mark.parametrize("strategy", ["linear", "free", "host_pinned"])
def test_code_is_imported_before_the_fork(controller: Controller, collections: str, strategy: str) -> None:
    tasks = [{"probe": {"what": "where"}, "register": "result", "failed_when": "not result.imported_before_fork"}]
    head = {"hosts": "all", "gather_facts": False, "collections": ["acme.testing"], "connection": "local"}
    plays = [{**head, "strategy": f"ansible.builtin.{strategy}", "tasks": tasks}]
    controller.play(plays, "-i", "web1,web2", ANSIBLE_COLLECTIONS_PATH=collections)


def test_temporary_folder_is_removed(controller: Controller, collections: str) -> None:
    task = {"probe": {"what": "remember_folder"}}
    _printed, [(worker, _process)] = both_ways(controller, collections, [task])
    assert worker["is_there"]
    assert not Path(worker["folder"]).exists()


def test_switch_has_to_be_a_switch(controller: Controller, collections: str) -> None:
    task = {"probe": {}, "vars": {"nodeworks_in_process": "perhaps"}, "ignore_errors": True}
    head = {"hosts": "localhost", "gather_facts": False, "collections": ["acme.testing"]}
    printed = controller.play([{**head, "tasks": [task]}], ANSIBLE_COLLECTIONS_PATH=collections)
    assert "The variable nodeworks_in_process must be true or false" in printed


def test_defaults_of_a_module_are_its_own(controller: Controller) -> None:
    controller.cloud.compute.add_server(name="web1")
    defaults = {
        "group/nodeworks.openstack.openstack": {"cloud": cloud_name(controller), "region_name": "RegionOne"},
        "nodeworks.openstack.os_node": {"name": "web1"},
        "nodeworks.openstack.os_catalog_info": {"show_type": "compute"},
    }
    tasks: list[Task] = [
        {"nodeworks.openstack.os_node": {}, "register": "result", "failed_when": "result.node.name != 'web1'"},
        {
            "nodeworks.openstack.os_catalog_info": {},
            "register": "result",
            "failed_when": "result.catalog | map(attribute='type') | list != ['compute']",
        },
        {"os_node": {}, "collections": ["nodeworks.openstack"]},
    ]
    printed = controller.play([{**part, "module_defaults": defaults} for part in play(tasks)], "-vvv")
    assert printed.count("in the worker") == len(tasks)


def test_ctrl_c_ends_a_task_at_once(controller: Controller, collections: str) -> None:
    note = controller.home / "pid"
    head = {"hosts": "localhost", "gather_facts": False, "collections": ["acme.testing"]}
    playbook = controller.home / "sleep.yml"
    playbook.write_text(
        json.dumps([{**head, "tasks": [{"probe": {"what": "sleep", "seconds": 60, "path": str(note)}}]}])
    )
    variables = controller.variables(ANSIBLE_COLLECTIONS_PATH=collections)
    command = ["ansible-playbook", str(playbook)]
    process = subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        wait_until(lambda: note.exists() and note.read_text() != "")
        process.send_signal(signal.SIGINT)
        printed, _nothing = process.communicate(timeout=20)
    finally:
        process.kill()
    assert process.returncode != 0
    assert "interrupted" in printed
    wait_until(lambda: not Path(f"/proc/{note.read_text()}").exists())


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait until something is so, twenty seconds at most."""
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.02)


def test_progress_is_shown_in_the_worker_alone(controller: Controller) -> None:
    controller.cloud.build_seconds = 5
    inventory = controller.home / "hosts.ini"
    hosts = ("web1", "web2 nodeworks_progress=false", "web3 nodeworks_in_process=false", "web4 quiet=true")
    inventory.write_text("\n".join(hosts), encoding="utf-8")
    options = {"cloud": cloud_name(controller), "region_name": "RegionOne", "name": "{{ inventory_hostname }}", **NODE}
    tasks: list[Task] = [{"nodeworks.openstack.os_node": options, "no_log": "{{ quiet | default(false) }}"}]
    printed = controller.play(play(tasks, "all"), "-i", str(inventory))
    lines = [line for line in printed.splitlines() if "waiting for" in line]
    assert len(lines) == 1
    assert re.fullmatch(r"\[web1\] waiting for node 'web1' .*: it is BUILD.*, [345] s", lines[0])
