# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was read, but makes no sense where it is used, is an error of ours."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import (
    ConfigError,
    NotUnderstood,
    understanding,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.port_addresses import mac


@pytest.mark.parametrize(
    "use",
    [
        lambda: ipaddress.ip_address("none"),
        lambda: {"a": 1}["b"],
        lambda: list("a")[len("ab")],
        lambda: None + 1,  # type: ignore[operator]
        lambda: "text".get,  # type: ignore[attr-defined]
        lambda: int(float("inf")),
        "\ud800".encode,
    ],
)
def test_what_python_says_of_it_is_not_shown(use: Callable[[], object]) -> None:
    with pytest.raises(NotUnderstood) as caught, understanding("What the network service says of port 'p'"):
        use()
    assert str(caught.value).startswith(
        "What the network service says of port 'p' is not as the API reference describes it, or not foreseen here ("
    )
    assert str(caught.value).endswith("). With -vvv, or trace set to result, the answers can be seen.")
    assert caught.value.__cause__ is not None


def test_place_is_the_last_one_in_the_collection() -> None:
    with pytest.raises(NotUnderstood, match=r"\(port_addresses\.py, line \d+\)"), understanding("It"):
        mac(None)  # type: ignore[arg-type]


def test_mistake_is_ours_while_no_service_has_said_anything() -> None:
    with pytest.raises(TypeError), understanding("It", lambda: 0):
        raise TypeError


def test_other_errors_stay_what_they_are() -> None:
    with pytest.raises(ConfigError), understanding("It"):
        raise ConfigError(["no"])
    with pytest.raises(KeyboardInterrupt), understanding("It"):
        raise KeyboardInterrupt
