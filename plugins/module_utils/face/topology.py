# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The face of topologies: turns the options of os_topology into a desired topology, and its parts into a result.

It takes a module's options. Each entry takes the options of the module of its kind, and is validated as that module
would. `plugins/modules/os_topology.py` calls it.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.errors import UnsupportedError

from ..apply.options import ApplyOptions, Result
from ..apply.progress import current_progress
from ..apply.topology.desired import DesiredTopology, Entry, Kind
from ..apply.topology.membership import Membership
from ..apply.topology.plan import MAKE, Part
from ..apply.topology.topology import in_words, reconcile_topology
from ..errors import CloudError, ConfigError, SomeFailed
from ..options.connection import WAIT_OPTIONS, Spec
from ..options.kinds import (
    application_credential,
    flavor,
    floating_ip,
    image,
    keypair,
    network,
    node,
    port,
    router,
    security_group,
    server_group,
    subnet,
    volume,
    volume_backup,
    volume_snapshot,
)
from ..options.names import expanded
from ..options.wait import seconds_of
from ..resource.desired import ABSENT
from ..resources.quota_preflight import refuse_over_quota
from ..resources.topology_kinds import KINDS
from ..service.cloud import Cloud
from .desired import desired_from
from .module import CloudModule, ModuleResult, constraints_of, diff_of, module_of, run

SPECS: dict[str, Spec] = {
    "application credential": application_credential.ARGUMENT_SPEC,
    "flavor": flavor.ARGUMENT_SPEC,
    "floating IP": floating_ip.ARGUMENT_SPEC,
    "image": image.ARGUMENT_SPEC,
    "key pair": keypair.ARGUMENT_SPEC,
    "network": network.ARGUMENT_SPEC,
    "node": node.ARGUMENT_SPEC,
    "port": port.ARGUMENT_SPEC,
    "router": router.ARGUMENT_SPEC,
    "security group": security_group.ARGUMENT_SPEC,
    "server group": server_group.ARGUMENT_SPEC,
    "subnet": subnet.ARGUMENT_SPEC,
    "volume": volume.ARGUMENT_SPEC,
    "volume backup": volume_backup.ARGUMENT_SPEC,
    "volume snapshot": volume_snapshot.ARGUMENT_SPEC,
}
# Options that say how a module goes about it, which a topology says for all.
OF_THE_WHOLE = frozenset(("wait", "wait_timeout", "parallel", "batch", "exact", "selector", "wait_for"))

TOPOLOGY_OPTIONS: Spec = {
    "name": {"type": "str"},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    # The word "key" in a name makes Ansible ask whether it is a secret; of secrets in entries `_entries` takes care.
    **{kind.resource.plural_key: {"type": "list", "elements": "dict", "no_log": False} for kind in KINDS},
    "prune": {"type": "bool", "default": False},
    "adopt": {"type": "bool", "default": False},
    "parallel": {"type": "int", "default": 10},
}


def run_topology_module(argument_spec: Spec) -> None:
    """Run the module that brings a topology to a state."""
    module = module_of({**WAIT_OPTIONS, **argument_spec}, {})

    def work(cloud: Cloud) -> ModuleResult:
        desired = _desired(module)
        parts = reconcile_topology(cloud, desired, _options(module), _preflight)
        return _result(module, cloud, parts)

    run(module, work)


def _desired(module: CloudModule) -> DesiredTopology:
    params = module.params
    name, state = params["name"], params["state"]
    if name == "":
        raise ConfigError(["name must not be empty."])
    if name is None and (params["prune"] or state == ABSENT):
        raise ConfigError(["Give the name of the topology: without one, nothing says what belongs to it."])
    membership = None if name is None else Membership(name)
    entries: list[Entry] = []
    problems: list[str] = []
    for kind in KINDS:
        for number, given in enumerate(params[kind.resource.plural_key] or ()):
            place = f"{kind.resource.plural_key}[{number}]"
            try:
                entries += _entries(module, kind, given, place, membership)
            except ConfigError as error:
                problems += [f"{place}: {problem}" for problem in error.problems]
    problems = problems or _said_twice(entries)
    if problems:
        raise ConfigError(problems)
    return DesiredTopology(KINDS, entries, membership, state, prune=params["prune"], adopt=params["adopt"])


def _said_twice(entries: t.Sequence[Entry]) -> list[str]:
    """The problem of each entry that names the same resource as an earlier one: it would be made twice."""
    first: dict[tuple[str, str], Entry] = {}
    problems: list[str] = []
    for entry in entries:
        for name in {*entry.desired.names(), *filter(None, [entry.desired.id])}:
            earlier = first.setdefault((entry.kind.name, name), entry)
            if earlier is not entry:
                problems.append(f"{entry.place}: {entry.kind.name} '{name}' stands in {earlier.place}, too.")
    return problems


