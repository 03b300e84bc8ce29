# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The face towards Ansible's modules.

It turns options into calls of the layers below, their results into a module's result, and their errors into a failed
task with a sentence. A module gives its argument spec and its declaration; everything else is here. Only this folder
uses AnsibleModule.
"""

from __future__ import annotations

import contextlib
import contextvars
import copy
import dataclasses
import os
import typing as t

from ansible.module_utils.basic import missing_required_lib

from ..apply.fleet import reconcile_fleet, removed_of
from ..apply.options import ApplyOptions, Result
from ..apply.progress import current_progress
from ..apply.reconcile import reconcile
from ..config.load import load_config
from ..errors import CloudError, ConfigError, MissingLibrary, understanding
from ..options.connection import CONNECTION_OPTIONS, WAIT_OPTIONS, Spec
from ..options.info import INFO_OPTIONS, WHICH
from ..options.moving import NOTHING_OLD, OldOptions, brought_over
from ..options.names import expanded, refuse_ranges
from ..options.secrets import secrets_in_options
from ..options.wait import how_many, seconds_of
from ..printable import printable
from ..query.aspect import Aspect
from ..query.query import InfoQuery, caveats, look_up
from ..resource.criterion import FILTERS, Criterion
from ..resource.declaration import Resource
from ..resource.nesting import below, placed
from ..service.cloud import Cloud
from ..transport.trace import Trace, trace_of
from ..transport.transport import CONNECTIONS
from .desired import desired_from, fleet_desired, refuse_options_of_fleets
from .forecast import HIDDEN, Predictions
from .masking import MaskingModule
from .old_results import with_old_keys

ModuleResult = t.Dict[str, t.Any]

# The verbosity from which on results have a trace: the number of v in -vvv.
VERBOSE = 3


class CloudModule(MaskingModule):
    """An AnsibleModule that keeps the options as the user named them (`given`), and masks nested secrets too."""

    def __init__(self, *, own: t.Collection[str] = (), old: OldOptions = NOTHING_OLD, **arguments: t.Any) -> None:
        self._own = frozenset(own)
        self._old = old
        super().__init__(**arguments)
        if self._old_problems:
            self.fail_json(msg=" ".join(self._old_problems))

    def _load_params(self) -> None:
        super()._load_params()
        # Null means that the option was not given, even if it has a default.
        said = {name: value for name, value in self.params.items() if value is not None}
        # The name by which the task calls the module, as some modules have several.
        self.called = called = str(said.get("_ansible_module_name", ""))
        self.predictions = Predictions(said.pop(HIDDEN, None), check=bool(said.get("_ansible_check_mode")))
        self.params, self._old_problems = brought_over(said, self._old, called)
        # A copy, as the user wrote the options: Ansible later puts the value of an alias over that of its option.
        self.given = copy.deepcopy(self.params)
        # The option `cloud` can be a whole cloud of clouds.yaml, and a URL can have a password: Ansible cannot know
        # which parts of these are secret. This comes before the validation of arguments, as its errors show them.
        self.keep_secret(secrets_in_options(self.params))

    def warn(self, warning: str, **options: t.Any) -> None:
        """Show a warning. Control characters in it are escaped, since Ansible shows it on a terminal as it is."""
        super().warn(printable(warning), **options)

    def of_connection(self, options: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
        """The options without the module's own ones that share a name with an option of the connection."""
        return {name: value for name, value in options.items() if name not in self._own}


# Called when the resources are there, with the resources and the options.
Afterwards = t.Callable[[Cloud, t.Sequence[ModuleResult], t.Mapping[str, t.Any]], None]
# Called for the resources of a batch before the next batch is changed. Returns for each the error that keeps it from
# serving, or None.
Serving = t.Callable[[Cloud, t.Sequence[ModuleResult], t.Mapping[str, t.Any]], t.Sequence[t.Optional[CloudError]]]


def run_state_module(
    resource: Resource,
    argument_spec: Spec,
    afterwards: Afterwards | None = None,
    serving: Serving | None = None,
    old: OldOptions = NOTHING_OLD,
) -> None:
    """Run a module that brings one resource, or a fleet of them, to a state.

    Args:
        resource: The declaration.
        argument_spec: The options name, id, state and the resource's fields; with `names` the module takes a fleet.
        afterwards: Called when the resources are there, but not in check mode.
        serving: Called for each batch before the next one, to wait until its resources serve again.
        old: Options of openstack.cloud that this module takes too, and turns into its own.
    """
    module = module_of({**WAIT_OPTIONS, **argument_spec}, constraints_of(resource, argument_spec), old=old)
    _refuse_contradictions(module, argument_spec)

    def work(cloud: Cloud) -> ModuleResult:
        desired = desired_from(resource, module.params, module.argument_spec)
        options = _options(module)
        meant, desired = placed(cloud, resource, desired)
        if meant is None:  # below something that is gone
            return {"changed": False, resource.key: None}
        if serving is not None:
            serving(cloud, (), module.params)  # raises if it cannot be waited for, before anything is changed
            options = dataclasses.replace(options, serving=lambda batch: serving(cloud, batch, module.params))

        def arrived(resources: t.Sequence[ModuleResult]) -> None:
            if afterwards is not None and not options.check:
                afterwards(cloud, resources, module.params)

        if module.params.get("names") is None:
            refuse_options_of_fleets(module.params)
            results = [reconcile(cloud, meant, desired, options)]
            arrived([one.resource for one in results if one.resource is not None])
        else:
            results = reconcile_fleet(
                cloud, resource, fleet_desired(resource, desired, module.params), options, arrived=arrived
            )
        return _state_result(module, resource, results)

    run(module, work)


