# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Ansible prints, logs and hands on of secrets, where everything around a module repeats them.

`make test` runs it on its ansible-core, `make test-matrix` on the others: until 2.21 a module's result is masked before
Ansible has it, since 2.22 while Ansible shows it. So what counts is what Ansible shows, not what a module returns.
"""

from __future__ import annotations

import json
import urllib.parse
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.wire import Answer, Request
from ansible_collections.nodeworks.openstack.tests.plays.conftest import PASSWORD, Controller
from ansible_collections.nodeworks.openstack.tests.plays.test_one_token import NODE, cloud_name, play

# In a file of variables: of a playbook Ansible shows the lines around a task that fails.
SECRETS: dict[str, Any] = {
    "password": PASSWORD,
    "admin_password": "plum-window-carpet",
    "proxy_password": "pine-trumpet-velvet",
    "query_token": "fern/cobalt+meadow",
    "sent": {"password": "sand-harbour-quill", "secret": 'a "quoted" willow-lamp', "passcode": 483920175},
}

# Where the tasks run, how loud, and with what in the environment.
RUNS: dict[str, tuple[bool, tuple[str, ...], dict[str, str]]] = {
    "in the worker": (True, (), {}),
    "in the worker, loud": (
        True,
        ("-vvvv", "--diff"),
        {"ANSIBLE_INJECT_INVOCATION": "true", "ANSIBLE_DISPLAY_TRACEBACK": "always"},
    ),
    "as modules, loud": (
        False,
        ("-vvvv", "--diff"),
        {"ANSIBLE_INJECT_INVOCATION": "true", "ANSIBLE_DISPLAY_TRACEBACK": "always"},
    ),
}


def repeat(request: Request, _answer: Answer) -> Answer:
    """A service that tells in its refusal all that it was sent."""
    query = urllib.parse.unquote_plus(str(request.query))
    said = f"Cannot: {dict(request.headers)} {query} {request.raw.decode()} {request.body}"
    return Answer(400, json.dumps({"badRequest": {"code": 400, "message": said}}).encode(), {})


def tasks_of(controller: Controller) -> list[dict[str, Any]]:
    """Tasks that bring secrets into messages, nested failures, warnings, traces, tracebacks and answers."""
    who = {"auth_url": controller.cloud.auth_url, "username": "demo", "password": "{{ password }}"}
    who.update(project_name="demo", user_domain_id="default", project_domain_id="default")
    by_name = {"cloud": cloud_name(controller), "region_name": "RegionOne"}
    whole: dict[str, Any] = {"cloud": {"auth": who, "region_name": "RegionOne"}}
    node = {**NODE, "admin_password": "{{ admin_password }}"}
    api = {"service": "compute", "path": "/servers"}
    cache = controller.home / PASSWORD
    cache.mkdir(mode=0o755)
    return [
        {"os_keypair_info": {"cloud": {**whole["cloud"], "interface": "see {{ password }}"}}},
        {"os_node_info": {"auth": who, "region_name": "RegionOne", "interface": "see {{ password }}"}},
        {"os_node": {**whole, "name": "web1", "state": "{{ password }}"}},
        {"os_node": {**whole, "name": "{{ password }}", "state": "started"}},
        {"os_node_info": {**whole, "name": "{{ password }}", "token_cache": f"{controller.home}/{{{{ password }}}}"}},
        {"os_node": {**by_name, **node, "name": "refused"}},
        {"os_node": {**whole, **node, "names": ["refused1", "refused2"], "trace": "result"}},
        {"os_api": {**by_name, **api, "method": "POST", "body": "{{ sent }}"}},
        {"os_api": {**by_name, **api, "method": "POST", "body": "{{ sent | to_json }}"}},
        {"os_api": {**by_name, **api, "method": "POST", "content": "{{ sent | to_json }}"}},
        {"os_api": {**by_name, **api, "query": {"token": "{{ query_token }}"}, "trace": "result"}},
        {"os_api": {**by_name, **api, "path": "/nothing", "query": {"token": "{{ query_token }}"}}},
        {"os_node_info": {**whole, "proxy_url": "http://me:{{ proxy_password }}@127.0.0.1:9"}},
        {"os_diagnosis_info": {**whole, "services": ["compute"]}},
    ]


@pytest.mark.parametrize("run", RUNS)
def test_ansible_shows_no_secret(controller: Controller, run: str) -> None:
    controller.cloud.faults.add(method="POST", path=r"/servers$", times=None, kind="altered", alter=repeat)
    controller.cloud.faults.add(path=r"/(nothing|servers\?token.*)$", times=None, kind="altered", alter=repeat)
    in_worker, arguments, environment = RUNS[run]
    kept, log, trace = (controller.home / name for name in ("kept.json", "ansible.log", "trace.txt"))
    tasks: list[dict[str, Any]] = [
        {"nodeworks.openstack." + module: {"retries": 0, **options}, "register": f"r{number}", "ignore_errors": True}
        for number, task in enumerate(tasks_of(controller))
        for module, options in task.items()
    ]
    results = ", ".join(task["register"] for task in tasks)
    shown = {"ansible.builtin.debug": {"msg": f"{{{{ [{results}] }}}}"}}
    # What nothing masks any more: the results as variables.
    written = {
        "ansible.builtin.copy": {"content": f"{{{{ [{results}] | to_json }}}}", "dest": str(kept), "mode": "0600"}
    }
    identity = {"auth_url": controller.cloud.auth_url, "username": "demo", "password": "{{ password }}"}
    looked_up: dict[str, Any] = {
        "ansible.builtin.debug": {"msg": "{{ lookup('nodeworks.openstack.os_endpoint', 'compute', cloud=whole) }}"},
        "vars": {"whole": {"auth": identity, "interface": "see {{ password }}"}},
        "ignore_errors": True,
    }
    whole_play = play([*tasks, shown, written, looked_up])
    whole_play[0]["vars"] = {"nodeworks_in_process": in_worker}
    variables = controller.home / "secrets.json"
    variables.write_text(json.dumps(SECRETS), encoding="utf-8")
    printed = controller.play(
        whole_play,
        *(f"--extra-vars=@{variables}", *arguments),
        **{"ANSIBLE_LOG_PATH": str(log), "NODEWORKS_TRACE": str(trace), **environment},
    )
    places = {
        "printed": printed,
        "log": log.read_text(encoding="utf-8"),
        "trace": trace.read_text(encoding="utf-8"),
        "variables": kept.read_text(encoding="utf-8"),
    }
    assert "Cannot: " in places["variables"], "the service has repeated what it was sent"
    assert places["variables"].count("refused2") > 1, "in the failures of a fleet too"
    assert "curl" in places["trace"]
    values = [value for value in SECRETS.values() if isinstance(value, str)]
    secrets = [*values, *map(str, SECRETS["sent"].values()), *controller.cloud.tokens.issued]
    spellings = {
        spelling
        for secret in secrets
        for spelling in (secret, json.dumps(secret)[1:-1], urllib.parse.quote(secret, safe=""))
    }
    found = {(place, spelling) for place, text in places.items() for spelling in spellings if spelling in text}
    around = [
        text[max(0, text.find(one) - 300) : text.find(one) + 60] for place, one in found for text in [places[place]]
    ]
    assert not found, (found, around)


def test_inventory_shows_no_secret(controller: Controller) -> None:
    """A file of an inventory may hold a whole cloud."""
    controller.cloud.faults.add(method="POST", path="/auth/tokens", times=None, kind="altered", alter=repeat)
    who = {"auth_url": controller.cloud.auth_url, "username": "demo", "password": PASSWORD, "project_name": "demo"}
    who.update(user_domain_id="default", project_domain_id="default")
    inventory = controller.home / "all.os_nodes.yml"
    for cloud, told in (
        ({"auth": who, "interface": f"see {PASSWORD}"}, "not 'see ********'"),
        ({"auth": who, "region_name": "RegionOne"}, "Cannot: "),
    ):
        content = {"plugin": "nodeworks.openstack.os_nodes", "cloud": cloud, "retries": 0}
        inventory.write_text(json.dumps(content), encoding="utf-8")
        printed = controller.run("ansible-inventory", "-i", str(inventory), "--list", "-vvvv")
        assert told in printed
        assert PASSWORD not in printed
