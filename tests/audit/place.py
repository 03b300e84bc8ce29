# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A cloud in which a case is tried, and which is as it was when that is over."""

from __future__ import annotations

import dataclasses
import hashlib
import importlib
import pathlib
from typing import Any

from ansible_collections.nodeworks.openstack.tests.unit.modules.running import MODULES, Result, run_module, succeed

from .case import WHICH, Case, Options, filled
from .cases_compute import KEY, OTHER_KEY
from .declared import resources_of

# What nobody could do after that is done with no quota, or has no state in which it is gone.
ENDLESS = frozenset(("os_quota",))


@dataclasses.dataclass
class Place:
    """A cloud and its users.

    Args:
        kind: `fake` or `real`.
        user: The options of a connection as a user,
        administrator: and as an administrator.
        prefix: What names begin with.
        folder: For files.
    """

    kind: str
    user: Options
    administrator: Options
    prefix: str
    folder: pathlib.Path
    made: list[tuple[Case, Options]] = dataclasses.field(default_factory=list)
    words: dict[str, str] = dataclasses.field(default_factory=dict)

    def run(self, case: Case, options: Options, *, check: bool = False, diff: bool = False) -> Result:
        """Run the case's module."""
        who = self.administrator if case.as_administrator else self.user
        main = importlib.import_module(f"{MODULES}.{case.module}").main
        return run_module(main, {**who, **options}, check=check, diff=diff)

    def prepare(self, case: Case) -> dict[str, Any]:
        """Make what a case needs; its options as they are said here."""
        for name, content in (("a.raw", b"a" * 64), ("b.raw", b"b" * 64)):
            (self.folder / name).write_bytes(content)
        for name, key in (("key.pub", KEY), ("other.pub", OTHER_KEY)):
            (self.folder / name).write_text(key, encoding="utf-8")
        checksum = hashlib.sha512(b"a" * 64).hexdigest()
        self.words = {"@": self.prefix, "{tmp}": str(self.folder), "{checksum}": f"sha512:{checksum}"}
        self.words.update(self._found(case))
        for module, options in case.needs:
            self._make(dataclasses.replace(case, module=module, which=WHICH), filled(dict(options), self.words))
        return dict(filled(dict(case.options), self.words))

    def _make(self, case: Case, options: Options) -> None:
        result = succeed(self.run(case, options))
        if case.module == "os_api":
            (answer,) = result["json"].values()
            options = {key: value for key, value in options.items() if key != "body"}
            self.made.append((case, {**options, "method": "DELETE", "path": f"{options['path']}/{answer['id']}"}))
            return
        if "floating_ip" in result.data and "port" not in options:
            self.words["{address}"] = result["floating_ip"]["name"]
            options = {"name": result["floating_ip"]["name"]}
        self.made.append((case, options))
        if "fixed_ips" in result.data.get("port", {}):
            word = "{other ip}" if "{ip}" in self.words else "{ip}"
            self.words[word] = next(one["ip"] for one in result["port"]["fixed_ips"] if "." in one["ip"])

    def _found(self, case: Case) -> dict[str, str]:
        """What stands for something that is there."""
        texts = str((case.options, case.others))
        found = {}
        if "{demo}" in texts or "{alt}" in texts:
            projects = self._looked_up("os_project_info", all_projects=True)["projects"]
            ids = {one["name"]: str(one["id"]) for one in projects}
            found = {"{demo}": ids["demo"], "{alt}": ids.get("alt", ids["admin"])}
        if "{cirros}" in texts:
            found["{cirros}"] = self._looked_up("os_image_info", name="cirros")["images"][0]["id"]
        if "type}" in texts:
            types = self._looked_up("os_api", service="volume", path="/types")["json"]["volume_types"]
            names = [str(one["name"]) for one in types if one["name"] != "__DEFAULT__"]
            found.update({"{type}": names[0], "{other type}": names[-1] if len(names) > 1 else "__DEFAULT__"})
        return found

    def _looked_up(self, module: str, **options: Any) -> Result:
        return succeed(self.run(Case(module, {}, as_administrator=True), options))

    @staticmethod
    def above(case: Case) -> tuple[str, ...]:
        """The options that say below which other resource one stands."""
        parents = {resource.parent for resource in resources_of(case.module)}
        return tuple(parent for parent in parents if parent)

    def clear(self) -> None:
        """Remove what was made, the last first."""
        problems = []
        for case, options in reversed(self.made):
            if case.module in ENDLESS:
                continue
            result = self.run(case, options if case.module == "os_api" else gone(case, options))
            if result.exit_code:
                problems.append(str(result["msg"]))
        assert not problems, problems


def gone(case: Case, options: Options) -> Options:
    """The task that removes one."""
    module, which = case.module, {key: value for key, value in options.items() if key in case.which}
    if options.get("new_name"):
        which = {"name": options["new_name"]}
    if module == "os_security_group_rule":
        which = {key: value for key, value in options.items() if key != "description"}
    if module == "os_floating_ip":
        which = {key: value for key, value in options.items() if key in ("node", "port", "name")}
    more = {
        "os_node": {"delete_volumes": True, "release_floating_ips": True, "locked": False},
        "os_volume": {"detach": True},
        "os_image": {"protected": False},
    }
    return {**which, "state": "absent", **more.get(module, {})}
