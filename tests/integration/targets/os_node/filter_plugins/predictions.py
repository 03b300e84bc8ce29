# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a node that was predicted differs from what it came to be."""

from __future__ import annotations

from typing import Any

# What no prediction is about: the service's own keys, which hold times and power states.
UNPREDICTED = ("extra", "fault", "task_state")


def untrue(predicted: dict[str, Any], done: dict[str, Any]) -> list[str]:
    """What of a predicted result did not come true; of nodes, the keys whose values are not as predicted.

    A null, or something empty, says that it cannot be known.
    """
    expected, real = _nodes(predicted), _nodes(done)
    if len(expected) != len(real):
        return [f"{len(expected)} nodes, are {len(real)}"]
    found = [f"diff: {predicted['diff']}, is {done['diff']}"] if predicted["diff"] != done["diff"] else []
    return found + [problem for one, other in zip(expected, real) for problem in _untrue(one, other)]


def _nodes(result: dict[str, Any]) -> list[dict[str, Any] | None]:
    return list(result["nodes"]) if "nodes" in result else [result["node"]]


def _untrue(predicted: dict[str, Any] | None, real: dict[str, Any] | None) -> list[str]:
    if predicted is None or real is None:
        return [] if predicted is real else [f"node: {predicted}, is {real}"]
    if set(predicted) != set(real):
        return [f"keys: {sorted(set(predicted) ^ set(real))}"]
    return [
        f"{predicted['name']}: {key}: {predicted[key]!r}, is {real[key]!r}"
        for key in predicted
        if key not in UNPREDICTED and _is_said(predicted[key]) and not _is_true(predicted[key], real[key])
    ]


def _is_said(value: Any) -> bool:
    return value not in (None, [], {}, "")


def _is_true(predicted: Any, real: Any) -> bool:
    if isinstance(predicted, dict) and isinstance(real, dict):
        return all(predicted[key] in (None, real.get(key)) for key in predicted)
    return bool(predicted == real)


class FilterModule:
    def filters(self) -> dict[str, Any]:
        return {"untrue": untrue}
