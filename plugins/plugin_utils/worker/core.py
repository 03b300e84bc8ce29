# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All internals of ansible-core that are used, in one place, as of ansible-core 2.19 to 2.22.

A module process is set up by a program that ansible-core puts around the module: it leaves the arguments and the name
of their encoding in `ansible.module_utils.basic`, and turns an exception into a result. Module code asks
`ansible.module_utils` whether it runs on a controller, where a warning is shown at once rather than returned.

A later ansible-core that does without one of these has modules run as processes again, not fail.
"""

from __future__ import annotations

import contextlib
import functools
import json
import typing as t

from ansible.module_utils import basic
from ansible.module_utils.common import warnings
from ansible.module_utils.common.json import Direction, get_module_decoder, get_module_encoder

# The encoding of arguments and results. It is the default for modules.
PROFILE = "legacy"

# Where each name is looked for when a module runs: the object that has it, and the name.
USED = (
    (basic, "_ANSIBLE_ARGS"),
    (basic, "_ANSIBLE_PROFILE"),
    (basic, "_PARSED_MODULE_ARGS"),
    (basic, "atexit"),
    (warnings, "_global_warnings"),
    (warnings, "_global_deprecations"),
)

try:
    from ansible.executor.module_common import _BuiltModule
    from ansible.module_utils import _internal
    from ansible.module_utils._internal._ansiballz._loader import _handle_exception
except ImportError as error:
    IMPORT_PROBLEM: str | None = str(error)
else:
    IMPORT_PROBLEM = None


# They are imported when they are first asked for, which is now and not in each worker.
for _direction in Direction:
    get_module_encoder(PROFILE, _direction)
    get_module_decoder(PROFILE, _direction)


def problem() -> str | None:
    """Why this ansible-core cannot run modules in the worker; None if it can."""
    missing = [f"{owner.__name__}.{name}" for owner, name in USED if not hasattr(owner, name)]
    return IMPORT_PROBLEM or (f"ansible-core has no {', '.join(missing)}" if missing else None)


def built_module(arguments: t.Mapping[str, t.Any], shebang: str) -> t.Any:
    """The data that Ansible would send to a host: here only the arguments, as JSON."""
    encoder = get_module_encoder(PROFILE, Direction.CONTROLLER_TO_MODULE)
    content = json.dumps({"ANSIBLE_MODULE_ARGS": arguments}, cls=encoder).encode()
    return _BuiltModule(b_module_data=content, module_style="new", shebang=shebang, serialization_profile=PROFILE)


@contextlib.contextmanager
def as_in_a_module(arguments: bytes) -> t.Iterator[None]:
    """Inside, `AnsibleModule` finds its arguments, and a world in which no other ran; after, all is as before."""
    at_exit = AtExit()
    with contextlib.ExitStack() as stack:
        # None of an earlier task's arguments and warnings, and none for a later one.
        replaced: tuple[tuple[t.Any, str, t.Any], ...] = (
            (basic, "_ANSIBLE_ARGS", arguments),
            (basic, "_ANSIBLE_PROFILE", PROFILE),
            (basic, "_PARSED_MODULE_ARGS", None),
            (basic, "atexit", at_exit),
            (warnings, "_global_warnings", {}),
            (warnings, "_global_deprecations", {}),
            (_internal, "is_controller", False),
        )
        for owner, name, value in replaced:
            stack.callback(setattr, owner, name, getattr(owner, name))
            setattr(owner, name, value)
        stack.callback(at_exit.run)
        yield


class AtExit:
    """Replaces `atexit`: keeps the calls that a module registers for its end, like removing its temporary folder.

    A worker does not end as other programs do, and leaves that undone.
    """

    def __init__(self) -> None:
        self._calls: list[t.Callable[[], object]] = []

    def register(self, function: t.Callable[..., object], *arguments: t.Any, **named: t.Any) -> None:
        """Call the function at the end."""
        self._calls.append(functools.partial(function, *arguments, **named))

    def run(self) -> None:
        """Make the registered calls, the last one first. As at the end of a process, failures are ignored."""
        while self._calls:
            with contextlib.suppress(Exception):
                self._calls.pop()()


def print_crash(error: Exception) -> t.NoReturn:
    """Print the result of a module that ended with an exception, as its process would, and exit."""
    _handle_exception(error, PROFILE)
    raise SystemExit(1)
