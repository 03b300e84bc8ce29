# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cinder's quotas: https://docs.openstack.org/api-ref/block-storage/v3/#quota-sets-extension-os-quota-sets."""

from __future__ import annotations

from collections.abc import Callable

from ..microversions import Version
from ..quotas import Quotas
from ..routes import Route
from ..tokens import Token
from ..wire import Answer, ApiError, Request, as_bool, empty_answer, json_answer
from .bodies import part_of
from .state import VolumeState

_OF_ALL = {
    "volumes": 10000,
    "snapshots": 10000,
    "gigabytes": 1000000,
    "backups": 10000,
    "backup_gigabytes": 1000000,
    "per_volume_gigabytes": -1,
    "groups": 10,
}
_OF_TYPES = ("volumes", "snapshots", "gigabytes")

Handler = Callable[..., Answer]


class VolumeQuotas:
    """The quotas of all projects."""

    def __init__(self, state: VolumeState) -> None:
        self._state = state
        of_types = {f"{name}_{kind}": -1 for kind in state.types for name in _OF_TYPES}
        self.quotas = Quotas({**_OF_ALL, **of_types}, self._usage)

    def routes(self) -> list[Route[Handler]]:
        """Return what is answered here."""
        return [
            Route("GET", "/os-quota-sets/{owner_id}", self._show),
            Route("GET", "/os-quota-sets/{owner_id}/defaults", self._defaults),
            Route("PUT", "/os-quota-sets/{owner_id}", self._update),
            Route("DELETE", "/os-quota-sets/{owner_id}", self._delete),
            Route("GET", "/limits", self._limits),
        ]

    def _usage(self, project_id: str) -> dict[str, int]:
        volumes = [item for item in self._state.volumes.values() if item["os-vol-tenant-attr:tenant_id"] == project_id]
        key = "os-extended-snapshot-attributes:project_id"
        snapshots = [item for item in self._state.snapshots.values() if item.get(key) == project_id]
        backups = [item for item in self._state.backups.values() if item["project_id"] == project_id]
        return {
            "volumes": len(volumes),
            "snapshots": len(snapshots),
            "gigabytes": sum(item["size"] for item in (*volumes, *snapshots)),
            "backups": len(backups),
            "backup_gigabytes": sum(item["size"] for item in backups),
        }

    def _show(self, request: Request, token: Token, version: Version, owner_id: str) -> Answer:
        self._check_policy(token, owner_id, "show")
        with_usage = as_bool(request.one("usage") or "false")
        quota = self.quotas.detail(owner_id) if with_usage else self.quotas.limits(owner_id)
        return json_answer(200, {"quota_set": {**quota, "id": owner_id}})

    def _defaults(self, request: Request, token: Token, version: Version, owner_id: str) -> Answer:
        self._check_policy(token, owner_id, "show")
        return json_answer(200, {"quota_set": {**self.quotas.defaults, "id": owner_id}})

    def _update(self, request: Request, token: Token, version: Version, owner_id: str) -> Answer:
        wanted = part_of(request, "quota_set", {"type": "object"})
        self._check_policy(token, owner_id, "update")
        unknown = sorted(set(wanted) - set(self.quotas.defaults))
        if unknown:
            raise ApiError(400, f"Bad key(s) in quota set: {', '.join(unknown)}")
        low = self.quotas.too_low(owner_id, wanted)
        if low is not None:
            name, limit, used = low
            sentence = f"Quota {name} limit must be equal or greater than existing resources."
            raise ApiError(400, f"{sentence} Current usage is {used} and the requested limit is {limit}.")
        self.quotas.set(owner_id, wanted)
        return json_answer(200, {"quota_set": self.quotas.limits(owner_id)})

    def _delete(self, request: Request, token: Token, version: Version, owner_id: str) -> Answer:
        self._check_policy(token, owner_id, "delete")
        self.quotas.reset(owner_id)
        return empty_answer(200)

    def _limits(self, request: Request, token: Token, version: Version) -> Answer:
        limits, used = self.quotas.limits(token.project_id), self._usage(token.project_id)
        absolute = {
            "maxTotalVolumes": limits["volumes"],
            "maxTotalSnapshots": limits["snapshots"],
            "maxTotalVolumeGigabytes": limits["gigabytes"],
            "maxTotalBackups": limits["backups"],
            "maxTotalBackupGigabytes": limits["backup_gigabytes"],
            "totalVolumesUsed": used["volumes"],
            "totalSnapshotsUsed": used["snapshots"],
            "totalGigabytesUsed": used["gigabytes"],
            "totalBackupsUsed": used["backups"],
            "totalBackupGigabytesUsed": used["backup_gigabytes"],
        }
        return json_answer(200, {"limits": {"rate": [], "absolute": absolute}})

    def _check_policy(self, token: Token, owner_id: str, action: str) -> None:
        if not (token.is_admin or (action == "show" and owner_id == token.project_id)):
            raise ApiError(403, f"Policy doesn't allow volume_extension:quotas:{action} to be performed.")
