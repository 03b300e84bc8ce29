# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="import-not-found,import-untyped,misc"
"""A nova driver without a hypervisor: nova's own fake driver, with what its users would miss.

It keeps power states, survives restarts, offers room for many servers and uploads snapshots.
"""

from __future__ import annotations

import io
from typing import Any, ClassVar

from nova import objects
from nova.compute import power_state, task_states, vm_states
from nova.image import glance
from nova.virt import fake

from ..layout import compute_host_uuid

STATES_WITH_A_GUEST = (
    vm_states.ACTIVE,
    vm_states.STOPPED,
    vm_states.PAUSED,
    vm_states.SUSPENDED,
    vm_states.RESCUED,
    vm_states.RESIZED,
    vm_states.SHELVED,
    vm_states.SOFT_DELETED,
)


class LoopbackDriver(fake.FakeDriver):
    """One compute host. A guest is no more than an entry in a dictionary with a power state."""

    capabilities: ClassVar[dict[str, bool]] = {
        **fake.FakeDriver.capabilities,
        "supports_migrate_to_same_host": True,
        "supports_image_type_qcow2": True,
    }
    vcpus = 100_000
    memory_mb = 500_000_000
    local_gb = 10_000_000

    def init_host(self, host: str) -> None:
        self._host = host
        self._set_nodes([host])

    # The parent class draws a random identity at each start; nova refuses a host that changes its own.

    def get_available_resource(self, nodename: str) -> Any:
        resource = super().get_available_resource(nodename)
        if resource:
            resource["uuid"] = compute_host_uuid(nodename)
        return resource

    def get_nodenames_by_uuid(self, refresh: bool = False) -> dict[str, str]:
        return {compute_host_uuid(name): name for name in self.get_available_nodes()}

    # The parent class forgets its guests when the process ends: they are taken back from nova's records.

    def _guest(self, instance: Any) -> Any:
        """The guest of a server, made anew if it was forgotten."""
        if instance.uuid not in self.instances:
            self.instances[instance.uuid] = fake.FakeInstance(instance.name, instance.power_state, instance.uuid)
        return self.instances[instance.uuid]

    def _should_have_a_guest(self, instance: Any) -> bool:
        return (
            instance.host == self._host
            and instance.vm_state in STATES_WITH_A_GUEST
            and instance.task_state != task_states.DELETING
        )

    def get_info(self, instance: Any, use_cache: bool = True) -> Any:
        if self._should_have_a_guest(instance):
            self._guest(instance)
        return super().get_info(instance, use_cache)

    def power_on(self, context: Any, instance: Any, *arguments: Any, **options: Any) -> Any:
        self._guest(instance)
        return super().power_on(context, instance, *arguments, **options)

    def power_off(self, instance: Any, *arguments: Any, **options: Any) -> Any:
        self._guest(instance)
        return super().power_off(instance, *arguments, **options)

    # The parent class does nothing in these, and the power state would stay as it was.

    def pause(self, instance: Any) -> None:
        self._guest(instance).state = power_state.PAUSED

    def unpause(self, instance: Any) -> None:
        self._guest(instance).state = power_state.RUNNING

    def suspend(self, context: Any, instance: Any) -> None:
        """As with libvirt, where a guest whose memory was saved is off."""
        self._guest(instance).state = power_state.SHUTDOWN

    def resume(self, context: Any, instance: Any, *arguments: Any, **options: Any) -> None:
        self._guest(instance).state = power_state.RUNNING

    def rescue(self, context: Any, instance: Any, *arguments: Any, **options: Any) -> None:
        self._guest(instance).state = power_state.RUNNING

    def unrescue(self, context: Any, instance: Any) -> None:
        self._guest(instance).state = power_state.RUNNING

    def soft_delete(self, instance: Any) -> None:
        """Nova then powers the guest off, and `restore` on, as it does with libvirt."""
        raise NotImplementedError

    def restore(self, instance: Any) -> None:
        raise NotImplementedError

    def default_root_device_name(self, instance: Any, image_meta: Any, root_bdm: Any) -> str:
        """As with virtio; further disks are then named /dev/vdb and so on."""
        return "/dev/vda"

    # The parent class only lets go of interfaces that it remembers, and it forgets those of a guest that moves to
    # another host or outlives the process.

    def attach_interface(self, context: Any, instance: Any, image_meta: Any, vif: Any) -> None:
        _provide_device_metadata(instance)

    def detach_interface(self, context: Any, instance: Any, vif: Any) -> None:
        pass

    # Nor does it keep the list of tagged devices, in which nova looks when one of them goes.

    def spawn(self, context: Any, instance: Any, *arguments: Any, **options: Any) -> Any:
        _provide_device_metadata(instance)
        return super().spawn(context, instance, *arguments, **options)

    def attach_volume(self, context: Any, connection_info: Any, instance: Any, *arguments: Any, **options: Any) -> Any:
        _provide_device_metadata(instance)
        return super().attach_volume(context, connection_info, instance, *arguments, **options)

    def snapshot(self, context: Any, instance: Any, image_id: str, update_task_state: Any) -> None:
        """Upload an image; the parent class never does, and the image would stay `queued`."""
        self._guest(instance)
        update_task_state(task_state=task_states.IMAGE_PENDING_UPLOAD)
        update_task_state(task_state=task_states.IMAGE_UPLOADING, expected_state=task_states.IMAGE_PENDING_UPLOAD)
        image = {
            "container_format": "bare",
            "disk_format": "raw",
            "properties": {"image_state": "available", "owner_id": instance.project_id},
        }
        content = io.BytesIO(f"snapshot of {instance.uuid}".encode())
        glance.API().update(context, image_id, image, data=content, purge_props=False)

    def get_host_uptime(self) -> str:
        """The parent class raises, and nova logs a traceback for whoever lists hypervisors."""
        return "00:00:00 up 1 day,  0 users,  load average: 0.00, 0.00, 0.00"

    def get_console_output(self, context: Any, instance: Any) -> str:
        self._guest(instance)
        return (
            "[    0.000000] Linux version 6.1.0-loopback\n"
            "cloud-init: Cloud-init finished\n"
            f"{instance.hostname} login: \n"
        )


def _provide_device_metadata(instance: Any) -> None:
    if instance.device_metadata is None:
        instance.device_metadata = objects.InstanceDeviceMetadata(devices=[])
