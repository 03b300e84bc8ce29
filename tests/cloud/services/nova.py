# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="import-not-found,import-untyped,misc"
"""Nova: servers. API, conductor, scheduler and the compute hosts of a region share one process."""

from __future__ import annotations

import os
import sys
import uuid
from typing import Any

from ..layout import Service, compute_host_uuid
from ..readiness import wait_until_it_answers
from ..wsgi_server import WsgiApplication

API = "nova_api"
CELL_ZERO = "nova_cell0"
CELL_ONE = "nova_cell1"
CONTROLLER = "controller"  # the host that API, conductor and scheduler are said to run on


def make_schema(service: Service, kind: str) -> None:
    """Make the database of a kind: `api`, or `main` for cell one."""
    _configure(service)
    from nova.db import migration

    migration.db_sync(database=kind)


def map_cells(service: Service) -> None:
    """Tell the API database which cells there are, and give the first compute host its identity."""
    _configure(service)
    from nova import context, objects

    objects.register_all()
    for name, identity, transport, database in (
        ("cell0", objects.CellMapping.CELL0_UUID, "none:///", CELL_ZERO),
        ("cell1", str(uuid.uuid4()), "fake://", CELL_ONE),
    ):
        objects.CellMapping(
            context.get_admin_context(),
            uuid=identity,
            name=name,
            transport_url=transport,
            database_connection=service.database_url(database),
        ).create()
    # Without this file a compute host starts only once.
    identity_file = service.data_folder / "compute_id"
    identity_file.write_text(compute_host_uuid(service.region.compute_hosts[0]), encoding="ascii")


def application(service: Service) -> WsgiApplication:
    """The API, with the daemons started behind it."""
    wait_until_it_answers(service.layout.service("keystone"))
    wait_until_it_answers(service.layout.service("placement", service.region))
    sys.argv = ["nova"]
    paste_file = service.layout.virtual_environment / "etc" / "nova" / "api-paste.ini"
    os.environ["OS_NOVA_CONFIG_DIR"] = str(service.configuration_folder)
    os.environ["OS_NOVA_CONFIG_FILES"] = f"{paste_file};{service.configuration_file.name}"
    # Native threads: with eventlet nova and the HTTP server would not go together.
    os.environ["OS_NOVA_DISABLE_EVENTLET_PATCHING"] = "1"
    from nova.wsgi import osapi_compute

    _provide_driver()
    _skip_allocations_for_reshapes()
    _start_daemons(service.region.compute_hosts)
    ready: WsgiApplication = osapi_compute.application
    return ready


def _configure(service: Service) -> None:
    """Read nova.conf, for work on the databases."""
    os.environ["OS_NOVA_DISABLE_EVENTLET_PATCHING"] = "1"
    from nova import config

    config.parse_args(["nova", "--config-file", str(service.configuration_file)])


def _provide_driver() -> None:
    """Put our driver where compute_driver is looked up: nova only looks below nova.virt."""
    from ..drivers import compute

    sys.modules["nova.virt.loopback"] = compute


def _skip_allocations_for_reshapes() -> None:
    """Make no request per server of a host whenever one more is put there.

    Nova reads all these allocations at every claim, for drivers that reshape their providers. The fake
    driver never does, and the requests would take most of the time of creating a server.
    """
    from nova.scheduler.client import report

    def no_allocations(_client: Any, _context: Any, _host: str) -> dict[str, Any]:
        return {}

    report.SchedulerReportClient.get_allocations_for_provider_tree = no_allocations


def _start_daemons(compute_hosts: tuple[str, ...]) -> None:
    import os_vif
    from nova import context, objects, service
    from nova.compute import rpcapi as compute_rpc
    from nova.conductor import rpcapi as conductor_rpc
    from nova.objects import host_mapping
    from nova.scheduler import rpcapi as scheduler_rpc
    from oslo_config import cfg
    from oslo_service import opts

    opts.register_service_opts(cfg.CONF)
    os_vif.initialize()
    objects.Service.enable_min_version_cache()
    for binary, topic in (
        ("nova-conductor", conductor_rpc.RPC_TOPIC),
        ("nova-scheduler", scheduler_rpc.RPC_TOPIC),
    ):
        service.Service.create(host=CONTROLLER, binary=binary, topic=topic).start()
    for host in compute_hosts:
        # A compute manager reads its host's name from the configuration while it is being made.
        cfg.CONF.set_override("host", host)
        service.Service.create(
            host=host, binary="nova-compute", topic=compute_rpc.RPC_TOPIC, topic_alt=compute_rpc.RPC_TOPIC_ALT
        ).start()
    cfg.CONF.set_override("host", CONTROLLER)
    host_mapping.discover_hosts(context.get_admin_context())
