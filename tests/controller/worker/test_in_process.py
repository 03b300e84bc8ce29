# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A module's `main`, run in this process: what comes back, and that nothing stays behind."""

from __future__ import annotations

import atexit
import json
import locale
import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ansible.module_utils import _internal, basic
from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.common import warnings as ansible_warnings

from ansible_collections.nodeworks.openstack.plugins.module_utils.apply.progress import SILENT, current_progress
from ansible_collections.nodeworks.openstack.plugins.plugin_utils.worker import core
from ansible_collections.nodeworks.openstack.plugins.plugin_utils.worker.in_process import Ended, run_in_process

Main = Callable[[], None]


class Heard:
    """Remembers what was reported."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def report(self, text: str) -> None:
        self.texts.append(text)


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Ended]:
    def start(main: Main, arguments: dict[str, Any] | None = None, **changes: Any) -> Ended:
        content = core.built_module(arguments or {}, "#!python").b_module_data
        return run_in_process(
            main, content, **{"environment": {}, "directory": str(tmp_path), "progress": SILENT, **changes}
        )

    return start


def state() -> dict[str, Any]:
    """All of this process that a module could leave changed."""
    umask = os.umask(0)
    os.umask(umask)
    return {
        # pytest itself changes one of them between the beginning and the end of a test.
        "environment": {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"},
        "directory": os.getcwd(),
        "umask": umask,
        "locale": locale.setlocale(locale.LC_ALL),
        "signals": [
            signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM, signal.SIGUSR1)
        ],
        "filters": list(warnings.filters),
        "arguments": (basic._ANSIBLE_ARGS, basic._ANSIBLE_PROFILE, basic._PARSED_MODULE_ARGS, basic.atexit),
        "warnings": (dict(ansible_warnings._global_warnings), dict(ansible_warnings._global_deprecations)),
        "is_controller": _internal.is_controller,
        "streams": (sys.stdout, sys.stderr),
        "progress": current_progress(),
    }


@pytest.fixture(autouse=True)
def _nothing_stays_behind(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("PROBE_OUTSIDE", "is here")
    before = state()
    yield
    assert state() == before


def result_of(ended: Ended) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(ended.stdout)
    return result


def test_result_is_what_the_module_printed(run: Callable[..., Ended]) -> None:
    def main() -> None:
        module = AnsibleModule({"name": {}, "secret": {"no_log": True}})
        module.exit_json(changed=True, name=module.params["name"], secret=module.params["secret"])

    ended = run(main, {"name": "web1", "secret": "geheim", "_ansible_check_mode": False})
    assert ended.exit_code == 0
    result = result_of(ended)
    assert (result["changed"], result["name"]) == (True, "web1")
    # Since 2.22 a module says what is to be masked where the result is shown: tests/plays/test_printed_secrets.py.
    assert "geheim" not in ended.stdout or "geheim" in result["_ansible_new_secrets"]


def test_environment_and_directory_are_the_task_s(run: Callable[..., Ended], tmp_path: Path) -> None:
    def main() -> None:
        module = AnsibleModule({})
        names = ("PROBE_OUTSIDE", "PROBE_ONE")
        module.exit_json(environment={name: os.environ.get(name) for name in names}, directory=os.getcwd())

    result = result_of(run(main, environment={"PROBE_ONE": "1", "PROBE_OUTSIDE": "other"}))
    assert result["environment"] == {"PROBE_OUTSIDE": "other", "PROBE_ONE": "1"}
    assert result["directory"] == str(tmp_path)


def spoil() -> None:
    os.environ.clear()
    os.environ["PROBE_LEFT"] = "behind"
    os.chdir("/")
    os.umask(0o007)
    locale.setlocale(locale.LC_ALL, "C")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, lambda _number, _frame: None)
    signal.signal(signal.SIGUSR1, lambda _number, _frame: None)
    warnings.simplefilter("ignore")
    AnsibleModule({}).warn("spoilt")


@pytest.mark.parametrize("end", [None, SystemExit(0), SystemExit("so"), ValueError("boom"), MemoryError()])
def test_whatever_a_module_does_is_undone(run: Callable[..., Ended], end: BaseException | None) -> None:
    def main() -> None:
        spoil()
        if end is not None:
            raise end

    # It had been there, or there would be nothing to undo; what is undone is looked at after each test.
    assert (run(main).exit_code == 0) is (end is not None and end.args == (0,))


def test_end_of_the_task_s_time_passes_and_all_is_undone(run: Callable[..., Ended]) -> None:
    class TaskTimeout(BaseException):
        pass

    def main() -> None:
        spoil()
        raise TaskTimeout

    with pytest.raises(TaskTimeout):
        run(main)


def test_working_directory_that_is_gone_is_no_obstacle(run: Callable[..., Ended], tmp_path: Path) -> None:
    before = os.getcwd()
    gone = tmp_path / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    try:
        ended = run(lambda: AnsibleModule({}).exit_json(directory=os.getcwd()))
    finally:
        os.chdir(before)
    assert result_of(ended)["directory"] == str(tmp_path)


def test_warnings_are_those_of_this_module(run: Callable[..., Ended]) -> None:
    def main() -> None:
        AnsibleModule({}).exit_json()

    def warn() -> None:
        module = AnsibleModule({})
        module.warn("careful")
        module.deprecate("old", version="99.0.0")
        module.exit_json()

    warned = result_of(run(warn))
    assert len(warned["warnings"]) == len(warned["deprecations"]) == 1
    result = result_of(run(main))
    assert "warnings" not in result
    assert "deprecations" not in result


@pytest.mark.parametrize(
    ("end", "exit_code", "complaint"),
    [(SystemExit(), 0, ""), (SystemExit(3), 3, ""), (SystemExit("that was it"), 1, "that was it\n")],
)
def test_exit_without_a_result(run: Callable[..., Ended], end: SystemExit, exit_code: int, complaint: str) -> None:
    def main() -> None:
        raise end

    assert run(main) == Ended(exit_code, "", complaint)


def test_a_crash_is_a_failure_that_says_why(run: Callable[..., Ended]) -> None:
    def main() -> None:
        raise ValueError("boom")

    ended = run(main)
    assert ended.exit_code == 1
    result = result_of(ended)
    assert result["failed"] is True
    assert "boom" in json.dumps(result["exception"])


def test_a_module_without_end_is_a_failure(run: Callable[..., Ended]) -> None:
    ended = run(lambda: None)
    assert ended.exit_code == 1
    assert "did not handle its own exit" in ended.stdout


def test_what_is_left_to_the_end_is_done(run: Callable[..., Ended], tmp_path: Path) -> None:
    """The last first, one after the other even if one fails; and none of it is left to the end of this process."""
    done: list[str] = []

    def main() -> None:
        module = AnsibleModule({})
        basic.atexit.register(done.append, "first")
        basic.atexit.register(int, "no number")
        basic.atexit.register(done.append, "last")
        Path(module.tmpdir, "file").touch()
        module.exit_json(folder=module.tmpdir)

    ended = run(main, {"_ansible_remote_tmp": str(tmp_path)})
    assert done == ["last", "first"]
    folder = Path(result_of(ended)["folder"])
    assert folder.parent == tmp_path
    assert not folder.exists()
    assert basic.atexit is atexit


def test_progress_goes_where_it_is_shown(run: Callable[..., Ended]) -> None:
    heard = Heard()

    def main() -> None:
        current_progress().report("half of it")
        AnsibleModule({}).exit_json()

    run(main, progress=heard)
    current_progress().report("nobody hears this")
    assert heard.texts == ["half of it"]


def test_noise_is_kept_apart(run: Callable[..., Ended], capsys: pytest.CaptureFixture[str]) -> None:
    def main() -> None:
        sys.stderr.write("noise\n")
        AnsibleModule({}).exit_json()

    ended = run(main)
    assert ended.stderr == "noise\n"
    assert capsys.readouterr() == ("", "")


def test_a_core_that_lacks_something_is_said_to(monkeypatch: pytest.MonkeyPatch) -> None:
    assert core.problem() is None
    with monkeypatch.context() as later_core:
        later_core.delattr(basic, "_ANSIBLE_PROFILE")
        assert core.problem() == "ansible-core has no ansible.module_utils.basic._ANSIBLE_PROFILE"
