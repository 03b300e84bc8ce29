# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What Nova answers when it is asked about one server, for a fake cloud that is to say just this.

Shapes: https://docs.openstack.org/api-ref/compute/ at the newest microversion that each request asks for.
"""

from __future__ import annotations

from typing import Any

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud

Json = dict[str, Any]

REQUEST_ID = "req-3293a3f1-b44c-4609-b8d2-d81b105636b8"
ACTION: Json = {
    "action": "create",
    "instance_uuid": "b48316c5-71e8-45e4-9884-6c78055b9b13",
    "message": None,
    "project_id": "6f70656e737461636b20342065766572",
    "request_id": REQUEST_ID,
    "start_time": "2026-11-22T12:00:00.000000",
    "updated_at": "2026-11-22T12:00:05.000000",
    "user_id": "fake",
}
EVENT: Json = {
    "details": None,
    "event": "compute__do_build_and_run_instance",
    "finish_time": "2026-11-22T12:00:05.000000",
    "host": "compute-1",
    "hostId": "2091634baaccdc4c5a1d57069c833e402921df696b7f970791b12ec6",
    "result": "Success",
    "start_time": "2026-11-22T12:00:01.000000",
    "traceback": None,
}
CONSOLE_URL = "https://cloud.example.org:6080/vnc_auto.html?path=%3Ftoken%3D31ac"
ATTACHMENT: Json = {
    "attachment_id": "979ce4f8-033a-409d-85e6-6b5c0f6a6302",
    "bdm_uuid": "c088db45-92b8-49e8-81e2-a1b77a144b3b",
    "delete_on_termination": False,
    "device": "/dev/vdb",
    "serverId": "69d19439-fa5f-4d6e-8b78-1868e7eb93a5",
    "tag": "data",
    "volumeId": "a07f71dc-8151-4e7d-a0cc-cd24a3f11113",
}
DIAGNOSTICS: Json = {"state": "running", "num_cpus": 1, "cpu_details": [{"id": 0, "time": 17300000000}]}


def answer(cloud: FakeCloud, path: str, body: Json, method: str = "GET", status: int = 200) -> None:
    """Let the compute service answer so, for as long as the cloud is there."""
    cloud.faults.add(service="compute", method=method, path=path, status=status, body=body, times=None)


def refuse(cloud: FakeCloud, path: str, status: int, message: str, method: str = "GET") -> None:
    """Let the compute service refuse a request with a sentence."""
    answer(cloud, path, {"conflictingRequest": {"code": status, "message": message}}, method, status)


def answer_all(cloud: FakeCloud) -> None:
    """Let the compute service answer all that can be asked about a server."""
    answer(cloud, r"/os-instance-actions$", {"instanceActions": [ACTION]})
    answer(cloud, rf"/os-instance-actions/{REQUEST_ID}$", {"instanceAction": {**ACTION, "events": [EVENT]}})
    answer(cloud, r"/os-volume_attachments$", {"volumeAttachments": [ATTACHMENT]})
    answer(cloud, r"/diagnostics$", DIAGNOSTICS)
    answer(cloud, r"/remote-consoles$", {"remote_console": {"type": "novnc", "protocol": "vnc", "url": CONSOLE_URL}},
           method="POST")  # fmt: skip