def constraints_of(resource: Resource, argument_spec: Spec) -> dict[str, t.Any]:
    """What has to be given, and what cannot be given together, as an argument spec's constraints."""
    # One of these options is required: without any, a resource without a name would be meant.
    ways = tuple(option for option in ("name", "names", "id") if option in argument_spec)
    which = [ways] if len(ways) > 1 else []
    files = [(field.name, field.file) for field in resource.fields if field.file]
    excluded = [(field.name, other) for field in resource.fields for other in field.excludes]
    required = [] if resource.lookup else which
    return {"required_one_of": required, "mutually_exclusive": [*which, *files, *excluded]}


def run_info_module(
    resource: Resource | t.Mapping[str, Resource],
    argument_spec: Spec | None = None,
    criteria: t.Sequence[Criterion] = (FILTERS,),
    aspects: t.Sequence[Aspect] = (),
    old: OldOptions = NOTHING_OLD,
) -> None:
    """Run a module that looks for resources of one kind. It returns each as the state module does, under their plural.

    All such modules have the options name, names, id, filters and fields.

    Args:
        resource: The declaration. If there are several, the option `kind` chooses one.
        argument_spec: Further options: those of `criteria` and of `aspects`.
        criteria: Which resources to look for.
        aspects: What to return of each resource, besides its fields, if the user asks for it.
        old: Options of openstack.cloud that this module takes too, and turns into its own.
    """
    spec = {**INFO_OPTIONS, **(argument_spec or {})}
    module = module_of(spec, {"mutually_exclusive": [WHICH]}, old=old)
    _refuse_contradictions(module, spec)

    def work(cloud: Cloud) -> ModuleResult:
        meant = resource if isinstance(resource, Resource) else resource[module.params["kind"]]
        if meant.parent:
            meant = below(cloud, meant, module.params[meant.parent])
        info_query = _info_query(module, criteria, aspects)
        found = look_up(cloud, meant, info_query)
        for caveat in caveats(cloud, meant, info_query):
            module.warn(caveat)
        return {"changed": False, meant.plural_key: found}

    run(module, work)


def run_report_module(
    report: t.Callable[[Cloud, t.Mapping[str, t.Any]], ModuleResult],
    argument_spec: Spec,
    asked_for: t.Callable[[ModuleResult], t.Iterable[str]] = lambda _output: (),
) -> None:
    """Run a module that only reads. `report` gets the cloud and the options, and returns the keys of the result.

    `asked_for` gives the secrets of a result that the user wants to have.
    """
    module = module_of(argument_spec, {})

    def work(cloud: Cloud) -> ModuleResult:
        output = report(cloud, module.params)
        module.tell_once(asked_for(output))
        return {"changed": False, **output}

    run(module, work)


def module_of(
    argument_spec: Spec,
    constraints: t.Mapping[str, t.Any],
    kind: type[CloudModule] = CloudModule,
    old: OldOptions = NOTHING_OLD,
) -> CloudModule:
    """A module with the options of a connection and its own ones.

    Raises:
        SystemExit: the arguments are not valid, and the error was printed. Or they are, inside `only_validating`.
    """
    spec = {**CONNECTION_OPTIONS, **argument_spec}
    own = CONNECTION_OPTIONS.keys() & argument_spec.keys()
    module = kind(argument_spec=spec, supports_check_mode=True, own=own, old=old, **constraints)
    if _is_only_validating.get():
        raise SystemExit(0)
    return module


_is_only_validating: contextvars.ContextVar[bool] = contextvars.ContextVar("only_validating", default=False)


@contextlib.contextmanager
def only_validating() -> t.Iterator[None]:
    """A block in which a module's `main` ends as soon as its arguments have been validated. It contacts no cloud."""
    token = _is_only_validating.set(True)
    try:
        yield
    finally:
        _is_only_validating.reset(token)


