# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No option is forgotten: each is compared in some way, and each is tried."""

from __future__ import annotations

import dataclasses

import pytest

from .cases import CASES, UNTRIED, WITHOUT_OTHER
from .declared import compared, fields_of, modules, options_of, spec_of, unclassified


@pytest.mark.parametrize("module", modules())
def test_of_each_option_it_is_said_what_becomes_of_it(module: str) -> None:
    assert unclassified(module) == []
    assert len({one.option for one in compared(module)}) == len(fields_of(module)) > 0


@pytest.mark.parametrize("module", modules())
def test_each_option_is_tried(module: str) -> None:
    tried = {option for case in CASES if case.module == module for option in case.options}
    untried = UNTRIED.get(module, {})
    assert set(spec_of(module)) - tried - {"id", "state"} == set(untried)
    assert all(reason.endswith(".") for reason in untried.values())


@pytest.mark.parametrize("module", modules())
def test_each_option_is_tried_with_another_value(module: str) -> None:
    others = {option for case in CASES if case.module == module for option in case.others}
    without = WITHOUT_OTHER.get(module, {})
    assert set(fields_of(module)) - others == set(without)
    assert not options_of(module) & set(without)


def test_each_case_is_of_a_cloud_that_can_do_it() -> None:
    assert [str(case) for case in CASES if len(case.lacking) > 1] == []


def test_option_that_nobody_declares_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(spec_of("os_keypair"), "colour", {"type": "str"})
    assert unclassified("os_keypair") == ["colour"]


def test_all_modules_with_a_state_are_looked_at() -> None:
    assert {"os_node", "os_quota", "os_floating_ip", "os_security_group_rule"} <= set(modules())
    assert dataclasses.is_dataclass(next(compared("os_node")))
