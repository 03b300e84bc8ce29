# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A module that does what a test wants to see the same of in a process and in a worker; and its collection.

It is copied into a collection acme.testing, with an action plugin like those of ours.
"""

from __future__ import annotations

import locale
import os
import sys
import time

from ansible.module_utils.basic import AnsibleModule, env_fallback

# Whoever is the parent of the process that runs this, if it was imported before the fork.
IMPORTED_BY = os.getpid()

SPEC = {
    "what": {"type": "str", "default": "look", "aliases": ["do"]},
    "number": {"type": "int"},
    "choice": {"choices": ["a", "b"]},
    "secret": {"type": "str", "no_log": True},
    "from_environment": {"type": "str", "fallback": (env_fallback, ["PROBE_OPTION"])},
    "path": {"type": "str"},
    "seconds": {"type": "float", "default": 0},
}


def crash(module: AnsibleModule) -> None:
    raise ValueError(f"boom {module.params['number']}")


def leave(module: AnsibleModule) -> None:
    sys.exit(3)


def complain_and_leave(module: AnsibleModule) -> None:
    sys.exit("that was it")


def end_silently(module: AnsibleModule) -> None:
    return


def fail(module: AnsibleModule) -> None:
    module.warn("this will not do")
    module.fail_json(msg=f"no, not {module.params['secret']}", more={"a": [1, None, "two"]})


def fail_with_exception(module: AnsibleModule) -> None:
    try:
        raise ValueError("boom")
    except ValueError as error:
        module.fail_json(msg="no", exception=error)


def warn(module: AnsibleModule) -> None:
    module.warn("careful")
    module.warn("careful")
    module.warn("very careful")
    module.deprecate("this is old", version="99.0.0")
    module.deprecate("this too", date="2099-01-01")
    module.exit_json(changed=False)


def chatter(module: AnsibleModule) -> None:
    print("something before")
    sys.stderr.write("something else\n")
    module.exit_json(changed=True, stdout="a\nb", stderr="c\nd", rc=0)


def change(module: AnsibleModule) -> None:
    difference = {"before": {"a": 1}, "after": {"a": 2}}
    module.exit_json(changed=True, check=module.check_mode, **({"diff": difference} if module._diff else {}))


def tell(module: AnsibleModule) -> None:
    secret = module.params["secret"]
    nested = [{"deep": {"in": f"-{secret}-"}}, secret]
    module.exit_json(secret=secret, nested=nested, unicode="äöü €", large=2**70, none=None, ansible_facts={"fact": 1})


def look(module: AnsibleModule) -> None:
    """What the surroundings are."""
    umask = os.umask(0)
    os.umask(umask)
    module.exit_json(
        environment={name: value for name, value in os.environ.items() if name.startswith("PROBE_")},
        directory=os.getcwd(),
        umask=umask,
        locale=locale.setlocale(locale.LC_CTYPE),
        option=module.params["from_environment"],
    )


def spoil(module: AnsibleModule) -> None:
    """Change all that one can change of a process."""
    os.environ["PROBE_LEFT"] = "behind"
    os.environ.pop("PROBE_OUTSIDE", None)
    os.chdir("/")
    os.umask(0o007)
    locale.setlocale(locale.LC_ALL, "C")
    module.warn("spoilt")
    module.exit_json(changed=True)


def remember_folder(module: AnsibleModule) -> None:
    """Make a folder that is to be removed at the end of the module."""
    module.exit_json(folder=module.tmpdir, is_there=os.path.isdir(module.tmpdir))


def try_again(module: AnsibleModule) -> None:
    """Succeed the third time."""
    with open(module.params["path"], "a+", encoding="utf-8") as file:
        file.write("x")
        file.seek(0)
        tries = len(file.read())
    module.exit_json(tries=tries, failed=tries < 3)


def sleep(module: AnsibleModule) -> None:
    if module.params["path"]:
        with open(module.params["path"], "w", encoding="utf-8") as file:
            file.write(str(os.getpid()))
    time.sleep(module.params["seconds"])
    module.exit_json(slept=True)


def where(module: AnsibleModule) -> None:
    in_worker = "ansible.executor.process.worker" in sys.modules
    module.exit_json(in_worker=in_worker, imported_before_fork=os.getppid() == IMPORTED_BY)


WAYS = {
    way.__name__: way
    for way in (
        crash, leave, complain_and_leave, end_silently, fail, fail_with_exception, warn, chatter, change, tell, look,
        spoil, remember_folder, try_again, sleep, where,
    )
}  # fmt: skip


def main() -> None:
    """Entry point."""
    module = AnsibleModule(argument_spec=SPEC, supports_check_mode=True, mutually_exclusive=[("number", "choice")])
    WAYS[module.params["what"]](module)


if __name__ == "__main__":
    main()
