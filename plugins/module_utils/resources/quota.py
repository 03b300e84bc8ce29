# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Quotas: limits of how many resources of each service a project may have.

https://docs.openstack.org/api-ref/compute/#quota-sets-os-quota-sets
https://docs.openstack.org/api-ref/network/v2/#quotas-extension-quotas
https://docs.openstack.org/api-ref/block-storage/v3/#quota-sets-extension-os-quota-sets
"""

from __future__ import annotations

import dataclasses
import typing as t
import urllib.parse

from ..errors import ConfigError, ResourceError
from ..resource.collection import Collection
from ..resource.compare import added, contained
from ..resource.declaration import Changes, Field, Json, Resource, Values
from ..resource.desired import Desired
from ..resource.preflight import PlannedChange
from ..resource.step import ID, Change, Step
from ..service.cloud import Cloud
from ..service.microversion import Microversion

# The state `default`: the project has the default limits.
DEFAULT = "default"
# This limit means that there is no limit.
UNLIMITED = -1
# Since 2.36 compute shows only its own limits, without those of networks.
READING = Microversion("2.36")

# Our names -> the network service's. It uses the singular where the other services use the plural.
NETWORK_WORDS = {
    "floating_ips": "floatingip",
    "networks": "network",
    "ports": "port",
    "rbac_policies": "rbac_policy",
    "routers": "router",
    "security_groups": "security_group",
    "security_group_rules": "security_group_rule",
    "subnets": "subnet",
    "subnet_pools": "subnetpool",
}


@dataclasses.dataclass(frozen=True)
class Quota:
    """The quotas of one service, and the peculiarities of its API.

    Args:
        service: Our word for the service.
        path: The path of the quotas.
        one: The key around one quota in requests and answers.
        limits: The options that set limits -> the service's word for each.
        shown_at: The end of the path of a quota with its usage.
        defaults_at: The end of the path of the default limits.
        microversion: The microversion of its requests, if they need one.
        takes_force: Whether the service takes `force`, to set a limit below the usage.
        covers_use: Whether it refuses a limit below the usage unless it is forced.
    """

    service: str
    path: str
    one: str
    limits: t.Mapping[str, str]
    shown_at: str
    defaults_at: str
    microversion: Microversion | None = None
    takes_force: bool = True
    covers_use: bool = False

    @property
    def names(self) -> t.Mapping[str, str]:
        """The service's words -> our names."""
        return {word: name for name, word in self.limits.items()}

    def read(self, raw: Json) -> Json:
        """A quota as users see it. Each limit has the keys limit, in_use, reserved and left."""
        named = {self.names.get(word, word): item for word, item in raw.items() if isinstance(item, dict)}
        return {
            "id": raw.get("id") or self.service,
            "name": None,
            "limits": {name: _read_limit(item) for name, item in named.items()},
        }

    def defaults(self, cloud: Cloud, project_id: str) -> dict[str, int]:
        """The default limits: those of a project for which none were set."""
        path = f"{self.path}/{urllib.parse.quote(project_id, safe='')}{self.defaults_at}"
        raw = cloud.service(self.service).get(path, microversion=self.microversion).get(self.one) or {}
        return {self.names.get(word, word): limit for word, limit in raw.items() if isinstance(limit, int)}

    def of(self, cloud: Cloud, project: Values, suffix: str = "") -> Json:
        """The quota of a project. `suffix` is added to the path; it may be a query."""
        resource = dataclasses.replace(self.resource, shown_at=self.shown_at + suffix)
        found = Collection(cloud, resource).by_id(project["id"]) or self.read({})
        return {**found, "id": project["id"], "name": project.get("name") or project["id"]}

    @property
    def resource(self) -> Resource:
        """The declaration of this service's quota."""
        fields = [Field(name, normalise=_checked(name), show=_shown(name)) for name in self.limits]
        return Resource(
            name=f"{self.service} quota",
            plural=f"{self.service} quotas",
            service=self.service,
            path=self.path,
            shown_at=self.shown_at,
            one=self.one,
            many=f"{self.one}s",
            read=self.read,
            fields=(*fields, Field("limits", same=contained, merge=added, show=_limits)),
            policies=("force",),
            microversion=self.microversion,
            lookup=self._seek,
            update=self._update,
            predict=_predict,
            preflight=self._preflight,
        )

    def _seek(self, cloud: Cloud, desired: Desired) -> tuple[Desired, Json]:
        """Find the current quota of a project. For the state `default`, the desired state gets all default limits."""
        current = self.of(cloud, {"id": desired.id or "", "name": desired.name})
        if desired.state == DEFAULT:
            desired = dataclasses.replace(desired, fields={"limits": self.defaults(cloud, current["id"])})
        return desired, current

    def _preflight(self, _cloud: Cloud, change: PlannedChange) -> t.Sequence[str]:
        """Refuse limits below the usage, if the service would refuse them.

        Raises:
            ResourceError: some limits are below the usage. The message has all of them.
        """
        there = (change.current or {}).get("limits", {})
        is_forced = self.takes_force and change.desired.option("force")
        if not self.covers_use or change.desired.state == DEFAULT or is_forced:
            return ()
        used = {name: (one["in_use"] or 0) + one["reserved"] for name, one in there.items()}
        low = {name: limit for name, limit in change.fields.items() if name in used and UNLIMITED < limit < used[name]}
        if low:
            told = "; ".join(f"{name} is to be {limit}, and {used[name]} are in use" for name, limit in low.items())
            force = " Set force to true to have it so all the same." if self.takes_force else ""
            raise ResourceError(f"No quota was changed. {told}.{force}")
        return ()

    def _update(self, current: Values, changes: Changes, desired: Desired) -> Change:
        """Plan a change of limits. The state `default` deletes the quota: the service can only reset all limits at
        once."""
        if not changes:
            return Change()
        path, whose = f"{self.path}/{ID}", f"the {self.service} quota of project '{current['name']}'"
        if desired.state == DEFAULT:
            return Change((Step(f"reset {whose}", "DELETE", path, microversion=self.microversion),))
        body: Json = {self.limits[name]: after for name, (_before, after) in changes.items()}
        if self.takes_force and desired.option("force"):
            body["force"] = True
        return Change((Step(f"set {whose}", "PUT", path, {self.one: body}, self.microversion),))


