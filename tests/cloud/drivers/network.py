# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="import-not-found,import-untyped,misc"
"""An ML2 mechanism driver without agents: it says itself what they would report.

Every port can be bound and is ACTIVE at once; a floating IP is ACTIVE while it has a port.
"""

from __future__ import annotations

from typing import Any

from neutron_lib import constants
from neutron_lib.api.definitions import portbindings
from neutron_lib.callbacks import events, registry, resources
from neutron_lib.plugins import constants as plugin_constants
from neutron_lib.plugins import directory
from neutron_lib.plugins.ml2 import api

BINDING_DETAILS = {
    portbindings.CAP_PORT_FILTER: True,
    portbindings.OVS_HYBRID_PLUG: False,
    portbindings.VIF_DETAILS_CONNECTIVITY: portbindings.CONNECTIVITY_L2,
}
NOT_BOUND = (portbindings.VIF_TYPE_UNBOUND, portbindings.VIF_TYPE_BINDING_FAILED)


class LoopbackMechanismDriver(api.MechanismDriver):
    """Pretends that an Open vSwitch agent is alive on every host."""

    connectivity = portbindings.CONNECTIVITY_L2

    @property
    def resource_provider_uuid5_namespace(self) -> None:
        """No bandwidth is reported to placement."""
        return None

    def initialize(self) -> None:
        for event in (events.AFTER_CREATE, events.AFTER_UPDATE):
            registry.subscribe(self._report_floating_ip, resources.FLOATING_IP, event)

    def bind_port(self, context: Any) -> None:
        for segment in context.segments_to_bind[:1]:
            context.set_binding(
                segment[api.ID], portbindings.VIF_TYPE_OVS, BINDING_DETAILS, status=constants.PORT_STATUS_ACTIVE
            )

    def create_port_postcommit(self, context: Any) -> None:
        self._report_port(context)

    def update_port_postcommit(self, context: Any) -> None:
        self._report_port(context)

    def _report_port(self, context: Any) -> None:
        """Bring up a port that binding alone leaves DOWN: a router's, or one after a live migration."""
        port = context.current
        is_plugged = context.vif_type not in NOT_BOUND or (port["device_owner"] or "").startswith("network:")
        if is_plugged and port["status"] == constants.PORT_STATUS_DOWN:
            directory.get_plugin().update_port_status(context.plugin_context, port["id"], constants.PORT_STATUS_ACTIVE)

    def _report_floating_ip(self, _resource: Any, _event: Any, _trigger: Any, payload: Any) -> None:
        """Report the status that an L3 agent would."""
        floating_ip = payload.latest_state
        has_port = bool(floating_ip.get("port_id"))
        status = constants.FLOATINGIP_STATUS_ACTIVE if has_port else constants.FLOATINGIP_STATUS_DOWN
        if floating_ip.get("status") != status:
            router_plugin = directory.get_plugin(plugin_constants.L3)
            router_plugin.update_floatingip_status(payload.context.elevated(), floating_ip["id"], status)
            floating_ip["status"] = status
