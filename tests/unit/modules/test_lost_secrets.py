# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets that a service tells once: what becomes of them when something goes wrong just then."""

from __future__ import annotations

import json
import pathlib
import resource
from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.fake.wire import Answer, Request
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, Result, fail, succeed

# The module, its options, the request that makes one, and where in the answer the secret is.
KINDS: dict[str, tuple[str, dict[str, Any], str, tuple[str, str]]] = {
    "key pair": (
        "os_keypair",
        {"name": "deploy", "generate": True, "private_key_file": "{file}"},
        "/os-keypairs$",
        ("keypair", "private_key"),
    ),
    "application credential": (
        "os_application_credential",
        {"name": "deploy", "secret_file": "{file}"},
        "/application_credentials$",
        ("application_credential", "secret"),
    ),
    "application credential, told": (
        "os_application_credential",
        {"name": "deploy"},
        "/application_credentials$",
        ("application_credential", "secret"),
    ),
}


class Task:
    """A task that makes one, with its file if it has one."""

    def __init__(self, ansible: Ansible, cloud: FakeCloud, kind: str, folder: pathlib.Path) -> None:
        module, options, self.path, (self.key, self.secret) = KINDS[kind]
        self.file = folder / "secret"
        self._options = {name: str(self.file) if value == "{file}" else value for name, value in options.items()}
        self._module = module
        self._ansible = ansible
        self._cloud = cloud
        self.has_file = "{file}" in options.values()

    def run(self, **more: Any) -> Result:
        return self._ansible.run(self._module, **{**self._options, **more})

    def there(self) -> int:
        """How many of the name there are."""
        names = [one.name for one in self._cloud.accounts.application_credentials]
        names += [one.name for one in self._cloud.compute.region("RegionOne").keypairs]
        return names.count("deploy")

    def without_secret(self, _request: Request, answer: Answer) -> Answer:
        content = json.loads(answer.body)
        content[self.key].pop(self.secret)
        return Answer(answer.status, json.dumps(content).encode(), answer.headers)


@pytest.fixture(params=KINDS)
def task(request: pytest.FixtureRequest, ansible: Ansible, cloud: FakeCloud, tmp_path: pathlib.Path) -> Task:
    return Task(ansible, cloud, request.param, tmp_path)


@pytest.fixture
def disk() -> Iterator[Any]:
    """Lets no file grow any more, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda _request: resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_lost_answer_says_what_to_do(task: Task, cloud: FakeCloud) -> None:
    cloud.faults.add(method="POST", path=task.path, kind="lost")
    message = fail(task.run())
    assert "It may have been made all the same, with a secret that nobody has." in message
    assert "remove it (state=absent) before you run this again" in message
    assert not task.file.exists()
    assert task.there() == 1


def test_next_run_warns_that_the_file_is_not_there(task: Task, cloud: FakeCloud) -> None:
    cloud.faults.add(method="POST", path=task.path, kind="lost")
    fail(task.run())
    again = succeed(task.run())
    assert not again.changed
    told = [text for text in again.warnings if "is there already, but the file" in text]
    assert len(told) == (1 if task.has_file else 0)
    succeed(task.run(state="absent"))
    made = succeed(task.run())
    assert made.changed
    assert made.warnings == []
    settled = succeed(task.run())
    assert (settled.changed, settled.warnings) == (False, [])


def test_refused_request_says_nothing_of_secrets(task: Task, cloud: FakeCloud) -> None:
    cloud.faults.add(method="POST", path=task.path, status=403, body={"forbidden": {"message": "No.", "code": 403}})
    assert "secret that nobody has" not in fail(task.run())


def test_answer_without_the_secret_is_an_error_and_what_was_made_goes(task: Task, cloud: FakeCloud) -> None:
    cloud.faults.add(method="POST", path=task.path, kind="altered", alter=task.without_secret)
    result = task.run()
    assert "The service has made it, but its answer has no secret. It was removed again." in fail(result)
    assert result["changed"]
    assert not task.file.exists()
    assert task.there() == 0
    assert succeed(task.run()).changed


def test_what_cannot_be_removed_again_is_named(task: Task, cloud: FakeCloud) -> None:
    cloud.faults.add(method="POST", path=task.path, kind="altered", alter=task.without_secret)
    cloud.faults.add(
        method="DELETE", times=None, status=409, body={"conflictingRequest": {"message": "Busy.", "code": 409}}
    )
    message = fail(task.run())
    assert "It could not be removed again (Busy." in message
    assert "; its id is " in message
    assert task.there() == 1


def test_full_disk_after_the_answer_leaves_neither_file_nor_key(task: Task, cloud: FakeCloud, disk: Any) -> None:
    if not task.has_file:
        assert "secret" in succeed(task.run())[task.key]
        return
    cloud.faults.add(method="POST", path=task.path, kind="watch", after=disk)
    message = fail(task.run())
    assert f"The file {task.file} cannot be written: File too large. It was removed again." in message
    assert not task.file.exists()
    assert task.there() == 0


def test_full_disk_is_seen_before_anything_is_asked_for(task: Task, cloud: FakeCloud, disk: Any) -> None:
    disk(None)
    if not task.has_file:
        assert task.run().exit_code == 0
        return
    assert f"The file {task.file} cannot be written: File too large. Nothing was made." in fail(task.run())
    assert not task.file.exists()
    assert task.there() == 0


def test_secret_is_not_lost_where_the_rest_cannot_be_read(ansible: Ansible, cloud: FakeCloud) -> None:
    """It was told with the answer; how the credential looks by now is asked for afterwards."""
    cloud.faults.add(method="GET", path="/application_credentials/", times=None, status=500, body={"error": {}})
    made = succeed(ansible.run("os_application_credential", name="deploy"))["application_credential"]
    (stored,) = [one for one in cloud.accounts.application_credentials if one.name == "deploy"]
    assert made == {"id": stored.id, "secret": stored.secret}
