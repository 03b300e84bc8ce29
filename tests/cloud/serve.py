# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parent of all services: `python -m tests.cloud.serve`, in the cloud's virtual environment.

Imports what the projects share and forks one process per service. It then only waits: for SIGTERM,
which it passes on, or for a service to end, which it writes into its log.
"""

from __future__ import annotations

import contextlib
import os
import signal
from functools import partial

from .forking import run_in_child
from .layout import Layout, Service
from .preload import import_shared_libraries
from .processes import write_record
from .services import cinder, glance, keystone, neutron, nova, placement
from .wsgi_server import serve_forever

APPLICATIONS = {
    "keystone": keystone.application,
    "placement": placement.application,
    "nova": nova.application,
    "neutron": neutron.application,
    "glance": glance.application,
    "cinder": cinder.application,
}


def run_service(service: Service) -> None:
    """What a child does: be one service."""
    serve_forever(APPLICATIONS[service.project](service), service)


def serve(layout: Layout) -> None:
    """Start all services and wait until they have ended."""
    write_record(layout.server_record, os.getpid())
    import_shared_libraries()
    children: dict[int, Service] = {}
    for service in layout.services:
        pid = run_in_child(partial(run_service, service), service.log)
        children[pid] = service
        write_record(service.process_record, pid)

    def pass_on(signal_number: int, _frame: object) -> None:
        for pid in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal_number)

    signal.signal(signal.SIGTERM, pass_on)
    while children:
        pid, wait_status = os.wait()
        exit_code = os.waitstatus_to_exitcode(wait_status)
        print(f"{children.pop(pid).name} (process {pid}) ended with {exit_code}", flush=True)


if __name__ == "__main__":
    serve(Layout.from_environment(os.environ))