def _read_limit(item: Values) -> Json:
    limit, in_use, reserved = item.get("limit"), item.get("in_use", item.get("used")), item.get("reserved") or 0
    left = None
    if limit is not None and limit != UNLIMITED and in_use is not None:
        left = max(0, limit - in_use - reserved)
    return {"limit": limit, "in_use": in_use, "reserved": reserved, "left": left}


def _limits(quota: Values) -> dict[str, t.Any]:
    return {name: item["limit"] for name, item in quota["limits"].items()}


def _shown(name: str) -> t.Callable[[Values], t.Any]:
    """The `show` of a limit. It gives None if the service has no limit of this name; the service then refuses the
    change and says so."""
    return lambda quota: _limits(quota).get(name)


def _checked(name: str) -> t.Callable[[int], int]:
    def checked(limit: int) -> int:
        if limit < UNLIMITED:
            raise ConfigError([f"{name} has to be 0 or more, or -1 for no limit, not {limit}."])
        return limit

    return checked


def _predict(current: Values | None, fields: Values, _state: str) -> Json:
    """The predicted quota."""
    there = dict(current or {})
    wanted = {**fields.get("limits", {}), **{name: limit for name, limit in fields.items() if name != "limits"}}
    known = there.get("limits", {})
    limits = {name: _read_limit({**known.get(name, {}), "limit": limit}) for name, limit in wanted.items()}
    return {**there, "limits": {**known, **limits}}


def _alike(text: str) -> dict[str, str]:
    return {word: word for word in text.split()}


QUOTAS = (
    Quota(
        "compute",
        "/os-quota-sets",
        "quota_set",
        _alike(
            "instances cores ram key_pairs metadata_items server_groups server_group_members injected_files"
            " injected_file_content_bytes injected_file_path_bytes"
        ),
        shown_at="/detail",
        defaults_at="/defaults",
        microversion=READING,
        covers_use=True,
    ),
    Quota("network", "/quotas", "quota", NETWORK_WORDS, shown_at="/details", defaults_at="/default"),
    Quota(
        "volume",
        "/os-quota-sets",
        "quota_set",
        _alike("volumes snapshots gigabytes backups backup_gigabytes per_volume_gigabytes groups"),
        shown_at="?usage=true",
        defaults_at="/defaults",
        takes_force=False,
        covers_use=True,
    ),
)
# All options that set limits, of all services.
LIMITS = tuple(name for quota in QUOTAS for name in quota.limits)
