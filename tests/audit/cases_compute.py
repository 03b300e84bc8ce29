# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of nodes, and of what the compute and identity services have beside them."""

from __future__ import annotations

from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.quota import LIMITS

from .case import Case

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF4RkXTx6xp/mZSdnt4NzfQzpYwc9iIHPsUf59YuXkWA demo"
OTHER_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGDHWjJpwQ1SdkYNcDGxzgdGZvfnw1rKQTDyFAfNjRGe other"
GROUP = ("os_server_group", {"name": "@sg", "policy": "anti-affinity"})
OTHER_GROUP = ("os_server_group", {"name": "@sh", "policy": "affinity"})
VOLUME = ("os_volume", {"name": "@v", "size": 1})
PLAIN = {"name": "@n", "image": "cirros", "flavor": "m1.tiny", "networks": ["private"]}
SECURITY_GROUP = ("os_security_group", {"name": "@g"})

COMPUTE_CASES = (
    Case(
        "os_keypair",
        {"name": "@k", "public_key": KEY, "type": "ssh", "replace": False},
        {"public_key": OTHER_KEY, "type": "x509"},
    ),
    Case("os_keypair", {"name": "@k", "public_key_file": "{tmp}/key.pub"}, {"public_key_file": "{tmp}/other.pub"}),
    Case("os_keypair", {"name": "@k", "generate": True, "private_key_file": "{tmp}/@k"}),
    Case(
        "os_server_group",
        {"name": "@sg", "policy": "anti-affinity", "rules": {"max_server_per_host": 3}, "on_drift": "fail"},
        {"policy": "affinity", "rules": {"max_server_per_host": 4}},
    ),
    Case(
        "os_flavor",
        {
            "name": "@f",
            "flavor_id": "@id",
            "description": "words",
            "vcpus": 1,
            "ram": 64,
            "disk": 1,
            "ephemeral": 1,
            "swap": 128,
            "rxtx_factor": 2.0,
            "is_public": False,
            "replace": False,
            "extra_specs": {"hw:cpu_policy": "shared", "audit": True, "gone": None},
            "purge_extra_specs": True,
            "access": ["{demo}"],
            "purge_access": True,
            "on_drift": "fail",
        },
        {
            "flavor_id": "@other",
            "description": "",
            "vcpus": 2,
            "ram": 65,
            "disk": 2,
            "ephemeral": 2,
            "swap": 0,
            "rxtx_factor": 1.0,
            "is_public": True,
            "extra_specs": {"audit": None},
            "access": [],
        },
        as_administrator=True,
        fixed={"purge_access": True},
    ),
    Case(
        "os_application_credential",
        {
            "name": "@a",
            "description": "words",
            "roles": ["member"],
            "access_rules": [{"service": "compute", "method": "GET", "path": "/v2.1/servers"}],
            "expires_at": "2099-01-31T12:00:00+01:00",
            "unrestricted": False,
            "secret": "correct-horse-battery-staple",
            "replace": False,
            "on_drift": "fail",
        },
        {
            "description": "other",
            "roles": ["reader"],
            "access_rules": [],
            "expires_at": "2099-01-31T12:00:00Z",
            "unrestricted": True,
            "secret": "another-horse",
        },
    ),
    Case("os_application_credential", {"name": "@a", "secret_file": "{tmp}/@secret"}),
    Case(
        "os_quota",
        {"project": "@project", "force": False, **{name: 7 + number for number, name in enumerate(LIMITS)}},
        {name: 70 + number for number, name in enumerate(LIMITS)},
        needs=(
            (
                "os_api",
                {
                    "service": "identity",
                    "method": "POST",
                    "path": "/projects",
                    "body": {"project": {"name": "@project", "domain_id": "default"}},
                },
            ),
        ),
        as_administrator=True,
        lacking={"fake": "The fake cloud makes no projects."},
    ),
    Case(
        "os_node",
        {
            "name": "@n",
            "image": "cirros",
            "flavor": "m1.tiny",
            "networks": [{"network": "private", "tag": "nic"}],
            "purge_networks": True,
            "description": " words\n",
            "hostname": "audited",
            "access_ipv4": "192.0.2.9",
            "access_ipv6": "2001:DB8::9",
            "key_name": "demo",
            "availability_zone": "nova",
            "user_data": "#cloud-config\n",
            "config_drive": True,
            "disk_config": "MANUAL",
            "admin_password": "correct-horse",
            "update_password": "on_create",
            "security_groups": ["@g", "default"],
            "metadata": {"a": "1", "b": None, "c": True, " d ": " e "},
            "purge_metadata": True,
            "tags": ["a", "b"],
            "purge_tags": True,
            "server_group": "@sg",
            "scheduler_hints": {"audit": "x"},
            "resize": "false",
            "rebuild": "false",
            "reboot_type": "soft",
            "on_drift": "fail",
            "on_error": "fail",
            "wait": True,
            "wait_timeout": 120,
        },
        {
            "image": "debian-12",
            "flavor": "m1.small",
            "networks": [{"network": "private", "tag": "other"}],
            "new_name": "@m",
            "description": "",
            "hostname": "other",
            "access_ipv4": "192.0.2.8",
            "access_ipv6": "2001:db8::8",
            "key_name": "@k",
            "availability_zone": "other",
            "user_data": "other",
            "config_drive": False,
            "disk_config": "AUTO",
            "admin_password": "other-horse",
            "security_groups": [],
            "metadata": {"a": None},
            "tags": [],
            "server_group": "@sh",
            "scheduler_hints": {"audit": "y"},
            "locked": True,
        },
        needs=(SECURITY_GROUP, GROUP, OTHER_GROUP, ("os_keypair", {"name": "@k", "public_key": KEY})),
        fixed={"purge_tags": True},
    ),
    Case("os_node", PLAIN, {"server_group": "@sg"}, needs=(GROUP,)),
    Case("os_node", {**PLAIN, "new_name": "@m"}),
    Case(
        "os_node",
        {**PLAIN, "locked": True, "locked_reason": "audited"},
        {"locked": False, "locked_reason": "other"},
        fixed={"locked": True},
    ),
    Case(
        "os_node",
        {
            **PLAIN,
            "boot_volume": {"size": 2, "delete_on_termination": False, "type": "{type}"},
            "disks": [{"size": 1, "delete_on_termination": True}],
            "volumes": [{"volume": "@v", "delete_on_termination": False, "tag": "data"}],
            "floating_ips": [{"network": "public", "description": "words"}],
            "purge_volumes": False,
            "purge_floating_ips": True,
            "release_floating_ips": True,
            "delete_volumes": True,
        },
        {
            "image": "debian-12",
            "boot_volume": {"size": 3},
            "disks": [],
            "volumes": ["@w"],
            "floating_ips": [],
        },
        needs=(VOLUME, ("os_volume", {"name": "@w", "size": 1})),
        fixed={"purge_floating_ips": True},
    ),
    Case(
        "os_node",
        {
            "name": "@n",
            "flavor": "m1.tiny",
            "networks": ["private"],
            "block_device_mapping": [
                {
                    "boot_index": 0,
                    "source_type": "image",
                    "uuid": "{cirros}",
                    "destination_type": "volume",
                    "volume_size": 1,
                    "delete_on_termination": True,
                }
            ],
        },
        {"block_device_mapping": []},
    ),
    Case("os_node", {**PLAIN, "files": {"/etc/motd": "hello"}}, {"files": {"/etc/motd": "other"}}),
    Case(
        "os_node",
        {**PLAIN, "trusted_certs": ["5ab5ee6f-9e1b-4e1a-8f6e-1f7d9a2b3c4d"]},
        {"trusted_certs": ["6ab5ee6f-9e1b-4e1a-8f6e-1f7d9a2b3c4d"]},
    ),
    Case(
        "os_node",
        {
            "names": ["@n[1:2]"],
            **{option: value for option, value in PLAIN.items() if option != "name"},
            "selector": {"audit": "@"},
            "exact": True,
            "parallel": 2,
            "batch": 1,
            "force": False,
            "restore": False,
        },
        {"names": ["@n[1:3]"], "selector": {"audit": "@other"}},
    ),
)