def run(
    module: CloudModule, work: t.Callable[[Cloud], ModuleResult], connection: t.Mapping[str, t.Any] | None = None
) -> None:
    """Do a module's work on the cloud that its options describe, and end the module with the result or the error.

    `connection` are the options of the connection, if they are not simply the module's options.
    """
    cloud: Cloud | None = None
    trace: Trace | None = None
    try:
        said = module.of_connection(module.params if connection is None else connection)
        config = load_config(said, os.environ, module.of_connection(module.given))
        trace = trace_of(config, module.no_log_values, wanted=module._verbosity >= VERBOSE)
        cloud = opened = Cloud.open(
            config, os.environ, trace, _parallel(module) or CONNECTIONS, current_progress().report
        )
        module.session_secrets = lambda: opened.secrets
        module.predictions.tell(opened)
        with understanding("What the services say", lambda: opened.api_calls):
            output = work(cloud)
    except MissingLibrary as error:
        module.fail_json(msg=missing_required_lib(error.library, reason=error.purpose))
    except CloudError as error:
        _warn(module, cloud)
        module.fail_json(
            **_failure(error, cloud), **_calls(module, cloud, trace), **module.predictions.hand_over(module.masked)
        )
    finally:
        # Close it now: the process may be a worker that goes on with other tasks.
        if cloud is not None:
            cloud.close()
    _warn(module, cloud)
    output = with_old_keys(output, module.called)
    module.exit_json(**output, **_calls(module, cloud, trace), **module.predictions.hand_over(module.masked))


def _failure(error: CloudError, cloud: Cloud | None) -> ModuleResult:
    """The result of a failed module: a sentence for people, and facts for programs."""
    return {"msg": str(error), "changed": bool(cloud and cloud.has_written), **error.facts()}


def _refuse_contradictions(module: CloudModule, argument_spec: Spec) -> None:
    """Fail if an option was given under two names with two values. Ansible would take the alias, and only warn."""
    for option, spec in argument_spec.items():
        names = [name for name in (option, *spec.get("aliases", ())) if module.given.get(name) is not None]
        if any(module.given[name] != module.given[names[0]] for name in names[1:]):
            module.fail_json(msg=f"{' and '.join(names)} mean the same, but differ. Leave one of them out.")


def _info_query(module: CloudModule, criteria: t.Sequence[Criterion], aspects: t.Sequence[Aspect]) -> InfoQuery:
    params = module.params
    for option in ("name", "id"):
        if params[option] == "":  # a template that came out empty
            raise ConfigError([f"{option} must not be empty."])
    refuse_ranges({"name": params["name"]})
    names = expanded(params["names"]) if params["names"] is not None else None
    return InfoQuery(
        options=params,
        criteria=criteria,
        aspects=aspects,
        names=[params["name"]] if params["name"] is not None else names,
        id=params["id"],
        fields=params["fields"],
        parallel=_parallel(module) or InfoQuery.parallel,
    )


def _options(module: CloudModule) -> ApplyOptions:
    params = module.params
    enough = how_many(params["wait"])
    batch = params.get("batch")
    if batch is not None and batch < 0:
        raise ConfigError([f"batch has to be 0 or more, not {batch}."])
    return ApplyOptions(
        check=module.check_mode,
        wait=enough != 0,
        timeout_seconds=seconds_of(params["wait_timeout"]),
        # With batches `enough` does not count: a batch begins only when the whole batch before it serves again.
        enough=None if batch else enough or None,
        parallel=_parallel(module) or ApplyOptions.parallel,
        batch=batch,
        progress=current_progress(),
    )


def _parallel(module: CloudModule) -> int | None:
    """How many requests may be under way at once; None if the module has no such option."""
    number: int | None = module.params.get("parallel")
    if number is not None and number < 1:
        raise ConfigError([f"parallel has to be 1 or more, not {number}."])
    return number


def _state_result(module: CloudModule, resource: Resource, results: t.Sequence[Result]) -> ModuleResult:
    for result in results:
        for warning in result.warnings:
            module.warn(warning)
        told = [key for step in result.plan.steps for key in step.returns_once]
        module.tell_once(str(result.resource[key]) for key in told if result.resource and result.resource.get(key))
    changed = [result for result in results if result.plan.changed]
    output: ModuleResult = {"changed": bool(changed)}
    if module.params.get("names") is None:
        (only,) = results
        output[resource.key] = only.resource
        diff: t.Any = diff_of(only)
    else:
        output[resource.plural_key] = [one.resource for one in results if one.resource is not None]
        output["removed"] = removed_of(results)
        diff = [{**diff_of(one), **_headers(one)} for one in changed]
    if module._diff:
        output["diff"] = diff
    return output


def diff_of(result: Result) -> ModuleResult:
    """The diff: the state before and after the plan. In check mode it is the predicted one."""
    return {"before": dict(result.plan.before), "after": dict(result.plan.after)}


def _headers(result: Result) -> ModuleResult:
    known = (result.resource or {}, result.plan.after, result.plan.before)
    name = next((str(one["name"]) for one in known if one.get("name")), "")
    shown = printable(name)
    return {"before_header": shown, "after_header": shown}


def _calls(module: CloudModule, cloud: Cloud | None, trace: Trace | None) -> ModuleResult:
    output: ModuleResult = {"api_calls": cloud.api_calls} if cloud else {}
    if trace and (trace.is_for_result or module._verbosity >= VERBOSE):
        output["trace"] = trace.entries
    return output


def _warn(module: CloudModule, cloud: Cloud | None) -> None:
    for warning in cloud.warnings if cloud else ():
        module.warn(warning)
