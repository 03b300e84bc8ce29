# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Differences that cannot be mended, or may not: an error, a warning or nothing."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import Immutable
from ansible_collections.nodeworks.openstack.plugins.module_utils.plan.drift import Difference, permitted
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.declaration import Consent, Field, Resource
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.desired import PRESENT, Desired

CONSENT = Consent(
    lambda desired: desired.option("weigh") == "true",
    "Set weigh to true.",
    ignores=lambda desired: desired.option("weigh") == "ignore",
)
NOTE, SIZE, WEIGHT = Field("note"), Field("size", updatable=False), Field("weight", consent=CONSENT)
SECRET = Field("secret", updatable=False, display=lambda _value: "(not shown)")
BOX = Resource("box", "boxes", "compute", "/boxes", "box", "boxes", dict, (NOTE, SIZE, WEIGHT, SECRET))
CURRENT = {"id": "b1", "name": "a"}
ALL = {field.name: Difference(field, 1, 2) for field in (NOTE, SIZE, WEIGHT)}
SIZE_TOLD = "Box 'a' (b1) differs in what cannot be changed while it exists: size is 1, wanted 2"


def desired(**policy: Any) -> Desired:
    return Desired(PRESENT, {}, name="a", policy=policy)


@pytest.mark.parametrize(
    ("policy", "changed", "warnings"),
    [
        ({"on_drift": "warn"}, {"note"}, [f"{SIZE_TOLD}; weight is 1, wanted 2. It is left as it is."]),
        ({"on_drift": "ignore"}, {"note"}, []),
        ({"on_drift": "warn", "weigh": "true"}, {"note", "weight"}, [f"{SIZE_TOLD}. It is left as it is."]),
        ({"on_drift": "warn", "weigh": "ignore"}, {"note"}, [f"{SIZE_TOLD}. It is left as it is."]),
    ],
)
def test_policy(policy: dict[str, str], changed: set[str], warnings: list[str]) -> None:
    changes, told = permitted(BOX, CURRENT, desired(**policy), ALL)
    assert set(changes) == changed
    assert told == warnings


KEEP = " To keep the box as it is, leave the option out."


@pytest.mark.parametrize(
    ("fields", "policy", "advice"),
    [
        (("weight",), {}, " Set weigh to true." + KEEP),
        (
            ("size",),
            {},
            " To have it so, remove the box (state absent) and make it anew." + KEEP,
        ),
        (
            ("size", "weight"),
            {"on_drift": "fail"},
            " Set weigh to true. To have it so, remove the box (state absent) and make it anew." + KEEP,
        ),
    ],
)
def test_error_tells_all_and_the_way_out(fields: tuple[str, ...], policy: dict[str, str], advice: str) -> None:
    with pytest.raises(Immutable) as caught:
        permitted(BOX, CURRENT, desired(**policy), {name: ALL[name] for name in fields})
    differences = "; ".join(f"{name} is 1, wanted 2" for name in fields)
    assert str(caught.value) == (
        f"Box 'a' (b1) differs in what cannot be changed while it exists: {differences}.{advice}"
    )


def test_same_advice_is_given_once() -> None:
    more = {"weight": ALL["weight"], "mass": Difference(Field("mass", consent=CONSENT), 1, 2)}
    with pytest.raises(Immutable) as caught:
        permitted(BOX, CURRENT, desired(), more)
    assert str(caught.value).count("Set weigh to true.") == 1


def test_secret_is_not_told() -> None:
    with pytest.raises(Immutable) as caught:
        permitted(BOX, CURRENT, desired(), {"secret": Difference(SECRET, "hunter2", "hunter3")})
    assert "hunter" not in str(caught.value)


def test_no_difference_is_no_change() -> None:
    assert permitted(BOX, CURRENT, desired(), {}) == ({}, [])


def test_value_that_the_service_cannot_get_to_from_the_current_one_is_drift() -> None:
    """Volumes grow, but do not shrink."""
    growing = Field("size", reachable=lambda before, after: before < after)
    changes, _told = permitted(BOX, CURRENT, desired(), {"size": Difference(growing, 1, 2)})
    assert set(changes) == {"size"}
    with pytest.raises(Immutable, match="size is 2, wanted 1"):
        permitted(BOX, CURRENT, desired(), {"size": Difference(growing, 2, 1)})


def test_a_gate_may_stand_open_for_a_value() -> None:
    consent = dataclasses.replace(CONSENT, not_needed=lambda before: before is None)
    field = Field("weight", consent=consent)
    changes, _told = permitted(BOX, CURRENT, desired(), {"weight": Difference(field, None, 2)})
    assert set(changes) == {"weight"}
    with pytest.raises(Immutable):
        permitted(BOX, CURRENT, desired(), {"weight": Difference(field, 1, 2)})
