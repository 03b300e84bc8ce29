# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs modules against either cloud, and looks by itself at all that they made and might have changed."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from typing import Any

from ansible_collections.nodeworks.openstack.tests.contract.client import Cloud, Json, unique
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import (
    MODULES,
    Result,
    fail,
    run_module,
    succeed,
)

# What the services list, by the key of the list.
NETWORK_KINDS = ("networks", "subnets", "ports", "routers", "floatingips", "security-groups")
# What services and agents change by themselves.
RESTLESS = frozenset(("updated_at", "revision_number", "binding:vif_details", "OS-EXT-STS:task_state", "progress"))


class Play:
    """Tasks of one user, and what they made. All has names of its own, since others use the cloud too."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.prefix = unique("inuse")
        self._made: list[tuple[str, Json]] = []
        self._ids: set[str] = set()
        self.options = {
            "auth_url": cloud.auth_url,
            "username": cloud.username,
            "password": cloud.password,
            "project_name": cloud.project_name,
            "region_name": cloud.region,
            "validate_certs": bool(cloud.verify),
            **{f"user_domain_{key}": value for key, value in cloud.user_domain.items()},
            **{f"project_domain_{key}": value for key, value in cloud.project_domain.items()},
        }

    def name(self, word: str) -> str:
        """A name that nobody else uses."""
        return f"{self.prefix}-{word}"

    def run(self, module: str, *, check: bool = False, **options: Any) -> Result:
        """Run a module."""
        main: Callable[[], None] = importlib.import_module(f"{MODULES}.{module}").main
        return run_module(main, {**self.options, **options}, check=check)

    def make(self, module: str, **options: Any) -> Json:
        """Make something, and remember it: it is removed in the end."""
        result = succeed(self.run(module, **options))
        (made,) = [value for value in result.data.values() if isinstance(value, dict) and "id" in value]
        self._made.append((module, {"id": made["id"]} if module != "os_keypair" else {"name": made["name"]}))
        self._ids.add(str(made["id"]))
        return dict(made)

    def refused(self, module: str, *words: str, **options: Any) -> list[Result]:
        """A task that fails for these reasons, in check mode and without, and changes nothing."""
        results = []
        for check in (True, False):
            before = self.state()
            result = self.run(module, check=check, **options)
            message = fail(result)
            assert [word for word in words if word not in message] == [], message
            assert self.state() == before
            results.append(result)
        return results

    def state(self) -> Json:
        """All that the services show of what was made, and of what belongs to it."""
        found: Json = {}
        for kind in NETWORK_KINDS:
            found[kind] = self.cloud.network("GET", f"/{kind}").json()[kind.replace("-", "_")]
        found["servers"] = self.cloud.compute("GET", "/servers/detail", "2.79").json()["servers"]
        for kind in ("volumes", "snapshots"):
            found[kind] = self.cloud.volume("GET", f"/{kind}/detail").json()[kind]
        return {kind: sorted(map(_shown, filter(self._is_own, items))) for kind, items in found.items()}

    def _is_own(self, item: Json) -> bool:
        text = json.dumps(item)
        return self.prefix in text or any(one in text for one in self._ids)

    def close(self) -> None:
        """Remove what was made, the last first."""
        for module, which in reversed(self._made):
            more: Json = {"delete_snapshots": True, "detach": True} if module == "os_volume" else {}
            more = {"interfaces": [], "routes": [], "purge_interfaces": True} if module == "os_router" else more
            if module == "os_router":
                self.run(module, **which, **more)
                more = {}
            if module == "os_image":
                more = {"protected": False}
            self.run(module, state="absent", **which, **more)


def _shown(item: Json) -> str:
    return json.dumps({key: value for key, value in item.items() if key not in RESTLESS}, sort_keys=True)
