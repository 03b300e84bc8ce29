# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="import-not-found,import-untyped,misc"
"""A cinder driver that stores nothing: volumes are records, and every operation succeeds at once."""

from __future__ import annotations

import io
from typing import Any

from cinder import interface
from cinder.volume import driver

BACKEND = "loopback"


def content_of(volume_id: str) -> bytes:
    """What is read of a volume, whatever was done with it."""
    return f"content of volume {volume_id}".encode()


@interface.volumedriver
class LoopbackVolumeDriver(driver.VolumeDriver):
    """Every method of the driver interface that the volume API can reach."""

    VERSION = "1.0.0"
    CI_WIKI_NAME = "none"

    def do_setup(self, context: Any) -> None:
        pass

    def check_for_setup_error(self) -> None:
        pass

    def create_volume(self, volume: Any) -> dict[str, Any]:
        return {}

    def delete_volume(self, volume: Any) -> None:
        pass

    def extend_volume(self, volume: Any, new_size: int) -> None:
        pass

    def create_snapshot(self, snapshot: Any) -> dict[str, Any]:
        return {}

    def delete_snapshot(self, snapshot: Any) -> None:
        pass

    def revert_to_snapshot(self, context: Any, volume: Any, snapshot: Any) -> None:
        pass

    def create_volume_from_snapshot(self, volume: Any, snapshot: Any) -> dict[str, Any]:
        return {}

    def create_cloned_volume(self, volume: Any, source_volume: Any) -> dict[str, Any]:
        return {}

    def clone_image(
        self, context: Any, volume: Any, image_location: Any, image_meta: Any, image_service: Any
    ) -> tuple[dict[str, Any], bool]:
        return {}, True

    def copy_image_to_volume(
        self, context: Any, volume: Any, image_service: Any, image_id: str, disable_sparse: bool = False
    ) -> None:
        pass

    def copy_volume_to_image(self, context: Any, volume: Any, image_service: Any, image_meta: Any) -> None:
        image_service.update(context, image_meta["id"], {}, io.BytesIO(content_of(volume.id)))

    def retype(
        self, context: Any, volume: Any, new_type: Any, difference: Any, host: Any
    ) -> tuple[bool, dict[str, Any] | None]:
        return True, None

    def migrate_volume(self, context: Any, volume: Any, host: Any) -> tuple[bool, dict[str, Any] | None]:
        return True, None

    def manage_existing(self, volume: Any, existing_ref: Any) -> dict[str, Any]:
        return {}

    def manage_existing_get_size(self, volume: Any, existing_ref: Any) -> int:
        return 1

    def unmanage(self, volume: Any) -> None:
        pass

    def ensure_export(self, context: Any, volume: Any) -> None:
        pass

    def create_export(self, context: Any, volume: Any, connector: Any) -> None:
        pass

    def remove_export(self, context: Any, volume: Any) -> None:
        pass

    def initialize_connection(self, volume: Any, connector: Any) -> dict[str, Any]:
        # The type that nova's fake driver attaches without looking for a device.
        return {"driver_volume_type": "fake", "data": {"volume_id": volume.id, "access_mode": "rw"}}

    def terminate_connection(self, volume: Any, connector: Any, **options: Any) -> None:
        pass

    def _update_volume_stats(self) -> None:
        pool = {
            "pool_name": BACKEND,
            "total_capacity_gb": 1_000_000,
            "free_capacity_gb": 900_000,
            "provisioned_capacity_gb": 0,
            "reserved_percentage": 0,
            "max_over_subscription_ratio": "20.0",
            "thin_provisioning_support": True,
            "multiattach": True,
            "online_extend_support": True,
        }
        self._stats = {
            "volume_backend_name": BACKEND,
            "vendor_name": "nodeworks",
            "driver_version": self.VERSION,
            "storage_protocol": "fake",
            "pools": [pool],
        }
