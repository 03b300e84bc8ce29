# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options as openstack.cloud has them, brought into the words of this collection. Pure.

An option that only has another name there is an alias, declared where all options are. Here are those that say
something in another way, and those that have no counterpart, for which there is a sentence that says what to do. What
each module knows of them is in `openstack_cloud.py`; the guide "Coming from openstack.cloud" shows the same sentences.
"""

from __future__ import annotations

import dataclasses
import typing as t

Said = t.Mapping[str, t.Any]
# From a value, and all that was said, the options that mean the same here; None if none do.
Translation = t.Callable[[t.Any, Said], t.Optional[t.Mapping[str, t.Any]]]

TRUE = frozenset(("true", "yes", "on", "1", "y", "t"))
FALSE = frozenset(("false", "no", "off", "0", "n", "f"))


def is_true(value: t.Any) -> bool:
    """Whether a text or a number means true, as Ansible has it."""
    return str(value).strip().lower() in TRUE


def is_false(value: t.Any) -> bool:
    """Whether it means false."""
    return str(value).strip().lower() in FALSE


def if_true(meant: Said) -> Translation:
    """True means these options, false nothing."""

    def translation(value: t.Any, _said: Said) -> Said | None:
        return meant if is_true(value) else {} if is_false(value) else None

    return translation


def nothing(_value: t.Any, _said: Said) -> t.Mapping[str, t.Any] | None:
    """No options mean the same."""
    return None


def unless_true(value: t.Any, _said: Said) -> t.Mapping[str, t.Any] | None:
    """False is the behaviour here anyway; true has no counterpart."""
    return {} if is_false(value) else None


def without_a_word(_value: t.Any, _said: Said) -> t.Mapping[str, t.Any] | None:
    """It happens here in any case, or is said by another option."""
    return {}


def renamed(names: t.Mapping[str, str]) -> t.Callable[[Said], Said]:
    """What the options of a task say under an old name, where some only have other names there."""
    return lambda said: {names.get(name, name): value for name, value in said.items()}


def always(_value: t.Any, _said: Said) -> bool:
    """Always."""
    return True


@dataclasses.dataclass(frozen=True)
class Old:
    """An option of openstack.cloud that is said otherwise here.

    Args:
        way: The replacement, in a sentence.
        to: The options that mean the same. Where there are none, the sentence is an error.
        aliases: Its other names there.
        when: For an option that exists here too: whether a value is meant in the old way.
    """

    way: str
    to: Translation = nothing
    aliases: tuple[str, ...] = ()
    when: t.Callable[[t.Any, Said], bool] = always


@dataclasses.dataclass(frozen=True)
class OldOptions:
    """The old options of openstack.cloud that a module takes.

    Args:
        options: Those that are said otherwise here, by their names.
        called: The names of the modules there that this one stands for.
        implied: Options that a name there itself says, by the name.
        under_old_name: What the options of a task say under these names alone, in words that are clear under any.
    """

    options: t.Mapping[str, Old] = dataclasses.field(default_factory=dict)
    called: tuple[str, ...] = ()
    implied: t.Mapping[str, Said] = dataclasses.field(default_factory=dict)
    under_old_name: t.Callable[[Said], Said] = lambda said: said


NOTHING_OLD = OldOptions()
# Options that all modules of openstack.cloud have.
EVERYWHERE = {
    "sdk_log_path": Old("trace: FILE.", lambda value, _said: {"trace": value}),
    "sdk_log_level": Old("The trace has each request in any case, without secrets.", without_a_word),
}


def brought_over(said: Said, old: OldOptions, called: str = "") -> tuple[dict[str, t.Any], list[str]]:
    """The options of this collection, and the problems with those that have no counterpart.

    `called` is the name of the module in the task, with or without that of a collection.
    """
    name = called.rpartition(".")[2]
    if name in old.called:
        said = old.under_old_name(said)
    said = {**old.implied.get(name, {}), **said}
    rest, problems = dict(said), []
    translated: dict[str, t.Any] = {}
    for name, option in {**EVERYWHERE, **old.options}.items():
        for spelling in (name, *option.aliases):
            if spelling not in said or not option.when(said[spelling], said):
                continue
            rest.pop(spelling, None)
            meant = option.to(said[spelling], said)
            if meant is None:
                problems.append(f"{spelling} is not said so here, as it is in openstack.cloud. {option.way}")
            translated.update(meant or {})
    twice = [name for name in translated if name in rest and name != "state"]
    problems += [f"{name} is said twice, in openstack.cloud's words too." for name in twice]
    return {**rest, **translated}, list(dict.fromkeys(problems))
