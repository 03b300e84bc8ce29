# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests to the cloud that have nothing to do with the collection: to prepare what it needs, to see what it did.

    cloud_calls:
      cloud: loopback-admin        # of clouds.yaml; by default the tests' own
      chains:                      # go on at the same time
        - - {method: POST, service: compute, path: /servers/1/action, body: {pause: null}}
          - {service: compute, path: /servers/1, until: {server.status: PAUSED}}

Returns `answers`: for each chain, the JSON of each answer. A 404 is an answer too: null. `until` asks again until the
values are as said; `keep: volume.id` lets later paths and bodies of the chain say `{kept}`.
"""

from __future__ import annotations

import concurrent.futures
import json
import os
import time
from pathlib import Path
from typing import Any

import requests
import yaml
from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase

TIMEOUT_SECONDS = 60.0
INTERVAL_SECONDS = 0.3
# The newest of each service, except where tests say otherwise.
MICROVERSIONS = {"compute": "compute 2.96", "volume": "volume 3.70"}
SERVICE_TYPES = {"volume": ("volumev3", "block-storage")}


class Cloud:
    """A token, and where the services are."""

    def __init__(self, name: str, environment: dict[str, str], region: str | None) -> None:
        places = [environment.get("OS_CLIENT_CONFIG_FILE"), "clouds.yaml", "~/.config/openstack/clouds.yaml"]
        file = next(Path(place).expanduser() for place in places if place and Path(place).expanduser().exists())
        said = yaml.safe_load(file.read_text(encoding="utf-8"))["clouds"][name]
        auth = said["auth"]
        domain = {"name": auth["user_domain_name"]}
        user = {"name": auth["username"], "password": auth["password"], "domain": domain}
        body = {
            "identity": {"methods": ["password"], "password": {"user": user}},
            "scope": {"project": {"name": auth["project_name"], "domain": {"name": auth["project_domain_name"]}}},
        }
        answer = requests.post(f"{auth['auth_url']}/auth/tokens", json={"auth": body}, timeout=TIMEOUT_SECONDS)
        answer.raise_for_status()
        self.region = region or said["region_name"]
        self.token = answer.headers["X-Subject-Token"]
        self.catalog = answer.json()["token"]["catalog"]

    def url(self, service: str) -> str:
        """The base URL of a service, with its version."""
        types = SERVICE_TYPES.get(service, (service,))
        url = next(
            str(endpoint["url"])
            for entry in self.catalog
            if entry["type"] in types
            for endpoint in entry["endpoints"]
            if endpoint["interface"] == "public" and endpoint["region"] == self.region
        ).rstrip("/")
        return f"{url}/v2.0" if service == "network" else url

    def call(self, call: dict[str, Any]) -> Any:
        """The JSON of an answer, once it is as it should be."""
        service, method = call.get("service", "compute"), call.get("method", "GET")
        headers = {"X-Auth-Token": self.token, "OpenStack-API-Version": MICROVERSIONS.get(service, "")}
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while True:
            url = self.url(service) + call["path"]
            answer = requests.request(method, url, json=call.get("body"), headers=headers, timeout=TIMEOUT_SECONDS)
            if answer.status_code >= 400 and answer.status_code != 404:
                raise AnsibleActionFail(f"{method} {url}: {answer.status_code} {answer.text}")
            found = answer.json() if answer.content and answer.status_code != 404 else None
            if all(value_at(found, path) == wanted for path, wanted in call.get("until", {}).items()):
                return found
            if time.monotonic() > deadline:
                raise AnsibleActionFail(f"{method} {url} is not {call['until']}: {answer.text}")
            time.sleep(INTERVAL_SECONDS)

    def chain(self, calls: list[dict[str, Any]]) -> list[Any]:
        """The answers of one chain."""
        answers = []
        kept = ""
        for call in calls:
            answers.append(self.call(json.loads(json.dumps(call).replace("{kept}", kept))))
            kept = str(value_at(answers[-1], call["keep"])) if "keep" in call else kept
        return answers


def value_at(found: Any, path: str) -> Any:
    """What is at a path like `server.status` or `networks.0.id`."""
    for key in path.split("."):
        found = found[int(key)] if isinstance(found, list) else (found or {}).get(key)
    return found


class ActionModule(ActionBase):
    """Runs where Ansible runs, without a process of its own."""

    def run(self, tmp: Any = None, task_vars: Any = None) -> dict[str, Any]:
        result: dict[str, Any] = super().run(tmp, task_vars)
        environment = {**os.environ, **self._templar.template(task_vars["cloud_environment"])}
        arguments = self._task.args
        cloud = Cloud(arguments.get("cloud") or environment["OS_CLOUD"], environment, arguments.get("region"))
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(cloud.chain, arguments["chains"]))
        return {**result, "changed": False, "answers": answers}