def _entries(
    module: CloudModule, kind: Kind, given: t.Mapping[str, t.Any], place: str, membership: Membership | None
) -> list[Entry]:
    """The entries of one item of an option: one, or one for each of its names.

    Raises:
        ConfigError: the item is not what the module of its kind would take.
    """
    resource = kind.resource
    spec = {option: of for option, of in SPECS[kind.name].items() if option not in OF_THE_WHOLE}
    validator = ArgumentSpecValidator(spec, **constraints_of(resource, spec))
    checked = validator.validate(dict(given))
    module.keep_secret(str(value) for value in checked._no_log_values)
    problems = [error.msg for error in checked.errors if not isinstance(error, UnsupportedError)]
    if checked.unsupported_parameters:
        unknown = ", ".join(sorted(map(str, checked.unsupported_parameters)))
        problems.append(f"Unsupported parameters: {unknown}. A {kind.name} takes here: {', '.join(sorted(spec))}.")
    if problems:
        raise ConfigError(problems)
    params = checked.validated_parameters
    if params.get("state") == ABSENT:
        raise ConfigError(["An entry is something that is wanted. Leave it out, and set prune to true to remove it."])
    desired = desired_from(resource, params, spec)
    if not (desired.name or desired.id or params.get("names") or params.get("node") or params.get("port")):
        raise ConfigError(
            ["Say which node or port it is for. Without that, any free one of the project would be meant."]
        )
    if membership is not None:
        _refuse_name(kind, desired.name, membership)
        marks = next((field for field in resource.fields if field.name == kind.marked_by), None)
        desired = membership.marked(kind.marked_by, desired, is_list=marks is not None and marks.name == "tags")
    names = params.get("names")
    if names is None:
        return [Entry(kind, desired, place)]
    return [Entry(kind, dataclasses.replace(desired, name=one), place) for one in expanded(names)]


def _refuse_name(kind: Kind, name: str | None, membership: Membership) -> None:
    """Refuse a name that would not make a resource a member, if only its name can."""
    if kind.marked_by is None and name is not None and not membership.is_named_so(name):
        raise ConfigError(
            [
                f"A {kind.name} has no tags, so it belongs to a topology by its name: '{membership.topology}' or"
                f" '{membership.topology}-{name}'."
            ]
        )


def _options(module: CloudModule) -> ApplyOptions:
    params = module.params
    if params["parallel"] < 1:
        raise ConfigError([f"parallel has to be 1 or more, not {params['parallel']}."])
    return ApplyOptions(
        check=module.check_mode,
        wait=params["wait"],
        timeout_seconds=seconds_of(params["wait_timeout"]),
        parallel=params["parallel"],
        progress=current_progress(),
    )


def _preflight(cloud: Cloud, parts: t.Sequence[Part]) -> t.Sequence[str]:
    made = [
        (part.entry.kind.name, part.result.plan.fields)
        for part in parts
        if part.action == MAKE and isinstance(part.result, Result)
    ]
    refuse_over_quota(cloud, made)
    return ()


def _result(module: CloudModule, cloud: Cloud, parts: t.Sequence[Part]) -> ModuleResult:
    actions = [part.action for part in parts]
    results = [part.result for part in parts if isinstance(part.result, Result)]
    for warning in dict.fromkeys(warning for result in results for warning in result.warnings):
        module.warn(warning)
    output: ModuleResult = {"changed": any(one.plan.changed for one in results), "summary": in_words(actions)}
    output.update({kind.resource.plural_key: _shown(kind, parts) for kind in KINDS})
    output["removed"] = [
        {"kind": part.entry.kind.name, "id": part.entry.desired.id, "name": part.entry.desired.name}
        for part in parts
        if isinstance(part.result, Result) and part.result.plan.state == ABSENT and part.result.plan.changed
    ]
    if module._diff:
        output["diff"] = [
            _diff(part, part.result) for part in parts if isinstance(part.result, Result) and part.result.plan.changed
        ]
    failures = [
        {"kind": part.entry.kind.name, "name": part.entry.desired.name, "msg": str(part.result), **part.result.facts()}
        for part in parts
        if isinstance(part.result, CloudError)
    ]
    if failures:
        told = [f"{part.entry}: {part.result}" for part in parts if isinstance(part.result, CloudError)]
        message = " ".join([f"{len(failures)} of {len(parts)} failed.", *told, "Run again to go on from here."])
        raise SomeFailed(message, failures, {**output, "changed": cloud.has_written})
    return output


def _shown(kind: Kind, parts: t.Sequence[Part]) -> list[ModuleResult]:
    return [
        part.result.resource
        for part in parts
        if part.entry.kind is kind and isinstance(part.result, Result) and part.result.resource is not None
    ]


def _diff(part: Part, result: Result) -> ModuleResult:
    return {**diff_of(result), "before_header": str(part.entry), "after_header": str(part.entry)}
