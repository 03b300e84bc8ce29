# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Gives a node a floating IP and a volume, or takes them away: belongings.py give|take NODE."""

from __future__ import annotations

import sys
from typing import Any

import openstack


def give(cloud: Any, name: str) -> None:
    node = cloud.compute.find_server(name, ignore_missing=False)
    public = cloud.network.find_network("public", ignore_missing=False)
    port = next(iter(cloud.network.ports(device_id=node.id)))
    cloud.network.create_ip(floating_network_id=public.id, port_id=port.id)
    volume = cloud.block_storage.wait_for_status(cloud.block_storage.create_volume(name=name, size=1), "available")
    cloud.compute.create_volume_attachment(node, volumeId=volume.id)
    cloud.block_storage.wait_for_status(volume, "in-use")


def take(cloud: Any, name: str) -> None:
    node = cloud.compute.find_server(name)
    for port in cloud.network.ports(device_id=node.id) if node else ():
        for address in cloud.network.ips(port_id=port.id):
            cloud.network.delete_ip(address)
    volume = cloud.block_storage.find_volume(name)
    if node and volume:
        for attachment in cloud.compute.volume_attachments(node):
            cloud.compute.delete_volume_attachment(node, attachment)
        volume = cloud.block_storage.wait_for_status(volume, "available")
    if volume:
        cloud.block_storage.delete_volume(volume)


if __name__ == "__main__":
    {"give": give, "take": take}[sys.argv[1]](openstack.connect(), sys.argv[2])
