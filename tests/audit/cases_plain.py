# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plain resources: those whose modules do what the declaration says, and no more. Their tests need one entry.

From it come the case of the audit, their life in tests/contract/test_plain_modules.py, the runs that show what they
return, and the tasks whose answers tests/unit/property spoils. The first case of a module has all options.
"""

from __future__ import annotations

from .case import Case
from .cases_identity import IDENTITY_CASES

TAGS = {"tags": ["a", "b"], "purge_tags": True}

PLAIN_CASES = (
    # Hosts in a zone of their own would change the zone of nodes of other tests, so zones are tried without hosts.
    Case(
        "os_host_aggregate",
        {
            "name": "@n",
            "hosts": ["compute-2"],
            "purge_hosts": True,
            "metadata": {"a": "b", "number": 5},
            "purge_metadata": True,
        },
        {"new_name": "@m", "hosts": ["compute-3"], "metadata": {"a": None}},
        as_administrator=True,
        changing=("hosts", "metadata", "new_name"),
        free=("metadata",),
    ),
    Case(
        "os_host_aggregate",
        {"name": "@n", "new_name": "@m", "availability_zone": "@zone"},
        {"availability_zone": "@other"},
        as_administrator=True,
        changing=("availability_zone",),
    ),
    Case(
        "os_address_scope",
        {"name": "@n", "ip_version": 4, "shared": False},
        {"new_name": "@m", "ip_version": 6, "shared": True},
        as_administrator=True,
        changing=("shared", "new_name"),
    ),
    Case("os_address_scope", {"name": "@n", "new_name": "@m", "ip_version": 6}),
    Case(
        "os_subnet_pool",
        {
            "name": "@n",
            "description": "words",
            "prefixes": ["10.40.0.0/24", "10.40.1.0/24"],
            "default_prefix_length": 26,
            "min_prefix_length": 24,
            "max_prefix_length": 28,
            "address_scope": "@scope",
            "default_quota": 1000,
            "shared": False,
            "is_default": False,
            **TAGS,
        },
        {
            "new_name": "@m",
            "description": "",
            "prefixes": ["10.41.0.0/24"],
            "default_prefix_length": 27,
            "min_prefix_length": 23,
            "max_prefix_length": 29,
            "address_scope": "",
            "default_quota": 2000,
            "shared": True,
            "is_default": True,
            "tags": ["c"],
        },
        needs=(("os_address_scope", {"name": "@scope", "ip_version": 4}),),
        as_administrator=True,
        changing=(
            *("description", "prefixes", "default_prefix_length", "min_prefix_length", "max_prefix_length"),
            *("address_scope", "default_quota", "tags", "new_name"),
        ),
    ),
    Case("os_subnet_pool", {"name": "@n", "new_name": "@m", "prefixes": ["2001:db8::/48"]}),
    Case(
        "os_port_forwarding",
        {
            "floating_ip": "{address}",
            "protocol": "tcp",
            "external_port": "8080",
            "internal_port": "80",
            "port": "@port",
            "internal_ip": "{ip}",
            "description": "words",
        },
        {"internal_port": "81", "port": "@other", "internal_ip": "{other ip}", "description": ""},
        needs=(
            ("os_floating_ip", {"network": "public", "description": "@fip"}),
            ("os_port", {"name": "@port", "network": "private"}),
            ("os_port", {"name": "@other", "network": "private"}),
        ),
        changing=("internal_port", "description"),
        which=("floating_ip", "protocol", "external_port"),
    ),
    *IDENTITY_CASES,
    Case(
        "os_volume_type",
        {
            "name": "@n",
            "description": "words",
            "is_public": False,
            "extra_specs": {"a": "b", "number": 5},
            "purge_extra_specs": True,
            "access": ["{demo}"],
            "purge_access": True,
        },
        {
            "new_name": "@m",
            "description": "",
            "is_public": True,
            "extra_specs": {"a": None},
            "access": ["{alt}"],
        },
        as_administrator=True,
        changing=("description", "extra_specs", "access", "new_name", "is_public"),
        free=("extra_specs",),
    ),
    Case("os_volume_type", {"name": "@n", "new_name": "@m"}, as_administrator=True),
    Case(
        "os_address_group",
        {"name": "@n", "description": "words", "addresses": ["192.0.2.1", "198.51.100.0/24"], "purge_addresses": True},
        {"new_name": "@m", "description": "", "addresses": ["192.0.2.1"]},
        fixed={"purge_addresses": True},
        changing=("description", "addresses", "new_name"),
    ),
    Case("os_address_group", {"name": "@n", "new_name": "@m"}),
    Case(
        "os_rbac_policy",
        {"object_type": "network", "object": "@net", "action": "access_as_shared", "target_project": "{alt}"},
        {"action": "access_as_external", "target_project": "{demo}", "object": "private", "object_type": "subnetpool"},
        needs=(("os_network", {"name": "@net"}),),
        calls=2,
        which=("object_type", "object", "action", "target_project"),
    ),
)
