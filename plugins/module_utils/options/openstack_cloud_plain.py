# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of openstack.cloud (2.6.0) that have other names here, of kinds of which nothing more is to be said."""

from __future__ import annotations

from .moving import Old, OldOptions, Said, is_true, renamed

ENABLED = {"is_enabled": Old("enabled: BOOLEAN.", lambda value, _said: {"enabled": is_true(value)})}
DOMAIN_ID = {"domain_id": "domain"}


def _assignment(said: Said) -> Said:
    """An assignment, of which everything has another name."""
    names = {"user": "to_user", "group": "to_group", "project": "on_project", "domain": "on_domain"}
    meant = {names.get(name, name): value for name, value in said.items() if name != "system"}
    return {**meant, "on_system": True} if said.get("system") else meant


NETWORK_INFO = OldOptions(
    implied={
        "networks_info": {"kind": "network"},
        "os_networks_info": {"kind": "network"},
        "os_networks_facts": {"kind": "network"},
        **{name: {"kind": "subnet"} for name in ("subnets_info", "os_subnets_info", "os_subnets_facts")},
        **{name: {"kind": "port"} for name in ("port_info", "os_port_info", "os_port_facts")},
        **{name: {"kind": "router"} for name in ("routers_info", "os_routers_info")},
    }
)
PROJECT = OldOptions(options=ENABLED, called=("project",), under_old_name=renamed(DOMAIN_ID))
USER = OldOptions(
    options=ENABLED,
    called=("identity_user",),
    # Who runs the task logs in by `auth` or `cloud` there, so that this is the user's.
    under_old_name=renamed({"password": "user_password", **DOMAIN_ID}),
)
GROUP = OldOptions(called=("identity_group",), under_old_name=renamed(DOMAIN_ID))
ROLE = OldOptions(called=("identity_role",), under_old_name=renamed(DOMAIN_ID))
DOMAIN = OldOptions(options=ENABLED)
ROLE_ASSIGNMENT = OldOptions(called=("role_assignment", "os_user_role"), under_old_name=_assignment)
SERVICE = OldOptions(options=ENABLED, called=("catalog_service",), under_old_name=renamed({"service_type": "type"}))
ENDPOINT = OldOptions(options=ENABLED, called=("endpoint",), under_old_name=renamed({"region": "endpoint_region"}))
RBAC_POLICY = OldOptions(
    called=("neutron_rbac_policy",),
    under_old_name=renamed({"object_id": "object", "target_project_id": "target_project", "policy_id": "id"}),
)
