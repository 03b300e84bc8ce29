# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="import-not-found,import-untyped,misc"
"""Puts in what users expect to find: `python -m tests.cloud.seed`, in the cloud's virtual environment.

In both regions: flavors, images, a public network, a private one behind a router, a key pair.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import openstack

from .layout import Layout

# name: memory in MiB, virtual CPUs, disk in GiB
FLAVORS = {"m1.tiny": (512, 1, 1), "m1.small": (2048, 1, 20), "m1.medium": (4096, 2, 40), "m1.large": (8192, 4, 80)}
IMAGES = ("cirros", "debian-12")
IMAGE_CONTENT = b"x" * 1024  # nothing will ever boot from it

# Its private half was thrown away.
PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF4RkXTx6xp/mZSdnt4NzfQzpYwc9iIHPsUf59YuXkWA demo"


def seed_shared(administrator: Any) -> None:
    """What the regions share."""
    for name in IMAGES:
        administrator.image.create_image(
            name=name, data=IMAGE_CONTENT, disk_format="raw", container_format="bare", visibility="public"
        )


def seed_region(administrator: Any, demo: Any) -> None:
    """What each region has for itself."""
    for name, (ram, vcpus, disk) in FLAVORS.items():
        administrator.compute.create_flavor(name=name, ram=ram, vcpus=vcpus, disk=disk)
    demo.compute.create_keypair(name="demo", public_key=PUBLIC_KEY)
    public = make_public_network(administrator.network)
    make_private_network(demo.network, public)


def make_public_network(network: Any) -> Any:
    """The network that floating IPs come from."""
    public = network.create_network(
        name="public", is_router_external=True, provider_network_type="flat", provider_physical_network="public"
    )
    for ip_version, cidr in ((4, "172.24.0.0/16"), (6, "2001:db8:1::/64")):
        network.create_subnet(
            network_id=public.id, name=f"public-v{ip_version}", ip_version=ip_version, cidr=cidr, is_dhcp_enabled=False
        )
    return public


def make_private_network(network: Any, public: Any) -> None:
    """The network for servers of the project demo, and the router between it and the public one."""
    private = network.create_network(name="private")
    router = network.create_router(name="router", external_gateway_info={"network_id": public.id})
    automatic_addresses = {"ipv6_ra_mode": "slaac", "ipv6_address_mode": "slaac"}
    for ip_version, cidr, modes in ((4, "10.0.0.0/16", {}), (6, "fd00:1::/64", automatic_addresses)):
        subnet = network.create_subnet(
            network_id=private.id, name=f"private-v{ip_version}", ip_version=ip_version, cidr=cidr, **modes
        )
        network.add_interface_to_router(router, subnet_id=subnet.id)


def seed(layout: Layout) -> None:
    """Seed the shared things and both regions side by side."""
    os.environ["OS_CLIENT_CONFIG_FILE"] = str(layout.clouds_yaml)
    with ThreadPoolExecutor() as pool:
        jobs = [pool.submit(seed_shared, openstack.connect(cloud="loopback-admin"))]
        for suffix in ("", "-two"):
            administrator = openstack.connect(cloud=f"loopback-admin{suffix}")
            demo = openstack.connect(cloud=f"loopback{suffix}")
            jobs.append(pool.submit(seed_region, administrator, demo))
        for job in jobs:
            job.result()


if __name__ == "__main__":
    seed(Layout.from_environment(os.environ))
