# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the declarations say of each option of the modules that manage something: how it is compared, and what then."""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ansible_collections.nodeworks.openstack.plugins.module_utils.options.connection import WAIT_OPTIONS
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.declaration import (
    UNKNOWN,
    Field,
    Resource,
    never,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.quota import QUOTAS
from ansible_collections.nodeworks.openstack.tests.guides.rst import code, list_table, plain

MODULES = "ansible_collections.nodeworks.openstack.plugins.modules"
FOLDER = Path(__file__).resolve().parents[2] / "plugins" / "modules"
# What says which one is meant, and that it is to be there.
WHICH = frozenset(("name", "names", "id", "state"))
# Its options are those of the other modules, by kind.
OF_OTHERS = frozenset(("os_topology",))
# What says how things are done, and is neither a field nor a policy of a resource.
MANNER: Mapping[str, frozenset[str]] = {
    "os_node": frozenset(("selector", "exact", "parallel", "batch", "wait_for")),
    "os_quota": frozenset(("project", "force")),
}
BY_LIST = "from the list"
BY_DETAILS = "by a request of its own"
NOT_AT_ALL = "not at all"
DEFAULT_REASON = Field("x").unseen


@dataclasses.dataclass(frozen=True)
class Compared:
    """How an option is compared with what there is.

    Args:
        option: Its name.
        how: By what its current value is known.
        then: What becomes of a difference.
    """

    option: str
    how: str
    then: str


class _Nothing(dict[str, Any]):
    """An answer in which every key is null."""

    def __missing__(self, key: str) -> None:
        return None

    def __contains__(self, key: object) -> bool:
        return True


def modules() -> list[str]:
    """All modules that manage something."""
    found = sorted(path.stem for path in FOLDER.glob("os_*.py") if path.stem not in OF_OTHERS)
    return [name for name in found if "state" in spec_of(name) and not name.endswith("_info")]


def spec_of(module: str) -> Mapping[str, Any]:
    """A module's own options."""
    spec: Mapping[str, Any] = getattr(importlib.import_module(f"{MODULES}.{module}"), "ARGUMENT_SPEC", {})
    return spec


def resources_of(module: str) -> list[Resource]:
    """The declarations of what a module manages."""
    if module == "os_quota":
        return [quota.resource for quota in QUOTAS]
    found = vars(importlib.import_module(f"{MODULES}.{module}")).values()
    return [one for one in found if isinstance(one, Resource)]


def fields_of(module: str) -> dict[str, tuple[Resource, Field]]:
    """The fields that a module has options for, by these."""
    spec = spec_of(module)
    found: dict[str, tuple[Resource, Field]] = {}
    for resource in resources_of(module):
        for field in resource.fields:
            for option in (field.name, field.file):
                if option is not None and option in spec and option not in WHICH:
                    found[option] = (resource, field)
    return found


def options_of(module: str) -> set[str]:
    """The options that say how things are done."""
    policies = {policy for resource in resources_of(module) for policy in resource.policies}
    return {*MANNER.get(module, ()), *policies, *WAIT_OPTIONS} & set(spec_of(module))


def unclassified(module: str) -> list[str]:
    """The options of which nothing says what becomes of them."""
    return sorted(set(spec_of(module)) - set(fields_of(module)) - options_of(module) - WHICH)


def compared(module: str) -> Iterator[Compared]:
    """How each option is compared that says what something is like."""
    for option, (resource, field) in fields_of(module).items():
        yield Compared(option, _how(field), _then(resource, field))


def is_ever_hidden(resource: Resource, field: Field) -> bool:
    """Whether a service may not show it, as far as that can be told from an empty answer."""
    try:
        current = field.current({**resource.read(_Nothing()), **dict.fromkeys(("name", "id"))})
    except (TypeError, ValueError, KeyError, AttributeError):
        return False  # it is computed from something that is always there
    return current is UNKNOWN


def _how(field: Field) -> str:
    return NOT_AT_ALL if field.show is never else BY_DETAILS if field.detailed else BY_LIST


def _then(resource: Resource, field: Field) -> str:
    if field.unseen is None:
        return "Of one that is there nothing is left to compare."
    if field.show is never:
        return f"A warning: {field.unseen}."
    if field.consent and field.consent.advice:
        then = f"An error: {field.consent.advice}"
    elif field.consent or field.updatable:
        then = "It is changed."
    elif "on_drift" in resource.policies:
        then = "An error, or what ``on_drift`` says."
    else:
        then = "An error."
    if is_ever_hidden(resource, field) or field.unseen != DEFAULT_REASON:
        then += f" Where it cannot be compared ({field.unseen}), a warning says so."
    return then


def _marked(text: str) -> str:
    """A text of which only what is between double backquotes is markup."""
    return "``".join(part if number % 2 else plain(part) for number, part in enumerate(text.split("``")))


def table(module: str) -> list[str]:
    """The options of a module as a table of reStructuredText."""
    rows = [[code(one.option), one.how, _marked(one.then)] for one in compared(module)]
    same = {(how, then) for _option, how, then in rows}
    if len(same) == 1 and len(rows) > 10:
        ((how, then),) = same
        rows = [[f"each of {len(rows)} limits", how, then]]
    return list(list_table(["option", "compared", "if it differs"], rows, "22 20 58"))
